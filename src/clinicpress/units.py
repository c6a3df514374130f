"""Lengths, durations and repetitions as written in YAML, and the sizes of paper.

Inside the code a length is a float in points and a duration an int in seconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from clinicpress.messages import say
from clinicpress.records import dataclass

# Points in a millimetre.
MM = 72 / 25.4
POINTS_PER_UNIT = {"pt": 1.0, "mm": MM, "cm": 72 / 2.54, "in": 72.0}
_SECONDS_PER_UNIT = {
    "s": 1, "sec": 1, "second": 1, "seconds": 1, "min": 60, "minute": 60, "minutes": 60, "h": 3600,
}  # fmt: skip
_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_LENGTH = re.compile(rf"{_NUMBER}\s*(pt|mm|cm|in)")
_DURATION = re.compile(rf"{_NUMBER}\s*({'|'.join(sorted(_SECONDS_PER_UNIT, key=len, reverse=True))})")
_REPS = re.compile(r"([0-9]{1,3})(?:\s*(?:-|–|to)\s*([0-9]{1,3}))?")
MAX_LENGTH_POINTS = 2880.0
MAX_HOLD_SECONDS = 3600
MAX_REPS = 200


class PaperSize(NamedTuple):
    """A sheet of paper, upright: its width and height in points, and its name in messages."""

    width: float
    height: float
    name: str

    @property
    def area(self) -> float:
        """Square points."""
        return self.width * self.height


# A new paper is a row of this table.
PAPERS: Mapping[str, PaperSize] = {
    "letter": PaperSize(612.0, 792.0, "Letter"),
    "a4": PaperSize(595.28, 841.89, "A4"),
    "legal": PaperSize(612.0, 1008.0, "Legal"),
}
# Files, options and schemas take these names alone. Type checkers cannot read the table and see any text.
if TYPE_CHECKING:
    Paper = str
else:
    Paper = Literal[tuple(PAPERS)]


@dataclass(frozen=True, slots=True)
class Reps:
    """How often a movement is done: ``low`` to ``high`` times, equal when it is one number."""

    low: int
    high: int

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


def parse_length(text: str) -> float:
    """Read a length such as ``12mm``, ``0.5in`` or ``9pt`` into points.

    Raises:
        ValueError: if it is no number with a unit, is negative, or is more than 40 inches.
    """
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        raise ValueError(say("units.not-length", text=text))
    points = float(match[1]) * POINTS_PER_UNIT[match[2]]
    if points > MAX_LENGTH_POINTS:
        raise ValueError(say("units.longer-than-any-page", text=text))
    return points


def parse_duration(text: str) -> int:
    """Read a duration such as ``30 s`` or ``2 min`` into whole seconds.

    Raises:
        ValueError: if it is no number with a unit, is nothing or less, or is longer than an hour.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(say("units.not-duration", text=text))
    seconds = float(match[1]) * _SECONDS_PER_UNIT[match[2]]
    if seconds == 0:
        raise ValueError(say("units.not-longer-than-zero", text=text))
    if seconds > MAX_HOLD_SECONDS or seconds != int(seconds):
        raise ValueError(say("units.not-duration-whole-seconds", text=text))
    return int(seconds)


def parse_reps(text: str) -> Reps:
    """Read ``10`` or a range such as ``8-12``.

    Raises:
        ValueError: if it is neither, runs backwards, or is not from 1 to 200.
    """
    match = _REPS.fullmatch(text.strip())
    if match is None:
        raise ValueError(say("units.not-a-number-of-repetitions", text=text))
    low = int(match[1])
    high = int(match[2] or match[1])
    if low > high:
        raise ValueError(say("units.range-runs-backwards", text=text, high=high, low=low))
    if not 1 <= low <= high <= MAX_REPS:
        raise ValueError(say("units.too-many-repetitions", text=text, most=MAX_REPS))
    return Reps(low, high)
