from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError

from gallery.forms.people import others
from gallery.models import Person

OTHER = ""  # in the place of one of the names they have: another, which is typed


class JoinForm(forms.Form):
    """What several people are called as one, and whose birth date stays."""

    called = forms.CharField(max_length=100, required=False)
    """One of the names they have, or OTHER."""
    name = forms.CharField(max_length=100, required=False)
    born_as = forms.ModelChoiceField(Person.objects.none(), required=False)
    another = forms.BooleanField(required=False)

    def __init__(self, *args: object, people: Sequence[Person], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.people = people
        theirs = Person.objects.filter(pk__in=[person.pk for person in people])
        self.fields["born_as"].queryset = theirs.exclude(birth_date=None)  # type: ignore[attr-defined]  # a ModelChoiceField
        self.namesakes: list[Person] = []

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> None:
        super().clean()
        name = self.chosen_name
        mine = {person.name.casefold() for person in self.people}
        if not name or name.casefold() in mine or self.cleaned_data.get("another"):
            return
        selected = [person.pk for person in self.people]
        same = others(self.people[0]).filter(name__iexact=name).exclude(pk__in=selected)
        self.namesakes = list(same.order_by("pk"))
        if self.namesakes:
            raise ValidationError("There is already somebody of that name. The same person?")

    @property
    def chosen_name(self) -> str:
        """One of their names, or what was typed."""
        called = str(self.cleaned_data.get("called") or OTHER)
        if called in {person.name for person in self.people if person.name}:
            return called
        return str(self.cleaned_data.get("name") or "")
