"""How far an age by Eq. (2) can be trusted: its bias and its spread at each estimated age.

Measured on people 001 to 010 of FG-NET and on the part of UTKFace, whose older people were
weighted down to a family's (docs/evaluation.md). Ages of small children are read to a year or
two; of grown-ups to ten. Those of about ten are read two years too young, young grown-ups two
or three too old.
"""

import numpy as np

from faces.types import Doubles

NEAREST, GROWTH, WIDEST = 1.0, 0.25, 10.0
AT = (1.0, 3.0, 6.0, 11.0, 17.0, 24.0, 32.0, 42.0, 60.0)
BIAS = (0.0, -0.3, -0.6, -2.0, 0.0, 3.0, 2.0, -2.0, -2.5)


def spread(ages: Doubles) -> Doubles:
    """Return the standard error in years of (N,) estimated ages; NaN where unknown."""
    return np.minimum(NEAREST + GROWTH * ages, WIDEST)


def unbiased(ages: Doubles) -> Doubles:
    """Return (N,) estimated ages less what they are read too old; NaN where unknown."""
    return ages - np.interp(ages, AT, BIAS)
