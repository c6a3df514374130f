"""The safety block: when to stop and call, and when to call for an ambulance. It is whole on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clinicpress.blocks.flowable import moved
from clinicpress.blocks.lists import ListStyle, list_group, list_height, list_style
from clinicpress.blocks.look import Look
from clinicpress.blocks.signs import octagon
from clinicpress.blocks.textgroup import text_group, text_height
from clinicpress.composing.document import Safety, Words
from clinicpress.typesetting.items import Group, Item, Polyline, Rect
from clinicpress.typesetting.text import TextStyle

PADDING = 7.0
SIGN = 34.0
SIGN_GAP = 7.0
COLUMN_GAP = 18.0
TITLE_GAP = 3.0
ITEM_GAP = 0.5


@dataclass(frozen=True)
class SafetyBox:
    """The block at one width: two columns, with a stop sign left of them."""

    safety: Safety
    look: Look

    def _title_style(self, colour: str = "") -> TextStyle:
        size = self.look.text_size + 1.5
        return self.look.black(size, colour or self.look.colours.alert, leading=1.12)

    def _bar(self, column: float) -> float:
        """Height of the bar behind the emergency's title: it is the louder one, in black and white too."""
        return text_height(self.safety.emergency_title, self._title_style(), column) + 3.0

    def _list_style(self) -> ListStyle:
        return list_style(self.look, "disc", colour=self.look.colours.alert, gap=ITEM_GAP)

    def _column(self, width: float) -> float:
        return (width - 2 * PADDING - SIGN - SIGN_GAP - COLUMN_GAP) / 2

    def _columns(self) -> tuple[tuple[Words, tuple[Words, ...], Words | None], ...]:
        safety = self.safety
        return (
            (safety.stop_title, safety.stop_items, safety.after_hours),
            (safety.emergency_title, safety.emergency_items, None),
        )

    def _column_height(
        self, title: Words, items: Sequence[Words], closing: Words | None, column: float
    ) -> float:
        head = text_height(title, self._title_style(), column) + TITLE_GAP
        foot = ITEM_GAP + text_height(closing, self.look.text(), column) if closing else 0.0
        return head + list_height(items, self._list_style(), column) + foot

    def height(self, width: float) -> float:
        """Its height at a width."""
        column = self._column(width)
        return (
            2 * PADDING - 3.0 + max(SIGN, *(self._column_height(*part, column) for part in self._columns()))
        )

    def draw(self, width: float) -> Group:
        """The block as a group."""
        height, column, left = self.height(width), self._column(width), PADDING + SIGN + SIGN_GAP
        colour, right = self.look.colours.alert, left + column + COLUMN_GAP
        border = Rect(
            0.0, 0.0, width, height, fill=self.look.colours.paper, stroke=colour, line_width=1.75, radius=5.0
        )
        middle = right - COLUMN_GAP / 2
        divider = Polyline((middle, PADDING, middle, height - PADDING), stroke=colour, line_width=0.75)
        parts: list[Item | Group] = [
            border,
            divider,
            *octagon(PADDING, (height - SIGN) / 2, SIGN, self.safety.sign, self.look),
        ]
        bar = Rect(right - 5.0, PADDING - 3.0, column + 8.0, self._bar(column), fill=colour, radius=3.0)
        parts.append(bar)
        for x, (title, items, closing) in zip((left, right), self._columns(), strict=True):
            style = self._title_style(self.look.colours.paper if x == right else colour)
            parts += self._part(title, items, closing, column, x, style)
        source = str(self.safety.stop_title.source)
        return Group(0.0, 0.0, width, height, tuple(parts), kind="safety", source=source)

    def _part(
        self,
        title: Words,
        items: Sequence[Words],
        closing: Words | None,
        column: float,
        x: float,
        style: TextStyle,
    ) -> Iterator[Group]:
        y = PADDING - 1.5
        head = text_group(title, style, column, x, y, role="H2", kind="callout-title")
        yield head
        y += head.height + TITLE_GAP
        body = list_group(items, self._list_style(), column, key=f"safety {title.source}")
        yield moved(body, x, y)
        if closing:
            yield text_group(closing, self.look.text(), column, x, y + body.height + ITEM_GAP)
