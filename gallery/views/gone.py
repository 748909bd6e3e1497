from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404

from gallery.actions.people import GoneError


@contextmanager
def gone_is_not_found() -> Iterator[None]:
    """Decorate a view: 404 where somebody went while we looked, as another member was quicker."""
    try:
        yield
    except GoneError:
        raise Http404 from None
