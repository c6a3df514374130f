"""Tables with a header row that is repeated when a table goes on over a page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import field, replace
from itertools import accumulate
from typing import Literal

from clinicpress.blocks.flowable import moved
from clinicpress.blocks.look import PageLook
from clinicpress.content.blocktypes.block import TableGrid
from clinicpress.inline import Words
from clinicpress.records import dataclass
from clinicpress.typesetting.breaking import SetLine, TextStyle, break_lines, set_lines
from clinicpress.typesetting.faces import text_width
from clinicpress.typesetting.items import Group, Polyline, Rect, Role

CELL_PADDING = 6.0
# No column is wider than this share of the table for its words' sake alone.
WIDEST = 0.7
# A column is as wide as its longest word, up to so many even shares; longer words are broken.
WORD_SHARES = 2.0
# Which cell of a column, from the shortest on, is taken for its longest where room is short.
USUAL = 0.9
# Wider than any line: a cell broken to it is one line.
ONE_LINE = 10_000.0

TableRow = tuple[tuple[SetLine, ...], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A table at a width: the widths of its columns, the lines of each cell, heights. Lengths in points.

    ``rows`` begin with the header, ``header`` points high. ``ends`` are the lower edges of the rows below it,
    counted from there, after a 0.
    """

    widths: tuple[float, ...]
    rows: tuple[TableRow, ...]
    header: float
    ends: tuple[float, ...]


@dataclass(frozen=True)
class TableFlow:
    """A table, or the part of one from row ``first`` to before row ``last``.

    ``kept`` is how it was measured at each width; all parts of a table share it, since a long one is parted
    many times.
    """

    block: TableGrid
    look: PageLook
    space_before: float
    first: int = 0
    last: int | None = None
    keep_with_next: bool = False
    kept: dict[float, Measured] = field(default_factory=dict, compare=False, repr=False)

    @property
    def _end(self) -> int:
        return len(self.block.rows) if self.last is None else self.last

    def _style(self, head: bool) -> TextStyle:
        return self.look.text(bold=head)

    def _measured(self, width: float) -> Measured:
        if width not in self.kept:
            self.kept[width] = self._measure(width)
        return self.kept[width]

    def _measure(self, width: float) -> Measured:
        whole = (self.block.header, *self.block.rows)
        natural = [self._lines(cells, number == 0) for number, cells in enumerate(whole)]
        widths = self._widths(natural, width)
        rows = tuple(
            tuple(
                # what stands on one line needs no second look
                lines if not lines or lines[0].width <= room - 2 * CELL_PADDING
                else break_lines(words.runs, self._style(number == 0), room - 2 * CELL_PADDING)
                for words, lines, room in zip(cells, single, widths, strict=True)
            )
            for number, (cells, single) in enumerate(zip(whole, natural, strict=True))
        )  # fmt: skip
        leading = self._style(False).leading
        heights = [max(map(len, row)) * leading + CELL_PADDING for row in rows]
        return Measured(widths, rows, heights[0], tuple(accumulate(heights[1:], initial=0.0)))

    def _lines(self, cells: Sequence[Words], head: bool) -> TableRow:
        """Each cell on one line."""
        return tuple(break_lines(words.runs, self._style(head), ONE_LINE) for words in cells)

    def _widths(self, natural: Sequence[TableRow], width: float) -> tuple[float, ...]:
        """Columns shared out by the width their longest cell would like, within a fair share of the whole.

        Where that is more than there is, the few longest cells of a long table do not count, so that one long
        name does not make a hundred other lines break.
        """
        columns = [
            [lines[0].width if lines else 0.0 for lines in cells] for cells in zip(*natural, strict=True)
        ]
        wishes = [self._wish(max(column), width) for column in columns]
        total = sum(wishes)
        if total <= width:
            return tuple(wish * width / total for wish in wishes)
        least = self._least(natural, wishes, width)
        usual = [
            max(low, self._wish(sorted(column)[int(len(column) * USUAL)], width))
            for low, column in zip(least, columns, strict=True)
        ]
        spare = width - sum(usual)
        if spare < 0.0:
            return _shared_out(usual, least, width)
        missing = total - sum(usual)
        return tuple(each + (wish - each) * spare / missing for each, wish in zip(usual, wishes, strict=True))

    def _wish(self, words: float, width: float) -> float:
        return min(words + 2 * CELL_PADDING, width * WIDEST)

    def _least(self, natural: Sequence[TableRow], wishes: Sequence[float], width: float) -> list[float]:
        """What columns must have: all they like up to an even share, and more for their words to be whole."""
        even = width / len(wishes)
        words = (self._longest_word(column) + 2 * CELL_PADDING for column in zip(*natural, strict=True))
        return [
            wish if wish <= even else min(wish, word, WORD_SHARES * even)
            for wish, word in zip(wishes, words, strict=True)
        ]

    def _longest_word(self, column: Sequence[tuple[SetLine, ...]]) -> float:
        spans = (span for lines in column for line in lines for span in line.spans)
        words = {(word, span.font) for span in spans for word in span.text.split(" ")}
        return max((text_width(word, font, self.look.text_size) for word, font in words), default=0.0)

    def wrap(self, width: float) -> float:
        """Its height at a width."""
        measured = self._measured(width)
        return measured.header + measured.ends[self._end] - measured.ends[self.first]

    def split(self, width: float, height: float) -> tuple[TableFlow, TableFlow] | None:
        """Parted between rows."""
        measured = self._measured(width)
        lowest = measured.ends[self.first] + height - measured.header + 1e-6
        middle = bisect_right(measured.ends, lowest, self.first, self._end + 1) - 1
        if not self.first < middle < self._end:
            return None
        return replace(self, last=middle), replace(self, first=middle, space_before=0.0)

    def draw(self, width: float) -> Group:
        """The table with its rules; the header of a continued table is drawn again, but is no structure."""
        measured = self._measured(width)
        rows, y = [], 0.0
        for number in (0, *range(self.first + 1, self._end + 1)):
            row = self._row(number, measured)
            rows.append(moved(row, 0.0, y))
            y += row.height
        # rows have no ground: it would hide a part of the rule above it
        frame = Rect(0.0, 0.0, width, y, stroke=self.look.colours.ink, line_width=0.75)
        source = str(self.block.source)
        return Group(
            0.0,
            0.0,
            width,
            y,
            (*rows, frame),
            role="Table",
            key=f"table {source}",
            kind="table",
            source=source,
        )

    def _row(self, number: int, measured: Measured) -> Group:
        """A row by its number, 0 being the header."""
        head, style = number == 0, self._style(number == 0)
        cells = self.block.rows[number - 1] if number else self.block.header
        height = measured.ends[number] - measured.ends[number - 1] if number else measured.header
        repeated, x, placed = head and self.first > 0, 0.0, []
        role: Role | None = None if repeated else "TH" if head else "TD"
        scope: Literal["", "Column"] = "Column" if role == "TH" else ""
        for words, lines, width in zip(cells, measured.rows[number], measured.widths, strict=True):
            text = set_lines(lines, style, CELL_PADDING, CELL_PADDING / 2)
            cell = Group(
                x, 0.0, width, height, text, role=role, scope=scope, kind="cell", source=str(words.source),
                text_size=style.size,
            )  # fmt: skip
            placed.append(cell)
            x += width
        thick = 1.0 if head else 0.5
        rule = Polyline((0.0, height, x, height), stroke=self.look.colours.ink, line_width=thick)
        return Group(
            0.0,
            0.0,
            x,
            height,
            (*placed, rule),
            role="Artifact" if repeated else "TR",
            kind="repeated-header" if repeated else f"row {number}",
        )


def table_flow(block: TableGrid, look: PageLook) -> TableFlow:
    """A table block as a Flowable."""
    return TableFlow(block, look, look.layout.spacing.block)


def _shared_out(wishes: Sequence[float], least: Sequence[float], width: float) -> tuple[float, ...]:
    """``width`` shared out in proportion to ``wishes``, each column at least as wide as its ``least``."""
    if sum(least) >= width:
        return tuple(each * width / sum(least) for each in least)
    held: set[int] = set()
    while True:
        free = [index for index in range(len(wishes)) if index not in held]
        room = width - sum(least[index] for index in held)
        share = room / sum(wishes[index] for index in free)
        narrow = {index for index in free if wishes[index] * share < least[index]}
        if not narrow:
            break
        held |= narrow
    return tuple(least[index] if index in held else wish * share for index, wish in enumerate(wishes))
