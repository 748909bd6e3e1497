"""What a file says, said here: once, however often it is brought in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from gallery import jobs
from gallery.actions.leave_out import follow
from gallery.actions.ledger import Act
from gallery.models import Asset, Decision, Face, Job, Library, Person, Stage, Statement, User
from gallery.pipeline.remember import best, remember
from gallery.portable.ledger import WHOSE, Ledger
from gallery.portable.matching import matched, spoken_of
from gallery.portable.places import Place, edges
from gallery.portable.reading import OF_A_FACE, OF_TWO_FACES, Human, PeopleFile, Word

Kind = Statement.Kind
_COLUMNS = ("name", "birth_date", "birth_precision", "gender_said", "hidden", "left_out", "shelf")


class NoRecognitionError(ValueError):
    """Recognition is off in this library, so it has no people."""


@dataclass(slots=True)
class Brought:
    """What became of a file."""

    decision: Decision | None = None
    """None: all of it had been said here already."""
    made: int = 0
    """People who were not here."""
    known: int = 0
    """People who were."""
    faces: int = 0
    """Faces of which it says whose they are, or that they are none."""
    waiting: int = 0
    """Those of them on photos that are not here, or were not looked at yet."""
    kept: int = 0
    """Faces and dates of which something else is said here; that counts."""


@transaction.atomic
def bring_in(found: PeopleFile, library: Library, *, by: User | None) -> Brought:
    """Say in a library what a file says.

    What is said here counts where both say something of the same face, name, date or person. Of a
    photo that is not here it is kept, and applied once the photo comes and is looked at.

    Raises:
        NoRecognitionError: there are no people in this library, by its owner's word.
    """
    locked = Library.objects.select_for_update().get(pk=library.pk)
    if not locked.recognition:
        raise NoRecognitionError
    bringing = _Bringing(locked, found, by)
    bringing.people()
    bringing.words()
    return bringing.done()


class _Bringing:
    def __init__(self, library: Library, found: PeopleFile, by: User | None) -> None:
        self.library, self.found = library, found
        self.act = Act(library, Decision.Kind.IMPORT, by=by)
        self.ledger = Ledger(library)
        self.who: dict[int, Person] = {}
        self.new: list[Statement] = []
        self.told = Brought()

    def people(self) -> None:
        """Find or make everybody of whom something is said, and let them have what they lack."""
        same = matched(self.found, self.library, self.ledger)
        self._watch(Person.objects.all(), [one.pk for one in same.values()])
        for human in spoken_of(self.found):
            person = same.get(human.id)
            if person is None:
                person = Person.objects.create(library=self.library)
                self.act.made(person)
                self.told.made += 1
            else:
                self.told.known += 1
            self._complete(person, human)
            self.who[human.id] = person

    def _watch(self, rows: "QuerySet[Any]", pks: Sequence[int]) -> None:
        for start in range(0, len(pks), jobs.BATCH):
            self.act.watch(rows.filter(pk__in=pks[start : start + jobs.BATCH]))

    def _complete(self, person: Person, human: Human) -> None:
        before = [getattr(person, name) for name in _COLUMNS]
        person.name = person.name or human.name
        if person.name:
            person.shelf = Person.Shelf.NONE
        if person.birth_date is None:
            person.birth_date = human.birth_date
            person.birth_precision = human.birth_precision
        person.gender_said = person.gender_said or human.gender
        if (Kind.HIDE, person.pk) not in self.ledger.of_people:
            person.hidden = person.hidden or human.hidden
        if (Kind.LEFT_OUT, person.pk) not in self.ledger.of_people:
            person.left_out = person.left_out or human.left_out
        if before != [getattr(person, name) for name in _COLUMNS]:
            person.save(update_fields=_COLUMNS)

    def words(self) -> None:
        """Say what is said of faces and photos, unless something is said of them here."""
        for word in self.found.words:
            if word.kind in OF_A_FACE and word.about:
                self._of_a_face(word, word.about)
            elif word.kind in OF_TWO_FACES and word.about and word.other:
                if self.ledger.of_two(word.kind, word.about, word.other) is None:
                    self._say(word)
            elif word.kind == Kind.SAME:
                self._of_two_looks(word)
        self._dates([word for word in self.found.words if word.kind == Kind.DATE])

    def _of_a_face(self, word: Word, about: Place) -> None:
        person = self._person(word)
        if word.kind in (Kind.IS, Kind.COVER) and person is None:
            return
        if word.kind == Kind.COVER:
            if person and (Kind.COVER, person.pk) not in self.ledger.of_people:
                self._say(word)
            return
        kinds = WHOSE if word.kind in WHOSE else (word.kind,)
        said = self.ledger.of_face(about, kinds)
        if said is None:
            self._say(word)
        elif said.kind != word.kind or (person and said.person_id != person.pk):
            self.told.kept += 1

    def _of_two_looks(self, word: Word) -> None:
        person = self._person(word)
        if person and (Kind.SAME, person.pk) not in self.ledger.of_people:
            self._say(word)

    def _person(self, word: Word) -> Person | None:
        return None if word.person is None else self.who.get(word.person)

    def _say(self, word: Word) -> None:
        person = self._person(word)
        made = Statement(kind=word.kind, person_id=person.pk if person else None)
        for prefix, there in (("", word.about), ("other_", word.other)):
            if there is not None:
                setattr(made, f"{prefix}sha256", there.sha256)
                setattr(made, f"{prefix}box", edges(there.box) if there.box else [])
                setattr(made, f"{prefix}time", there.time)
        self.ledger.add(made)
        self.new.append(made)

    def _dates(self, words: Iterable[Word]) -> None:
        dates = {word.about.sha256: word for word in words if word.about}
        here = {asset.sha256: asset for asset in self._assets(dates)}
        self._watch(Asset.objects.all(), [asset.pk for asset in here.values()])
        for sha256, word in dates.items():
            asset = here.get(sha256)
            said = self.ledger.of_face(Place(sha256, None), [Kind.DATE])
            if said is not None:
                self.told.kept += said.said != word.said
            else:
                self.new.append(Statement(kind=Kind.DATE, said=word.said, sha256=sha256))
                if asset is not None:
                    day = date.fromisoformat(word.said["date"])
                    asset.put_date(day, word.said["precision"])
                    asset.save(update_fields=Asset.DATE_COLUMNS)

    def done(self) -> Brought:
        """Write it down, and let faces that are here follow."""
        self.act.add(self.new)
        self.told.decision = self.act.done()
        if self.told.decision is None:
            return self.told
        if not self.told.decision.before:  # statements alone can be undone, too
            Decision.objects.filter(pk=self.told.decision.pk).update(before={"people": {}})
        of_faces = self.told.decision.statements.filter(kind__in=[Kind.IS, Kind.NOT_A_FACE])
        self.told.faces = of_faces.count()
        originals = {one.sha256 for one in self.new} | {one.other_sha256 for one in self.new}
        for asset in self._assets(originals - {""}):
            self._apply(asset)
        self._choose_covers()
        self.told.waiting = of_faces.filter(face=None).count()
        left_out = Face.objects.filter(person__library=self.library, person__left_out=True)
        if left_out.exists():
            follow(self.library, left_out)
        jobs.enqueue(Stage.CLUSTER, self.library, after=jobs.QUIET)
        jobs.enqueue(Stage.AGGREGATE, self.library)
        return self.told

    def _choose_covers(self) -> None:
        """Let the faces stand for people that stood for them, where none does yet."""
        lacking = Person.objects.filter(library=self.library, cover=None)
        wanting = set(lacking.values_list("pk", flat=True))
        for number, person in self.who.items():
            there = self.found.people[number].cover
            if person.pk in wanting and there and there.box:
                theirs = person.faces.real().filter(asset__sha256=there.sha256).order_by("pk")
                face = best(there.box, there.time, theirs)
                Person.objects.filter(pk=person.pk).update(cover=face)

    def _apply(self, asset: Asset) -> None:
        """Apply statements to the faces that were found; to others once they are."""
        stage = jobs.FIRST_LOOK[Asset.Kind(asset.kind)]
        look = Job.objects.filter(asset=asset, stage=stage)
        is_forgotten = any(
            one.kind == Kind.FORGOTTEN and one.sha256 == asset.sha256 for one in self.new
        )
        if look.filter(state=Job.State.DONE).exists() and not is_forgotten:
            remember(asset)
            if asset.faces.filter(detected_by=Face.DRAWN, represented_by="").exists():
                jobs.enqueue(Stage.REPRESENT, asset)
        elif look.filter(state__in=[Job.State.RUNNING, Job.State.DONE]).exists():
            # Once more: it may have asked what was said before we did.
            jobs.enqueue(stage, asset)

    def _assets(self, originals: Iterable[str]) -> Iterable[Asset]:
        wanted = sorted(set(originals))
        for start in range(0, len(wanted), jobs.BATCH):
            yield from Asset.objects.filter(
                library=self.library, sha256__in=wanted[start : start + jobs.BATCH]
            ).order_by("pk")
