from datetime import UTC, datetime

from django import forms

MILLISECOND = 1000


class UploadForm(forms.Form):
    """What comes with a file: the time the sender's disk gives it, and the sign that all came.

    `end` is the last field of the form. A request cut off in the middle lacks it, and a part of a
    photo must not be taken for the whole.
    """

    modified = forms.IntegerField(required=False, min_value=0, max_value=32_503_680_000_000)
    end = forms.CharField()

    @property
    def modified_at(self) -> datetime | None:
        """The file's own time, from the browser's milliseconds."""
        stamp: int | None = self.cleaned_data["modified"]
        return datetime.fromtimestamp(stamp / MILLISECOND, UTC) if stamp else None
