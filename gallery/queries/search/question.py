"""What somebody asks for, as a value: each part can be said in words and taken away again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar

from gallery.queries.search.age import Age
from gallery.queries.search.times import Birthday, Part, Span

_T = TypeVar("_T")


class Kind(Enum):
    ANY = ""
    VIDEO = "videos"


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who must be on the photo: one of these names; none: anybody."""

    names: tuple[str, ...] = ()
    age: Age | None = None

    @property
    def title(self) -> str:
        """Without the age, unless there is nothing else."""
        return " or ".join(self.names) or (self.age.people if self.age else "anybody")


@dataclass(frozen=True, slots=True)
class Question:
    """All of it must be true of a photo; of several parts of the year and spans, one each.

    Nothing stands twice: equal questions are equal values.
    """

    people: tuple[Who, ...] = ()
    without: tuple[str, ...] = ()
    """Names of who must not be on it; an empty one: nobody at all."""
    alone: bool = False
    """Whether nobody else may be on it."""
    parts: tuple[Part, ...] = ()
    birthdays: tuple[Birthday, ...] = ()
    spans: tuple[Span, ...] = ()
    kind: Kind = Kind.ANY

    def __post_init__(self) -> None:
        for name in ("people", "without", "parts", "birthdays", "spans"):
            object.__setattr__(self, name, tuple(dict.fromkeys(getattr(self, name))))
        object.__setattr__(self, "spans", _closed(self.spans))
        if not self.people:
            object.__setattr__(self, "alone", False)  # only nobody: there is no such wish

    @property
    def has_time(self) -> bool:
        return bool(self.parts or self.birthdays or self.spans)

    @property
    def parts_and_birthdays(self) -> tuple[Part | Birthday, ...]:
        return (*self.parts, *self.birthdays)

    @property
    def asks_age(self) -> bool:
        return any(who.age for who in self.people)

    def pieces(self) -> Iterator["Piece"]:
        """Each part that is shown on its own, and what is asked without it."""
        for who in self.people:
            yield Piece(who.title, replace(self, people=_less(self.people, who)), who)
            if who.names and who.age:
                ageless = (replace(one, age=None) if one == who else one for one in self.people)
                yield Piece(who.age.words, replace(self, people=tuple(ageless)), who, who.age)
        for name in self.without:
            yield Piece(
                f"without {name or 'people'}", replace(self, without=_less(self.without, name))
            )
        if self.alone:
            yield Piece("nobody else", replace(self, alone=False))
        for number, part in enumerate(self.parts_and_birthdays):
            parts, birthdays = _less(self.parts, part), _less(self.birthdays, part)
            less = replace(self, parts=parts, birthdays=birthdays)
            yield Piece(f"or {part.title}" if number else part.title, less)
        for number, span in enumerate(self.spans):
            less = replace(self, spans=_less(self.spans, span))
            yield Piece(f"or {span.title}" if number else span.title, less)
        if self.kind is not Kind.ANY:
            yield Piece(self.kind.value, replace(self, kind=Kind.ANY))

    def words(self, said: Callable[[str], str] = str) -> str:
        """The question as a sentence; `said` puts a name into words."""
        pieces = [self._people_in_words(said)]
        pieces += [f"without {said(name) if name else 'anybody'}" for name in self.without]
        pieces += [one.words_with(one.name and said(one.name)) for one in self.birthdays]
        pieces += [part.words for part in self.parts]
        spans = [span.words for span in self.spans]
        if len(self.parts) == len(spans) == 1:
            spans = [spans[0].removeprefix("in ")]  # in July 2019
        return " ".join(filter(None, pieces + spans))

    def _people_in_words(self, said: Callable[[str], str]) -> str:
        # An age counts for all who are joined by "and", so "with" joins where ages differ.
        between = " with " if self.asks_age else " and "
        who = between.join(_who_in_words(one, said) for one in self.people)
        kind = "videos" if self.kind is Kind.VIDEO else ""
        of = "of" if kind and who else ""
        return " ".join(filter(None, (kind, of, "only" if self.alone else "", who)))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a question that can be taken away by itself."""

    title: str
    less: Question
    """The question without it."""
    who: Who | None = None
    """Whom it is about."""
    age: Age | None = None


def _who_in_words(who: Who, said: Callable[[str], str]) -> str:
    names = " or ".join(map(said, who.names)) or "anybody"
    return f"{names} {who.age.words}" if who.age else names


def _closed(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Since 2015 and before 2018 are one span; before 2000 or since 2015 are two."""
    since = [span.first for span in spans if span.first and not span.last]
    before = [span.last for span in spans if span.last and not span.first]
    if len(since) != 1 or len(before) != 1 or since[0] > before[0]:
        return spans
    closed = [span for span in spans if span.first and span.last]
    return tuple(dict.fromkeys([*closed, Span(since[0], before[0])]))


def _less(pieces: tuple[_T, ...], piece: object) -> tuple[_T, ...]:
    return tuple(one for one in pieces if one != piece)
