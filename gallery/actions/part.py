from django.db import transaction

from gallery import jobs
from gallery.actions.ledger import Act
from gallery.actions.people import confirm, cover_of, lock
from gallery.actions.questions import drop_pointless
from gallery.models import Decision, Face, Person, Stage, Statement, User


@transaction.atomic
def part(one: Person, other: Person, *, by: User) -> Decision:
    """Say that two people are two: a face of each is confirmed, and no clustering joins them.

    Raises:
        GoneError: one of them is no longer there.
    """
    people = lock([one.pk, other.pk])
    covers = [cover for cover in map(cover_of, people) if cover]
    act = Act(people[0].library, Decision.Kind.PART, by=by)
    act.watch(Face.objects.filter(pk__in=[cover.pk for cover in covers]))
    for person in people:
        confirm([cover for cover in covers if cover.person_id == person.pk], person, by=by)
    if len(covers) == 2:
        act.say(Statement.Kind.DIFFERENT, face=covers[0], other=covers[1])
    jobs.enqueue(Stage.CLUSTER, act.library, after=jobs.QUIET)
    decision = act.decide()
    drop_pointless(act.library)
    return decision
