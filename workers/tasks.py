"""One task per stage: fetch what it needs, call it, nothing more."""

from gallery import jobs
from gallery.models import Stage
from gallery.pipeline import aggregate, cluster, photo, refine
from workers import runtime
from workers.celery import app


def _limit(stage: Stage) -> int:
    """Seconds after which a child that hangs is ended: just before others may try."""
    return int(jobs.lease_of(stage).total_seconds()) - 15


@app.task(name="kindred.ingest", time_limit=_limit(Stage.INGEST))
def ingest_asset(asset_id: int) -> None:
    photo.ingest_and_go_on(asset_id, runtime.engine())


@app.task(name="kindred.detect", time_limit=_limit(Stage.DETECT))
def detect_faces(asset_id: int) -> None:
    photo.detect_and_go_on(asset_id, runtime.engine())


@app.task(name="kindred.represent", time_limit=_limit(Stage.REPRESENT))
def represent_faces(asset_id: int) -> None:
    photo.represent_asset(asset_id, runtime.engine())


@app.task(name="kindred.cluster", time_limit=_limit(Stage.CLUSTER))
def cluster_library(library_id: int) -> None:
    cluster.run(library_id, version=runtime.representer_version())


@app.task(name="kindred.refine", time_limit=_limit(Stage.REFINE))
def refine_people(library_id: int) -> None:
    refine.run(library_id)


@app.task(name="kindred.aggregate", time_limit=_limit(Stage.AGGREGATE))
def aggregate_people(library_id: int) -> None:
    aggregate.run(library_id)
