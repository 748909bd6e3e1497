"""Detect: faces and their landmarks by MTCNN (Zhang et al. 2016).

mtcnn     the Detector: picture in, detections out
near      looks around the faces of a moment ago, in films
looks     how closely to look at a photo: twice where faces are small
turned    tries a picture without a sure face again turned
cascade   P-Net proposes boxes, R-Net refines them, O-Net decides and finds the landmarks
pyramid   the sizes at which P-Net looks
patches   cuts the proposed boxes out for R-Net and O-Net
boxes     squares, shifts and non-maximum suppression
"""

from pathlib import Path

from faces.detect.looks import longest_for, look
from faces.detect.mtcnn import Mtcnn, Settings
from faces.weights import models_folder

__all__ = ["Mtcnn", "Settings", "load_detector", "longest_for", "look"]


def load_detector(
    models: Path | None = None, threads: int = 0, *, settings: Settings | None = None
) -> Mtcnn:
    """Load the detector.

    Args:
        models: the folder that set-up filled; `models_folder()` by default.
        threads: at most this many at work; 0 takes each core that this process may use.
        settings: the smallest face and the thresholds; the defaults suit family photos.

    Raises:
        WeightsError: the weights are missing, damaged or of another version.
    """
    return Mtcnn(models or models_folder(), settings=settings or Settings(), threads=threads)
