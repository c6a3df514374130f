"""``long-list``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import WORDED, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import RUNNING, Subject
from clinicpress.model.documents import ListBlock, StepsBlock

MOST = 7
# What is parted by commas is a list if its parts are short.
_SHORT = 4
_COMMA = re.compile(r",\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+(?=\S+(?:\s+\S+){0,2}[.!?]?$)")


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """More than 7 items on end: of a list, of two that stand on each other, or within a sentence."""
    if subject.kind == "handout":
        yield from _blocks(subject)
    for passage in subject.passages_in(*RUNNING, "cell"):
        for sentence in passage.sentences:
            count = _inline(sentence.text)
            if count > MOST:
                found = f"the sentence lists {count} things"
                yield at(
                    passage,
                    sentence.start,
                    found,
                    f"write them as a list, with {MOST} or fewer under each heading",
                )


def _blocks(subject: Subject) -> Iterator[Hit]:
    before, kind = 0, ""
    for index, block in enumerate(subject.model.blocks):
        if not isinstance(block, ListBlock | StepsBlock):
            before, kind = 0, ""
            continue
        name = "list" if isinstance(block, ListBlock) else "steps"
        count = len(getattr(block, name))
        before, kind = (before, kind) if name == kind else (0, name)
        if count > MOST or before <= MOST < before + count:
            what = "steps" if name == "steps" else "items"
            found = (
                f"the list has {count} {what}"
                if count > MOST
                else f"lists in a row have {before + count} {what}"
            )
            instead = f"add a heading, so that no more than {MOST} come in a row"
            yield Hit(subject.loaded.at("blocks", index, name), found, instead)
        before += count


def _inline(sentence: str) -> int:
    """How many short things a sentence lists; 0 if its parts are clauses of their own."""
    parts = _COMMA.split(sentence)
    if any(len(part.split()) > _SHORT for part in parts[1:]):
        return 0
    return len(parts)


RULE = Rule(
    id="long-list",
    group="structure",
    severity=Severity.WARNING,
    kinds=WORDED,
    finds=f"More than {MOST} items in a row, in a list or in a sentence.",
    why="Nobody can keep more than a handful of points in mind.",
    basis="CDC Clear Communication Index item 8: a list of more than 7 items is broken up. PEMAT-P item 8.",
    wrong="- list: [Rice, Bread, Oats, Beans, Peas, Nuts, Eggs, Fish, Milk]",
    right="- heading: From plants\n- list: [Rice, Bread, Oats, Beans]",
    look=look,
)
