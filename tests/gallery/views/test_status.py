import pytest

from gallery.models import Job, Stage
from tests.gallery.factories import AssetFactory, JobFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken(library):
    asset = AssetFactory(library=library, name="broken.jpg", width=0, height=0)
    return JobFactory(
        asset=asset, state=Job.State.QUARANTINED, attempts=3, error="It is cut off in the middle."
    )


def test_what_failed_stands_there_with_its_reason(client, owner, broken):
    client.force_login(owner)
    page = client.get("/status/").content.decode()
    assert "broken.jpg" in page
    assert "It is cut off in the middle." in page
    assert "Try again" in page


def test_the_page_asks_again_only_while_there_is_work(client, library, owner):
    client.force_login(owner)
    idle = client.get("/status/").content.decode()
    assert "Everything is done" in idle
    assert 'hx-trigger="every' not in idle
    JobFactory(asset=AssetFactory(library=library))
    busy = client.get("/status/").content.decode()
    assert 'hx-trigger="every 2s"' in busy
    assert "Reading files, 1 to go" in " ".join(busy.split())


def test_the_live_part_is_the_part_alone(client, owner, broken):
    client.force_login(owner)
    part = client.get("/status/", headers={"HX-Request": "true", "HX-Target": "live"})
    assert part.content.decode().strip().startswith('<div id="live"')
    assert b"<html" not in part.content
    assert b"broken.jpg" in part.content


def test_the_pill_is_quiet_when_there_is_nothing_to_say(client, library, owner):
    client.force_login(owner)
    idle = client.get("/status/progress/").content.decode()
    assert "<a" not in idle
    assert "every" not in idle
    JobFactory(asset=AssetFactory(library=library))
    busy = client.get("/status/progress/").content.decode()
    assert "Reading files" in busy
    assert "every 2s" in busy


def test_the_pill_says_once_that_all_is_done(client, owner):
    client.force_login(owner)
    done = client.get("/status/progress/?busy").content.decode()
    assert "Everything is done" in done
    assert "every" not in done.replace("Everything", "")


def test_trying_again_gives_three_new_attempts(client, owner, broken, queued):
    client.force_login(owner)
    assert client.post(f"/status/{broken.pk}/retry/")["Location"] == "/status/"
    broken.refresh_from_db()
    assert (broken.state, broken.attempts, broken.error) == (Job.State.WAITING, 0, "")


def test_everything_is_tried_again_at_once_but_only_of_this_library(
    client, library, owner, broken, queued
):
    second = JobFactory(
        asset=AssetFactory(library=library), stage=Stage.DETECT, state=Job.State.QUARANTINED
    )
    foreign = JobFactory(state=Job.State.QUARANTINED)
    client.force_login(owner)
    client.post("/status/retry/")
    states = dict(Job.objects.values_list("pk", "state"))
    assert states[broken.pk] == states[second.pk] == Job.State.WAITING
    assert states[foreign.pk] == Job.State.QUARANTINED


def test_a_viewer_sees_it_but_starts_nothing(client, viewer, broken):
    client.force_login(viewer)
    assert b"Try again" not in client.get("/status/").content
    assert client.post(f"/status/{broken.pk}/retry/").status_code == 404
    assert client.post("/status/retry/").status_code == 404
    broken.refresh_from_db()
    assert broken.state == Job.State.QUARANTINED


def test_a_stranger_finds_neither_the_file_nor_the_job(client, outsider, broken):
    client.force_login(outsider)
    assert b"broken.jpg" not in client.get("/status/").content
    foreign = client.post(f"/status/{broken.pk}/retry/")
    unknown = client.post("/status/987654/retry/")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content
