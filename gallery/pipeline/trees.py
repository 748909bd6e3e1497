"""The merge tree of a library's last clustering, so that the next need not start anew.

The result is the same without it: a tree that is missing, damaged or of other faces costs time
and nothing else, and what it says of faces it says of their digests.
"""

import logging

from faces.cluster import Tree
from faces.errors import StateError
from gallery import storage
from gallery.models import Library

logger = logging.getLogger(__name__)


def read_tree(library: Library) -> Tree | None:
    """Return what `write_tree` kept, None where that cannot be had."""
    try:
        return Tree.from_bytes(storage.tree_path(library).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, StateError) as error:
        logger.warning("the tree of library %d is made anew: %s", library.pk, error)
        return None


def write_tree(library: Library, tree: Tree | None) -> None:
    """Keep a tree for the next time; a full disk is no reason to lose the clustering."""
    if tree is None:
        return
    try:
        storage.write_rendition(storage.tree_path(library), tree.to_bytes())
    except OSError as error:
        logger.warning("the tree of library %d is not kept: %s", library.pk, error)
