"""Represent: what the network says of each face."""

from django.db import transaction

from faces.aggregate import expected_age
from faces.detect import longest_for
from faces.image import crop_faces
from faces.quality import face_quality
from faces.sandbox import Sandbox
from faces.types import Detector, Floats, Representation, Representer
from gallery import jobs, storage
from gallery.models import Asset, Face, Stage
from gallery.pipeline import clip
from gallery.pipeline.detect import write_crop
from gallery.pipeline.matching import REPRESENTATION


def run(pk: int, *, detector: Detector, representer: Representer, sandbox: Sandbox) -> None:
    """Give each face of an asset its identity features, age and gender."""
    with jobs.Attempt(Stage.REPRESENT, pk) as attempt:
        if attempt.job is None or attempt.job.asset is None:
            return
        asset = attempt.job.asset
        if asset.kind == Asset.Kind.VIDEO:
            people = clip.look_at(
                asset, detector=detector, representer=representer, sandbox=sandbox
            )
            version = clip.version_of(detector.version, representer.version)
            _save_clip(attempt, asset, people, version)
            return
        faces = _represented(asset, representer, sandbox)
        with transaction.atomic():
            if attempt.finish(version=representer.version) and _save(faces):
                jobs.enqueue(Stage.CLUSTER, asset.library, after=jobs.QUIET)


def _save_clip(
    attempt: jobs.Attempt, asset: Asset, people: list[clip.Person], version: str
) -> None:
    with transaction.atomic():
        if attempt.finish(version=version):
            replaced = clip.save(asset, people)
            if people or replaced.gone:
                jobs.enqueue(Stage.CLUSTER, asset.library, after=jobs.QUIET)
    storage.erase_stale_crops(asset)


def _describe(faces: list[Face], said: Representation, qualities: Floats, version: str) -> None:
    """Write what the network says of N faces into their N rows, not saved yet."""
    ages = expected_age(said.age_posterior)
    for row, face in enumerate(faces):
        face.quality = float(qualities[row])
        face.features = said.features[row].astype("<f4").tobytes()
        face.age_posterior = said.age_posterior[row].astype("<f4").tobytes()
        face.age = float(ages[row])
        face.p_male = float(said.p_male[row])
        face.represented_by = version


def _represented(asset: Asset, representer: Representer, sandbox: Sandbox) -> list[Face]:
    """The faces of a photo that this version has not seen yet, with what it says of them."""
    awaiting = Face.objects.real().filter(asset=asset)
    faces = list(
        awaiting.awaiting_representation(representer.version).select_related("asset").order_by("pk")
    )
    if faces:
        boxes = [face.box for face in faces]
        longest = longest_for(boxes, asset.width, asset.height)
        pixels = sandbox.open_upright(storage.original_of(asset), longest=longest).pixels
        for face in (one for one in faces if one.detected_by == Face.DRAWN):
            write_crop(face, pixels)
        crops = crop_faces(pixels, boxes)
        height, width = pixels.shape[:2]
        seen = [face.detection for face in faces]
        qualities = face_quality(crops, seen, width=width, height=height)
        _describe(faces, representer.represent(crops), qualities, representer.version)
    return faces


def _save(faces: list[Face]) -> int:
    """Save what still stands where it was looked at: another detection may have moved it."""
    now = Face.objects.select_for_update().filter(pk__in=[face.pk for face in faces])
    boxes = {face.pk: face.box for face in now.defer(*REPRESENTATION)}
    current = [face for face in faces if boxes.get(face.pk) == face.box]
    Face.objects.bulk_update(current, REPRESENTATION, batch_size=jobs.BATCH)
    return len(current)
