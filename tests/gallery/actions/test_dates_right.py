from datetime import date

import pytest

from gallery.actions.dates_right import say_dates_are_right
from gallery.actions.people import GoneError
from gallery.actions.set_dates import set_dates
from gallery.actions.undo import undo
from gallery.models import Asset, Dating, Statement
from tests.gallery.factories import AssetFactory, DatingFactory, FaceFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


@pytest.fixture
def dating(library):
    dating = DatingFactory(asset__library=library)
    FaceFactory(asset=dating.asset, person=PersonFactory(library=library, name="Mia"))
    return dating


def is_open(dating):
    return Dating.objects.open(dating.asset.library).filter(pk=dating.pk).exists()


def test_a_date_that_is_right_is_never_asked_about_again(dating, owner):
    assert is_open(dating)
    say_dates_are_right([dating.asset], by=owner)
    [said] = Statement.objects.standing()
    assert (said.kind, said.said, said.sha256) == ("date", {"right": True}, dating.asset.sha256)
    assert said.by == owner
    assert not is_open(dating)


def test_undone_it_may_be_asked_about(dating, owner):
    undo(say_dates_are_right([dating.asset], by=owner))
    assert is_open(dating)


def test_said_twice_it_is_said_once(dating, owner):
    say_dates_are_right([dating.asset], by=owner)
    assert say_dates_are_right([dating.asset], by=owner) is None
    assert Statement.objects.count() == 1


def test_what_somebody_typed_is_their_word_already(dating, owner):
    set_dates([dating.asset], date(2004, 1, 1), Asset.Precision.YEAR, by=owner)
    assert say_dates_are_right([dating.asset], by=owner) is None
    assert Statement.objects.standing().get().said == {"date": "2004-01-01", "precision": "year"}


def test_a_later_typed_date_takes_its_place(dating, owner):
    say_dates_are_right([dating.asset], by=owner)
    set_dates([dating.asset], date(2004, 1, 1), Asset.Precision.YEAR, by=owner)
    assert Statement.objects.standing().get().said == {"date": "2004-01-01", "precision": "year"}
    assert not is_open(dating)


def test_a_photo_that_is_gone_is_told(library, owner):
    gone = AssetFactory(library=library)
    Asset.objects.filter(pk=gone.pk).delete()
    with pytest.raises(GoneError):
        say_dates_are_right([gone], by=owner)
