"""The ladder of sacrifice: the order in which a one-page layout gives things up.

From the first rung to the last, text never grows and no part comes back. A document takes the first rung on
which it fits; so less content never means smaller text.
"""

from __future__ import annotations

from dataclasses import dataclass

from clinicpress.model.layout import Layout, Part

STEP = 0.5


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


def is_last(rung: Rung, layout: Layout) -> bool:
    """Whether nothing more can be given up after that rung."""
    least = layout.text.floor
    return rung.text_size <= least + 1e-9 and not any(part in rung.shown for part in layout.sacrifice)


def ladder(layout: Layout) -> tuple[Rung, ...]:
    """The rungs: smaller text down to the preferred size, then fewer parts, then text down to the floor."""
    shown = set(layout.parts)
    rungs = [Rung(size, frozenset(shown)) for size in text_sizes(layout.text.largest, layout.text.preferred)]
    for part in layout.sacrifice:
        if part in shown:
            shown.discard(part)
            rungs.append(Rung(layout.text.preferred, frozenset(shown)))
    rungs += [
        Rung(size, frozenset(shown)) for size in text_sizes(layout.text.preferred, layout.text.floor)[1:]
    ]
    return tuple(rungs)
