"""Holds the people that `organize` found in photos without labels against reference faces.

Each face found is given the name of the nearest reference: of all names, the one whose mean
identity features (unit length) have the largest cosine with the face's, where that is at least
`NEAR` and at least `MARGIN` above the next name's. The rest is left out: strangers, and faces
too small or turned to tell. The names come from the same network that clustered, so a face that
it takes for somebody else is named wrong here too: this says how well clustering kept together
what the references tell apart, not how well the network knows the friends. How well the
references tell themselves apart, each left out in turn, is said along.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from faces.errors import BadImageError
from faces.evaluate.datasets import Labelled
from faces.evaluate.organized import FoundFace
from faces.image import crop_faces, open_upright
from faces.types import Detector, Doubles, Floats, Ints, Representer

NEAR = 0.4
MARGIN = 0.05


@dataclass(frozen=True, slots=True)
class References:
    """Reference faces of C named people."""

    names: tuple[str, ...]
    features: Floats
    """(R, D) float32 identity features of each reference face."""
    owners: Ints
    """(R,) int64 index of its name."""
    unread: int
    """Photos that could not be read, or show no face."""

    def means(self) -> Doubles:
        """Return (C, D) float64 mean features of each name, of unit length."""
        means = np.stack(
            [self.features[self.owners == i].mean(axis=0) for i in range(len(self.names))]
        )
        return _unit(means.astype(np.float64))

    def right_left_out(self) -> float:
        """Return the share of references nearest to their own name's other references."""
        cosines = self.features @ self.means().T
        for i, owner in enumerate(self.owners):
            others = (self.owners == owner) & (np.arange(len(self.owners)) != i)
            if others.any():
                mean = _unit(self.features[others].mean(axis=0, dtype=np.float64)[None])
                cosines[i, owner] = float(mean[0] @ self.features[i])
        return float(np.mean(cosines.argmax(axis=1) == self.owners))


@dataclass(frozen=True, slots=True)
class Friend:
    """Where the faces of one name went."""

    name: str
    faces: int
    """Found faces of that name."""
    person: str | None
    """The person that holds most of them: the friend's main person."""
    in_main: int
    on_shelf: int
    purity: float
    """Share of the main person's named faces that have this name; 0 without a main person."""

    @property
    def completeness(self) -> float:
        """Share of the faces of that name that the main person holds."""
        return self.in_main / self.faces if self.faces else 0.0


def read_references(
    photos: Sequence[Labelled], detector: Detector, representer: Representer
) -> References:
    """Represent the largest face of each photo.

    Raises:
        ValueError: a name has no readable face.
    """
    crops, owners, unread = [], [], 0
    names = tuple(sorted({photo.person for photo in photos}))
    for photo in photos:
        try:
            pixels = open_upright(photo.path).pixels
        except BadImageError:
            unread += 1
            continue
        boxes = [detection.box for detection in detector.detect(pixels)]
        if not boxes:
            unread += 1
            continue
        crops.append(crop_faces(pixels, [max(boxes, key=lambda box: box.area)]))
        owners.append(names.index(photo.person))
    missing = [name for i, name in enumerate(names) if i not in owners]
    if missing:
        raise ValueError(f"no readable reference face of {', '.join(missing)}")
    features = representer.represent(np.concatenate(crops)).features
    return References(names, features, np.array(owners, dtype=np.int64), unread)


def represent_found(
    faces: Sequence[FoundFace], folder: Path, representer: Representer
) -> tuple[list[FoundFace], Floats]:
    """Represent the faces found in photos; those of videos are left out.

    Args:
        faces: as `organize` wrote them.
        folder: where their photos are.
        representer: the network.

    Returns:
        The N faces that are in photos, and their (N, D) float32 identity features.
    """
    crops, kept = [], []
    for path in sorted({face.path for face in faces}):
        here = [face for face in faces if face.path == path]
        try:
            pixels = open_upright(folder / path).pixels
        except BadImageError:
            continue
        crops.append(crop_faces(pixels, [face.box for face in here]))
        kept += here
    none = np.empty((0, 224, 224, 3), dtype=np.uint8)
    return kept, representer.represent(np.concatenate([none, *crops])).features


def name_faces(features: Floats, references: References) -> list[str | None]:
    """Name each of (N, D) faces by the nearest reference; None where that is not sure."""
    cosines = features @ references.means().T
    best = cosines.argmax(axis=1)
    ordered = np.sort(cosines, axis=1)
    sure = ordered[:, -1] >= NEAR
    if cosines.shape[1] > 1:
        sure &= ordered[:, -1] - ordered[:, -2] >= MARGIN
    return [
        references.names[i] if is_sure else None
        for i, is_sure in zip(best.tolist(), sure.tolist(), strict=True)
    ]


def main_people(faces: Sequence[FoundFace], names: Sequence[str | None]) -> list[Friend]:
    """Say of each name which person holds most of its faces, and how pure and complete that is."""
    named = [(face, name) for face, name in zip(faces, names, strict=True) if name is not None]
    on_person = Counter(face.person for face, _ in named)
    friends = []
    for name in sorted({name for _, name in named}):
        held = Counter(face.person for face, own in named if own == name)
        on_shelf = held.pop(None, 0)
        main = min(held, key=lambda person: (-held[person], str(person)), default=None)
        in_main = held[main]
        friends.append(
            Friend(
                name=name,
                faces=held.total() + on_shelf,
                person=main,
                in_main=in_main,
                on_shelf=on_shelf,
                purity=in_main / on_person[main] if main is not None else 0.0,
            )
        )
    return friends


def _unit(rows: Doubles) -> Doubles:
    unit: Doubles = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit
