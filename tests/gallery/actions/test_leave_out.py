import pytest

from gallery.actions.leave_out import leave_out
from gallery.actions.undo import undo
from gallery.models import Face, Job, Stage
from gallery.pipeline.album import read_album

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


def test_who_is_left_out_keeps_name_and_faces_and_nothing_worked_out(somebody, owner, library):
    mia, ben = somebody(faces=2, name="Mia"), somebody(faces=1)
    leave_out(mia, left_out=True, by=owner)
    mia.refresh_from_db()
    assert (mia.name, mia.left_out, mia.faces.count()) == ("Mia", True, 2)
    for face in mia.faces.all():
        assert [face.features, face.age_posterior, face.age, face.p_male] == [None] * 4
    assert set(read_album(library, "test").items.ids) == {ben.cover_id}
    assert not Face.objects.awaiting_representation("test").exists()


def test_taken_in_again_their_faces_are_looked_at_anew(somebody, owner):
    mia = somebody(faces=2, name="Mia")
    decision = leave_out(mia, left_out=True, by=owner)
    Job.objects.all().delete()
    undo(decision)
    mia.refresh_from_db()
    assert not mia.left_out
    due = Job.objects.filter(stage=Stage.REPRESENT).values_list("asset", flat=True)
    assert set(due) == set(mia.faces.values_list("asset", flat=True))
    assert Face.objects.awaiting_representation("test").count() == 2


def test_left_out_already_is_no_decision(somebody, owner):
    assert leave_out(somebody(), left_out=False, by=owner) is None
