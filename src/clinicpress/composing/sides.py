"""Which side is done, which a picture shows, and whether the figure must be mirrored for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clinicpress.composing.context import OneSide
from clinicpress.model.base import Side, SoreSide
from clinicpress.model.figure import Arrow, Figure

# What a page says of the side: where all of its exercises have the same, and where only some do.
_ONE: dict[Side, str] = {"left": "sides-left", "right": "sides-right", "sore": "sides-sore"}
_BOTH: dict[OneSide | None, str] = {
    None: "sides-both",
    "left": "sides-both-left",
    "right": "sides-both-right",
}
_EACH: dict[OneSide | None, str] = {
    None: "sides-each",
    "left": "sides-each-left",
    "right": "sides-each-right",
}
_SIDES: dict[str, OneSide] = {"l": "left", "r": "right"}
# The side that comes first; pictures of exercises for both sides show it, unless somebody asks otherwise.
USUAL_SIDE: OneSide = "left"


def drawn_side(figure: Figure) -> OneSide:
    """The side that a one-sided figure was drawn for: of its first hatched muscle, else of its first arrow.

    Right if neither names a side, as figures are drawn for the right by custom.
    """
    return next(_highlighted(figure), next(_moved(figure), "right"))


def settled_side(side: Side, sore: SoreSide | None) -> Side:
    """``sore`` as the side that it is for a patient with that sore side; each side, if both are."""
    if side != "sore" or sore is None:
        return side
    return "each" if sore == "both" else sore


def side_rule(sides: Iterable[Side], first: OneSide | None, *, circled: bool) -> str | None:
    """The key of the text that says which side to do and which comes first, for exercises of ``sides``.

    ``first`` is the sore side, if it is known. ``circled``: a therapist circles it on the page, where an
    exercise is for the sore side. A side that only some exercises are for stands in their doses alone: said
    of the page, it would be read for all.
    """
    kinds = set(sides)
    alone = len(kinds) == 1
    if circled and "sore" in kinds:
        return "sides-circled" if alone else "sides-circled-some"
    if "each" in kinds:
        return (_BOTH if alone else _EACH)[first]
    return _ONE.get(kinds.pop()) if alone else None


def shown_side(side: Side, wanted: OneSide | None) -> OneSide | None:
    """The side that the picture shows: a fixed one, or of either side the wanted one; None if both work."""
    if side == "both":
        return None
    return side if side == "left" or side == "right" else wanted or USUAL_SIDE  # noqa: PLR1714 - for mypy


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
