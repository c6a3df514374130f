"""The shape of a Flowable: something that is wrapped to a width, may be split, and becomes a group of items.

The names are ReportLab's; unlike there, drawing gives data (`Group`), and nothing is painted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from typing import Protocol

from clinicpress.records import dataclass
from clinicpress.typesetting.items import Group


class Flowable(Protocol):
    """A block that can be placed. Widths and heights are points."""

    @property
    def space_before(self) -> float:
        """Room above it, unless it begins a column."""

    @property
    def keep_with_next(self) -> bool:
        """True when it must not stand at the foot of a page without what follows."""

    def wrap(self, width: float) -> float:
        """Its height at a width."""

    def split(self, width: float, height: float) -> tuple[Flowable, Flowable] | None:
        """Itself as a part that fits ``height`` and the rest, or None when it cannot be parted there."""

    def draw(self, width: float) -> Group:
        """Itself as a group with its top left corner at 0, 0."""


class Whole:
    """A Flowable that is never split; to be derived from."""

    space_before = 0.0
    keep_with_next = False

    def split(self, width: float, height: float) -> None:  # noqa: ARG002  (the protocol's signature)
        """Never split."""
        return


@dataclass(frozen=True)
class Laid(Whole):
    """A Flowable that is as tall as what it draws, which is made once for each width; to be derived from."""

    laid: dict[float, Group] = field(default_factory=dict, init=False, compare=False, repr=False)

    def lay(self, width: float) -> Group:
        """Itself as a group with its top left corner at 0, 0."""
        raise NotImplementedError

    def wrap(self, width: float) -> float:
        """Its height at a width."""
        return self.draw(width).height

    def draw(self, width: float) -> Group:
        """Itself as a group, the same one each time."""
        if width not in self.laid:
            self.laid[width] = self.lay(width)
        return self.laid[width]


def moved(group: Group, x: float, y: float) -> Group:
    """The group moved by ``x`` and ``y`` points."""
    return Group(
        group.x + x, group.y + y, group.width, group.height, group.items, group.role, group.key, group.alt,
        group.lang, group.scope, group.numbering, group.bookmark, group.kind, group.source, group.text_size,
        group.shared, group.slot,
    )  # fmt: skip


def shared(group: Group) -> Group:
    """The group as one that is the very same in many documents."""
    return replace(group, shared=True)


def stack(
    parts: Iterable[Group | float], x: float = 0.0, y: float = 0.0, gap: float = 0.0
) -> tuple[Group, ...]:
    """Groups under each other, ``gap`` points apart; a number between two of them is so much more room."""
    placed = []
    for part in parts:
        if isinstance(part, float):
            y += part
            continue
        placed.append(moved(part, x, y))
        y += part.height + gap
    return tuple(placed)


def foot(groups: Iterable[Group]) -> float:
    """Where the lowest of some groups ends."""
    return max(group.y + group.height for group in groups)
