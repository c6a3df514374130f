"""Which side a picture shows, and whether the figure must be mirrored for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from clinicpress.composing.context import OneSide
from clinicpress.model.base import Region, Side
from clinicpress.model.figure import Arrow, Figure

_ARM: tuple[Region, ...] = ("shoulder", "elbow", "wrist", "hand")
_LEG: tuple[Region, ...] = ("buttock", "hip", "thigh", "knee", "calf", "ankle", "foot")
_SIDES: dict[str, OneSide] = {"l": "left", "r": "right"}
_PICTURES: dict[tuple[OneSide, str], str] = {
    ("left", "leg"): "picture-left-leg",
    ("right", "leg"): "picture-right-leg",
    ("left", "arm"): "picture-left-arm",
    ("right", "arm"): "picture-right-arm",
    ("left", "side"): "picture-left-side",
    ("right", "side"): "picture-right-side",
}


def drawn_side(figure: Figure) -> OneSide:
    """The side that a one-sided figure was drawn for: of its first hatched muscle, else of its first arrow.

    Right if neither names a side, as figures are drawn for the right by custom.
    """
    return next(_highlighted(figure), next(_moved(figure), "right"))


def shown_side(side: Side, wanted: OneSide | None, figure: Figure) -> OneSide | None:
    """The side that the picture shows: a fixed one, or of either side the wanted one; None if both work."""
    if side == "both":
        return None
    return side if side != "each" else wanted or drawn_side(figure)


def is_mirrored(shown: OneSide | None, figure: Figure) -> bool:
    """True if the figure must be drawn mirrored to show that side."""
    return shown is not None and shown != drawn_side(figure)


def picture_key(shown: OneSide, works: tuple[Region, ...]) -> str:
    """The key of the text that names the pictured side: of a leg or an arm where only one of them works."""
    legs, arms = any(region in _LEG for region in works), any(region in _ARM for region in works)
    limb: Literal["leg", "arm", "side"] = "side" if legs == arms else "leg" if legs else "arm"
    return _PICTURES[shown, limb]


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
