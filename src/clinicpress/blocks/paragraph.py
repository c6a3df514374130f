"""Headings and paragraphs of running text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clinicpress.blocks.flowable import Flowable
from clinicpress.blocks.look import Look
from clinicpress.composing.document import Run, Words
from clinicpress.typesetting.items import Group, Role
from clinicpress.typesetting.text import SetLine, TextStyle, break_lines, set_lines

# A paragraph is parted only if two lines stay and two go on.
WIDOW_LINES = 2


@dataclass(frozen=True)
class ParagraphFlow:
    """A paragraph in one style: its first ``limit`` lines, or all of them (0)."""

    words: Words
    style: TextStyle
    role: Role = "P"
    space_before: float = 0.0
    keep_with_next: bool = False
    kind: str = "text"
    key: str = ""
    bookmark: str = ""
    limit: int = 0

    def lines(self, width: float) -> tuple[SetLine, ...]:
        """Its lines at a width."""
        return break_lines(self.words.runs, self.style, width)[: self.limit or None]

    def wrap(self, width: float) -> float:
        """Its height at a width."""
        return len(self.lines(width)) * self.style.leading

    def split(self, width: float, height: float) -> tuple[Flowable, Flowable] | None:
        """Parted between lines, at least two on each side."""
        lines = self.lines(width)
        fitting = min(int(height / self.style.leading + 1e-6), len(lines) - WIDOW_LINES)
        if fitting < WIDOW_LINES:
            return None
        key = self.key or f"paragraph {self.words.source} {self.words.text[:20]}"
        first = replace(self, limit=fitting, key=key, keep_with_next=False)
        # by what was said and not by lines: what goes on may stand in a wider column
        rest = after(self.words, sum(line.characters for line in lines[:fitting]))
        return first, replace(self, words=rest, key=key, space_before=0.0, bookmark="")

    def draw(self, width: float) -> Group:
        """Its lines as a group."""
        lines = self.lines(width)
        placed = set_lines(lines, self.style, 0.0, 0.0, width)
        if self.limit and placed:
            placed = (*placed[:-1], replace(placed[-1], broken=True))
        height = len(lines) * self.style.leading
        return Group(
            0.0, 0.0, width, height, placed,
            role=self.role, key=self.key, bookmark=self.bookmark, kind=self.kind,
            source=str(self.words.source), text_size=self.style.size,
        )  # fmt: skip


def after(words: Words, characters: int) -> Words:
    """What is left of ``words`` when so many characters, spaces not counted, have been set."""
    runs: list[Run] = []
    for run in words.runs:
        text = run.text
        while characters and text:
            characters -= not text[0].isspace()
            text = text[1:]
        if text:
            runs.append(replace(run, text=text if runs else text.lstrip()))
    return Words(tuple(run for run in runs if run.text), words.source)


def heading(words: Words, look: Look) -> ParagraphFlow:
    """A section heading: kept with what follows it, and a bookmark."""
    style = look.black(look.layout.sizes.heading, look.colour("heading"))
    return ParagraphFlow(
        words,
        style,
        role="H2",
        space_before=look.layout.spacing.section,
        keep_with_next=True,
        kind="heading",
        bookmark=words.text,
    )


def paragraph(words: Words, look: Look) -> ParagraphFlow:
    """A paragraph of running text; one that ends in a colon stays with what it leads to."""
    leads = words.text.rstrip().endswith(":")
    return ParagraphFlow(words, look.text(), space_before=look.layout.spacing.block, keep_with_next=leads)
