import calendar
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from gallery.models import Face, Person
from gallery.models.person import PersonQuerySet

EARLIEST = 1850
MONTHS = [("", "Month"), *((str(n), calendar.month_name[n]) for n in range(1, 13))]


class NameForm(forms.Form):
    """A name, or somebody who has one already: then the two are one."""

    name = forms.CharField(max_length=100, required=False)
    same_as = forms.ModelChoiceField(Person.objects.none(), required=False)
    another = forms.BooleanField(required=False)

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.person = person
        self.fields["same_as"].queryset = others(person).named()  # type: ignore[attr-defined]  # a ModelChoiceField
        self.namesakes: list[Person] = []

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> None:
        super().clean()
        name = self.cleaned_data.get("name")
        if self.cleaned_data.get("same_as") or self.cleaned_data.get("another") or not name:
            return
        self.namesakes = list(others(self.person).filter(name__iexact=name).order_by("pk"))
        if self.namesakes:
            raise ValidationError("There is already somebody of that name. The same person?")


class BirthDateForm(forms.Form):
    """A year alone, with a month, or with a month and a day; nothing at all forgets it."""

    day = forms.IntegerField(min_value=1, max_value=31, required=False)
    month = forms.TypedChoiceField(choices=MONTHS, coerce=int, empty_value=None, required=False)
    year = forms.IntegerField(min_value=EARLIEST, required=False)

    def clean(self) -> None:
        super().clean()
        if self.errors:
            return
        day, month, year = (self.cleaned_data.get(part) for part in ("day", "month", "year"))
        if year is None and (day or month):
            raise ValidationError("The year is missing.")
        if day and not month:
            raise ValidationError("The month is missing.")
        try:
            birth_date = date(year, month or 1, day or 1) if year else None
        except ValueError:
            raise ValidationError("There is no such day.") from None
        if birth_date and birth_date > timezone.localdate():
            raise ValidationError("That day is still to come.")
        self.cleaned_data["birth_date"] = birth_date

    @property
    def birth_date(self) -> date | None:
        """What was typed; only once the form is valid."""
        typed = self.cleaned_data["birth_date"]
        return typed if isinstance(typed, date) else None

    @property
    def precision(self) -> str:
        """How exact that is; only once the form is valid."""
        if self.cleaned_data.get("day"):
            return Person.Precision.DAY
        return Person.Precision.MONTH if self.cleaned_data.get("month") else Person.Precision.YEAR

    @staticmethod
    def as_typed(person: Person) -> dict[str, object]:
        """What the fields hold at first."""
        typed = person.birth_date
        if typed is None:
            return {}
        exact = person.birth_precision
        return {
            "year": typed.year,
            "month": typed.month if exact != Person.Precision.YEAR else "",
            "day": typed.day if exact == Person.Precision.DAY else "",
        }


class MergeForm(forms.Form):
    other = forms.ModelChoiceField(Person.objects.none())

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.fields["other"].queryset = others(person)  # type: ignore[attr-defined]  # a ModelChoiceField


class CoverForm(forms.Form):
    face = forms.ModelChoiceField(Face.objects.none())

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        faces = Face.objects.real().filter(person=person)
        self.fields["face"].queryset = faces  # type: ignore[attr-defined]  # a ModelChoiceField


class HideForm(forms.Form):
    hidden = forms.BooleanField(required=False)


class GenderForm(forms.Form):
    """What somebody says; nothing: the estimate counts."""

    gender = forms.ChoiceField(
        choices=[("", "as estimated"), ("female", "female"), ("male", "male")], required=False
    )


class LeaveOutForm(forms.Form):
    left_out = forms.BooleanField(required=False)


class ForgetForm(forms.Form):
    """Nothing brings it back, so it is typed: the name, or a word where there is none."""

    confirm = forms.CharField(max_length=100)

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.wanted = person.name or "forget"

    def clean_confirm(self) -> str:
        typed = " ".join(str(self.cleaned_data["confirm"]).split())
        if typed.casefold() != self.wanted.casefold():
            raise ValidationError(f"Type “{self.wanted}” to confirm. Nothing was changed.")
        return typed


def others(person: Person) -> PersonQuerySet:
    """Everybody else of the same library."""
    return Person.objects.filter(library=person.library_id).exclude(pk=person.pk)


class AnswerForm(forms.Form):
    """What is said to a question: yes, no, not now, who it is, or nobody we know."""

    answer = forms.ChoiceField(
        choices=[(one, one) for one in ("yes", "no", "later", "name", "hide")], required=False
    )
    person = forms.ModelChoiceField(Person.objects.none(), required=False)
    name = forms.CharField(max_length=100, required=False)

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.fields["person"].queryset = others(person)  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> None:
        super().clean()
        if not self.errors and not (self.cleaned_data["answer"] or self.cleaned_data["person"]):
            raise ValidationError("Say yes, no, or who it is.")
