"""Where the detector's time goes, and how near P-Net comes to the speed of the machine."""

import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from faces.detect import Mtcnn, Settings
from faces.detect.pyramid import pyramid_scales
from faces.types import Pixels

ROUNDS = 3


def tell_shares(detector: Mtcnn, photos: Sequence[Pixels], *, peak: float) -> None:
    """Write each network's share of the CPU time, and P-Net's of the peak in GFLOP/s."""
    cascade = detector._cascade  # noqa: SLF001 - its parts are what is timed
    spent: Counter[str] = Counter()
    nets = {"P-Net": "_proposal", "R-Net": "_refinement", "O-Net": "_output"}
    sessions = {net: getattr(cascade, attribute) for net, attribute in nets.items()}
    try:
        for net, attribute in nets.items():
            setattr(cascade, attribute, _Timed(sessions[net], net, spent))
        started = time.process_time()
        for _ in range(ROUNDS):
            for photo in photos:
                detector.detect_upright(photo)
        whole = time.process_time() - started
    finally:
        for net, attribute in nets.items():
            setattr(cascade, attribute, sessions[net])
    work = 2e-9 * ROUNDS * sum(map(_multiplications, photos))
    shares = ", ".join(f"{net} {spent[net] / whole:.0%}" for net in nets)
    speed = work / spent["P-Net"]
    sys.stdout.write(
        f"  of the CPU time {shares}, pictures and boxes {1 - sum(spent.values()) / whole:.0%}; "
        f"P-Net runs at {speed:.0f} GFLOP/s, {speed / peak:.0%} of the matrix peak\n"
    )


class _Timed:
    """A session that counts the CPU time of its runs."""

    def __init__(self, session: Any, net: str, spent: Counter[str]) -> None:  # noqa: ANN401 has no types
        self._session, self._net, self._spent = session, net, spent
        self.get_outputs = session.get_outputs

    def run(self, *arguments: Any) -> Any:  # noqa: ANN401 passed on as they come
        started = time.process_time()
        answer = self._session.run(*arguments)
        self._spent[self._net] += time.process_time() - started  # type: ignore[assignment]  # counts seconds
        return answer


def _multiplications(photo: Pixels) -> float:
    """Of P-Net on all levels of a photo: 3x3x3 to 10 channels, pooled, to 16, to 32, to 6."""
    height, width = photo.shape[:2]
    settings, total = Settings(), 0.0
    smallest = settings.smallest_in(photo)
    for scale in pyramid_scales(width, height, min_face=smallest, factor=settings.factor):
        down, across = height * scale, width * scale
        total += (down - 2) * (across - 2) * 270
        total += (down / 2 - 3) * (across / 2 - 3) * 1440
        total += (down / 2 - 5) * (across / 2 - 5) * (4608 + 192)
    return total
