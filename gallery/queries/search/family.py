"""Who can be asked for: everybody with a name whom nobody has hidden."""

from collections.abc import Collection, Iterable

from gallery.models import Library, Person
from gallery.queries.search.names import Names
from gallery.queries.search.question import Who


class Family:
    def __init__(self, library: Library, chosen: Collection[int] = ()) -> None:
        """Read the names of a library; `chosen` of those who share a name are meant, if any."""
        found = Person.objects.named().filter(library=library, hidden=False)
        self.people = list(found.order_by("name", "pk"))
        self.names = Names(person.name for person in self.people)
        self._chosen = set(chosen)

    def called(self, name: str) -> list[Person]:
        """Everybody who may be meant by a name."""
        meant = self.names.meant(name)
        return [person for person in self.people if person.name in meant]

    def meant(self, name: str) -> list[Person]:
        """The same, or those of them who were chosen."""
        called = self.called(name)
        return [person for person in called if person.pk in self._chosen] or called

    def all_of(self, who: Who) -> list[Person]:
        return self.all_called(who.names)

    def all_called(self, names: Iterable[str]) -> list[Person]:
        found = {person.pk: person for name in names for person in self.meant(name)}
        return list(found.values())
