"""The safety block, call-outs, the log, lists and tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from layout_samples import callouts, log, look, safety, text, words

from clinicpress.blocks.callout import CalloutFlow
from clinicpress.blocks.log import LEAST_ROW, LogGrid
from clinicpress.blocks.paragraph import list_flow
from clinicpress.blocks.safety import SafetyBox
from clinicpress.blocks.signs import hatch
from clinicpress.blocks.table import table_flow
from clinicpress.content.blocktypes.block import ItemList, TableGrid
from clinicpress.problems import Source
from clinicpress.typesetting.items import Group, Polyline, Rect

SOURCE = Source("x.yaml", 1, 1)


@pytest.mark.parametrize("ink", ["colour", "mono"])
def test_the_safety_block_is_whole_and_says_stop_in_shape_and_word(ink: str) -> None:
    box = SafetyBox(safety(), look(ink=ink)).draw(548.0)  # type: ignore[arg-type]
    heard = text(box)
    for part in (
        "STOP",
        "(555) 555-0142",
        "Pain spreads",
        "Your leg is weak",
        "Closed?",
        "Call 911",
        "pee",
        "numb",
    ):
        assert part in heard
    assert any(isinstance(item, Polyline) and len(item.points) == 16 for item in box.items)
    assert box.height == SafetyBox(safety(), look()).height(548.0)


def test_the_safety_block_grows_with_its_words() -> None:
    more = replace(safety(), stop_items=(words("Pain spreads down your leg and into your foot " * 4),))
    assert SafetyBox(more, look()).height(548.0) > SafetyBox(safety(), look()).height(548.0)


def test_the_fuller_half_of_the_safety_block_takes_width_from_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A line that was a few letters too long for half of the width cost every card a line."""
    more = replace(safety(), emergency_items=(words("You cannot pee or stand"),) * 4)
    shared = SafetyBox(more, look()).height(548.0)
    monkeypatch.setattr("clinicpress.blocks.safety.SHARES", (0.5,))
    assert shared < SafetyBox(more, look()).height(548.0)


def test_call_and_emergency_differ_without_colour() -> None:
    call, emergency = (CalloutFlow(block, look(ink="mono"), "STOP").draw(260.0) for block in callouts())
    assert "STOP" not in text(call)
    assert "STOP" in text(emergency)
    borders = [
        next(item for item in box.items if isinstance(item, Rect)).line_width for box in (call, emergency)
    ]
    assert borders[1] > borders[0]


@pytest.mark.parametrize(("weeks", "rows"), [(1, 1), (1, 2), (2, 3)])
def test_a_box_for_each_session_of_each_day(weeks: int, rows: int) -> None:
    names = ("Morning", "Noon", "Evening")[:rows]
    grid = LogGrid(replace(log(weeks), rows=names), look(), LEAST_ROW)
    drawn = grid.draw(232.0)
    assert drawn.height == pytest.approx(grid.height)
    heard = text(drawn)
    assert heard.count("Su") == weeks
    assert all(heard.count(name) == weeks for name in names)


def test_a_pen_fits_the_boxes_of_the_log() -> None:
    assert LEAST_ROW >= 5.5 * 72 / 25.4 - 0.01


def test_the_hatch_stays_inside_its_swatch() -> None:
    for item in hatch(10.0, 20.0, 15.0, 9.0, look()):
        if isinstance(item, Polyline):
            assert all(10.0 - 1e-6 <= x <= 25.0 + 1e-6 for x in item.points[::2])
            assert all(20.0 - 1e-6 <= y <= 29.0 + 1e-6 for y in item.points[1::2])


def test_a_list_of_three_is_not_parted_and_one_of_five_is() -> None:
    def flow(count: int):  # type: ignore[no-untyped-def]
        return list_flow(ItemList(tuple(words(f"Item {k}") for k in range(count)), True, SOURCE), look())

    assert flow(3).split(300.0, 30.0) is None
    first, rest = flow(5).split(300.0, 60.0)
    assert len(first.items) + len(rest.items) == 5
    assert rest.start == len(first.items) + 1
    assert len(first.items) >= 2
    assert len(rest.items) >= 2


def test_numbers_are_read_before_their_items() -> None:
    flow = list_flow(ItemList((words("Sit."), words("Stand.")), True, SOURCE), look())
    assert text(flow.draw(300.0)) == "1. Sit. 2. Stand."


def test_a_table_is_as_wide_as_its_column_and_names_its_headers() -> None:
    grid = TableGrid((words("When"), words("What")), ((words("Day 1"), words("Walk. " * 30)),), SOURCE)
    drawn = table_flow(grid, look()).draw(400.0)
    header = drawn.items[0]
    assert isinstance(header, Group)
    cells = [cell for cell in header.items if isinstance(cell, Group)]
    assert sum(cell.width for cell in cells) == pytest.approx(400.0)
    assert {(cell.role, cell.scope) for cell in cells} == {("TH", "Column")}
