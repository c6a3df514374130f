"""The days of a diary as a table to fill in by pen, with a line that is filled in as an example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate
from typing import Literal

from clinicpress.blocks.flowable import moved
from clinicpress.blocks.look import PageLook
from clinicpress.composing.document import Diary
from clinicpress.inline import Run
from clinicpress.records import dataclass
from clinicpress.typesetting.breaking import (
    SetLine,
    TextStyle,
    break_lines,
    label,
    largest_size,
    set_lines,
    spaced,
)
from clinicpress.typesetting.faces import cap_height, text_width
from clinicpress.typesetting.items import Group, Item, Polyline, Rect, Role, TextLine
from clinicpress.units import MM

# A pen needs lines 6.5 mm apart at the very least; 7 mm and more is comfortable, and 9 mm is enough.
LEAST_ROW, GOOD_ROW, COMFORTABLE_ROW, LARGEST_ROW = 6.5 * MM, 7 * MM, 8 * MM, 9 * MM
# A tick takes 7 mm of width, a number 8 mm, a date 12 mm; two words of handwriting 20 mm, better 30 mm.
LEAST_TICK, LEAST_PAIN, LEAST_DATE = 7 * MM, 8 * MM, 12 * MM
LEAST_NOTES, GOOD_NOTES = 20 * MM, 30 * MM
WEEK = 7
CELL_PADDING = 4.0
# Room above and below the words of the header and of the example.
HEAD_PADDING, EXAMPLE_PADDING = 4.0, 6.0
EXAMPLE_INSET = 2.0
EXAMPLE_PAIN = "4"
THIN, THICK, FRAME = 0.5, 1.75, 0.75


@dataclass(frozen=True, slots=True)
class DiaryColumns:
    """The columns of a diary in points: day with ``date`` beginning in it, boxes to tick, pain, notes.

    ``sessions`` are the names that stand over the boxes, and ``notes_title`` what stands over the notes.
    """

    day: float
    date: float
    sessions: tuple[str, ...]
    tick: float
    pain: float
    notes: float
    notes_title: str

    @property
    def widths(self) -> tuple[float, ...]:
        """The width of each column, from left to right."""
        return (self.day, *(self.tick for _ in self.sessions), self.pain, self.notes)

    @property
    def edges(self) -> tuple[float, ...]:
        """Where each column begins, and where the last ends."""
        return tuple(accumulate(self.widths, initial=0.0))


def diary_columns(diary: Diary, look: PageLook, width: float) -> DiaryColumns:
    """The columns in a table of ``width``: the sessions' whole names if they leave good room for notes.

    The notes may be narrower than `LEAST_NOTES`, or less than nothing, if there are too many sessions.
    """
    whole = _columns(diary, look, width, diary.sessions)
    return whole if whole.notes >= GOOD_NOTES else _columns(diary, look, width, diary.short_sessions)


def _columns(diary: Diary, look: PageLook, width: float, sessions: tuple[str, ...]) -> DiaryColumns:
    bold, small, large = look.fonts.bold, look.layout.sizes.label, look.layout.sizes.day

    def head(text: str) -> float:
        return text_width(text, bold, small) + CELL_PADDING

    number = text_width("28", bold, large)
    date = max(CELL_PADDING + number, head(diary.day)) + CELL_PADDING
    written = max(LEAST_DATE, text_width(diary.date, bold, small) + 2 * CELL_PADDING)
    day = max(date + written, head(diary.example) + 2 * EXAMPLE_INSET + CELL_PADDING)
    tick = max(LEAST_TICK, *(head(name) + 2.0 for name in sessions))
    pain = max(LEAST_PAIN, head(diary.pain) + CELL_PADDING)
    notes = width - day - tick * len(sessions) - pain
    fits = text_width(diary.notes, bold, small) + 2 * CELL_PADDING <= notes
    return DiaryColumns(day, date, sessions, tick, pain, notes, diary.notes if fits else diary.short_notes)


@dataclass(frozen=True)
class DiaryGrid:
    """The days ``first`` to ``last`` of a diary as a table. ``row`` is the height of a day in points."""

    diary: Diary
    look: PageLook
    width: float
    first: int
    last: int
    row: float = LEAST_ROW

    @cached_property
    def columns(self) -> DiaryColumns:
        """The columns of the table."""
        return diary_columns(self.diary, self.look, self.width)

    @property
    def head(self) -> float:
        """Height of the header."""
        return self.look.layout.sizes.label * self.look.layout.leading + 2 * HEAD_PADDING

    @property
    def example(self) -> float:
        """Height of the line that is filled in."""
        return self.look.layout.sizes.day * self.look.layout.leading + EXAMPLE_PADDING + 2 * EXAMPLE_INSET

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1

    @property
    def height(self) -> float:
        """Height of the whole table."""
        return self.head + self.example + self.row * self.days

    def draw(self) -> Group:
        """The table as a group: header, example, and a row for each day."""
        rows, y = [self._head_row(), moved(self._example_row(), 0.0, self.head)], self.head + self.example
        for number in range(self.first, self.last + 1):
            rows.append(moved(self._day_row(number), 0.0, y))
            y += self.row
        ground = Rect(0.0, 0.0, self.width, self.height, fill=self.look.colours.paper)
        source = str(self.diary.source)
        items = (ground, *rows, *self._rules())
        return Group(0.0, 0.0, self.width, self.height, items, role="Table", kind="diary-days", source=source)

    # -- rules --------------------------------------------------------------
    def _rules(self) -> tuple[Item, ...]:
        """Columns between the days and in the header, none in the example; a thick line after each week."""
        ink, top = self.look.colours.ink, self.head + self.example
        inner = self.columns.edges[1:-1]
        upright = [
            Polyline((x, y0, x, y1), stroke=ink, line_width=THIN)
            for x in inner
            for y0, y1 in ((0.0, self.head), (top, self.height))
        ]
        date = self.columns.date
        dotted = Polyline((date, top, date, self.height), stroke=ink, line_width=THIN, dash=(1.0, 2.0))
        level = [self._level(self.head, FRAME), self._level(top, THICK)]
        for number in range(self.first, self.last):
            below = top + self.row * (number - self.first + 1)
            level.append(self._level(below, THICK if number % WEEK == 0 else THIN))
        frame = Rect(0.0, 0.0, self.width, self.height, stroke=ink, line_width=FRAME)
        foot = self._level(self.height, THICK) if self.last % WEEK == 0 else frame
        return (*upright, dotted, *level, frame, foot)

    def _level(self, y: float, line_width: float) -> Polyline:
        return Polyline((0.0, y, self.width, y), stroke=self.look.colours.ink, line_width=line_width)

    # -- rows ---------------------------------------------------------------
    def _head_row(self) -> Group:
        columns, size, font = self.columns, self.look.layout.sizes.label, self.look.fonts.bold
        base = self._base(self.head, size)

        def words(text: str, x: float, align: Literal["left", "centre"] = "centre") -> TextLine:
            return label(text, font, size, self.look.colours.ink, x, base, align)

        day = (
            spaced(words(self.diary.day, CELL_PADDING, "left")),
            words(self.diary.date, columns.date + CELL_PADDING, "left"),
        )
        middles = [width / 2 for width in columns.widths]
        boxes = [(words(name, middles[1]),) for name in columns.sessions]
        pain, notes = words(self.diary.pain, middles[-2]), words(columns.notes_title, CELL_PADDING, "left")
        cells = (day, *boxes, (pain,), (notes,))
        return self._row(cells, self.head, "diary-head", size, head=True)

    def _example_row(self) -> Group:
        """Filled in, in another look than the days: dashed around instead of ruled, tinted in colour."""
        look, height, diary = self.look, self.example, self.diary
        size, small, colour = look.layout.sizes.day, look.layout.sizes.label, look.colours.brand
        base, middles = self._base(height, size), [width / 2 for width in self.columns.widths]
        left = EXAMPLE_INSET + CELL_PADDING
        name = label(diary.example, look.fonts.bold, small, colour, left, self._base(height, small))
        pain = label(EXAMPLE_PAIN, look.fonts.regular, size, colour, middles[-2], base, "centre")
        room = self.columns.notes - CELL_PADDING - left
        fitted = largest_size(diary.example_note, look.fonts.regular, room, size, small)
        note = label(diary.example_note, look.fonts.regular, fitted, colour, CELL_PADDING, base)
        ticks = [(self._tick(height),) for _ in self.columns.sessions]
        row = self._row(((name,), *ticks, (pain,), (note,)), height, "diary-example", size)
        inset = EXAMPLE_INSET
        pill = Rect(
            inset, inset, self.width - 2 * inset, height - 2 * inset, fill=look.colours.tint, stroke=colour,
            line_width=1.0, radius=4.0, dash=(4.0, 2.0),
        )  # fmt: skip
        return replace(row, items=(pill, *row.items))

    def _tick(self, height: float) -> Group:
        """A tick in a box of the example, with its word for those who hear it."""
        size = self.look.layout.sizes.day
        x, y = (self.columns.tick - size) / 2, (height - size) / 2
        points = (size * 0.1, size * 0.52, size * 0.4, size * 0.85, size * 0.95, size * 0.12)
        mark = Polyline(points, stroke=self.look.colours.brand, line_width=size * 0.15)
        return Group(x, y, size, size, (mark,), role="Figure", alt=self.diary.ticked, kind="diary-tick")

    def _day_row(self, number: int) -> Group:
        size = self.look.layout.sizes.day
        right = self.columns.date - CELL_PADDING
        words = label(
            str(number), self.look.fonts.bold, size, self.look.colours.ink, right,
            self._base(self.row, size), "right",
        )  # fmt: skip
        empty: tuple[tuple[Item, ...], ...] = ((),) * (len(self.columns.widths) - 1)
        return self._row(((words,), *empty), self.row, "diary-day", size)

    def _row(
        self,
        cells: Sequence[tuple[Item | Group, ...]],
        height: float,
        kind: str,
        size: float,
        *,
        head: bool = False,
    ) -> Group:
        """A row of cells: headers of columns in the header, else the first is the header of its row."""
        columns, placed = self.columns, []
        for number, (x, width, items) in enumerate(zip(columns.edges, columns.widths, cells, strict=False)):
            named = head or number == 0
            role: Role = "TH" if named else "TD"
            scope: Literal["", "Column", "Row"] = ("Column" if head else "Row") if named else ""
            placed.append(
                Group(x, 0.0, width, height, items, role, scope=scope, kind="diary-cell", text_size=size)
            )
        return Group(0.0, 0.0, self.width, height, tuple(placed), role="TR", kind=kind)

    def _base(self, height: float, size: float) -> float:
        """The baseline of words in the middle of a row."""
        return height / 2 + size * cap_height(self.look.fonts.bold) / 2


# -- the scale of pain -------------------------------------------------------
WEDGE, MARK = 14.0, 4.0
SCALE_GAP = 8.0
Align = Literal["left", "right", "centre"]


@dataclass(frozen=True)
class PainScale:
    """Pain from 0 to 10 as a wedge that rises, with words at 0, 5 and 10; the shape needs no colour."""

    diary: Diary
    look: PageLook
    width: float

    @property
    def _style(self) -> TextStyle:
        return self.look.text(leading=1.15)

    def _at(self, pain: int) -> float:
        edge = text_width("10", self.look.fonts.bold, self.look.text_size) / 2
        return edge + (self.width - 2 * edge) * pain / 10

    @cached_property
    def _words(self) -> tuple[tuple[tuple[SetLine, ...], Align], ...]:
        """The words at 0, 5 and 10 in lines, none so long that it meets its neighbour."""
        style, (none, medium, worst) = self._style, self.diary.scale
        middle = max(min(text_width(medium, style.regular, style.size), self.width / 3), self._widest(medium))
        side = (self.width - middle) / 2 - SCALE_GAP
        parts: tuple[tuple[str, float, Align], ...] = (
            (none, side, "left"), (medium, middle, "centre"), (worst, side, "right"),
        )  # fmt: skip
        return tuple((self._balanced(text, room), align) for text, room, align in parts)

    def _balanced(self, text: str, room: float) -> tuple[SetLine, ...]:
        """The text in as few lines as ``room`` allows, the longest of them as short as can be."""
        lines, narrow = break_lines((Run(text),), self._style, room), room
        least = self._widest(text)
        while narrow - 2.0 >= least:
            narrow -= 2.0
            shorter = break_lines((Run(text),), self._style, narrow)
            if len(shorter) > len(lines):
                break
            lines = shorter
        return lines

    def _widest(self, text: str) -> float:
        """The width of the longest word of a text, which is never broken."""
        style = self._style
        return max(text_width(word, style.regular, style.size) for word in text.split(" ")) + 0.5

    @property
    def _numbers(self) -> float:
        """Where the numbers end and the words begin."""
        return WEDGE + MARK + 1.0 + self._style.leading

    @property
    def height(self) -> float:
        """Its height."""
        return self._numbers + max(len(lines) for lines, _ in self._words) * self._style.leading

    def draw(self) -> Group:
        """The scale as a figure: its alt text says it in a sentence."""
        style = self._style
        items: list[Item] = [*self._shape()]
        for lines, align in self._words:
            items += (spaced(line) for line in set_lines(lines, style, 0.0, self._numbers, self.width, align))
        return Group(
            0.0, 0.0, self.width, self.height, tuple(items), role="Figure", alt=self.diary.scale_alt,
            kind="pain-scale", source=str(self.diary.source), text_size=style.size,
        )  # fmt: skip

    def _shape(self) -> tuple[Item, ...]:
        look, ink, style = self.look, self.look.colours.ink, self._style
        x0, x10 = self._at(0), self._at(10)
        wedge = Polyline(
            (x0, WEDGE, x10, 0.0, x10, WEDGE),
            fill=look.colours.tint,
            stroke=ink,
            line_width=FRAME,
            closed=True,
        )
        base = self._numbers - style.leading + style.baseline
        marks: list[Item] = []
        for pain in range(11):
            x = self._at(pain)
            marks.append(Polyline((x, WEDGE, x, WEDGE + MARK), stroke=ink, line_width=FRAME))
            marks.append(spaced(label(str(pain), style.bold, style.size, ink, x, base, "centre")))
        return (wedge, *marks)
