"""`python -m benchmarks.people`: the people page of a large family, at two sizes to see growth.

Builds two libraries in a scratch database (SQLite, or a scratch database beside the one of
--database), the second ten times as large, and asks for pages as a browser does, in this process:
requests for all that a page shows, bytes, queries, and the median time of the server. Faces that
come singly are counted, too, as far as the page names them. With --crops FOLDER real crops fill
the cover sheets, so that their bytes count.
"""

import argparse
import logging
import os
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from benchmarks.machine import introduce
from benchmarks.timing import Taken, median, timed

if TYPE_CHECKING:
    from django.test import Client

    from benchmarks.household import Household

NAMED, UNNAMED, FACES = 900, 400, 100_000
SMALLER = 10  # times, for the first library
PERSON = re.compile(r'href="/people/(\d+)/"')
NEXT = re.compile(r'hx-get="([^"]*\?named=[^"]*)"')
FILES = re.compile(r'src="(/faces/[^"]+)"|url\((/libraries/[^)]+)\)')


@dataclass(frozen=True, slots=True)
class Asked:
    """What one page costs."""

    name: str
    requests: int
    """The page and the files of faces it names."""
    page_bytes: int
    file_bytes: int
    queries: int
    taken: Taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--faces", type=int, default=FACES, help="of the larger library")
    parser.add_argument("--crops", type=Path, help="a folder with crops of real faces")
    parser.add_argument("--database", help="address of a PostgreSQL server's database")
    options = parser.parse_args()
    introduce()
    logging.disable(logging.WARNING)  # faces that are no covers have no crops
    with tempfile.TemporaryDirectory() as folder:
        _set_up(folder, options.database)
        crops = sorted(options.crops.rglob("*.jpg"))[:500] if options.crops else []
        _run(Path(folder), crops, options.faces, options.rounds)


def _set_up(folder: str, database: str | None) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "gallery.settings",
        "KINDRED_DATA": folder,
        "DATABASE_URL": database or "",
        "KINDRED_LOG": "ERROR",
    }
    django.setup()


def _run(folder: Path, crops: Sequence[Path], faces: int, rounds: int) -> None:
    # Only now are there settings to import models with.
    connection = import_module("django.db").connection
    household = import_module("benchmarks.household")
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(folder / "scratch.sqlite3")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        sys.stdout.write(f"{connection.vendor}; server time is the median of {rounds} requests\n")
        for part in (SMALLER, 1):
            size = household.Size(NAMED // part, UNNAMED // part, faces // part)
            family = household.settle(size, crops, seed=part)
            if connection.vendor == "postgresql":
                connection.cursor().execute("VACUUM ANALYZE")  # as it does by itself in a while
            _report(family, size, rounds)
    finally:
        connection.creation.destroy_test_db(str(folder / "none"), verbosity=0)


def _report(family: "Household", size: Any, rounds: int) -> None:  # noqa: ANN401 see _run
    client = import_module("django.test").Client(SERVER_NAME="localhost")
    client.force_login(family.owner)
    people = size.named + size.unnamed
    sys.stdout.write(f"\n{people:,} people ({size.named:,} named), {size.faces:,} faces\n")
    sys.stdout.write(
        f"{'':<34}{'requests':>9}{'page KB':>9}{'faces KB':>9}{'queries':>9}"
        f"{'wall ms':>9}{'CPU ms':>9}\n"
    )
    page = client.get("/people/").content.decode()
    sheets = _files(page)
    cold = timed(lambda: _fetch(client, sheets))
    pages = {
        "people page": "/people/",
        "find among the names": "/people/?find=n",
        "the person on most photos": family.largest.get_absolute_url(),
    }
    if further := NEXT.search(page):
        pages["the next names, as one scrolls"] = unescape(further.group(1))
    for name, address in pages.items():
        part = "?" in address
        _row(_ask(client, name, address, rounds, headers={"HX-Request": "true"} if part else {}))
    _row(_name(client, family, rounds))
    _compare(client, family, page, sheets, cold)


def _compare(
    client: "Client", family: "Household", page: str, sheets: Sequence[str], cold: Taken
) -> None:
    """The faces of the people page on its sheets, and one by one."""
    shown = {int(pk) for pk in PERSON.findall(page)}
    covers = family.library.people.filter(pk__in=shown).values_list("cover", flat=True)
    singly = [f"/faces/{pk}/crop/" for pk in covers]
    sizes = []
    for files in (sheets, singly):
        taken = timed(partial(_fetch, client, files))
        sizes.append(
            f"{len(files)} files, {_fetch(client, files) / 1000:.0f} KB, {taken.cpu:.0f} ms"
        )
    sys.stdout.write(
        f"  its {len(singly)} faces on sheets: {sizes[0]} CPU ({cold.cpu:.0f} ms when first made)\n"
        f"  the same faces one by one: {sizes[1]} CPU\n"
    )


def _ask(
    client: "Client", name: str, address: str, rounds: int, *, headers: dict[str, str]
) -> Asked:
    def ask() -> Any:  # noqa: ANN401 Django's test client is not typed
        return client.get(address, headers=headers)

    page = ask()
    if page.status_code != 200:
        raise RuntimeError(f"{address} answered {page.status_code}")
    files = _files(page.content.decode())
    file_bytes = _fetch(client, files)
    queries = _queries(ask)
    taken = median([timed(ask) for _ in range(rounds)])
    return Asked(name, 1 + len(files), len(page.content), file_bytes, queries, taken)


def _name(client: "Client", family: "Household", rounds: int) -> Asked:
    """Name somebody in place, each time somebody else; no queue is at hand, as for any action."""
    jobs = import_module("gallery.jobs")
    waiting = iter(family.unnamed)

    def name(person: Any) -> Any:  # noqa: ANN401 see above
        with jobs.without_queue():
            return client.post(
                f"/people/{person.pk}/rename/",
                {"name": f"New {person.pk}", "page": "people"},
                headers={"HX-Request": "true"},
            )

    answer = name(next(waiting))
    if answer.status_code != 200:
        raise RuntimeError(f"naming answered {answer.status_code}")
    queries = _queries(lambda: name(next(waiting)))
    taken = [timed(partial(name, person)) for person in islice(waiting, rounds)]
    files = _files(answer.content.decode())
    return Asked(
        "naming one in place", 1 + len(files), len(answer.content), _fetch(client, files),
        queries, median(taken),
    )  # fmt: skip


def _queries(ask: Callable[[], object]) -> int:
    connection = import_module("django.db").connection
    with import_module("django.test.utils").CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def _files(page: str) -> list[str]:
    """Addresses of the crops and sheets that a page names, each once."""
    found = (match.group(1) or match.group(2) for match in FILES.finditer(page))
    return list(dict.fromkeys(unescape(address) for address in found))


def _fetch(client: "Client", files: Sequence[str]) -> int:
    answers = (client.get(address) for address in files)
    return sum(len(answer.getvalue()) for answer in answers if answer.status_code == 200)


def _row(asked: Asked) -> None:
    sys.stdout.write(
        f"  {asked.name:<32}{asked.requests:>9}{asked.page_bytes / 1000:>9.0f}"
        f"{asked.file_bytes / 1000:>9.0f}{asked.queries:>9}"
        f"{asked.taken.wall:>9.0f}{asked.taken.cpu:>9.0f}\n"
    )


if __name__ == "__main__":
    main()
