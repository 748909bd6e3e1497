"""`manage.py import_people LIBRARY people.json`: what was said in another gallery, said here."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gallery.management.libraries import library_of
from gallery.models import User
from gallery.portable.bring_in import NoRecognitionError, bring_in
from gallery.portable.reading import BadPeopleFileError, read
from gallery.portable.words import told


class Command(BaseCommand):
    """Bring in a people.json, and say what became of it."""

    help = "Bring names, birth dates and corrections of a people.json into a library."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("library", type=int, help="Its number.")
        parser.add_argument("file", type=Path, help="people.json, or the zip in which it is.")
        parser.add_argument("--by", help="Whose word it is: a name to sign in with.")

    def handle(self, *, library: int, file: Path, by: str | None, **_: Any) -> None:  # noqa: ANN401 Django's own options
        chosen = library_of(library)
        user = User.objects.filter(username=by).first() if by else None
        if by and user is None:
            raise CommandError(f"Nobody signs in as {by}.")
        try:
            brought = bring_in(read(file), chosen, by=user)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except BadPeopleFileError as error:
            raise CommandError(str(error)) from error
        except NoRecognitionError:
            raise CommandError("Recognition is off in this library. Switch it on first.") from None
        self.stderr.write(told(brought))
