"""What a clustering does not dare to change, kept as questions to the family."""

from collections.abc import Sequence

from gallery.models import Person, Proposal, Run
from gallery.pipeline.album import Album
from gallery.pipeline.settle import SOMEBODY_NEW, Move


def propose(run: Run, album: Album, moves: Sequence[Move]) -> None:
    """Let the open questions of a library be those of its latest run.

    A question that is asked again keeps its row; one that no run asks any more goes. Call it
    inside the transaction that saves the run.
    """
    open_ones = {
        (one.person_id, one.other_id, frozenset(face.pk for face in one.faces.all())): one
        for one in Proposal.objects.open()
        .filter(library=run.library, kind=Proposal.Kind.MOVE)
        .prefetch_related("faces")
    }
    there = set(Person.objects.filter(library=run.library).values_list("pk", flat=True))
    for move in moves:
        other = None if move.other == SOMEBODY_NEW else move.other
        if move.person not in there or (other is not None and other not in there):
            continue
        faces = frozenset(album.items.ids[move.faces].tolist())
        if open_ones.pop((move.person, other, faces), None) is None:
            _ask(run, move.person, other, faces)
    Proposal.objects.filter(pk__in=[one.pk for one in open_ones.values()]).delete()


def _ask(run: Run, person: int, other: int | None, faces: frozenset[int]) -> None:
    proposal = Proposal.objects.create(
        library=run.library,
        run=run,
        kind=Proposal.Kind.MOVE,
        person_id=person,
        other_id=other,
    )
    proposal.faces.set(faces)
