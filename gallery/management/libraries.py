"""The library that a command means."""

from django.core.management.base import CommandError

from gallery.models import Library


def library_of(number: int) -> Library:
    """Give a library by its number.

    Raises:
        CommandError: there is none; it says which there are.
    """
    found = Library.objects.filter(pk=number).first()
    if found is None:
        there = ", ".join(f"{one.pk} ({one.name})" for one in Library.objects.all())
        raise CommandError(f"There is no library {number}; there are: {there or 'none yet'}.")
    return found
