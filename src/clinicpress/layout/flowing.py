"""The flow of a document over pages and columns: nothing parted from what it belongs to, safety on every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

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
from clinicpress.layout.filling import Columns, Filled, add, needed
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
from clinicpress.layout.furniture import (
    HEADER_HEIGHT,
    content_foot,
    footer,
    header,
    notes,
    patient_fields,
    patient_strip,
)
from clinicpress.layout.ladder import ladder, text_sizes
from clinicpress.layout.opening import opening
from clinicpress.layout.paper import PageFrame
from clinicpress.problems import FitError, Problem, Source
from clinicpress.typesetting.items import Group, Page

MM = 25.4 / 72
FLOAT_GAP = 20.0
LEAST_DIAGRAM = 195.0
# A diagram taller than this share of the words beside it looks blown up; of its own width, stretched.
TALLEST_DIAGRAM, TALL_DIAGRAM = 1.45, 1.15
WIDEST_DIAGRAM = 260.0
# Beside a diagram, a line of words needs this many sizes of its type (about 32 characters).
LEAST_BESIDE = 16.0
STRIP_GAP = 4.0
PAGES_A_SHEET = 4


class Flow:
    """Places the steps of a document on pages; ``snug`` keeps a diagram to the section that it stands in."""

    # The number of the first page that is filled, and how many more pages stand before and after.
    first = 1
    around = 0

    def __init__(
        self, document: Document, look: Look, frame: PageFrame, runs: Mapping[int, CardRun], *, snug: bool
    ) -> None:
        self.document, self.look, self.frame, self.runs, self.snug = document, look, frame, runs, snug
        self.layout = look.layout
        self.columns = Columns(look, frame)
        self.pages: list[Filled] = []
        self.back = 0
        floor = look.sized(self.layout.text.floor)
        self.safety = SafetyBox(document.safety, floor) if document.safety else None
        self.floor = content_foot(look, frame)
        fields = patient_fields(document, look)
        self.strip = patient_strip(fields, look, frame.width) if fields else None

    # -- room ----------------------------------------------------------------
    @property
    def page(self) -> Filled:
        """The page being filled."""
        return self.pages[-1]

    def shows_safety(self, number: int) -> bool:
        """Whether that page has the safety block; of two pages of a booklet that lie open together, the right.

        So has the back, which lies open alone.
        """
        return self.layout.imposition != "booklet" or number % 2 == 1 or number == self.back

    def reserve(self, number: int, shown: frozenset[str] = frozenset()) -> float:
        """Room kept for the safety block on a page that does not show both safety texts itself."""
        if self.safety is None or {"call", "emergency"} <= shown or not self.shows_safety(number):
            return 0.0
        return self.safety.height(self.frame.width) + self.layout.spacing.block

    def limit(self, step: Step | None = None) -> float:
        """The lowest point of a step on this page.

        Words may hope that the page's own call-outs will follow; if they do not, the page is filled again.
        """
        hope = step is not None and self.page.hopeful
        return self.floor if hope else self.floor - self.reserve(self.page.number, self.page.covered)

    def _disappointed(self, page: Filled) -> bool:
        """Whether a page hoped for call-outs that did not come, and now has no room for the safety block."""
        return page.hopeful and page.lowest > self.floor - self.reserve(page.number, page.covered) + 1e-6

    def _top(self) -> float:
        """Where the content of a page begins: under its header and the patient's name."""
        strip = STRIP_GAP + self.strip.height if self.strip else self.layout.spacing.block
        return self.frame.top + HEADER_HEIGHT + strip

    def new_page(self) -> None:
        """Begin a page under its header; only one undivided page can hope for call-outs of its own."""
        hopeful = self.columns.count == 1 and self.layout.imposition == "none"
        self.pages.append(Filled(self.first + len(self.pages), self._top(), hopeful=hopeful))

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

    # -- placing ---------------------------------------------------------------
    def run(self, most: int = 0) -> tuple[Page, ...]:
        """Place everything; no pages, as soon as there would be more than ``most`` (0: any number)."""
        self._begin()
        todo: list[Step] = list(steps(self.document, self.look, self.runs, beside=self._beside > 0))
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

    def _begin(self) -> None:
        """The opening stands over all columns."""
        self.new_page()
        page = self.page
        add(page, opening(self.document, self.look, self.frame.width), self.frame.left)
        if self.columns.count > 1:
            page.y += self.layout.spacing.block
            page.top = page.y

    def _step(self, step: Step, todo: list[Step]) -> None:
        if isinstance(step, Break):
            if not self.page.empty:
                self.new_page()
        elif isinstance(step, LedRun):
            self._cards(step, todo)
        elif isinstance(step, DiagramFlow):
            self._diagram(step, todo)
        else:
            self._flowable(step, todo)

    def _space(self, step: Flowable) -> float:
        """Room above a step; in columns so much more that its lines stand level with those beside them."""
        page = self.page
        space = 0.0 if page.empty else step.space_before
        if page.tight and self.columns.count > 1:
            space = 0.0
        if not isinstance(step, ParagraphFlow | ListFlow) or is_heading(step):
            return space
        return self.columns.snapped(page.y + space, page.top) - page.y

    def _flowable(self, step: Flowable, todo: list[Step]) -> None:
        page = self.page
        if covers(step):
            page.y = max(page.y, page.float_bottom)
        width, space = self.width(), self._space(step)
        room = self.limit(step) - page.y - space
        if step.wrap(width) <= room + 1e-6 and self._keeps(step, todo, width, room):
            self._place(step, width, space)
            return
        parts = None if step.keep_with_next else step.split(width, room)
        if parts:
            self._place(parts[0], width, space)
            self.advance()
            todo.insert(0, parts[1])
        elif not page.empty:
            self.advance()
            todo.insert(0, step)
        elif step.wrap(width) <= room + 1e-6:
            self._place(step, width, space)
        elif page.top > self._top() + 1e-6:
            # under an opening there is less room than on a page of its own
            self.new_page()
            todo.insert(0, step)
        else:
            self._too_tall(step, width, room)

    def _place(self, step: Flowable, width: float, space: float) -> None:
        self.page.y += space
        self.page.covered |= covers(step)
        self.page.tight = is_heading(step)
        add(self.page, step.draw(width), self.columns.left(self.page))

    def _keeps(self, step: Flowable, todo: Sequence[Step], width: float, room: float) -> bool:
        """Whether what must follow on the same page can: all of it, or a first part of it."""
        if not step.keep_with_next or not todo or self.page.empty:
            return True
        left = room - step.wrap(width)
        following = todo[0]
        if isinstance(following, Break | LedRun):
            return True
        if isinstance(following, DiagramFlow):
            return left >= LEAST_DIAGRAM or (
                self._may_wait(todo[1:]) and self._keeps(step, todo[1:], width, room)
            )
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

    # -- a diagram -------------------------------------------------------------
    @property
    def _beside(self) -> float:
        """Width of words beside a diagram; none where that is too little."""
        beside = self.columns.width - self.layout.diagram_width - FLOAT_GAP
        enough = self.columns.count == 1 and beside >= LEAST_BESIDE * self.look.text_size
        return beside if enough else 0.0

    def _may_wait(self, todo: Sequence[Step]) -> bool:
        """Whether the next step is text of the same section, which a diagram without room may follow."""
        return bool(todo) and isinstance(todo[0], ParagraphFlow | ListFlow) and not is_heading(todo[0])

    def _diagram(self, step: DiagramFlow, todo: list[Step]) -> None:
        """At the right of the words where these keep room enough, else among them."""
        if self._beside:
            self._diagram_beside(step, todo, self._beside)
            return
        scale = self.look.text_size / self.layout.text.preferred
        width = min(self.columns.width, WIDEST_DIAGRAM * scale)
        height = max(LEAST_DIAGRAM, width * TALL_DIAGRAM)
        room = self.limit(step) - self.page.y - step.space_before
        if height > room >= LEAST_DIAGRAM * scale:
            height = room
        elif height > room and not self.page.empty:
            if self._may_wait(todo):
                leads = takewhile(lambda each: isinstance(each, ParagraphFlow) and each.keep_with_next, todo)
                todo.insert(len(tuple(leads)) + 1, step)
                return
            self.advance()
        page = self.page
        page.y += 0.0 if page.empty else step.space_before
        drawn = step.resized(min(height, self.limit(step) - page.y)).draw(width)
        add(page, drawn, self.columns.left(page) + (self.columns.width - width) / 2)

    def _diagram_beside(self, step: DiagramFlow, todo: Sequence[Step], beside: float) -> None:
        wide, page = self.layout.diagram_width, self.page
        room = self.limit(step) - page.y - step.space_before
        if room < LEAST_DIAGRAM and not page.empty:
            self.new_page()
            page = self.page
            room = self.limit(step) - page.y
        height = self._diagram_height(todo, beside, room)
        # the diagram begins where the words beside it do: under the space that goes before them
        page.y += 0.0 if page.empty else self.layout.spacing.section
        drawn = step.resized(height).draw(wide)
        page.groups.append(moved(drawn, self.frame.left + self.frame.width - wide, page.y))
        page.float_width, page.float_bottom = wide + FLOAT_GAP, page.y + height
        if todo and is_heading(todo[0]):
            page.y -= self.layout.spacing.section

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
        section = self.layout.spacing.section
        free = room - after - section
        return max(LEAST_DIAGRAM, min(free, max(beside - section, min(free, beside * TALLEST_DIAGRAM))))

    # -- cards ------------------------------------------------------------------
    def _full_room(self, number: int) -> float:
        """Room for cards in a column of a page of that number, above the safety block."""
        return self.floor - self.reserve(number) - self._top()

    def _rooms(self, first: float, count: int, *, fresh: bool = False) -> tuple[float, ...]:
        """Room in this column (``first``), or if ``fresh`` in the next, and in those that follow."""
        page, column = self.page.number, self.page.column
        rooms: list[float] = [] if fresh else [first]
        while len(rooms) < count:
            column += 1
            if column == self.columns.count:
                page, column = page + 1, 0
            top = self.page.top if page == self.page.number else self._top()
            covered = self.page.covered if page == self.page.number else frozenset[str]()
            rooms.append(self.floor - self.reserve(page, covered) - top)
        if fresh:
            rooms[0] -= first
        return tuple(rooms)

    def _plan(self, run: CardRun, rooms: tuple[float, ...]) -> CardPlan | None:
        if rooms not in run.plans:
            run.plans[rooms] = plan_cards(run, self.look, rooms, self.layout.spacing.card)
        return run.plans[rooms]

    def _cards(self, step: LedRun, todo: list[Step]) -> None:
        """The cards over as few columns as they need, evenly; they begin in this one if that is no loss."""
        page, run, block, count = self.page, step.run, self.layout.spacing.block, len(step.run.cards)
        page.y = max(page.y, page.float_bottom)
        plan = self._plan(run, self._rooms(self.limit() - page.y - self._led(step, page.empty), count))
        fresh = None
        if not page.empty:
            fresh = self._plan(run, self._rooms(self._led(step, first=True), count, fresh=True))
        if fresh is not None and (plan is None or len(fresh.pages) < len(plan.pages)):
            self.advance()
            plan = fresh
        elif plan is None and page.top > self._top() + 1e-6:
            self.new_page()
            plan = self._plan(
                run, self._rooms(self._full_room(self.page.number) - self._led(step, True), count)
            )
        if plan is None and step.leads:
            # words and a first card that are taller than a page together part after all
            todo[:0] = [*step.leads, LedRun((), run)]
            return
        if plan is None:
            self._card_too_tall(run)
            return
        for lead in step.leads:
            self._place(lead, self.columns.width, self._space(lead))
        self.page.y += 0.0 if self.page.empty else block
        for number, boxes in enumerate(plan.pages):
            if number:
                self.advance()
            self._draw_cards(boxes)

    def _led(self, step: LedRun, first: bool) -> float:
        """Height of the words before the cards; ``first`` in their column they need no room above them."""
        above = step.leads[0].space_before if first and step.leads else 0.0
        grid = self.look.text().leading * len(step.leads) if self.columns.count > 1 else 0.0
        block = 0.0 if first and not step.leads else self.layout.spacing.block
        return needed(step.leads, self.columns.width) - above + grid + block

    def _card_too_tall(self, run: CardRun) -> None:
        rung = ladder(self.layout)[-1]
        heights = [box.least_height() for box in run.boxes(self.look, rung)]
        tallest = heights.index(max(heights))
        card, over = run.cards[tallest], (max(heights) - self._full_room(1)) * MM
        what = (
            f"is {over:.0f} mm taller than a page"
            if over > 0
            else "has a figure or a dose wider than a column"
        )
        raise FitError(
            Problem(
                f"the exercise {card.exercise} {what}",
                "write shorter steps, or fewer tips and notes, or choose another layout",
                card.source,
            )
        )

    def _draw_cards(self, boxes: Sequence[CardBox]) -> None:
        """The rows of cards share the column's spare room; figures of a kind have one scale."""
        gap, least = self.layout.spacing.card, row_heights(boxes)
        spare = max(0.0, self.limit() - self.page.y - needed_height(boxes, gap)) / len(least)
        heights = [
            height + min(spare, max(0.0, max(box.ample_height() for box in row) - height))
            for height, row in zip(least, card_rows(boxes), strict=True)
        ]
        for number, row in enumerate(row_groups(boxes, heights)):
            self.page.y += gap if number else 0.0
            add(self.page, row, self.columns.left(self.page))
        self.page.cards += zip(boxes, common_scales(boxes, heights), strict=True)

    # -- closing ------------------------------------------------------------------
    def _notes(self) -> None:
        """What is left of the last column is for the reader's pen."""
        words, page = self.document.notes_title, self.page
        y = max(page.y, page.float_bottom) + (0.0 if page.empty else self.layout.spacing.section)
        if words is None:
            return
        block = notes(words, self.look, self.columns.width, self.limit() - y)
        if block is not None:
            page.groups.append(moved(block, self.columns.left(page), y))

    def _has_block(self, page: Filled) -> bool:
        if self.safety is None or {"call", "emergency"} <= page.covered:
            return False
        return self.shows_safety(page.number)

    def _fill_sheets(self) -> None:
        """A folded booklet has pages in fours; those that are left over are for the reader's pen."""
        while self.layout.imposition == "booklet" and len(self.pages) % PAGES_A_SHEET:
            self._notes()
            self.new_page()

    def _closes(self) -> bool:
        """Whether the back of a booklet has room for the safety block; if not, it is kept from now on."""
        if self.safety is None or self.layout.imposition != "booklet" or self.back == self.page.number:
            return True
        self.back = self.page.number
        return max(self.page.lowest, self.page.float_bottom) <= self.limit()

    def _finished(self) -> tuple[Page, ...]:
        self._fill_sheets()
        if not self._closes():
            self.pages.clear()
            return self.run()
        self._notes()
        return tuple(self._finished_page(page) for page in self.pages)

    def _finished_page(self, page: Filled) -> Page:
        furniture, frame = self.document.furniture, self.frame
        groups = [header(furniture, self.look, frame, first=page.number == 1)]
        if self.strip is not None:
            groups.append(moved(self.strip, frame.left, frame.top + HEADER_HEIGHT + STRIP_GAP / 2))
        groups += page.groups
        if self.safety is not None and self._has_block(page):
            box = self.safety.draw(frame.width)
            groups.append(moved(box, frame.left, self.floor - box.height))
        groups.append(footer(furniture, self.look, frame, page.number, len(self.pages), web=True))
        return Page(frame.page_width, frame.page_height, tuple(groups))


@dataclass(frozen=True)
class Flowed:
    """A document on its pages: the size of its text in points, its cards with the scales of their figures."""

    pages: tuple[Page, ...]
    text_size: float
    cards: tuple[tuple[CardBox, float], ...]


def flow_document(document: Document, look: Look, frame: PageFrame, kind: type[Flow] = Flow) -> Flowed:
    """The document on as few pages as its words need, in the largest text that gives that few.

    Raises:
        FitError: if a block is taller than a page, or there are more pages than the layout allows.
    """
    runs = card_runs(document)

    def flow(size: float, snug: bool, most: int = 0) -> Flowed:
        flow = kind(document, look.sized(size), frame, runs, snug=snug)
        pages = flow.run(most)
        return Flowed(pages, size, tuple(card for page in flow.pages for card in page.cards))

    sizes = text_sizes(look.layout.text.largest, look.layout.text.preferred)
    fewest = flow(sizes[-1], snug=True)
    if look.layout.most_pages and len(fewest.pages) > look.layout.most_pages:
        raise FitError(_too_many_pages(document, len(fewest.pages), look.layout.most_pages))
    tries = (flow(size, snug, len(fewest.pages) - kind.around) for size in sizes for snug in (False, True))
    return next((flowed for flowed in tries if flowed.pages), fewest)


def _too_many_pages(document: Document, pages: int, most: int) -> Problem:
    message = f"this takes {pages} pages, and the layout has {most} at most"
    return Problem(message, "write less, or choose a layout with more pages", document.source)
