"""Exercises in a flow: over as few columns as they need, and never split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clinicpress.blocks.card import CardBox
from clinicpress.layout.cards import (
    card_rows,
    common_scales,
    needed_height,
    plan_cards,
    row_groups,
    row_heights,
)
from clinicpress.layout.filling import PageFiller, add, needed
from clinicpress.layout.flow import CardPlan, CardRun, LedRun, Room, Step
from clinicpress.layout.ladder import ladder
from clinicpress.problems import FitError, Problem, Source

MM = 25.4 / 72


def too_tall_with_its_note(exercise: str, over: float, place: Source) -> Problem:
    """The problem of an exercise that a plan's note makes ``over`` mm taller than a page."""
    message = f"the exercise {exercise} with its note is {over:.0f} mm taller than a page"
    return Problem(message, "shorten the note of the plan", place)


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
        card, over = run.cards[tallest], (max(heights) - self._full_room(1)) * MM
        planned, note = self.document.planned, card.note
        if planned is not None and note is not None and note.source.path == planned.path and over > 0:
            raise FitError(too_tall_with_its_note(card.exercise, over, note.source))
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
