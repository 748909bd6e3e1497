"""A face's sheet, all faces of somebody, and what puts them right."""

from datetime import date

import numpy as np
import pytest
from django.urls import reverse

from faces.image import encode
from gallery import storage
from gallery.models import Decision, Face, Person, Statement
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/photos/1/"}


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def somebody(library):
    def make(faces=3, **columns):
        person = PersonFactory(library=library, **columns)
        for number in range(faces):
            day = date(2010 + number, 5, 1)
            FaceFactory(asset=AssetFactory(library=library, taken_on=day), person=person)
        person.cover = person.faces.first()
        person.save()
        return person

    return make


def words(response):
    return " ".join(response.content.decode().split())


def sheet_of(client, face):
    return words(client.get(reverse("face", args=[face.pk])))


def test_the_sheet_says_by_whose_word_a_face_is_there(signed_in, somebody):
    mia = somebody(name="Mia")
    face = mia.faces.last()
    assert "said so on" not in sheet_of(signed_in, face)
    signed_in.post(reverse("faces-move"), {"face": face.pk, "person": mia.pk})
    assert "anna said so on" in sheet_of(signed_in, face)


def test_the_sheet_compares_with_the_person_and_with_others(signed_in, somebody):
    mia = somebody(name="Mia")
    somebody(name="Ben")
    page = sheet_of(signed_in, mia.faces.last())
    assert "Mean distance to their faces. Up to 1.04" in page
    assert "Ben" in page


def test_the_sheet_says_that_an_age_does_not_fit(signed_in, somebody):
    mia = somebody(name="Mia", birth_date=date(2009, 1, 1), birth_precision="year")
    page = sheet_of(signed_in, mia.faces.last())
    assert "The age does not fit: was about 2 then; looks about 2" in page


def test_the_sheet_never_holds_features(signed_in, somebody):
    face = somebody(name="Mia").faces.last()
    response = signed_in.get(reverse("face", args=[face.pk]))
    assert bytes(face.features)[:16] not in response.content


@pytest.mark.parametrize("count", [2, 12])
def test_the_sheet_asks_a_constant_number_of_questions(
    signed_in, somebody, count, django_assert_max_num_queries
):
    mia = somebody(faces=count, name="Mia")
    for _ in range(count):
        somebody(faces=2)
    address = reverse("face", args=[mia.faces.last().pk])
    with django_assert_max_num_queries(55):
        signed_in.get(address)


def test_a_face_is_given_to_whoever_has_that_name(signed_in, somebody):
    mia, ben = somebody(name="Mia"), somebody(name="Ben")
    face = mia.faces.last()
    response = signed_in.post(
        reverse("faces-move"), {"face": face.pk, "name": " ben ", "next": mia.get_absolute_url()}
    )
    assert response["Location"] == mia.get_absolute_url()
    face.refresh_from_db()
    assert (face.person, face.confirmed) == (ben, True)


def test_a_new_name_is_somebody_new_by_one_decision(signed_in, somebody):
    face = somebody(name="Mia").faces.last()
    signed_in.post(reverse("faces-move"), {"face": face.pk, "name": "Eva"})
    face.refresh_from_db()
    assert face.person.name == "Eva"
    assert Decision.objects.count() == 1
    signed_in.post(reverse("decision-undo", args=[Decision.objects.get().pk]))
    assert not Person.objects.filter(name="Eva").exists()
    assert not Statement.objects.standing().exists()


def test_two_of_one_name_are_asked_about(signed_in, somebody):
    face = somebody(name="Mia").faces.last()
    one, other = somebody(name="Anna"), somebody(name="Anna")
    response = signed_in.post(reverse("faces-move"), {"face": face.pk, "name": "Anna"})
    assert response.status_code == 422
    page = words(response)
    assert f'value="{one.pk}"' in page
    assert f'value="{other.pk}"' in page
    signed_in.post(reverse("faces-move"), {"face": face.pk, "name": "Anna", "another": "on"})
    assert Person.objects.filter(name="Anna").count() == 3


def test_twice_in_a_photo_is_asked_and_then_kept(signed_in, somebody, library):
    mia = somebody(name="Mia")
    Face.objects.filter(pk=mia.cover_id).update(confirmed=True)
    mirror = FaceFactory(asset=mia.cover.asset, left=0.7, right=0.8)
    asked = signed_in.post(reverse("faces-move"), {"face": mirror.pk, "person": mia.pk})
    assert asked.status_code == 422
    assert "Yes, the same person twice" in words(asked)
    signed_in.post(reverse("faces-move"), {"face": mirror.pk, "person": mia.pk, "twice": "on"})
    mirror.refresh_from_db()
    assert mirror.person == mia


def test_with_htmx_the_question_comes_into_the_sheet(signed_in, somebody):
    face = somebody().faces.last()
    response = signed_in.post(reverse("faces-move"), {"face": face.pk, "name": ""}, headers=HTMX)
    assert response.status_code == 422
    assert response["HX-Retarget"] == "[data-sheet-body]"
    assert "Say who it is." in words(response)
    assert "<html" not in words(response)


def test_many_faces_are_refused_at_once_and_undone_at_once(signed_in, somebody):
    mia = somebody(faces=4, name="Mia")
    chosen = list(mia.faces.values_list("pk", flat=True))[2:]
    signed_in.post(reverse("faces-forbid"), {"face": chosen})
    assert not Face.objects.filter(pk__in=chosen, person=mia).exists()
    signed_in.post(reverse("decision-undo", args=[Decision.objects.get().pk]))
    assert mia.faces.count() == 4


def test_refusing_all_faces_of_somebody_is_answered_in_words(signed_in, somebody):
    mia = somebody(faces=2, name="Mia")
    chosen = list(mia.faces.values_list("pk", flat=True))
    response = signed_in.post(reverse("faces-forbid"), {"face": chosen}, follow=True)
    assert "No other face would be left" in words(response)
    assert mia.faces.count() == 2


def test_what_is_no_face_is_gone_from_the_photo(signed_in, somebody):
    face = somebody().faces.last()
    signed_in.post(reverse("faces-not-a-face"), {"face": face.pk})
    assert f"/faces/{face.pk}/crop/" not in words(signed_in.get(face.asset.get_absolute_url()))


def test_faces_whose_age_fits_least_come_first(signed_in, somebody):
    mia = somebody(faces=3, birth_date=date(1980, 1, 1), birth_precision="year", name="Mia")
    odd = mia.faces.order_by("pk")[1]
    Face.objects.filter(pk=odd.pk).update(age=4.0)
    page = words(signed_in.get(reverse("person-faces", args=[mia.pk]) + "?order=age"))
    assert page.index(f'value="{odd.pk}"') < min(
        page.index(f'value="{face.pk}"') for face in mia.faces.exclude(pk=odd.pk)
    )


@pytest.mark.parametrize("count", [2, 40])
def test_all_faces_are_shown_with_a_constant_number_of_queries(
    signed_in, somebody, count, django_assert_num_queries
):
    address = reverse("person-faces", args=[somebody(faces=count).pk])
    with django_assert_num_queries(7):
        signed_in.get(address)


@pytest.fixture
def photo(library):
    asset = AssetFactory(library=library)
    preview = encode(np.full((400, 600, 3), 90, np.uint8))
    storage.write_rendition(storage.rendition_path(asset, storage.PREVIEW), preview)
    return asset


HERE = {"left": "60", "top": "30", "right": "70", "bottom": "45"}


def test_a_face_is_drawn_and_named(signed_in, photo):
    address = reverse("face-draw", args=[photo.pk])
    assert signed_in.get(address).status_code == 200
    response = signed_in.post(address, {**HERE, "name": "Eva"})
    assert response["Location"] == photo.get_absolute_url()
    face = Face.objects.get()
    assert (face.left, face.person.name, face.person.cover) == (0.6, "Eva", face)
    signed_in.post(reverse("decision-undo", args=[Decision.objects.get().pk]))
    assert not Face.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("posted", "why"),
    [
        ({}, "Draw a frame"),
        ({**HERE, "right": "50"}, "Draw a frame"),
        ({**HERE, "right": "nan"}, "Draw a frame"),
        ({**HERE, "right": "60.1"}, "too small"),
    ],
)
def test_what_cannot_be_drawn_is_answered_in_words(signed_in, photo, posted, why):
    response = signed_in.post(reverse("face-draw", args=[photo.pk]), posted)
    assert response.status_code == 422
    assert why in words(response)
    assert not Face.objects.exists()


def test_somebody_is_forgotten_only_when_named(signed_in, somebody):
    mia = somebody(name="Mia")
    address = reverse("person-forget", args=[mia.pk])
    wrong = signed_in.post(address, {"confirm": "Ben"})
    assert wrong.status_code == 422
    assert "Nothing was changed" in words(wrong)
    assert signed_in.post(address, {"confirm": "mia"})["Location"] == reverse("people")
    assert not Person.objects.exists()


def test_gender_and_leaving_out_are_kept_and_undone(signed_in, somebody):
    mia = somebody(name="Mia", gender="male")
    signed_in.post(reverse("person-gender", args=[mia.pk]), {"gender": "female"})
    signed_in.post(reverse("person-leave-out", args=[mia.pk]), {"left_out": "on"})
    mia.refresh_from_db()
    assert (mia.shown_gender, mia.left_out) == ("female", True)
    for decision in Decision.objects.order_by("pk"):
        signed_in.post(reverse("decision-undo", args=[decision.pk]))
    mia.refresh_from_db()
    assert (mia.shown_gender, mia.left_out) == ("male", False)
