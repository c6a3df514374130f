"""Tables with a header row that is repeated when a table goes on over a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clinicpress.blocks.flowable import Flowable, moved
from clinicpress.blocks.look import Look
from clinicpress.composing.document import TableGrid, Words
from clinicpress.typesetting.items import Group, Polyline, Rect
from clinicpress.typesetting.text import TextStyle, break_lines, set_lines

CELL_PADDING = 6.0


@dataclass(frozen=True)
class TableFlow:
    """A table, or the part of one from row ``first`` on."""

    block: TableGrid
    look: Look
    space_before: float
    first: int = 0
    last: int | None = None
    keep_with_next: bool = False

    @property
    def _rows(self) -> tuple[tuple[Words, ...], ...]:
        return self.block.rows[self.first : self.last]

    def _style(self, head: bool) -> TextStyle:
        return self.look.text(bold=head)

    def _widths(self, width: float) -> tuple[float, ...]:
        """Columns shared out by the width their longest cell would like, within a fair share of the whole."""
        columns = list(zip(self.block.header, *self.block.rows, strict=True))
        wishes = []
        for column in columns:
            longest = max(
                line.width
                for number, words in enumerate(column)
                for line in break_lines(words.runs, self._style(number == 0), 10_000.0)
            )
            wishes.append(min(longest + 2 * CELL_PADDING, width * 0.7))
        total = sum(wishes)
        return tuple(wish * width / total for wish in wishes)

    def _row_height(self, cells: Sequence[Words], widths: Sequence[float], head: bool) -> float:
        style = self._style(head)
        lines = max(
            len(break_lines(words.runs, style, width - 2 * CELL_PADDING))
            for words, width in zip(cells, widths, strict=True)
        )
        return lines * style.leading + CELL_PADDING

    def wrap(self, width: float) -> float:
        """Its height at a width."""
        widths = self._widths(width)
        return self._row_height(self.block.header, widths, True) + sum(
            self._row_height(row, widths, False) for row in self._rows
        )

    def split(self, width: float, height: float) -> tuple[Flowable, Flowable] | None:
        """Parted between rows."""
        widths = self._widths(width)
        used, fitting = self._row_height(self.block.header, widths, True), 0
        for row in self._rows:
            used += self._row_height(row, widths, False)
            if used > height + 1e-6:
                break
            fitting += 1
        if not 1 <= fitting < len(self._rows):
            return None
        middle = self.first + fitting
        return replace(self, last=middle), replace(self, first=middle, space_before=0.0)

    def draw(self, width: float) -> Group:
        """The table with its rules; the header of a continued table is drawn again, but is no structure."""
        widths = self._widths(width)
        rows, y = [], 0.0
        for number, cells in enumerate((self.block.header, *self._rows)):
            row = self._row(cells, widths, number == 0, self.first + number)
            rows.append(moved(row, 0.0, y))
            y += row.height
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

    def _row(self, cells: Sequence[Words], widths: Sequence[float], head: bool, number: int) -> Group:
        height, x, style, placed = self._row_height(cells, widths, head), 0.0, self._style(head), []
        repeated = head and self.first > 0
        for words, width in zip(cells, widths, strict=True):
            lines = break_lines(words.runs, style, width - 2 * CELL_PADDING)
            text = set_lines(lines, style, CELL_PADDING, CELL_PADDING / 2)
            cell = Group(
                x, 0.0, width, height, text, kind="cell", source=str(words.source), text_size=style.size
            )
            if not repeated:
                cell = replace(cell, role="TH" if head else "TD", scope="Column" if head else "")
            placed.append(cell)
            x += width
        rule = Polyline(
            (0.0, height, x, height), stroke=self.look.colours.ink, line_width=1.0 if head else 0.5
        )
        ground = Rect(0.0, 0.0, x, height, fill=self.look.colours.paper)
        return Group(
            0.0,
            0.0,
            x,
            height,
            (ground, *placed, rule),
            role="Artifact" if repeated else "TR",
            kind="repeated-header" if repeated else f"row {number}",
        )


def table_flow(block: TableGrid, look: Look) -> TableFlow:
    """A table block as a Flowable."""
    return TableFlow(block, look, look.layout.spacing.block)
