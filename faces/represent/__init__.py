"""Represent: one pass of the paper's multi-output network (Fig. 1) over face crops.

load        chooses the runtime by name
versions    which there are, and what rows say of each
batches     checks crops and cuts them into batches
runtime     ONNX Runtime, the default, and its int8 form
tensorflow  the same through TensorFlow, only where it is asked for
network     the Keras model with named layers: the reference, and what training starts from
"""

from faces.represent.load import load_representer
from faces.represent.versions import version_of

__all__ = ["load_representer", "version_of"]
