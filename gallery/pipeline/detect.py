"""Detect: which faces a photo shows, and where."""

from django.db import transaction

from faces.detect import look
from faces.image import encode, face_thumbnail
from faces.sandbox import Sandbox
from faces.types import Detection, Detector, Pixels
from gallery import jobs, storage
from gallery.models import Asset, Face, Stage
from gallery.pipeline.forgotten import forgotten
from gallery.pipeline.matching import replace_faces


def run(pk: int, *, detector: Detector, sandbox: Sandbox) -> bool:
    """Record the faces of a photo; what people said of faces found before is kept.

    Returns:
        Whether representation of its faces is what follows now.
    """
    asked = False
    with jobs.Attempt(Stage.DETECT, pk) as attempt:
        if attempt.job is None or attempt.job.asset is None:
            return False
        asset = attempt.job.asset
        path = storage.original_of(asset)
        picture, seen = look(detector, lambda size: sandbox.open_upright(path, longest=size))
        seen = [
            one
            for one, gone in zip(seen, forgotten(asset, [d.box for d in seen]), strict=True)
            if not gone
        ]
        found = [new_face(asset, one, detector.version) for one in seen]
        for face in found:
            write_crop(face, picture.pixels)
        with transaction.atomic():
            if attempt.finish(version=detector.version):
                replaced = replace_faces(asset, found)
                if Face.objects.real().filter(asset=asset, represented_by="").exists():
                    jobs.enqueue(Stage.REPRESENT, asset)
                    asked = True
                elif replaced.gone:
                    jobs.enqueue(Stage.CLUSTER, asset.library, after=jobs.QUIET)
        storage.erase_stale_crops(asset)
    return asked


def new_face(asset: Asset, seen: Detection, version: str) -> Face:
    """Make the row of a detection, not saved yet; the box is kept inside the picture."""
    box = seen.box
    return Face(
        asset=asset,
        left=max(0.0, box.left),
        top=max(0.0, box.top),
        right=min(1.0, box.right),
        bottom=min(1.0, box.bottom),
        landmarks=[list(point) for point in seen.landmarks],
        score=seen.score,
        detected_by=version,
    )


def write_crop(face: Face, pixels: Pixels) -> None:
    """Write what pages show of a face, cut from its upright (H, W, 3) picture."""
    path = storage.rendition_path(face.asset, storage.face_crop_name(face))
    storage.write_rendition(path, encode(face_thumbnail(pixels, face.box)))
