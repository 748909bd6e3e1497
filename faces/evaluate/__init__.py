"""How good the engine is: measures of a partition, labelled sets, and albums of known truth.

measures  BCubed and the paper's other measures of a clustering (its Tables 1-3)
datasets  the labels of FG-NET, and of folders with a person each
layouts   sets by the way their files lie: those of the paper, too
seen      what the networks see in them, kept in a folder
clustering tunes on a tenth of the people and measures on the rest
across    fits what joins the pieces of a person
report    the commands of these
album     writes an album of dated photos and group photos whose truth is known
people    holds the people that `organize` wrote against an album's truth
friends   holds them against folders of reference faces
portraits the one face that each photo of a labelled set is of
sweep     measures of partitions at many thresholds, and the threshold of other people
crops     compares ways of cutting out a face
quality   fits and judges the quality of faces

`python -m faces.evaluate` runs album, people, friends, crops, quality, clustering, common
and across.
"""

from faces.evaluate.measures import Agreement, agreement, bcubed

__all__ = ["Agreement", "agreement", "bcubed"]
