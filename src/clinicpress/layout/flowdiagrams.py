"""Diagrams in a flow: beside the words of their section, or among them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from clinicpress.blocks.flowable import moved
from clinicpress.blocks.lists import ListFlow
from clinicpress.blocks.paragraph import ParagraphFlow
from clinicpress.blocks.picture import DiagramFlow
from clinicpress.layout.filling import PageFiller, add
from clinicpress.layout.flow import Break, LedRun, Step, covers, is_heading

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
