"""What a document is made of, as items of a score ask for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

from clinicpress.checking.rules.missing import has_log, sheet_with_log, to_fill
from clinicpress.checking.subject import RUNNING, UNPRINTED, Scope, Subject, uses
from clinicpress.content.blocktypes.callouts import CalloutBlock
from clinicpress.content.blocktypes.grids import TableBlock
from clinicpress.content.blocktypes.illustrations import DiagramBlock, PictureBlock
from clinicpress.content.blocktypes.lists import ListBlock, StepsBlock
from clinicpress.content.models.layout import Layout
from clinicpress.records import dataclass

# Of PEMAT: no more than two paragraphs, and no more than a page; a page of a handout holds so many words.
_PARAGRAPHS, _PAGE = 2, 250
_CHANCE = re.compile(r"\d+ ?(?:%|percent\b|(?:in|out of)(?: every)? \d+)", re.IGNORECASE)


@dataclass(frozen=True)
class DocumentShape:
    """A handout or sheet with its exercises.

    ``counts`` says how often each rule has found something in it. A rule that does not look at such files is
    not there, nor is one of ``barred``, which cannot read its language.
    """

    subject: Subject
    scope: Scope
    counts: Mapping[str, int] = field(default_factory=dict)
    barred: frozenset[str] = frozenset()

    @property
    def sheet(self) -> bool:
        """Whether it is a sheet."""
        return self.subject.kind == "sheet"

    @cached_property
    def exercises(self) -> tuple[Subject, ...]:
        """The files of its exercises, those that could be read."""
        named = dict.fromkeys(use.exercise for use in uses(self.subject))
        return tuple(self.scope.exercises[name] for name in named if name in self.scope.exercises)

    @cached_property
    def layout(self) -> Layout | None:
        """Its layout, if it could be read."""
        loaded = self.scope.library.layouts.get(self.subject.model.layout)
        return None if loaded is None else loaded.model

    def blocks(self, *kinds: type[Any]) -> tuple[Any, ...]:
        """The blocks of a handout of these kinds; none of a sheet."""
        return tuple(block for block in getattr(self.subject.model, "blocks", ()) if isinstance(block, kinds))

    @cached_property
    def boxed(self) -> frozenset[str]:
        """What the boxes of a handout are for: call, emergency, tip."""
        return frozenset(block.callout.kind for block in self.blocks(CalloutBlock))

    @cached_property
    def acts(self) -> bool:
        """Whether it says what to do: by exercises, steps, or when to call."""
        return bool(self.exercises or self.blocks(StepsBlock) or self.sheet or self.boxed - {"tip"})

    @cached_property
    def drawn(self) -> bool:
        """Whether its exercises are printed with pictures; a diary names them alone."""
        return bool(self.exercises) and (self.layout is None or self.layout.arrange != "diary")

    @cached_property
    def whole_cards(self) -> bool:
        """Whether its exercises are printed with all pictures and steps, and not in brief."""
        return self.drawn and self.layout is not None and self.layout.card_style != "compact"

    @cached_property
    def pictured(self) -> bool:
        """Whether it has any picture."""
        return bool(self.drawn or self.blocks(PictureBlock, DiagramBlock))

    @cached_property
    def tables(self) -> bool:
        """Whether it has a table."""
        return bool(self.blocks(TableBlock))

    @cached_property
    def logged(self) -> bool:
        """Whether boxes to tick are printed on it."""
        if self.sheet:
            return has_log(self.subject.model, self.scope)
        return to_fill(self.subject.model.blocks)

    @cached_property
    def sheet_beside(self) -> str | None:
        """The sheet with boxes to tick that a handout's exercises are on."""
        named = [use.exercise for use in uses(self.subject)]
        return sheet_with_log(named, self.scope) if named and not self.sheet else None

    @cached_property
    def very_short(self) -> bool:
        """As PEMAT has it: two paragraphs or fewer, and a page at most; a list of a handout is no shorter."""
        paragraphs = len(self.subject.passages_in("paragraph", "note"))
        if self.sheet:
            paragraphs += self.subject.model.summary is not None
        paragraphs += len(self.blocks(ListBlock, StepsBlock, TableBlock))
        return paragraphs <= _PARAGRAPHS and self._one_page

    @property
    def _one_page(self) -> bool:
        if self.sheet:
            return self.layout is not None and self.layout.arrange != "flow"
        return not self.exercises and self.words <= _PAGE

    @cached_property
    def words(self) -> int:
        """How many words it has as sentences, without those of its exercises."""
        return sum(
            len(sentence.words) for each in self.subject.passages_in(*RUNNING) for sentence in each.sentences
        )

    @cached_property
    def sentences(self) -> int:
        """How many sentences there are, with those of its exercises."""
        return sum(len(passage.sentences) for passage in self.scope.text_of(self.subject))

    @cached_property
    def numbers(self) -> bool:
        """Whether there are numbers in it; a dose is one."""
        texts = (each.text for each in self.subject.passages if each.role not in UNPRINTED)
        return bool(self.exercises) or any(re.search(r"\d", text) for text in texts)

    @cached_property
    def chances(self) -> bool:
        """Whether it tells how likely something is, in numbers."""
        return any(_CHANCE.search(each.text) for each in self.subject.passages)
