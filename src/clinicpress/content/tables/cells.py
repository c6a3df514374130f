"""Cells that no spreadsheet runs as a formula, whichever sign parts its cells; and back again.

A spreadsheet set to another region parts the same line elsewhere: at semicolons, or at tabs. So what begins a
formula is shielded wherever a cell could begin, by an apostrophe right before it, and not at the start alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from clinicpress.content.models.characters import flaw, settled
from clinicpress.content.tables.days import Order, read_day, two_readings
from clinicpress.messages import say

CellKind = Literal["text", "id", "word", "value", "day", "time", "names", "whole"]
# What is wrong, and what to write.
CellFault = tuple[str, str]

_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
# Programs put an apostrophe before what a spreadsheet would take for a number or a formula.
_SHIELDED = re.compile(r"'(?=[=+\-@0-9])")
_ERRORS = frozenset({"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"})
_SCIENTIFIC = re.compile(r"[0-9]+([.,][0-9]+)?E[+-][0-9]+", re.IGNORECASE)
_HOURS = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?(?:\s*([AP])\.?M\.?)?", re.IGNORECASE)


def tidy(cell: str, kind: CellKind, order: Order | None) -> str | CellFault:
    """The cell as a plan file would say it; the fault if that cannot be told.

    ``order`` is that of day and month in the cell's column, None to refuse days that can be read in two ways.
    """
    if found := _FORMULA.fullmatch(cell):
        cell = found[1].replace('""', '"').strip()
    cell = cell[1:] if _SHIELDED.match(cell) else cell
    if cell in _ERRORS or (len(cell) > 2 and not cell.strip("#")):
        return (
            say("table.cell-contains-spreadsheet-error"),
            say("table.correct-cell-spreadsheet-and-save-file"),
        )
    wrong = flaw(cell)
    if wrong is not None:
        return wrong.message, wrong.hint
    cell, reader = settled(cell).strip(), _READERS.get(kind)
    return cell if reader is None else reader(cell, order)


def _id(cell: str, _: Order | None) -> str | CellFault:
    """An id as it was typed; a spreadsheet shows a long number as 1.2E+05 and saves it so."""
    if _SCIENTIFIC.fullmatch(cell):
        hint = say("table.spreadsheet-format-column-text-retype-id")
        return say("table.spreadsheet-turned-id-into-number-exponent"), hint
    return cell.removeprefix("'").strip()


def _day(cell: str, order: Order | None) -> str | CellFault:
    """A day as year, month and day; a day that could be read in two ways is a fault."""
    found = read_day(cell.removeprefix("'").strip(), order)
    return two_readings() if found is None else found


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


_READERS: dict[CellKind, Callable[[str, Order | None], str | CellFault]] = {
    "id": _id,
    "day": _day,
    "time": _time,
    "word": _word,
    "names": _word,
}

# What parts cells, then what a spreadsheet skips: white space, what nobody sees, and quotation marks.
_BEFORE = r"((?:^|[;,|\t\r\n])[\s\"\u00ad\u200b-\u200f\u2060\ufeff]*)"
# The last four are the wide forms of East Asian keyboards.
_RUN_AS_FORMULA = r"('*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])"
_BARE = re.compile(_BEFORE + _RUN_AS_FORMULA)
_SHIELD = re.compile(_BEFORE + "'" + _RUN_AS_FORMULA)
HEADER = ("file", "name", "id", "birth_date")
# How many pages a file has, with those of an appended PDF; ``pages`` is what the plan asks for.
PAGE_COUNT = "page_count"
# The column that says whether the others hold all of the plan, and what it says then.
WHOLENESS, WHOLE, IN_PART = "plan", "whole", "in part"


def shielded(text: str) -> str:
    """A cell in one line that is text in every reading of it; `unshielded` gives the text back."""
    return _BARE.sub(r"\1'\2", re.sub(r"[ \t\r\n]+", " ", text).strip())


def unshielded(cell: str) -> str:
    """The text that was `shielded`."""
    return _SHIELD.sub(r"\1\2", cell)
