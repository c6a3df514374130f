"""Dose chips: the dosage again as big numbers, read as words: Hold / 30 seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinicpress.blocks.look import Look
from clinicpress.composing.document import Chip
from clinicpress.typesetting.fonts import text_width
from clinicpress.typesetting.items import Group, Rect
from clinicpress.typesetting.text import label, spaced

CHIP_GAP = 6.0
CHIP_PADDING = 5.0


@dataclass(frozen=True)
class ChipRow:
    """Chips of equal width in one row."""

    chips: tuple[Chip, ...]
    look: Look
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


def chip_row(chips: Sequence[Chip], look: Look, source: str) -> ChipRow:
    """A row of chips at the look's text size."""
    return ChipRow(tuple(chips), look, source)
