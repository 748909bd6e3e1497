"""`python -m faces.evaluate`: albums of known truth, what was found in them, and studies."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from faces.detect import load_detector
from faces.errors import FacesError
from faces.evaluate.album import make_album
from faces.evaluate.crops import Study, study
from faces.evaluate.datasets import read_fgnet, read_folders, read_utkface
from faces.evaluate.drift import (
    face_rows,
    found_faces,
    represent_both,
    verification_rows,
    whole_pictures,
)
from faces.evaluate.friends import main_people, name_faces, read_references, represent_found
from faces.evaluate.organized import read_organized
from faces.evaluate.people import Report, evaluate_people
from faces.evaluate.quality import (
    Judged,
    errors_after_rejecting,
    fit,
    join,
    judge,
    with_poor_apart,
)
from faces.evaluate.report import add_commands
from faces.evaluate.sweep import PURE
from faces.evaluate.truth import Truth
from faces.quality import SIGNALS, quality_of
from faces.represent import load_representer
from faces.types import Doubles, Floats

REJECTED = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5)
CUTS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 1 where its input is not what it needs."""
    options = _parser().parse_args(arguments)
    try:
        lines = options.run(options)
    except (FacesError, OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m faces.evaluate", description=__doc__)
    commands = parser.add_subparsers(required=True)

    album = commands.add_parser("album", help="write an album of dated photos and its truth.json")
    album.add_argument("folder", type=Path)
    which = album.add_mutually_exclusive_group(required=True)
    which.add_argument("--fgnet", type=Path, help="the FG-NET set")
    which.add_argument("--folders", type=Path, help="a set with a folder for each person")
    album.add_argument("--seed", type=int, default=0)
    album.set_defaults(run=_album)

    people = commands.add_parser("people", help="measure the people found in such an album")
    people.add_argument("organized", type=Path, help="people.json, as organize writes it")
    people.add_argument("--truth", type=Path, required=True, help="the album's truth.json")
    people.set_defaults(run=_people)

    friends = commands.add_parser("friends", help="measure people against reference faces")
    friends.add_argument("organized", type=Path, help="people.json, as organize writes it")
    friends.add_argument("--references", type=Path, required=True, help="a folder for each name")
    friends.add_argument(
        "--photos", type=Path, default=Path(), help="the folder that was organized"
    )
    friends.set_defaults(run=_friends)

    _add_studies(commands)
    add_commands(commands)
    return parser


def _add_studies(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    crops = commands.add_parser("crops", help="compare ways of cutting out a face (minutes)")
    crops.add_argument("--lfw", type=Path, required=True, help="a folder of photos for each person")
    crops.add_argument("--fgnet", type=Path, required=True, help="the FG-NET set")
    crops.add_argument("--draws", type=int, default=5, help="of the people who set the threshold")
    crops.set_defaults(run=_crops)

    quality = commands.add_parser("quality", help="fit and judge the quality of faces (minutes)")
    quality.add_argument("--lfw", type=Path, required=True, help="a folder for each person")
    quality.add_argument("--fgnet", type=Path, required=True, help="the FG-NET set")
    quality.add_argument("--seed", type=int, default=0, help="of how photos are spoiled")
    quality.set_defaults(run=_quality)

    int8 = commands.add_parser("int8", help="how far the int8 network drifts (minutes)")
    int8.add_argument("--lfw", type=Path, required=True, help="a folder for each person")
    int8.add_argument("--fgnet", type=Path, required=True, help="the FG-NET set")
    int8.add_argument("--utkface", type=Path, required=True, help="UTKFace, aligned and cut out")
    int8.add_argument("--seed", type=int, default=0, help="of the pairs")
    int8.set_defaults(run=_int8)


def _album(options: argparse.Namespace) -> list[str]:
    photos = read_fgnet(options.fgnet) if options.fgnet else read_folders(options.folders)
    truth = make_album(photos, options.folder, seed=options.seed)
    groups = sum(len(photo.people) > 1 for photo in truth.photos)
    made = f"{len(truth.photos)} photos of {len({photo.person for photo in photos})} people"
    return [f"{made}, {groups} of them group photos, in {options.folder}"]


def _people(options: argparse.Namespace) -> list[str]:
    return _in_words(evaluate_people(read_organized(options.organized), Truth.load(options.truth)))


def _friends(options: argparse.Namespace) -> list[str]:
    representer = load_representer()
    references = read_references(read_folders(options.references), load_detector(), representer)
    organized = read_organized(options.organized)
    faces, features = represent_found(organized.faces, options.photos, representer)
    names = name_faces(features, references)
    told_apart = f"{references.right_left_out():.1%} nearest to their own name when left out"
    return [
        f"{len(references.features)} reference faces, {references.unread} unread; {told_apart}",
        f"{len(faces)} faces found, {len(faces) - names.count(None)} of them named",
        *(
            f"{friend.name}: person {friend.person} holds {friend.in_main} of {friend.faces} "
            f"({friend.on_shelf} on the shelf), completeness {friend.completeness:.3f}, "
            f"purity {friend.purity:.3f}"
            for friend in main_people(faces, names)
        ),
    ]


def _crops(options: argparse.Namespace) -> list[str]:
    detector, representer = load_detector(), load_representer()
    # The share of the people on whom the threshold is chosen: a tenth of FG-NET's would be four.
    sets = (
        ("LFW", read_folders(options.lfw), 0.1),
        ("FG-NET", read_fgnet(options.fgnet), 0.5),
    )
    lines: list[str] = []
    for name, photos, share in sets:
        lines += _table(name, study(photos, detector, representer), share, options.draws)
    return lines


def _quality(options: argparse.Namespace) -> list[str]:
    detector, representer = load_detector(), load_representer()
    sets = {"LFW": read_folders(options.lfw), "FG-NET": read_fgnet(options.fgnet)}
    judged = {
        name: judge(photos, detector, representer, seed=options.seed)
        for name, photos in sets.items()
    }
    intercept, weights = fit(join([faces.take(faces.people % 2 == 0) for faces in judged.values()]))
    terms = (f"{name} {w:.3f}" for name, w in zip(SIGNALS, weights.tolist(), strict=True))
    lines = [f"fitted on people of even number: intercept {intercept:.3f}, {', '.join(terms)}", ""]
    shares = " | ".join(f"{share:.0%}" for share in REJECTED)
    lines += [f"| wrong of those left after rejecting | {shares} |", "|---" * 7 + "|"]
    for name, faces in judged.items():
        for spoiled, what in ((False, "as published"), (True, "spoiled")):
            held = faces.take((faces.people % 2 == 1) & (faces.spoiled == spoiled))
            lines += [f"| {name} {what}, {row} |" for row in _rejections(held, intercept, weights)]
    lines += ["", "| poor faces join late | below | P | R | F |", "|---" * 5 + "|"]
    for name, faces in judged.items():
        held = faces.take(faces.people % 2 == 1)
        for what, album in (("as published", held.take(~held.spoiled)), ("with spoiled", held)):
            for cut in CUTS:
                p, r, f = with_poor_apart(album, cut)
                lines.append(f"| {name} {what} | {cut:g} | {p:.3f} | {r:.3f} | {f:.3f} |")
    return lines


def _int8(options: argparse.Namespace) -> list[str]:
    detector, forms = load_detector(), (load_representer("onnx"), load_representer("onnx-int8"))
    lfw = represent_both(found_faces(read_folders(options.lfw), detector), *forms)
    fgnet = represent_both(found_faces(read_fgnet(options.fgnet), detector), *forms)
    utkface = represent_both(whole_pictures(read_utkface(options.utkface)), *forms)
    lines = [f"| | {forms[0].version} | {forms[1].version} |", "|---|---|---|"]
    for name, both in (("LFW", lfw), ("FG-NET", fgnet), ("UTKFace", utkface)):
        lines.append(f"| **{name}, {len(both.photos):,} faces** | | |")
        lines += verification_rows(both, seed=options.seed) if both is not utkface else []
        lines += face_rows(both)
    return lines


def _rejections(held: Judged, intercept: float, weights: Doubles) -> list[str]:
    by: dict[str, Floats | Doubles] = {
        "by this quality": quality_of(held.signals, intercept, weights),
        "by the quality in use": quality_of(held.signals),
        "by score alone": held.signals[:, SIGNALS.index("score")],
        "by size alone": held.signals[:, SIGNALS.index("size")],
    }
    return [
        f"{name} | "
        + " | ".join(f"{e:.3f}" for e in errors_after_rejecting(order, held.right, REJECTED))
        for name, order in by.items()
    ]


def _table(name: str, done: Study, share: float, draws: int) -> list[str]:
    missing = f"{done.missed} photos without a face left out"
    return [
        f"{name}: {len(done.people)} faces, {missing}; threshold from {share:.0%} of the people",
        "",
        f"| crop | F honest (threshold) | F best (threshold) | R at P {PURE} |",
        "|---|---|---|---|",
        *(
            f"| {recipe} | {s.honest:.3f} ({s.honest_threshold:.2f}) "
            f"| {s.best:.3f} ({s.best_threshold:.2f}) | {s.pure_recall:.3f} |"
            for recipe, s in done.scores(share=share, draws=draws).items()
        ),
        "",
    ]


def _in_words(report: Report) -> list[str]:
    found = f"{report.found} of {report.standing} faces found"
    lines = [
        f"{found}, {report.stray} stray, {report.shelved} on the shelf",
        f"{report.people} people found for {report.identities}",
        f"purity {report.purity:.3f}, completeness {report.completeness:.3f}",
    ]
    if report.agreement:
        a = report.agreement
        lines.append(
            f"BCubed precision {a.precision:.3f}, recall {a.recall:.3f}, F {a.f:.3f}; "
            f"K/C {a.clusters_per_person:.2f}, ARI {a.ari:.3f}, AMI {a.ami:.3f} "
            "(each face on the shelf by itself)"
        )
    g = report.genders
    lines.append(f"gender right for {g.right} of {g.people} people with 3 faces or more")
    if report.birth_years:
        b = report.birth_years
        lines.append(
            f"birth year of {b.people} people with 3 faces or more: mean absolute error "
            f"{b.mean_absolute_error:.2f} years, bias {b.bias:+.2f}; "
            f"{b.held:.0%} in their interval"
        )
    return lines


if __name__ == "__main__":
    sys.exit(main())
