import secrets

from gallery.models import Token, User
from gallery.models.token import hash_of


def make_token(user: User, name: str) -> tuple[Token, str]:
    """Let a program act for somebody; the secret is told now and never again."""
    secret = secrets.token_urlsafe(32)
    return Token.objects.create(user=user, name=name, sha256=hash_of(secret)), secret


def revoke_token(token: Token) -> None:
    """Let a token not work any more, from this moment on."""
    token.delete()
