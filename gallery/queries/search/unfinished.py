"""What is complete of a sentence while it is typed, and what is not."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from gallery.queries.search.family import Family
from gallery.queries.search.question import Question
from gallery.queries.search.understand import understand
from gallery.queries.search.vocabulary import AND
from gallery.queries.search.words import Word, folded, key, words_of

UNFINISHED = 3  # words at the end that may still be typed
DANGLING = {"only", "just", "without", "except", "minus", "not"}  # somebody is still to follow
INVITING = AND | DANGLING | {",", "or", "with", "of", "no"}  # words that a name may follow


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is complete of what was typed, and the rest."""

    words: str
    question: Question
    rest: str
    """As it is compared: without capitals and accents."""

    @property
    def invites(self) -> bool:
        """Whether a name may follow as it is: "Mia and" does, "Mia" does not."""
        last = words_of(self.words)[-1:]
        return not self.question.people or key(last)[0] in INVITING


def beginnings_of(words: list[Word], family: Family) -> Iterator[Beginning]:
    """Each way to take the last words as unfinished, as few of them as possible first."""
    for open_words in range(min(len(words), UNFINISHED) + 1):
        done, rest = words[: len(words) - open_words], words[len(words) - open_words :]
        text = " ".join(f'"{word.shown}"' if word.quoted else word.shown for word in done)
        understood = understand(text, family.names, timezone.localdate())
        if DANGLING.issuperset(map(folded, understood.unknown)):
            yield Beginning(text, understood.question, " ".join(word.folded for word in rest))
