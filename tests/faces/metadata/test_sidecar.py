import json
import shutil
import subprocess
from datetime import UTC, datetime

import pytest
from defusedxml.ElementTree import fromstring

from faces.image import Kind
from faces.metadata import Region, Size, read, write_sidecar
from faces.types import Box
from tests.faces.image.pictures import as_stored, quarters, save
from tests.faces.metadata.xmps import face, listed, microsoft, mwg, rectangle, xmp

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ANNA = Region("Anna", Box(0.1, 0.2, 0.3, 0.5))
BERT = Region("Bért & <Söhne> \"'", Box(0.625, 0.25, 0.875, 0.75))
SIZE = Size(96, 64)


@pytest.fixture
def exiftool(tmp_path):
    """What exiftool reads in a sidecar; nested values as they are."""
    program = shutil.which("exiftool")
    if program is None:
        pytest.skip("needs exiftool: apt-get install -y libimage-exiftool-perl")

    def read_with_exiftool(content):
        path = tmp_path / "read.xmp"
        path.write_bytes(content)
        command = [program, "-json", "-struct", "-n", "-validate", "-warning", "-all", str(path)]
        said = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603
        return json.loads(said.stdout)[0]

    return read_with_exiftool


def photo(tmp_path, orientation=1):
    return save(tmp_path / "photo.jpg", as_stored(quarters(), orientation), "JPEG", orientation)


def read_back(path, content):
    return read(path, Kind.PHOTO, now=NOW, sidecar=content).named


def edges(box):
    return (box.left, box.top, box.right, box.bottom)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_what_is_written_is_read_back(orientation, tmp_path):
    path = photo(tmp_path, orientation)
    found = read_back(path, write_sidecar(path, [ANNA, BERT], size=SIZE))
    assert [one.name for one in found.regions] == [ANNA.name, BERT.name]
    for one, written in zip(found.regions, [ANNA, BERT], strict=True):
        assert edges(one.box) == pytest.approx(edges(written.box), abs=1e-9)
    assert found.names == ()


@pytest.mark.parametrize(
    ("orientation", "place"),
    [
        (1, (0.2, 0.35, 0.2, 0.3)),
        (2, (0.8, 0.35, 0.2, 0.3)),
        (3, (0.8, 0.65, 0.2, 0.3)),
        (4, (0.2, 0.65, 0.2, 0.3)),
        (5, (0.35, 0.2, 0.3, 0.2)),
        (6, (0.35, 0.8, 0.3, 0.2)),
        (7, (0.65, 0.8, 0.3, 0.2)),
        (8, (0.65, 0.2, 0.3, 0.2)),
    ],
)
def test_exiftool_reads_where_a_face_is_stored(orientation, place, exiftool, tmp_path):
    path = photo(tmp_path, orientation)
    said = exiftool(write_sidecar(path, [ANNA, BERT], size=SIZE))
    applied = said["RegionInfo"]["AppliedToDimensions"]
    stored_size = (64, 96) if orientation in (5, 6, 7, 8) else (96, 64)
    assert (applied["W"], applied["H"], applied["Unit"]) == (*stored_size, "pixel")
    anna, bert = said["RegionInfo"]["RegionList"]
    area = anna["Area"]
    assert (anna["Name"], anna["Type"], area["Unit"]) == ("Anna", "Face", "normalized")
    numbers = tuple(float(area[key]) for key in "XYWH")
    assert numbers == pytest.approx(place, abs=1e-9)
    assert bert["Name"] == BERT.name
    assert said["PersonInImage"] == [ANNA.name, BERT.name]
    assert "Warning" not in said


def test_all_else_in_a_sidecar_stays(exiftool, tmp_path):
    existing = xmp(
        "<!-- mine --><?mine also?>",
        "<xmp:Rating>4</xmp:Rating>",
        "<acme:Thing acme:of='&quot;&amp;&#10;' xml:lang='de'>a &lt; b</acme:Thing>",
        listed("dc:subject", ["Holiday"]),
        listed("digiKam:TagsList", ["Places/Rome"], "Seq"),
        listed("Iptc4xmpExt:PersonInImage", ["Clara"]),
        mwg(face("Rex", (0.2, 0.35, 0.2, 0.3), kind="Pet"), face("Dora", (0.5, 0.5, 0.1, 0.1))),
    )
    path = photo(tmp_path)
    content = write_sidecar(path, [ANNA], size=SIZE, existing=existing)
    said = exiftool(content)
    assert (said["Rating"], said["Subject"], said["TagsList"]) == (4, ["Holiday"], ["Places/Rome"])
    assert said["PersonInImage"] == ["Clara", "Anna"]
    assert [one["Name"] for one in said["RegionInfo"]["RegionList"]] == ["Rex", "Dora", "Anna"]
    assert said["RegionInfo"]["AppliedToDimensions"]["W"] == 840
    for kept in (b"<!-- mine -->", b"<?mine also?>", b"<acme:Thing", b'xml:lang="de"'):
        assert kept in content
    thing = next(fromstring(content).iter("{urn:acme:of-which-nobody-knows}Thing"))
    assert thing.text == "a < b"
    assert thing.attrib["{urn:acme:of-which-nobody-knows}of"] == '"&\n'


def test_a_face_that_has_another_name_there_gets_ours(tmp_path):
    existing = xmp(
        mwg(face("Anne", (0.21, 0.34, 0.15, 0.25)), face("Bert", (0.7, 0.5, 0.2, 0.2))),
        microsoft(
            rectangle("Anne", "0.1,0.2,0.2,0.3"),
            rectangle("Anna", "0.1,0.2,0.2,0.3"),
            rectangle("Clara", "0.8,0.8,0.1,0.1"),
        ),
    )
    path = photo(tmp_path)
    found = read_back(path, write_sidecar(path, [ANNA], size=SIZE, existing=existing))
    assert [one.name for one in found.regions] == ["Bert", "Anna", "Clara"]


def test_written_twice_is_written_once(tmp_path):
    path = photo(tmp_path)
    once = write_sidecar(path, [ANNA, BERT], size=SIZE)
    twice = write_sidecar(path, [ANNA, BERT], size=SIZE, existing=once)
    assert read_back(path, twice) == read_back(path, once)
    assert twice.count(b"<mwg-rs:Name>") == 2
    assert write_sidecar(path, [ANNA, BERT], size=SIZE, existing=twice) == twice


@pytest.mark.parametrize(
    "existing",
    [
        b"no xml",
        b"",
        b"<html/>",
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b"<a>" * 200 + b"</a>" * 200,
        b"<a>" * 100_000 + b"</a>" * 100_000,
        b"<x/>" + b" " * 5_000_000,
    ],
)
def test_what_is_no_xmp_counts_as_no_sidecar(existing, tmp_path):
    path = photo(tmp_path)
    content = write_sidecar(path, [ANNA], size=SIZE, existing=existing)
    assert content == write_sidecar(path, [ANNA], size=SIZE)


def test_namespaces_keep_their_meaning_whatever_their_prefixes(exiftool, tmp_path):
    """Two prefixes change places halfway, one has our namespace, and one has none."""
    existing = (
        b'<a:xmpmeta xmlns:a="adobe:ns:meta/"><RDF '
        b'xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        b'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<Description r:about="" xmlns:rdf="http://ns.adobe.com/xap/1.0/"><rdf:Rating>3'
        b'</rdf:Rating></Description><Description r:about="" xmlns:rdf="urn:b">'
        b"<rdf:Thing>x</rdf:Thing></Description></RDF></a:xmpmeta>"
    )
    content = write_sidecar(photo(tmp_path), [ANNA], size=SIZE, existing=existing)
    root = fromstring(content)
    assert next(root.iter("{urn:b}Thing")).text == "x"
    assert next(root.iter("{http://ns.adobe.com/xap/1.0/}Rating")).text == "3"
    assert exiftool(content)["Rating"] == 3
    assert exiftool(content)["PersonInImage"] == ["Anna"]


def test_properties_that_are_no_lists_give_way(tmp_path):
    existing = xmp(
        "<mwg-rs:Regions>x</mwg-rs:Regions>",
        "<Iptc4xmpExt:PersonInImage>x</Iptc4xmpExt:PersonInImage>",
    )
    path = photo(tmp_path)
    content = write_sidecar(path, [ANNA], size=SIZE, existing=existing)
    assert content.count(b"<mwg-rs:Regions") == content.count(b"<Iptc4xmpExt:PersonInImage") == 1
    assert read_back(path, content).regions[0].name == "Anna"


def test_names_are_written_as_xml_can_hold_them(tmp_path):
    path = photo(tmp_path)
    odd = Region("A\x00n\x0bn\ufffea\n]]>", ANNA.box)
    nobody = Region(" \x07 ", BERT.box)
    content = write_sidecar(path, [odd, nobody], size=SIZE)
    assert [one.name for one in read_back(path, content).regions] == ["A n n a ]]>"]


def test_a_photo_without_people_gets_an_empty_sidecar(tmp_path):
    path = photo(tmp_path)
    assert read_back(path, write_sidecar(path, [], size=SIZE)).regions == ()
