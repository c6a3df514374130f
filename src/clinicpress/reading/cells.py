"""One cell of a table of patients, freed of what spreadsheets do to it. No message repeats it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from clinicpress.model.characters import flaw, settled
from clinicpress.reading.days import TWO_WAYS, Order, read_day

Kind = Literal["text", "id", "word", "value", "day", "time", "names", "whole"]
# What is wrong, and what to write.
Fault = tuple[str, str]

_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
# Programs put an apostrophe before what a spreadsheet would take for a number or a formula.
_SHIELDED = re.compile(r"'(?=[=+\-@0-9])")
_ERRORS = frozenset({"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"})
_SCIENTIFIC = re.compile(r"[0-9]+([.,][0-9]+)?E[+-][0-9]+", re.IGNORECASE)
_HOURS = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?(?:\s*([AP])\.?M\.?)?", re.IGNORECASE)


def tidy(cell: str, kind: Kind, order: Order | None) -> str | Fault:
    """The cell as a plan file would say it; the fault if that cannot be told.

    ``order`` is that of day and month in the cell's column, None to refuse days that can be read in two ways.
    """
    if found := _FORMULA.fullmatch(cell):
        cell = found[1].replace('""', '"').strip()
    cell = cell[1:] if _SHIELDED.match(cell) else cell
    if cell in _ERRORS or (len(cell) > 2 and not cell.strip("#")):
        return "this cell holds an error of the spreadsheet", "mend the cell there, and save the file again"
    wrong = flaw(cell)
    if wrong is not None:
        return wrong.message, wrong.hint
    cell, reader = settled(cell).strip(), _READERS.get(kind)
    return cell if reader is None else reader(cell, order)


def _id(cell: str, _: Order | None) -> str | Fault:
    """An id as it was typed; a spreadsheet shows a long number as 1.2E+05 and saves it so."""
    if _SCIENTIFIC.fullmatch(cell):
        hint = "format the column as text in the spreadsheet, type the id again, and save the file again"
        return "the spreadsheet has changed this id into a number with an exponent", hint
    return cell.removeprefix("'").strip()


def _day(cell: str, order: Order | None) -> str | Fault:
    """A day as year, month and day; a day that could be read in two ways is a fault."""
    found = read_day(cell.removeprefix("'").strip(), order)
    return TWO_WAYS if found is None else found


def _time(cell: str, _: Order | None) -> str:
    """A time on the clock of 24 hours; what is no time stays as it is, for the plan to refuse."""
    found = _HOURS.fullmatch(cell)
    if found is None:
        return cell
    hour = int(found[1])
    if found[3] is None:
        return f"{found[1]}:{found[2]}"
    half = 12 if found[3].upper() == "P" else 0
    return f"{hour % 12 + half:02}:{found[2]}" if 1 <= hour <= 12 else cell


def _word(cell: str, _: Order | None) -> str:
    return cell.lower()


_READERS: dict[Kind, Callable[[str, Order | None], str | Fault]] = {
    "id": _id,
    "day": _day,
    "time": _time,
    "word": _word,
    "names": _word,
}
