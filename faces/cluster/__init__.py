"""Which faces are the same person: constrained agglomerative clustering, cut at a threshold.

    values       what goes in (items, constraints, parameters) and what comes out (a partition)
    agglomerate  `partition`: puts the faces in order of id and runs the steps below
    apart        what may not be linked, and the clusters that must-links make at the start
    joining      gives faces too poor to steer to the clusters of the others
    compared     identity features as clusters compare them
    evidence     what speaks for two clusters being one person
    across       joins the pieces of one person, once the linkage is done; proposes what is unsure
    carry        gives the people of yesterday to the clusters of today

Average linkage, exact and without a matrix of distances:

    again        starts anew, or takes up the tree of the last time
    bands        merges reciprocal nearest pairs, the near ones first
    neighbours   who is nearest: `lists` that stay true while clusters merge, from the bounds of a
                 `board`
    means        exact distances from a mean of each cluster
    late         the same for faces that join after the linkage
    tree         what is kept for the next time; `digests` tell what has changed since
    changes      merges again only what can have changed: `loose` clusters among old `nodes`;
                 `saying` is what may not be linked, asked of items

All linkages on a matrix of distances, up to a memory limit:

    dense        the distances, updated by the Lance-Williams recurrence
    rounds       merges reciprocal nearest pairs until no two clusters are near enough
    median, rank_order   for comparison: median linkage, and the clustering of Zhu et al.

For the eye:

    picture      distances, thresholds and dendrograms in numbers to be drawn

Both linkages hold the constraints inside: a pair that may not be linked makes the distance of
its clusters infinite, whatever the linkage.
"""

from faces.cluster.across import Across, Joined, Proposal, join_across
from faces.cluster.agglomerate import partition, partition_from
from faces.cluster.carry import Moves, carry_over, moves_of_named
from faces.cluster.compared import comparable
from faces.cluster.tree import Tree
from faces.cluster.values import Constraints, Items, Parameters, Partition

__all__ = [
    "Across",
    "Constraints",
    "Items",
    "Joined",
    "Moves",
    "Parameters",
    "Partition",
    "Proposal",
    "Tree",
    "carry_over",
    "comparable",
    "join_across",
    "moves_of_named",
    "partition",
    "partition_from",
]
