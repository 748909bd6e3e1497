import dataclasses
import re
from datetime import date, timedelta

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from gallery.models import Face, Person, Run
from gallery.queries import sample
from tests.gallery.factories import (
    AssetFactory,
    FaceFactory,
    LibraryFactory,
    MembershipFactory,
    PersonFactory,
    RunFactory,
)

pytestmark = pytest.mark.django_db
GONE = 999_999


def features_near(seed, spread, row):
    """Features of the network's kind, a few of them large: `row` of somebody who is `seed`."""
    vector = np.random.default_rng(seed).exponential(size=1024) ** 4
    vector *= np.exp(spread * np.random.default_rng((seed, row)).normal(size=1024))
    return (vector / np.linalg.norm(vector)).astype("<f4").tobytes()


def somebody(library, faces, *, seed, name="", spread=0.2):
    person = PersonFactory(library=library, name=name)
    for row in range(faces):
        features = features_near(seed, spread, row)
        asset = AssetFactory(library=library)
        FaceFactory(asset=asset, person=person, features=features, quality=0.9)
    return person


@pytest.fixture
def family(library):
    """Two people who look alike from photo to photo, and somebody seen once."""
    mia = somebody(library, 5, seed=1, name="Mia")
    somebody(library, 4, seed=2)
    somebody(library, 1, seed=3)
    RunFactory(library=library, faces=10, clusters=3)
    return mia


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


def words(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def page(client, person=None):
    return client.get(reverse("clustering"), {"person": person} if person else {})


def test_a_run_stands_beside_the_one_before(signed_in, library):
    first = timezone.now() - timedelta(days=2)
    RunFactory(library=library, at=first, faces=1200, clusters=40, placed=1200)
    RunFactory(library=library, faces=1212, clusters=37, placed=12, moved=3, held=2, conflicts=1)
    RunFactory(faces=77_777)
    shown = words(page(signed_in))
    assert "1,212 +12 37 \N{MINUS SIGN}3 12 3 2 1 0.1 s" in shown
    assert "1,200 40 1,200 0 0 0 0.1 s" in shown
    assert "77,777" not in shown


def test_twenty_runs_are_shown_and_the_last_knows_the_one_before(signed_in, library):
    for day in range(23):
        RunFactory(library=library, at=timezone.now() - timedelta(days=day), faces=100 - day)
    rows = page(signed_in).context["picture"].runs
    assert [row.run.faces for row in rows] == list(range(100, 80, -1))
    assert rows[-1].faces == "+1"


def test_people_are_counted_by_how_many_faces_they_have(signed_in, family):
    sizes = {size.words: size.people for size in page(signed_in).context["picture"].sizes}
    assert sizes["1"] == 1
    assert sizes["3 to 5"] == 2
    assert sum(sizes.values()) == 3
    assert "10 faces of 3 people" in words(page(signed_in))


def test_what_is_not_a_face_is_not_in_the_picture(signed_in, library, family):
    Face.objects.filter(person=family).update(not_a_face=True)
    picture = page(signed_in).context["picture"]
    assert (picture.people, picture.faces, picture.sampled.faces) == (2, 5, 5)
    assert picture.named == []


def test_pairs_that_are_told_apart_are_all_on_the_right_side(signed_in, family):
    sampled = page(signed_in).context["picture"].sampled
    assert (sampled.within, sampled.between) == (10 + 6, 5 * 4 + 5 + 4)
    assert (sampled.far_within, sampled.near_between) == ("0%", "0%")
    assert "Measured on all 10 faces" in words(page(signed_in))


def test_a_face_with_the_wrong_person_is_on_the_wrong_side(signed_in, library, family):
    stray = Face.objects.exclude(person=family).order_by("pk").first()
    Face.objects.filter(pk=stray.pk).update(person=family)
    sampled = page(signed_in).context["picture"].sampled
    assert sampled.far_within == sample.percent(5, 15 + 3)  # from all of hers
    assert sampled.near_between == sample.percent(3, 45 - 18)  # near to whom it left


def test_the_threshold_in_use_finds_the_people_and_is_marked(signed_in, family):
    rows = page(signed_in).context["picture"].sampled.cuts
    assert [row.cut.threshold for row in rows] == [0.8, 0.88, 0.96, 1.04, 1.12, 1.2, 1.28]
    (used,) = [row for row in rows if row.is_used]
    assert (used.cut.threshold, used.cut.clusters, used.cut.singles) == (1.04, 3, 1)
    assert "1.04 in use 3 1" in words(page(signed_in))


def test_what_somebody_said_holds_at_every_threshold(signed_in, library, family):
    other = PersonFactory(library=library, name="Her twin")
    half = list(family.faces.order_by("pk").values_list("pk", flat=True))
    Face.objects.filter(pk__in=half[:2]).update(person=other)
    Face.objects.filter(pk__in=half).update(confirmed=True)
    rows = page(signed_in).context["picture"].sampled.cuts
    assert all(row.cut.clusters >= 4 for row in rows[:4])


def test_one_persons_faces_come_together_the_odd_one_last(signed_in, library, family):
    odd = FaceFactory(
        asset=AssetFactory(library=library), person=family, features=features_near(9, 0.2, 0)
    )
    response = page(signed_in, family.pk)
    shown = response.context["together"]
    assert [leaf.face for leaf in shown.leaves][-1] == odd.pk
    assert [merge.is_far for merge in shown.merges] == [False] * 4 + [True]
    assert (shown.merges[-1].one, shown.merges[-1].other) == (5, 1)
    assert "2 pieces" in words(response)
    assert reverse("face-crop", args=[odd.pk]) in response.content.decode()


def test_at_most_sixty_faces_are_shown_the_best(signed_in, library):
    RunFactory(library=library)
    person = somebody(library, 62, seed=1)
    poorest = list(person.faces.order_by("pk").values_list("pk", flat=True)[:2])
    Face.objects.filter(pk__in=poorest).update(quality=0.1)
    shown = page(signed_in, person.pk)
    leaves = [leaf.face for leaf in shown.context["together"].leaves]
    assert len(leaves) == 60
    assert not set(poorest) & set(leaves)
    assert "The 60 clearest of 62 faces" in words(shown)


def test_one_face_is_nothing_to_compare(signed_in, library, family):
    person = somebody(library, 1, seed=5)
    assert "no two faces to compare" in words(page(signed_in, person.pk))


def test_choosing_somebody_brings_their_part_alone(signed_in, family):
    headers = {"HX-Request": "true", "HX-Target": "together"}
    part = signed_in.get(reverse("clustering"), {"person": family.pk}, headers=headers)
    assert part.content.decode().strip().startswith('<div id="together"')
    assert b"<html" not in part.content


def test_somebody_of_another_library_is_not_there_even_for_a_member_of_both(
    signed_in, owner, family
):
    other = MembershipFactory(user=owner, library=LibraryFactory()).library
    theirs = somebody(other, 2, seed=4)
    answers = [page(signed_in, pk) for pk in (theirs.pk, GONE, "x", "-1", "9" * 30)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_large_library_is_seen_by_a_sample_that_stays_the_same(signed_in, family, monkeypatch):
    monkeypatch.setattr(sample, "MOST", 8)
    monkeypatch.setattr(sample, "EACH", 3)
    first = page(signed_in).context["picture"].sampled
    assert (first.faces, first.of) == (7, 10)
    assert not first.is_whole
    assert "Measured on 7 of 10 faces: 3 people, with at most 3 faces of each" in words(
        page(signed_in)
    )
    assert page(signed_in).context["picture"].sampled == first


def test_whole_people_are_drawn_as_far_as_there_is_room():
    people = [sample.Seen(pk, "", 50, 50) for pk in range(1, 101)]
    drawn = sample.draw_people(people, 1500)
    assert len(drawn) == 30
    assert drawn == sample.draw_people(list(reversed(people)), 1500)
    assert drawn != list(range(1, 31))


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "0%"),
        (0, 9, "0%"),
        (9, 9, "100%"),
        (1, 8, "12.5%"),
        (1, 5000, "less than 0.1%"),
        (4999, 5000, "more than 99.9%"),
    ],
)
def test_a_share_is_never_rounded_to_none_or_all(part, whole, said):
    assert sample.percent(part, whole) == said


def values_in(value):
    """Everything that a value of a page holds, down to its numbers; rows count as one."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from values_in(getattr(value, field.name))
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from values_in(one)
    else:
        yield value


def test_the_page_is_given_no_features_and_no_distance_of_two_faces_by_name(signed_in, family):
    context = page(signed_in, family.pk).context
    held = [type(value) for value in values_in([context["picture"], context["together"]])]
    assert set(held) <= {int, float, str, bool, date, type(None), Run, Person}
    # Of L faces there are L - 1 heights, and not the L (L - 1) / 2 distances.
    assert len(context["together"].merges) == 5 - 1


@pytest.mark.parametrize("count", [2, 12])
def test_more_people_are_no_more_queries(signed_in, library, count, django_assert_num_queries):
    RunFactory(library=library)
    people = [somebody(library, 2, seed=seed, name=f"P{seed}") for seed in range(count)]
    with django_assert_num_queries(22):
        page(signed_in, people[0].pk)


def test_without_recognition_there_is_nothing_to_tell_apart(signed_in, library):
    library.recognition = False
    library.save()
    shown = page(signed_in)
    assert "Recognition is off" in words(shown)
    assert shown.context["picture"] is None


def test_before_the_first_run_the_page_says_so(signed_in, library):
    assert "Nobody has been told apart yet" in words(page(signed_in))


def test_a_run_that_found_no_faces_is_a_calm_page(signed_in, library):
    RunFactory(library=library)
    shown = words(page(signed_in))
    assert "0 faces of 0 people" in shown
    assert "If the threshold were another" not in shown


def test_only_owners_find_it(client, viewer, family):
    client.force_login(viewer)
    assert page(client).status_code == 404
    assert page(client, family.pk).status_code == 404
    assert reverse("clustering") not in client.get(reverse("status")).content.decode()


def test_owners_are_led_there_from_the_status_page(signed_in):
    assert f'href="{reverse("clustering")}"' in signed_in.get(reverse("status")).content.decode()


def test_an_outsider_sees_nothing_of_ours(client, outsider, family):
    client.force_login(outsider)
    assert "Mia" not in page(client).content.decode()
    theirs, missing = page(client, family.pk), page(client, GONE)
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content
