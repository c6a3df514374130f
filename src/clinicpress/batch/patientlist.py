"""The list that tells staff which file is whose: a table that any spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from clinicpress.batch.patientindex import Row

COLUMNS = ("file", "name", "id", "birth date", "sheet", "date", "pages")
# Excel takes a file for UTF-8 only if it begins with this.
_MARK = "\ufeff"
# What a spreadsheet takes for the start of a formula, with the wide forms of East Asian keyboards.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def patient_list(rows: Iterable[Row]) -> bytes:
    """The files of patients as CSV, by date of the plan, then by name."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for row in sorted(rows, key=lambda row: (row.date, row.name.casefold(), row.file)):
        cells = (row.file, row.name, row.id, row.birth_date, row.sheet, row.date, str(row.pages))
        writer.writerow(map(_as_text, cells))
    return f"{_MARK}{stream.getvalue()}".encode()


def _as_text(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell
