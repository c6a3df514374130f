"""The list that tells staff which file is whose: a table that any spreadsheet opens, and that `batch` reads.

It holds all of each plan, so that printing it again leaves out nothing.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from clinicpress.batch.patientindex import Row
from clinicpress.model.people import sheet_and_title
from clinicpress.reading.shielding import HEADER, IN_PART, PAGE_COUNT, WHOLE, WHOLENESS, shielded
from clinicpress.regular import read_regular

COLUMNS = (*HEADER, "sheet", "title", "date", PAGE_COUNT, WHOLENESS)
# Excel takes a file for UTF-8 only if it begins with this.
_MARK = "\ufeff"
_START = f"{_MARK}file,name,id,birth".encode()


def patient_list(rows: Iterable[Row]) -> bytes:
    """The files of patients as CSV, by date of the plan, then by name.

    A plan that an older version has not kept, or that columns cannot say, is marked as listed in part.
    """
    ordered = sorted(rows, key=lambda row: (row.date, row.name.casefold(), row.file))
    listed = [_cells(row) for row in ordered]
    further = sorted({name for cells in listed for name in cells} - set(COLUMNS))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow((*COLUMNS, *further))
    for cells in listed:
        writer.writerow(shielded(cells.get(name, "")) for name in (*COLUMNS, *further))
    return f"{_MARK}{stream.getvalue()}".encode()


def is_patient_list(path: Path) -> bool:
    """Whether there is a list that clinicpress made, of any version."""
    try:
        return read_regular(path, len(_START)) == _START
    except OSError:
        return False


def _cells(row: Row) -> dict[str, str]:
    sheet, title = sheet_and_title(row.sheet)
    known = {
        "file": row.file, "name": row.name, "id": row.id, "birth_date": row.birth_date, "sheet": sheet,
        "title": title, "date": row.date, PAGE_COUNT: str(row.pages),
    }  # fmt: skip
    said, whole = _said(row.plan)
    return {**known, **said, WHOLENESS: WHOLE if whole else IN_PART}


def _said(plan: str) -> tuple[dict[str, str], bool]:
    """The cells of a plan as JSON by their columns, and whether they say all of it."""
    # the models behind the columns take 150 ms to load: only who has plans to list needs them
    from clinicpress.reading.columns import column_of  # noqa: PLC0415

    try:
        values = json.loads(plan)
    except ValueError:
        return {}, False
    placed = [(column_of(loc), value) for loc, value in _leaves(values, ())]
    cells = {name: value for name, value in placed if name is not None}
    return cells, all(name is not None for name, _ in placed)


def _leaves(values: Any, loc: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], str]]:
    """Each text of a plan with its place; a list of names is one text."""
    if isinstance(values, Mapping):
        for key, value in values.items():
            yield from _leaves(value, (*loc, key))
    elif isinstance(values, list):
        if values:
            yield loc, " ".join(map(str, values))
    elif values is not None:
        yield loc, str(values)
