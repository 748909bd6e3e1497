"""Refine: who belongs on the people page, and who on the shelf."""

import numpy as np
from django.db import transaction

from faces.refine import Reason, refine
from gallery import jobs
from gallery.models import Face, Library, Person, Stage
from gallery.pipeline.dates import trusted_day

VERSION = "refine-1"
CLEAR = 0.9  # score from which a detection counts: patterns taken for faces look alike, too
SHELVES = {
    None: Person.Shelf.NONE,
    Reason.TOO_FEW: Person.Shelf.RARE,
    Reason.ONE_DAY: Person.Shelf.ONE_DAY,
}


def run(pk: int) -> None:
    """Sort the people of a library by how often and on how many days they were clearly seen."""
    with jobs.Attempt(Stage.REFINE, pk) as attempt:
        if attempt.job is None:
            return
        with transaction.atomic():
            if attempt.finish(version=VERSION):
                _sort(attempt.job.library)
                jobs.enqueue(Stage.AGGREGATE, attempt.job.library)


def _sort(library: Library) -> None:
    """Read and write in one go: it takes milliseconds, and nobody may be named in between."""
    people = list(Person.objects.select_for_update().filter(library=library).order_by("pk"))
    place = {person.pk: i for i, person in enumerate(people)}
    faces = (
        Face.objects.real()
        .filter(person__library=library, score__gte=CLEAR)
        .values_list("person_id", "asset__taken_on", "asset__taken_source", "track__enough")
    )
    rows = [row for row in faces if row[0] in place]
    reasons = refine(
        np.array([place[row[0]] for row in rows], np.int64),
        np.array([trusted_day(row[1], row[2]) for row in rows], np.float64),
        np.array([bool(row[3]) for row in rows], np.bool_),
        np.array([bool(person.name) for person in people], np.bool_),
    )
    changed = []
    for person, reason in zip(people, reasons, strict=True):
        if person.shelf != SHELVES[reason]:
            person.shelf = SHELVES[reason]
            changed.append(person)
    Person.objects.bulk_update(changed, ["shelf"], batch_size=jobs.BATCH)
