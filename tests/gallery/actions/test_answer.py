import pytest

from gallery.actions.answer import AnsweredError, let_move, let_stay
from gallery.actions.undo import undo
from gallery.models import Face, Proposal, Run
from tests.gallery.factories import RunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(library, queued):
    """A question whether the last two faces of somebody go to another."""

    def ask(person, other):
        run = RunFactory(library=library)
        proposal = Proposal.objects.create(
            library=library, run=run, kind=Proposal.Kind.MOVE, person=person, other=other
        )
        proposal.faces.set(list(person.faces.order_by("pk"))[-2:])
        return proposal

    return ask


def test_yes_moves_the_faces_and_confirms_them(somebody, asked, owner):
    mia, ben = somebody(faces=4, name="Mia"), somebody(faces=1)
    proposal = asked(mia, ben)
    let_move(proposal, by=owner)
    assert mia.faces.count() == 2
    assert ben.faces.filter(confirmed=True, confirmed_by=owner).count() == 2
    proposal.refresh_from_db()
    assert (proposal.answer, proposal.answered_by) == ("yes", owner)


def test_yes_may_make_somebody_new(somebody, asked, owner):
    mia = somebody(faces=4, name="Mia")
    let_move(asked(mia, None), by=owner)
    (new,) = set(Face.objects.filter(confirmed=True).values_list("person", flat=True))
    assert new != mia.pk


def test_no_confirms_the_faces_where_they_are(somebody, asked, owner):
    mia, ben = somebody(faces=4, name="Mia"), somebody(faces=1)
    let_stay(asked(mia, ben), by=owner)
    assert mia.faces.filter(confirmed=True).count() == 2
    assert ben.faces.count() == 1
    assert Proposal.objects.get().answer == "no"


@pytest.mark.parametrize("answer", [let_move, let_stay])
def test_a_question_is_answered_once(answer, somebody, asked, owner):
    proposal = asked(somebody(faces=4, name="Mia"), None)
    let_stay(proposal, by=owner)
    with pytest.raises(AnsweredError):
        answer(proposal, by=owner)


@pytest.mark.parametrize("answer", [let_move, let_stay])
def test_an_answer_is_undone(answer, somebody, asked, owner, rows):
    mia, ben = somebody(faces=4, name="Mia"), somebody(faces=1)
    proposal = asked(mia, ben)
    before = rows()
    undo(answer(proposal, by=owner))
    assert rows() == before


def test_faces_that_went_elsewhere_meanwhile_stay_there(somebody, asked, owner):
    mia, ben, eva = somebody(faces=4, name="Mia"), somebody(faces=1), somebody(faces=1)
    proposal = asked(mia, ben)
    gone = proposal.faces.first()
    Face.objects.filter(pk=gone.pk).update(person=eva)
    let_move(proposal, by=owner)
    assert Face.objects.get(pk=gone.pk).person == eva
    assert Run.objects.exists()
