"""The ladder of sacrifice: the order in which a one-page layout gives things up.

From the first rung to the last, text never grows and no part comes back. A document takes the first rung on
which it fits; so less content never means smaller text.
"""

from __future__ import annotations

from clinicpress.content.models.layout import Layout, Part
from clinicpress.records import dataclass

STEP = 0.5
# A sheet of up to so many exercises has room for figures that can be read from arm's length.
MOST_LARGE = 4
OWN_WARNINGS: frozenset[Part] = frozenset({"own-warnings"})
# Each exercise bears all that warns of it, a line for each kind.
WHOLE_WARNINGS: frozenset[Part] = frozenset({"own-warnings", "warning-lines"})


@dataclass(frozen=True, slots=True)
class Rung:
    """A text size in points and the parts that are shown with it."""

    text_size: float
    shown: frozenset[Part]


def text_sizes(largest: float, least: float) -> list[float]:
    """From the largest size down to the least, both among them."""
    sizes, size = [], largest
    while size > least + 1e-9:
        sizes.append(size)
        size -= STEP
    return [*sizes, least]


def kept_with(cards: int) -> frozenset[Part]:
    """What a sheet of so many exercises never gives up: few of them keep the larger floors of figures."""
    return frozenset({"full-figures"}) if cards <= MOST_LARGE else frozenset()


def sacrificed(layout: Layout, kept: frozenset[Part] = frozenset()) -> tuple[Part, ...]:
    """What a layout shows and may give up, in that order, but for what is ``kept``."""
    return tuple(part for part in layout.sacrifice if part in layout.parts and part not in kept)


def is_last(rung: Rung, layout: Layout, kept: frozenset[Part] = frozenset()) -> bool:
    """Whether nothing more can be given up after that rung."""
    least = layout.text.floor
    return rung.text_size <= least + 1e-9 and rung.shown.isdisjoint(sacrificed(layout, kept))


def ladder(layout: Layout, kept: frozenset[Part] = frozenset()) -> tuple[Rung, ...]:
    """The rungs: smaller text down to the preferred size, then fewer parts, then text down to the floor.

    What is ``kept`` is shown on all of them.
    """
    shown = set(layout.parts)
    rungs = [Rung(size, frozenset(shown)) for size in text_sizes(layout.text.largest, layout.text.preferred)]
    for part in sacrificed(layout, kept):
        shown.discard(part)
        rungs.append(Rung(layout.text.preferred, frozenset(shown)))
    rungs += [
        Rung(size, frozenset(shown)) for size in text_sizes(layout.text.preferred, layout.text.floor)[1:]
    ]
    return tuple(rungs)
