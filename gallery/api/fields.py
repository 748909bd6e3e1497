"""Fields that take what the schema says and nothing that only looks like it.

Django REST framework reads "5" as a number and 1 as yes; a program that sends these has a
mistake in it, and is told.
"""

import re
from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from gallery.forms.people import EARLIEST
from gallery.numbers import number

LARGEST = 2**53 - 1  # that every program can read; no primary key comes near
MOST = 500  # rows that one act may name


class Key(serializers.IntegerField):
    """The primary key of a row."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 passed on as they come
        super().__init__(**{"min_value": 1, "max_value": LARGEST, **kwargs})

    def to_internal_value(self, data: Any) -> int:  # noqa: ANN401 whatever was sent
        whole = isinstance(data, float) and data.is_integer()  # JSON has one kind of number
        if isinstance(data, bool) or not (whole or isinstance(data, int)):
            self.fail("invalid")
        return int(data)


class KeyInQuery(Key):
    """A primary key as it stands in an address."""

    def to_internal_value(self, data: object) -> int:
        found = number(data) if isinstance(data, str) else None
        if found is None:
            self.fail("invalid")
        return found


class Keys(serializers.ListField):
    """Primary keys of several rows of one library; twice is as good as once."""

    child = Key()

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 passed on as they come
        super().__init__(**{"allow_empty": False, "min_length": 1, "max_length": MOST, **kwargs})


class Flag(serializers.BooleanField):
    """True or false."""

    def to_internal_value(self, data: object) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class FlagInQuery(serializers.BooleanField):
    """`true` or `false` as it stands in an address."""

    def to_internal_value(self, data: object) -> bool:
        if data not in ("true", "false"):
            self.fail("invalid", input=data)
        return data == "true"


class Words(serializers.CharField):
    """Text of one line: spaces at the ends and double ones are left out."""

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)  # as it came, as the schema says
        return " ".join(super().to_internal_value(data).split())


class Share(serializers.FloatField):
    """A number from 0 to 1: a part of the width or height of a picture."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 passed on as they come
        super().__init__(min_value=0, max_value=1, **kwargs)

    def to_internal_value(self, data: object) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        return float(super().to_internal_value(data))


class Day(serializers.DateField):
    """A day that has been, written as 2014-05-12."""

    default_error_messages = {
        "invalid": "Write the day as YEAR-MONTH-DAY, such as 2014-05-12.",
        "future": "That day is still to come.",
        "early": f"That is before {EARLIEST}.",
    }

    def to_internal_value(self, value: object) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            self.fail("invalid")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail("invalid")
        if day > timezone.localdate():
            self.fail("future")
        if day.year < EARLIEST:
            self.fail("early")
        return day


@extend_schema_field({"type": ["string", "null"]})
class OrNull(serializers.CharField):
    """Text that is null where a row has an empty one: nobody has said it."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 passed on as they come
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: object) -> str | None:  # type: ignore[override]  # null for none
        return str(value) or None
