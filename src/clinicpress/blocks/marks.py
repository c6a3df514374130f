"""Marks of what has changed since a patient's last plan: a sign and a word in a box; none needs a colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from clinicpress.blocks.look import Look
from clinicpress.blocks.signs import cross, star, triangle
from clinicpress.composing.document import Mark
from clinicpress.typesetting.fonts import cap_height, text_width
from clinicpress.typesetting.items import Group, Item, Polyline, Rect
from clinicpress.typesetting.text import TextStyle, break_lines, label, set_lines, spaced

MARK_SIZE = 11.0
# In large print a mark grows less than what it stands beside, as it is short and bold.
MARK_SHARE = 0.78
PADDING, SIGN_GAP, BORDER = 4.0, 4.0, 1.0
# From a mark to the words on its line.
MARK_GAP = 7.0
_SIGNS: Mapping[str, Callable[[float, float, float, str], Polyline]] = {
    "new": star,
    "changed": triangle,
    "stopped": cross,
}


def mark_size(look: Look) -> float:
    """The type size of a mark's word."""
    return max(MARK_SIZE, look.text_size * MARK_SHARE)


def mark_height(look: Look) -> float:
    """The height of a mark's box."""
    return mark_size(look) * 1.36


def mark_width(mark: Mark, look: Look) -> float:
    """The width of a mark's box."""
    size = mark_size(look)
    return 2 * PADDING + _sign(size) + SIGN_GAP + text_width(mark.word.text, look.fonts.bold, size)


def mark_group(mark: Mark, look: Look) -> Group:
    """The mark in its box, by itself a paragraph."""
    return Group(
        0.0, 0.0, mark_width(mark, look), mark_height(look), _box(mark, look), role="P", kind="mark",
        alt=mark.spoken, source=str(mark.word.source), text_size=mark_size(look),
    )  # fmt: skip


def mark_line(mark: Mark, look: Look, style: TextStyle, width: float) -> Group:
    """The mark and beside it what it says, as one paragraph ``width`` points wide."""
    left = mark_width(mark, look) + MARK_GAP
    lines = break_lines(mark.says.runs, style, width - left) if mark.says is not None else ()
    # the first line stands level with the word in the box
    drop = max(0.0, (mark_height(look) - style.leading) / 2)
    words = set_lines(lines, style, left, drop)
    height = max(mark_height(look), drop + len(lines) * style.leading)
    items = (*_box(mark, look, max(0.0, (style.leading - mark_height(look)) / 2)), *words)
    return Group(
        0.0, 0.0, width, height, items, role="P", kind="mark-line", source=str(mark.word.source),
        text_size=style.size,
    )  # fmt: skip


def _sign(size: float) -> float:
    return size * 0.86


def _box(mark: Mark, look: Look, y: float = 0.0) -> tuple[Item, ...]:
    size, high, ink = mark_size(look), mark_height(look), look.colours.ink
    sign, font = _sign(size), look.fonts.bold
    box = Rect(
        BORDER / 2, y + BORDER / 2, mark_width(mark, look) - BORDER, high - BORDER, fill=look.colours.paper,
        stroke=ink, line_width=BORDER, radius=2.5,
    )  # fmt: skip
    base = y + high / 2 + size * cap_height(font) / 2
    word = label(mark.word.text, font, size, ink, PADDING + sign + SIGN_GAP, base)
    return box, _SIGNS[mark.kind](PADDING, y + (high - sign) / 2, sign, ink), spaced(word)
