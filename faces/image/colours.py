"""Any picture as 8-bit sRGB."""

import io

import numpy as np
from PIL import Image, ImageCms

_MODE_OF_PROFILE = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}


def flattened(image: Image.Image) -> Image.Image:
    """Without palette, transparency and high bit depths: L, RGB or CMYK."""
    if image.mode == "F" or image.mode.startswith("I"):
        return _eight_bits(image)
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, seen).convert("RGB")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey with 16 or 32 bits: 65535 is white; with fractions: 1.0 is white."""
    grey = np.asarray(image, dtype=np.float32)
    white = 1.0 if image.mode == "F" and np.nanmax(grey) <= 1.0 else 65535.0
    eight = np.clip(np.nan_to_num(grey) * (255.0 / white), 0, 255)
    return Image.fromarray(np.rint(eight).astype(np.uint8))


def foreign_profile(icc: bytes | None) -> ImageCms.ImageCmsProfile | None:
    """The embedded profile; None if it is sRGB's, or cannot be used and is as good as none."""
    if not icc:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        known = "sRGB" in (profile.profile.profile_description or "")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    return None if known else profile


def in_srgb(image: Image.Image, profile: ImageCms.ImageCmsProfile | None) -> Image.Image:
    """Convert by a profile; by none, the picture counts as sRGB."""
    if profile is None:
        return _as_rgb(image)
    try:
        return _converted(image, profile)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return _as_rgb(image)  # browsers, too, show such a picture as it stands


def _as_rgb(image: Image.Image) -> Image.Image:
    return image if image.mode == "RGB" else image.convert("RGB")


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    mode = _MODE_OF_PROFILE.get(profile.profile.xcolor_space.strip())
    if mode is None or ("CMYK" in (mode, image.mode) and mode != image.mode):
        return _as_rgb(image)
    converted = ImageCms.profileToProfile(
        image if image.mode == mode else image.convert(mode),
        profile,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return _as_rgb(image) if converted is None else converted
