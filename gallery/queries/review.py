"""The review: one screen at a time, and what comes after it."""

from collections.abc import Collection
from dataclasses import dataclass

from faces.review import answers_for, in_company
from gallery.models import Face, Library, Person, Proposal
from gallery.queries.questions import Progress, Question, progress, questions

AHEAD = 60  # questions looked at to find those that go together
PRELOADED = 6  # faces of the next screen

Kind = Proposal.Kind
YES_OR_NO = (Kind.JOIN, Kind.THESE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One of several questions asked together: two faces that are said to be one person's."""

    pk: int
    """Of its question."""
    faces: list[int]
    words: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One question, or several that are best answered together."""

    question: Question
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


def taken_off(library: Library, faces: Collection[int]) -> Face | None:
    """The next of some faces that are nobody's by anybody's word: who takes one off may know."""
    theirs = Face.objects.real().filter(asset__library=library, pk__in=faces, confirmed=False)
    return theirs.filter(person=None).select_related("asset").order_by("pk").first()


def _screen(found: list[Question]) -> Screen:
    """Ask what settles most; sure questions in company, where one answer says yes to all.

    See faces.review.in_company.
    """
    chosen = _together([one for one in found if one.chance is not None and one.kind in YES_OR_NO])
    if found[0] not in chosen or len(chosen) < 2:
        return Screen(found[0], [])
    return Screen(found[0], [_piece(one) for one in chosen])


def _together(asked: list[Question]) -> list[Question]:
    chances = [one.chance or 0.0 for one in asked]
    settles = [one.gain * answers_for(p) for one, p in zip(asked, chances, strict=True)]
    about = [{side.person.pk for side in (one.person, one.other) if side} for one in asked]
    return [asked[i] for i in in_company(settles, chances, about)]


def _asked(screen: Screen | None) -> set[int]:
    if screen is None:
        return set()
    return {screen.question.pk, *(piece.pk for piece in screen.pieces)}


def _piece(question: Question) -> Piece:
    sides = [side for side in (question.person, question.other) if side is not None]
    faces = [side.face for side in sides if side.face]
    if question.kind == Kind.THESE:
        faces += [face.pk for face in question.shown[:1]]
    names = [side.person.name for side in sides if side.person.name]
    return Piece(question.pk, faces[:2], names[0] if names else "")


def _faces(question: Question) -> list[int]:
    cards = [card for card in (question.person, question.other) if card]
    return [*(card.face for card in cards if card.face), *(face.pk for face in question.shown)]
