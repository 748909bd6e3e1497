"""Progress on the command line."""

import time
from collections.abc import Iterator

from tqdm import tqdm

from gallery.models import Asset, Job, Library, Person

INTERVAL = 0.5  # seconds


def bar(total: int, words: str) -> "tqdm[None]":
    """A calm progress bar on stderr; nothing where that is no terminal."""
    return tqdm(
        total=total,
        desc=words,
        disable=None,
        bar_format="{desc} {n_fmt}/{total_fmt} {bar:30} {remaining}",
        leave=True,
    )


def watch(library: Library) -> str:
    """Show how far the pipeline is until nothing is left to do; return what came of it."""
    total = Asset.objects.filter(library=library).count()
    with bar(total, "Looking at photos") as shown:
        for looked_at, words in _states(library, total):
            shown.n = looked_at
            shown.set_description_str(words, refresh=False)
            shown.refresh()
            time.sleep(INTERVAL)
        shown.n = total
    people = Person.objects.on_the_people_page().filter(library=library).count()
    return f"{total} photos, {people} people."


def looked_at(library: Library) -> int:
    """How many assets are done with, well or not."""
    unfinished = Job.objects.filter(library=library, asset__isnull=False).unfinished()
    waiting = unfinished.values("asset").distinct().count()
    return Asset.objects.filter(library=library).count() - waiting


def _states(library: Library, total: int) -> Iterator[tuple[int, str]]:
    """How many assets are done with, and what is being done, as long as there is something."""
    while True:
        library.refresh_from_db()
        unfinished = Job.objects.filter(library=library).unfinished()
        done = looked_at(library)
        if done < total:
            yield done, "Looking at photos"
        elif library.recognition_decided_at is None:
            yield total, "Waiting for you: may faces be told apart? (the first page asks)"
        elif unfinished.exists():
            yield total, "Telling people apart"
        else:
            return
