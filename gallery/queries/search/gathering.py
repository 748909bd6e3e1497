"""The people of a sentence while it is read: who is joined to whom, and whose an age is."""

from dataclasses import dataclass, field

from gallery.queries.search.age import Age
from gallery.queries.search.question import Who


@dataclass(slots=True)
class _Draft:
    names: list[str]
    age: Age | None = None
    vague: bool = False
    """Whether a word such as "children" gave the age, which a number then makes exact."""


@dataclass(slots=True)
class Gathering:
    without: list[str] = field(default_factory=list)
    excluding: bool = False
    joined: bool = False
    """Whether the word before was an "and"."""
    either: bool = False
    """Whether it was an "or"."""
    _people: list[_Draft] = field(default_factory=list)
    _group: int = 0
    """From where on an age is meant for all."""
    _age: Age | None = None
    """One that waits for its person: "baby photos of Dad"."""
    _dangling: str = ""
    """A "without" that nobody has followed yet."""

    @property
    def people(self) -> tuple[Who, ...]:
        return tuple(Who(tuple(draft.names), draft.age) for draft in self._people)

    def add(self, names: list[str], age: Age | None = None) -> None:
        """Somebody of one of these names, or anybody; with the age that waits, if it is theirs."""
        last = self._people[-1] if self._people else None
        if self.excluding:
            self.without += names or [""]
            self._dangling = ""
        elif self.either and last and last.names and names:
            last.names += [name for name in names if name not in last.names]
        else:
            waiting = None if self.joined or age else self._age
            self._age = None if waiting else self._age
            self._people.append(_Draft(names, age or waiting, vague=bool(age)))
        self.apart()

    def bind(self, age: Age) -> None:
        """Give an age to all who were just joined, or keep it for who follows."""
        meant = [] if self.joined else self._ageless
        for draft in meant:
            draft.age, draft.vague = age, False
        if not meant:
            self._flush()
            self._age = age

    @property
    def lacks_an_age(self) -> bool:
        return not self.joined and bool(self._ageless)

    def begin(self, word: str, *, excluding: bool) -> list[str]:
        """Begin a new group of people; gives back a word that came to nothing."""
        lost = self.settle()
        self._group, self.joined, self.excluding = len(self._people), not excluding, excluding
        self._dangling = word if excluding else ""
        return lost

    def join(self) -> None:
        self._flush()
        self.joined = True

    def apart(self) -> None:
        """What comes next is not joined to what was before."""
        self.joined = self.either = False

    def miss(self) -> None:
        """Somebody unknown was joined: an age that follows is for those who are known."""
        if self.joined:
            self._group = 0
        self.apart()

    def settle(self) -> list[str]:
        """End what was begun; gives back a word that came to nothing."""
        self._flush()
        lost = [self._dangling] if self._dangling else []
        self._dangling = ""
        return lost

    @property
    def _ageless(self) -> list[_Draft]:
        return [one for one in self._people[self._group :] if one.age is None or one.vague]

    def _flush(self) -> None:
        """Nobody came for the age that waited: then it is anybody's."""
        if self._age is not None:
            self._people.append(_Draft([], self._age))
            self._age = None
