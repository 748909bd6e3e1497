"""What somebody said outlives the rows it was said of."""

import pytest
from django.utils import timezone

from faces.types import Box
from gallery import jobs
from gallery.actions.birth_date import set_birth_date
from gallery.actions.forbid import forbid
from gallery.actions.forget import forget
from gallery.actions.move import move
from gallery.actions.not_a_face import not_a_face
from gallery.actions.rename import rename
from gallery.actions.twice import twice
from gallery.models import Face, Person, Stage, Statement
from gallery.pipeline import cluster, detect, represent
from tests.gallery.factories import PersonFactory, StatementFactory
from tests.gallery.pipeline.conftest import LEFT, RIGHT, SANDBOX, Painter, Seer, painted

pytestmark = pytest.mark.django_db
ASIDE = Box(0.13, 0.23, 0.33, 0.63)  # LEFT as another detector sees it
RIGHT_ASIDE = Box(0.62, 0.18, 0.82, 0.56)


@pytest.fixture
def photo(keep):
    return keep(painted("red", "blue"))


def look(asset, *boxes, version="seer-1", network="painter-1"):
    jobs.enqueue(Stage.DETECT, asset)
    detect.run(asset.pk, detector=Seer(*boxes, version=version), sandbox=SANDBOX)
    jobs.enqueue(Stage.REPRESENT, asset)
    represent.run(asset.pk, detector=Seer(), representer=Painter(version=network), sandbox=SANDBOX)


def face_at(asset, box):
    return max(asset.faces.all(), key=lambda face: face.box.iou(box))


def lost_and_found(asset, *boxes):
    """The rows of its faces are gone, as when the original went and came again."""
    Face.objects.filter(asset=asset).delete()
    look(asset, *boxes, version="another", network="painter-2")


def test_all_that_was_said_of_faces_is_said_again_when_they_come_again(photo, owner, library):
    look(photo, LEFT, RIGHT)
    mia = PersonFactory(library=library)
    move([face_at(photo, LEFT)], mia, by=owner)
    rename(mia, "Mia", by=owner)
    not_a_face([face_at(photo, RIGHT)], by=owner)
    lost_and_found(photo, ASIDE, RIGHT_ASIDE)
    face, stain = face_at(photo, LEFT), face_at(photo, RIGHT)
    assert (face.box, face.person, face.confirmed, face.confirmed_by) == (ASIDE, mia, True, owner)
    assert (stain.not_a_face, stain.person) == (True, None)
    mia.refresh_from_db()
    assert mia.cover == face or mia.cover is None


def test_links_between_two_photos_hold_again_once_both_have_their_faces(keep, owner, library):
    one, other = keep(painted("red")), keep(painted("red", shade=40))
    for asset in (one, other):
        look(asset, LEFT)
    mia = PersonFactory(library=library)
    Face.objects.update(person=mia)
    forbid([other.faces.get()], by=owner)
    for asset in (one, other):
        lost_and_found(asset, ASIDE)
    said = Statement.objects.that_part().get()
    assert {said.face, said.other_face} == {one.faces.get(), other.faces.get()}
    jobs.enqueue(Stage.CLUSTER, library)
    cluster.run(library.pk, version="painter-2")
    assert one.faces.get().person == mia
    assert other.faces.get().person not in {mia, None}


def test_a_confirmed_face_that_no_detector_finds_is_drawn_and_represented(photo, owner, library):
    look(photo, LEFT)
    mia = PersonFactory(library=library)
    move([photo.faces.get()], mia, by=owner)
    lost_and_found(photo)
    face = photo.faces.get()
    assert (face.box, face.person, face.detected_by) == (LEFT, mia, Face.DRAWN)
    assert face.represented_by == "painter-2"


def test_what_was_withdrawn_or_is_of_somebody_who_went_is_not_said_again(photo, owner, library):
    look(photo, LEFT, RIGHT)
    mia, ben = PersonFactory(library=library), PersonFactory(library=library)
    move([face_at(photo, LEFT)], mia, by=owner)
    move([face_at(photo, RIGHT)], ben, by=owner)
    Statement.objects.filter(person=mia).update(withdrawn_at=timezone.now())
    Face.objects.update(person=None, confirmed=False)
    ben.delete()
    lost_and_found(photo, LEFT, RIGHT)
    assert not Face.objects.filter(person__isnull=False).exists()


def test_twice_in_one_photo_is_known_again(photo, owner, library):
    look(photo, LEFT, RIGHT)
    move([face_at(photo, LEFT)], PersonFactory(library=library), by=owner)
    twice(face_at(photo, LEFT), face_at(photo, RIGHT), by=owner)
    lost_and_found(photo, ASIDE, RIGHT_ASIDE)
    said = Statement.objects.standing().get(kind="twice")
    assert {said.face, said.other_face} == set(photo.faces.all())
    assert photo.faces.filter(person__isnull=False).values("person").distinct().count() == 1


def test_words_that_came_before_the_photo_wait_for_it(keep, library, owner):
    content = painted("red")
    mia = PersonFactory(library=library, name="Mia")
    sha256 = keep(content).sha256
    StatementFactory(library=library, person=mia, sha256=sha256, box=[0.1, 0.2, 0.3, 0.6], by=owner)
    look(keep(content), ASIDE)
    assert Face.objects.get().person == mia
    assert Statement.objects.get().face == Face.objects.get()


def test_no_detector_brings_back_whom_the_family_had_forgotten(photo, owner, library):
    look(photo, LEFT)
    mia = PersonFactory(library=library)
    Face.objects.update(person=mia)
    forget(mia, by=owner)
    look(photo, ASIDE, RIGHT, version="another")
    assert [face.box for face in photo.faces.all()] == [RIGHT]


def test_a_new_detector_and_a_new_network_keep_all_names_links_and_birth_dates(
    keep, owner, library
):
    """Re-detection with other parameters and a full run again."""
    colours = ("red", "blue", "green")
    photos = [
        keep(painted(one, other, shade=12 * shade))
        for shade, (one, other) in enumerate(zip(colours * 3, colours[1:] * 3, strict=False))
    ]
    for photo in photos:
        look(photo, LEFT, RIGHT)
    run(library, "painter-1")
    people = list(Person.objects.order_by("pk"))
    for number, person in enumerate(people):
        rename(person, f"Person {number}", by=owner)
        set_birth_date(person, timezone.localdate().replace(year=1990 + number), "year", by=owner)
    forbid([people[0].faces.last()], by=owner)
    before = told()
    for photo in photos:
        look(photo, ASIDE, RIGHT_ASIDE, version="seer-9", network="painter-9")
    run(library, "painter-9")
    assert told() == before
    run(library, "painter-9")
    assert told() == before


def run(library, version):
    jobs.enqueue(Stage.CLUSTER, library)
    cluster.run(library.pk, version=version)


def told():
    """All that people said: names, dates, whose each confirmed face is, who is not whom."""
    people = Person.objects.named().order_by("pk")
    statements = Statement.objects.standing().order_by("pk")
    return [
        list(people.values_list("pk", "name", "birth_date", "birth_precision", "cover")),
        list(Face.objects.filter(confirmed=True).order_by("pk").values_list("pk", "person")),
        list(statements.values_list("pk", "kind", "face", "other_face", "person")),
    ]


def test_words_from_elsewhere_do_not_bring_back_whom_the_family_had_forgotten(
    photo, owner, library
):
    look(photo, LEFT)
    mia = PersonFactory(library=library)
    Face.objects.update(person=mia)
    forget(mia, by=owner)
    other = PersonFactory(library=library, name="Mia")
    StatementFactory(
        library=library, person=other, sha256=photo.sha256, box=[0.1, 0.2, 0.3, 0.6], by=owner
    )
    look(photo, LEFT, version="another")
    assert not Face.objects.exists()
