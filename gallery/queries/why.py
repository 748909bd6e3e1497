"""Why a face is with whom it is: what the clustering saw, and what people said."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faces.ages import spread, unbiased
from faces.cluster import Parameters
from faces.cluster.dense import all_distances
from faces.quality import STEERS_FROM
from faces.types import Doubles
from gallery import ages
from gallery.models import Face, Person, Statement
from gallery.pipeline.album import read_album
from gallery.queries.people import Card, cards_of

NEAREST = 3  # faces shown
EACH = 60  # faces of somebody to compare with: the surest
RIVALS = 3  # other people looked at closely: those whose cover is nearest


@dataclass(frozen=True, slots=True)
class Near:
    """Another face of the same person."""

    face: int
    asset: int
    distance: float
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Rival:
    """Somebody else, and how far the face is from them."""

    card: Card
    distance: float


@dataclass(frozen=True, slots=True)
class Why:
    """What speaks for a face being with somebody, and what against."""

    said: str
    """By whose word it is there; empty if nobody said so."""
    nearest: list[Near]
    distance: float | None
    """Mean distance to the faces of whom it is with; None if it cannot be told."""
    threshold: float
    rivals: list[Rival]
    age: str
    """How old they were by what is known, and how old the face looks."""
    agrees: bool
    poor: bool
    """Too small or blurred to steer the clustering: it joined after the others."""
    beside: list[Card]
    """Who else is in the photo: they are different people."""
    denied: list[str]
    """Whom somebody said it is not."""

    @property
    def share(self) -> int:
        """The distance as percent of a scale that ends at one and a half thresholds."""
        return round(min(100.0, 100 * (self.distance or 0.0) / (1.5 * self.threshold)))


def why(face: Face) -> Why:
    """Explain a face; the number of queries does not grow with faces or people."""
    person, threshold = face.person, Parameters().threshold
    nearest, distance, rivals = _distances(face) if face.features else ([], None, [])
    age, agrees = _age(face, person)
    beside = Person.objects.filter(faces__asset=face.asset_id, faces__not_a_face=False)
    others = beside.filter(hidden=False).exclude(pk=face.person_id or 0)
    return Why(
        said=_said(face),
        nearest=nearest,
        distance=distance,
        threshold=threshold,
        rivals=rivals,
        age=age,
        agrees=agrees,
        poor=face.quality is not None and face.quality < STEERS_FROM,
        beside=cards_of(list(others.distinct())),
        denied=_denied(face),
    )


def _distances(face: Face) -> tuple[list[Near], float | None, list[Rival]]:
    """Compare a face with those of its person, and with the people who are nearest beside."""
    library, version = face.asset.library, face.represented_by
    seen = Face.objects.real().filter(asset__library=library, represented_by=version)
    theirs = _surest(face, face.person_id) if face.person_id is not None else []
    covers = seen.filter(covers__isnull=False, person__hidden=False)
    others = covers.filter(person__isnull=False).exclude(person=face.person_id)
    cover_of = {pk: owner for pk, owner in others.values_list("pk", "person") if owner}
    compared = _compared(face, [*theirs, *cover_of])
    near_covers = sorted(cover_of, key=lambda pk: compared.get(pk, np.inf))[:RIVALS]
    rivals = [cover_of[pk] for pk in near_covers]
    faces_of = {person: _surest(face, person) for person in rivals}
    more = _compared(face, [pk for pks in faces_of.values() for pk in pks])
    means = {person: _mean(more, pks) for person, pks in faces_of.items()}
    cards = cards_of(list(Person.objects.filter(pk__in=rivals)))
    found = [Rival(card, means[card.person.pk]) for card in cards if card.person.pk in means]
    distance = _mean(compared, theirs) if theirs else None
    return (
        _nearest(theirs, compared),
        distance,
        sorted(found, key=lambda rival: rival.distance),
    )


def _surest(face: Face, person: int | None) -> list[int]:
    """The faces that stand best for somebody, without this one."""
    theirs = Face.objects.real().filter(person=person, represented_by=face.represented_by)
    best = theirs.exclude(pk=face.pk).order_by("-confirmed", "-quality", "pk")
    return list(best.values_list("pk", flat=True)[:EACH])


def _compared(face: Face, others: Sequence[int]) -> dict[int, float]:
    """Distance of a face from others, by the primary keys of those."""
    album = read_album(face.asset.library, face.represented_by, only=[face.pk, *others])
    ids = album.items.ids.tolist()
    if face.pk not in ids:
        return {}
    at = ids.index(face.pk)
    distances: Doubles = all_distances(album.items, Parameters())[at]
    return {pk: float(distances[i]) for i, pk in enumerate(ids) if i != at}


def _mean(distances: dict[int, float], faces: Sequence[int]) -> float:
    return float(np.mean([distances[pk] for pk in faces if pk in distances] or [np.inf]))


def _nearest(theirs: Sequence[int], distances: dict[int, float]) -> list[Near]:
    rows = Face.objects.filter(pk__in=theirs).values_list("pk", "asset_id", "confirmed")
    near = [
        Near(pk, asset, distances[pk], confirmed)
        for pk, asset, confirmed in rows
        if pk in distances
    ]
    sure = [one for one in near if one.confirmed] or near
    return sorted(sure, key=lambda one: one.distance)[:NEAREST]


def _age(face: Face, person: Person | None) -> tuple[str, bool]:
    """What is known of the age and what the face looks like, and whether the two agree."""
    if face.age is None:
        return "", True
    looks = float(unbiased(np.array([face.age]))[0])
    doubt = float(spread(np.array([face.age]))[0])
    apparent = f"looks about {max(0, round(looks))}, give or take {max(1, round(doubt))}"
    known = ages.age_on(person, face.asset.taken_on) if person else ""
    moment = ages.birth_moment(person) if person else None
    if not known or moment is None or face.asset.taken_on is None:
        return apparent, True
    then = ages.year_of(face.asset.taken_on) - moment
    return f"was {known} then; {apparent}", abs(then - looks) <= 2 * doubt


def _said(face: Face) -> str:
    """By whose word a face is with its person."""
    if not face.confirmed:
        return ""
    said = Statement.objects.standing().filter(face=face, kind=Statement.Kind.IS).last()
    if said is None or said.by is None:
        return "Somebody in the family said so."
    return f"{said.by.get_username()} said so on {said.at.day} {said.at:%B %Y}."


def _denied(face: Face) -> list[str]:
    kinds = Statement.objects.standing().filter(face=face, kind=Statement.Kind.IS_NOT)
    people = Person.objects.filter(pk__in=kinds.values("person"))
    return [str(person) for person in people.order_by("pk")]
