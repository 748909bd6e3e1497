"""An album while somebody who always says the truth reviews it."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from faces.cluster import Constraints
from faces.evaluate.families import Family
from faces.evaluate.measures import bcubed
from faces.review import Album, Question
from faces.types import Ints


class Reviewed:
    """Who N items are now, what was said of them, and how many answers that took."""

    def __init__(self, family: Family, truth: Ints) -> None:
        """Begin with nothing said; `truth` is (N,) int64, who the items are."""
        n = len(truth)
        self.family, self.truth = family, truth
        self.said = np.full(n, -1, np.int64)
        self.people = np.arange(n, dtype=np.int64)
        self.named: dict[int, int] = {}
        self.answered: list[tuple[int, int]] = []
        self.answers = 0
        self._cannot: list[tuple[int, int]] = []
        self._made = n

    @property
    def constraints(self) -> Constraints:
        """What the photos and the answers say."""
        pairs = np.array(self._cannot, np.int64).reshape(-1, 2)
        return replace(self.family.constraints, people=self.said, cannot=pairs)

    @property
    def album(self) -> Album:
        """The same as the review takes it."""
        named = np.array(sorted(set(self.named.values())), np.int64)
        return Album(self.people, self.said >= 0, named)

    @property
    def scores(self) -> tuple[float, float, float]:
        """BCubed precision, recall and F of who the items are now."""
        return bcubed(self.people, self.truth)

    @property
    def once_named(self) -> tuple[int, float]:
        """How many names are still to be typed, and the share of items that are then under theirs.

        Who has no name yet gets it where most of their items are.
        """
        missing, right = 0, 0
        for who in np.unique(self.truth).tolist():
            there = self.people[self.truth == who]
            person = self.named.get(who)
            if person is None:
                missing += 1
                person = most(there)
                # Of two people in one only one can have the name.
                if most(self.truth[self.people == person]) != who:
                    continue
            right += int((there == person).sum())
        return missing, right / len(self.truth)

    def regroup(self, labels: Ints) -> None:
        """Let groups be people: those of whom somebody is confirmed stay who they were."""
        people = np.empty_like(self.people)
        for label in np.unique(labels).tolist():
            here = np.flatnonzero(labels == label)
            told = self.said[here]
            people[here] = most(told[told >= 0]) if (told >= 0).any() else self.somebody_new()
        people[self.said >= 0] = self.said[self.said >= 0]
        self.people = people

    def somebody_new(self) -> int:
        """Return a person who was not there before."""
        self._made += 1
        return self._made

    def is_wrong(self, question: Question) -> bool:
        """Say the truth: whether the two faces shown are different people."""
        return bool(self.truth[question.face] != self.truth[question.other_face])

    def answer(self, question: Question) -> None:
        """Answer yes or no, by the faces that are shown."""
        self.answered.append((question.face, question.other_face))
        if self.is_wrong(question):
            self.keep_apart(question.face, question.other_face)
            return
        if question.kind == "same":
            self.merge(question.person, question.other)
        self.confirm(np.array([question.face, question.other_face]), question.other)

    def say_who(self, question: Question, *, moves: bool) -> None:
        """Say who the faces shown are; each that is somebody else is an answer more.

        Args:
            question: of kind "who".
            moves: say who the others are, too; else only that they are not.
        """
        self.answered.append((question.face, question.other_face))
        cards, items = self._cards(), question.items
        who = most(self.truth[items])
        good = items[self.truth[items] == who]
        for person in question.candidates:
            if self.truth[cards[person]] != who:
                self.keep_apart(int(good[0]), cards[person])
        self._identify(question, good, who, cards)
        for item in items[self.truth[items] != who].tolist():
            self.keep_apart(int(good[0]), item)
            if moves:
                self.move(item, cards)
            self.answers += 1
        self.answers += 1

    def move(self, item: int, cards: Mapping[int, int] | None = None) -> None:
        """Say who one item is: a name, or the card of somebody who has none."""
        who = int(self.truth[item])
        person = self._there(who, cards or {}, {item})
        if person is None:
            person = self.named[who] = self.somebody_new()
        self.confirm(np.array([item]), person)

    def confirm(self, items: Ints, person: int) -> None:
        """Let items be a person for certain."""
        self.said[items] = person
        self.people[items] = person

    def merge(self, person: int, into: int) -> None:
        """Let two people be one."""
        for people in (self.said, self.people):
            people[people == person] = into
        self.named = {who: into if p == person else p for who, p in self.named.items()}

    def keep_apart(self, a: int, b: int) -> None:
        """Let two items be two people for certain."""
        self._cannot.append((min(a, b), max(a, b)))

    def _identify(self, question: Question, good: Ints, who: int, cards: Mapping[int, int]) -> None:
        whole = question.person != question.other
        own = question.person if whole and self.truth[cards[question.person]] == who else None
        there = self._there(who, cards, set(question.items.tolist()))
        if there is None:
            there = own if own is not None else self.somebody_new()
            self.named[who] = there
        elif own is not None and own != there:
            self.merge(own, there)
        self.confirm(good, there)

    def _there(self, who: int, cards: Mapping[int, int], besides: set[int]) -> int | None:
        """Return the person of that name, or the largest without one whose card shows them."""
        if who in self.named:
            return self.named[who]
        found = [
            (int((self.people == person).sum()), -person)
            for person, card in cards.items()
            if self.truth[card] == who and card not in besides and self.people[card] == person
        ]
        if not found:
            return None
        person = -max(found)[1]
        self.confirm(np.array([cards[person]]), person)
        return person

    def _cards(self) -> dict[int, int]:
        """Return the face that stands for each person: the one nearest to their mean."""
        features, cards = self.family.items.features, {}
        for person in np.unique(self.people).tolist():
            members = np.flatnonzero(self.people == person)
            mean = features[members].mean(axis=0)
            cards[person] = int(members[(features[members] @ mean).argmax()])
        return cards


def most(values: Ints) -> int:
    """Return the value that stands most often; the smallest of equals."""
    found, counts = np.unique(values, return_counts=True)
    return int(found[counts.argmax()])
