"""Cluster: which faces of a library are the same person."""

import logging
import time
from dataclasses import asdict

import numpy as np
from django.db import transaction

from faces.cluster import Parameters
from faces.types import Ints
from gallery import jobs
from gallery.models import Face, Job, Library, Person, Run, Stage
from gallery.pipeline.album import Album, has_changed, read_album
from gallery.pipeline.covers import choose_covers
from gallery.pipeline.proposals import (
    look_over,
    numbered,
    of_joins,
    of_moves,
    of_review,
    propose,
)
from gallery.pipeline.settle import Settled, settle
from gallery.pipeline.trees import read_trees, write_trees

logger = logging.getLogger(__name__)

VERSION = "cluster-2"
RUNS_KEPT = 100  # of a library
RENEWING = "Faces are being looked at anew. Until all have been, everybody stays who they are."


def version_of(representer: str) -> str:
    """Name how a library was clustered: a library of another version is clustered again."""
    return f"{VERSION} {representer}"


def run(pk: int, *, version: str) -> None:
    """Tell apart the people of a library by the faces that one version of the network saw."""
    with jobs.Attempt(Stage.CLUSTER, pk) as attempt:
        if attempt.job is None:
            return
        library, started = attempt.job.library, time.monotonic()
        album, parameters = read_album(library, version), Parameters()
        settled = settle(album, parameters, read_trees(library))
        numbers = numbered(settled)
        found = look_over(library, album, numbers) if album.whole else []
        with transaction.atomic():
            note = _in_words(settled.held) if album.whole else RENEWING
            if not attempt.finish(version=version_of(version), note=note):
                return
            if has_changed(album, library):
                jobs.enqueue(Stage.CLUSTER, library, after=jobs.QUIET)
                return
            people = _save(library, album, settled)
            if album.whole:
                # While the job is locked: who turns recognition off waits, then erases them.
                write_trees(library, settled.trees)
            seconds = time.monotonic() - started
            made = _record(library, album, settled, version, parameters, seconds)
            if album.whole:
                asked = of_moves(album, settled.asked) + of_joins(settled, people)
                propose(made, asked + of_review(library, album, found, numbers, people))
            choose_covers(library)
            jobs.enqueue(Stage.REFINE, library)
            if _more_will_come(album, library):
                jobs.enqueue(Stage.CLUSTER, library, after=jobs.LONGEST_QUIET)
        logger.info("%d faces of library %d clustered, %d held", len(album.items), pk, settled.held)


def _more_will_come(album: Album, library: Library) -> bool:
    """Say whether to look again: the last faces to be renewed may be given up, and ask nobody."""
    represent = Job.objects.filter(library=library, stage=Stage.REPRESENT)
    return not album.whole and represent.unfinished().exists()


def _save(library: Library, album: Album, settled: Settled) -> Ints:
    """Write who N faces are; return the person of each, -1 where that is still open."""
    people = settled.people.copy()
    # In a part of the album a new person may be somebody whose other faces are not there yet.
    unknown = (people < 0) & album.whole
    labels, of_face = np.unique(settled.labels[unknown], return_inverse=True)
    made = Person.objects.bulk_create([Person(library=library) for _ in labels])
    people[unknown] = np.array([person.pk for person in made], np.int64)[of_face]
    moved = np.flatnonzero(people != album.people)
    faces = [Face(pk=int(album.items.ids[i]), person_id=int(people[i])) for i in moved]
    Face.objects.bulk_update(faces, ["person"], batch_size=jobs.BATCH)
    nobody = Person.objects.filter(library=library, faces=None)
    nobody.exclude(pk__in=nobody.of_whom_something_was_said().values("pk")).delete()
    return people


def _record(
    library: Library,
    album: Album,
    settled: Settled,
    version: str,
    parameters: Parameters,
    seconds: float,
) -> Run:
    had = album.people >= 0
    run = Run.objects.create(
        library=library,
        seconds=seconds,
        version=version,
        parameters=asdict(parameters),
        faces=len(album.items),
        clusters=len(np.unique(settled.labels)),
        placed=int((~had).sum()),
        moved=int((had & (settled.people != album.people)).sum()),
        held=settled.held,
        conflicts=settled.conflicts,
    )
    old = Run.objects.filter(library=library, proposals=None)[RUNS_KEPT:]
    Run.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return run


def _in_words(held: int) -> str:
    if not held:
        return ""
    return f"{held} faces stay with the people they are with: too many would have moved unasked."
