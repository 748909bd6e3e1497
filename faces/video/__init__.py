"""Videos: the faces of the sampled frames of a clip, one for each person in it (paper, 2.2).

values      Clip and ClipFace, Probe
containers  a video opened safely and decoded from front to back
frames      a frame upright and reduced; the poster; what a file is without its faces
tracks      one face followed through the sampled frames
analysis    the whole: sample, detect, represent, track, cluster, one face per person
"""

from faces.video.analysis import analyse
from faces.video.frames import probe, read_poster
from faces.video.values import Clip, ClipFace, Probe

__all__ = ["Clip", "ClipFace", "Probe", "analyse", "probe", "read_poster"]
