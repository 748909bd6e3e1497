"""The layout of the paper's network (Fig. 1): MobileNet v1, known to each form of it."""

SIDE = 224
"""Pixels on each side of the input."""
BLOCKS = range(1, 14)
"""Each a depthwise and a pointwise convolution, after a plain one of stride 2."""
STRIDE_TWO = frozenset({2, 4, 6, 12})
"""The blocks whose depthwise convolution halves the picture."""
INT8 = "int8.1"
"""Names the int8 form; raise its number with every change to what `int8` computes."""
