"""Which side a picture shows, and whether the figure must be mirrored for it."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.composing.context import OneSide
from clinicpress.model.base import Side
from clinicpress.model.figure import Arrow, Figure

_SIDES: dict[str, OneSide] = {"l": "left", "r": "right"}
# The side that comes first; pictures of exercises for both sides show it, unless somebody asks otherwise.
USUAL_SIDE: OneSide = "left"


def drawn_side(figure: Figure) -> OneSide:
    """The side that a one-sided figure was drawn for: of its first hatched muscle, else of its first arrow.

    Right if neither names a side, as figures are drawn for the right by custom.
    """
    return next(_highlighted(figure), next(_moved(figure), "right"))


def shown_side(side: Side, wanted: OneSide | None) -> OneSide | None:
    """The side that the picture shows: a fixed one, or of either side the wanted one; None if both work.

    It is the same for all exercises of a document, so that one sentence can say which it is.
    """
    if side == "both":
        return None
    return side if side != "each" else wanted or USUAL_SIDE


def is_mirrored(shown: OneSide | None, figure: Figure) -> bool:
    """True if the figure must be drawn mirrored to show that side."""
    return shown is not None and shown != drawn_side(figure)


def _highlighted(figure: Figure) -> Iterator[OneSide]:
    for frame in figure.frames:
        for highlight in frame.highlight:
            if highlight.side in ("left", "right"):
                yield highlight.side


def _moved(figure: Figure) -> Iterator[OneSide]:
    for frame in figure.frames:
        for arrow in frame.arrows:
            side = _arrow_side(arrow)
            if side is not None:
                yield side


def _arrow_side(arrow: Arrow) -> OneSide | None:
    name = (arrow.follow or arrow.push or "").removeprefix("start:")
    return _SIDES.get(name[0]) if name[1:2] == "_" else None
