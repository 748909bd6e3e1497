"""The faces of a video: found and represented in one pass through its frames."""

from dataclasses import dataclass

from faces.image import encode
from faces.sandbox import Sandbox
from faces.types import Detector, Representer
from faces.video import METHOD, ClipFace
from gallery import storage
from gallery.models import Asset, Face, Track
from gallery.pipeline.detect import new_face
from gallery.pipeline.forgotten import forgotten
from gallery.pipeline.matching import Replaced, replace_faces


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a clip: the best shot as a face, not saved yet, and where they were seen."""

    face: Face
    seen: ClipFace


def version_of(detector: str, representer: str) -> str:
    """What a video's job says: detector, network and the way in between made its faces."""
    return f"clip.{METHOD} {detector} {representer}"


def look_at(
    asset: Asset, *, detector: Detector, representer: Representer, sandbox: Sandbox
) -> list[Person]:
    """Find the people of a video and write their crops."""
    clip = sandbox.analyse(storage.original_of(asset), detector, representer)
    gone = forgotten(asset, [one.detection.box for one in clip.people])
    people = []
    for seen in (one for one, left in zip(clip.people, gone, strict=True) if not left):
        face = new_face(asset, seen.detection, detector.version)
        face.time = seen.time
        face.features = seen.features.astype("<f4").tobytes()
        face.age_posterior = seen.age_posterior.astype("<f4").tobytes()
        face.age, face.p_male = seen.age, seen.p_male
        face.quality = seen.quality
        face.represented_by = representer.version
        path = storage.rendition_path(asset, storage.face_crop_name(face))
        storage.write_rendition(path, encode(seen.thumbnail))
        people.append(Person(face, seen))
    return people


def save(asset: Asset, people: list[Person]) -> Replaced:
    """Write faces and tracks; call it inside the transaction that finishes."""
    replaced = replace_faces(asset, [person.face for person in people])
    Track.objects.filter(face__in=replaced.rows).delete()
    Track.objects.bulk_create(
        Track(
            face=row,
            frames=person.seen.frames,
            enough=person.seen.enough,
            moments=[list(moment) for moment in person.seen.moments],
        )
        for row, person in zip(replaced.rows, people, strict=True)
    )
    return replaced
