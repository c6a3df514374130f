"""Diagrams in a flow: beside the words of their section, or among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from clinicpress.blocks.card import CardBox
from clinicpress.blocks.flowable import moved
from clinicpress.blocks.paragraph import ListFlow, ParagraphFlow
from clinicpress.blocks.picture import DiagramFlow
from clinicpress.layout.fit.cardgrid import (
    card_rows,
    common_scales,
    needed_height,
    plan_cards,
    row_groups,
    row_heights,
)
from clinicpress.layout.fit.ladder import ladder
from clinicpress.layout.flow.filling import PageFiller, add, needed
from clinicpress.layout.flow.sections import Break, CardPlan, CardRun, LedRun, Room, Step, covers, is_heading
from clinicpress.messages import say
from clinicpress.problems import FitError, Problem, Source
from clinicpress.units import MM


def too_tall_with_its_note(exercise: str, over: float, place: Source) -> Problem:
    """The problem of an exercise that a plan's note makes ``over`` mm taller than a page."""
    message = say("layout.exercise-note-mm-taller-than-page", exercise=exercise, over=over)
    return Problem(message, say("layout.shorten-note"), place)


class CardFiller(PageFiller):
    """Places runs of exercises with the words that lead to them."""

    def _full_room(self, number: int) -> float:
        """Room for cards in a column of a page of that number, above the safety block."""
        return self.floor - self.reserve(number) - self.page_top()

    def _rooms(self, first: float, count: int) -> tuple[Room, ...]:
        """Room in this column (``first``), and in those that follow."""
        here = Room(first, self.page.number)
        return (here, *self._following(count - 1))

    def _fresh(self, led: float, count: int) -> tuple[Room, ...]:
        """Room in the columns after this one, the first of which also holds ``led`` points of words."""
        first, *others = self._following(count)
        return (replace(first, height=first.height - led), *others)

    def _following(self, count: int) -> tuple[Room, ...]:
        page, column = self.page.number, self.page.column
        rooms: list[Room] = []
        while len(rooms) < count:
            column += 1
            if column == self.columns.count:
                page, column = page + 1, 0
            top = self.page.top if page == self.page.number else self.page_top()
            covered = self.page.covered if page == self.page.number else frozenset[str]()
            rooms.append(Room(self.floor - self.reserve(page, covered) - top, page))
        return tuple(rooms)

    def _plan(self, run: CardRun, rooms: tuple[Room, ...]) -> CardPlan | None:
        if rooms not in run.plans:
            run.plans[rooms] = plan_cards(run, self.look, rooms, self.layout.spacing.card)
        return run.plans[rooms]

    def _better(self, fresh: CardPlan, plan: CardPlan) -> bool:
        """Whether to begin in a new column: on undivided pages to keep the exercises on fewer of them."""
        if self.columns.count > 1:
            return fresh.last < plan.last
        return len(fresh.columns) < len(plan.columns)

    def place_cards(self, step: LedRun, todo: list[Step]) -> None:
        """The cards over as few columns as they need, evenly; they begin in this one if that is no loss."""
        # where one column in two is shorter, a tall card may have to leave one out
        page, count = self.page, 2 * len(step.run.cards)
        page.y = max(page.y, page.float_bottom)
        plan = self._plan(step.run, self._rooms(self.limit() - page.y - self._led(step, page.empty), count))
        fresh = None if page.empty else self._plan(step.run, self._fresh(self._led(step, first=True), count))
        parted = self._parted(step)
        best = fresh if fresh is not None and (plan is None or self._better(fresh, plan)) else plan
        if parted is not None and (best is None or parted.last < best.last):
            self._place_leads(step)
            self.advance()
            self._place_columns(parted)
            return
        if best is None and page.top > self.page_top() + 1e-6:
            self.new_page()
            room = self._full_room(self.page.number) - self._led(step, first=True)
            best = self._plan(step.run, self._rooms(room, count))
        elif best is not None and best is fresh:
            self.advance()
        if best is not None:
            self._place_leads(step)
            self.page.y += 0.0 if self.page.empty else self.layout.spacing.block
            self._place_columns(best)
        elif step.leads:
            # words and a first card that are taller than a page together part after all
            todo[:0] = [*step.leads, LedRun((), step.run)]
        else:
            self._card_too_tall(step.run)

    def _parted(self, step: LedRun) -> CardPlan | None:
        """The cards from the next column on, where pages are few and their words fit in this one."""
        page = self.page
        if self.layout.most_pages is None or page.empty or len(step.leads) < 2:
            return None
        if self._led(step, first=False) > self.limit() - page.y:
            return None
        return self._plan(step.run, self._fresh(0.0, 2 * len(step.run.cards)))

    def _place_leads(self, step: LedRun) -> None:
        for lead in step.leads:
            self.place(lead, self.columns.width, self.space_above(lead))

    def _place_columns(self, plan: CardPlan) -> None:
        for number, boxes in enumerate(plan.columns):
            if number:
                self.advance()
            if boxes:
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
        card, over = run.cards[tallest], (max(heights) - self._full_room(1)) / MM
        planned, note = self.document.planned, card.note
        if planned is not None and note is not None and note.source.path == planned.path and over > 0:
            raise FitError(too_tall_with_its_note(card.exercise, over, note.source))
        message = say("layout.exercise-too-wide", exercise=card.exercise)
        if over > 0:
            message = say("layout.exercise-too-tall", exercise=card.exercise, over=over)
        hint = say("layout.write-shorter-steps")
        raise FitError(Problem(message, hint, card.source))

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


FLOAT_GAP = 20.0
LEAST_DIAGRAM = 195.0
# A diagram taller than this share of the words beside it looks blown up; of its own width, stretched.
TALLEST_DIAGRAM, TALL_DIAGRAM = 1.45, 1.15
WIDEST_DIAGRAM = 260.0
# Beside a diagram, a line of words needs this many sizes of its type (about 32 characters).
LEAST_BESIDE = 16.0


class DiagramFiller(PageFiller):
    """Places diagrams."""

    @property
    def beside_width(self) -> float:
        """Width of words beside a diagram; none where that is too little."""
        beside = self.columns.width - self.layout.diagram_width - FLOAT_GAP
        enough = self.columns.count == 1 and beside >= LEAST_BESIDE * self.look.text_size
        return beside if enough else 0.0

    def may_wait(self, todo: Sequence[Step]) -> bool:
        """Whether the next step is text of the same section, which a diagram without room may follow."""
        return bool(todo) and isinstance(todo[0], ParagraphFlow | ListFlow) and not is_heading(todo[0])

    def place_diagram(self, step: DiagramFlow, todo: list[Step]) -> None:
        """At the right of the words where these keep room enough, else among them."""
        if self.beside_width:
            self._diagram_beside(step, todo, self.beside_width)
            return
        width, height = self._among
        room = self.limit(step) - self.page.y - step.space_before
        if height > room >= self.least_diagram:
            height = room
        elif height > room and not self.page.empty:
            if self.may_wait(todo):
                leads = takewhile(lambda each: isinstance(each, ParagraphFlow) and each.keep_with_next, todo)
                todo.insert(len(tuple(leads)) + 1, step)
                return
            self._later(step, todo)
            return
        page = self.page
        page.y += 0.0 if page.empty else step.space_before
        drawn = step.resized(min(height, self.limit(step) - page.y)).draw(width)
        add(page, drawn, self.columns.left(page) + (self.columns.width - width) / 2)

    @property
    def _scale(self) -> float:
        return self.look.text_size / self.layout.text.preferred

    @property
    def _among(self) -> tuple[float, float]:
        """Width and height of a diagram among the words."""
        width = min(self.columns.width, WIDEST_DIAGRAM * self._scale)
        return width, max(LEAST_DIAGRAM, width * TALL_DIAGRAM)

    @property
    def least_diagram(self) -> float:
        """The least height that a diagram is given here; its labels grow with the text."""
        if self.beside_width:
            return LEAST_DIAGRAM
        return min(self._among[1], LEAST_DIAGRAM * self._scale)

    def _later(self, step: DiagramFlow, todo: list[Step]) -> None:
        """Begin a column and place the diagram then: a page that is filled again begins empty."""
        self.advance()
        todo.insert(0, step)

    def _diagram_beside(self, step: DiagramFlow, todo: list[Step], beside: float) -> None:
        wide, page = self.layout.diagram_width, self.page
        page.y = max(page.y, page.float_bottom)
        room = self.limit(step) - page.y - step.space_before
        if room < LEAST_DIAGRAM and not page.empty:
            self._later(step, todo)
            return
        height = max(LEAST_DIAGRAM, min(step.tallest(wide), self._diagram_height(todo, beside, room)))
        # the diagram begins where the words beside it do: under the space that goes before them
        space = 0.0 if page.empty else self.layout.spacing.section
        page.y += space
        drawn = step.resized(height).draw(wide)
        page.groups.append(moved(drawn, self.frame.left + self.frame.width - wide, page.y))
        page.leading = False
        page.float_width, page.float_bottom = wide + FLOAT_GAP, page.y + height
        if todo and is_heading(todo[0]):
            page.y -= space

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
