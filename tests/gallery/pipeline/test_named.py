"""Names that another program wrote into a photo: kept at ingest, applied once faces are found."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from gallery import jobs
from gallery.actions.forget import forget
from gallery.actions.move import move
from gallery.actions.rename import rename
from gallery.actions.undo import undo
from gallery.models import Decision, Face, Job, Person, Stage, Statement
from gallery.pipeline import detect, ingest
from tests.faces.metadata.xmps import face, listed, mwg, xmp
from tests.gallery.factories import PersonFactory, UserFactory
from tests.gallery.pipeline.conftest import LEFT, RIGHT, SANDBOX, Seer, painted

pytestmark = pytest.mark.django_db
ANNA = face("Anna", (0.2, 0.4, 0.2, 0.4))  # LEFT, as other programs write it
BERT = face("Bert", (0.7, 0.4, 0.2, 0.4))


@pytest.fixture
def named(keep):
    """Keep a photo with a sidecar, and read it."""

    def named(*regions, shade=0):
        asset = keep(painted("red", "blue", shade=shade), sidecar=xmp(mwg(*regions)))
        ingest.run(asset.pk, sandbox=SANDBOX)
        return asset

    return named


def look(asset, *boxes):
    jobs.enqueue(Stage.DETECT, asset)
    detect.run(asset.pk, detector=Seer(*boxes), sandbox=SANDBOX)
    return list(asset.faces.order_by("left"))


def test_faces_get_the_people_whom_the_file_names(named):
    left, right = look(named(ANNA, BERT), LEFT, RIGHT)
    assert (left.person.name, right.person.name) == ("Anna", "Bert")
    assert left.confirmed
    assert right.confirmed


def test_the_word_is_the_uploaders(named, library):
    asset = named(ANNA)
    assert Decision.objects.get().by is None
    asset.uploaded_by = UserFactory()
    asset.save()
    Statement.objects.all().delete()
    Decision.objects.all().delete()
    jobs.enqueue(Stage.INGEST, asset)
    ingest.run(asset.pk, sandbox=SANDBOX)
    [left] = look(asset, LEFT)
    assert left.confirmed_by == asset.uploaded_by
    assert Decision.objects.get().by == asset.uploaded_by


def test_somebody_who_has_that_name_is_that_person(named, library):
    anna = PersonFactory(library=library, name="anna")
    PersonFactory(name="Anna")  # of another family
    [left] = look(named(ANNA), LEFT)
    assert left.person == anna


def test_a_name_on_many_photos_is_one_person(named):
    for shade in (0, 20, 40):
        look(named(ANNA, shade=shade), LEFT)
    assert Person.objects.get().faces.count() == 3
    assert Decision.objects.count() == 1


def test_a_whole_head_is_the_face_in_it(named):
    [left] = look(named(face("Anna", (0.2, 0.4, 0.4, 0.75))), LEFT)
    assert left.person.name == "Anna"
    assert left.box == LEFT


def test_where_nothing_is_found_a_face_is_drawn_and_looked_at(named):
    asset = named(ANNA, BERT)
    left, right = look(asset, LEFT)
    assert right.detected_by == Face.DRAWN
    assert right.person.name == "Bert"
    assert right.represented_by == ""
    assert Job.objects.filter(asset=asset, stage=Stage.REPRESENT).exists()
    again = look(asset, LEFT)
    assert [one.pk for one in again] == [left.pk, right.pk]


def test_a_place_of_a_few_pixels_is_no_face(named):
    look(named(face("Anna", (0.5, 0.5, 0.02, 0.02))))
    assert not Face.objects.exists()
    assert not Person.objects.exists()


def test_one_person_may_be_named_twice_in_a_photo(named):
    left, right = look(named(ANNA, face("Anna", (0.7, 0.4, 0.2, 0.4))), LEFT, RIGHT)
    assert left.person == right.person
    assert Statement.objects.get(kind="twice").person == left.person


def test_reading_a_file_again_says_nothing_twice(named):
    asset = named(ANNA)
    for _ in range(2):
        jobs.enqueue(Stage.INGEST, asset)
        ingest.run(asset.pk, sandbox=SANDBOX)
    assert Statement.objects.count() == 1


def test_what_somebody_said_here_counts_more(named, owner):
    asset = named(ANNA)
    Statement.objects.all().delete()
    [left] = look(asset, LEFT)
    _, mia = move([left], None, by=owner)
    rename(mia, "Mia", by=owner)
    jobs.enqueue(Stage.INGEST, asset)
    ingest.run(asset.pk, sandbox=SANDBOX)
    [left] = look(asset, LEFT)
    assert left.person == mia
    assert not Person.objects.filter(name="Anna").exists()


def test_it_can_be_undone_and_stays_undone(named):
    asset = named(ANNA, BERT)
    look(asset, LEFT)
    undo(Decision.objects.get())
    [left] = asset.faces.all()
    assert (left.person, left.confirmed, left.box) == (None, False, LEFT)
    assert not Person.objects.exists()
    jobs.enqueue(Stage.INGEST, asset)
    ingest.run(asset.pk, sandbox=SANDBOX)
    look(asset, LEFT)
    assert not Person.objects.exists()


def test_who_was_there_before_stays_when_it_is_undone(named, library):
    anna = PersonFactory(library=library, name="Anna")
    look(named(ANNA), LEFT)
    undo(Decision.objects.get())
    assert list(Person.objects.all()) == [anna]
    assert not anna.faces.exists()


def test_whom_photos_that_came_another_day_name_as_well_stays(named):
    first = named(ANNA)
    look(first, LEFT)
    Decision.objects.update(at=Decision.objects.get().at - timedelta(days=1))
    second = named(ANNA, shade=20)
    [left] = look(second, LEFT)
    assert Decision.objects.count() == 2
    undo(Decision.objects.order_by("pk")[0])
    anna = Person.objects.get()
    assert anna.name == "Anna"
    assert list(anna.faces.all()) == [left]


def test_without_recognition_nobody_is_named(named, library):
    library.recognition = False
    library.save()
    named(ANNA)
    assert not Statement.objects.exists()
    assert not Decision.objects.exists()


def test_names_without_a_place_are_let_go(keep):
    asset = keep(painted("red"), sidecar=xmp(listed("Iptc4xmpExt:PersonInImage", ["Anna"])))
    ingest.run(asset.pk, sandbox=SANDBOX)
    assert not Statement.objects.exists()


def test_a_face_of_a_turned_photo_is_where_it_is_seen(keep, library):
    """The photo is stored on its side; the region is written in stored pixels."""
    content = painted("red")
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = io.BytesIO()
    Image.open(io.BytesIO(content)).save(turned, "JPEG", exif=exif)
    asset = keep(turned.getvalue(), sidecar=xmp(mwg(ANNA)))
    ingest.run(asset.pk, sandbox=SANDBOX)
    asset.refresh_from_db()
    assert asset.width < asset.height
    [drawn] = look(asset)
    assert (drawn.left, drawn.top, drawn.right, drawn.bottom) == pytest.approx((0.4, 0.1, 0.8, 0.3))


def test_who_was_forgotten_is_not_named_again_by_the_file(named, owner):
    asset = named(ANNA, BERT)
    look(asset, LEFT, RIGHT)
    forget(Person.objects.get(name="Anna"), by=owner)
    jobs.enqueue(Stage.INGEST, asset)
    ingest.run(asset.pk, sandbox=SANDBOX)
    [right] = look(asset, LEFT, RIGHT)
    assert right.person.name == "Bert"
    assert not Person.objects.filter(name="Anna").exists()
    assert not Statement.objects.filter(said__name="Anna").exists()
