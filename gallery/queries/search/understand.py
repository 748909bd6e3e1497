"""From words to a question. It never fails: what it does not know, it gives back."""

from dataclasses import dataclass, field
from datetime import date

from gallery.queries.search.gathering import Gathering
from gallery.queries.search.names import Names
from gallery.queries.search.numbers import at, ordinal_in, past
from gallery.queries.search.question import Kind, Question
from gallery.queries.search.read_age import NOUNS, PLURAL, read_age, read_bare_age
from gallery.queries.search.read_part import read_part
from gallery.queries.search.read_time import read_time
from gallery.queries.search.times import Birthday, Part, Pieces, Span
from gallery.queries.search.vocabulary import (
    ALONE,
    AND,
    ANYBODY,
    BIRTHDAY,
    NOISE,
    PHOTOS,
    VIDEOS,
    WITH,
    WITHOUT,
)
from gallery.queries.search.words import Word, words_of

MOST_PARTS = 3  # months, feasts, ... at once: each is a stretch of days in every year


@dataclass(frozen=True, slots=True)
class Understood:
    question: Question
    unknown: tuple[str, ...] = ()
    """Words of which nothing could be made, as they were typed."""


def understand(typed: str, names: Names, today: date) -> Understood:
    """Make a question of a sentence, given who there is and what day it is."""
    return _Reader(words_of(typed), names, today).read()


def asked(question: Question, names: Names) -> str:
    """A question in words that are understood as just this question.

    Names are put into quotation marks where the sentence would be taken otherwise: somebody may
    be called "Mia and Ben".
    """
    plain = question.words()
    understood = understand(plain, names, date.max)
    if understood == Understood(question):
        return plain
    return question.words(lambda name: f'"{name}"')


@dataclass(slots=True)
class _Reader:
    words: list[Word]
    names: Names
    today: date
    who: Gathering = field(default_factory=Gathering)
    alone: str = ""
    """The word that said that nobody else may be on it."""
    parts: list[Part] = field(default_factory=list)
    birthdays: list[Birthday] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    media: set[Kind] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)
    unknown_end: int = -1

    def read(self) -> Understood:
        place = 0
        while place < len(self.words):
            place = self._step(place)
        self.unknown += self.who.settle()
        if self.alone and not self.who.people:
            self.unknown.append(self.alone)
        question = Question(
            people=self.who.people,
            without=tuple(self.who.without),
            alone=bool(self.alone),
            parts=tuple(self.parts),
            birthdays=tuple(self.birthdays),
            spans=tuple(self.spans),
            kind=Kind.VIDEO if self.media == {Kind.VIDEO} else Kind.ANY,
        )
        return Understood(question, tuple(self.unknown))

    def _step(self, place: int) -> int:
        # What can only be grammar comes first, then names, then words that may be names as well.
        for read in (
            self._quoted,
            self._alone,
            self._joint,
            self._medium,
            self._birthday,
            self._anybody,
            self._age,
            self._time,
            self._name,
            self._stage,
            self._part,
            self._number,
        ):
            end = read(place)
            if end is not None:
                return end
        if at(self.words, place) not in NOISE:
            self._give_back(place)
        return place + 1

    def _quoted(self, place: int) -> int | None:
        word = self.words[place]
        name = self.names.quoted(word) if word.quoted else ""
        return self._called(name, place + 1) if name else None

    def _name(self, place: int) -> int | None:
        found, part = self.names.at(self.words, place), read_part(self.words, place)
        if found is None or (part and part[0] > found[0]):
            return None  # of "Christmas Eve" and somebody called Christmas the longer is meant
        return self._called(found[1], found[0])

    def _called(self, name: str, end: int) -> int:
        birthday = self._birthday_at(end)
        if birthday is None:
            self.who.add([name])
            return end
        self.unknown += self.who.settle()
        self.birthdays.append(Birthday(name, birthday[1]))
        return birthday[0]

    def _birthday_at(self, place: int) -> tuple[int, int | None] | None:
        number = ordinal_in(at(self.words, place))
        place += 0 if number is None else 1
        return (place + 1, number) if at(self.words, place) in BIRTHDAY else None

    def _birthday(self, place: int) -> int | None:
        """Birthday of Mia, anybody's birthday, Mia on her birthday."""
        anybody = self.words[place].owner in ANYBODY and self.words[place].is_possessive
        found = self._birthday_at(place + 1 if anybody else place)
        if found is None:
            return None
        end, number = found
        of = self.names.at(self.words, end + 1) if at(self.words, end) == "of" else None
        hers = self.who.people if at(self.words, place - 1) in {"her", "his"} else ()
        name = of[1] if of else "".join(hers[-1].names[:1]) if hers else ""
        self.birthdays.append(Birthday(name, number))
        return of[0] if of else end

    def _alone(self, place: int) -> int | None:
        end = past(self.words, place, *ALONE)
        if end is not None:
            self.alone = self.words[place].shown
        return end

    def _joint(self, place: int) -> int | None:
        """And, or, with, without: how people belong together."""
        excluding = past(self.words, place, *WITHOUT)
        including = past(self.words, place, *WITH)
        word = at(self.words, place)
        if excluding or including:
            self.unknown += self.who.begin(self.words[place].shown, excluding=bool(excluding))
        elif word in AND:
            self.who.join()
        elif word == "or":
            self.who.either = True
        elif word not in {",", "but"}:
            return None
        return excluding or including or place + 1

    def _medium(self, place: int) -> int | None:
        word = at(self.words, place)
        if word not in VIDEOS | PHOTOS:
            return None
        self.media.add(Kind.VIDEO if word in VIDEOS else Kind.ANY)
        return place + 1

    def _anybody(self, place: int) -> int | None:
        if at(self.words, place) not in ANYBODY:
            return None
        self.who.add([])
        return place + 1

    def _age(self, place: int) -> int | None:
        found = read_age(self.words, place)
        if found is None:
            return None
        self.who.bind(found[1])
        return found[0]

    def _stage(self, place: int) -> int | None:
        """Children, who are anybody; or baby, which says how old somebody is."""
        word = at(self.words, place)
        if word in PLURAL and not self.who.excluding:
            self.who.add([], PLURAL[word])
        elif word in NOUNS and not self.who.excluding:
            self.who.bind(NOUNS[word])
        else:
            return None
        return place + 1

    def _number(self, place: int) -> int | None:
        found = read_bare_age(self.words, place)
        if found is None or not self.who.lacks_an_age:
            return None
        self.who.bind(found[1])
        return found[0]

    def _time(self, place: int) -> int | None:
        found = read_time(self.words, place, self.today)
        return self._keep(found[1], place, found[0]) if found else None

    def _part(self, place: int) -> int | None:
        found = read_part(self.words, place)
        return self._keep((found[1],), place, found[0]) if found else None

    def _keep(self, pieces: Pieces, place: int, end: int) -> int:
        for piece in pieces:
            if isinstance(piece, Span):
                self.spans.append(piece)
            elif piece in self.parts or len(self.parts) < MOST_PARTS:
                self.parts.append(piece)
            else:
                self._give_back(place)
        self.who.apart()
        return end

    def _give_back(self, place: int) -> None:
        word = self.words[place].shown
        if place == self.unknown_end and self.unknown:
            self.unknown[-1] += f" {word}"
        else:
            self.unknown.append(word)
        self.unknown_end = place + 1
        self.who.miss()
