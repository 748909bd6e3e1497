from django import forms
from django.core.exceptions import ValidationError

from faces.types import Box
from gallery.models import Library, Person


class WhoseForm(forms.Form):
    """Whose some faces are: somebody chosen, a name that is typed, or somebody new."""

    person = forms.ModelChoiceField(Person.objects.none(), required=False)
    name = forms.CharField(max_length=100, required=False)
    another = forms.BooleanField(required=False)
    new = forms.BooleanField(required=False)
    twice = forms.BooleanField(required=False)

    def __init__(self, *args: object, library: Library, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.library = library
        self.fields["person"].queryset = Person.objects.filter(library=library)  # type: ignore[attr-defined]  # a ModelChoiceField
        self.namesakes: list[Person] = []

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> None:
        super().clean()
        if self.errors or self.cleaned_data["person"] or self.cleaned_data["new"]:
            return
        name = self.cleaned_data["name"]
        if not name:
            raise ValidationError("Say who it is.")
        if self.cleaned_data["another"]:
            return
        found = Person.objects.filter(library=self.library, name__iexact=name).order_by("pk")
        self.namesakes = list(found)
        if len(self.namesakes) > 1:
            raise ValidationError("There are several of that name. Which one?")
        self.cleaned_data["person"] = self.namesakes[0] if self.namesakes else None

    @property
    def whose(self) -> Person | None:
        """Whose they are; None for somebody new. Only once the form is valid."""
        chosen: Person | None = self.cleaned_data["person"]
        return chosen

    @property
    def called(self) -> str:
        """What somebody new is called; only once the form is valid."""
        return "" if self.cleaned_data["new"] else str(self.cleaned_data["name"])


class BoxForm(forms.Form):
    """Where a face is, in percent of the photo."""

    left = forms.FloatField(label="Left, percent", min_value=0, max_value=100)
    top = forms.FloatField(label="Top, percent", min_value=0, max_value=100)
    right = forms.FloatField(label="Right, percent", min_value=0, max_value=100)
    bottom = forms.FloatField(label="Bottom, percent", min_value=0, max_value=100)

    def clean(self) -> None:
        super().clean()
        if not self.errors and not (
            self.cleaned_data["left"] < self.cleaned_data["right"]
            and self.cleaned_data["top"] < self.cleaned_data["bottom"]
        ):
            raise ValidationError("Draw a rectangle around the face.")

    @property
    def box(self) -> Box:
        """In fractions; only once the form is valid."""
        edges = (self.cleaned_data[name] / 100 for name in ("left", "top", "right", "bottom"))
        return Box(*edges)
