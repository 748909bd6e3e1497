"""Who of a file is who in this library."""

from collections import Counter, defaultdict

from gallery.models import Library, Person, Statement
from gallery.portable.ledger import Ledger
from gallery.portable.reading import Human, PeopleFile

Kind = Statement.Kind


def matched(found: PeopleFile, library: Library, ledger: Ledger) -> dict[int, Person]:
    """Say who of a file is here already: primary key by the file's number, for those who are.

    Faces come first: who is said here to have the same faces is the same, and most faces count.
    Then names: people of one name are one, in the order in which they came where there are
    several.
    """
    here = {person.pk: person for person in Person.objects.filter(library=library)}
    same = {human: here[pk] for human, pk in _by_faces(found, ledger).items() if pk in here}
    free = defaultdict(list)
    taken = {person.pk for person in same.values()}
    for pk, person in sorted(here.items()):
        if person.name and pk not in taken:
            free[_key(person.name)].append(person)
    for number, human in sorted(found.people.items()):
        if number not in same and human.name and free[_key(human.name)]:
            same[number] = free[_key(human.name)].pop(0)
    return same


def _by_faces(found: PeopleFile, ledger: Ledger) -> dict[int, int]:
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for word in found.words:
        if word.kind == Kind.IS and word.person in found.people and word.about:
            said = ledger.of_face(word.about, [Kind.IS])
            if said is not None and said.person_id is not None:
                votes[word.person][said.person_id] += 1
    return {
        number: min((-votes, pk) for pk, votes in counted.items())[1]
        for number, counted in votes.items()
    }


def spoken_of(found: PeopleFile) -> list[Human]:
    """Those of a file of whom something is said; of others a clustering makes people again.

    Somebody without a name is known by their faces only.
    """
    has_faces = {word.person for word in found.words if word.kind == Kind.IS}
    return [
        human for number, human in sorted(found.people.items()) if human.name or number in has_faces
    ]


def _key(name: str) -> str:
    return name.casefold()
