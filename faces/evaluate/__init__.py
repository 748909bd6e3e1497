"""How good the engine is: measures of a partition, labelled sets, and albums of known truth.

measures    BCubed and the paper's other measures of a clustering (its Tables 1-3)
datasets    the labels of FG-NET, and of folders with a person each
layouts     sets by the way their files lie: those of the paper, too
seen        what the networks see in them; `kept` is the folder that remembers it
clustering  tunes on a tenth of the people and measures on the rest
across      fits what joins the pieces of a person
families    dated albums with several people in a photo: constraints, birth years, genders
dating      how well photos are dated by the ages on them
report      the commands of these
album       writes an album of dated photos and group photos whose `truth` is known
organized   what `organize` wrote
people      holds the people in it against an album's truth
friends     holds them against folders of reference faces
portraits   the one face that each photo of a labelled set is of
sweep       measures of partitions at many thresholds, and the threshold of other people
crops       compares ways of cutting out a face
quality     fits and judges the quality of faces
pairs       verification: are two faces one person?
drift       how far one form of the network drifts from another, on faces and pairs

`python -m faces.evaluate --help` lists the commands.
"""

from faces.evaluate.measures import Agreement, agreement, bcubed

__all__ = ["Agreement", "agreement", "bcubed"]
