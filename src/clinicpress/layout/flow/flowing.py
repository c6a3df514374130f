"""A document on as few pages as its words need, in the largest text that gives that few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clinicpress.blocks.card import CardBox
from clinicpress.blocks.flowable import Flowable, moved
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.picture import DiagramFlow
from clinicpress.composing.document import Document
from clinicpress.layout.fit.ladder import text_sizes
from clinicpress.layout.flow.filling import STRIP_GAP, Filled, add
from clinicpress.layout.flow.inflow import CardFiller, DiagramFiller
from clinicpress.layout.flow.sections import Break, LedRun, Step, card_runs, is_callout, is_heading, steps
from clinicpress.layout.heads import HEADER_HEIGHT, footer, header, notes
from clinicpress.layout.opening import opening
from clinicpress.layout.paper import PageFrame
from clinicpress.messages import later, say
from clinicpress.problems import FitError, Problem, Source
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Page
from clinicpress.units import MM

PAGES_A_SHEET = 4


def too_tall(key: str, over: float, place: Source, hint: str) -> Problem:
    """The problem of something that is ``over`` points taller than its page, by its message's ``key``."""
    return Problem(say(key, over=max(1.0, over / MM)), hint, place)


class Flow(CardFiller, DiagramFiller):
    """Places the steps of a document on pages."""

    # -- placing ---------------------------------------------------------------
    def run(self, most: int = 0) -> tuple[Page, ...]:
        """Place everything; no pages, as soon as there would be more than ``most`` (0: any number)."""
        todo = list(steps(self.document, self.look, self.runs, beside=self.beside_width > 0))
        self.todo = todo
        self._begin()
        begun = (self.page.copy(), list(todo))
        while todo:
            count = len(self.pages)
            self._step(todo.pop(0), todo)
            again = self._again(begun[0], self.pages[count - 1], todo, left=len(self.pages) > count)
            if again is not None:
                del self.pages[count - 1 :]
                self.pages.append(again)
                todo[:] = begun[1]
            elif most and len(self.pages) > most:
                return ()
            elif len(self.pages) > count:
                begun = (self.page.copy(), list(todo))
        return self._finished()

    def _again(self, begun: Filled, page: Filled, todo: list[Step], *, left: bool) -> Filled | None:
        """The page as it begins if it is to be filled again: for the safety block, or to level its columns.

        A page that was ``left`` with nothing in its later columns is given shorter ones, just long enough for
        what it held before.
        """
        if (left or not todo) and self._disappointed(page):
            return replace(begun.copy(), hopeful=False)
        if not left or self.columns.count == 1:
            return None
        if not page.cap and page.column == 0 and page.lowest > page.top:
            self.goal = list(todo)
            return replace(begun.copy(), cap=page.top + (page.lowest - page.top) / self.columns.count)
        if page.cap and (page.skipped or (len(todo) >= len(self.goal) and todo != self.goal)):
            return replace(begun.copy(), cap=page.cap + self.look.text().leading)
        return None

    def _begin(self) -> None:
        """The opening stands over all columns."""
        self.new_page()
        page = self.page
        add(page, opening(self.document, self.look, self.frame.width), self.frame.left)
        over = page.y - (self.floor - self.reserve(page.number))
        if over > 1e-6:
            raise FitError(self._opening_too_tall(over))
        if self.columns.count > 1:
            page.y += self.layout.spacing.block
            page.top, page.leading = page.y, True

    def _opening_too_tall(self, over: float) -> Problem:
        note = self.document.note
        if note is None:
            return too_tall(
                later("layout.title-too-tall", "over"), over, self.document.source, say("layout.shorten-it")
            )
        return too_tall(
            later("layout.opening-too-tall", "over"), over, note.source, say("layout.shorten-note")
        )

    def _step(self, step: Step, todo: list[Step]) -> None:
        if isinstance(step, Break):
            if not self.page.empty:
                self.new_page()
        elif isinstance(step, LedRun):
            self.place_cards(step, todo)
        elif isinstance(step, DiagramFlow):
            self.place_diagram(step, todo)
        else:
            self._flowable(step, todo)

    def _flowable(self, step: Flowable, todo: list[Step]) -> None:
        page = self.page
        if is_callout(step):
            page.y = max(page.y, page.float_bottom)
        width, space = self.width(), self.space_above(step)
        room = self.limit(step) - page.y - space
        if step.wrap(width) <= room + 1e-6 and self._keeps(step, todo, width, room):
            self.place(step, width, space)
            return
        parts = None if is_heading(step) else step.split(width, room)
        if parts:
            self.place(parts[0], width, space)
            self.advance()
            todo.insert(0, parts[1])
        elif not page.empty or self._more_room_ahead():
            self.advance()
            todo.insert(0, step)
        elif step.wrap(width) <= room + 1e-6:
            self.place(step, width, space)
        else:
            self._too_tall(step, width, room)

    def _keeps(self, step: Flowable, todo: Sequence[Step], width: float, room: float) -> bool:
        """Whether what must follow on the same page can: all of it, or a first part of it."""
        if not step.keep_with_next or not todo:
            return True
        if self.page.leading and not self._more_room_ahead():
            # no column holds all of them together, and one with nothing but the first of them helps nobody
            return True
        left = room - step.wrap(width)
        following = todo[0]
        if isinstance(following, Break | LedRun):
            return True
        if isinstance(following, DiagramFlow):
            return left - following.space_before >= self.least_diagram or (
                self.may_wait(todo[1:]) and self._keeps(step, todo[1:], width, room)
            )
        # in columns a step goes down to the next line of the grid, by a line at most
        left -= following.space_before if self.columns.count == 1 else self.look.text().leading
        if following.wrap(width) <= left:
            return not following.keep_with_next or self._keeps(following, todo[1:], width, left)
        return not is_heading(following) and following.split(width, left) is not None

    def _more_room_ahead(self) -> bool:
        """Whether a later column is longer: after an opening, a short column, or a safety block."""
        page = self.page
        after_this = self.reserve(page.number + 1) < self.reserve(page.number, page.covered) - 1e-6
        return (
            page.top > self.page_top() + 1e-6
            or self.limit() < self.floor - self.reserve(page.number)
            or after_this
        )

    def _too_tall(self, step: Flowable, width: float, room: float) -> None:
        over = step.wrap(width) - room
        group = step.draw(width)
        path, line, column = (group.source or str(self.document.source)).rsplit(":", 2)
        place = Source(path, int(line), int(column))
        hint = say("layout.split-into-blocks")
        raise FitError(too_tall(later("layout.block-too-tall", "over"), over, place, hint))

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
        if self.safety is None or self.signs <= page.covered:
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
        return self.page.deepest <= self.limit()

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
        strip = self.strip if page.number == 1 else self.further
        if strip is not None:
            groups.append(moved(strip, frame.left, frame.top + HEADER_HEIGHT + STRIP_GAP / 2))
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


def flow_document(document: Document, look: PageLook, frame: PageFrame, kind: type[Flow] = Flow) -> Flowed:
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
    message = say("layout.takes-pages", pages=pages, most=most)
    return Problem(message, say("layout.shorten-or-choose-layout-more-pages"), document.source)
