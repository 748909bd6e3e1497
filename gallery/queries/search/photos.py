"""Which photos answer a question: one query, whatever is asked."""

from collections.abc import Iterable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, When
from django.db.models.functions import Coalesce

from gallery.models import Asset, Face, Library, Person
from gallery.models.asset import AssetQuerySet
from gallery.models.face import FaceQuerySet
from gallery.queries.search.age import YEAR, Age
from gallery.queries.search.family import Family
from gallery.queries.search.feasts import Days
from gallery.queries.search.question import Kind, Question, Who
from gallery.queries.search.sql import MonthAndDay, YearOf, age_in_months
from gallery.queries.search.times import Birthday, days_of

AROUND = timedelta(2)  # a birthday is kept on the next free day
MOST = 300  # birthdays at once: SQLite nests conditions no deeper than 1000
NEVER = Q(pk__in=())
# A date of birth of which only the month or the year was typed may be so many months later.
MONTHS_LATER = Case(
    When(person__birth_precision=Person.Precision.MONTH, then=1),
    When(person__birth_precision=Person.Precision.YEAR, then=YEAR),
    default=0,
)


def photos_for(library: Library, question: Question, family: Family, years: range) -> AssetQuerySet:
    """Photos and videos of which all is true; `years` are those that `years_of` gives."""
    assets: AssetQuerySet = Asset.objects.filter(library=library)
    if question.kind is Kind.VIDEO:
        assets = assets.filter(kind=Asset.Kind.VIDEO)
    if question.has_time:
        assets = _at_the_time(assets, question, family, years)
    named = [person for who in question.people for person in family.all_of(who)]
    meant = [_faces_of(who, family, named) for who in question.people]
    for who, faces in zip(question.people, meant, strict=True):
        assets = assets.filter(_on_it(faces, named=bool(who.names)))
    for name in question.without:
        assets = assets.exclude(_on_it(_unwanted(name, family), named=bool(name)))
    if question.alone:
        others = Face.objects.real().filter(person__hidden=False, person__shelf="")
        for who, faces in zip(question.people, meant, strict=True):
            if not who.names:
                others = others.exclude(pk__in=faces.filter(asset__library=library).values("pk"))
        assets = assets.exclude(_on_it(others.exclude(person__in=named), named=False))
    return assets


def _on_it(faces: FaceQuerySet, *, named: bool) -> Q:
    """Photos with one of these faces.

    Those of somebody are few, so they are gathered at once; for anybody's, photo after photo is
    looked at, newest first, until there are enough.
    """
    if named:
        return Q(pk__in=faces.values("asset"))
    return Q(Exists(faces.filter(asset=OuterRef("pk"))))


def _unwanted(name: str, family: Family) -> FaceQuerySet:
    faces = Face.objects.real()
    return faces.filter(person__in=family.meant(name)) if name else _shown(faces)


def years_of(library: Library) -> range:
    """All years there may be, and those beside: winter 2018 goes into 2019."""
    assets = Asset.objects.filter(library=library)
    found = assets.aggregate(first=Min("taken_on"), last=Max("taken_on"))
    if found["first"] is None:
        return range(0)
    return range(found["first"].year - 1, found["last"].year + 2)


def _faces_of(who: Who, family: Family, named: list[Person]) -> FaceQuerySet:
    faces = Face.objects.real()
    if who.names:
        theirs = faces.filter(person__in=family.all_of(who))
        return theirs if who.age is None else _aged(theirs, who.age)
    anybody = _shown(faces).exclude(person__in=named)  # "Mia with a baby": another one
    return anybody if who.age is None else _looking(anybody, who.age)


def _shown(faces: FaceQuerySet) -> FaceQuerySet:
    """Without the faces of people who were hidden."""
    return faces.filter(Q(person=None) | Q(person__hidden=False))


def _aged(faces: FaceQuerySet, age: Age) -> FaceQuerySet:
    """Faces at an age that follows from the photo's date: as typed, or within the estimate."""
    return _with_ages(faces).filter(
        _typed(age) | _estimated(age, "person__birth_year_low", "person__birth_year_high")
    )


def _looking(faces: FaceQuerySet, age: Age) -> FaceQuerySet:
    """Anybody's faces: by the birth of the person, else as old as the face looks by itself.

    In a crowd the middle of an estimate counts, not all of its interval, which would let in many
    who are older or younger.
    """
    unknown = Q(asset__taken_on=None) | Q(person__birth_date=None, person__birth_year=None)
    low, high = _in_years(age)
    looks = Q(age__gte=low) if high is None else Q(age__gte=low, age__lt=high)
    middle = _estimated(age, "person__birth_year", "person__birth_year")
    return _with_ages(faces).filter(_typed(age) | middle | unknown & looks)


def _with_ages(faces: FaceQuerySet) -> FaceQuerySet:
    return faces.alias(
        months=age_in_months(F("asset__taken_on"), F("person__birth_date")),
        moment=YearOf(F("asset__taken_on")),
    )


def _typed(age: Age) -> Q:
    exact = Q(person__birth_date__isnull=False, months__gte=age.low)
    return exact if age.high is None else exact & Q(months__lt=age.high + MONTHS_LATER)


def _estimated(age: Age, earliest: str, latest: str) -> Q:
    """By the estimated birth year, if nobody has typed a date."""
    low, high = _in_years(age)
    middle = F("person__birth_year")
    matches = Q(person__birth_date=None, moment__gte=Coalesce(F(earliest), middle) + low)
    return matches if high is None else matches & Q(moment__lt=Coalesce(F(latest), middle) + high)


def _in_years(age: Age) -> tuple[float, float | None]:
    return age.low / YEAR, None if age.high is None else age.high / YEAR


def _at_the_time(
    assets: AssetQuerySet, question: Question, family: Family, years: range
) -> AssetQuerySet:
    wanted = NEVER
    if question.parts or not question.birthdays:
        stretches = days_of(question.parts, question.spans, years)
        wanted = _any_of(stretches)
    for birthday in question.birthdays:
        around = _any(_around(person, birthday) for person in born_on_a_day(birthday, family))
        spans = _any_of(days_of((), question.spans, ())) if question.spans else Q()
        wanted |= around & spans
    return assets.alias(month_and_day=MonthAndDay(F("taken_on"))).filter(wanted)


def born_on_a_day(birthday: Birthday, family: Family) -> list[Person]:
    """Those whose day of birth somebody has typed."""
    people = family.meant(birthday.name) if birthday.name else family.people
    typed = [person for person in people if person.birth_precision == Person.Precision.DAY]
    return typed[:MOST]


def _around(person: Person, birthday: Birthday) -> Q:
    born = person.birth_date
    if born is None:
        return NEVER
    if birthday.number is not None:
        day = born + relativedelta(years=birthday.number)
        return Q(taken_on__range=(day - AROUND, day + AROUND))
    days = (born + timedelta(step) for step in range(-AROUND.days, AROUND.days + 1))
    return Q(month_and_day__in=[f"{day:%m-%d}" for day in days], taken_on__gte=born)


def _any_of(stretches: list[Days]) -> Q:
    return _any(_between(*days) for days in stretches)


def _any(conditions: Iterable[Q]) -> Q:
    """One of them; of none, nothing."""
    return Q(*conditions, NEVER, _connector=Q.OR)


def _between(first: date, last: date) -> Q:
    after = Q(taken_on__isnull=False) if first == date.min else Q(taken_on__gte=first)
    return after if last == date.max else after & Q(taken_on__lte=last)
