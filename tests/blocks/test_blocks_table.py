"""The columns and parts of a table."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from layout_samples import inks, look, placed, text, words

from clinicpress.blocks.table import CELL_PADDING, TableFlow, table_flow
from clinicpress.content.blocktypes.block import TableGrid
from clinicpress.problems import Source
from clinicpress.typesetting.items import Group, Metadata, Page, PlacedDocument, Polyline, Rect

SOURCE = Source("content/handouts/x.yaml", 4, 5)


def table(header: Sequence[str], *rows: Sequence[str]) -> TableFlow:
    grid = TableGrid(tuple(map(words, header)), tuple(tuple(map(words, row)) for row in rows), SOURCE)
    return table_flow(grid, look("handout"))


def groups(group: Group) -> list[Group]:
    return [item for item in group.items if isinstance(item, Group)]


def lines(row: Group) -> list[int]:
    return [len(cell.items) for cell in groups(row)]


def test_short_columns_keep_their_words_on_one_line_beside_long_ones() -> None:
    """Where room was short all columns shrank alike, and ``No.`` was broken into letters."""
    long = "A long text that says much of what there is to say. " * 4
    drawn = table(("No.", "When", "What", "Why"), ("1", "10:30", long, long)).draw(400.0)
    for row in groups(drawn):
        assert lines(row)[:2] == [1, 1]
    assert sum(cell.width for cell in groups(groups(drawn)[0])) == pytest.approx(400.0)


def test_a_column_is_as_wide_as_its_longest_word() -> None:
    word, long = "Physiotherapeutically", "Many short words are in this one. " * 9
    drawn = table(("a", "b", "c"), (word, long, long)).draw(400.0)
    assert lines(groups(drawn)[1])[0] == 1
    assert text(groups(groups(drawn)[1])[0]) == word


@pytest.mark.parametrize("count", [1, 2, 6])
def test_words_without_end_are_broken_in_their_cells(count: int) -> None:
    drawn = table(["h" * 90] * count, ["w" * 90] * count).draw(300.0)
    page = PlacedDocument((Page(300.0, 300.0, (drawn,)),), Metadata("", "en", ""))
    found = [one for one in placed(page) if one.group.kind == "cell"]
    assert len(found) == 2 * count
    for one in found:
        assert max(box[2] for _, box in inks(one)) <= one.right - CELL_PADDING + 0.02


def test_a_column_without_words_is_no_fault() -> None:
    drawn = table(("", "b"), ("", "w " * 300)).draw(300.0)
    assert text(groups(drawn)[0]) == "b"


def test_no_ground_hides_a_rule() -> None:
    """The ground of each row hid half of the rule above it, and some rules vanished on a screen."""
    *rows, frame = table(("a", "b"), ("1", "2"), ("3", "4")).draw(300.0).items
    assert isinstance(frame, Rect)
    assert not frame.fill
    for row in rows:
        assert isinstance(row, Group)
        assert [type(item) for item in row.items] == [Group, Group, Polyline]


def test_parts_of_a_table_have_its_rows_in_order_and_its_height() -> None:
    whole = table(("a", "b"), *((str(number), "word " * (number % 5 * 4)) for number in range(50)))
    parts, rest = list[TableFlow](), whole
    while (halves := rest.split(300.0, 200.0)) is not None:
        first, rest = halves
        parts.append(first)
        assert first.wrap(300.0) <= 200.0 + 1e-6
        assert first.draw(300.0).height == pytest.approx(first.wrap(300.0))
    parts.append(rest)
    assert len(parts) > 10
    numbers = [text(groups(row)[0]) for part in parts for row in groups(part.draw(300.0))[1:]]
    assert numbers == [str(number) for number in range(50)]
    header = groups(whole.draw(300.0))[0].height
    total = sum(part.wrap(300.0) - header for part in parts) + header
    assert total == pytest.approx(whole.wrap(300.0))


def test_a_long_table_is_measured_once() -> None:
    """Every part measured all rows again: two thousand took minutes."""
    whole = rest = table(("a",), *((str(number),) for number in range(200)))
    while (halves := rest.split(300.0, 100.0)) is not None:
        halves[0].draw(300.0)
        rest = halves[1]
        assert rest.kept is whole.kept
    assert list(whole.kept) == [300.0]
