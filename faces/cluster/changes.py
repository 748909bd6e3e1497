"""Merges a tree again where items came, went or changed, and only there.

The tree that merging the nearest pair, again and again, makes of items has this property, and no
other tree of them has it: two disjoint nodes W and C are at least

    d(W, C) >= min(death of W, death of C)                                                  (*)

apart, where a node's death is the height at which it merges. (While both were there, neither
took the other though the pair stood in line. If C died before W was born, W's halves tell it of C,
and d(W, C) is their mean.) A cannot-link, an infinite distance, agrees with it.

`Change` replays the merging in order of height for the new items, but keeps in hand only *loose*
clusters: those that are not nodes of the old tree that still stand. All others are where the old
tree has them at that height. What goes away loosens its sibling, when the sibling's time comes;
what a loose cluster takes is loose from then on, and no ancestor of it stands any more. Until a
loose cluster X has a neighbour, nothing of the old tree changes, for between nodes that stand (*)
holds. And X has none, or a known one:

- to other loose clusters the distances are exact;
- a new leaf is compared with all nodes at once: their means are sums over neighbouring places;
- an old node W inside X can have no neighbour before it would have died, by (*). Only then is it
  compared with all nodes too (`Part.wall`).

All comparisons are lower bounds in float32; exact distances decide. If two heights that decide
are within a rounding of each other, `TiedError` says that the whole must be run.
"""

import heapq

import numpy as np

from faces.cluster.loose import Bench, Loose, Part, mean_list
from faces.cluster.nodes import ROWS, Asked, Ground
from faces.cluster.rounds import TIE
from faces.cluster.saying import Saying
from faces.types import Ints

LOOSEN, MEET = 0, 1  # what happens at a height, in this order


class TiedError(Exception):
    """Two heights are too near each other to say which comes first."""


class Change:
    """The merging of new items and an old tree."""

    def __init__(self, ground: Ground, saying: Saying, threshold: float, weight: float) -> None:
        """Take up a tree.

        Args:
            ground: the old tree in terms of the items of now.
            saying: what may not be linked.
            threshold, weight: of the clustering.
        """
        self._ground, self._saying = ground, saying
        self._nodes = ground.nodes
        self._stands = ground.stands
        self._threshold, self._weight = threshold, weight
        self.formed = ground.stands.copy()
        self._departed = np.zeros(ground.nodes.count, dtype=bool)
        self._next = ground.nodes.count
        self._loose: dict[int, Loose] = {}
        self._bench = Bench(ground.items.features.shape[1])
        self._leaves: dict[int, Asked] = {}
        self._known: dict[int, Part] = {}
        self._events: list[tuple[float, int, int]] = []
        self.pairs: list[tuple[int, int]] = []
        self.heights: list[float] = []

    def run(self, new: list[Ints]) -> None:
        """Merge; `new` are the items of each new leaf. Fills `pairs`, `heights` and `formed`.

        New leaves are numbered after the nodes of the tree, merges after those.

        Raises:
            TiedError: rounding would decide.
        """
        for leaf in np.flatnonzero(~self._stands[: self._nodes.leaves]).tolist():
            self._depart(leaf)
        self._enter(new)
        while self._events:
            height, what, node = heapq.heappop(self._events)
            if height > self._threshold:
                break
            if what == LOOSEN:
                if self._stands[node]:
                    self._stands[node] = False
                    self._add(self._taken(node), height)
            elif node in self._loose and self._loose[node].at == height:
                self._meet(self._loose[node])

    def _enter(self, new: list[Ints]) -> None:
        """Compare new leaves with all nodes."""
        asked = [Asked(*self._ground.mean(items), len(items)) for items in new]
        parts = self._ground.compare(asked)
        numbers = range(self._next, self._next + len(new))
        self._next += len(new)
        self._leaves = dict(zip(numbers, asked, strict=True))
        entering = [
            Loose(number, leaf.row, leaf.terms, items, {number: part})
            for number, leaf, items, part in zip(numbers, asked, new, parts, strict=True)
        ]
        for loose in entering:
            self._hold(loose)
        for loose in entering:
            self._look_ahead(loose, -np.inf)

    def _search(self, nodes: list[int]) -> None:
        found = self._ground.compare([self._ground.asked(node) for node in nodes])
        self._known.update(zip(nodes, found, strict=True))

    def _depart(self, node: int) -> None:
        """A node is no more: its ancestors will not form, and their other halves come loose."""
        nodes = self._nodes
        for step in nodes.above(node):
            if self._departed[step]:
                break
            self._departed[step] = True
            self._stands[step] = False
            self.formed[step] &= step == node
            if nodes.sibling[step] >= 0:
                event = (float(nodes.death[step]), LOOSEN, int(nodes.sibling[step]))
                heapq.heappush(self._events, event)

    def _taken(self, node: int) -> Loose:
        """Make a loose cluster of an old node."""
        row, terms = self._ground.mean_of(node)
        return Loose(node, row, terms, self._ground.items_of(node), {node: self._part_of(node)})

    def _part_of(self, node: int) -> Part:
        """What is known of an old node: at least (*)."""
        if node in self._known:
            return self._known[node]
        return Part.unknown(int(self._nodes.size[node]), float(self._nodes.death[node]))

    def _hold(self, loose: Loose) -> None:
        self._loose[loose.node] = loose
        self._bench.add(loose)
        self._list(loose)

    def _add(self, loose: Loose, now: float) -> None:
        self._hold(loose)
        self._look_ahead(loose, now)

    def _list(self, loose: Loose) -> None:
        near, low = mean_list(loose.parts.values(), self._ground.death)
        here = self._stands[near]
        loose.near, loose.low = near[here], low[here]

    def _look_ahead(self, loose: Loose, now: float) -> None:
        """Find what a loose cluster meets next, and when."""
        found = sorted([*self._old_ahead(loose, now), *self._loose_ahead(loose)])
        loose.at, loose.meets = found[0] if found else (np.inf, -1)
        if loose.at > loose.wall:
            loose.at, loose.meets = max(loose.wall, now), -1
        elif found and self._tied(found):
            raise TiedError
        if loose.at <= self._threshold:
            heapq.heappush(self._events, (loose.at, MEET, loose.node))

    def _tied(self, found: list[tuple[float, int]]) -> bool:
        at = found[0][0]
        second = found[1][0] if len(found) > 1 else np.inf
        return abs(at - self._threshold) <= TIE or (second - at <= TIE and at <= self._threshold)

    def _old_ahead(self, loose: Loose, now: float) -> list[tuple[float, int]]:
        """The nodes that may be met first, with the exact heights."""
        nodes = self._nodes
        here = self._stands[loose.near] & (nodes.death[loose.near] > now - TIE)
        near, low = loose.near[here], loose.low[here]
        when = np.maximum(low, nodes.birth[near])
        best, found = min(loose.wall, self._threshold + 2 * TIE), []
        for i in np.argsort(when, kind="stable").tolist():
            if when[i] > best + TIE:
                break
            node = int(near[i])
            height = self._exact(loose, node)
            if self._is_there(node, height):
                found.append((height, node))
                best = min(best, height)
        return found

    def _is_there(self, node: int, height: float) -> bool:
        """Say whether a node is there at some height."""
        birth, death = self._nodes.birth[node], self._nodes.death[node]
        if not birth - TIE <= height <= min(death + TIE, self._threshold + 2 * TIE):
            return False
        # Where the sibling is gone, nothing else happens at its death.
        dies = death - height <= TIE and bool(self.formed[self._nodes.parent[node]])
        if height - birth <= TIE or dies:
            raise TiedError
        return True

    def _exact(self, loose: Loose, node: int) -> float:
        if node not in loose.seen:
            forbidden = self._saying.forbids(loose.items, self._ground.items_of(node))
            distance = np.inf if forbidden else self._ground.distance(loose.row, loose.terms, node)
            loose.seen[node] = distance
        return loose.seen[node]

    def _loose_ahead(self, loose: Loose) -> list[tuple[float, int]]:
        """The two nearest loose clusters that it may be linked with."""
        others, heights = self._bench.distances(loose, self._weight)
        found: list[tuple[float, int]] = []
        for i in np.argsort(heights, kind="stable").tolist():
            if heights[i] > self._threshold + 2 * TIE or len(found) == 2:
                break
            other = self._loose[int(others[i])]
            if other is not loose and not self._saying.forbids(loose.items, other.items):
                found.append((float(heights[i]), other.node))
        return found

    def _meet(self, loose: Loose) -> None:
        now, other = loose.at, loose.meets
        if other < 0:
            self._break_wall(loose, now)
            self._look_ahead(loose, now)
        elif other in self._loose:
            self._unite(loose, self._loose[other], now)
        elif other < self._nodes.count and self._stands[other]:
            self._depart(other)
            self._unite(loose, self._taken(other), now)
        else:
            self._look_ahead(loose, now)

    def _break_wall(self, loose: Loose, now: float) -> None:
        """Compare those parts with all nodes whose lists end here."""
        self._ground.rise(now)
        short = [node for node, part in loose.parts.items() if part.wall <= now]
        if any(node not in self._known and node not in self._leaves for node in short):
            self._search(self._waiting())
        for node in short:
            part = self._known.get(node, loose.parts[node])
            loose.parts[node] = part if part.wall > now else self._whole_list(node)
        self._list(loose)

    def _waiting(self) -> list[int]:
        """Old nodes that will be compared next: who stands at a wall, and who comes loose soon."""
        soon = {
            node: part.wall
            for loose in self._loose.values()
            for node, part in loose.parts.items()
            if node < self._nodes.count
        }
        soon |= {
            node: height
            for height, what, node in self._events
            if what == LOOSEN and height <= self._threshold and self._stands[node]
        }
        return sorted(soon.keys() - self._known.keys(), key=lambda node: soon[node])[:ROWS]

    def _whole_list(self, node: int) -> Part:
        """Compare once more, and keep all."""
        asked = self._leaves[node] if node in self._leaves else self._ground.asked(node)
        self._known[node] = self._ground.compare([asked], most=self._nodes.count)[0]
        return self._known[node]

    def _unite(self, one: Loose, other: Loose, height: float) -> None:
        self.pairs.append((one.node, other.node))
        self.heights.append(height)
        for gone in (one.node, other.node):
            if self._loose.pop(gone, None) is not None:
                self._bench.remove(gone)
        share = len(other.items) / (len(one.items) + len(other.items))
        united = Loose(
            self._next,
            one.row + share * (other.row - one.row),
            one.terms + share * (other.terms - one.terms),
            np.concatenate([one.items, other.items]),
            self._joined(one.parts | other.parts),
        )
        self._next += 1
        self._add(united, height)

    def _joined(self, parts: dict[int, Part]) -> dict[int, Part]:
        """Let an old node stand for its two halves."""
        waiting = [node for node in parts if node < self._nodes.count]
        while waiting:
            node = waiting.pop()
            beside = int(self._nodes.sibling[node]) if node in parts else -1
            if beside >= 0 and beside in parts:
                parent = int(self._nodes.parent[node])
                parts[parent] = self._of_halves(parent, parts.pop(node), parts.pop(beside))
                waiting.append(parent)
        return parts

    def _of_halves(self, parent: int, one: Part, other: Part) -> Part:
        known, wall = self._part_of(parent), min(one.wall, other.wall)
        if wall <= known.wall:
            return known
        return Part(one.size + other.size, *mean_list([one, other], self._ground.death), wall)
