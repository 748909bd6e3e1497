"""Aggregate: one gender and one birth year per person from many faces."""

from collections import defaultdict

import numpy as np
from django.db import transaction
from django.utils import timezone

from faces.aggregate import Summary, summarise
from gallery import jobs
from gallery.models import Face, Library, Person, Stage
from gallery.pipeline import dating
from gallery.pipeline.dates import trusted_year

VERSION = "aggregate-2"
LEAST = 0.05  # weight of the poorest face: a person may have no other

Said = tuple[float, float, float, float]  # P(male), age, decimal year of the photo, weight


def run(pk: int) -> None:
    """Estimate gender and birth year of each person of a library, and find doubtful dates.

    A typed birth date is not touched: pages show it instead of the estimate.
    """
    with jobs.Attempt(Stage.AGGREGATE, pk) as attempt:
        if attempt.job is None:
            return
        library = attempt.job.library
        summaries = {person: _summary(said) for person, said in _said(library).items()}
        to_ask = None
        if not dating.is_for_later(library):
            to_ask = dating.datings(library, timezone.localdate())
        with transaction.atomic():
            if attempt.finish(version=VERSION):
                _save(library, summaries)
                if to_ask is not None:
                    dating.save(library, to_ask)


def _said(library: Library) -> dict[int, list[Said]]:
    """What the network said of the faces of each person."""
    rows = Face.objects.real().filter(
        person__library=library, age__isnull=False, p_male__isnull=False
    )
    said: dict[int, list[Said]] = defaultdict(list)
    for person, p_male, age, quality, taken_on, source in rows.order_by("pk").values_list(
        "person_id", "p_male", "age", "quality", "asset__taken_on", "asset__taken_source"
    ):
        weight = 1.0 if quality is None else max(quality, LEAST)
        said[person].append((p_male or 0.0, age or 0.0, trusted_year(taken_on, source), weight))
    return said


def _summary(said: list[Said]) -> Summary:
    p_male, ages, years, weights = np.array(said, np.float64).T
    return summarise(p_male.astype(np.float32), ages, years, weights=weights)


def _save(library: Library, summaries: dict[int, Summary]) -> None:
    nothing = Summary(None, None, None, None, None)
    people = list(Person.objects.select_for_update().filter(library=library).order_by("pk"))
    for person in people:
        summary = summaries.get(person.pk, nothing)
        person.gender = Person.Gender(summary.gender or "")
        person.p_male = summary.p_male
        person.birth_year = summary.birth_year
        person.birth_year_low = summary.low
        person.birth_year_high = summary.high
    Person.objects.bulk_update(
        people,
        ["gender", "p_male", "birth_year", "birth_year_low", "birth_year_high"],
        batch_size=jobs.BATCH,
    )
