import io
import os
import time

import numpy as np
import pytest
from django.urls import reverse
from PIL import Image

from faces.image import SHEET_EXTENSION, encode
from gallery import sheets, storage
from gallery.actions.set_recognition import set_recognition
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = pytest.mark.django_db


def face_with_crop(library, shade=100, **columns):
    face = FaceFactory(asset=AssetFactory(library=library), **columns)
    path = storage.rendition_path(face.asset, storage.face_crop_name(face))
    storage.write_rendition(path, encode(np.full((320, 320, 3), shade, np.uint8)))
    return face


@pytest.fixture
def faces(library):
    return [face_with_crop(library, shade) for shade in range(20, 240, 16)]


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


def address_of(places):
    [address] = {place.address for place in places.values()}
    return address


def asked(client, address, **options):
    """The answer, read to its end so that its file is closed."""
    answer = client.get(address, **options)
    answer.read = answer.getvalue()
    return answer


def picture(answer):
    with Image.open(io.BytesIO(answer.read)) as opened:
        return np.asarray(opened.convert("L")).astype(int)


def kept(library):
    return sorted(path.name for path in storage.sheet_path(library.pk, "", "").glob("*"))


def test_each_face_is_where_its_place_says(signed_in, library, faces):
    places = sheets.lay_out(library.pk, faces)
    pixels = picture(asked(signed_in, address_of(places)))
    tile = pixels.shape[1] // sheets.COLUMNS
    for face, shade in zip(faces, range(20, 240, 16), strict=True):
        row, column = divmod(places[face.pk].number, sheets.COLUMNS)
        assert abs(pixels[row * tile + tile // 2, column * tile + tile // 2] - shade) < 8


def test_a_style_shows_the_first_and_the_last_place_at_the_edges():
    first, last = sheets.Place("/s", 0, 96), sheets.Place("/s", 95, 96)
    assert "background-size:1200% 800%" in first.style
    assert "background-position:0% 0%" in first.style
    assert "background-position:100% 100%" in last.style
    assert "background-size:1200% 100%" in sheets.Place("/s", 3, 5).style


def test_the_same_faces_are_one_sheet_and_another_order_is_another(library, faces):
    same = {address_of(sheets.lay_out(library.pk, faces)) for _ in range(2)}
    assert len(same) == 1
    assert address_of(sheets.lay_out(library.pk, faces[::-1])) not in same
    assert sheets.lay_out(library.pk, []) == {}


def test_a_sheet_is_made_once_and_may_stay_in_the_browser(signed_in, library, faces, monkeypatch):
    address = address_of(sheets.lay_out(library.pk, faces))
    first = asked(signed_in, address)
    monkeypatch.setattr(sheets, "make", None)
    again = asked(signed_in, address)
    assert again.status_code == 200
    assert "max-age=86400" in again["Cache-Control"]
    assert "private" in again["Cache-Control"]
    assert asked(signed_in, address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_crop_that_is_still_to_come_is_asked_for_again(signed_in, library, faces):
    late = storage.rendition_path(faces[3].asset, storage.face_crop_name(faces[3]))
    crop = late.read_bytes()
    late.unlink()
    address = address_of(sheets.lay_out(library.pk, faces))
    assert "no-cache" in asked(signed_in, address)["Cache-Control"]
    late.write_bytes(crop)
    assert "max-age" in asked(signed_in, address)["Cache-Control"]


@pytest.mark.parametrize("key", ["0" * 32, "x", "..", "0" * 31 + "G", "0" * 33])
def test_a_sheet_that_no_page_named_is_not_there(signed_in, library, key):
    assert signed_in.get(f"/libraries/{library.pk}/covers/{key}").status_code == 404


def test_to_an_outsider_a_sheet_is_like_one_that_does_not_exist(
    client, library, owner, outsider, faces
):
    address = address_of(sheets.lay_out(library.pk, faces))
    client.force_login(owner)
    assert asked(client, address).status_code == 200
    client.force_login(outsider)
    theirs = asked(client, address)
    missing = client.get(reverse("cover-sheet", args=[999_999, "0" * 32]))
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content


def test_without_recognition_no_sheet_is_left(
    signed_in, library, faces, queued, django_capture_on_commit_callbacks
):
    address = address_of(sheets.lay_out(library.pk, faces))
    asked(signed_in, address)
    assert len(kept(library)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        set_recognition(library, on=False, user=None)
    assert kept(library) == []
    assert asked(signed_in, address).status_code == 404


def test_a_face_whose_crop_is_erased_is_on_no_sheet_any_more(signed_in, library, faces):
    shown = address_of(sheets.lay_out(library.pk, faces))
    others = address_of(sheets.lay_out(library.pk, faces[1:]))
    for address in (shown, others):
        asked(signed_in, address)
    storage.erase_face_crops(faces[0].asset)
    assert asked(signed_in, shown).status_code == 404
    assert asked(signed_in, others).status_code == 200


def test_a_face_that_another_library_shares_leaves_only_our_sheets(library, faces, outsider):
    theirs = outsider.libraries.get()
    shared = AssetFactory(library=theirs, sha256=faces[0].asset.sha256)
    same = FaceFactory(asset=shared)
    ours = sheets.lay_out(library.pk, faces)
    their_places = sheets.lay_out(theirs.pk, [same])
    storage.erase_face_crops(faces[0].asset)
    assert ours
    assert their_places
    assert kept(library) == []
    assert len(kept(theirs)) == 1


def test_what_was_erased_while_a_sheet_was_made_is_not_kept(library, faces, monkeypatch):
    address = address_of(sheets.lay_out(library.pk, faces))
    made = sheets.cover_sheet

    def slow(crops, *, columns):
        storage.erase_sheets(library.pk)
        return made(crops, columns=columns)

    monkeypatch.setattr(sheets, "cover_sheet", slow)
    with pytest.raises(FileNotFoundError):
        sheets.make(library.pk, address.rpartition("/")[2])
    assert kept(library) == []


def test_sheets_that_no_page_names_any_more_are_reaped(signed_in, library, faces):
    named = address_of(sheets.lay_out(library.pk, faces))
    stale = address_of(sheets.lay_out(library.pk, faces[:6]))
    asked(signed_in, stale)
    week = time.time() - storage.SHEET_LIFETIME - 60
    for address in (named, stale):
        key = address.rpartition("/")[2]
        os.utime(storage.sheet_path(library.pk, key, storage.SHEET_PLAN), (week, week))
    sheets.lay_out(library.pk, faces)  # a page names it again
    assert storage.reap_sheets() == 1
    assert [name for name in kept(library) if stale.rpartition("/")[2] in name] == []
    assert asked(signed_in, named).status_code == 200
    assert any(name.endswith(SHEET_EXTENSION) for name in kept(library))


def test_the_people_page_shows_a_list_from_one_sheet(signed_in, library, faces):
    for face in faces:
        face.person = PersonFactory(library=library, name="Mia")
        face.save()
    page = signed_in.get("/people/").content.decode()
    assert page.count("background-image:url(/libraries/") == len(faces)
    assert "/crop/" not in page


def test_on_a_full_disk_faces_come_singly(signed_in, library, faces, monkeypatch):
    for face in faces:
        face.person = PersonFactory(library=library, name="Mia")
        face.save()

    def full(path, content):
        raise storage.StorageFullError

    monkeypatch.setattr(storage, "write_rendition", full)
    page = signed_in.get("/people/")
    assert page.status_code == 200
    assert page.content.decode().count("/crop/") == len(faces)
