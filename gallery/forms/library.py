from django import forms

from gallery.forms.plain import PlainForm
from gallery.models import Role


class LibraryNameForm(PlainForm):
    name = forms.CharField(label="Name of the library", max_length=100)


class RecognitionForm(PlainForm):
    """Switching off erases what people typed, so it wants a second yes."""

    recognition = forms.ChoiceField(choices=[("on", "On"), ("off", "Off")])
    understood = forms.BooleanField(required=False)

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("recognition") == "off" and not self.cleaned_data["understood"]:
            self.add_error("understood", "Tick this first: nothing can bring the names back.")

    @property
    def wanted(self) -> bool:
        """What was chosen; only once the form is valid."""
        return bool(self.cleaned_data["recognition"] == "on")


class RoleForm(PlainForm):
    role = forms.ChoiceField(choices=Role.choices)

    @property
    def chosen(self) -> Role:
        """What was chosen; only once the form is valid."""
        return Role(self.cleaned_data["role"])


class InviteForm(RoleForm):
    note = forms.CharField(
        label="Who is it for?", max_length=100, required=False, help_text="Only owners see this."
    )
