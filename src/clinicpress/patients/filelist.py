"""The list of files for staff: a table that any spreadsheet opens, and that `batch` reads.

It holds all of each plan, so that printing it again leaves out nothing.
"""

from __future__ import annotations

import base64
import csv
import hmac
import io
import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from clinicpress.content.models.people import same_text, sheet_and_title
from clinicpress.content.tables.cells import HEADER, IN_PART, PAGE_COUNT, WHOLE, WHOLENESS, shielded
from clinicpress.messages import say
from clinicpress.patients.index import IndexRow
from clinicpress.problems import OutputError, Problem
from clinicpress.store.files import owner_only, private_folder, refuse_link, write_new
from clinicpress.store.regular import is_there, read_regular

KEY_BYTES = 32
# Of five bits each: a hundred bits, so that no two of any number of patients ever share a name.
NAME_LENGTH = 20
_PURPOSE = "clinicpress patient file 1"
_KEY = re.compile(rb"[0-9a-f]{64}")


def patients_folder(out: Path) -> Path:
    """Where the patients' files of an output folder are."""
    return out / "patients"


def key_path(root: Path) -> Path:
    """Where the workspace at ``root`` has its key, also when its output goes elsewhere."""
    return patients_folder(root / "output") / "key"


def patient_key(root: Path) -> bytes:
    """The key that names patients' files in the workspace at ``root``; made when it is first asked for.

    Raises:
        OutputError: if it cannot be made or read, or is damaged.
    """
    path = key_path(root)
    private_folder(path.parent)
    refuse_link(path)
    if not is_there(path):
        # two first runs agree: only one of them makes it, and both read it
        write_new(path, f"{os.urandom(KEY_BYTES).hex()}\n".encode())
    owner_only(path)
    try:
        text = read_regular(path).strip()
    except OSError as error:
        problem = Problem(
            say("patients.cannot-be-read", path=path.as_posix(), reason=error.strerror),
            say("patients.check-owner-and-permissions"),
        )
        raise OutputError(problem) from error
    if not _KEY.fullmatch(text):
        hint = say("patients.put-back-from-backup")
        raise OutputError(Problem(say("patients.damaged-not-key-64-hex-digits", path=path.as_posix()), hint))
    return bytes.fromhex(text.decode("ascii"))


def private_name(key: bytes, patient_id: str, sheet: str, language: str) -> str:
    """The name of a patient's sheet, without an ending: 20 small letters and digits (base32).

    An id is the same however it is written; see `clinicpress.content.models.people`.
    """
    # JSON keeps apart where one part ends and the next begins
    what = json.dumps([_PURPOSE, same_text(patient_id), sheet, language]).encode("ascii")
    digest = hmac.digest(key, what, "sha256")
    return base64.b32encode(digest).decode("ascii")[:NAME_LENGTH].lower()


COLUMNS = (*HEADER, "sheet", "title", "date", PAGE_COUNT, WHOLENESS)
# Excel takes a file for UTF-8 only if it begins with this.
_MARK = "\ufeff"
_START = f"{_MARK}file,name,id,birth".encode()


# More rows than this are told of by a new list.
FEW = 50


def patient_list(rows: Iterable[IndexRow]) -> bytes:
    """The files of patients as CSV, by date of the plan, then by name.

    A plan that an older version has not kept, or that columns cannot say, is marked as listed in part.
    """
    listed = sorted(map(_cells, rows), key=_place)
    further = sorted({name for cells in listed for name in cells} - set(COLUMNS))
    header = (*COLUMNS, *further)
    return _MARK.encode() + _table([header, *(_in_order(cells, header) for cells in listed)])


def updated_list(data: bytes, files: Collection[str], rows: Iterable[IndexRow]) -> bytes | None:
    """The list ``data`` with the lines of ``files`` replaced by those of ``rows``; no other line is read.

    None if there are too many of them, or if a plan needs a column that the list has not. A column that no
    row needs any more stays, empty, until the list is made anew.
    """
    if len(files) > FEW:
        return None
    lines = bytearray(data)
    for file in files:
        start = lines.find(f"\r\n{file},".encode("ascii"))
        if start >= 0:
            del lines[start : lines.index(b"\r\n", start + 2)]
    header = tuple(_read(lines[: lines.index(b"\r\n")].decode("utf-8-sig")))
    for cells in map(_cells, rows):
        if not cells.keys() <= {*header}:
            return None
        at = _start_of(_place(cells), lines, header)
        lines[at:at] = _table([_in_order(cells, header)])
    return bytes(lines)


def _start_of(place: tuple[str, str, str], lines: bytearray, header: Sequence[str]) -> int:
    """Where in the list a row with this place begins; of 50,000 lines, sixteen are read."""
    low, high = lines.index(b"\r\n") + 2, len(lines)
    while low < high:
        before = lines.rfind(b"\r\n", low, (low + high) // 2)
        start = low if before < 0 else before + 2
        end = lines.index(b"\r\n", start)
        if _place_of(lines[start:end], header) <= place:
            low = end + 2
        else:
            high = start
    return low


def _table(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows as CSV, each one line: no cell holds the end of one."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def _read(line: str) -> list[str]:
    return next(csv.reader([line]))


def _in_order(cells: Mapping[str, str], header: Iterable[str]) -> Iterator[str]:
    return (cells.get(name, "") for name in header)


def _place(cells: Mapping[str, str]) -> tuple[str, str, str]:
    """What rows are ordered by."""
    return cells["date"], cells["name"].casefold(), cells["file"]


def _place_of(line: bytearray, header: Sequence[str]) -> tuple[str, str, str]:
    return _place(dict(zip(header, _read(line.decode()), strict=True)))


def is_patient_list(path: Path) -> bool:
    """Whether there is a list that clinicpress made, of any version."""
    try:
        return read_regular(path, len(_START)) == _START
    except OSError:
        return False


def _cells(row: IndexRow) -> dict[str, str]:
    """The cells of a row by column, shielded."""
    sheet, title = sheet_and_title(row.sheet)
    known = {
        "file": row.file, "name": row.name, "id": row.id, "birth_date": row.birth_date, "sheet": sheet,
        "title": title, "date": row.date, PAGE_COUNT: str(row.pages),
    }  # fmt: skip
    said, whole = _said(row.plan)
    cells = {**known, **said, WHOLENESS: WHOLE if whole else IN_PART}
    return {name: shielded(cell) for name, cell in cells.items()}


def _said(plan: str) -> tuple[dict[str, str], bool]:
    """The cells of a plan as JSON by their columns, and whether they say all of it."""
    # the models behind the columns take 150 ms to load: only who has plans to list needs them
    from clinicpress.content.tables.columns import column_of  # noqa: PLC0415

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
