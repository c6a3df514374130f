"""What the fit asks of a card again and again, taken once; and what is other in one that differs a little."""

from __future__ import annotations

from typing import NamedTuple


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
