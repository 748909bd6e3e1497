"""The Celery app. Rows are the truth and messages are hints: `gallery.jobs` says how."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gallery.settings")

import resource
from datetime import timedelta

from celery import Celery
from celery.signals import worker_process_init, worker_ready
from django.conf import settings

LONGEST = timedelta(hours=1)  # that a task may take: the lease of a clustering
VISIBILITY = 2 * LONGEST  # longer than any task, or it would run twice

app = Celery("kindred", broker=settings.CELERY_BROKER_URL)
app.conf.update(
    imports=["workers.tasks", "workers.schedule"],
    # Messages carry a stage's name and an id, as JSON; results stand in rows.
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    # A worker that dies gives its message back; one that kills workers is stopped by its row.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_time_limit=LONGEST.total_seconds(),
    broker_transport_options={
        "visibility_timeout": VISIBILITY.total_seconds(),
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_keepalive": True,
    },
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_create_missing_queues=True,
    task_default_queue="ingest",
    worker_max_memory_per_child=3_000_000,  # kB; decoders of hostile files may leak
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    timezone="UTC",
)


@worker_process_init.connect
def cap_memory(**_: object) -> None:
    """Children decode what people send: what a hostile file can take has an end.

    A decoder that wants more gets a MemoryError, which is the file's problem and nobody else's.
    """
    if settings.WORKER_MEMORY_MB:
        most = settings.WORKER_MEMORY_MB * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold faces


@worker_ready.connect
def begin_where_others_stopped(**_: object) -> None:
    """Free what died with the last worker, then ask for everything that is due or out of date."""
    app.send_task("kindred.begin", queue="ingest")
