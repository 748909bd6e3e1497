"""What the family should know beside the photos: what was left out, guessed or not understood."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gallery.models import Person
from gallery.queries.search.chips import address
from gallery.queries.search.family import Family
from gallery.queries.search.photos import born_on_a_day
from gallery.queries.search.question import Question, Who
from gallery.queries.search.understand import asked


@dataclass(frozen=True, slots=True)
class Note:
    words: str
    link: str = ""
    address: str = ""


def notes_on(question: Question, family: Family, undated: int) -> Iterator[Note]:
    yield from _on_names(question, family)
    yield from _on_births(question, family)
    if question.alone:
        yield Note("Strangers who are not on the People page do not count as somebody else.")
    if undated:
        are = "is" if undated == 1 else "are"
        photos = "photo" if undated == 1 else "photos"
        yield Note(f"{undated} {photos} without a date {are} not searched.")


def _on_names(question: Question, family: Family) -> Iterator[Note]:
    """April may be somebody, and somebody called Mia may not be the one who is meant."""
    for part in question.parts:
        if family.names.meant(part.title):
            parts = tuple(one for one in question.parts if one != part)
            somebody = Who((family.names.like(part.title)[0],))
            other = replace(question, people=(*question.people, somebody), parts=parts)
            yield _instead(
                f"{part.title} is a time here.", f"{part.title}, the person", other, family
            )
    for who in question.people:
        for name, longer in ((n, other) for n in who.names for other in family.names.also(n)):
            names = tuple(longer if one == name else one for one in who.names)
            meant = replace(who, names=names)
            people = tuple(meant if one == who else one for one in question.people)
            yield _instead(f"Not {name}?", longer, replace(question, people=people), family)


def _instead(words: str, link: str, question: Question, family: Family) -> Note:
    return Note(words, link, address(asked(question, family.names)))


def _on_births(question: Question, family: Family) -> Iterator[Note]:
    """Ages that are estimates, and birthdays that nobody has typed."""
    for person in _aged(question, family):
        if person.birth_date is None and person.birth_year is None:
            words = f"Nobody knows yet when {person} was born."
        elif person.birth_date is None:
            words = f"When {person} was born is an estimate, so the ages are, too."
        else:
            continue
        yield Note(words, "Type the birth date", person.get_absolute_url())
    for birthday in question.birthdays:
        if born_on_a_day(birthday, family):
            continue
        whom = family.meant(birthday.name) if birthday.name else []
        link = whom[0].get_absolute_url() if len(whom) == 1 else ""
        words = f"Nobody has typed yet on which day {birthday.name or 'anybody'} was born."
        yield Note(words, "Type the birth date" if link else "", link)


def _aged(question: Question, family: Family) -> list[Person]:
    aged = (person for who in question.people if who.age for person in family.all_of(who))
    return list({person.pk: person for person in aged}.values())
