"""The card of large steps, and the card that a layout asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, combinations, pairwise
from typing import Literal

from clinicpress.blocks.card import FIGURE_AIR, CardBox, CompactCard, OverCard, RowCard
from clinicpress.blocks.cardwords import TITLE_GAP, StepRow
from clinicpress.blocks.figureslot import FigureSlot, caption_widths
from clinicpress.blocks.flowable import moved
from clinicpress.blocks.look import PageLook
from clinicpress.composing.document import Card
from clinicpress.content.models.layout import CardStyle, Part
from clinicpress.figures.displaylist import DisplayList, FrameShapes
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Group, Item, Polyline

CELL_GAP = 20.0
PICTURE_GAP = 8.0
ROW_GAP = 4.0
MOST_ABREAST = 3
# Words beside a picture need about this many characters of an average width of half the type size.
LEAST_LINE = 16 * 0.5
# Halvings until a scale is known to a thousandth of a point.
_HALVINGS = 14


def step_shares(steps: int, frames: int) -> tuple[tuple[int, ...], ...]:
    """How many steps each frame may show: as evenly as can be, one more for some of them.

    In the first share these are the last frames: the last picture is where the movement ends, and the way
    back has no picture of its own.
    """
    each, more = divmod(steps, frames)
    chosen = sorted(combinations(range(frames), more), reverse=True)
    return tuple(tuple(each + (number in some) for number in range(frames)) for some in chosen)


@dataclass(frozen=True)
class _Cell:
    """A picture and the steps beside it."""

    frame: FrameShapes
    steps: tuple[StepRow, ...]


class StepsCard(CardBox):
    """Title over cells of a picture and its steps; the dose and the warnings under them."""

    @cached_property
    def cells(self) -> tuple[_Cell, ...]:
        """Each frame with its steps."""
        usual, *others = step_shares(len(self._steps), len(self.frames))
        if "same-slot" in self.shown or not others:
            return self._cells(usual)
        # room is short: steps may go to an earlier picture, where that makes the card less tall
        shares = [self._cells(share) for share in (usual, *others)]
        return min(shares, key=lambda cells: round(sum(self._row_heights(self.floor_scale(), cells)), 3))

    def _cells(self, share: Sequence[int]) -> tuple[_Cell, ...]:
        parts = pairwise(accumulate(share, initial=0))
        return tuple(
            _Cell(frame, self._steps[begin:end])
            for frame, (begin, end) in zip(self.frames, parts, strict=True)
        )

    @cached_property
    def _steps(self) -> tuple[StepRow, ...]:
        return tuple(row for row in self.words.rows if isinstance(row, StepRow))

    @cached_property
    def _abreast(self) -> int:
        """Lying pictures stand under each other, upright ones side by side as far as captions let them."""
        count = 1 if self.figure.lying else min(MOST_ABREAST, len(self.frames))
        while count > 1 and self._width_of(count) < self._least_cell:
            count -= 1
        return count

    def _width_of(self, abreast: int) -> float:
        return (self._inner - CELL_GAP * (abreast - 1)) / abreast

    @property
    def _least_cell(self) -> float:
        """The width of a cell whose words have their least width beside the widest caption."""
        return max(caption_widths(self.figure, self.look)) + PICTURE_GAP + LEAST_LINE * self.look.text_size

    @cached_property
    def _rows(self) -> tuple[tuple[_Cell, ...], ...]:
        return self._in_rows(self.cells)

    def _in_rows(self, cells: tuple[_Cell, ...]) -> tuple[tuple[_Cell, ...], ...]:
        count = self._abreast
        return tuple(cells[at : at + count] for at in range(0, len(cells), count))

    @property
    def _cell_width(self) -> float:
        return self._width_of(self._abreast)

    # -- measures ---------------------------------------------------------------
    def _slot(self, cell: _Cell, width: float = 0.0) -> FigureSlot:
        one = DisplayList((cell.frame,), self.figure.lying)
        return FigureSlot(one, width, self.look.layout.sizes.caption, self.origin)

    def _picture_width(self, scale: float) -> float:
        """The pictures of a card share one width, so that its steps begin in one line."""
        captions = caption_widths(self.figure, self.look)
        return max(*captions, *(frame.width * scale for frame in self.frames))

    def _text_width(self, scale: float) -> float:
        return self._cell_width - self._picture_width(scale) - PICTURE_GAP

    def _cell_height(self, cell: _Cell, scale: float) -> float:
        text = self.words.rows_height(cell.steps, self._text_width(scale))
        return max(text, self._slot(cell).height_at(scale))

    def _row_heights(self, scale: float, cells: tuple[_Cell, ...] = ()) -> tuple[float, ...]:
        rows = self._in_rows(cells) if cells else self._rows
        return tuple(max(self._cell_height(cell, scale) for cell in row) for row in rows)

    def _fixed_height(self) -> float:
        words, inner = self.words, self._inner
        around = words.rows_height((*words.opening, *words.closing), inner)
        gaps = ROW_GAP * (len(self._rows) + 1)
        return (
            2 * self._padding
            + words.title_height(inner)
            + TITLE_GAP
            + around
            + words.foot_height(inner)
            + gaps
        )

    def _height_at(self, scale: float) -> float:
        return self._fixed_height() + sum(self._row_heights(scale))

    def _scale_for_width(self) -> float:
        """The largest scale that leaves the words their least width."""
        room = self._cell_width - PICTURE_GAP - LEAST_LINE * self.look.text_size
        return room / max(frame.width for frame in self.frames)

    @property
    def _largest(self) -> float:
        return min(self.look.layout.figures.largest_scale, self._scale_for_width())

    def bound(self) -> float:
        """A height that the card exceeds whatever its words are. Costs no measuring."""
        return 2 * self._padding + self.words.bound() - len(self.words.steps) * self.look.text_size

    def floor_scale(self) -> float:
        """The least scale of its figure that the layout allows."""
        return FigureSlot(self.figure, 0.0, 0.0).floor_scale(*self._floors)

    def fits_width(self) -> bool:
        """Whether pictures at the floor leave the words room, and the chips fit."""
        wide = self.floor_scale() <= self._scale_for_width() + 1e-6 and self._least_cell <= self._cell_width
        return wide and self.words.wide_enough(self._inner)

    def least_height(self) -> float:
        """The least height of the card: that of its words and of its pictures at the floor."""
        return self._height_at(self.floor_scale())

    def sure_height(self) -> float:
        """A height that is enough however the steps are shared out: as if each picture had the longest.

        With a step less, others move to other pictures, and the tallest cell may grow.
        """
        scale = self.floor_scale()
        width = self._text_width(scale)
        heights = sorted((self.words.row_height(row, width) for row in self._steps), reverse=True)
        text = sum(heights[: -(-len(heights) // len(self.frames))])
        rows = (max(text, *(self._slot(cell).height_at(scale) for cell in row)) for row in self._rows)
        return self._fixed_height() + sum(rows)

    def most_height(self) -> float:
        """The height beyond which a card only gets emptier."""
        return self._height_at(max(self._largest, self.floor_scale())) + FIGURE_AIR

    def scale_in(self, height: float) -> float:
        """The largest scale of its figure in a card of ``height``, found by halving."""
        low, high = self.floor_scale(), max(self._largest, self.floor_scale())
        if self._height_at(high) <= height:
            return high
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self._height_at(middle) <= height else (low, middle)
        return low

    def spread_in(self, height: float) -> float:  # noqa: ARG002  (spare room is the pictures')
        """No room is added between lines beside a picture."""
        return 0.0

    # -- drawing ------------------------------------------------------------------
    def draw(self, height: float, scale: float, spread: float) -> Group:
        """The card in a box: title, cells from left to right and down, dose and warnings."""
        pad, inner, words = self._padding, self._inner, self.words
        y = pad + words.title_height(inner) + TITLE_GAP
        opening = tuple(words.lines(words.opening, inner, y, spread))
        y += words.rows_height(words.opening, inner) + ROW_GAP
        heights = self._row_heights(scale)
        spare = max(0.0, height - self._fixed_height() - sum(heights)) / len(heights)
        cells, y = self._drawn_cells(heights, spare, scale, y)
        closing = tuple(words.lines(words.closing, inner, y, spread))
        foot = (moved(group, 0.0, pad) for group in words.foot(inner, height - 2 * pad))
        head = (moved(group, 0.0, pad) for group in words.head(inner))
        parts = (*head, *opening, *cells, *closing, *foot)
        return self._framed(height, tuple(moved(group, pad, 0.0) for group in parts))

    def _drawn_cells(
        self, heights: Sequence[float], spare: float, scale: float, y: float
    ) -> tuple[list[Group], float]:
        drawn: list[Group] = []
        for row, height in zip(self._rows, heights, strict=True):
            for number, cell in enumerate(row):
                x = number * (self._cell_width + CELL_GAP)
                parts: list[Item | Group] = list(self._cell(cell, height, scale))
                if number:
                    # so that steps are not read with the next picture
                    line = (-CELL_GAP / 2, 0.0, -CELL_GAP / 2, height)
                    parts.insert(0, Polyline(line, stroke=self.look.colours.rule, line_width=0.75))
                drawn.append(Group(x, y + spare / 2, self._cell_width, height, tuple(parts), kind="cell"))
            y += height + spare + ROW_GAP
        return drawn, y

    def _cell(self, cell: _Cell, height: float, scale: float) -> Iterator[Group]:
        """The picture on the floor that the row has in common, its steps from the top."""
        picture, words = self._picture_width(scale), self._text_width(scale)
        slot = self._slot(cell, picture)
        tall = slot.height_at(scale)
        for group in slot.draw(tall, scale, self.look):
            yield moved(group, 0.0, height - tall)
        for group in self.words.lines(cell.steps, words, 0.0):
            yield moved(group, picture + PICTURE_GAP, 0.0)


_STYLES: Mapping[CardStyle, type[CardBox]] = {
    "row": RowCard,
    "over": OverCard,
    "compact": CompactCard,
    "steps": StepsCard,
}


def card_box(
    card: Card, look: PageLook, shown: frozenset[Part], level: Literal["H2", "H3"] = "H2"
) -> CardBox:
    """The card of an exercise in the style of its layout."""
    return _STYLES[look.layout.card_style](card, look, shown, level)
