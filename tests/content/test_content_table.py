"""Tables as spreadsheets save them: every cell as it was, every row with its line, every fault alone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from reading_samples import lines

from clinicpress.content.tables import csvfile as module
from clinicpress.content.tables.csvfile import CsvTable, read_table

# Everything but control characters and surrogates; line breaks and what CSV gives a meaning come more often.
CELLS = st.text(
    st.sampled_from('",;\t\n\r a')
    | st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\r\t"),
    max_size=12,
)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6)
)


def read(data: bytes | str) -> CsvTable | list[str]:
    """The table; or the problems of a file ``x.csv``."""
    with TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        path = root / "x.csv"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        found = read_table(path, root)
    return found if isinstance(found, CsvTable) else lines(found)


def good(data: bytes | str) -> list[tuple[int, int, tuple[str, ...]]]:
    """The rows that can be used: number, line and cells."""
    found = read(data)
    assert isinstance(found, CsvTable), found
    return [(row.number, row.line, row.cells) for row in found.rows]


def bad(data: bytes | str) -> list[str]:
    """What is wrong, first lines alone."""
    found = read(data)
    problems = lines(found.problems) if isinstance(found, CsvTable) else found
    return [problem.partition("\n")[0] for problem in problems]


def breaks(text: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", text))


def holds_rows(cell: str, delimiter: str) -> bool:
    """True for a cell that may be taken for whole rows that an open quote has swallowed."""
    return breaks(cell) > 0 and delimiter in cell


@given(
    rows=TABLES,
    delimiter=st.sampled_from(",;\t"),
    mark=st.booleans(),
    end=st.sampled_from(["\r\n", "\n", "\r"]),
)
@example(rows=[['" \n'], ["\u2028"]], delimiter=";", mark=True, end="\r")
@settings(deadline=None, max_examples=300)
def test_what_a_spreadsheet_writes_comes_back(
    rows: list[list[str]], delimiter: str, mark: bool, end: str
) -> None:
    assume(not any(holds_rows(cell, delimiter) for row in rows for cell in row))
    width = len(rows[0]) if rows else 1
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow([f"head {number}" for number in range(width)])
    expected: list[tuple[int, int, tuple[str, ...]]] = []
    for row in rows:
        line = breaks(stream.getvalue()) + 1
        writer.writerow(row)
        cells = tuple(cell.strip() for cell in row)
        if any(cells):
            expected.append((len(expected) + 1, line, cells))
    assert good(stream.getvalue().encode("utf-8-sig" if mark else "utf-8")) == expected
    assert bad(stream.getvalue()) == []


@given(rows=TABLES.filter(lambda rows: rows and len(rows[0]) > 1), delimiter=st.sampled_from(",;\t"))
@settings(deadline=None, max_examples=100)
def test_quotes_only_where_they_are_needed(rows: list[list[str]], delimiter: str) -> None:
    assume(not any(holds_rows(cell, delimiter) for row in rows for cell in row))
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([[f"h{number}" for number in range(len(rows[0]))], *rows])
    found = [cells for _, _, cells in good(stream.getvalue())]
    stripped = [tuple(cell.strip() for cell in row) for row in rows]
    assert found == [row for row in stripped if any(row)]


@given(data=st.binary(max_size=120) | CELLS.map(str.encode))
@settings(deadline=None, max_examples=300)
def test_any_bytes_give_rows_or_problems(data: bytes) -> None:
    found = read(b"name,id\n" + data)
    if isinstance(found, CsvTable):
        assert found.count == len(found.rows) + len(found.problems)
    else:
        assert found


DAMAGE = {
    "open quote": ('"Robin,2,c', "the quote that opens here is never closed (column 'name')", 1),
    "open quote in a later cell": ('Robin,"2,c', "the quote that opens here is never closed", 2),
    "open quote in the last cell": ('Robin,2,"c', "the quote that opens here is never closed", 3),
    "text after a quote": ('Robin,"2"2,c', "the quote that opens here is never closed", 2),
    "too many cells": ("Robin,2,c,d", "this row has 4 cells, but the header has 3", 4),
    "control character": (
        "Robin,2\x00,c",
        "there is an invisible character in this cell (U+0000) (column 'id')",
        2,
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
@pytest.mark.parametrize("after", ['Zoë,3,"a, b"', "Zoë,3,", 'Zoë,3,5"', '"O\'Test, Zoë",3,"two\nlines"'])
def test_a_damaged_row_changes_no_other(name: str, after: str) -> None:
    """An open quote swallows what follows, up to the next quote; that is undone."""
    row, message, column = DAMAGE[name]
    before = "name,id,note\nPat,1,a\n"
    text = f"{before}{row}\n{after}\nKim,4,\n"
    whole = good(f"{before}Robin,2,c\n{after}\nKim,4,\n")
    assert good(text) == [found for found in whole if found[0] != 2]
    [problem] = bad(text)
    assert problem.startswith(f"x.csv:3:{column}: {message}")


def test_an_open_quote_that_a_later_row_closes_does_not_join_them() -> None:
    """The note of Pat would hold the row of Robin; the count of cells is right."""
    text = 'name,id,note\nPat,1,"See you\nRobin,2,\nZoë,3,use the 5"\n'
    assert [row[:2] for row in good(text)] == [(2, 3), (3, 4)]
    assert bad(text) == ["x.csv:2:3: the quote that opens here is never closed (column 'note')"]
    text = 'name,id,note\n"Pat,1,\nRobin",2,\n'
    assert bad(text)[0] == "x.csv:2:1: the quote that opens here is never closed (column 'name')"


def test_a_quote_that_opens_below_the_first_line_of_its_row() -> None:
    text = 'name,id,note\nPat,"1\n2","x\nRobin,3,\n'
    assert good(text) == [(2, 4, ("Robin", "3", ""))]
    assert bad(text) == ["x.csv:3:3: the quote that opens here is never closed (column 'note')"]


@pytest.mark.parametrize(
    "text",
    [
        "name,id\nPat,1\n",
        "\ufeffname;id\r\nPat;1\r\n",
        "name\tid\rPat\t1\r",
        "Name , ID \nPat , 1\n",
        'name, "id"\nPat, "1"\n',
        "name,id,,\nPat,1,,\n,,,\n",
        "name,id\nPat,1,,\n,,\n\n  \n",
    ],
)
def test_dialects(text: str) -> None:
    found = read(text)
    assert isinstance(found, CsvTable)
    assert found.header == ("name", "id")
    assert good(text) == [(1, 2, ("Pat", "1"))]
    assert found.count == 1


@pytest.mark.parametrize("first", ["sep=;\r\n", "\ufeffSEP=;\r\n", '"sep=;"\r\n', "\r\n\r\nsep=;\r\n"])
def test_the_line_that_tells_excel_the_delimiter(first: str) -> None:
    assert good(f"{first}name, id;note\r\nPat;1\r\n")[0][2] == ("Pat", "1")


def test_blank_rows_do_not_count_but_bad_ones_do() -> None:
    text = "name,id\n\nPat,1\n,\nRobin,2,x\n\nZoë,3\n"
    assert good(text) == [(1, 3, ("Pat", "1")), (3, 7, ("Zoë", "3"))]


def test_short_rows_are_filled() -> None:
    found = read("name,id,note\nPat,1\n")
    assert isinstance(found, CsvTable)
    assert [(row.cells, row.given) for row in found.rows] == [(("Pat", "1", ""), 2)]


def test_a_column_without_a_name_must_be_empty() -> None:
    assert good("name,,id\nPat,,1\n")[0][2] == ("Pat", "", "1")
    assert bad("name,,id\nPat,x,1\n") == ["x.csv:2:2: the column of this cell has no name in the header"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "x.csv:1:1: the file is empty"),
        (b"\n,,\n \n", "x.csv:1:1: the file is empty"),
        ("name,id\nPat,1\n".encode("utf-16"), "x.csv:1:1: this is UTF-16 text, not CSV in UTF-8"),
        ("name,id\nPat,1\n".encode("utf-16-be"), "x.csv:1:1: this is UTF-16 text, not CSV in UTF-8"),
        ("name,id\nPat,1\r\nZoë,2".encode("latin-1"), "x.csv:3:1: this line is not UTF-8 text"),
        (b"PK\x03\x04\x14\x00", "x.csv:1:1: this is a spreadsheet workbook, not CSV in UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1", "x.csv:1:1: this is an old Excel workbook, not CSV in UTF-8"),
        (b"name,id,NAME\n", "x.csv:1:3: the columns 1 and 3 have the same name"),
        (b'name,"id\nPat,1\n', "x.csv:1:2: the quote that opens here is never closed"),
        (b"name,i\x01d\n", "x.csv:1:1: the header has an invisible character"),
    ],
)
def test_files_that_are_no_table(data: bytes, message: str) -> None:
    assert bad(data) == [message]


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 2)
    assert len(good("name\na\nb\n\n")) == 2
    assert bad("name\na\nb\nc\n") == ["x.csv:1:1: the table has more than 2 rows"]
    monkeypatch.setattr(module, "MAX_BYTES", 9)
    assert bad("name\naaaaa\n") == ["x.csv:1:1: the file is larger than 0 MB"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    found = read_table(tmp_path / "none.csv", tmp_path)
    assert isinstance(found, tuple)
    assert lines(found)[0].startswith("none.csv:1:1: there is no file ")


def test_no_message_repeats_a_cell() -> None:
    secrets: Iterable[str] = (row.replace("Robin", "Jordan") for row, _, _ in DAMAGE.values())
    for row in secrets:
        for problem in bad(f"name,id,note\n{row}\n"):
            assert "Jordan" not in problem


def test_many_open_quotes_are_read_once() -> None:
    """Each row is read again after an open quote; that must not become the square of their number."""
    found = read("name,id\n" + '"Pat,1\n' * 20_000 + "x,y\n" * 20_000)
    assert isinstance(found, CsvTable)
    assert (found.count, len(found.rows)) == (40_000, 20_000)


def test_spaces_between_a_quote_and_the_comma_after_it(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('"Name" , "ID"\n"a, ""b"" , c" , "1" \nd,2\n', encoding="utf-8")
    table = read_table(path, tmp_path)
    assert isinstance(table, CsvTable)
    assert table.header == ("name", "id")
    assert [row.cells for row in table.rows] == [('a, "b" , c', "1"), ("d", "2")]


def test_a_cell_that_is_too_long_is_told_as_that_and_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"name,id\na,{'x' * 140_000}\nb,2\n", encoding="utf-8")
    table = read_table(path, tmp_path)
    assert isinstance(table, CsvTable)
    assert [row.cells for row in table.rows] == [("b", "2")]
    message = "t.csv:2:1: a cell of this row has more than 131,072 characters\n  hint: shorten it"
    assert [str(each).rpartition("/")[2] for each in table.problems] == [message]
