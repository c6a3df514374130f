"""The days of a diary and its scale of pain: widths and heights for a pen, the example unlike the days."""

from __future__ import annotations

from itertools import pairwise

import pytest
from diary_samples import diary
from layout_samples import look, overlap, placed, text

from clinicpress.blocks.diarytable import (
    GOOD_NOTES,
    LEAST_NOTES,
    LEAST_PAIN,
    LEAST_ROW,
    LEAST_TICK,
    DiaryGrid,
    PainScale,
    diary_columns,
)
from clinicpress.choices import Ink
from clinicpress.typesetting.faces import text_width
from clinicpress.typesetting.items import Group, Metadata, Page, PlacedDocument, Polyline, Rect, TextLine
from clinicpress.units import MM

WIDTH = 270.0


def on_a_page(group: Group) -> PlacedDocument:
    return PlacedDocument((Page(612.0, 792.0, (group,)),), Metadata("x", "en", "x"))


def grid(sessions: int = 2, first: int = 1, last: int = 14, ink: Ink = "colour") -> DiaryGrid:
    return DiaryGrid(diary(sessions), look("log", ink), WIDTH, first, last, 20.0)


@pytest.mark.parametrize("sessions", [1, 2, 3, 4, 5, 6])
def test_every_column_has_room_for_a_pen(sessions: int) -> None:
    columns = diary_columns(diary(sessions), look("log"), WIDTH)
    assert len(columns.sessions) == sessions
    assert columns.tick >= LEAST_TICK
    assert columns.pain >= LEAST_PAIN >= 8 * MM - 0.01
    assert columns.day - columns.date >= 12 * MM - 0.01
    assert columns.notes >= LEAST_NOTES
    assert sum(columns.widths) == pytest.approx(WIDTH)


def test_short_names_stand_where_whole_ones_would_take_the_room_for_notes() -> None:
    two, three = (diary_columns(diary(count), look("log"), WIDTH) for count in (2, 3))
    assert two.sessions == ("Morning", "Evening")
    assert two.notes >= GOOD_NOTES
    assert three.sessions == ("AM", "Noon", "PM")


def test_what_is_to_be_noted_stands_in_full_where_it_fits() -> None:
    assert diary_columns(diary(1), look("log"), WIDTH).notes_title == "What helped or hurt?"
    assert diary_columns(diary(2), look("log"), WIDTH).notes_title == "Notes"


@pytest.mark.parametrize("sessions", [1, 2, 3, 4, 6])
def test_a_table_has_a_header_an_example_and_a_row_for_each_day(sessions: int) -> None:
    table = grid(sessions, 15, 28).draw()
    rows = [found.group for found in placed(on_a_page(table)) if found.group.role == "TR"]
    assert table.role == "Table"
    assert [row.kind for row in rows] == ["diary-head", "diary-example", *["diary-day"] * 14]
    assert {len(row.items) - (row.kind == "diary-example") for row in rows} == {sessions + 3}
    days = [next(item for item in row.items if isinstance(item, Group)) for row in rows[2:]]
    assert [text(day) for day in days] == [str(number) for number in range(15, 29)]
    assert all((day.role, day.scope) == ("TH", "Row") for day in days)
    assert all(
        (cell.role, cell.scope) == ("TH", "Column") for cell in rows[0].items if isinstance(cell, Group)
    )


def test_rows_stand_under_each_other_and_cells_beside_each_other() -> None:
    found = placed(on_a_page(grid(3).draw()))
    for kind in ("TR", "TH", "TD"):
        boxes = [each for each in found if each.group.role == kind]
        assert not any(overlap(one, other) for n, one in enumerate(boxes) for other in boxes[n + 1 :])
    rows = [each for each in found if each.group.role == "TR"]
    assert all(below.y == pytest.approx(above.bottom) for above, below in pairwise(rows))


@pytest.mark.parametrize("sessions", [1, 2, 3, 4, 6])
def test_words_stay_in_their_cells(sessions: int) -> None:
    for cell in (
        each.group for each in placed(on_a_page(grid(sessions).draw())) if each.group.kind == "diary-cell"
    ):
        for line in (item for item in cell.items if isinstance(item, TextLine)):
            width = sum(text_width(span.text, span.font, span.size) for span in line.spans)
            assert line.x >= 1.5
            assert line.x + width <= cell.width - 1.5
            assert line.spans[0].size >= 10.5


@pytest.mark.parametrize("ink", ["colour", "mono"])
def test_the_example_is_marked_and_looks_unlike_a_day(ink: Ink) -> None:
    rows = [each.group for each in placed(on_a_page(grid(2, ink=ink).draw()))]
    example = next(row for row in rows if row.kind == "diary-example")
    assert text(example).split() == ["Example", "4", "Short", "walk"]
    ticks = [each.group for each in placed(on_a_page(example)) if each.group.kind == "diary-tick"]
    assert [(tick.role, tick.alt) for tick in ticks] == [("Figure", "ticked")] * 2
    dashed = [item for item in example.items if isinstance(item, Rect) and item.dash]
    assert len(dashed) == 1
    assert (dashed[0].fill == "#FFFFFF") == (ink == "mono")
    days = [row for row in rows if row.kind == "diary-day"]
    assert not any(isinstance(item, Rect) for row in days for item in row.items)


def test_a_week_ends_with_a_thick_line() -> None:
    table = grid(2).draw()
    level = [item for item in table.items if isinstance(item, Polyline) and item.points[1] == item.points[3]]
    top = grid(2).head + grid(2).example
    thick = [line.points[1] for line in level if line.line_width > 1.5]
    assert thick == pytest.approx([top, top + 7 * 20.0, top + 14 * 20.0])


def test_the_least_row_is_six_and_a_half_millimetres() -> None:
    assert pytest.approx(6.5 * 72 / 25.4) == LEAST_ROW


@pytest.mark.parametrize("size", [12.0, 14.0, 18.0])
@pytest.mark.parametrize("width", [200.0, 264.0])
def test_the_scale_says_its_ends_and_its_middle_and_no_word_meets_another(size: float, width: float) -> None:
    group = PainScale(diary(), look("log").sized(size), width).draw()
    assert group.role == "Figure"
    assert group.alt.startswith("Pain from 0 to 10: 0 is no pain")
    assert text(group).split()[:11] == [str(pain) for pain in range(11)]
    assert "worst pain" in text(group).replace("  ", " ")
    boxes = []
    for line in (item for item in group.items if isinstance(item, TextLine)):
        wide = sum(text_width(span.text.rstrip(), span.font, span.size) for span in line.spans)
        boxes.append((line.y, line.x, line.x + wide))
        assert line.x >= -0.01
        assert line.x + wide <= width + 0.01
        assert line.y < group.height
    for one, other in pairwise(sorted(boxes)):
        assert one[0] != other[0] or one[2] < other[1]
