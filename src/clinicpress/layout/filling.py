"""Filling pages from top to bottom and column by column; nothing is parted from what it belongs to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from clinicpress.blocks.card import CardBox
from clinicpress.blocks.flowable import Flowable, moved
from clinicpress.blocks.look import Look
from clinicpress.layout.paper import PageFrame
from clinicpress.typesetting.items import Group


@dataclass
class Filled:
    """A page being filled: ``y`` is where the next thing goes, ``float_bottom`` the end of a diagram.

    ``top`` is where its columns begin. A ``hopeful`` page counts on call-outs that will follow, and keeps no
    room for the safety block. ``tight`` says that a heading was placed last.
    """

    number: int
    top: float
    groups: list[Group] = field(default_factory=list)
    y: float = 0.0
    column: int = 0
    lowest: float = 0.0
    covered: frozenset[str] = frozenset()
    float_width: float = 0.0
    float_bottom: float = 0.0
    hopeful: bool = True
    tight: bool = False
    cards: list[tuple[CardBox, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.y = self.y or self.top

    def copy(self) -> Filled:
        """The page as it is now."""
        return replace(self, groups=list(self.groups), cards=list(self.cards))

    @property
    def empty(self) -> bool:
        """Whether nothing stands in this column yet."""
        return self.y <= self.top

    def next_column(self) -> None:
        """Go on at the top of the next column."""
        self.column += 1
        self.y, self.float_width, self.float_bottom = self.top, 0.0, 0.0


@dataclass(frozen=True)
class Columns:
    """The columns of a page, and the grid that baselines of neighbouring columns share."""

    look: Look
    frame: PageFrame

    @property
    def count(self) -> int:
        """How many there are."""
        return self.look.layout.text_columns

    @property
    def width(self) -> float:
        """Width of one."""
        return self.look.layout.column_width

    def left(self, page: Filled) -> float:
        """Where the column that is being filled begins."""
        return self.frame.left + page.column * (self.width + self.look.layout.spacing.column)

    def snapped(self, y: float, top: float) -> float:
        """The place on the grid at or under ``y``; one column alone needs none."""
        if self.count == 1:
            return y
        line = self.look.text().leading
        return top + math.ceil((y - top) / line - 1e-6) * line


def add(page: Filled, group: Group, left: float) -> None:
    """Put a group at the page's current place."""
    page.groups.append(moved(group, left, page.y))
    page.y += group.height
    page.lowest = max(page.lowest, page.y)


def needed(steps: Sequence[Flowable], width: float) -> float:
    """Height of steps under each other with the space before each."""
    return sum(step.space_before + step.wrap(width) for step in steps)
