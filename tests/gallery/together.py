"""Two things at once, as two browsers do them."""

import time
from collections.abc import Callable
from threading import Barrier, Thread

from django.db import OperationalError, connection


def together(*calls: Callable[[], object]) -> list[object]:
    """Start all at the same moment; what each gave or raised, in order."""
    start = Barrier(len(calls))
    outcomes: list[object] = [None] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes[place] = _patiently(call)
        except Exception as error:  # noqa: BLE001 handed to the test
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=[place, call]) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def _patiently(call: Callable[[], object]) -> object:
    """The test database of SQLite lies in memory, where a lock is an error instead of a wait."""
    for _ in range(200):
        try:
            return call()
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.02)
    raise TimeoutError("locked for four seconds")
