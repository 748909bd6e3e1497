"""Who asks: by a token in the header, or by the session of the pages."""

from datetime import timedelta
from typing import NoReturn

from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from gallery.models import Token, User
from gallery.models.token import hash_of

KEYWORD = "Token"
NOTED_EVERY = timedelta(minutes=1)  # so that looking is hardly ever writing


class WrongTokens(SimpleRateThrottle):
    """Counts wrong tokens by the address they come from."""

    scope = "wrong-tokens"

    def get_cache_key(self, request: Request, view: object) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token ...`. Right tokens are never held up by wrong ones."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        keyword, _, secret = request.headers.get("Authorization", "").partition(" ")
        if keyword.casefold() != KEYWORD.casefold():
            return None
        token = Token.objects.select_related("user").filter(sha256=hash_of(secret.strip())).first()
        if token is None or not token.user.is_active:
            _refuse(request)
        note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return KEYWORD


def note_use(token: Token) -> None:
    now = timezone.now()
    stale = Q(used_at=None) | Q(used_at__lt=now - NOTED_EVERY)
    Token.objects.filter(stale, pk=token.pk).update(used_at=now)


def _refuse(request: Request) -> NoReturn:
    throttle = WrongTokens()
    if not throttle.allow_request(request, None):  # type: ignore[arg-type]  # any view counts
        raise Throttled(throttle.wait())
    raise AuthenticationFailed("This token is not known, or not any more.")
