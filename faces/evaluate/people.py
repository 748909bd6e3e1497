"""Holds the people that `organize` found in an album against its truth."""

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from faces.evaluate.measures import Agreement, agreement
from faces.evaluate.organized import FoundFace, FoundPerson, Organized
from faces.evaluate.truth import Standing, Truth
from faces.types import Ints

MIN_FACES = 3


@dataclass(frozen=True, slots=True)
class BirthYears:
    """How well birth years were read, over people with enough faces and a birth year."""

    people: int
    mean_absolute_error: float
    """Years."""
    bias: float
    """Mean of found less true, in years."""
    held: float
    """Share of people whose true birth year is in the interval."""


@dataclass(frozen=True, slots=True)
class Genders:
    """How well genders were read, over people with enough faces whose true gender is known."""

    people: int
    right: int


@dataclass(frozen=True, slots=True)
class Report:
    """How good the people of an album are."""

    standing: int
    """People standing in photos, once each: the faces there are to find."""
    found: int
    """Of them, those with a face found."""
    stray: int
    """Faces found where nobody known stands, or a second one where somebody does."""
    shelved: int
    """Known faces that belong to no person."""
    people: int
    """People found that hold a known face."""
    identities: int
    """Who is in the truth."""
    agreement: Agreement | None
    """Over the known faces, each shelved one by itself; None where there are none."""
    purity: float
    """Share of the known faces on people that are of their person's most frequent identity."""
    completeness: float
    """Share of the known faces that are on the person who holds most of their identity."""
    genders: Genders
    birth_years: BirthYears | None


def evaluate_people(organized: Organized, truth: Truth, *, min_faces: int = MIN_FACES) -> Report:
    """Compare; birth years and genders are of people with at least `min_faces` known faces.

    A found person stands for the identity that most of their faces are of. Faces are matched
    to the truth by the file's name and the tile in which the box's centre lies; the largest
    face of a tile is the person's, others are strays.
    """
    known = known_faces(organized, truth)
    placed = [(face.person, identity) for face, identity in known if face.person is not None]
    by_person = tallies(placed)
    by_identity = tallies([(identity, person) for person, identity in placed])
    right = sum(max(tally.values()) for tally in by_person.values())
    together = sum(max(tally.values()) for tally in by_identity.values())
    people = [
        (person, _most(by_person[person.person]))
        for person in organized.people
        if by_person[person.person].total() >= min_faces
    ]
    return Report(
        standing=sum(len(photo.people) for photo in truth.photos),
        found=len(known),
        stray=len(organized.faces) - len(known),
        shelved=len(known) - len(placed),
        people=len([tally for tally in by_person.values() if tally]),
        identities=len({s.person for photo in truth.photos for s in photo.people}),
        agreement=_agreement(known),
        purity=right / len(placed) if placed else 0.0,
        completeness=together / len(known) if known else 0.0,
        genders=_genders(people, truth),
        birth_years=_birth_years(people, truth),
    )


def known_faces(organized: Organized, truth: Truth) -> list[tuple[FoundFace, str]]:
    """Return each face found for somebody who stands in a photo, and who that is."""
    in_photo = defaultdict(list)
    for face in organized.faces:
        in_photo[face.path.name].append(face)
    known = []
    for photo in truth.photos:
        for standing in photo.people:
            here = [face for face in in_photo[photo.path] if _is_in(face, standing)]
            if here:
                known.append((max(here, key=lambda face: face.box.area), standing.person))
    return known


def _is_in(face: FoundFace, standing: Standing) -> bool:
    left, top, right, bottom = standing.tile
    x, y = (face.box.left + face.box.right) / 2, (face.box.top + face.box.bottom) / 2
    return left <= x <= right and top <= y <= bottom


def tallies(pairs: list[tuple[str, str]]) -> defaultdict[str, Counter[str]]:
    """Count the second of each pair by the first."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, value in pairs:
        counted[key][value] += 1
    return counted


def _most(tally: Counter[str]) -> str:
    """Return the most frequent, the first by name of a tie."""
    return min(tally, key=lambda value: (-tally[value], value))


def _agreement(known: list[tuple[FoundFace, str]]) -> Agreement | None:
    if not known:
        return None
    people = [face.person or f"shelved {i}" for i, (face, _) in enumerate(known)]
    return agreement(_numbered(people), _numbered([identity for _, identity in known]))


def _numbered(names: list[str]) -> Ints:
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def _genders(people: list[tuple[FoundPerson, str]], truth: Truth) -> Genders:
    judged = [(person.gender, truth.genders.get(identity)) for person, identity in people]
    known = [(found, true) for found, true in judged if true is not None]
    return Genders(len(known), sum(found == true for found, true in known))


def _birth_years(people: list[tuple[FoundPerson, str]], truth: Truth) -> BirthYears | None:
    errors, held = [], []
    for person, identity in people:
        true = truth.birth_years.get(identity)
        if true is None or person.birth_year is None or person.low is None or person.high is None:
            continue
        errors.append(person.birth_year - true)
        held.append(person.low <= true <= person.high)
    if not errors:
        return None
    return BirthYears(
        people=len(errors),
        mean_absolute_error=float(np.abs(errors).mean()),
        bias=float(np.mean(errors)),
        held=float(np.mean(held)),
    )
