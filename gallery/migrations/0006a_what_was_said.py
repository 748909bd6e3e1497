"""What had been said before there was a ledger, written into it."""

from django.db import migrations


def say(apps, schema_editor):
    for library in apps.get_model("gallery", "Library").objects.all():
        before = apps.get_model("gallery", "Decision").objects.filter(library=library)
        _say_of_two(apps, library, before)
        _say_the_rest(apps, library)
        # Rows as they were kept till now do not say what changed: undoing needs that.
        before.exclude(kind="import").update(before={}, after={})


def _say_of_two(apps, library, before):
    Statement = apps.get_model("gallery", "Statement")
    for decision in before.filter(kind__in=["merge", "stay"], undone_at=None):
        people = decision.before.get("people", []) if decision.before else []
        if people:
            Statement.objects.create(
                library=library, decision=decision, kind="same", by=decision.by, at=decision.at,
                person_id=people[0]["pk"],
            )
    parted = {
        pk: decision
        for decision in before.filter(kind="forbid", undone_at=None)
        for pk in decision.before.get("cannot_links", [])
    }
    links = apps.get_model("gallery", "CannotLink").objects.filter(library=library)
    for link in links.select_related("first__asset", "second__asset"):
        decision = parted.get(link.pk) or _decision(apps, library)
        Statement.objects.create(
            library=library, decision=decision, kind="different", by=link.by, at=link.at,
            **_anchor(link.first), **_anchor(link.second, "other_"),
        )


def _say_the_rest(apps, library):
    Statement = apps.get_model("gallery", "Statement")
    said = []
    for face in apps.get_model("gallery", "Face").objects.filter(asset__library=library).filter(
        confirmed=True
    ).select_related("asset").defer("features", "age_posterior"):
        said.append(Statement(kind="is", person_id=face.person_id, by_id=face.confirmed_by_id, **_anchor(face)))
    for person in apps.get_model("gallery", "Person").objects.filter(library=library):
        if person.name:
            said.append(Statement(kind="name", person_id=person.pk, said={"name": person.name}))
        if person.hidden:
            said.append(Statement(kind="hide", person_id=person.pk, said={"hidden": True}))
        if person.birth_date:
            date = {"date": person.birth_date.isoformat(), "precision": person.birth_precision}
            said.append(Statement(kind="birth-date", person_id=person.pk, said=date))
    if said:
        decision = _decision(apps, library)
        for one in said:
            one.library, one.decision = library, decision
        Statement.objects.bulk_create(said, batch_size=500)


def _decision(apps, library):
    found, _ = apps.get_model("gallery", "Decision").objects.get_or_create(
        library=library, kind="import", before={}, after={}, by=None
    )
    return found


def _anchor(face, name=""):
    return {
        f"{name}face": face,
        f"{name}sha256": face.asset.sha256,
        f"{name}box": [face.left, face.top, face.right, face.bottom],
        f"{name}time": face.time,
    }


class Migration(migrations.Migration):

    dependencies = [("gallery", "0006_statements")]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
