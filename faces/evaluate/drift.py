"""How far one form of the network drifts from another, on the same faces and the same pairs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from faces.aggregate import MALE_FROM, expected_age
from faces.cluster import Constraints, Parameters, partition
from faces.evaluate.datasets import Labelled
from faces.evaluate.measures import bcubed
from faces.evaluate.pairs import FOLDS, accepted, cosines_of, draw_pairs, fold_accuracies
from faces.evaluate.portraits import batches, people_of, read_portraits
from faces.evaluate.sweep import undated
from faces.image import crop_faces, open_upright
from faces.types import Bools, Detector, Doubles, Floats, Ints, Pixels, Representation, Representer
from faces.weights.layout import SIDE

Crop = tuple[Labelled, Pixels]


@dataclass(frozen=True, slots=True, eq=False)
class Both:
    """N faces, and what each of two forms of the network says of them."""

    photos: Sequence[Labelled]
    first: Representation
    second: Representation

    @property
    def cosines(self) -> Floats:
        """(N,) float32 between the two forms' features of each face."""
        cosines: Floats = (self.first.features * self.second.features).sum(axis=1)
        return cosines

    @property
    def ages(self) -> tuple[Doubles, Doubles]:
        """Each form's (N,) float64 ages."""
        return expected_age(self.first.age_posterior), expected_age(self.second.age_posterior)

    @property
    def male(self) -> tuple[Bools, Bools]:
        """Each form's (N,) bool."""
        return self.first.p_male >= MALE_FROM, self.second.p_male >= MALE_FROM


def found_faces(photos: Sequence[Labelled], detector: Detector) -> Iterator[Crop]:
    """Give the face of each photo that shows one."""
    for portrait in read_portraits(photos, detector):
        yield portrait.photo, crop_faces(portrait.pixels, [portrait.detection.box])[0]


def whole_pictures(photos: Sequence[Labelled]) -> Iterator[Crop]:
    """Give pictures that are cut out already."""
    for photo in photos:
        yield photo, cv2.resize(open_upright(photo.path).pixels, (SIDE, SIDE)).astype(np.uint8)


def represent_both(crops: Iterable[Crop], first: Representer, second: Representer) -> Both:
    """Let two forms of the network look at the same crops."""
    photos: list[Labelled] = []
    said: tuple[list[Representation], list[Representation]] = ([], [])
    for batch in batches(crops):
        photos += [photo for photo, _ in batch]
        pixels = np.stack([crop for _, crop in batch])
        said[0].append(first.represent(pixels))
        said[1].append(second.represent(pixels))
    return Both(photos, _whole(said[0]), _whole(said[1]))


def clustered(features: Floats, people: Ints) -> tuple[float, float, float]:
    """Return BCubed precision, recall and F of (N, D) undated faces at the default threshold."""
    nothing = Constraints.none(len(people))
    return bcubed(partition(undated(features), nothing, Parameters()).labels, people)


def verification_rows(both: Both, *, seed: int) -> list[str]:
    """Say how each form tells people apart, as rows of a table in Markdown."""
    people = people_of(both.photos)
    pairs = draw_pairs(people, np.random.default_rng(seed))
    sides = both.first.features, both.second.features
    cosines = [cosines_of(features, pairs) for features in sides]
    folds = [fold_accuracies(of_pairs, pairs) for of_pairs in cosines]
    several = np.bincount(people)[people] > 1
    found = [clustered(features[several], people[several]) for features in sides]
    most = int(pairs.same.sum()), int((~pairs.same).sum())
    return [
        _row(
            f"accuracy of {most[0]:,} + {most[1]:,} pairs, ten folds",
            [f"{fold.mean():.4f} ± {fold.std(ddof=1) / FOLDS**0.5:.4f}" for fold in folds],
        ),
        *(
            _row(
                f"accepted where {false:g} of the others is",
                [f"{accepted(of_pairs, pairs.same, false):.4f}" for of_pairs in cosines],
            )
            for false in (1e-2, 1e-3)
        ),
        _row(
            f"clusters of {int(several.sum()):,} faces, BCubed P / R / F",
            [_slashed(agreed) for agreed in found],
        ),
    ]


def face_rows(both: Both) -> list[str]:
    """Say how far features, ages and genders are from each other and from the truth."""
    cosines, (first, second) = both.cosines, both.ages
    near = [float(cosines.mean()), float(np.quantile(cosines, 0.01)), float(cosines.min())]
    rows = [_row("cosine to float, mean / 1st percentile / least", ["", _slashed(near)])]
    if all(photo.age is not None for photo in both.photos):
        true = np.array([photo.age for photo in both.photos], np.float64)
        errors = [f"{np.abs(ages - true).mean():.2f}" for ages in (first, second)]
        rows.append(_row("age, mean absolute error in years", errors))
    shift = second - first
    rows.append(
        _row(
            "age, mean absolute shift (signed)",
            ["", f"{np.abs(shift).mean():.2f} ({shift.mean():+.2f})"],
        )
    )
    if all(photo.gender is not None for photo in both.photos):
        male = np.array([photo.gender == "male" for photo in both.photos])
        rows.append(_row("gender right", [f"{np.mean(said == male):.2%}" for said in both.male]))
    flips = np.mean(both.male[0] != both.male[1])
    return [*rows, _row("gender, faces that change sides", ["", f"{flips:.2%}"])]


def _row(what: str, sides: Sequence[str]) -> str:
    return f"| {what} | {' | '.join(sides)} |"


def _slashed(values: Sequence[float]) -> str:
    return " / ".join(f"{value:.3f}" for value in values)


def _whole(parts: Sequence[Representation]) -> Representation:
    return Representation(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.age_posterior for part in parts]),
        np.concatenate([part.p_male for part in parts]),
    )
