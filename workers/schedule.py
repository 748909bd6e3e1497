"""What runs by the clock, and at each start."""

from celery.schedules import crontab

from gallery import jobs, storage
from gallery.pipeline import renewal
from workers import runtime
from workers.celery import app

app.conf.beat_schedule = {
    "sweep": {"task": "kindred.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "tidy": {"task": "kindred.tidy", "schedule": crontab(hour="3", minute="20")},
}


@app.task(name="kindred.begin")
def begin() -> None:
    """At the start of a worker: free what the last one held, renew what is out of date."""
    jobs.take_back_from_the_dead()
    renewal.renew(detector=runtime.detector().version, representer=runtime.representer_version())
    jobs.hint_again()


@app.task(name="kindred.sweep")
def sweep() -> None:
    """Each minute: hint at everything that is due."""
    jobs.take_back_from_the_dead()
    jobs.sweep()


@app.task(name="kindred.tidy")
def tidy() -> None:
    """Once a day: remove uploads that were cut off, and cover sheets of pages long gone."""
    storage.reap_partials()
    storage.reap_sheets()
