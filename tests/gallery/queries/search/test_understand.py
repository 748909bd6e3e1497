"""Words become a question; the words of a question become that question again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.queries.search.age import BABY, CHILD, STAGES, TEENAGER, Age, years
from gallery.queries.search.feasts import FEASTS, SEASONS
from gallery.queries.search.names import Names
from gallery.queries.search.question import Kind, Question, Who
from gallery.queries.search.times import Birthday, Part, Span, year_span
from gallery.queries.search.understand import Understood, asked, understand

TODAY = date(2026, 11, 24)
FAMILY = ["Mia", "Ben Berg", "Anna Maria Berg", "Dad", "April", "May", "Will", "Zoë", "Mia Lee"]
MIA, BEN, DAD = (Who((name,)) for name in ("Mia", "Ben", "Dad"))
CHRISTMAS, JULY, SUMMER = Part("Christmas"), Part("", 7), Part("summer")


def aged(who, age):
    return Who(who.names, age)


def anybody(age):
    return Question(people=(Who((), age),))


def read(typed, names=FAMILY):
    return understand(typed, Names(names), TODAY)


SENTENCES = {
    "Mia": Question((MIA,)),
    "mia's photos": Question((MIA,)),
    "Mia at 2": Question((aged(MIA, years(2, 3)),)),
    "Mia aged 2": Question((aged(MIA, years(2, 3)),)),
    "Mia 2 years old": Question((aged(MIA, years(2, 3)),)),
    "2-year-old Mia": Question((aged(MIA, years(2, 3)),)),
    "Mia, 2": Question((aged(MIA, years(2, 3)),)),
    "Mia at the age of two": Question((aged(MIA, years(2, 3)),)),
    "Mia at 6 months": Question((aged(MIA, Age(6, 7)),)),
    "baby photos of Dad": Question((aged(DAD, BABY),)),
    "Dad's baby pictures": Question((aged(DAD, BABY),)),
    "Dad's childhood": Question((aged(DAD, CHILD),)),
    "Mia as a baby": Question((aged(MIA, BABY),)),
    "when Mia was a baby": Question((aged(MIA, BABY),)),
    "Mia under 5": Question((aged(MIA, years(0, 5)),)),
    "Mia between 3 and 5": Question((aged(MIA, years(3, 6)),)),
    "Mia between 5 and 3": Question((aged(MIA, years(3, 6)),)),
    "Mia aged 3 to 5": Question((aged(MIA, years(3, 6)),)),
    "Mia between 6 months and 2 years": Question((aged(MIA, Age(6, 36)),)),
    "Dad in his 30s": Question((aged(DAD, years(30, 40)),)),
    "everyone under 5 at Christmas 2019": Question(
        (Who((), years(0, 5)),), parts=(CHRISTMAS,), spans=(year_span(2019),)
    ),
    "anyone over 80": anybody(years(80)),
    "80+": anybody(years(80)),
    "kids under 5": anybody(years(0, 5)),
    "children 2015": Question((Who((), CHILD),), spans=(year_span(2015),)),
    "Mia with a baby": Question((MIA, Who((), BABY))),
    "Mia and Ben": Question((MIA, BEN)),
    "Mia with Ben": Question((MIA, BEN)),
    "Mia, Ben": Question((MIA, BEN)),
    "Mia or Ben": Question((Who(("Mia", "Ben")),)),
    "Mia and Ben under 5": Question((aged(MIA, years(0, 5)), aged(BEN, years(0, 5)))),
    "Mia at 2 with Ben": Question((aged(MIA, years(2, 3)), BEN)),
    "Mia with Ben at 2": Question((MIA, aged(BEN, years(2, 3)))),
    "only Mia and Ben": Question((MIA, BEN), alone=True),
    "just Mia": Question((MIA,), alone=True),
    "Mia on her own": Question((MIA,), alone=True),
    "Mia and nobody else": Question((MIA,), alone=True),
    "Mia without Ben": Question((MIA,), without=("Ben",)),
    "Mia not Ben": Question((MIA,), without=("Ben",)),
    "Mia without Ben and Dad": Question((MIA,), without=("Ben", "Dad")),
    "without anybody": Question(without=("",)),
    "Mia July 2019": Question((MIA,), parts=(JULY,), spans=(year_span(2019),)),
    "Mia, jul 2019": Question((MIA,), parts=(JULY,), spans=(year_span(2019),)),
    "2019-07": Question(parts=(JULY,), spans=(year_span(2019),)),
    "Mia summer 2018": Question((MIA,), parts=(SUMMER,), spans=(year_span(2018),)),
    "Christmas": Question(parts=(CHRISTMAS,)),
    "Christmas 2019": Question(parts=(CHRISTMAS,), spans=(year_span(2019),)),
    "Easter 2020": Question(parts=(Part("Easter"),), spans=(year_span(2020),)),
    "New Year": Question(parts=(Part("New Year"),)),
    "new year\u2019s eve": Question(parts=(Part("New Year's Eve"),)),
    "Halloween": Question(parts=(Part("Halloween"),)),
    "14 July 2019": Question(parts=(Part("", 7, 14),), spans=(year_span(2019),)),
    "July 14th, 2019": Question(parts=(Part("", 7, 14),), spans=(year_span(2019),)),
    "14.7.2019": Question(parts=(Part("", 7, 14),), spans=(year_span(2019),)),
    "2015-2018": Question(spans=(year_span(2015, 2018),)),
    "between 2018 and 2015": Question(spans=(year_span(2015, 2018),)),
    "since 2015": Question(spans=(Span(date(2015, 1, 1), None),)),
    "before 2000": Question(spans=(Span(None, date(1999, 12, 31)),)),
    "since 2015 until 2018": Question(spans=(year_span(2015, 2018),)),
    "since June 2015": Question(spans=(Span(date(2015, 6, 1), None),)),
    "2018 and 2019": Question(spans=(year_span(2018), year_span(2019))),
    "the 90s": Question(spans=(year_span(1990, 1999),)),
    "last year": Question(spans=(year_span(2025),)),
    "last summer": Question(parts=(SUMMER,), spans=(year_span(2026),)),
    "last Christmas": Question(parts=(CHRISTMAS,), spans=(year_span(2025),)),
    "3 years ago": Question(spans=(year_span(2023),)),
    "yesterday": Question(parts=(Part("", 11, 23),), spans=(year_span(2026),)),
    "Mia's birthday": Question(birthdays=(Birthday("Mia"),)),
    "Mia\u2019s 2nd birthday": Question(birthdays=(Birthday("Mia", 2),)),
    "first birthday of Mia": Question(birthdays=(Birthday("Mia", 1),)),
    "birthdays 2019": Question(birthdays=(Birthday(""),), spans=(year_span(2019),)),
    "videos of Mia": Question((MIA,), kind=Kind.VIDEO),
    "photos and videos of Mia": Question((MIA,)),
    "Anna Maria Berg": Question((Who(("Anna Maria Berg",)),)),
    "maria berg 2019": Question((Who(("Maria Berg",)),), spans=(year_span(2019),)),
    "zoe": Question((Who(("Zoë",)),)),
    "April": Question((Who(("April",)),)),
    "photos of April": Question((Who(("April",)),)),
    "April in 2019": Question((Who(("April",)),), spans=(year_span(2019),)),
    "April 2019": Question(parts=(Part("", 4),), spans=(year_span(2019),)),
    "in April": Question(parts=(Part("", 4),)),
    "May at 3 and Will": Question((aged(Who(("May",)), years(3, 4)), Who(("Will",)))),
    "photos": Question(),
    "photos from 2019": Question(spans=(year_span(2019),)),
    "from 2015 on": Question(spans=(Span(date(2015, 1, 1), None),)),
    "photos from last Christmas with Mia": Question(
        (MIA,), parts=(CHRISTMAS,), spans=(year_span(2025),)
    ),
    "between May and July 2019": Question(spans=(Span(date(2019, 5, 1), date(2019, 7, 31)),)),
    "Mia+Ben": Question((MIA, BEN)),
    "Mia since she was 5": Question((aged(MIA, years(5)),)),
    "Mia before she was 5": Question((aged(MIA, years(0, 5)),)),
    "Mia's first year": Question((aged(MIA, years(0, 1)),)),
    "Mia in her teens": Question((aged(MIA, TEENAGER),)),
    "Mia as a teen": Question((aged(MIA, TEENAGER),)),
    "Mia with nobody else": Question((MIA,), alone=True),
    "a year ago": Question(spans=(year_span(2025),)),
    "last weekend": Question(spans=(Span(date(2026, 11, 21), date(2026, 11, 22)),)),
    "summer holidays 2019": Question(parts=(SUMMER,), spans=(year_span(2019),)),
}


@pytest.mark.parametrize(("typed", "question"), SENTENCES.items(), ids=SENTENCES)
def test_a_sentence_of_a_family_is_understood(typed, question):
    assert read(typed) == Understood(question)


@pytest.mark.parametrize(
    ("typed", "question", "unknown"),
    [
        ("xyz", Question(), ("xyz",)),
        ("Mia in Paris", Question((MIA,)), ("Paris",)),
        ("old stuff of Mia at the sea", Question((MIA,)), ("old stuff", "sea")),
        ("Mia without", Question((MIA,)), ("without",)),
        ("Mia without Zebra", Question((MIA,)), ("Zebra", "without")),
        ("Mia without children", Question((MIA,)), ("children", "without")),
        ("only 2019", Question(spans=(year_span(2019),)), ("only",)),
        ("Mia at 300", Question((MIA,)), ("300",)),
        ("31 February", Question(parts=(Part("", 2),)), ("31",)),
        ("Mia with Grandma at 2", Question((aged(MIA, years(2, 3)),)), ("Grandma",)),
        ('"Nobody Known" 2019', Question(spans=(year_span(2019),)), ("Nobody Known",)),
    ],
)
def test_what_is_not_understood_is_given_back(typed, question, unknown):
    assert read(typed) == Understood(question, unknown)


def test_a_word_that_is_a_month_and_nobodys_name_is_the_month():
    assert read("April", ["Mia"]).question == Question(parts=(Part("", 4),))


def test_somebody_called_just_so_comes_before_those_with_a_longer_name():
    names = Names(["Mia", "Mia Lee", "Ben Berg", "Anna Berg"])
    assert names.meant("Mia") == {"Mia"}
    assert names.also("Mia") == {"Mia Lee"}
    assert names.meant("Berg") == {"Ben Berg", "Anna Berg"}


def test_names_that_begin_so_or_are_nearly_so_are_offered():
    assert Names(FAMILY).like("ma") == ["May", "Maria", "Maria Berg"]
    assert "Dad" in Names(FAMILY).like("Dadd")
    assert Names(FAMILY).like("Zebra") == []


def test_winter_and_new_year_are_told_by_the_year_of_their_name():
    assert Part("winter").days(2018) == (date(2018, 12, 1), date(2019, 2, 28))
    assert Part("New Year").days(2020) == (date(2019, 12, 31), date(2020, 1, 1))


@given(st.integers(1583, 4099))
def test_moving_feasts_fall_on_their_days_of_the_week(year):
    friday, monday = FEASTS["Easter"](year)
    assert (friday.weekday(), monday.weekday()) == (4, 0)
    assert date(year, 3, 20) <= friday
    assert monday <= date(year, 4, 26)
    assert FEASTS["Thanksgiving"](year)[0].weekday() == 3
    first, last = FEASTS["Advent"](year)
    assert first.weekday() == 6
    assert (last - first).days in range(20, 28)


WORDS = [*sorted({word for typed in SENTENCES for word in typed.split()}), '"', "'s", ",", "-"]


@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_nothing_that_can_be_typed_fails(typed):
    names = Names(FAMILY)
    understood = understand(typed, names, TODAY)
    again = understand(asked(understood.question, names), names, TODAY)
    assert again == Understood(understood.question)


# --- any question ------------------------------------------------------------------------------

NAMES = [
    "Mia",
    "Mia and Ben",
    "Ben",
    "April",
    "at 2",
    "2019",
    "O'Brien",
    "Anna in May",
    "And",
    "日",
]
names_of_people = st.sampled_from(NAMES)
ages = st.sampled_from(sorted(STAGES)) | st.builds(
    lambda low, length: Age(low, low + length if length else None),
    st.integers(0, 600),
    st.integers(0, 300),
)
days = st.dates(date(1801, 1, 1), date(2199, 12, 30))
parts = (
    st.sampled_from([Part(name) for name in [*FEASTS, *SEASONS]])
    | st.builds(Part, st.just(""), st.integers(1, 12))
    | st.builds(Part, st.just(""), st.integers(1, 12), st.integers(1, 29))
)
spans = (
    st.builds(year_span, st.integers(1801, 2199), st.integers(1801, 2199))
    | st.tuples(days, days).map(lambda both: Span(min(both), max(both)))
    | st.builds(Span, days, st.none())
    | st.builds(Span, st.none(), days)
)
people = st.builds(
    Who, st.lists(names_of_people, max_size=2, unique=True).map(tuple), st.none() | ages
)
birthdays = st.builds(Birthday, names_of_people | st.just(""), st.none() | st.integers(0, 99))
questions = st.builds(
    Question,
    people=st.lists(people, max_size=3).map(tuple),
    without=st.lists(names_of_people | st.just(""), max_size=2).map(tuple),
    alone=st.booleans(),
    parts=st.lists(parts, max_size=3).map(tuple),
    birthdays=st.lists(birthdays, max_size=2).map(tuple),
    spans=st.lists(spans, max_size=2).map(tuple),
    kind=st.sampled_from(Kind),
)


@given(questions)
def test_the_words_of_a_question_are_that_question(question):
    names = Names(NAMES)
    assert understand(asked(question, names), names, TODAY) == Understood(question)


@given(questions)
def test_what_is_asked_without_one_of_its_pieces_asks_for_less(question):
    for piece in question.pieces():
        assert piece.less != question
        assert len(piece.less.words()) < len(question.words())
