"""Days in every form that people and spreadsheets write, alike in tables, options and questions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicpress.content.spoken import answer_fault, day_said
from clinicpress.content.tables.cells import tidy
from clinicpress.content.tables.days import DayColumn, Order, decide, order_of, read_day
from clinicpress.problems import Source

FORMS = [
    "{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y-%m-%d} 00:00:00", "{0:%Y-%m-%d}T00:00:00",
    "{0:%Y-%m-%d}T00:00:00.000Z", "{0:%d.%m.%Y}", "{0.day}.{0.month}.{0:%Y}", "{0:%B} {0.day}, {0:%Y}",
    "{0.day} {0:%B} {0:%Y}", "{0:%b} {0.day} {0:%Y}", "{0.day}-{0:%b}-{0:%Y}", "{0:%b}. {0:%d}, {0:%Y}",
    "{0:%B} {0.day}th, {0:%Y}", "'{0:%Y-%m-%d}",
]  # fmt: skip
NUMBERS = {
    "mdy": ["{0:%m/%d/%Y}", "{0.month}/{0.day}/{0:%Y}", "{0:%m-%d-%Y}", "{0:%m/%d/%Y} 12:00:00 AM"],
    "dmy": ["{0:%d/%m/%Y}", "{0.day}/{0.month}/{0:%Y}", "{0:%d-%m-%Y}", "{0:%d/%m/%Y} 0:00"],
}
DAYS = st.dates(date(1900, 1, 1), date(2026, 11, 1))
HERE = Source("x.csv", 1, 3)


@given(day=DAYS, form=st.sampled_from(FORMS), order=st.sampled_from(["mdy", "dmy", None]))
def test_a_form_of_one_reading_needs_no_order(day: date, form: str, order: Order | None) -> None:
    assert tidy(form.format(day), "day", order) == day.isoformat()


@given(day=DAYS, order=st.sampled_from(["mdy", "dmy"]), data=st.data())
def test_numbers_are_read_in_their_order(day: date, order: Order, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(NUMBERS[order])).format(day)
    assert tidy(text, "day", order) == day.isoformat()
    two_ways = day.day <= 12 and day.day != day.month
    assert isinstance(tidy(text, "day", None), tuple) == two_ways


@given(day=DAYS, data=st.data(), order=st.sampled_from(["mdy", "dmy"]))
def test_questions_and_options_read_what_tables_read(day: date, data: st.DataObject, order: Order) -> None:
    text = data.draw(st.sampled_from([form for form in FORMS if form[0] != "'"] + NUMBERS[order])).format(day)
    assert answer_fault(("patient", "birth_date"), text, "2026-11-22", order) is None


@pytest.mark.parametrize(
    "text",
    [
        "1980-05-23 14:30", "1980-05-23T22:00:00", "23/5/80", "Mai 23, 1980", "J 3, 1980", "5/2", "today",
        "19800523", "5/2.1958",
    ],
)  # fmt: skip
def test_what_is_no_day_is_left_for_the_plan_to_refuse(text: str) -> None:
    assert read_day(text, "mdy") == text
    assert answer_fault(("patient", "birth_date"), text, "2026-11-22", "mdy") is not None


def decided(*days: str, asked: Order | None = None, country: str = "US") -> DayColumn:
    return decide(list(enumerate(days, 2)), "birth_date", asked, country, HERE)


def test_the_country_decides_where_no_day_does() -> None:
    assert decided("5/2/1958", "1980-05-23", "23.5.1980", "5/5/1980").order == "mdy"
    found = decided("5/2/1958", "3/3/1980", country="GB")
    assert found.order == "dmy"
    assert (
        found.told == "birth_date: day, month, year, as GB writes it; 1 of its dates can be read in two ways"
    )


def test_days_that_agree_decide() -> None:
    found = decided("5/2/1958", "5/23/1980", "12-31-1990", "4/4/1999")
    assert (found.order, found.problems, found.warnings) == ("mdy", (), ())
    assert found.told.startswith("birth_date: month, day, year, as 2 of its dates can only be read")


def test_days_against_the_country_stop_the_run() -> None:
    found = decided("5/2/1958", "23/5/1980")
    assert [str(each) for each in found.problems] == [
        (
            "x.csv:1:3: the dates in the column 'birth_date' are written day, month, year, "
            "which is unusual in US\n"
            "  hint: 1 of its dates can be read in two ways: check line 3, "
            "then add --dates mdy (month first) or --dates dmy (day first)"
        )
    ]
    assert decided("23/5/1980", "24/5/1980").problems == ()
    for asked in ("mdy", "dmy"):
        assert decided("5/2/1958", "23/5/1980", asked=asked).order == asked


def test_days_that_disagree_are_named_each() -> None:
    found = decided("5/2/1958", "23/5/1980", "5/23/1980", "5/24/1980")
    assert found.order is None
    assert [(each.source.line, each.source.column) for each in found.warnings if each.source] == [
        (4, 3),
        (5, 3),
        (3, 3),
    ]
    assert "but the one on line 3 only as day, month, year" in found.warnings[0].message
    assert (
        found.told == "birth_date: no single order, because its dates disagree; "
        "dates that can be read in two ways are refused (1)"
    )


def test_where_every_day_has_one_reading_there_is_nothing_to_ask() -> None:
    for country in ("US", "GB"):
        for days in (("23/5/1980",), ("5/23/1980",), ("23/5/1980", "5/23/1980"), ("1980-05-02",), ()):
            assert decided(*days, country=country) == DayColumn(order_of(country))


@given(day=DAYS, data=st.data(), order=st.sampled_from(["mdy", "dmy"]))
def test_an_answer_is_read_before_anything_is_asked_of_it(
    day: date, data: st.DataObject, order: Order
) -> None:
    """The guard of identity compares days, not spellings."""
    text = data.draw(st.sampled_from([form for form in FORMS if form[0] != "'"] + NUMBERS[order])).format(day)
    assert day_said(f"\u00a0{text} \u200e", order) == day.isoformat()


@pytest.mark.parametrize(("country", "order"), [("US", "mdy"), ("GB", "dmy"), ("DE", "dmy"), ("PH", "mdy")])
def test_how_countries_write_days(country: str, order: Order) -> None:
    assert order_of(country) == order
