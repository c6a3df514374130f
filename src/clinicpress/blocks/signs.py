"""Signs drawn as vectors (octagon, telephone, star), badges, rows of chips, and the marks of changes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from clinicpress.blocks.look import PageLook
from clinicpress.composing.document import Chip, Mark
from clinicpress.records import dataclass
from clinicpress.typesetting.breaking import TextStyle, break_lines, label, set_lines, spaced
from clinicpress.typesetting.faces import cap_height, text_width
from clinicpress.typesetting.items import Circle, Group, Item, Polyline, Rect, TextLine


def octagon(x: float, y: float, size: float, word: str, look: PageLook) -> tuple[Item, ...]:
    """A stop sign of ``size`` points with its word in it; shape and word say it without colour."""
    radius, middle_x, middle_y = size / 2, x + size / 2, y + size / 2

    def ring(r: float) -> tuple[float, ...]:
        corners = (math.pi / 8 + k * math.pi / 4 for k in range(8))
        return tuple(v for a in corners for v in (middle_x + r * math.cos(a), middle_y + r * math.sin(a)))

    letters = size * 0.26
    return (
        Polyline(ring(radius * 1.06), fill=look.colours.alert, closed=True),
        Polyline(ring(radius * 0.94), stroke=look.colours.paper, line_width=size * 0.025, closed=True),
        label(
            word, look.fonts.black, letters, look.colours.paper, middle_x,
            middle_y + letters * cap_height(look.fonts.black) / 2, "centre",
        ),
    )  # fmt: skip


def telephone(x: float, y: float, size: float, look: PageLook) -> tuple[Item, ...]:
    """A handset in a disc."""
    middle_x, middle_y, k = x + size / 2, y + size / 2, size / 26

    def turned(points: tuple[tuple[float, float], ...]) -> tuple[float, ...]:
        c = math.cos(math.radians(-45))
        s = math.sin(math.radians(-45))
        return tuple(
            v
            for px, py in points
            for v in (middle_x + (px * c - py * s) * k, middle_y + (px * s + py * c) * k)
        )

    handle = turned(((-6.5, -5.2), (6.5, -5.2), (6.5, -1.6), (-6.5, -1.6)))
    ear = turned(((-8.4, -5.2), (-3.6, -5.2), (-3.6, 1.8), (-8.4, 1.8)))
    mouth = turned(((3.6, -5.2), (8.4, -5.2), (8.4, 1.8), (3.6, 1.8)))
    return (
        Circle(middle_x, middle_y, size / 2, fill=look.colours.brand),
        *(Polyline(points, fill=look.colours.on_brand, closed=True) for points in (handle, ear, mouth)),
    )


def hatch(x: float, y: float, width: float, height: float, look: PageLook) -> tuple[Item, ...]:
    """The hatch that marks a stretched muscle in the figures, as a swatch."""
    colour = look.palette.get("highlight-line", look.colours.ink)
    lines = []
    step = 3.4
    start = x - height
    while start < x + width:
        x0, y0, x1, y1 = start, y + height, start + height, y
        if x0 < x:
            x0, y0 = x, y + height - (x - start)
        if x1 > x + width:
            x1, y1 = x + width, y + (start + height - x - width)
        if x1 > x0:
            lines.append(Polyline((x0, y0, x1, y1), stroke=colour, line_width=0.8))
        start += step
    paper = look.palette.get("highlight", look.colours.paper)
    return (
        Rect(x, y, width, height, fill=paper),
        *lines,
        Rect(x, y, width, height, stroke=colour, line_width=0.7),
    )


def badge(x: float, y: float, size: float, number: int, look: PageLook) -> tuple[Circle, TextLine]:
    """A numeral in a disc of ``size`` points."""
    letters = size * 0.66
    middle = y + size / 2
    numeral = label(
        str(number), look.fonts.bold, letters, look.colours.on_brand, x + size / 2,
        middle + letters * cap_height(look.fonts.bold) / 2, "centre",
    )  # fmt: skip
    return (Circle(x + size / 2, middle, size / 2, fill=look.colour("exercise_title")), numeral)


def star(x: float, y: float, size: float, colour: str) -> Polyline:
    """A filled star with five points: something new."""
    middle_x, middle_y, radius = x + size / 2, y + size * 0.54, size * 0.56
    turns = ((math.pi * (k / 5 - 0.5), radius if k % 2 == 0 else radius * 0.42) for k in range(10))
    points = tuple(
        v for turn, r in turns for v in (middle_x + r * math.cos(turn), middle_y + r * math.sin(turn))
    )
    return Polyline(points, fill=colour, closed=True)


def triangle(x: float, y: float, size: float, colour: str) -> Polyline:
    """A filled triangle: something is other than it was."""
    points = (x, y + size * 0.95, x + size / 2, y + size * 0.05, x + size, y + size * 0.95)
    return Polyline(points, fill=colour, closed=True)


def cross(x: float, y: float, size: float, colour: str) -> Polyline:
    """A filled cross that lies on its side: something is over."""
    arm, reach, middle_x, middle_y = size * 0.12, size * 0.48, x + size / 2, y + size / 2
    outline = (
        (arm, -arm), (reach, -arm), (reach, arm), (arm, arm), (arm, reach), (-arm, reach), (-arm, arm),
        (-reach, arm), (-reach, -arm), (-arm, -arm), (-arm, -reach), (arm, -reach),
    )  # fmt: skip
    slant = math.sqrt(0.5)
    points = tuple(
        v
        for px, py in outline
        for v in (middle_x + (px - py) * slant * 1.25, middle_y + (px + py) * slant * 1.25)
    )
    return Polyline(points, fill=colour, closed=True)


CHIP_GAP = 6.0
CHIP_PADDING = 5.0


@dataclass(frozen=True)
class ChipRow:
    """Chips of equal width in one row."""

    chips: tuple[Chip, ...]
    look: PageLook
    source: str = ""

    @property
    def _sizes(self) -> tuple[float, float]:
        sizes = self.look.layout.sizes
        factor = self.look.text_size / self.look.layout.text.preferred
        return sizes.chip_number * factor, sizes.label * factor

    @property
    def height(self) -> float:
        """Height of the row."""
        number, word = self._sizes
        return word * 1.15 + number * 1.05 + 4.0

    def natural_width(self) -> float:
        """The width at which the widest chip just fits, times the number of chips."""
        widest = max((self._chip_width(chip) for chip in self.chips), default=0.0)
        return widest * len(self.chips) + CHIP_GAP * (len(self.chips) - 1)

    def _chip_width(self, chip: Chip) -> float:
        number, word = self._sizes
        fonts = self.look.fonts
        below = text_width(chip.number, fonts.black, number) + text_width(
            f" {chip.unit}", fonts.regular, word
        )
        return max(text_width(chip.label, fonts.regular, word), below) + 2 * CHIP_PADDING

    def draw(self, width: float) -> Group:
        """The row, stretched over a width."""
        each = (width - CHIP_GAP * (len(self.chips) - 1)) / len(self.chips)
        groups = tuple(self._chip(chip, k * (each + CHIP_GAP), each) for k, chip in enumerate(self.chips))
        return Group(0.0, 0.0, width, self.height, groups, kind="chips", source=self.source)

    def _chip(self, chip: Chip, x: float, width: float) -> Group:
        number, word = self._sizes
        look, fonts = self.look, self.look.fonts
        border = Rect(
            0.0,
            0.0,
            width,
            self.height,
            fill=look.colours.paper,
            stroke=look.colours.brand,
            line_width=1.25,
            radius=4.0,
        )
        top = label(chip.label, fonts.regular, word, look.colours.ink, width / 2, 1.5 + word, "centre")
        big = text_width(chip.number, fonts.black, number)
        total = big + text_width(f" {chip.unit}", fonts.regular, word)
        base = self.height - number * 0.28 - 1.5
        left = (width - total) / 2
        numeral = label(chip.number, fonts.black, number, look.colours.ink, left, base)
        unit = label(f" {chip.unit}", fonts.regular, word, look.colours.ink, left + big, base)
        text = (spaced(top), numeral, unit)
        words = Group(
            0.0, 0.0, width, self.height, text, "P", kind="chip", source=self.source, text_size=word
        )
        return Group(x, 0.0, width, self.height, (border, words))


def chip_row(chips: Sequence[Chip], look: PageLook, source: str) -> ChipRow:
    """A row of chips at the look's text size."""
    return ChipRow(tuple(chips), look, source)


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


def mark_size(look: PageLook) -> float:
    """The type size of a mark's word."""
    return max(MARK_SIZE, look.text_size * MARK_SHARE)


def mark_height(look: PageLook) -> float:
    """The height of a mark's box."""
    return mark_size(look) * 1.36


def mark_width(mark: Mark, look: PageLook) -> float:
    """The width of a mark's box."""
    size = mark_size(look)
    return 2 * PADDING + _sign(size) + SIGN_GAP + text_width(mark.word.text, look.fonts.bold, size)


def mark_group(mark: Mark, look: PageLook) -> Group:
    """The mark in its box, by itself a paragraph."""
    return Group(
        0.0, 0.0, mark_width(mark, look), mark_height(look), _box(mark, look), role="P", kind="mark",
        alt=mark.spoken, source=str(mark.word.source), text_size=mark_size(look),
    )  # fmt: skip


def mark_line(mark: Mark, look: PageLook, style: TextStyle, width: float) -> Group:
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


def _box(mark: Mark, look: PageLook, y: float = 0.0) -> tuple[Item, ...]:
    size, high, ink = mark_size(look), mark_height(look), look.colours.ink
    sign, font = _sign(size), look.fonts.bold
    box = Rect(
        BORDER / 2, y + BORDER / 2, mark_width(mark, look) - BORDER, high - BORDER, fill=look.colours.paper,
        stroke=ink, line_width=BORDER, radius=2.5,
    )  # fmt: skip
    base = y + high / 2 + size * cap_height(font) / 2
    word = label(mark.word.text, font, size, ink, PADDING + sign + SIGN_GAP, base)
    return box, _SIGNS[mark.kind](PADDING, y + (high - sign) / 2, sign, ink), spaced(word)
