"""Days as people and spreadsheets write them, and in which order a column has day and month.

``5/2/1958`` is the second of May or the fifth of February. Which one, other days of the same column tell,
such as ``5/23/1958``; where none does, the clinic's country. No message repeats a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from clinicpress.messages import later, say
from clinicpress.problems import Problem, Source, UsageError
from clinicpress.records import dataclass

# Month, day and year, or day, month and year.
Order = Literal["mdy", "dmy"]
ORDERS: tuple[Order, ...] = ("mdy", "dmy")
NAMES: dict[Order, str] = {"mdy": later("table.mdy"), "dmy": later("table.dmy")}
_CHOICES = later("table.date-choices")
EXAMPLE = "2026-11-22"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# A day of a database has the time of midnight behind it.
_MIDNIGHT = r"(?:[ T]+(?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)? ?AM)(?:Z|\+00:?00)?)?"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_MIDNIGHT}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}}){_MIDNIGHT}", re.IGNORECASE)
_TEXT = rf"([0-9]{{1,2}})(?:st|nd|rd|th)?[ -]+([a-z]{{3,9}})\.?,?[ -]+([0-9]{{4}}){_MIDNIGHT}"
_WORDY = re.compile(_TEXT, re.IGNORECASE)
_WORD_FIRST = re.compile(
    rf"([a-z]{{3,9}})\.? +([0-9]{{1,2}})(?:st|nd|rd|th)?,? +([0-9]{{4}}){_MIDNIGHT}", re.IGNORECASE
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
# Countries that write the month first.
_MONTH_FIRST = frozenset(("US", "PH", "FM", "PW", "MH"))


@dataclass(frozen=True, slots=True)
class DayColumn:
    """In which order a column has day and month, None if its days disagree; and what is to be said of it."""

    order: Order | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    told: str = ""


def order_of(country: str) -> Order:
    """How a country writes a day in numbers."""
    return "mdy" if country in _MONTH_FIRST else "dmy"


def day_of(text: str) -> date:
    """The day that a text of its own names, which can be read in one way only.

    Raises:
        UsageError: if it is no day, or can be read in two ways. The text is not repeated.
    """
    text = text.strip()
    if has_two_readings(text):
        raise UsageError(Problem(*two_readings()))
    try:
        # Python reads weeks and numbers without hyphens too
        if _ISO.fullmatch(day := read_day(text, None) or ""):
            return date.fromisoformat(day)
    except ValueError:
        pass
    raise UsageError(Problem(say("table.not-date"), say("table.write-year-month-day")))


def read_day(text: str, order: Order | None) -> str | None:
    """A day as year, month and day, with hyphens; None if it can be read in two ways and ``order`` is None.

    What is no day stays as it is, for the plan to refuse.
    """
    if found := _YEAR_FIRST.fullmatch(text):
        return _iso(found[1], found[3], found[4])
    if found := _YEAR_LAST.fullmatch(text):
        return _of_numbers(found, order)
    if found := _WORDY.fullmatch(text):
        return _named(found[3], found[2], found[1]) or text
    found = _WORD_FIRST.fullmatch(text)
    return (found and _named(found[3], found[1], found[2])) or text


def _of_numbers(found: re.Match[str], order: Order | None) -> str | None:
    first, second = found[1], found[3]
    if found[2] == ".":
        return _iso(found[4], second, first)
    order = _only_order(int(first), int(second)) or order
    if order is None:
        return None
    return _iso(found[4], first, second) if order == "mdy" else _iso(found[4], second, first)


def _iso(year: str, month: str, day: str) -> str:
    return f"{year}-{int(month):02}-{int(day):02}"


def _named(year: str, word: str, day: str) -> str | None:
    word = "sep" if word.lower() == "sept" else word.lower()
    months = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)]
    return _iso(year, str(months[0]), day) if len(months) == 1 else None


def _only_order(first: int, second: int) -> Order | None:
    """The order of two numbers that have but one; any one where they are the same."""
    if first == second or second > 12:
        return "mdy"
    return "dmy" if first > 12 else None


def _numbers(text: str) -> tuple[int, int] | None:
    found = _YEAR_LAST.fullmatch(text)
    return (int(found[1]), int(found[3])) if found and found[2] != "." else None


def has_two_readings(text: str) -> bool:
    """Whether a day is the one or the other with day and month changed."""
    return _numbers(text) is not None and read_day(text, None) is None


def two_readings() -> tuple[str, str]:
    """The message on a day that can be read in two ways, and its hint."""
    return say("table.two-readings"), say("table.write-day", example=EXAMPLE)


def usually(name: str, count: int, asked: Order | None, country: str) -> str:
    """How ``count`` days of the key or column ``name`` that can be read in two ways were read."""
    order = asked or order_of(country)
    why = say("table.as-dates-says") if asked else say("table.as-country-writes-it", country=country)
    return say("table.dates-were-read-as", name=name, order=say(NAMES[order]), why=why, count=count)


def decide(
    cells: Iterable[tuple[int, str]], name: str, asked: Order | None, country: str, place: Source
) -> DayColumn:
    """In which order the column ``name`` has day and month, from its ``cells``, each with its line.

    ``asked`` is what the user says, ``country`` the clinic's; ``place`` is where the column begins.
    """
    lines: dict[Order | None, list[int]] = {"mdy": [], "dmy": [], None: []}
    for line, text in cells:
        numbers = _numbers(text)
        if numbers is not None and numbers[0] != numbers[1] and min(numbers) <= 12:
            lines[_only_order(*numbers)].append(line)
    usual = order_of(country)
    if not lines[None]:
        return DayColumn(asked or usual)
    open_days = say("table.number-of-dates-with-two-readings", number=len(lines[None]))
    if asked is not None:
        return DayColumn(asked, told=usually(name, len(lines[None]), asked, country))
    if lines["mdy"] and lines["dmy"]:
        refused = say("table.dates-are-refused", number=len(lines[None]))
        told = say("table.no-single-order-because-dates-disagree", name=name, refused=refused)
        return DayColumn(None, warnings=tuple(_disagreeing(lines, name, place)), told=told)
    seen: Order | None = next((order for order in ORDERS if lines[order]), None)
    if seen is None:
        return DayColumn(usual, told=usually(name, len(lines[None]), None, country))
    if seen != usual:
        message = say("table.dates-are-written-unusually", name=name, order=say(NAMES[seen]), country=country)
        hint = say(
            "table.check-line-and-add-dates",
            open_days=open_days,
            line=_few(lines[seen]),
            choices=say(_CHOICES),
        )
        return DayColumn(seen, problems=(Problem(message, hint, place),))
    known = len(lines[seen])
    return DayColumn(
        seen,
        told=say(
            "table.dates-were-read-as-others",
            name=name,
            order=say(NAMES[seen]),
            known=known,
            open_days=open_days,
        ),
    )


def _disagreeing(lines: dict[Order | None, list[int]], name: str, place: Source) -> Iterable[Problem]:
    """A warning for each day that can only be read in one order, where others can only in the other one."""
    pairs: tuple[tuple[Order, Order], ...] = (("mdy", "dmy"), ("dmy", "mdy"))
    for order, other in pairs:
        for line in lines[order]:
            there = say("table.other-date-only-as", line=_few(lines[other][:1]), order=say(NAMES[other]))
            message = say("table.dates-of-column-disagree", order=say(NAMES[order]), there=there, name=name)
            hint = say("table.write-days-of-column")
            yield Problem(message, hint, Source(place.path, line, place.column))


def _few(lines: Sequence[int]) -> str:
    return ", ".join(map(str, lines[:3])) + (" ..." if len(lines) > 3 else "")
