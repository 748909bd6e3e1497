"""What was said here already, by the places it was said of."""

from collections import defaultdict
from collections.abc import Iterable

from gallery.models import Library, Statement
from gallery.portable.places import Place, place

Kind = Statement.Kind
WHOSE = (Kind.IS, Kind.NOT_A_FACE, Kind.FORGOTTEN)


class Ledger:
    """The standing statements of a library."""

    def __init__(self, library: Library) -> None:
        self._by_original: dict[str, list[Statement]] = defaultdict(list)
        self.of_people: set[tuple[str, int]] = set()
        """Kind, and person, of what was said of somebody and of no face alone."""
        standing = Statement.objects.standing().filter(library=library)
        for one in standing.defer("said").iterator(chunk_size=2000):
            self.add(one)

    def add(self, one: Statement) -> None:
        if one.person_id is not None:
            self.of_people.add((one.kind, one.person_id))
        for sha256 in {one.sha256, one.other_sha256} - {""}:
            self._by_original[sha256].append(one)

    def of_face(self, there: Place, kinds: Iterable[str]) -> Statement | None:
        """What was said of a face, or of the whole photo where a place has no box."""
        wanted = set(kinds)
        said = [one for one in self._by_original[there.sha256] if one.kind in wanted]
        near = [(_likeness(about(one), there), -i) for i, one in enumerate(said)]
        likeness, nearest = max(near, default=(0.0, 0))
        return said[-nearest] if likeness > 0 else None

    def of_two(self, kind: str, one_place: Place, other_place: Place) -> Statement | None:
        """What was said of two faces, in whichever order."""
        for one in self._by_original[one_place.sha256]:
            first, second = about(one), other(one)
            straight = _likeness(first, one_place) * _likeness(second, other_place)
            crossed = _likeness(first, other_place) * _likeness(second, one_place)
            if one.kind == kind and max(straight, crossed) > 0:
                return one
        return None


def _likeness(said: Place | None, there: Place) -> float:
    return said.likeness(there) if said else 0.0


def about(one: Statement) -> Place | None:
    return place(one.sha256, one.box, one.time)


def other(one: Statement) -> Place | None:
    return place(one.other_sha256, one.other_box, one.other_time)
