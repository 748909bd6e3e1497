"""`KINDRED_DATA=FOLDER python -m tests.e2e.serve PORT`: broker and web server, without workers.

What an action asks for stays in the queue; without a broker each action would first wait two
seconds for one.
"""

import os
import signal
import sys
from threading import Event

import django

from gallery.management import parts

HOST = "127.0.0.1"


def main(port: int) -> None:
    django.setup()
    told = {**os.environ, **parts.environment(HOST)}
    programs = [one for one in parts.lasting(HOST, port, told) if one.name != "worker"]
    over = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    for program in programs:
        program.start()
    over.wait()
    for program in reversed(programs):
        program.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]))
