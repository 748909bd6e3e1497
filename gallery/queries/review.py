"""The review: one screen at a time, and what comes after it."""

from collections.abc import Collection
from dataclasses import dataclass

from gallery.models import Library, Person, Proposal
from gallery.queries.questions import Progress, Question, Shown, progress, questions

AHEAD = 60  # questions looked at to find those that go together
TOGETHER = 12  # pieces of one screen
PRELOADED = 6  # faces of the next screen

Kind = Proposal.Kind


@dataclass(frozen=True, slots=True)
class Piece:
    """What may be right or wrong of several things asked together."""

    pk: int
    """Of its question."""
    face: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One question, or several about the same person that are answered together."""

    question: Question
    who: Person
    """Whom the pieces are said to be."""
    pieces: list[Piece]
    """Empty for a question that stands alone."""


@dataclass(frozen=True, slots=True)
class Review:
    screen: Screen | None
    progress: Progress
    more: int
    """Questions after this screen."""
    next_faces: list[int]
    """To be fetched ahead."""
    strangers: int
    """People on the shelf, who may be nobody the family knows."""


def review(library: Library, *, later: Collection[int] = ()) -> Review:
    """What is asked now; questions that somebody put off come last.

    A constant number of queries, however many questions, people and faces there are.
    """
    found = questions(library, most=AHEAD + len(later))
    found.sort(key=lambda one: one.pk in later)
    screen = _screen(found) if found else None
    asked = _asked(screen)
    rest = [one for one in found if one.pk not in asked]
    told = progress(library)
    return Review(
        screen=screen,
        progress=told,
        more=max(0, told.waiting - len(asked)),
        next_faces=_faces(rest[0])[:PRELOADED] if rest else [],
        strangers=Person.objects.on_the_shelf().filter(library=library).count(),
    )


def _screen(found: list[Question]) -> Screen:
    first = found[0]
    if first.kind == Kind.THESE:
        alike = [one for one in found if one.kind == first.kind and one.person == first.person]
        return Screen(first, first.person.person, [_of_faces(one) for one in alike[:TOGETHER]])
    known = next((side for side in (first.person, first.other) if side and side.person.name), None)
    if first.kind == Kind.JOIN and known is not None:
        alike = [
            one for one in found if one.kind == first.kind and known in (one.person, one.other)
        ]
        if len(alike) > 1:
            pieces = [_of_person(one, known.person) for one in alike[:TOGETHER]]
            return Screen(first, known.person, pieces)
    return Screen(first, first.person.person, [])


def _asked(screen: Screen | None) -> set[int]:
    if screen is None:
        return set()
    return {screen.question.pk, *(piece.pk for piece in screen.pieces)}


def _of_faces(question: Question) -> Piece:
    best = question.shown[0] if question.shown else None
    return Piece(question.pk, best.pk if best else None, _when(best, question.count))


def _of_person(question: Question, known: Person) -> Piece:
    sides = [side for side in (question.person, question.other) if side is not None]
    other = next(side for side in sides if side.person.pk != known.pk)
    return Piece(question.pk, other.face, other.words)


def _when(face: Shown | None, count: int) -> str:
    if face is None:
        return ""
    parts = [face.age, f"{face.day:%b} {face.day.year}" if face.day else ""]
    if count > 1:
        parts.append(f"{count} faces")
    return ", ".join(part for part in parts if part)


def _faces(question: Question) -> list[int]:
    cards = [card for card in (question.person, question.other) if card]
    return [*(card.face for card in cards if card.face), *(face.pk for face in question.shown)]
