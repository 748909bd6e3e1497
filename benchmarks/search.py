"""`python -m benchmarks.search`: what a search takes in a large library, sentence by sentence.

A made-up library in a database of its own: photos over forty years, a face or two on each, people
with typed and with estimated births and many without a name. Each sentence is asked as the page
does it (first page, count, chips, notes), then what the field suggests while it is typed.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from functools import partial

from benchmarks.machine import introduce
from benchmarks.timing import medians, report

SENTENCES = (
    "Christmas 2019",
    "Person1",
    "Person1 at 2",
    "Person31 at 30",
    "Person1 and Person31",
    "only Person1 and Person31",
    "Person1 without Person31 since 2010",
    "everyone under 5",
    "everyone under 5 at Christmas 2019",
    "anyone over 80",
    "Christmas",
    "Person1's birthday",
)
TYPED = ("P", "Person1", "Person1 at", "Person1 and P", "Chr", "20")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--named", type=int, default=60)
    parser.add_argument("--unnamed", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    introduce()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KINDRED_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415 its settings read the environment

        os.environ["DJANGO_SETTINGS_MODULE"] = "gallery.settings"
        django.setup()
        from benchmarks.library import made_up, searching  # noqa: PLC0415 needs Django set up

        answer, suggest, begin = searching(
            made_up(photos=options.photos, named=options.named, unnamed=options.unnamed)
        )
        _race("answer", answer, SENTENCES, options.rounds)
        _race("suggest", suggest, TYPED, options.rounds)
        report("nothing typed", medians({"empty page": begin}, rounds=options.rounds))


def _race(
    title: str, run: Callable[[str], object], sentences: tuple[str, ...], rounds: int
) -> None:
    sides = {sentence: partial(run, sentence) for sentence in sentences}
    report(title, medians(sides, rounds=rounds))


if __name__ == "__main__":
    main()
