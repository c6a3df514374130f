"""An exercise as a row card: picture left, words right, read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from clinicpress.blocks.dose import ChipRow, chip_row
from clinicpress.blocks.figureslot import FigureSlot, caption_column
from clinicpress.blocks.flowable import moved
from clinicpress.blocks.lists import ListStyle, item, item_height, list_style
from clinicpress.blocks.look import Look
from clinicpress.blocks.signs import badge, hatch
from clinicpress.blocks.textgroup import text_group
from clinicpress.composing.document import Card, Words
from clinicpress.model.layout import Layout, Part
from clinicpress.typesetting.fonts import text_width
from clinicpress.typesetting.items import Group, Item, QrArt, Rect
from clinicpress.typesetting.text import TextStyle, break_lines, set_lines, spaced

TITLE_GAP = 3.0
CHIP_GAP = 5.0
QR_SIZE = 44.0
SWATCH = (15.0, 9.0)
OVER_TEXT = 5.0
LARGEST_SLOT = 1.35
SKIP_SIZE, SKIP_BOX = 11.0, 10.5


@dataclass(frozen=True)
class TextRow:
    """A paragraph of a card, bold if ``strong``; a hatch swatch stands before words that name the stretch."""

    words: Words
    swatch: bool = False
    strong: bool = False


@dataclass(frozen=True)
class StepRow:
    """A numbered step of a card. The dose is none: it says how much of the whole."""

    words: Words
    number: int


def card_width(layout: Layout) -> float:
    """Width of a card: that of the content, shared out over the layout's columns."""
    return (layout.content_width - layout.spacing.card * (layout.columns - 1)) / layout.columns


@dataclass(frozen=True)
class CardBox:
    """A card that shows some of its parts. ``level`` is the role of its title."""

    card: Card
    look: Look
    shown: frozenset[Part]
    level: Literal["H2", "H3"] = "H2"
    measured: dict[float, float] = field(default_factory=dict, compare=False, repr=False)

    # -- measures ---------------------------------------------------------
    @property
    def _padding(self) -> float:
        return self.look.layout.spacing.card_padding

    @cached_property
    def slot(self) -> FigureSlot:
        """The room of the figure."""
        layout = self.look.layout
        figure, beside = self.card.figure, 0.0
        if "captions-below" not in self.shown and not self._stacked:
            beside = caption_column(figure, self.look)
        width = card_width(layout) - 2 * self._padding if self._stacked else self._slot_width
        source = str(self.card.source)
        return FigureSlot(figure, width, layout.sizes.caption, source, beside, abreast=self._stacked)

    @property
    def _stacked(self) -> bool:
        """In two columns a card is narrow: its picture stands over its words, not left of them."""
        return self.look.layout.columns > 1

    @property
    def _slot_width(self) -> float:
        """A figure beside large words is large itself, but leaves them the greater part."""
        layout = self.look.layout
        return layout.figures.slot * min(LARGEST_SLOT, max(1.0, self.look.text_size / layout.text.preferred))

    def text_width(self, width: float) -> float:
        """Width of the text column in a card of ``width``."""
        layout = self.look.layout
        inner = width - 2 * self._padding
        return inner if self._stacked else inner - self._slot_width - layout.spacing.gutter

    def has(self, part: Part) -> bool:
        """Whether there is anything to show for a part."""
        card = self.card
        optional: dict[Part, object] = {
            "equipment": card.equipment,
            "tips": card.tips,
            "easier": card.easier,
            "harder": card.harder,
            "video": card.video,
            "feel": card.feel,
            "stop-if": card.stop_if,
            "full-title": card.short_title.text != card.title.text,
            "full-steps": card.short_steps,
            "full-dose": card.short_dose,
        }
        return part != "web" and bool(optional.get(part, True))

    @property
    def _title(self) -> Words:
        return self.card.title if "full-title" in self.shown else self.card.short_title

    def _title_style(self) -> TextStyle:
        factor = self.look.text_size / self.look.layout.text.preferred
        size = self.look.layout.sizes.exercise_title * factor
        return replace(self.look.text(size=size, bold=True, leading=1.18), colour=self.look.colours.brand)

    def _steps_style(self) -> ListStyle:
        return list_style(self.look, "number", gap=0.0)

    @cached_property
    def rows(self) -> tuple[TextRow | StepRow, ...]:
        """The lines of the text column between the title and the chips."""
        return tuple(self._text_rows())

    def _text_rows(self) -> Iterator[TextRow | StepRow]:
        card, shown = self.card, self.shown
        if card.not_if:
            yield TextRow(card.not_if)
        if "why" in shown:
            yield TextRow(card.why)
        if "equipment" in shown and card.equipment:
            yield TextRow(card.equipment)
        steps = card.steps if "full-steps" in shown or not card.short_steps else card.short_steps
        for number, words in enumerate(steps, 1):
            yield StepRow(words, number)
        dose = card.dose if "full-dose" in shown else card.short_dose or card.dose
        yield TextRow(dose, strong=True)
        if card.note:
            yield TextRow(card.note)
        if "feel" in shown and card.feel:
            yield TextRow(card.feel, swatch=True)
        if "tips" in shown:
            yield from (TextRow(words) for words in card.tips)
        for part, more in (("easier", card.easier), ("harder", card.harder), ("stop-if", card.stop_if)):
            if part in shown and more:
                yield TextRow(more)

    @property
    def _chips(self) -> ChipRow | None:
        return chip_row(self.card.chips, self.look, str(self.card.source)) if "chips" in self.shown else None

    @property
    def _has_video(self) -> bool:
        return "video" in self.shown and bool(self.card.video) and self.card.video_label is not None

    def _row_height(self, row: TextRow | StepRow, width: float) -> float:
        if isinstance(row, StepRow):
            return item_height(row.words, self._steps_style(), width)
        style, room = self.look.text(bold=row.strong), width - (SWATCH[0] + 5.0 if row.swatch else 0.0)
        return len(break_lines(row.words.runs, style, room)) * style.leading

    def _title_height(self, width: float) -> float:
        style = self._title_style()
        lines = break_lines(self._title.runs, style, width - self._badge - 7.0 - self._skip_width)
        return max(self._badge, len(lines) * style.leading)

    @property
    def _badge(self) -> float:
        return self._title_style().size * 1.28

    def _fixed_height(self, width: float) -> float:
        chips = self._chips
        height = self._title_height(width) + TITLE_GAP
        height += CHIP_GAP + chips.height if chips else 0.0
        return height + (CHIP_GAP + QR_SIZE if self._has_video else 0.0)

    def text_height(self, width: float) -> float:
        """Height that the words of a card of ``width`` need, without padding."""
        if width not in self.measured:
            column = self.text_width(width)
            rows = sum(self._row_height(row, column) for row in self.rows)
            self.measured[width] = self._fixed_height(column) + rows
        return self.measured[width]

    def bound(self) -> float:
        """A height that the card exceeds whatever its words are: each line once. Costs no measuring."""
        chips = self._chips
        lines = len(self.rows) * self.look.text_size * self.look.layout.leading
        return (
            2 * self._padding + self._badge + TITLE_GAP + lines + (CHIP_GAP + chips.height if chips else 0.0)
        )

    def wide_enough(self, width: float) -> bool:
        """Whether the chips fit the text column side by side."""
        chips = self._chips
        return chips is None or chips.natural_width() <= self.text_width(width)

    def floor_scale(self) -> float:
        """The least scale of its figure that the layout allows."""
        room = self.look.layout.figures
        if "full-figures" in self.shown:
            return self.slot.floor_scale(room.lying_floor, room.upright_floor)
        return self.slot.floor_scale(room.compact_lying_floor, room.compact_upright_floor)

    def least_height(self, width: float) -> float:
        """The least height of the card: that of its words and of its figure at the floor."""
        words, figure = self.text_height(width), self.slot.height_at(self.floor_scale())
        return 2 * self._padding + (words + OVER_TEXT + figure if self._stacked else max(words, figure))

    def scale_in(self, height: float) -> float:
        """The largest scale of its figure in a card of ``height``."""
        largest, room = self.look.layout.figures.largest_scale, self._figure_room(height)
        return min(largest, self.slot.scale_for_width(), self.slot.scale_for_height(room))

    def _figure_room(self, height: float) -> float:
        """Height for the figure in a card of ``height``."""
        inner = height - 2 * self._padding
        return inner - OVER_TEXT - self.text_height(card_width(self.look.layout)) if self._stacked else inner

    def spread_in(self, width: float, height: float) -> float:
        """Room that may be added between two lines in a card of ``height``; none under a figure."""
        if self._stacked:
            return 0.0
        spare = height - 2 * self._padding - self.text_height(width)
        return max(0.0, min(self.look.layout.spacing.line_spread, spare / (len(self.rows) + 1)))

    # -- drawing ----------------------------------------------------------
    def draw(self, width: float, height: float, scale: float, spread: float) -> Group:
        """The card in a box; ``scale`` of its figure and ``spread`` between lines come from the page."""
        pad, look = self._padding, self.look
        border = Rect(0.0, 0.0, width, height, stroke=look.colours.rule, line_width=look.hairline, radius=6.0)
        room = self._figure_room(height)
        figure = (moved(g, pad, pad) for g in self.slot.draw(room, scale, look))
        left, top = pad + self._slot_width + look.layout.spacing.gutter, pad
        if self._stacked:
            left, top = pad, pad + room + OVER_TEXT
        text = self._text(self.text_width(width), height - pad - top, spread)
        head, *rest = (moved(group, left, top) for group in text)
        return Group(
            0.0, 0.0, width, height, (border, head, *figure, *rest),
            kind="card", source=str(self.card.source), text_size=look.text_size,
        )  # fmt: skip

    def _text(self, width: float, height: float, spread: float) -> Iterator[Group]:
        yield self._head(width)
        if self.card.skip is not None:
            yield self._skip(self.card.skip, width)
        y = self._title_height(width) + TITLE_GAP + spread
        steps: list[Group] = []
        for row in self.rows:
            if isinstance(row, StepRow):
                group = moved(item(row.words, self._steps_style(), width, row.number), 0.0, y)
                steps.append(group)
            else:
                if steps:
                    yield self._list(steps, width)
                    steps = []
                group = moved(self._paragraph(row, width), 0.0, y)
                yield group
            y += group.height + spread
        if steps:
            yield self._list(steps, width)
        yield from self._foot(width, height)

    def _head(self, width: float) -> Group:
        style, size, look = self._title_style(), self._badge, self.look
        lines = break_lines(self._title.runs, style, width - size - 7.0 - self._skip_width)
        height = self._title_height(width)
        top = max(0.0, (height - len(lines) * style.leading) / 2)
        disc, numeral = badge(0.0, max(0.0, (style.leading - size) / 2), size, self.card.number, look)
        words = set_lines(lines, style, size + 7.0, top)
        return Group(
            0.0, 0.0, width, height, (disc, spaced(numeral), *words), role=self.level, kind="card-title",
            bookmark=self.card.title.text, source=str(self.card.title.source), text_size=style.size,
        )  # fmt: skip

    @property
    def _skip_width(self) -> float:
        if self.card.skip is None:
            return 0.0
        return text_width(self.card.skip.text, self.look.fonts.regular, SKIP_SIZE) + SKIP_BOX + 12.0

    def _skip(self, words: Words, width: float) -> Group:
        """A box for the therapist's pen, level with the title: this patient is not to do this exercise."""
        style, room = self.look.text(size=SKIP_SIZE), self._skip_width - 8.0
        y = (self._title_style().leading - style.leading) / 2
        text = text_group(words, style, room - SKIP_BOX - 4.0, SKIP_BOX + 4.0, kind="skip")
        top = (style.leading - SKIP_BOX) / 2
        box = Rect(0.0, top, SKIP_BOX, SKIP_BOX, stroke=self.look.colours.ink, line_width=0.75, radius=1.5)
        return Group(width - room, y, room, style.leading, (box, text))

    def _list(self, steps: list[Group], width: float) -> Group:
        top = steps[0].y
        rows = tuple(moved(group, 0.0, -top) for group in steps)
        height = rows[-1].y + rows[-1].height
        return Group(0.0, top, width, height, rows, role="L", numbering="Decimal", kind="steps",
                     source=str(self.card.source))  # fmt: skip

    def _paragraph(self, row: TextRow, width: float) -> Group:
        style, indent = self.look.text(bold=row.strong), SWATCH[0] + 5.0 if row.swatch else 0.0
        words = text_group(row.words, style, width - indent, indent)
        sign: tuple[Item, ...] = ()
        if row.swatch:
            sign = hatch(0.0, (style.leading - SWATCH[1]) / 2, *SWATCH, self.look)
        return Group(0.0, 0.0, width, words.height, (*sign, words))

    def _foot(self, width: float, height: float) -> Iterator[Group]:
        """Video and chips, pinned to the card's bottom."""
        chips, bottom = self._chips, height
        if chips:
            bottom -= chips.height
        if self._has_video and self.card.video_label:
            yield self._video(self.card.video_label, width, bottom - QR_SIZE - (CHIP_GAP if chips else 0.0))
        if chips:
            yield moved(chips.draw(width), 0.0, bottom)

    def _video(self, words: Words, width: float, y: float) -> Group:
        text = text_group(words, self.look.text(), width - QR_SIZE - 10.0, kind="video")
        text = moved(text, QR_SIZE + 10.0, max(0.0, (QR_SIZE - text.height) / 2))
        code = Group(0.0, 0.0, QR_SIZE, QR_SIZE, (QrArt(0.0, 0.0, QR_SIZE, self.card.video),), role="Figure",
                     alt=words.text, kind="qr", source=str(words.source))  # fmt: skip
        return Group(0.0, y, width, QR_SIZE, (code, text))
