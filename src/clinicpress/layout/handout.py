"""The flow of a handout over pages: nothing parted from what it belongs to, safety on every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from clinicpress.blocks.card import CardBox
from clinicpress.blocks.flowable import Flowable, moved
from clinicpress.blocks.lists import ListFlow
from clinicpress.blocks.look import Look
from clinicpress.blocks.paragraph import ParagraphFlow
from clinicpress.blocks.picture import DiagramFlow
from clinicpress.blocks.safety import SafetyBox
from clinicpress.composing.document import Document
from clinicpress.layout.cards import (
    card_rows,
    common_scales,
    needed_height,
    plan_cards,
    row_groups,
    row_heights,
)
from clinicpress.layout.flow import (
    Break,
    CardPlan,
    CardRun,
    LedRun,
    Step,
    card_runs,
    covers,
    is_heading,
    steps,
)
from clinicpress.layout.furniture import HEADER_HEIGHT, content_foot, footer, header, notes
from clinicpress.layout.ladder import ladder, text_sizes
from clinicpress.layout.opening import heading_block, key_points
from clinicpress.layout.paper import PageFrame
from clinicpress.problems import FitError, Problem, Source
from clinicpress.typesetting.items import Group, Page

MM = 25.4 / 72
FLOAT_GAP = 20.0
LEAST_DIAGRAM = 195.0
# A diagram taller than this share of the words beside it looks blown up.
TALLEST_DIAGRAM = 1.45


@dataclass
class _Sheet:
    """A page being filled: ``y`` is where the next thing goes, ``float_bottom`` the end of a diagram."""

    top: float
    groups: list[Group] = field(default_factory=list)
    y: float = 0.0
    covered: frozenset[str] = frozenset()
    float_width: float = 0.0
    float_bottom: float = 0.0
    hopeful: bool = True
    cards: list[tuple[CardBox, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.y = self.y or self.top

    def copy(self) -> _Sheet:
        """The page as it is now."""
        return replace(self, groups=list(self.groups), cards=list(self.cards))

    @property
    def empty(self) -> bool:
        return self.y <= self.top


class Flow:
    """Places the steps of a handout on pages; ``snug`` keeps a diagram to the section that it stands in."""

    def __init__(
        self, document: Document, look: Look, frame: PageFrame, runs: Mapping[int, CardRun], *, snug: bool
    ) -> None:
        self.document, self.look, self.frame, self.runs, self.snug = document, look, frame, runs, snug
        self.pages: list[_Sheet] = []
        self.safety = (
            SafetyBox(document.safety, look.sized(look.layout.text.floor)) if document.safety else None
        )
        self.floor = content_foot(look, frame)

    # -- room ----------------------------------------------------------------
    @property
    def page(self) -> _Sheet:
        """The page being filled."""
        return self.pages[-1]

    def _reserve(self, shown: frozenset[str]) -> float:
        """Room kept for the safety block on a page that does not show both safety texts itself."""
        if self.safety is None or {"call", "emergency"} <= shown:
            return 0.0
        return self.safety.height(self.frame.width) + self.look.layout.spacing.block

    def limit(self, step: Step | None = None) -> float:
        """The lowest point of a step on this page.

        Words may hope that the page's own call-outs will follow; if they do not, the page is filled again.
        """
        hope = step is not None and self.page.hopeful
        return self.floor if hope else self.floor - self._reserve(self.page.covered)

    def _disappointed(self, page: _Sheet) -> bool:
        """Whether a page hoped for call-outs that did not come, and now has no room for the safety block."""
        return page.hopeful and page.y > self.floor - self._reserve(page.covered) + 1e-6

    def new_page(self) -> None:
        """Begin a page under its header."""
        self.pages.append(_Sheet(self.frame.top + HEADER_HEIGHT + self.look.layout.spacing.block))

    def width(self) -> float:
        """Width of the column at this height: narrower beside a diagram."""
        return self.frame.width - (
            self.page.float_width if self.page.y < self.page.float_bottom - 1e-6 else 0.0
        )

    # -- placing ---------------------------------------------------------------
    def run(self, most: int = 0) -> tuple[Page, ...]:
        """Place everything; no pages, as soon as there would be more than ``most`` (0: any number)."""
        self.new_page()
        self._add(heading_block(self.document, self.look, self.frame.width))
        if self.document.summary:
            self.page.y += 6.0
            self._add(key_points(self.document, self.look, self.frame.width))
            self.page.y += 2.0
        todo: list[Step] = list(steps(self.document, self.look, self.runs))
        begun = (self.page.copy(), list(todo))
        while todo:
            count = len(self.pages)
            self._step(todo.pop(0), todo)
            if (len(self.pages) > count or not todo) and self._disappointed(self.pages[count - 1]):
                del self.pages[count - 1 :]
                self.pages.append(replace(begun[0].copy(), hopeful=False))
                todo[:] = begun[1]
            elif most and len(self.pages) > most:
                return ()
            elif len(self.pages) > count:
                begun = (self.page.copy(), list(todo))
        return self._finished()

    def _step(self, step: Step, todo: list[Step]) -> None:
        if isinstance(step, Break):
            if not self.page.empty:
                self.new_page()
        elif isinstance(step, LedRun):
            self._cards(step)
        elif isinstance(step, DiagramFlow):
            self._diagram(step, todo)
        else:
            self._flowable(step, todo)

    def _add(self, group: Group) -> None:
        self.page.groups.append(moved(group, self.frame.left, self.page.y))
        self.page.y += group.height

    def _space(self, step: Flowable) -> float:
        return 0.0 if self.page.empty else step.space_before

    def _flowable(self, step: Flowable, todo: list[Step]) -> None:
        if covers(step):
            self.page.y = max(self.page.y, self.page.float_bottom)
        width, space = self.width(), self._space(step)
        room = self.limit(step) - self.page.y - space
        if step.wrap(width) <= room + 1e-6 and self._keeps(step, todo, width, room):
            self._place(step, width, space)
            return
        parts = None if step.keep_with_next else step.split(width, room)
        if parts:
            self._place(parts[0], width, space)
            self.new_page()
            todo.insert(0, parts[1])
        elif not self.page.empty:
            self.new_page()
            todo.insert(0, step)
        else:
            self._place(step, width, space) if step.wrap(width) <= room + 1e-6 else self._too_tall(
                step, width, room
            )

    def _place(self, step: Flowable, width: float, space: float) -> None:
        self.page.y += space
        self.page.covered |= covers(step)
        self._add(step.draw(width))

    def _keeps(self, step: Flowable, todo: Sequence[Step], width: float, room: float) -> bool:
        """Whether what must follow on the same page can: all of it, or a first part of it."""
        if not step.keep_with_next or not todo or self.page.empty:
            return True
        left = room - step.wrap(width)
        following = todo[0]
        if isinstance(following, Break):
            return True
        if isinstance(following, LedRun):
            return True
        if isinstance(following, DiagramFlow):
            return left >= LEAST_DIAGRAM
        left -= following.space_before
        if following.wrap(width) <= left:
            return not following.keep_with_next or self._keeps(following, todo[1:], width, left)
        return not following.keep_with_next and following.split(width, left) is not None

    def _too_tall(self, step: Flowable, width: float, room: float) -> None:
        over = step.wrap(width) - room
        group = step.draw(width)
        path, line, column = (group.source or str(self.document.source)).rsplit(":", 2)
        raise FitError(
            Problem(
                f"this block is {over * MM:.0f} mm taller than a page",
                "write less in it, or part it into several blocks",
                Source(path, int(line), int(column)),
            )
        )

    # -- a diagram at the right ----------------------------------------------
    def _diagram(self, step: DiagramFlow, todo: Sequence[Step]) -> None:
        wide = self.look.layout.diagram_width
        room = self.limit(step) - self.page.y - step.space_before
        if room < LEAST_DIAGRAM and not self.page.empty:
            self.new_page()
            room = self.limit(step) - self.page.y
        height = self._diagram_height(todo, self.frame.width - wide - FLOAT_GAP, room)
        # the diagram begins where the words beside it do: under the space that goes before them
        self.page.y += 0.0 if self.page.empty else self.look.layout.spacing.section
        drawn = step.resized(height).draw(wide)
        self.page.groups.append(moved(drawn, self.frame.left + self.frame.width - wide, self.page.y))
        self.page.float_width, self.page.float_bottom = wide + FLOAT_GAP, self.page.y + height
        if todo and is_heading(todo[0]):
            self.page.y -= self.look.layout.spacing.section

    def _diagram_height(self, todo: Sequence[Step], column: float, room: float) -> float:
        """As tall as the words beside it, or taller where the page has room above the call-outs."""
        beside, after = 0.0, 0.0
        for number, step in enumerate(todo):
            if self.snug and number and is_heading(step):
                break
            if isinstance(step, ParagraphFlow | ListFlow):
                beside += step.wrap(column) + step.space_before
                continue
            if covers(step) and not isinstance(step, Break | LedRun):
                after = step.wrap(self.frame.width) + step.space_before
            break
        section = self.look.layout.spacing.section
        free = room - after - section
        return max(LEAST_DIAGRAM, min(free, max(beside - section, min(free, beside * TALLEST_DIAGRAM))))

    # -- cards ------------------------------------------------------------------
    def _full_room(self) -> float:
        """Room for cards on a page of their own, above the safety block."""
        top = self.frame.top + HEADER_HEIGHT + self.look.layout.spacing.block
        return self.floor - self._reserve(frozenset()) - top

    def _plan(self, run: CardRun, first_room: float) -> CardPlan | None:
        rooms = (first_room, self._full_room())
        if rooms not in run.plans:
            gap = self.look.layout.spacing.card
            run.plans[rooms] = plan_cards(run, self.look, rooms, gap)
        return run.plans[rooms]

    def _cards(self, step: LedRun) -> None:
        """The cards over as few pages as they need, evenly; they begin on this page if that is no loss."""
        page, run, block = self.page, step.run, self.look.layout.spacing.block
        page.y = max(page.y, page.float_bottom)
        plan = self._plan(run, self.limit() - page.y - self._led(step, page.empty))
        fresh = None if page.empty else self._plan(run, self._full_room() - self._led(step, first=True))
        if fresh is not None and (plan is None or len(fresh.pages) < len(plan.pages)):
            self.new_page()
            plan = fresh
        if plan is None:
            self._card_too_tall(run)
            return
        for lead in step.leads:
            self._place(lead, self.frame.width, self._space(lead))
        self.page.y += 0.0 if self.page.empty else block
        for number, boxes in enumerate(plan.pages):
            if number:
                self.new_page()
            self._draw_cards(boxes)

    def _led(self, step: LedRun, first: bool) -> float:
        """Height of the words before the cards; ``first`` on their page they need no room above them."""
        heights = [lead.space_before + lead.wrap(self.frame.width) for lead in step.leads]
        above = step.leads[0].space_before if first and step.leads else 0.0
        return sum(heights) - above + (0.0 if first and not step.leads else self.look.layout.spacing.block)

    def _card_too_tall(self, run: CardRun) -> None:
        rung = ladder(self.look.layout)[-1]
        heights = [box.least_height() for box in run.boxes(self.look, rung)]
        tallest = heights.index(max(heights))
        card, over = run.cards[tallest], (max(heights) - self._full_room()) * MM
        raise FitError(
            Problem(
                f"the exercise {card.exercise} is {over:.0f} mm taller than a page",
                "write shorter steps, or fewer tips and notes",
                card.source,
            )
        )

    def _draw_cards(self, boxes: Sequence[CardBox]) -> None:
        """The rows of cards share the page's spare room; figures of a kind have one scale."""
        gap, least = self.look.layout.spacing.card, row_heights(boxes)
        spare = max(0.0, self.limit() - self.page.y - needed_height(boxes, gap)) / len(least)
        line = self.look.layout.spacing.line_spread
        heights = [
            height + min(spare, line * (max(len(box.words.rows) for box in row) + 1) + 16.0)
            for height, row in zip(least, card_rows(boxes), strict=True)
        ]
        for number, row in enumerate(row_groups(boxes, heights)):
            self.page.y += gap if number else 0.0
            self._add(row)
        self.page.cards += zip(boxes, common_scales(boxes, heights), strict=True)

    # -- closing ------------------------------------------------------------------
    def _notes(self) -> None:
        """What is left of the last page is for the reader's pen."""
        words, page = self.document.notes_title, self.page
        y = max(page.y, page.float_bottom) + self.look.layout.spacing.section
        if words is None or page.empty:
            return
        block = notes(words, self.look, self.frame.width, self.limit() - y)
        if block is not None:
            page.groups.append(moved(block, self.frame.left, y))

    def _finished(self) -> tuple[Page, ...]:
        self._notes()
        pages, count = [], len(self.pages)
        for number, sheet in enumerate(self.pages, 1):
            furniture = self.document.furniture
            groups = [header(furniture, self.look, self.frame, first=number == 1), *sheet.groups]
            if self.safety is not None and self._reserve(sheet.covered):
                box = self.safety.draw(self.frame.width)
                groups.append(moved(box, self.frame.left, self.floor - box.height))
            groups.append(footer(furniture, self.look, self.frame, number, count, web=True))
            pages.append(Page(self.frame.page_width, self.frame.page_height, tuple(groups)))
        return tuple(pages)


@dataclass(frozen=True)
class Flowed:
    """A handout on its pages: the size of its text in points, its cards with the scales of their figures."""

    pages: tuple[Page, ...]
    text_size: float
    cards: tuple[tuple[CardBox, float], ...]


def flow_handout(document: Document, look: Look, frame: PageFrame) -> Flowed:
    """The handout on as few pages as its words need, in the largest text that gives that few.

    Raises:
        FitError: if a block is taller than a page.
    """
    runs = card_runs(document.blocks)

    def flow(size: float, snug: bool, most: int = 0) -> Flowed:
        flow = Flow(document, look.sized(size), frame, runs, snug=snug)
        pages = flow.run(most)
        return Flowed(pages, size, tuple(card for page in flow.pages for card in page.cards))

    sizes = text_sizes(look.layout.text.largest, look.layout.text.preferred)
    fewest = flow(sizes[-1], snug=True)
    tries = (flow(size, snug, len(fewest.pages)) for size in sizes for snug in (False, True))
    return next((flowed for flowed in tries if flowed.pages), fewest)
