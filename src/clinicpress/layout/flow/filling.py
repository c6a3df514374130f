"""Filling pages from top to bottom and column by column; nothing is parted from what it belongs to."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from clinicpress.blocks.card import CardBox
from clinicpress.blocks.flowable import Flowable, moved
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import ListFlow, ParagraphFlow
from clinicpress.blocks.safety import SafetyBox
from clinicpress.composing.document import Document
from clinicpress.layout.flow.sections import CardRun, Step, covers, is_heading, signs
from clinicpress.layout.heads import (
    HEADER_HEIGHT,
    content_foot,
    identity_strip,
    patient_fields,
    patient_strip,
)
from clinicpress.layout.paper import PageFrame
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Group


@dataclass
class Filled:
    """A page being filled: ``y`` is where the next thing goes, ``float_bottom`` the end of a diagram.

    ``top`` is where its columns begin. A ``hopeful`` page counts on call-outs that will follow, and keeps no
    room for the safety block. All but its last column end at ``cap``, if that is not 0. ``tight`` says that a
    heading was placed last, ``skipped`` that a column was left empty, ``leading`` that in this one nothing
    stands but what leads to something else.
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
    cap: float = 0.0
    skipped: bool = False
    leading: bool = True
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

    @property
    def deepest(self) -> float:
        """The lowest point of what stands on the page."""
        return max(self.lowest, self.float_bottom)

    def next_column(self) -> None:
        """Go on at the top of the next column."""
        self.skipped = self.skipped or self.empty
        self.column += 1
        self.leading = True
        self.y, self.float_width, self.float_bottom = self.top, 0.0, 0.0


@dataclass(frozen=True)
class PageColumns:
    """The columns of a page, and the grid that baselines of neighbouring columns share."""

    look: PageLook
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
    page.leading = False


def needed(steps: Sequence[Flowable], width: float) -> float:
    """Height of steps under each other with the space before each."""
    return sum(step.space_before + step.wrap(width) for step in steps)


STRIP_GAP = 4.0


class PageFiller:
    """The pages of a document that are being filled, and the room that is left on them.

    ``snug`` keeps a diagram to the section that it stands in.
    """

    # The number of the first page that is filled, and how many more pages stand before and after.
    first = 1
    around = 0

    def __init__(
        self, document: Document, look: PageLook, frame: PageFrame, runs: Mapping[int, CardRun], *, snug: bool
    ) -> None:
        self.document, self.look, self.frame, self.runs, self.snug = document, look, frame, runs, snug
        self.layout = look.layout
        self.columns = PageColumns(look, frame)
        self.pages: list[Filled] = []
        self.todo: list[Step] = []
        self.goal: list[Step] = []
        self.back = 0
        floor = look.sized(self.layout.text.floor)
        self.safety = SafetyBox(document.safety, floor) if document.safety else None
        self.signs = signs(document.safety) if document.safety else frozenset()
        self.floor = content_foot(look, frame)
        fields = patient_fields(document, look)
        self.strip = patient_strip(fields, look, frame.width) if fields else None
        self.further = identity_strip(document, look, frame.width) or self.strip

    # -- room ----------------------------------------------------------------
    @property
    def page(self) -> Filled:
        """The page being filled."""
        return self.pages[-1]

    def shows_safety(self, number: int) -> bool:
        """Whether that page has the safety block; of two pages that lie open together, the right.

        So has the back, which lies open alone.
        """
        return self.layout.imposition != "booklet" or number % 2 == 1 or number == self.back

    def reserve(self, number: int, shown: frozenset[str] = frozenset()) -> float:
        """Room kept for the safety block on a page that does not show both safety texts itself."""
        if self.safety is None or self.signs <= shown or not self.shows_safety(number):
            return 0.0
        return self.safety.height(self.frame.width) + self.layout.spacing.block

    def limit(self, step: Step | None = None) -> float:
        """The lowest point of a step on this page.

        Words may hope that the page's own call-outs will follow; if they do not, the page is filled again.
        """
        page = self.page
        hope = step is not None and page.hopeful
        lowest = self.floor if hope else self.floor - self.reserve(page.number, page.covered)
        return min(lowest, page.cap) if page.cap and page.column + 1 < self.columns.count else lowest

    def _disappointed(self, page: Filled) -> bool:
        """Whether a page hoped for call-outs that did not come, and now has no room for the safety block."""
        return page.hopeful and page.deepest > self.floor - self.reserve(page.number, page.covered) + 1e-6

    def page_top(self) -> float:
        """Where the content of a page begins: under its header and the patient's name.

        On the first page it begins lower, where that names more than the patient.
        """
        strip = STRIP_GAP + self.further.height if self.further else self.layout.spacing.block
        return self.frame.top + HEADER_HEIGHT + strip

    def _lower(self) -> float:
        """By how much the first page's content begins lower."""
        return self.strip.height - self.further.height if self.strip and self.further else 0.0

    def new_page(self) -> None:
        """Begin a page under its header; an undivided one hopes for call-outs if some will come."""
        undivided = self.columns.count == 1 and self.layout.imposition == "none"
        hopeful = undivided and any(covers(step) for step in self.todo)
        top = self.page_top() + (0.0 if self.pages else self._lower())
        self.pages.append(Filled(self.first + len(self.pages), top, hopeful=hopeful))

    def advance(self) -> None:
        """Go on in the next column, or on a new page."""
        if self.page.column + 1 < self.columns.count:
            self.page.next_column()
        else:
            self.new_page()

    def width(self) -> float:
        """Width of the column at this height: narrower beside a diagram."""
        page = self.page
        return self.columns.width - (page.float_width if page.y < page.float_bottom - 1e-6 else 0.0)

    def space_above(self, step: Flowable) -> float:
        """Room above a step; in columns so much more that its lines stand level with those beside them."""
        page = self.page
        space = 0.0 if page.empty else step.space_before
        if page.tight and self.columns.count > 1:
            space = 0.0
        if not isinstance(step, ParagraphFlow | ListFlow) or is_heading(step):
            return space
        return self.columns.snapped(page.y + space, page.top) - page.y

    def place(self, step: Flowable, width: float, space: float) -> None:
        """Put a step at the page's current place, ``space`` points lower."""
        self.page.y += space
        self.page.covered |= covers(step)
        self.page.tight = is_heading(step)
        leading = self.page.leading and step.keep_with_next
        add(self.page, step.draw(width), self.columns.left(self.page))
        self.page.leading = leading
