"""How good the engine is: measures of a partition, labelled sets, and albums of known truth.

measures  BCubed and the paper's other measures of a clustering (its Tables 1-3)
datasets  the labels of FG-NET, and of folders with a person each
album     writes an album of dated photos and group photos whose truth is known
people    holds the people that `organize` wrote against an album's truth
friends   holds them against folders of reference faces

`python -m faces.evaluate` runs the last three.
"""

from faces.evaluate.measures import Agreement, agreement, bcubed

__all__ = ["Agreement", "agreement", "bcubed"]
