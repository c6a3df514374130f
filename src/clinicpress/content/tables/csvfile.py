"""A CSV file as spreadsheets save it, to rows of cells that know their line.

Cells may hold health data, so no message repeats one. In places, ``column`` is the number of the cell in its
row, counted from 1; ``line`` is the line that the row begins on.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import Path

from clinicpress.content.disk import read_bytes, shown
from clinicpress.messages import later, say
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass
from clinicpress.store.regular import real

MAX_BYTES = 50_000_000
MAX_ROWS = 100_000
DELIMITERS = {",": later("table.comma"), ";": later("table.semicolon"), "\t": later("table.tab")}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_SEP = re.compile(r'"?sep=(.)"?[,;\t]*[\r\n]*', re.IGNORECASE)
_SAVE = later("table.save-csv-utf-8")
# How files begin that are no plain text, and what they are.
_OTHERS = {
    b"PK\x03\x04": later("table.workbook"),
    b"\xd0\xcf\x11\xe0": later("table.old-workbook"),
    b"\xff\xfe": later("table.utf-16"),
    b"\xfe\xff": later("table.utf-16"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank: ``number`` counts from 1 over all of them, bad ones too.

    ``cells`` have no spaces around and are as many as the header's; ``given`` is how many the file has.
    """

    number: int
    line: int
    cells: tuple[str, ...] = field(repr=False)
    given: int


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A table: its header in small letters, the good ones of its ``count`` rows, a problem for each bad one.

    ``path`` is how messages call it, ``line`` where its header is. A column without a name is "".
    """

    path: str
    line: int
    header: tuple[str, ...]
    delimiter: str
    rows: tuple[Row, ...] = field(repr=False)
    problems: tuple[Problem, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Record:
    """What stands from one line to another: cells, or None if a quoted cell in it has no right end.

    ``line`` counts from 0; without ``cells`` it is the line where the quote opens, in the cell ``column``, or
    that of a cell that is too long, and ``column`` is 0.
    """

    line: int
    cells: list[str] | None
    column: int = 1


def read_table(path: Path, root: Path) -> CsvTable | tuple[Problem, ...]:
    """Read the CSV file at ``path``, in the workspace at ``root`` or outside of it.

    The problems come back alone if there is no telling rows: the file is no UTF-8 text, or its header is
    wrong. Never raises for what the file says.
    """
    name = shown(path.absolute(), root)
    target = real(path)
    data = read_bytes(target, target.parent, MAX_BYTES, Source(name))
    if isinstance(data, Problem):
        return (data,)
    text = _decoded(data, name)
    return (text,) if isinstance(text, Problem) else _table(text, name)


def uneven(table: CsvTable, line: int, given: int) -> Problem:
    """The problem of a row that has more or fewer cells than the header."""
    word = say(DELIMITERS[table.delimiter])
    message = say("table.uneven-row", count=given, wanted=len(table.header))
    if given < len(table.header):
        hint = say("table.write-missing-cells-between-them-even", word=word)
    else:
        hint = say("table.put-any-cell-contains-double-quotes", word=word)
    return Problem(message, hint, Source(table.path, line, min(given, len(table.header) + 1)))


def _decoded(data: bytes, name: str) -> str | Problem:
    source = Source(name)
    if len(data) > MAX_BYTES:
        return Problem(
            say("table.file-larger-than-mb", most=MAX_BYTES // 1000000), say("table.split-it"), source
        )
    what = next((kind for start, kind in _OTHERS.items() if data.startswith(start)), None)
    if what is None and data[:400].count(0) > len(data[:400]) // 5:
        what = later("table.utf-16")
    if what is not None:
        return Problem(say("table.is-not-csv", what=say(what)), say(_SAVE), source)
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(error.object[: error.start].decode("utf-8"))) + 1
        return Problem(say("table.line-not-utf-8-text"), say(_SAVE), Source(name, line))


def _table(text: str, name: str) -> CsvTable | tuple[Problem, ...]:
    lines = list(io.StringIO(text, newline=""))
    start, delimiter = _dialect(lines)
    records = (
        found for found in _records(lines, start, delimiter) if found.cells is None or any(found.cells)
    )
    return filled_table(name, records, delimiter, suspicious=_CONTROL.search(text) is not None)


def filled_table(
    name: str, records: Iterator[Record], delimiter: str = ",", *, suspicious: bool = True
) -> CsvTable | tuple[Problem, ...]:
    """A table from records, of which the first names the columns; ``name`` is how messages call it.

    The problems come back alone if the header is wrong. Only a ``suspicious`` text is searched for control
    characters, cell by cell.
    """
    first = next(records, None)
    if first is None:
        hint = say("table.write-row-column-names")
        return (Problem(say("table.file-empty"), hint, Source(name)),)
    if first.cells is None:
        return (_open_quote(first, name, delimiter),)
    header = _header(first.cells)
    source = Source(name, first.line + 1)
    if _CONTROL.search("".join(header)):
        return (
            Problem(say("table.header-has-invisible-character"), say("table.retype-column-names"), source),
        )
    doubles = tuple(_doubles(header, source))
    if doubles:
        return doubles
    table = CsvTable(name, first.line + 1, header, delimiter, (), (), 0)
    return _filled(table, records, suspicious=suspicious)


def _filled(
    table: CsvTable, records: Iterator[Record], *, suspicious: bool
) -> CsvTable | tuple[Problem, ...]:
    """The table with its rows; only a ``suspicious`` text is searched for control characters."""
    rows: list[Row] = []
    problems: list[Problem] = []
    count, width = 0, len(table.header)
    for count, record in enumerate(records, 1):
        if count > MAX_ROWS:
            return (
                Problem(
                    say("table.table-has-more-than-rows", most=MAX_ROWS),
                    say("table.split-it"),
                    Source(table.path),
                ),
            )
        found = _row(record, count, table, suspicious)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            cells = (*found.cells[:width], *[""] * (width - found.given))
            rows.append(Row(count, found.line, cells, found.given))
    return CsvTable(
        table.path, table.line, table.header, table.delimiter, tuple(rows), tuple(problems), count
    )


def _row(record: Record, number: int, table: CsvTable, suspicious: bool) -> Row | Problem:
    """The row of a record, as it is; the problem if it cannot be one of this table."""
    line = record.line + 1
    if record.cells is None:
        return _open_quote(record, table.path, table.delimiter, table.header)
    cells = record.cells
    for index, cell in enumerate(cells) if suspicious else ():
        if found := _CONTROL.search(cell):
            code = f"U+{ord(found[0]):04X}"
            message = _in_column(say("table.invisible-character-cell", code=code), index, table.header)
            return Problem(message, say("table.retype-cell"), Source(table.path, line, index + 1))
    if any(cells[len(table.header) :]):
        last = max(index for index, cell in enumerate(cells, 1) if cell)
        return uneven(table, line, last)
    for index, (cell, name) in enumerate(
        zip(cells, table.header, strict=False) if "" in table.header else ()
    ):
        if cell and not name:
            message = say("table.column-cell-has-no-name-header")
            return Problem(message, say("table.name-column"), Source(table.path, line, index + 1))
    return Row(number, line, tuple(cells), len(cells))


def _dialect(lines: Sequence[str]) -> tuple[int, str]:
    """The number of the first line after Excel's ``sep=;``, counted from 0, and the delimiter."""
    start = next((number for number, line in enumerate(lines) if line.strip(" ,;\t\r\n")), 0)
    named = _SEP.fullmatch(lines[start]) if lines else None
    if named and named[1] in DELIMITERS:
        return start + 1, named[1]
    start += named is not None
    head = re.sub(r'"[^"]*"?', "", next(iter(lines[start:]), ""))
    return start, max(DELIMITERS, key=head.count)


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns, without the empty columns at the end."""
    names = [" ".join(cell.split()).casefold() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _doubles(header: Sequence[str], source: Source) -> Iterator[Problem]:
    for index, name in enumerate(header):
        if name and name in header[:index]:
            message = say("table.two-columns-of-one-name", first=header.index(name) + 1, number=index + 1)
            yield Problem(
                message, say("content.keep-one-of-two"), Source(source.path, source.line, index + 1)
            )


class _Lines:
    """Lines for `csv.reader`, which can be read again from any one of them."""

    def __init__(self, lines: Sequence[str], at: int) -> None:
        self.lines = lines
        self.at = at

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def _records(lines: Sequence[str], start: int, delimiter: str) -> Iterator[Record]:
    """Every record with the line that it begins on.

    After a quote without a right end, reading goes on in the line after it, so that it spoils no other row.
    """
    source = _Lines(lines, start)
    reader = csv.reader(source, delimiter=delimiter, strict=True, skipinitialspace=True)
    width = 0
    while source.at < len(lines):
        begin = source.at
        try:
            cells = [cell.strip() for cell in next(reader)]
        except csv.Error:
            text = "".join(lines[begin : source.at])
            closed = _closed(text, delimiter)
            if closed is not None:
                yield Record(begin, closed)
                continue
            too_long = len(lines[begin]) > csv.field_size_limit()
            offset, column = (0, 0) if too_long else _fault(text, delimiter)
        else:
            width = width or len(cells)
            swallowing = _swallowing(cells, width, delimiter) if source.at - begin > 1 else None
            if swallowing is None:
                yield Record(begin, cells)
                continue
            before = "".join(cells[:swallowing])
            offset, column = len(_LINE_END.findall(before)), swallowing + 1
        source.at = begin + offset + 1
        yield Record(begin + offset, None, column)


def _closed(text: str, delimiter: str) -> list[str] | None:
    """The cells of a record that `csv` refuses only for spaces between a quote and the delimiter after it."""
    if re.search(rf'" +(?:{re.escape(delimiter)}|[\r\n]|$)', text) is None:
        return None
    quoted = r' *"[^"]*+(?:""[^"]*+)*+"'
    parts = re.compile(rf'({quoted}) +(?={re.escape(delimiter)}|[\r\n]|$)|{quoted}|[^"]+|"')
    tight = parts.sub(lambda found: found[1] or found[0], text)
    try:
        rows = list(
            csv.reader(
                io.StringIO(tight, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
            )
        )
    except csv.Error:
        return None
    return [cell.strip() for cell in rows[0]] if len(rows) == 1 else None


def _fault(text: str, delimiter: str) -> tuple[int, int]:
    """In a record that `csv` refuses: how many lines below its first, and in which cell, a quote opens."""
    quoted = re.compile(rf' *"[^"]*+(?:""[^"]*+)*+"(?={re.escape(delimiter)}|[\r\n]|$)')
    plain = re.compile(rf'(?! *")[^{re.escape(delimiter)}\r\n]*+')
    at, column = 0, 1
    while found := quoted.match(text, at) or plain.match(text, at):
        at = found.end()
        if text[at : at + 1] != delimiter:
            break
        at += 1
        column += 1
    return len(_LINE_END.findall(text[:at])), column


def _swallowing(cells: Sequence[str], width: int, delimiter: str) -> int | None:
    """The quoted cell that seems to hold whole rows, as its quote is closed only by that of a later row."""
    if width < 2:
        return None
    for index, cell in enumerate(cells):
        if "\n" in cell or "\r" in cell:
            first, *inner, last = (piece.count(delimiter) for piece in _LINE_END.split(cell))
            # its first line ends one row, its last line and the cells after it are another one
            rows = (width - 1 - index, width - len(cells) + index)
            if width - 1 in inner or (first, last) == rows:
                return index
    return None


def _in_column(message: str, index: int, header: Sequence[str]) -> str:
    """The message with the name of the column, if that has one."""
    if index >= len(header) or not header[index]:
        return message
    return say("table.in-column", message=message, column=header[index])


def _open_quote(record: Record, path: str, delimiter: str, header: Sequence[str] = ()) -> Problem:
    if record.column == 0:
        message = say("table.cell-row-has-more-than-characters", most=csv.field_size_limit())
        return Problem(message, say("layout.shorten-it"), Source(path, record.line + 1))
    message = _in_column(say("table.quote-opens-never-closed"), record.column - 1, header)
    word = say(DELIMITERS[delimiter])
    hint = say("table.close-before-next-double-quote", word=word)
    return Problem(message, hint, Source(path, record.line + 1, record.column))
