from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who signs in. A superuser is an admin of the server, not of others' libraries."""
