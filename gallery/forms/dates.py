from datetime import date

from django import forms

from gallery.forms.people import BirthDateForm
from gallery.models import Asset

FIRST_PHOTOGRAPH = 1826


class PhotoDateForm(BirthDateForm):
    """When a photo was taken: a year alone, with a month, or with a month and a day."""

    year = forms.IntegerField(min_value=FIRST_PHOTOGRAPH)

    @property
    def taken_on(self) -> date:
        """What was typed; only once the form is valid."""
        typed = self.birth_date
        if typed is None:
            raise ValueError("a date without a year is refused before")
        return typed

    @property
    def precision(self) -> str:
        """How exact that is, of Asset.Precision; only once the form is valid."""
        if self.cleaned_data.get("day"):
            return Asset.Precision.FULL
        return Asset.Precision.MONTH if self.cleaned_data.get("month") else Asset.Precision.YEAR


class DatingForm(forms.Form):
    """What the family says to a proposed date."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no"), ("typed", "typed")])
    all = forms.BooleanField(required=False)
