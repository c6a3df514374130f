"""Call-out boxes: call us, an emergency, a tip. Sign, words and border tell them apart, not colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinicpress.blocks.flowable import Whole, moved
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import (
    ListStyle,
    list_group,
    list_height,
    list_style,
    text_group,
    text_height,
)
from clinicpress.blocks.signs import octagon, telephone
from clinicpress.content.blocktypes.block import CalloutBox
from clinicpress.typesetting.items import Group, Item, Rect

PADDING = 10.0
SIGN = 30.0
PAIR_GAP = 14.0
# A pair in less width than this stands under each other.
LEAST_PAIR = 440.0


@dataclass(frozen=True)
class CalloutFlow(Whole):
    """One call-out; ``sign`` is the word in the octagon of an emergency."""

    block: CalloutBox
    look: PageLook
    sign: str
    space_before: float = 0.0

    @property
    def covers(self) -> frozenset[str]:
        """Which safety texts it shows, with the title that the safety block has for them."""
        if self.block.kind == "tip" or not self.block.usual:
            return frozenset()
        return frozenset(f"{self.block.kind}: {words.text}" for words in self.block.items)

    def _colour(self) -> str:
        return self.look.colours.alert if self.block.kind == "emergency" else self.look.colours.brand

    def _title_width(self, width: float) -> float:
        return width - 2 * PADDING - (0.0 if self.block.kind == "tip" else SIGN + 8.0)

    def _title_height(self, width: float) -> float:
        style = self.look.black(self.look.layout.sizes.callout_title, self._colour())
        height = text_height(self.block.title, style, self._title_width(width))
        least = 0.0 if self.block.kind == "tip" else SIGN
        return max(least, height)

    def _list_height(self, width: float) -> float:
        return list_height(self.block.items, self._list_style(), width - 2 * PADDING)

    def _list_style(self) -> ListStyle:
        return list_style(self.look, "disc", colour=self._colour(), gap=2.5)

    def _closing_height(self, width: float) -> float:
        if self.block.closing is None:
            return 0.0
        return 3.0 + text_height(self.block.closing, self.look.text(), width - 2 * PADDING)

    def wrap(self, width: float) -> float:
        """Its height at a width."""
        return (
            2 * PADDING
            + self._title_height(width)
            + 5.0
            + self._list_height(width)
            + self._closing_height(width)
            - 3.0
        )

    def draw(self, width: float) -> Group:
        """The box at its own height."""
        return self.draw_to(width, self.wrap(width))

    def draw_to(self, width: float, height: float) -> Group:
        """The box with a height of its own, so that neighbours end on one line."""
        colour = self._colour()
        thick = 2.25 if self.block.kind == "emergency" else 1.75
        border = Rect(
            0.0, 0.0, width, height, fill=self.look.colours.paper, stroke=colour, line_width=thick, radius=6.0
        )
        title = self._title(width)
        y = PADDING + self._title_height(width) + 5.0
        items = list_group(
            self.block.items, self._list_style(), width - 2 * PADDING, key=f"callout {self.block.source}"
        )
        parts: list[Item | Group] = [border, *self._sign(), title, moved(items, PADDING, y)]
        if self.block.closing is not None:
            inner = width - 2 * PADDING
            parts.append(
                text_group(self.block.closing, self.look.text(), inner, PADDING, y + items.height + 3.0)
            )
        return Group(
            0.0,
            0.0,
            width,
            height,
            tuple(parts),
            kind=f"callout-{self.block.kind}",
            source=str(self.block.source),
        )

    def _sign(self) -> Sequence[Item]:
        if self.block.kind == "emergency":
            return octagon(PADDING, PADDING, SIGN, self.sign, self.look)
        return telephone(PADDING, PADDING, SIGN, self.look) if self.block.kind == "call" else ()

    def _title(self, width: float) -> Group:
        style = self.look.black(self.look.layout.sizes.callout_title, self._colour())
        title = text_group(self.block.title, style, self._title_width(width), role="H2", kind="callout-title")
        x = PADDING + (0.0 if self.block.kind == "tip" else SIGN + 8.0)
        return moved(title, x, PADDING + (self._title_height(width) - title.height) / 2)


@dataclass(frozen=True)
class CalloutPair(Whole):
    """Two call-outs side by side, equally tall; in a narrow column under each other."""

    left: CalloutFlow
    right: CalloutFlow
    space_before: float = 0.0

    @property
    def covers(self) -> frozenset[str]:
        """Which safety texts it shows."""
        return self.left.covers | self.right.covers

    def wrap(self, width: float) -> float:
        """Its height at a width."""
        if width < LEAST_PAIR:
            return self.left.wrap(width) + PAIR_GAP + self.right.wrap(width)
        each = (width - PAIR_GAP) / 2
        return max(self.left.wrap(each), self.right.wrap(each))

    def draw(self, width: float) -> Group:
        """Both boxes, equally tall."""
        each, height = (width - PAIR_GAP) / 2, self.wrap(width)
        if width < LEAST_PAIR:
            left = self.left.draw(width)
            right = moved(self.right.draw(width), 0.0, left.height + PAIR_GAP)
            return Group(0.0, 0.0, width, height, (left, right), kind="callouts")
        boxes = (
            self.left.draw_to(each, height),
            moved(self.right.draw_to(each, height), each + PAIR_GAP, 0.0),
        )
        return Group(0.0, 0.0, width, height, boxes, kind="callouts")
