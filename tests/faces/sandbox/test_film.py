import numpy as np
import pytest

from faces import video
from faces.errors import BadImageError
from faces.sandbox.film import ChildsFilm
from faces.sandbox.messages import Message, ProtocolError
from faces.sandbox.process import Child
from tests.faces.video.films import ANNA, BERT, ColourRepresenter, PatchDetector, film, scene


class Scripted(Child):
    """A child that gives prepared answers."""

    def __init__(self, *answers):
        self.engaged = True
        self.killed = False
        self.asked = []
        self._answers = [Message({"duration_s": 1.0, "frames_expected": 30}), *answers]

    def ask(self, header, **_):
        self.asked.append(header)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def kill(self):
        self.killed = True


def frame(number):
    header = {"shape": [1, 1, 3], "size": [1, 1], "number": number, "time": number / 30}
    return Message(header, np.zeros(3, np.uint8))


def opened(child):
    return ChildsFilm(child, 0, longest=16, seconds=60)


def test_a_child_is_told_what_may_be_asked_for_next():
    child = Scripted(frame(0), frame(3))
    ours = opened(child)
    ours.frame_from(0, then=(3, 5))
    ours.frame_from(3)
    assert child.asked[1:] == [
        {"call": "frame", "number": 0, "then": [3, 5]},
        {"call": "frame", "number": 3, "then": []},
    ]


def test_a_frame_that_was_passed_is_not_believed():
    ours = opened(Scripted(frame(2)))
    with pytest.raises(ProtocolError):
        ours.frame_from(3)


def test_what_fails_beyond_the_last_wanted_frame_spoils_nothing():
    child = Scripted(frame(0), BadImageError("broken"))
    ours = opened(child)
    assert ours.frame_from(0, then=(3,)).number == 0
    ours.close()
    assert child.killed


def test_people_who_come_and_go_are_seen_in_the_same_frames(sandbox, tmp_path):
    anna, both, nobody = scene((ANNA, 20, 80)), scene((ANNA, 20, 80), (BERT, 220, 80)), scene()
    shown = [nobody] * 13 + [anna] * 11 + [nobody] * 14 + [both] * 9 + [nobody] * 8 + [anna] * 7
    path = film(tmp_path / "film", shown)
    ours = sandbox.analyse(path, PatchDetector(), ColourRepresenter())
    plain = video.analyse(path, PatchDetector(), ColourRepresenter())
    assert ours.frames_sampled == plain.frames_sampled
    assert [(one.time, one.moments, one.frames) for one in ours.people] == [
        (one.time, one.moments, one.frames) for one in plain.people
    ]
    assert len(ours.people) == 2
