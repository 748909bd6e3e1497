"""Cluster: which faces of a library are the same person."""

import logging
from dataclasses import dataclass, replace

import numpy as np
from django.db import transaction

from faces.cluster import Parameters, carry_over, moves_of_named, partition
from faces.types import Bools, Ints
from gallery import jobs
from gallery.models import Face, Job, Library, Person, Stage
from gallery.pipeline.album import Album, has_changed, read_album
from gallery.pipeline.covers import choose_covers

logger = logging.getLogger(__name__)

FEW = 5  # unconfirmed faces that may move into or out of a known person without asking
RENEWING = "Faces are being looked at anew. Until all have been, everybody stays who they are."


@dataclass(frozen=True, slots=True)
class Settled:
    """Who N faces are from now on."""

    people: Ints
    """(N,) int64 person of each face, -1 where a new one is needed."""
    labels: Ints
    """(N,) int64 cluster of each face: those of one cluster need the same new person."""
    held: int
    """Faces that stay where they are because too many would have moved."""


def run(pk: int, *, version: str) -> None:
    """Tell apart the people of a library by the faces that one version of the network saw."""
    with jobs.Attempt(Stage.CLUSTER, pk) as attempt:
        if attempt.job is None:
            return
        library = attempt.job.library
        album = read_album(library, version)
        settled = settle(album)
        with transaction.atomic():
            note = _in_words(settled.held) if album.whole else RENEWING
            if not attempt.finish(version=version, note=note):
                return
            if has_changed(album, library):
                jobs.enqueue(Stage.CLUSTER, library, after=jobs.QUIET)
                return
            _save(library, album, settled)
            choose_covers(library)
            jobs.enqueue(Stage.REFINE, library)
            if _more_will_come(album, library):
                jobs.enqueue(Stage.CLUSTER, library, after=jobs.LONGEST_QUIET)
        logger.info("%d faces of library %d clustered, %d held", len(album.items), pk, settled.held)


def settle(album: Album, parameters: Parameters | None = None) -> Settled:
    """Cluster, and give the clusters to the people there are.

    Where more than a few unconfirmed faces would move into or out of a person that somebody
    named, all faces of the people concerned stay as they are, and the rest is clustered again
    around them: nothing a person said is undone by a machine. While the album is not whole all
    stay, for the few that may move unasked are counted each time: part by part, many would.
    """
    held = (album.people >= 0) & (not album.whole)
    while True:
        linked = album.confirmed | held
        said = replace(album.constraints, people=np.where(linked, album.people, -1))
        labels = partition(album.items, said, parameters or Parameters()).labels
        assigned = carry_over(labels, album.people, linked, album.known)
        assigned = _with_the_merged(album, labels, assigned)
        more = _to_be_held(album, labels, assigned, linked | album.bound)
        if not more.any():
            after = _settled_people(album, labels, assigned, linked | album.bound)
            return Settled(after, labels, int((held & ~album.confirmed).sum()))
        held |= more


def _more_will_come(album: Album, library: Library) -> bool:
    """Say whether to look again: the last faces to be renewed may be given up, and ask nobody."""
    represent = Job.objects.filter(library=library, stage=Stage.REPRESENT)
    return not album.whole and represent.unfinished().exists()


def _with_the_merged(album: Album, labels: Ints, assigned: Ints) -> Ints:
    """Give clusters that would be new people to those whose faces they hold since a merge.

    A child and the grown-up are two clusters for the network; who said that they are one
    person meant both, and the new faces that come to either.
    """
    assigned = assigned.copy()
    for label in np.unique(labels[album.bound]):
        if assigned[label] < 0:
            owners = album.people[album.bound & (labels == label)]
            assigned[label] = np.bincount(owners).argmax()
    return assigned


def _to_be_held(album: Album, labels: Ints, assigned: Ints, sure: Bools) -> Bools:
    """The faces of all people whom a move of more than a few faces concerns."""
    moves = moves_of_named(labels, album.people, sure, assigned, album.known)
    disturbed = moves.people[moves.leaving + moves.entering > FEW]
    after = assigned[labels] if len(labels) else album.people
    moved = (after != album.people) & (album.people >= 0) & ~sure
    concerned = moved & (np.isin(album.people, disturbed) | np.isin(after, disturbed))
    stay = np.union1d(disturbed, album.people[concerned])
    return np.isin(album.people, stay) & ~sure


def _settled_people(album: Album, labels: Ints, assigned: Ints, sure: Bools) -> Ints:
    """Person of each face; -1 too where the photo shows that person already."""
    after = np.where(sure, album.people, assigned[labels] if len(labels) else album.people)
    groups = album.constraints.groups
    taken: set[tuple[int, int]] = set()
    # The sure ones first. Within a cluster no photo is twice, so this is rare: a person of
    # several clusters, or faces held where they are.
    for i in np.argsort(~sure, kind="stable").tolist():
        if groups[i] < 0 or after[i] < 0:
            continue
        place = (int(after[i]), int(groups[i]))
        if place in taken and not sure[i]:
            after[i] = -1
        taken.add(place)
    return after


def _save(library: Library, album: Album, settled: Settled) -> None:
    people = settled.people.copy()
    # In a part of the album a new person may be somebody whose other faces are not there yet.
    unknown = np.unique(settled.labels[(people < 0) & album.whole])
    made = Person.objects.bulk_create([Person(library=library) for _ in unknown])
    for label, person in zip(unknown, made, strict=True):
        people[(people < 0) & (settled.labels == label)] = person.pk
    moved = np.flatnonzero(people != album.people)
    faces = [
        Face(
            pk=int(album.items.ids[i]), person_id=int(people[i]), confirmed=bool(album.confirmed[i])
        )
        for i in moved
    ]
    Face.objects.bulk_update(faces, ["person"], batch_size=jobs.BATCH)
    nobody = Person.objects.filter(library=library, faces=None)
    nobody.exclude(pk__in=nobody.of_whom_something_was_said().values("pk")).delete()


def _in_words(held: int) -> str:
    if not held:
        return ""
    return f"{held} faces stay with the people they are with: too many would have moved unasked."
