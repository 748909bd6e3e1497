from datetime import UTC, datetime

import pytest

from faces.image import Kind
from faces.metadata import Named, read
from tests.faces.image.pictures import as_stored, chunk, quarters, save
from tests.faces.metadata.xmps import (
    face,
    face_in_elements,
    listed,
    microsoft,
    mwg,
    rectangle,
    xmp,
)
from tests.faces.video.films import film, scene

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def photo(tmp_path):
    return save(tmp_path / "photo.jpg", quarters(), "JPEG")


def named(path, *properties, kind=Kind.PHOTO):
    return read(path, kind, now=NOW, sidecar=xmp(*properties)).named


def edges(box):
    return (box.left, box.top, box.right, box.bottom)


def test_a_region_has_its_middle_and_its_size(photo):
    [anna] = named(photo, mwg(face("Anna", (0.4, 0.5, 0.2, 0.4)))).regions
    assert anna.name == "Anna"
    assert edges(anna.box) == pytest.approx((0.3, 0.3, 0.5, 0.7))


def test_all_spellings_of_rdf_say_the_same(photo):
    one = named(photo, mwg(face("Anna", (0.4, 0.5, 0.2, 0.4))))
    assert named(photo, mwg(face_in_elements("Anna", (0.4, 0.5, 0.2, 0.4)))) == one
    as_sequence = mwg(face("Anna", (0.4, 0.5, 0.2, 0.4))).replace("rdf:Bag", "rdf:Seq")
    assert named(photo, as_sequence) == one
    described = (
        "<mwg-rs:Regions><rdf:Description>"
        + listed("mwg-rs:RegionList", [face("Anna", (0.4, 0.5, 0.2, 0.4))])
        + "</rdf:Description></mwg-rs:Regions>"
    )
    assert named(photo, described) == one


def test_pixels_are_counted_of_the_size_that_is_given(photo):
    region = face("Anna", (420, 350, 84, 70), unit="pixel")
    [anna] = named(photo, mwg(region)).regions
    assert edges(anna.box) == pytest.approx((0.45, 0.45, 0.55, 0.55))
    assert named(photo, mwg(region, size="")) == Named()


def test_animals_codes_and_the_nameless_are_left_out(photo):
    kinds = [face(kind, (0.5, 0.5, 0.2, 0.2), kind=kind) for kind in ("Pet", "BarCode", "Focus")]
    nobody = face("", (0.5, 0.5, 0.2, 0.2))
    assert named(photo, mwg(*kinds, nobody)) == Named()


def test_a_region_of_microsoft_begins_top_left(photo):
    [anna] = named(photo, microsoft(rectangle("Anna", "0.3, 0.3, 0.2, 0.4"))).regions
    assert edges(anna.box) == pytest.approx((0.3, 0.3, 0.5, 0.7))


def test_who_has_a_region_of_the_working_group_has_no_other(photo):
    found = named(
        photo,
        mwg(face("Anna", (0.4, 0.5, 0.2, 0.4))),
        microsoft(rectangle("Anna", "0.7, 0.7, 0.1, 0.1"), rectangle("Bert", "0.5, 0.1, 0.1, 0.1")),
    )
    assert [one.name for one in found.regions] == ["Anna", "Bert"]
    assert edges(found.regions[0].box) == pytest.approx((0.3, 0.3, 0.5, 0.7))


def test_a_name_may_have_no_place(photo):
    found = named(
        photo,
        mwg(face("Anna", (0.4, 0.5, 0.2, 0.4))),
        microsoft(rectangle("Bert", "")),
        listed("Iptc4xmpExt:PersonInImage", ["Anna", "Clara"]),
        listed("digiKam:TagsList", ["People/Family/Dora", "Places/Rome"], "Seq"),
        listed("lr:hierarchicalSubject", ["Personen|Emil", "Emil"]),
        listed("dc:subject", ["Holiday"]),
    )
    assert [one.name for one in found.regions] == ["Anna"]
    assert found.names == ("Bert", "Clara", "Dora", "Emil")


def test_a_name_is_one_line_of_text(photo):
    name = "  Anna&#10;Lena&#x9f; &lt;b&gt; " + "x" * 200
    [anna] = named(photo, mwg(face(name, (0.5, 0.5, 0.2, 0.2)))).regions
    assert anna.name == "Anna Lena <b> " + "x" * 86


@pytest.mark.parametrize(
    "place",
    [
        ("nan", 0.5, 0.2, 0.2),
        (0.5, "inf", 0.2, 0.2),
        (0.5, 0.5, -0.2, 0.2),
        (0.5, 0.5, 0, 0.2),
        (0.5, 0.5, "1e308", 0.2),
        (1.2, 0.5, 0.2, 0.2),
        (0.5, -0.5, 0.4, 0.4),
        ("", 0.5, 0.2, 0.2),
        ("0x10", 0.5, 0.2, 0.2),
        ("9" * 5000, 0.5, 0.2, 0.2),
        ("1e-320", "1e-320", "1e-320", "1e-320"),
    ],
)
def test_a_place_that_is_none_is_left_out(place, photo):
    assert named(photo, mwg(face("Anna", place))) == Named()
    x, y, w, h = place
    assert named(photo, microsoft(rectangle("Anna", f"{x},{y},{w},{h}"))).regions == ()


def test_what_reaches_over_the_edge_is_cut(photo):
    [anna] = named(photo, mwg(face("Anna", (0.05, 0.95, 0.2, 0.2)))).regions
    assert edges(anna.box) == pytest.approx((0, 0.85, 0.15, 1))


def test_of_too_many_people_the_first_are_taken(photo):
    crowd = [face(f"P{number}", (0.5, 0.5, 0.1, 0.1)) for number in range(3000)]
    assert len(named(photo, mwg(*crowd)).regions) == 500
    long_names = [face(f"{number:03}" + "x" * 97, (0.5, 0.5, 0.1, 0.1)) for number in range(300)]
    found = named(photo, mwg(*long_names), listed("Iptc4xmpExt:PersonInImage", ["Anna"]))
    assert len(found.regions) == 100


def test_regions_that_are_none_say_nothing(photo):
    for nonsense in (
        "<mwg-rs:Regions/>",
        "<mwg-rs:Regions><mwg-rs:RegionList>x</mwg-rs:RegionList></mwg-rs:Regions>",
        mwg("<rdf:li/>", "<rdf:li>Anna</rdf:li>"),
        microsoft("<rdf:li/>", rectangle("", "0,0,1,1")),
        listed("digiKam:TagsList", ["People/", "/", "People"]),
    ):
        assert named(photo, nonsense) == Named()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_regions_count_stored_pixels_and_ours_upright_ones(orientation, tmp_path):
    """The face is the red quarter; where it is stored is found by looking."""
    pixels = as_stored(quarters(), orientation)
    path = save(tmp_path / "photo.jpg", pixels, "JPEG", orientation)
    is_red = (pixels[..., 0] > 200) & (pixels[..., 1] < 100)
    rows, columns = is_red.nonzero()
    height, width = pixels.shape[:2]
    x, y = (columns.mean() + 0.5) / width, (rows.mean() + 0.5) / height
    [anna] = named(path, mwg(face("Anna", (x, y, 0.5, 0.5)))).regions
    assert edges(anna.box) == pytest.approx((0, 0, 0.5, 0.5))


def embedded(path, file_format, content):
    if file_format == "PNG":
        save(path, quarters(), "PNG")
        plain, header = path.read_bytes(), 33
        packet = chunk(b"iTXt", b"XML:com.adobe.xmp" + bytes(5) + content)
        path.write_bytes(plain[:header] + packet + plain[header:])
        return path
    options = {"tiffinfo": {700: content}} if file_format == "TIFF" else {"xmp": content}
    return save(path, quarters(), file_format, **options)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_regions_are_read_from_every_format(file_format, tmp_path):
    content = xmp(mwg(face("Anna", (0.4, 0.5, 0.2, 0.4))), microsoft(rectangle("Bert", "")))
    found = read(embedded(tmp_path / "photo", file_format, content), Kind.PHOTO, now=NOW).named
    assert [one.name for one in found.regions] == ["Anna"]
    assert found.names == ("Bert",)


def test_the_regions_of_a_sidecar_replace_those_in_the_file(tmp_path):
    inside = xmp(
        mwg(face("Anna", (0.4, 0.5, 0.2, 0.4))), listed("Iptc4xmpExt:PersonInImage", ["Clara"])
    )
    path = embedded(tmp_path / "photo", "JPEG", inside)
    assert named(path).regions[0].name == "Anna"
    found = named(path, mwg(face("Bert", (0.5, 0.5, 0.2, 0.2))))
    assert [one.name for one in found.regions] == ["Bert"]
    assert found.names == ("Clara",)


def test_in_a_video_nobody_has_a_place(tmp_path):
    path = film(tmp_path / "film", [scene()] * 3)
    found = named(path, mwg(face("Anna", (0.4, 0.5, 0.2, 0.4))), kind=Kind.VIDEO)
    assert found == Named(names=("Anna",))


def test_photos_of_other_programs_have_their_faces_where_they_are(shared_data):
    folder = shared_data / "formats" / "immich" / "metadata" / "faces"
    plain, turned = (
        read(folder / name, Kind.PHOTO, now=NOW).named
        for name in ("portrait.jpg", "portrait-orientation-6.jpg")
    )
    assert [one.name for one in plain.regions] == ["Marie Curie", "Pierre Curie"]
    assert plain.names == ()
    for one, other in zip(plain.regions, turned.regions, strict=True):
        assert one.name == other.name
        assert edges(one.box) == pytest.approx(edges(other.box), abs=2e-6)


@pytest.mark.parametrize("orientation", [3, 6, 8])
@pytest.mark.parametrize("place", ["embedded", "embedded_sidecar"])
def test_regions_lie_on_the_same_faces_however_a_photo_is_stored(orientation, place, shared_data):
    path = shared_data / "formats/exif-vs-face-regions/images" / f"photo.{orientation}.{place}.jpg"
    beside = path.with_name(path.name + ".xmp")
    content = beside.read_bytes() if beside.exists() else None
    found = read(path, Kind.PHOTO, now=NOW, sidecar=content).named.regions
    places = {one.name: edges(one.box) for one in found}
    assert places == {
        "Marie Curie": pytest.approx((0.312, 0.209, 0.425, 0.407), abs=0.02),
        "Pierre Curie": pytest.approx((0.639, 0.119, 0.736, 0.36), abs=0.02),
    }


def test_a_heic_file_is_turned_by_its_own_word(shared_data):
    folder = shared_data / "formats"
    for name, orientation in {
        "photoprism/assets/examples/iphone_15_pro.heic": 6,
        "photoprism/assets/examples/iphone_7.heic": 6,  # by EXIF alone
        "pigallery2/test/backend/assets/orientation/IMG_0307.HEIC": 6,  # with two properties
        "immich/formats/heic/IMG_2682.heic": 1,
    }.items():
        assert read(folder / name, Kind.PHOTO, now=NOW).orientation == orientation, name


@pytest.mark.parametrize(("quarters_", "orientation"), [(0, 1), (1, 8), (2, 3), (3, 6)])
def test_a_turn_property_outranks_exif(quarters_, orientation, tmp_path):
    file = save(tmp_path / "p", quarters(), "HEIF", 2, quality=95)
    content = file.read_bytes()
    # Another property of the same length, made into a turn.
    turn = b"irot" + bytes([quarters_]) + b"\0\0\0\3"
    file.write_bytes(content.replace(b"pixi\0\0\0\0\3", turn, 1))
    assert read(file, Kind.PHOTO, now=NOW).orientation == orientation
