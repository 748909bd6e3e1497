"""The paper's multi-output network (Fig. 1) as a Keras model: the reference.

Importing this module imports TensorFlow.
"""

from collections.abc import Mapping

import keras
import numpy as np
from keras import layers

from faces.types import AGES, Floats, Pixels
from faces.weights.layout import BLOCKS, SIDE, STRIDE_TWO

MEAN_BGR = np.array([103.939, 116.779, 123.68], np.float32)


def preprocess(crops: Pixels) -> Floats:
    """Turn (N, 224, 224, 3) uint8 RGB into the network's input: float32 BGR less the mean."""
    return crops[..., ::-1].astype(np.float32) - MEAN_BGR


def build_network() -> keras.Model:
    """Return the network without weights.

    Batch normalisation is folded into the convolutions, as in the published arrays. The input is
    that of `preprocess`; the outputs are those of the layers `global_pooling` (N, 1024),
    `age_pred` (N, 100) and `gender_pred` (N, 1).
    """
    pictures = keras.Input((SIDE, SIDE, 3), name="input_1")
    value = layers.Conv2D(32, 3, strides=2, padding="same", name="conv1")(pictures)
    value = layers.ReLU(6.0, name="conv1_relu")(value)
    for block in BLOCKS:
        value = _block(value, block)
    pooled = layers.GlobalAveragePooling2D(name="global_pooling")(value)
    hidden = layers.Dense(256, activation="relu", name="feats")(pooled)
    age = layers.Dense(AGES, activation="softmax", name="age_pred")(hidden)
    gender = layers.Dense(1, activation="sigmoid", name="gender_pred")(hidden)
    return keras.Model(pictures, [pooled, age, gender], name="faceres")


def _block(value: keras.KerasTensor, block: int) -> keras.KerasTensor:
    step = 2 if block in STRIDE_TWO else 1
    value = layers.DepthwiseConv2D(3, strides=step, padding="same", name=f"conv_dw_{block}")(value)
    value = layers.ReLU(6.0, name=f"conv_dw_{block}_relu")(value)
    value = layers.Conv2D(_channels(block), 1, name=f"conv_pw_{block}")(value)
    return layers.ReLU(6.0, name=f"conv_pw_{block}_relu")(value)


def _channels(block: int) -> int:
    """Channels after a block: 64 after the first, doubled where the picture halves."""
    return 64 << sum(block >= halving for halving in STRIDE_TWO)


def load_arrays(network: keras.Model, arrays: Mapping[str, Floats]) -> None:
    """Give the layers the published arrays, each by its name.

    Raises:
        ValueError: an array does not fit its layer.
        KeyError: an array is missing.
    """
    for layer in network.layers:
        if layer.weights:
            layer.set_weights(_layer_arrays(layer.name, arrays))


def _layer_arrays(name: str, arrays: Mapping[str, Floats]) -> list[Floats]:
    if f"{name}/kernel" in arrays:
        return [arrays[f"{name}/kernel"], arrays[f"{name}/bias"]]
    bias = arrays[f"{name}_bn/batchnorm_1/sub"]
    if f"{name}/depthwise_kernel" in arrays:
        scale = arrays[f"{name}_bn/batchnorm_1/mul"]
        return [arrays[f"{name}/depthwise_kernel"] * scale[:, np.newaxis], bias]
    return [arrays[f"{name}/convolution/merged_input"], bias]
