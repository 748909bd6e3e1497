"""How accounts come to be: by the first-run page and by invitation, never by signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes the door that django-allauth leaves open by default."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 its contract
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 its contract
        """Our pages say themselves what happened."""
