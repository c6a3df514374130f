"""The tick log: one box for each session of each day, large enough for a pen."""

from __future__ import annotations

from clinicpress.blocks.flowable import Laid, foot, stack
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import text_group
from clinicpress.composing.document import Log
from clinicpress.records import dataclass
from clinicpress.typesetting.breaking import break_lines, label, set_lines, spaced
from clinicpress.typesetting.faces import cap_height, text_width
from clinicpress.typesetting.items import Group, Item, Polyline, Rect

# A pen needs 5.5 mm at the very least; 7 mm is comfortable.
LEAST_ROW, GOOD_ROW = 15.6, 20.0
WEEK_GAP = 5.0


@dataclass(frozen=True)
class LogGrid:
    """The log of a sheet. ``row`` is the height of a tick box in points."""

    log: Log
    look: PageLook
    row: float = LEAST_ROW

    @property
    def _day_size(self) -> float:
        return self.look.layout.sizes.day

    @property
    def _head(self) -> float:
        return self._day_size * 1.5

    @property
    def height(self) -> float:
        """Height of all weeks."""
        one = self._head + self.row * len(self.log.rows)
        return one * self.log.weeks + WEEK_GAP * (self.log.weeks - 1)

    def _label_width(self) -> float:
        style = self.look.text(size=self._day_size)
        week = break_lines(self.log.week_of.runs, style, 400.0)
        names = (text_width(row, self.look.fonts.bold, self.look.text_size) for row in self.log.rows)
        return max(max((line.width for line in week), default=0.0) + 34.0, *names) + 10.0

    def draw(self, width: float) -> Group:
        """The log over a width: the weeks under each other."""
        weeks, y = [], 0.0
        for number in range(self.log.weeks):
            week = self._week(width, number)
            weeks.append(Group(0.0, y, width, week.height, (week,)))
            y += week.height + WEEK_GAP
        return Group(0.0, 0.0, width, self.height, tuple(weeks), kind="log")

    def _week(self, width: float, number: int) -> Group:
        left = self._label_width()
        cell = (width - left) / 7
        height = self._head + self.row * len(self.log.rows)
        words = (*self._days(left, cell), *self._rows())
        text = Group(0.0, 0.0, width, height, words, role="P", kind="log-week", text_size=self._day_size,
                     key=f"log {number}")  # fmt: skip
        return Group(0.0, 0.0, width, height, (*self._grid(width, height, left, cell), text))

    def _grid(self, width: float, height: float, left: float, cell: float) -> tuple[Item, ...]:
        ink = self.look.colours.ink
        lines = [
            Rect(
                0.0, 0.0, width, height, fill=self.look.colours.paper, stroke=ink, line_width=0.75, radius=3.0
            )
        ]
        rules: list[Item] = []
        for k in range(7):
            x = left + k * cell
            rules.append(Polyline((x, 0.0, x, height), stroke=ink, line_width=0.5))
        for k in range(len(self.log.rows)):
            y = self._head + k * self.row
            rules.append(Polyline((0.0, y, width, y), stroke=ink, line_width=0.5))
        return (*lines, *rules)

    def _days(self, left: float, cell: float) -> tuple[Item, ...]:
        look, size = self.look, self._day_size
        style = look.text(size=size)
        base = self._head / 2 + size * cap_height(look.fonts.regular) / 2
        week = set_lines(break_lines(self.log.week_of.runs, style, left), style, 6.0, base - style.baseline)
        blank = Polyline((6.0 + text_width(self.log.week_of.text, look.fonts.regular, size) + 3.0, base + 1.5,
                          left - 5.0, base + 1.5), stroke=look.colours.ink, line_width=0.5)  # fmt: skip
        days = (
            spaced(
                label(
                    day, look.fonts.regular, size, look.colours.ink, left + (k + 0.5) * cell, base, "centre"
                )
            )
            for k, day in enumerate(self.log.days)
        )
        return (*(spaced(line) for line in week), blank, *days)

    def _rows(self) -> tuple[Item, ...]:
        look, size = self.look, self.look.text_size
        return tuple(
            label(
                name, look.fonts.bold, size, look.colours.ink, 6.0,
                self._head + (k + 0.5) * self.row + size * cap_height(look.fonts.bold) / 2,
            )
            for k, name in enumerate(self.log.rows)
        )  # fmt: skip


HOW_TO_GAP = 2.0


@dataclass(frozen=True)
class LogFlow(Laid):
    """How to use the log, and the log under it with rows for a pen."""

    log: Log
    look: PageLook
    space_before: float = 0.0

    def lay(self, width: float) -> Group:
        """The words over the grid."""
        words = text_group(self.log.how_to, self.look.text(), width, kind="log-how-to")
        grid = LogGrid(self.log, self.look, max(GOOD_ROW, self.look.text_size * 1.9)).draw(width)
        parts = stack((words, HOW_TO_GAP, grid))
        return Group(0.0, 0.0, width, foot(parts), parts, kind="log-block")
