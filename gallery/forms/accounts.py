from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError

from gallery.forms.plain import PlainForm
from gallery.models import User

RECOGNITION = [("yes", "Recognise faces"), ("no", "Just keep the photos")]


class NewAccountForm(PlainForm):
    """A sign-in name nobody has yet, and a password worth the name."""

    username = forms.CharField(
        label="Your sign-in name",
        max_length=150,
        help_text="One word, such as your first name. The family sees it.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="At least 8 characters. A short sentence is easy to keep in mind.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_username(self) -> str:
        name: str = get_adapter().clean_username(self.cleaned_data["username"])
        return name

    def clean(self) -> None:
        super().clean()
        password = self.cleaned_data.get("password")
        if not password:
            return
        user = User(username=self.cleaned_data.get("username", ""))
        try:
            get_adapter().clean_password(password, user=user)
        except ValidationError as error:
            self.add_error("password", error)


class WelcomeForm(NewAccountForm):
    """The three steps of the first run. Recognition has no default: somebody has to choose."""

    library_name = forms.CharField(
        label="Name of the library", max_length=100, help_text="For example: The Lindqvists"
    )
    recognition = forms.ChoiceField(
        choices=RECOGNITION,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one; you can change it at any time."},
    )

    @property
    def wants_recognition(self) -> bool:
        """What was chosen; only once the form is valid."""
        return bool(self.cleaned_data["recognition"] == "yes")
