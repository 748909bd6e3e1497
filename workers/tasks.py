"""One task per stage: fetch what it needs, call it, nothing more."""

from gallery.pipeline import aggregate, cluster, detect, ingest, refine, represent
from workers import runtime
from workers.celery import app


@app.task(name="kindred.ingest")
def ingest_asset(asset_id: int) -> None:
    ingest.run(asset_id)


@app.task(name="kindred.detect")
def detect_faces(asset_id: int) -> None:
    detect.run(asset_id, detector=runtime.detector())


@app.task(name="kindred.represent")
def represent_faces(asset_id: int) -> None:
    represent.run(asset_id, detector=runtime.detector(), representer=runtime.representer())


@app.task(name="kindred.cluster")
def cluster_library(library_id: int) -> None:
    cluster.run(library_id, version=runtime.representer_version())


@app.task(name="kindred.refine")
def refine_people(library_id: int) -> None:
    refine.run(library_id)


@app.task(name="kindred.aggregate")
def aggregate_people(library_id: int) -> None:
    aggregate.run(library_id)
