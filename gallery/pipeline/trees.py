"""The merge trees of a library's last clustering, so that the next need not start anew.

The result is the same without it: a tree that is missing, damaged or of other faces costs time
and nothing else, and what it says of faces it says of their digests.
"""

import logging
from collections.abc import Sequence
from pathlib import Path

from faces.cluster import Tree
from faces.errors import StateError
from gallery import storage
from gallery.models import Library

logger = logging.getLogger(__name__)


KEPT = 4  # turns of a clustering; more are seldom, and start anew


def read_trees(library: Library) -> list[Tree | None]:
    """Return what `write_trees` kept, None for what cannot be had."""
    return [_read(library, path) for path in storage.tree_paths(library)]


def write_trees(library: Library, trees: Sequence[Tree | None]) -> None:
    """Keep trees for the next time; a full disk is no reason to lose the clustering."""
    kept = [tree for tree in trees[:KEPT] if tree is not None]
    try:
        for turn, tree in enumerate(kept):
            storage.write_rendition(storage.tree_path(library, turn), tree.to_bytes())
        for path in storage.tree_paths(library)[len(kept) :]:
            path.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("a tree of library %d is not kept: %s", library.pk, error)


def _read(library: Library, path: Path) -> Tree | None:
    try:
        return Tree.from_bytes(path.read_bytes())
    except (OSError, StateError) as error:
        logger.warning("a tree of library %d is made anew: %s", library.pk, error)
        return None
