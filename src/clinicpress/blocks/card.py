"""Cards of exercises: pictures beside the words, above them, or only the finish picture and the dose.

A page asks a card for its least height and for the scale of its figure in a height, decides both for all
cards together, and only then has them drawn.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from functools import cached_property, partial
from typing import Literal, NamedTuple, Self

from clinicpress.blocks.cardwords import TITLE_GAP, CardWords
from clinicpress.blocks.figureslot import FigureSlot, caption_column, caption_widths
from clinicpress.blocks.flowable import moved
from clinicpress.blocks.look import PageLook
from clinicpress.composing.document import Card
from clinicpress.content.models.layout import Part
from clinicpress.figures.displaylist import DisplayList, FrameShapes
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Group, Item, Rect


class Measures(NamedTuple):
    """Heights of a card in points: its `least_height`, and so on, as `CardBox` has them.

    ``words`` and ``figure`` are its height for the sake of either, where they stand beside each other;
    else ``figure`` is zero. ``largest`` is the height at which its figure is as large as it may be,
    ``spread`` what lines take more when they are spread, and ``line`` what one more of them adds to that.
    """

    least: float
    sure: float
    most: float
    floor: float
    fits_width: bool
    words: float
    figure: float = 0.0
    largest: float = 0.0
    spread: float = 0.0
    line: float = 0.0

    def changed(self, height: float, lines: int) -> Measures:
        """Those of the same card with words that are taller by ``height`` and ``lines`` lines more."""
        if not self.figure:
            return self._replace(
                least=self.least + height, sure=self.sure + height, most=self.most + height,
                words=self.words + height,
            )  # fmt: skip
        words, spread = self.words + height, self.spread + lines * self.line
        least = max(words, self.figure)
        most = max(self.largest, words + spread)
        return Measures(
            least,
            least,
            most,
            self.floor,
            self.fits_width,
            words,
            self.figure,
            self.largest,
            spread,
            self.line,
        )


OVER_TEXT = 5.0
# Widths of the pictures' room that a card may have in place of the usual one, as shares of that.
SLOT_SHARES = (0.8, 0.88, 0.94, 1.06, 1.12, 1.2, 1.32, 1.52)
LARGEST_SLOT = 1.35
# Air around a figure that is as large as it may be.
FIGURE_AIR = 16.0


@dataclass(frozen=True)
class CardBox(ABC):
    """A card that shows some of its parts, as wide as its layout says. ``level`` is the role of its title.

    Heights and widths are points, scales points per centimetre of the body.
    """

    card: Card
    look: PageLook
    shown: frozenset[Part]
    level: Literal["H2", "H3"] = "H2"

    @cached_property
    def words(self) -> CardWords:
        """Its words."""
        return CardWords(self.card, self.look, self.shown, self.level)

    @property
    def width(self) -> float:
        """Its width."""
        return self.look.layout.card_width

    @property
    def _padding(self) -> float:
        return self.look.layout.spacing.card_padding

    @property
    def _inner(self) -> float:
        return self.width - 2 * self._padding

    @property
    def figure(self) -> DisplayList:
        """The frames that it shows."""
        return self.card.figure

    @property
    def frames(self) -> tuple[FrameShapes, ...]:
        """The frames that it shows, as a tuple."""
        return self.figure.frames

    def has(self, part: Part) -> bool:
        """Whether there is anything to show for a part."""
        return self.words.has(part)

    @property
    def origin(self) -> str:
        """Where its exercise is written, whichever sheet shows it."""
        return str(self.card.title.source)

    @property
    def _floors(self) -> tuple[float, float]:
        room = self.look.layout.figures
        if "full-figures" in self.shown:
            return room.lying_floor, room.upright_floor
        return room.compact_lying_floor, room.compact_upright_floor

    def _framed(self, height: float, parts: tuple[Item | Group, ...]) -> Group:
        look = self.look
        border = look.once("border", (), partial(self._border, height), self.width, height)
        return Group(
            0.0, 0.0, self.width, height, (border, *parts),
            kind="card", source=str(self.card.source), text_size=look.text_size,
        )  # fmt: skip

    def _border(self, height: float) -> Group:
        look, width = self.look, self.width
        line = Rect(0.0, 0.0, width, height, stroke=look.colour("card"), line_width=look.hairline, radius=6.0)
        return Group(0.0, 0.0, width, height, (line,), shared=True)

    @cached_property
    def measures(self) -> Measures:
        """Its measures, taken once."""
        plain = self.plain
        if plain is None:
            return self._measures()
        changed = plain.measures.changed(*plain.change_to(self.card))
        # the numbers of its chips are its own
        return changed._replace(fits_width=self.fits_width())

    def change_to(self, card: Card) -> tuple[float, int]:
        """By how much a card with another dose or note than this box is taller, and its rows more."""
        return self.words.change(card, self._line_width)

    @property
    def _line_width(self) -> float:
        """The width of its lines of text."""
        return self._inner

    @property
    def plain(self) -> Self | None:
        """The box of the card that many plans share, if this one differs from it in dose and note alone."""
        card, look = self.card.plain, self.look
        if card is None:
            return None
        make = partial(type(self), card, look, self.shown, self.level)
        return look.once("card", (card,), make, self.shown, self.level)

    def _measures(self) -> Measures:
        least = self.least_height()
        sure, most = self.sure_height(), self.most_height()
        return Measures(least, sure, most, self.floor_scale(), self.fits_width(), least)

    @cached_property
    def lost(self) -> tuple[Part, ...]:
        """The parts of its layout that it has and does not show."""
        plain = self.plain
        if plain is not None:
            return plain.lost
        return tuple(part for part in self.look.layout.parts if part not in self.shown and self.has(part))

    @abstractmethod
    def bound(self) -> float:
        """A height that the card exceeds whatever its words are. Costs no measuring."""

    @abstractmethod
    def floor_scale(self) -> float:
        """The least scale of its figure that the layout allows."""

    @abstractmethod
    def fits_width(self) -> bool:
        """Whether its figure at the floor and its chips fit the card's width."""

    @abstractmethod
    def least_height(self) -> float:
        """The least height of the card: that of its words and of its figure at the floor."""

    def sure_height(self) -> float:
        """A height that is enough, and that no step less makes greater: what decides on the size of text."""
        return self.least_height()

    @abstractmethod
    def most_height(self) -> float:
        """The height beyond which a card only gets emptier."""

    def ample_height(self) -> float:
        """The height that a card takes at most where pages are many: not more than its figure can use."""
        return self.most_height()

    @abstractmethod
    def scale_in(self, height: float) -> float:
        """The largest scale of its figure in a card of ``height``."""

    @abstractmethod
    def spread_in(self, height: float) -> float:
        """Room that may be added between two lines in a card of ``height``."""

    @abstractmethod
    def draw(self, height: float, scale: float, spread: float) -> Group:
        """The card in a box; ``scale`` of its figure and ``spread`` between lines come from the page."""


class SlotCard(CardBox):
    """A card whose frames stand together in one slot."""

    @property
    @abstractmethod
    def slot(self) -> FigureSlot:
        """The room of the figure."""

    @property
    @abstractmethod
    def text_width(self) -> float:
        """Width of the text column."""

    def text_height(self) -> float:
        """Height that the words need, without padding."""
        return self.words.height(self.text_width)

    def bound(self) -> float:
        """A height that the card exceeds whatever its words are. Costs no measuring."""
        return 2 * self._padding + self.words.bound()

    def floor_scale(self) -> float:
        """The least scale of its figure that the layout allows."""
        return self.slot.floor_scale(*self._floors)

    def fits_width(self) -> bool:
        """Whether its figure at the floor and its chips fit the card's width."""
        figure = self.floor_scale() <= self.slot.scale_for_width() + 1e-6
        return figure and self.words.wide_enough(self.text_width)

    @property
    def _largest_figure(self) -> float:
        largest = min(self.look.layout.figures.largest_scale, self.slot.scale_for_width())
        return self.slot.height_at(largest) + FIGURE_AIR


class RowCard(SlotCard):
    """Pictures left, words right."""

    @cached_property
    def slot(self) -> FigureSlot:
        """The room of the figure."""
        return self._slot_in(self._slot_width)

    def _slot_in(self, width: float) -> FigureSlot:
        """The room of the figure if it is so wide."""
        return self.look.once(
            "row-slot", (self.figure,), partial(self._shape_in, width),
            "captions-below" in self.shown, "full-figures" in self.shown, width,
        )  # fmt: skip

    def _shape_in(self, width: float) -> FigureSlot:
        captions = caption_widths(self.figure, self.look)
        below = FigureSlot(
            self.figure, width, self.look.layout.sizes.caption, self.origin, captions=captions
        )  # fmt: skip
        if "captions-below" in self.shown:
            return below
        beside = replace(below, beside=caption_column(self.figure, self.look))
        shapes = (
            beside, below, replace(below, abreast=True), replace(below, inset=True),
            replace(below, inset=True, abreast=True),
        )  # fmt: skip
        fitting = [slot for slot in shapes if slot.floor_scale(*self._floors) <= slot.scale_for_width()]
        return min(fitting, key=lambda slot: slot.height_at(slot.floor_scale(*self._floors)), default=below)

    @cached_property
    def _slot_width(self) -> float:
        """A figure beside large words is large itself, but leaves them the greater part."""
        if "same-slot" in self.look.layout.parts and "same-slot" not in self.shown:
            return (self.plain or self)._best_slot
        return self._usual_slot

    @property
    def _usual_slot(self) -> float:
        layout = self.look.layout
        return layout.figures.slot * min(LARGEST_SLOT, max(1.0, self.look.text_size / layout.text.preferred))

    @cached_property
    def _best_slot(self) -> float:
        """The width of the pictures' room with which the card is least tall."""
        usual, most = self._usual_slot, self._inner * 0.5
        widths = (usual, *(share * usual for share in SLOT_SHARES if share * usual <= most))
        fitting = [width for width in widths if self._fits_in(width)]
        return min(fitting, key=lambda width: round(self._least_in(width), 3), default=usual)

    def _fits_in(self, width: float) -> bool:
        """Whether figure and chips fit the card's width if the pictures' room is so wide."""
        slot = self._slot_in(width)
        return slot.floor_scale(*self._floors) <= slot.scale_for_width() + 1e-6 and self.words.wide_enough(
            self._beside(width)
        )

    def _least_in(self, width: float) -> float:
        """The least height of the card if the pictures' room is so wide."""
        slot = self._slot_in(width)
        figure = slot.height_at(slot.floor_scale(*self._floors))
        return 2 * self._padding + max(self.words.height(self._beside(width)), figure)

    def _beside(self, width: float) -> float:
        """Width of the text column beside pictures whose room is so wide."""
        return self._inner - width - self.look.layout.spacing.gutter

    @cached_property
    def text_width(self) -> float:
        """Width of the text column."""
        return self._beside(self._slot_width)

    def _measures(self) -> Measures:
        # words and figure stand beside each other, and the greater decides
        words, figure = 2 * self._padding + self.text_height(), self._figure_height()
        return super()._measures()._replace(
            words=words, figure=figure, largest=2 * self._padding + self._largest_figure,
            spread=self._spread_room, line=self.look.layout.spacing.line_spread,
        )  # fmt: skip

    @property
    def _line_width(self) -> float:
        return self.text_width

    def _figure_height(self) -> float:
        return 2 * self._padding + self.slot.height_at(self.floor_scale())

    def least_height(self) -> float:
        """The least height of the card: that of its words and of its figure at the floor."""
        return max(2 * self._padding + self.text_height(), self._figure_height())

    def most_height(self) -> float:
        """The height beyond which a card only gets emptier."""
        return 2 * self._padding + max(self._largest_figure, self.text_height() + self._spread_room)

    def ample_height(self) -> float:
        """The height that a card takes at most where pages are many: its lines spread, and some air."""
        return self.least_height() + self._spread_room + FIGURE_AIR

    @property
    def _spread_room(self) -> float:
        return self.look.layout.spacing.line_spread * (self.words.row_count + 1)

    def scale_in(self, height: float) -> float:
        """The largest scale of its figure in a card of ``height``."""
        room = height - 2 * self._padding
        largest = self.look.layout.figures.largest_scale
        return min(largest, self.slot.scale_for_width(), self.slot.scale_for_height(room))

    def spread_in(self, height: float) -> float:
        """Room that may be added between two lines in a card of ``height``."""
        spare = height - 2 * self._padding - self.text_height()
        return max(0.0, min(self.look.layout.spacing.line_spread, spare / (self.words.row_count + 1)))

    def draw(self, height: float, scale: float, spread: float) -> Group:
        """The card in a box; the title is read before the pictures, and these before the other words."""
        pad, room = self._padding, height - 2 * self._padding
        figure = (moved(group, pad, pad) for group in self.slot.draw(room, scale, self.look))
        left = pad + self._slot_width + self.look.layout.spacing.gutter
        head, *rest = (
            moved(group, left, self._text_top(room, spread))
            for group in self.words.groups(self.text_width, room, spread)
        )
        return self._framed(height, (head, *figure, *rest))

    def _text_top(self, room: float, spread: float) -> float:  # noqa: ARG002  (a brief card centres its words)
        return self._padding


class CompactCard(RowCard):
    """The finish picture, the short title and the dose; the steps stand on another page."""

    @cached_property
    def words(self) -> CardWords:
        """Its words."""
        return CardWords(self.card, self.look, self.shown, self.level, brief=True)

    @property
    def _floors(self) -> tuple[float, float]:
        room = self.look.layout.figures
        return room.compact_lying_floor, room.compact_upright_floor

    @cached_property
    def figure(self) -> DisplayList:
        """The frame in which the movement has come to its end."""
        whole = self.card.figure
        return DisplayList(whole.frames[-1:], whole.lying)

    def _slot_in(self, width: float) -> FigureSlot:
        """The room of the figure if it is so wide; it needs no caption."""
        return FigureSlot(self.figure, width, 0.0, self.origin)

    def _text_top(self, room: float, spread: float) -> float:
        """Few lines beside a tall picture stand in its middle; beside another card, titles stand level."""
        spare = max(0.0, room - self.text_height() - spread * (self.words.row_count + 1))
        return self._padding + (spare / 2 if self.look.layout.columns == 1 else 0.0)


class OverCard(SlotCard):
    """Pictures between the title and the other words, for narrow cards and for large pictures."""

    @cached_property
    def slot(self) -> FigureSlot:
        """The room of the figure: frames side by side, or under each other where that is too small."""
        size, source = self.look.layout.sizes.caption, self.origin
        captions = caption_widths(self.figure, self.look)
        abreast = FigureSlot(self.figure, self._inner, size, source, abreast=True, captions=captions)
        if abreast.floor_scale(*self._floors) <= abreast.scale_for_width():
            return abreast
        return FigureSlot(self.figure, self._inner, size, source, captions=captions)

    @property
    def text_width(self) -> float:
        """Width of the text column: all of the card."""
        return self._inner

    def least_height(self) -> float:
        """The least height of the card: that of its words under its figure at the floor."""
        return 2 * self._padding + self.text_height() + OVER_TEXT + self.slot.height_at(self.floor_scale())

    def most_height(self) -> float:
        """The height beyond which a card only gets emptier."""
        return 2 * self._padding + self.text_height() + OVER_TEXT + self._largest_figure

    def _room(self, height: float) -> float:
        return height - 2 * self._padding - OVER_TEXT - self.text_height()

    def scale_in(self, height: float) -> float:
        """The largest scale of its figure in a card of ``height``."""
        largest = self.look.layout.figures.largest_scale
        return min(largest, self.slot.scale_for_width(), self.slot.scale_for_height(self._room(height)))

    def spread_in(self, height: float) -> float:  # noqa: ARG002  (spare room is the figure's)
        """No room is added between lines under a figure."""
        return 0.0

    def draw(self, height: float, scale: float, spread: float) -> Group:
        """The card in a box: title, pictures, and the other words."""
        pad, room, words = self._padding, self._room(height), self.words
        width, title = self.text_width, words.title_height(self.text_width) + TITLE_GAP
        head = (moved(group, pad, pad) for group in words.head(width))
        figure = (moved(group, pad, pad + title) for group in self.slot.draw(room, scale, self.look))
        y = pad + title + room + OVER_TEXT
        lines = (moved(group, pad, 0.0) for group in words.lines(words.rows, width, y, spread))
        foot = (moved(group, pad, pad) for group in words.foot(width, height - 2 * pad))
        return self._framed(height, (*head, *figure, *lines, *foot))
