"""Films made for the tests, and the two models' stand-ins that see coloured patches in them."""

from fractions import Fraction

import av
import numpy as np

from faces.types import Box, Detection, Representation

ANNA, BERT = (220, 40, 40), (40, 60, 220)
FORMATS = {
    "avi": "mpeg4",
    "matroska": "mpeg4",
    "mp4": "mpeg4",
    "mov": "libx264",
    "mpegts": "mpeg2video",
}


def film(path, frames, container="mp4", codec=None, *, rate=30, rotation=None, **options):
    """Write (H, W, 3) uint8 RGB frames, at even times or at given ones (seconds, ascending)."""
    metadata, aspect = options.get("metadata", {}), options.get("aspect")
    with av.open(str(path), "w", format=container, options=options.get("options", {})) as out:
        out.metadata.update(metadata)
        stream = out.add_stream(codec or FORMATS[container], rate=rate)
        height, width = frames[0].shape[:2]
        stream.width, stream.height = width, height
        stream.pix_fmt = options.get("pixel_format", "yuv420p")
        stream.bit_rate = 4_000_000
        if rotation is not None:
            stream.set_display_rotation(rotation)
        if aspect is not None:
            stream.codec_context.sample_aspect_ratio = Fraction(*aspect)
        times = options.get("times")
        if times is not None:
            stream.codec_context.time_base = Fraction(1, 1000)
        for index, pixels in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            if times is not None:
                frame.pts, frame.time_base = round(1000 * times[index]), Fraction(1, 1000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return path


def scene(*people, size=(240, 320)):
    """A grey frame with a 64 pixel patch at (left, top) for each (colour, left, top)."""
    pixels = np.full((*size, 3), 128, np.uint8)
    for colour, left, top in people:
        pixels[top : top + 64, left : left + 64] = colour
    return pixels


class PatchDetector:
    """Finds the patches by colour: a detector's stand-in."""

    version = "patches"

    def __init__(self):
        self.shapes = []

    def detect(self, pixels):
        self.shapes.append(pixels.shape)
        height, width = pixels.shape[:2]
        found = []
        for colour in (ANNA, BERT):
            rows, columns = np.nonzero(np.abs(pixels.astype(int) - colour).max(axis=2) < 60)
            if len(rows) > 200:
                box = Box(
                    columns.min() / width,
                    rows.min() / height,
                    (columns.max() + 1) / width,
                    (rows.max() + 1) / height,
                )
                found.append(Detection(box, ((0.5, 0.5),) * 5, 0.99))
        return found

    def look_closer(self, pixels):
        return self.detect(pixels)


class ColourRepresenter:
    """Features, age and gender by colour: the network's stand-in."""

    version = "colours"

    def represent(self, crops):
        is_anna = crops[:, :, :, 0].mean(axis=(1, 2)) > crops[:, :, :, 2].mean(axis=(1, 2))
        features = np.zeros((len(crops), 1024), np.float32)
        features[np.arange(len(crops)), np.where(is_anna, 0, 1)] = 1.0
        posterior = np.zeros((len(crops), 100), np.float32)
        posterior[np.arange(len(crops)), np.where(is_anna, 29, 59)] = 1.0  # 30 and 60 years
        return Representation(features, posterior, np.where(is_anna, 0.1, 0.9).astype(np.float32))
