"""Out of one library and into another with the same photos: everything people said is there."""

from datetime import date

import pytest

from faces.types import Box
from gallery.actions.birth_date import set_birth_date
from gallery.actions.forget import forget
from gallery.actions.hide import hide
from gallery.actions.move import move
from gallery.actions.not_a_face import not_a_face
from gallery.actions.rename import rename
from gallery.actions.undo import undo
from gallery.models import Asset, Decision, Face, Person, Statement
from gallery.pipeline import ingest
from gallery.portable.bring_in import NoRecognitionError, bring_in
from tests.gallery.pipeline.conftest import LEFT, RIGHT, SANDBOX
from tests.gallery.portable.conftest import PHOTOS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


def told(library):
    """What is known of the people of a library, without the numbers of rows."""
    covers = Statement.objects.standing().filter(library=library, kind="cover")
    chosen = set(covers.values_list("person", flat=True))
    people = {
        (
            person.name, person.birth_date, person.birth_precision, person.gender_said,
            person.hidden, person.left_out, place(person.cover) if person.pk in chosen else None,
            frozenset(place(face) for face in person.faces.filter(confirmed=True)),
        )
        for person in Person.objects.filter(library=library).exclude(faces=None)
    }  # fmt: skip
    faces = Face.objects.filter(asset__library=library)
    stains = {place(face) for face in faces.filter(not_a_face=True)}
    drawn = {place(face) for face in faces.filter(detected_by=Face.DRAWN)}
    kinds = {"is-not", "different", "twice", "not-a-face", "drawn", "date", "same", "forgotten"}
    standing = Statement.objects.standing().filter(library=library, kind__in=kinds)
    words = sorted(
        (one.kind, one.sha256, one.box, one.other_sha256, one.other_box) for one in standing
    )
    dates = Asset.objects.filter(library=library, taken_source="typed")
    return people, stains, drawn, words, set(dates.values_list("sha256", "taken_on"))


def place(face):
    return face.asset.sha256, face.box


def test_photos_that_are_there_have_everything_at_once(family, another, add, written, owner):
    for photo in PHOTOS:
        add(photo)
    brought = bring_in(written(family), another, by=owner)
    assert told(another) == told(family)
    assert brought.waiting == brought.kept == 0
    assert (brought.made, brought.known) == (4, 0)
    for person in Person.objects.filter(library=another):
        assert person.cover in person.faces.all()


def test_photos_that_come_later_have_everything_then(family, another, add, written, owner):
    brought = bring_in(written(family), another, by=owner)
    assert brought.waiting == brought.faces > 8
    assert Person.objects.filter(library=another, name="Anna").exists()
    for photo in PHOTOS:
        add(photo)
    assert told(another) == told(family)


def test_half_of_the_photos_now_and_half_of_them_later_are_all_of_them(
    family, another, add, keep, written, owner
):
    for photo in PHOTOS[:3]:
        add(photo)
    keep(another, PHOTOS[3])  # not looked at yet
    bring_in(written(family), another, by=owner)
    for photo in PHOTOS[3:]:
        add(photo)
    assert told(another) == told(family)


def test_a_little_aside_is_the_same_face(family, another, add, written, owner):
    for photo in PHOTOS:
        add(photo, Box(0.12, 0.22, 0.32, 0.62), Box(0.58, 0.2, 0.8, 0.6))
    bring_in(written(family), another, by=owner)
    anna = Person.objects.get(library=another, name="Anna")
    assert anna.faces.filter(confirmed=True).count() == 5
    assert Face.objects.filter(asset__library=another, detected_by=Face.DRAWN).count() == 1


def test_where_nothing_is_found_a_face_is_drawn(family, another, add, written, owner):
    add(PHOTOS[0], LEFT)
    bring_in(written(family), another, by=owner)
    bert = Person.objects.get(library=another, name="Bert")
    [face] = bert.faces.all()
    assert face.box == RIGHT
    assert face.detected_by == Face.DRAWN
    assert face.confirmed


@pytest.mark.parametrize("there", [PHOTOS, []], ids=["there", "to come"])
def test_twice_is_once(there, family, another, add, written, owner):
    for photo in there:
        add(photo)
    found = written(family)
    bring_in(found, another, by=owner)
    before = rows(another)
    again = bring_in(found, another, by=owner)
    assert rows(another) == before
    assert again.decision is None
    assert (again.made, again.faces, again.kept) == (0, 0, 0)


def test_into_the_library_it_came_from_it_says_nothing_new(family, written, owner):
    before = rows(family)
    assert bring_in(written(family), family, by=owner).decision is None
    assert rows(family) == before


def rows(library):
    return [
        list(model.objects.filter(library=library).order_by("pk").values())
        for model in (Person, Statement, Decision)
    ] + [list(Face.objects.filter(asset__library=library).order_by("pk").values())]


def test_what_was_brought_in_can_be_undone(family, another, add, written, owner):
    for photo in PHOTOS[:3]:
        add(photo)
    before = told(another)
    decision = bring_in(written(family), another, by=owner).decision
    for photo in PHOTOS[3:]:  # whose faces get their people after the decision
        add(photo)
    undo(decision)
    assert told(another) == before
    assert not Person.objects.filter(library=another).exists()
    assert not Face.objects.filter(asset__library=another, confirmed=True).exists()
    bring_in(written(family), another, by=owner)
    assert told(another) == told(family)


def test_what_is_said_here_counts(family, another, add, written, owner):
    left, right = add(PHOTOS[0])
    _, nan = move([left], None, by=owner)
    rename(nan, "Nan", by=owner)
    set_birth_date(nan, date(1960, 1, 1), "year", by=owner)
    hide([nan], hidden=False, by=owner)
    not_a_face([right], by=owner)
    brought = bring_in(written(family), another, by=owner)
    nan.refresh_from_db()
    assert (nan.name, nan.birth_date, nan.gender_said) == ("Nan", date(1960, 1, 1), "female")
    right.refresh_from_db()
    assert right.not_a_face
    assert brought.known == 1
    assert brought.kept == 1
    assert not Person.objects.filter(library=another, name="Anna").exists()


def test_who_has_the_same_name_is_the_same(family, another, written, owner):
    anna = Person.objects.create(library=another, name="ANNA")
    bring_in(written(family), another, by=owner)
    anna.refresh_from_db()
    assert (anna.name, anna.birth_date) == ("ANNA", date(1962, 8, 5))
    assert Person.objects.filter(library=another, name__iexact="anna").count() == 1


@pytest.fixture
def forgets_anna(library, owner, keep, look):
    left, _ = look(keep(library, PHOTOS[0]))
    _, anna = move([left], None, by=owner)
    rename(anna, "Anna", by=owner)
    forget(anna, by=owner)


@pytest.mark.usefixtures("forgets_anna")
def test_who_was_forgotten_is_not_brought_back(library, another, add, written, owner):
    bring_in(written(library), another, by=owner)
    [right] = add(PHOTOS[0])
    assert right.box == RIGHT


def test_without_recognition_nobody_is_brought_in(family, another, written, owner):
    another.recognition = False
    another.save()
    with pytest.raises(NoRecognitionError):
        bring_in(written(family), another, by=owner)
    assert not Person.objects.filter(library=another).exists()


def test_words_about_faces_of_people_who_are_known_can_be_undone_too(
    family, another, add, written, owner
):
    bring_in(written(family), another, by=owner)
    Statement.objects.filter(library=another, kind="is").delete()
    decision = bring_in(written(family), another, by=owner).decision
    assert Statement.objects.standing().filter(library=another, kind="is").exists()
    undo(decision)
    assert not Statement.objects.standing().filter(library=another, kind="is").exists()
    assert Person.objects.filter(library=another, name="Anna").exists()


def test_a_date_that_came_before_its_photo_goes_with_the_decision(
    family, another, keep, written, owner
):
    decision = bring_in(written(family), another, by=owner).decision
    photo = keep(another, PHOTOS[1])
    assert (photo.taken_on, photo.taken_source) == (date(1969, 7, 15), "typed")
    undo(decision)
    photo.refresh_from_db()
    assert photo.taken_source == "unknown"
    ingest.run(photo.pk, sandbox=SANDBOX)  # asked for again, by the undoing
    photo.refresh_from_db()
    assert photo.taken_source != "typed"
    assert photo.taken_on != date(1969, 7, 15)
