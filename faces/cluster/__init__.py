"""Which faces are the same person: constrained agglomerative clustering, cut at a threshold.

    values       what goes in (items, constraints, parameters) and what comes out (a partition)
    agglomerate  `partition`: puts the faces in order of id and runs the steps below
    apart        what may not be linked, and the clusters that must-links make at the start
    sums         average linkage on sums kept per cluster: exact, without a distance matrix
    dense        all four linkages on a matrix of distances, up to a memory limit
    joining      gives faces too poor to steer to the clusters of the others
    rounds       merges reciprocal nearest pairs until no two clusters are near enough
    compared     identity features as clusters compare them
    evidence     what speaks for two clusters being one person
    across       joins the pieces of one person, once the linkage is done; proposes what is unsure
    carry        gives the people of yesterday to the clusters of today

Both linkages hold the constraints inside: a pair that may not be linked makes the distance of
its clusters infinite, whatever the linkage.
"""

from faces.cluster.across import Across, Joined, Proposal, join_across
from faces.cluster.agglomerate import partition
from faces.cluster.carry import Moves, carry_over, moves_of_named
from faces.cluster.compared import comparable
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
    "carry_over",
    "comparable",
    "join_across",
    "moves_of_named",
    "partition",
]
