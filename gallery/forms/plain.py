from typing import Any

from django import forms


class PlainForm(forms.Form):
    """A form whose labels end without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 passed on as they come
        super().__init__(*args, **{"label_suffix": "", **kwargs})
