"""What the review takes and gives."""

from dataclasses import dataclass
from typing import Literal

from faces.types import Bools, Ints

Kind = Literal["same", "these", "who"]


@dataclass(frozen=True, slots=True, eq=False)
class Album:
    """Who N items are now, and what the family has said of that."""

    people: Ints
    """(N,) int64 the person that each item is with now; items of one person share a number."""
    confirmed: Bools
    """(N,) bool: somebody said that the item is that person."""
    named: Ints
    """int64 the people who have names: two of them are never one."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One question to the family, about some items that are with one person now."""

    kind: Kind
    """"same": are these two people one? "these": are these items, which are with a person now or
    could be, that person? "who": who is this?"""
    person: int
    """With whom the items are now."""
    other: int
    """Whom they may be: for "these" the person themselves, for "who" the likeliest; -1 nobody."""
    items: Ints
    """(M,) int64 the items asked about, in order."""
    face: int
    """The item that shows them best."""
    other_face: int
    """The item of the other person that is shown beside it; -1 none."""
    chance: float
    """How likely the answer is yes; for "who" that it is somebody already there."""
    settles: float
    """Items that the answer is expected to put with the right person."""
    answers: float
    """Answers that it is expected to cost, asked together with others like it."""
    overlap: float
    """Log odds from the birth years alone; 0 where one is unknown."""
    nearest: float
    """Squared distance of the two sides' nearest faces, 0..4."""
    candidates: tuple[int, ...] = ()
    """For "who": the likeliest people, at most `SHOWN`, the likeliest first."""

    @property
    def gain(self) -> float:
        """Items expected to be settled by an answer."""
        return self.settles / self.answers
