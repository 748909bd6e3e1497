from django import forms

from gallery.forms.plain import PlainForm


class TokenForm(PlainForm):
    name = forms.CharField(
        label="What is it for?", max_length=100, help_text="Such as: the backup on the old laptop."
    )
