import zipfile

import pytest

from faces.errors import BadImageError
from faces.image import Kind, identify
from tests.faces.image.pictures import quarters, save

ISO = b"\0\0\0\x18ftyp%b\0\0\0\0%b%b"
ACCEPTED = {
    "CR2": b"II*\0\x10\0\0\0CR\2\0",
    "CR3": ISO % (b"crx ", b"crx ", b"isom"),
    "RAF": b"FUJIFILMCCD-RAW 0201",
    "RW2": b"IIU\0\x18\0\0\0",
    "ORF": b"IIRO\x08\0\0\0",
    "HEIC": ISO % (b"mif1", b"mif1", b"heic"),
    "AVIF": ISO % (b"mif1", b"mif1", b"avif"),
    "MP4": ISO % (b"isom", b"isom", b"avc1"),
    "QuickTime": ISO % (b"qt  ", b"qt  ", b"qt  "),
    "3GP": ISO % (b"3gp5", b"3gp5", b"isom"),
    "Matroska": b"\x1aE\xdf\xa3\xa3B\x86\x81\x01B\x82\x88matroska",
    "WebM": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm",
    "AVI": b"RIFF\0\0\0\0AVI LIST",
    "AVCHD": (b"\0\0\0\0G" + bytes(187)) * 4,
    "MPEG": b"\0\0\x01\xbaD\0\4\0",
}
REFUSED = {
    "a web page": b"\n<!DOCTYPE html><html><script>alert(1)</script>",
    "an SVG drawing": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    "a PDF document": b"%PDF-1.7\n",
    "a playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "a PostScript document": b"%!PS-Adobe-3.0",
    "a program": b"\x7fELF\2\1\1",
    "a sound recording": b"ID3\4\0",
    "a Photoshop document": b"8BPS\0\1",
    "a text": "Grüße aus Berlin\n".encode(),
    "a JPEG XL picture, which cannot be opened yet": b"\xff\x0a\xfa\x7f",
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_file_is_known_by_its_first_bytes(name, tmp_path):
    file = tmp_path / "photo.html"
    file.write_bytes(ACCEPTED[name])
    assert identify(file).name == name


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "HEIF"])
def test_what_pillow_writes_is_known_whatever_its_name(name, tmp_path):
    file = save(tmp_path / "notes.txt", quarters(), name)
    found = identify(file)
    assert found.kind is Kind.PHOTO
    assert found.reader == name


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused_in_plain_words(name, tmp_path):
    file = tmp_path / "photo.jpg"
    file.write_bytes(REFUSED[name])
    with pytest.raises(BadImageError, match=f"not a photo or video: it looks like {name}"):
        identify(file)


def test_a_playlist_called_mp4_is_refused(tmp_path):
    file = tmp_path / "film.mp4"
    file.write_bytes(b"ffconcat version 1.0\nfile /etc/passwd\n")
    with pytest.raises(BadImageError, match="a playlist"):
        identify(file)


def test_an_archive_of_photos_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "photos.jpg", "w") as archive:
        archive.writestr("a.jpg", b"\xff\xd8\xff")
    with pytest.raises(BadImageError, match="a ZIP archive"):
        identify(tmp_path / "photos.jpg")


@pytest.mark.parametrize("content", [b"\x01", b"\x01" * 5000, b"\xff\xd8", b"II*\0"[:3], b"BMW\n"])
def test_bytes_without_meaning_are_refused(content, tmp_path):
    file = tmp_path / "photo.jpg"
    file.write_bytes(content)
    with pytest.raises(BadImageError, match="not a photo or video"):
        identify(file)


def test_an_empty_file_is_said_to_be_empty(tmp_path):
    (tmp_path / "photo.jpg").touch()
    with pytest.raises(BadImageError, match=r"^This file is empty\.$"):
        identify(tmp_path / "photo.jpg")


def test_a_missing_file_is_the_disks_matter_and_not_a_bad_picture(tmp_path):
    with pytest.raises(FileNotFoundError):
        identify(tmp_path / "gone.jpg")
