"""The commands on what the networks see of labelled sets.

`clustering` measures as a table and as JSON, `families` judges dated albums, `dating` how photos
are dated by ages, `common` and `across` make what the clustering goes by.
"""

import argparse
import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, get_args

import numpy as np

from faces.cluster import Parameters
from faces.cluster.compared import COMMON, rooted
from faces.cluster.values import Distance, Method
from faces.detect import load_detector
from faces.evaluate.across import fit_across, in_words
from faces.evaluate.clustering import MEASURES, SEEDS, TUNED_ON, Measured, drawn, measure
from faces.evaluate.datasets import read_fgnet, read_folders, read_utkface
from faces.evaluate.dating import judge_dating
from faces.evaluate.families import compare, judge_birth_years, judge_genders
from faces.evaluate.layouts import LAYOUTS, read_layout
from faces.evaluate.review import Side, cluster_by_cluster, question_by_question, review_table
from faces.evaluate.review_fit import fit_review
from faces.evaluate.review_fit import in_words as say_odds
from faces.evaluate.seen import Seen, see
from faces.represent import load_representer

SHORT = ("K/C", "ARI", "AMI", "homogeneity", "completeness", "P", "R", "F")
PEOPLE: dict[str, Callable[[int], bool]] = {
    "all": lambda _: True,
    "even": lambda number: number % 2 == 0,  # the review's model was fitted on these
    "odd": lambda number: number % 2 == 1,
}
CACHE = Path(tempfile.gettempdir()) / "kindred-evaluate"


Run = Callable[[argparse.Namespace], list[str]]


def add_commands(commands: Any) -> None:  # noqa: ANN401 - argparse does not name this type
    """Add the commands to those of `python -m faces.evaluate`."""
    _add_clustering(_added(commands, "clustering", run, "measure the clustering of a labelled set"))
    common = _added(commands, "common", make_common, "make the mean that clustering takes away")
    common.add_argument("--fgnet", type=Path, required=True, help="the FG-NET set")
    common.add_argument("--utkface", type=Path, required=True, help="the UTKFace set")
    common.add_argument("--to", type=Path, default=COMMON, help="the file to write")
    across = _added(commands, "across", fit, "fit the evidence that joins the pieces of people")
    across.add_argument("--fgnet", type=Path, required=True, help="the FG-NET set")
    across.add_argument("--lfw", type=Path, required=True, help="a folder for each person")
    said = "dated albums with several people in a photo"
    families = _added(commands, "families", judge_families, said)
    families.add_argument("folder", type=Path)
    families.add_argument("--layout", choices=("folders", "fgnet", "lfw"), default="folders")
    families.add_argument("--threshold", type=float, default=Parameters().threshold)
    families.add_argument("--seeds", type=int, default=len(SEEDS))
    fitting = _added(commands, "review-fit", fit_odds, "fit the odds that a review goes by")
    fitting.add_argument("fgnet", type=Path, help="the FG-NET set")
    dating = _added(commands, "dating", date_photos, "how well photos are dated by ages")
    dating.add_argument("--fgnet", type=Path, required=True, help="the FG-NET set")
    dating.add_argument("--seeds", type=int, default=len(SEEDS))
    said = "the answers that a review saves, beside naming and correcting clusters"
    reviewing = _added(commands, "review", review, said)
    reviewing.add_argument("fgnet", type=Path, help="the FG-NET set")
    reviewing.add_argument("--people", choices=tuple(PEOPLE), default="all")
    reviewing.add_argument("--seeds", type=int, default=len(SEEDS))
    reviewing.add_argument("--taken-off", action="store_true", help="say not whose a wrong face is")
    said = "let the review's model place everybody after each answer, too"
    reviewing.add_argument("--placing", action="store_true", help=said)


def _added(commands: Any, name: str, run: Run, said: str) -> argparse.ArgumentParser:  # noqa: ANN401 - argparse does not name this type
    parser: argparse.ArgumentParser = commands.add_parser(name, help=said)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where what was seen is kept")
    parser.set_defaults(run=run)
    return parser


def _add_clustering(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path)
    parser.add_argument("--layout", choices=LAYOUTS, default="folders")
    parser.add_argument("--dated", action="store_true", help="draw birth years, and date photos")
    parser.add_argument("--method", choices=get_args(Method), default="average")
    parser.add_argument("--distance", choices=get_args(Distance), default=Parameters().distance)
    parser.add_argument("--weight", type=float, help="of the age term")
    parser.add_argument("--threshold", type=float, help="instead of the default one")
    parser.add_argument("--seeds", type=int, default=len(SEEDS))
    parser.add_argument("--json", type=Path, help="write the measures there, too")


def judge_families(options: argparse.Namespace) -> list[str]:
    """Compare clusterings, birth years and genders on people that nothing was tuned on."""
    faces = read_layout(options.layout, options.folder)
    seen = see(faces, load_detector(), load_representer(), options.cache)
    seen = seen.take(~drawn(seen, options.layout, np.random.default_rng(SEEDS[0])))
    seeds, how = range(options.seeds), Parameters(threshold=options.threshold)
    lines = ["| clustering | P | R | F | K/C | photos with one person twice |", "|---" * 6 + "|"]
    for way, (p, r, f, k, twice) in compare(seen, seeds, how).items():
        lines.append(f"| {way} | {p:.3f} | {r:.3f} | {f:.3f} | {k:.2f} | {twice:g} |")
    lines += ["", "| birth year by | mean absolute error | bias | people |", "|---" * 4 + "|"]
    for rule, (error, bias, people) in judge_birth_years(seen, seeds).items():
        lines.append(f"| {rule} | {error:.2f} | {bias:+.2f} | {people} |")
    lines += ["", "| gender by | right | of |", "|---" * 3 + "|"]
    for rule, (right, people) in judge_genders(seen, seeds).items():
        lines.append(f"| {rule} | {right} | {people} |")
    return lines


def date_photos(options: argparse.Namespace) -> list[str]:
    """Date photos of FG-NET by the ages on them, and find wrong dates."""
    seen = see(read_fgnet(options.fgnet), load_detector(), load_representer(), options.cache)
    return judge_dating(seen, range(options.seeds))


def review(options: argparse.Namespace) -> list[str]:
    """Count the answers that an album of FG-NET's people needs, with and without questions."""
    seen = _people(options, options.people)
    asked = partial(question_by_question, moves=not options.taken_off, places=options.placing)
    sides: dict[str, Side] = {"cluster by cluster": cluster_by_cluster, "questions": asked}
    return [_in_words(seen, dated=True), "", *review_table(seen, range(options.seeds), sides)]


def fit_odds(options: argparse.Namespace) -> list[str]:
    """Fit the odds of the review on people of even number."""
    return say_odds(fit_review(_people(options, "even")))


def _people(options: argparse.Namespace, which: str) -> Seen:
    seen = see(read_fgnet(options.fgnet), load_detector(), load_representer(), options.cache)
    return seen.take(np.array([PEOPLE[which](int(label.person)) for label in seen.labels]))


def fit(options: argparse.Namespace) -> list[str]:
    """Fit the second stage on the tuning people."""
    detector, representer = load_detector(), load_representer()
    fgnet, lfw = (
        see(faces, detector, representer, options.cache)
        for faces in (read_fgnet(options.fgnet), read_folders(options.lfw))
    )
    return in_words(fit_across(fgnet, lfw))


def make_common(options: argparse.Namespace) -> list[str]:
    """Write the mean of the roots of features, of the tuning people and UTKFace alike."""
    detector, representer = load_detector(), load_representer()
    tuning = [x for x in read_fgnet(options.fgnet) if x.person in TUNED_ON]
    means = [
        rooted(see(faces, detector, representer, options.cache).features).mean(axis=0)
        for faces in (tuning, read_utkface(options.utkface))
    ]
    mean = np.mean(means, axis=0).astype(np.float32)
    np.save(options.to, mean)
    return [f"mean of length {np.linalg.norm(mean):.3f} in {options.to.name}"]


def run(options: argparse.Namespace) -> list[str]:
    """Measure, and return the lines of the table."""
    seen = see(
        read_layout(options.layout, options.folder),
        load_detector(),
        load_representer(),
        options.cache,
    )
    parameters = Parameters(distance=options.distance, method=options.method)
    if options.weight is not None:
        parameters = replace(parameters, weight=options.weight)
    if options.threshold is not None:
        parameters = replace(parameters, threshold=options.threshold)
    measured = measure(
        seen, options.layout, parameters, dated=options.dated, seeds=range(options.seeds)
    )
    if options.json:
        said = {"parameters": asdict(parameters)}
        said |= {name: asdict(one) for name, one in measured.items()}
        options.json.write_text(json.dumps(said, indent=1), encoding="utf-8")
    return [_in_words(seen, dated=options.dated), "", *table(measured)]


def table(measured: dict[str, Measured]) -> list[str]:
    """Return the rows of a Markdown table: mean and deviation of each measure."""
    lines = [f"| threshold | {' | '.join(SHORT)} |", "|---" * (len(SHORT) + 1) + "|"]
    for name, one in measured.items():
        mean, deviation = one.threshold
        cells = [f"{name} {mean:.2f}" + (f" ± {deviation:.2f}" if deviation else "")]
        cells += [f"{m:.3f} ± {d:.3f}" for m, d in (one.measures[key] for key in MEASURES)]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _in_words(seen: Seen, *, dated: bool) -> str:
    people = len(set(seen.people.tolist()))
    dates = ", dated by drawn birth years" if dated else ""
    return f"{len(seen)} faces of {people} people, {seen.missed} labels without a face{dates}"
