"""Videos: the faces of the sampled frames of a clip, one for each person in it (paper, 2.2).

values      Clip and ClipFace, Probe
containers  a video opened safely and decoded from front to back
frames      a frame upright and reduced; the poster; what a file is without its faces
tracks      one face followed through the sampled frames
film        the frames of a video, one at a time, as somebody asks for them
analysis    the whole: sample, detect, represent, track, cluster, one face per person
"""

from faces.video.analysis import LONGEST, SAMPLED, analyse, find_people
from faces.video.film import Film, Frame, open_film
from faces.video.frames import probe, read_poster
from faces.video.values import Clip, ClipFace, Probe

__all__ = [
    "LONGEST",
    "SAMPLED",
    "Clip",
    "ClipFace",
    "Film",
    "Frame",
    "Probe",
    "analyse",
    "find_people",
    "open_film",
    "probe",
    "read_poster",
]
