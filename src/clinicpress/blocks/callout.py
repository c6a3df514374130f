"""Call-out boxes: call us, an emergency, a tip. Sign, words and border tell them apart, not colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from clinicpress.blocks.flowable import Laid, foot, moved, stack
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import list_group, list_style, text_group
from clinicpress.blocks.signs import octagon, telephone
from clinicpress.content.blocktypes.block import CalloutBox
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Group, Item, Rect

PADDING = 10.0
SIGN = 30.0
PAIR_GAP = 14.0
# A pair in less width than this stands under each other.
LEAST_PAIR = 440.0


@dataclass(frozen=True)
class CalloutFlow(Laid):
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

    def lay(self, width: float, least: float = 0.0) -> Group:
        """The box, or ``least`` points tall if that is more, so that neighbours end on one line."""
        block, look, inner = self.block, self.look, width - 2 * PADDING
        loud = block.kind == "emergency"
        colour = look.colours.alert if loud else look.colours.brand
        sign, indent = (0.0, 0.0) if block.kind == "tip" else (SIGN, SIGN + 8.0)
        style = look.black(look.layout.sizes.callout_title, colour)
        title = text_group(block.title, style, inner - indent, role="H2", kind="callout-title")
        head = max(sign, title.height)
        discs = list_style(look, "disc", colour=colour, gap=2.5)
        items = list_group(block.items, discs, inner, key=f"callout {block.source}")
        closing = () if block.closing is None else (3.0, text_group(block.closing, look.text(), inner))
        body = stack((items, *closing), PADDING, PADDING + head + 5.0)
        height = max(least, foot(body) + PADDING - 3.0)
        border = Rect(
            0.0, 0.0, width, height, fill=look.colours.paper, stroke=colour,
            line_width=2.25 if loud else 1.75, radius=6.0,
        )  # fmt: skip
        title = moved(title, PADDING + indent, PADDING + (head - title.height) / 2)
        return Group(
            0.0, 0.0, width, height, (border, *self._sign(), title, *body),
            kind=f"callout-{block.kind}", source=str(block.source),
        )  # fmt: skip

    def _sign(self) -> Sequence[Item]:
        if self.block.kind == "emergency":
            return octagon(PADDING, PADDING, SIGN, self.sign, self.look)
        return telephone(PADDING, PADDING, SIGN, self.look) if self.block.kind == "call" else ()


@dataclass(frozen=True)
class CalloutPair(Laid):
    """Two call-outs side by side, equally tall; in a narrow column under each other."""

    left: CalloutFlow
    right: CalloutFlow
    space_before: float = 0.0

    @property
    def covers(self) -> frozenset[str]:
        """Which safety texts it shows."""
        return self.left.covers | self.right.covers

    def lay(self, width: float) -> Group:
        """Both boxes."""
        if width < LEAST_PAIR:
            boxes = stack((self.left.draw(width), PAIR_GAP, self.right.draw(width)))
        else:
            each = (width - PAIR_GAP) / 2
            height = max(self.left.wrap(each), self.right.wrap(each))
            right = moved(self.right.lay(each, height), each + PAIR_GAP, 0.0)
            boxes = (self.left.lay(each, height), right)
        return Group(0.0, 0.0, width, foot(boxes), boxes, kind="callouts")
