import weakref

import numpy as np
import pytest

from faces.errors import BadImageError
from faces.video import analyse, find_people, open_film
from tests.faces.video.films import ANNA, BERT, ColourRepresenter, PatchDetector, film, scene


def people_of(path, **options):
    return analyse(path, PatchDetector(), ColourRepresenter(), **options)


def test_each_fifth_frame_is_looked_at_and_each_third_once_there_is_a_face(tmp_path):
    empty, anna = scene(), scene((ANNA, 100, 80))
    detector = PatchDetector()
    file = film(tmp_path / "film", [empty] * 20 + [anna] * 12 + [empty] * 10)
    clip = analyse(file, detector, ColourRepresenter())
    # 0 5 10 15 | 20 23 26 29 | 32 37
    assert clip.frames_sampled == len(detector.shapes) == 10
    assert clip.people[0].frames == 4


def test_a_clip_gives_one_face_for_each_person(tmp_path):
    frames = [scene((ANNA, 20 + t, 80), (BERT, 240 - t, 80)) for t in range(60)]
    clip = people_of(film(tmp_path / "film", frames))
    assert (clip.width, clip.height) == (320, 240)
    assert clip.duration_s == pytest.approx(2.0, abs=0.1)
    assert clip.frames_sampled == 20
    assert [person.frames for person in clip.people] == [20, 20]
    anna, bert = sorted(clip.people, key=lambda person: person.age)
    assert (anna.age, bert.age) == (30, 60)
    assert anna.p_male == pytest.approx(0.1, abs=1e-6)
    assert bert.p_male == pytest.approx(0.9, abs=1e-6)
    assert anna.age_posterior.argmax() == 29
    assert anna.enough
    assert np.linalg.norm(anna.features) == pytest.approx(1.0)
    assert anna.moments == ((0.0, pytest.approx(57 / 30, abs=0.05)),)
    assert (
        np.abs(
            anna.thumbnail[len(anna.thumbnail) // 2, len(anna.thumbnail) // 2] - np.array(ANNA)
        ).max()
        < 40
    )


def test_a_person_who_comes_back_elsewhere_is_the_same_person(tmp_path):
    frames = [scene((ANNA, 20, 20))] * 30 + [scene()] * 60 + [scene((ANNA, 240, 160))] * 30
    (anna,) = people_of(film(tmp_path / "film", frames)).people
    assert len(anna.moments) == 2
    assert anna.moments[0][1] < 1.0
    assert anna.moments[1][0] >= 3.0
    assert anna.frames == 20


def test_a_cut_of_the_film_does_not_join_two_people_in_one_place(tmp_path):
    frames = [scene((ANNA, 100, 80))] * 30 + [scene((BERT, 100, 80))] * 30
    clip = people_of(film(tmp_path / "film", frames))
    assert [person.frames for person in clip.people] == [10, 10]


def test_two_alike_in_one_frame_are_different_people(tmp_path):
    class Twins(PatchDetector):
        def detect(self, pixels):
            left = super().detect(np.where(np.arange(pixels.shape[1])[:, None] < 160, pixels, 0))
            right = super().detect(np.where(np.arange(pixels.shape[1])[:, None] >= 160, pixels, 0))
            return left + right

    frames = [scene((ANNA, 20, 80), (ANNA, 220, 80))] * 30
    clip = analyse(film(tmp_path / "film", frames), Twins(), ColourRepresenter())
    assert [person.frames for person in clip.people] == [10, 10]


@pytest.mark.parametrize(
    ("with_face", "without", "enough"), [(9, 0, True), (9, 90, False), (30, 300, True)]
)
def test_ten_frames_or_half_of_a_short_clip_are_enough(with_face, without, enough, tmp_path):
    frames = [scene((ANNA, 100, 80))] * with_face + [scene()] * without
    (anna,) = people_of(film(tmp_path / "film", frames)).people
    assert anna.enough is enough


def test_the_best_shot_is_the_largest(tmp_path):
    def grown(side):
        pixels = scene()
        pixels[40 : 40 + side, 60 : 60 + side] = ANNA
        return pixels

    sides = [60 + t for t in range(40)] + [100 - t for t in range(40)]
    (anna,) = people_of(film(tmp_path / "film", [grown(side) for side in sides])).people
    assert anna.time == pytest.approx(40 / 30, abs=0.15)
    assert anna.detection.box.right - anna.detection.box.left > 95 / 320


def test_frames_are_reduced_and_upright_before_detection(tmp_path):
    detector = PatchDetector()
    frames = [scene((ANNA, 100, 80))] * 6
    analyse(
        film(tmp_path / "film", frames, rotation=90), detector, ColourRepresenter(), longest=160
    )
    assert set(detector.shapes) == {(160, 120, 3)}


def test_a_long_film_is_sampled_farther_apart_and_to_its_end(tmp_path):
    frames = [scene((ANNA, 100, 80))] * 300
    clip = people_of(film(tmp_path / "film", frames), most=20)
    assert clip.frames_sampled == 20
    assert clip.people[0].moments[-1][1] > 9.0


def test_who_stays_in_view_of_a_long_film_is_seen_without_a_break(tmp_path):
    frames = [scene((ANNA, 100, 80))] * 60
    (anna,) = people_of(film(tmp_path / "film", frames, rate=2), most=6).people
    assert anna.frames == 5
    ((first, last),) = anna.moments  # though its sampled frames are six seconds apart
    assert (first, last) == (0.0, 24.0)


def test_a_clip_without_faces_has_no_people(tmp_path):
    clip = people_of(film(tmp_path / "film", [scene()] * 10))
    assert clip.frames_sampled == 2
    assert clip.people == ()


def test_a_film_that_cannot_be_read_is_a_bad_image(tmp_path):
    (tmp_path / "film").write_bytes(b"\0\0\0\x18ftypisom\0\0\0\0isomavc1")
    with pytest.raises(BadImageError):
        people_of(tmp_path / "film")


def test_frames_are_forgotten_while_the_film_goes_on(tmp_path):
    alive, most = [], 0

    class Counting(PatchDetector):
        def detect(self, pixels):
            nonlocal most
            alive.append(weakref.ref(pixels))
            most = max(most, sum(one() is not None for one in alive))
            return super().detect(pixels)

    frames = [scene((ANNA, 20 + t % 60, 80), (BERT, 240 - t % 60, 80)) for t in range(240)]
    clip = analyse(film(tmp_path / "film", frames), Counting(), ColourRepresenter())
    assert clip.frames_sampled == len(alive) == 80
    assert most <= 2


def test_a_face_that_stays_is_shown_to_the_network_twice_a_second(tmp_path):
    class Counting(ColourRepresenter):
        shown = 0

        def represent(self, crops):
            self.shown += len(crops)
            return super().represent(crops)

    frames = [scene((ANNA, 100, 80))] * 300
    few = Counting()
    (anna,) = analyse(film(tmp_path / "film", frames), PatchDetector(), few).people
    assert anna.frames == 100
    assert 10 + 9 / 0.6 <= few.shown <= 10 + 9 / 0.4
    with open_film(tmp_path / "film", longest=320) as opened:
        every = Counting()
        (same,) = find_people(opened, PatchDetector(), every, span=None).people
    assert every.shown == 100
    assert (same.frames, same.moments, same.enough) == (anna.frames, anna.moments, anna.enough)
    assert (same.age, same.p_male) == pytest.approx((anna.age, anna.p_male))
    np.testing.assert_allclose(same.features, anna.features, atol=1e-6)
