"""Ages and days as the database reckons them, so that no face has to come to Python for it.

The functions are those of SQLite and of PostgreSQL themselves; Django's own parts of dates call
back into Python for every row of SQLite.
"""

from typing import Any, ClassVar

from django.db.models import (
    Case,
    CharField,
    Expression,
    F,
    FloatField,
    Func,
    IntegerField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.lookups import LessThan
from django.db.models.sql.compiler import SQLCompiler


class _OfDay(Func):
    """Something that a day says, in the words of each database."""

    arity = 1
    sqlite: ClassVar[str]
    postgresql: ClassVar[str]

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **more: Any) -> tuple[str, Any]:  # noqa: ANN401 Django's contract
        return self.as_sql(compiler, connection, template=self.sqlite, **more)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **more: Any) -> tuple[str, Any]:  # noqa: ANN401 Django's contract
        return self.as_sql(compiler, connection, template=self.postgresql, **more)


class YearOf(_OfDay):
    """A day as a year with its fraction, as birth years are kept."""

    output_field = FloatField()
    sqlite = "((julianday(%(expressions)s) - 2451544.5) / 365.25 + 2000)"
    postgresql = "((%(expressions)s - DATE '2000-01-01') / 365.25 + 2000)"


class MonthAndDay(_OfDay):
    """Such as 07-14."""

    output_field = CharField()
    sqlite = "strftime('%%%%m-%%%%d', %(expressions)s)"
    postgresql = "to_char(%(expressions)s, 'MM-DD')"


class YearAndMonth(_OfDay):
    """Such as 2019-07."""

    output_field = CharField()
    sqlite = "strftime('%%%%Y-%%%%m', %(expressions)s)"
    postgresql = "to_char(%(expressions)s, 'YYYY-MM')"


class _MonthNumber(_OfDay):
    output_field = IntegerField()
    sqlite = "(strftime('%%%%Y', %(expressions)s) * 12 + strftime('%%%%m', %(expressions)s))"
    postgresql = (
        "(EXTRACT(YEAR FROM %(expressions)s) * 12 + EXTRACT(MONTH FROM %(expressions)s))::integer"
    )


class _DayOfMonth(_OfDay):
    output_field = IntegerField()
    sqlite = "CAST(strftime('%%%%d', %(expressions)s) AS INTEGER)"
    postgresql = "EXTRACT(DAY FROM %(expressions)s)::integer"


def age_in_months(day: F, birth: F) -> Combinable:
    """Whole months from a date of birth until a day, as gallery.ages counts them."""
    not_yet: Expression = Case(
        When(LessThan(_DayOfMonth(day), _DayOfMonth(birth)), then=Value(1)), default=Value(0)
    )
    return _MonthNumber(day) - _MonthNumber(birth) - not_yet
