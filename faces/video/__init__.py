"""Videos: the faces of the sampled frames of a clip, one for each person in it (paper, 2.2).

values      Clip and ClipFace, Probe
containers  a video opened safely and decoded from front to back
frames      a frame upright and reduced; the poster; what a file is without its faces
watching    the faces of sampled frames: the whole frame now and then, known faces in between
sampling    which frames are looked at
stretches   a face that hardly changes from frame to frame: one shot speaks for all
tracks      one face followed through the sampled frames
film        the frames of a video, one at a time, as somebody asks for them
analysis    the whole: sample, detect, represent, track, cluster, one face per person
"""

from faces.video.analysis import LONGEST, METHOD, analyse, find_people
from faces.video.film import Film, Frame, open_film
from faces.video.frames import probe, read_poster
from faces.video.sampling import SAMPLED
from faces.video.values import Clip, ClipFace, Probe

__all__ = [
    "LONGEST",
    "METHOD",
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
