"""The safety block: when to stop and call, and when to call for an ambulance. It is whole on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clinicpress.blocks.flowable import moved
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import (
    ListStyle,
    list_group,
    list_height,
    list_style,
    text_group,
    text_height,
)
from clinicpress.blocks.signs import octagon
from clinicpress.composing.document import Safety
from clinicpress.inline import Words
from clinicpress.records import dataclass
from clinicpress.typesetting.breaking import TextStyle
from clinicpress.typesetting.items import Group, Item, Polyline, Rect

PADDING = 5.5
SIGN = 34.0
SIGN_GAP = 7.0
COLUMN_GAP = 18.0
TITLE_GAP = 2.5
ITEM_GAP = 0.25
# Shares of the left column, the even one first: another is taken where it makes the block less tall.
SHARES = (0.5, 0.48, 0.52, 0.46, 0.54, 0.44, 0.56, 0.42, 0.58, 0.4, 0.6)
# As between items, so that the lines of both columns stand level.
CLOSING_GAP = ITEM_GAP
# In less width than this sign and gaps are smaller; in still less the two parts stand under each other.
NARROW, NARROWEST = 420.0, 300.0
NARROW_SIGN, NARROW_GAP = 27.0, 16.0
PART_GAP = 6.0


@dataclass(frozen=True)
class SafetyPart:
    """One half of the block: its title, its signs, and what to do when the clinic is closed."""

    title: Words
    items: tuple[Words, ...]
    closing: Words | None
    loud: bool


@dataclass(frozen=True)
class SafetyBox:
    """The block at one width: two columns with a stop sign left of them, or in a narrow panel one."""

    safety: Safety
    look: PageLook

    @property
    def _parts(self) -> tuple[SafetyPart, SafetyPart]:
        safety = self.safety
        return (
            SafetyPart(safety.stop_title, safety.stop_items, safety.after_hours, loud=False),
            SafetyPart(safety.emergency_title, safety.emergency_items, None, loud=True),
        )

    # -- measures -------------------------------------------------------------
    def _title_style(self, colour: str = "") -> TextStyle:
        size = self.look.text_size + 1.5
        return self.look.black(size, colour or self.look.colours.alert, leading=1.12)

    def _list_style(self) -> ListStyle:
        return list_style(self.look, "disc", colour=self.look.colours.alert, gap=ITEM_GAP)

    def _sign(self, width: float) -> float:
        return (SIGN if width >= NARROW else NARROW_SIGN) * max(1.0, self.look.text_size / 12.0)

    def _gap(self, width: float) -> float:
        return COLUMN_GAP if width >= NARROW else NARROW_GAP

    def _columns(self, width: float) -> tuple[float, float]:
        """The widths of the two parts."""
        room = width - 2 * PADDING - self._sign(width) - SIGN_GAP
        if width < NARROWEST:
            return room, room
        room -= self._gap(width)
        shared = [(room * share, room * (1 - share)) for share in SHARES]
        return min(shared, key=lambda columns: max(self._heights(columns)))

    def _heights(self, columns: tuple[float, float]) -> tuple[float, float]:
        stop, emergency = self._parts
        return self._part_height(stop, columns[0]), self._part_height(emergency, columns[1])

    def _bar(self, column: float) -> float:
        """Height of the bar behind the emergency's title: it is the louder one, in black and white too."""
        return text_height(self.safety.emergency_title, self._title_style(), column) + 3.0

    def _part_height(self, part: SafetyPart, column: float) -> float:
        head = text_height(part.title, self._title_style(), column) + TITLE_GAP
        foot = CLOSING_GAP + text_height(part.closing, self.look.text(), column) if part.closing else 0.0
        return head + list_height(part.items, self._list_style(), column) + foot

    def height(self, width: float) -> float:
        """Its height at a width."""
        heights = self._heights(self._columns(width))
        inner = sum(heights) + PART_GAP + 3.0 if width < NARROWEST else max(heights)
        return 2 * PADDING - 3.0 + max(self._sign(width), inner)

    # -- drawing --------------------------------------------------------------
    def draw(self, width: float) -> Group:
        """The block as a group."""
        height, columns, sign = self.height(width), self._columns(width), self._sign(width)
        colour, left = self.look.colours.alert, PADDING + sign + SIGN_GAP
        border = Rect(
            0.0, 0.0, width, height, fill=self.look.colours.paper, stroke=colour, line_width=1.75, radius=5.0
        )
        low = height if width >= NARROWEST else self._heights(columns)[0] + 2 * PADDING
        parts: list[Item | Group] = [
            border, *octagon(PADDING, (low - sign) / 2, sign, self.safety.sign, self.look)
        ]  # fmt: skip
        places = self._places(width, left, columns)
        if width >= NARROWEST:
            middle = places[1][0] - self._gap(width) / 2
            parts.append(
                Polyline((middle, PADDING, middle, height - PADDING), stroke=colour, line_width=0.75)
            )
        for part, column, (x, y) in zip(self._parts, columns, places, strict=True):
            if part.loud:
                parts.append(Rect(x - 5.0, y - 1.5, column + 8.0, self._bar(column), fill=colour, radius=3.0))
            parts += self._part(part, column, x, y)
        source = str(self.safety.stop_title.source)
        return Group(0.0, 0.0, width, height, tuple(parts), kind="safety", source=source)

    def _places(
        self, width: float, left: float, columns: tuple[float, float]
    ) -> tuple[tuple[float, float], tuple[float, float]]:
        """Where the two parts begin: side by side, or under each other."""
        top = PADDING - 1.5
        if width >= NARROWEST:
            return (left, top), (left + columns[0] + self._gap(width), top)
        return (left, top), (left, top + self._heights(columns)[0] + PART_GAP + 3.0)

    def _part(self, part: SafetyPart, column: float, x: float, y: float) -> Iterator[Group]:
        style = self._title_style(self.look.colours.paper if part.loud else self.look.colours.alert)
        head = text_group(part.title, style, column, x, y, role="H2", kind="callout-title")
        yield head
        y += head.height + TITLE_GAP
        body = self._list(part.items, part.title, column)
        yield moved(body, x, y)
        if part.closing:
            yield text_group(part.closing, self.look.text(), column, x, y + body.height + CLOSING_GAP)

    def _list(self, items: Sequence[Words], title: Words, column: float) -> Group:
        return list_group(items, self._list_style(), column, key=f"safety {title.source}")
