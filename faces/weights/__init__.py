"""The published weights: where they come from, whether they are the right ones, which are in use.

    manifest   what is published: package, files, sha256, licence (models/manifest.json)
    sources    finds the packages' files and checks them
    tfjs       reads the arrays of a TensorFlow.js graph model
    layout     the numbers that shape the paper's network
    graph      builds ONNX graphs node by node
    prelu      PReLU in the form that runs fastest
    network    the paper's network as an ONNX graph
    int8       the same with its convolutions in 8-bit integers
    cascade    MTCNN's three networks as ONNX graphs
    convert    set-up: sources in, checked ONNX files out (`python -m faces.weights`)
    store      what set-up made, checked again before it is used
    session    opens it in ONNX Runtime

Nothing here imports TensorFlow, and only set-up imports onnx.
"""

from faces.weights.manifest import Weights, current_versions, read_manifest
from faces.weights.store import models_folder

__all__ = ["Weights", "current_versions", "models_folder", "read_manifest"]
