"""Who is meant by the words of a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from gallery.queries.search.vocabulary import AND
from gallery.queries.search.words import Word, folded, key, name_words

CLOSE = 3  # names like one that nobody has


@dataclass(slots=True)
class _Called:
    shown: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    """Names that are just these words."""
    within: set[str] = field(default_factory=set)
    """Names that have them next to each other."""


class Names:
    """All names of a library. "Mia" means who is called just that, else each Mia there is."""

    def __init__(self, names: Iterable[str]) -> None:
        self._called: dict[tuple[str, ...], _Called] = {}
        for name in sorted(set(names)):
            self._add(name, name_words(name))
        self._longest = max(map(len, self._called), default=0)

    def meant(self, name: str) -> frozenset[str]:
        """The names, as they are kept, that somebody may mean by these words."""
        called = self._called.get(key(name_words(name)))
        return frozenset() if called is None else frozenset(called.whole or called.within)

    def also(self, name: str) -> frozenset[str]:
        """Longer names with the same words, where somebody is called just that."""
        called = self._called.get(key(name_words(name)))
        return frozenset(called.within) if called and called.whole else frozenset()

    def spelled(self, words: Sequence[Word]) -> str:
        """These words as the family writes them; empty if nobody is called so."""
        called = self._called.get(key(list(words)))
        return "" if called is None else min(called.shown)

    def at(self, words: list[Word], place: int) -> tuple[int, str] | None:
        """The longest name that begins there: where it ends, and as the family writes it."""
        for end in range(min(len(words), place + self._longest), place, -1):
            run = words[place:end]
            if any(word.quoted or word.shown == "," for word in run):
                continue
            name = self.spelled(run) or self.spelled(_without_owning(run))
            if name:
                return end, name
        return None

    def quoted(self, word: Word) -> str:
        """Who is meant by what stands in quotation marks; empty if nobody."""
        return self.spelled(name_words(word.shown))

    def like(self, text: str) -> list[str]:
        """Names that begin like this text or are nearly it, for "did you mean"."""
        wanted = folded(text)
        single = {min(called.shown): " ".join(parts) for parts, called in self._called.items()}
        begins = sorted(name for name, alike in single.items() if alike.startswith(wanted))
        if wanted and begins:
            return sorted(begins, key=len)[:CLOSE]
        near = get_close_matches(wanted, single.values(), CLOSE, 0.72)
        return [name for alike in near for name, other in single.items() if other == alike][:CLOSE]

    def _add(self, name: str, words: list[Word]) -> None:
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                run = words[start:end]
                whole = len(run) == len(words)
                if not whole and {run[0].folded, run[-1].folded} & AND:
                    continue  # of somebody called "Mia and Ben" nobody says "Mia and"
                called = self._called.setdefault(key(run), _Called())
                called.shown.add(" ".join(word.shown for word in run))
                (called.whole if whole else called.within).add(name)


def _without_owning(run: list[Word]) -> list[Word]:
    last = run[-1]
    return [*run[:-1], Word(last.shown, last.owner, last.owner)]
