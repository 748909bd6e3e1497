"""How each action of the tables is tested: it is done, undone, and all is as it was."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.hands import Hand
from tests.e2e.seeded import Seeded
from tests.e2e.state import NOTHING, Change, changes, state


@dataclass(frozen=True, slots=True)
class Done:
    """What an action should have led to."""

    told: str
    """What the notice says."""
    rows: dict[tuple[str, Any, str], Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()

    @property
    def change(self) -> Change:
        return Change(self.rows, self.said)


Action = Callable[[Hand, Seeded], Done]


def act_and_undo(action: Action, hand: Hand, gallery: Seeded) -> None:
    before = state(gallery)
    done = action(hand, gallery)
    hand.sees(done.told)
    hand.keeps_focus()
    assert changes(before, state(gallery)) == done.change
    hand.watch_focus()
    hand.undo()
    hand.keeps_focus()
    assert changes(before, state(gallery)) == NOTHING


def words(action: Action) -> str:
    return action.__name__


def faces_of(gallery: Seeded, person: int) -> list[int]:
    """Primary keys of somebody's faces, the newest photo first."""
    question = """
        select face.id from gallery_face face join gallery_asset asset on asset.id = face.asset_id
        where face.person_id = ? order by asset.taken_at desc, face.id
    """
    return [pk for (pk,) in gallery.ask(question, person)]


def photo_of(gallery: Seeded, face: int) -> int:
    return int(gallery.ask("select asset_id from gallery_face where id = ?", face)[0][0])


def sure(gallery: Seeded, *faces: int) -> dict[tuple[str, Any, str], Any]:
    """The rows that change where Anna says that some faces are whose they are."""
    [(anna,)] = gallery.ask("select id from gallery_user where username = 'anna'")
    rows = {("face", face, "confirmed"): 1 for face in faces}
    return rows | {("face", face, "confirmed_by_id"): anna for face in faces}


def cover_of(gallery: Seeded, person: int) -> int:
    return int(gallery.ask("select cover_id from gallery_person where id = ?", person)[0][0])


def stands_alone(gallery: Seeded, face: int) -> bool:
    """Whether a face is of a photo of whose faces none is anybody's cover."""
    photo = photo_of(gallery, face)
    covers = "select cover_id from gallery_person"
    beside = f"select id from gallery_face where asset_id = ? and id in ({covers})"  # noqa: S608
    [(kind,)] = gallery.ask("select kind from gallery_asset where id = ?", photo)
    return kind == "photo" and not gallery.ask(beside, photo)
