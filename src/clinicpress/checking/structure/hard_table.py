"""``hard-table``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Passage, Subject

HEAD, CELL = 8, 20
_BLANK = re.compile(r"col(?:umn|\.)?\s*(?:\d*|\s\w)|[^\w☐□✓✔]+", re.IGNORECASE)


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Heads of columns that are long, repeated or say nothing, and cells that are paragraphs."""
    for passage in subject.passages_in("cell"):
        count = len(passage.text.split())
        if passage.loc[3] != "header":
            if count > CELL:
                yield at(
                    passage,
                    0,
                    f"this cell has {count} words",
                    f"write {CELL} words or fewer, or put it below the table",
                )
        elif _BLANK.fullmatch(passage.text):
            instead = 'say what the column lists, such as "Week"'
            yield at(passage, 0, f'the column head "{passage.text}" says nothing', instead)
        elif count > HEAD:
            yield at(
                passage,
                0,
                f"this column head has {count} words",
                f'write {HEAD} words or fewer, such as "How long"',
            )
        elif _again(subject, passage):
            instead = 'name what each column lists, such as "Morning" and "Evening"'
            yield at(passage, 0, f'two columns have the same head, "{passage.text}"', instead)


def _again(subject: Subject, passage: Passage) -> bool:
    """Whether a column before it has the same head."""
    _, block, _, _, column = passage.loc
    header = subject.model.blocks[block].table.header
    return passage.text.lower() in {head.strip().lower() for head in header[: int(column)]}


RULE = Rule(
    id="hard-table",
    group="structure",
    severity=Severity.WARNING,
    kinds=("handout",),
    finds=f"A column head of more than {HEAD} words, repeated or empty; a cell of more than {CELL} words.",
    why="People do not read a table that they have to study.",
    basis="PEMAT-P item 19: simple tables with short and clear heads. The numbers are our own.",
    wrong='header: ["Column 1", "The number of minutes that you should walk"]',
    right='header: ["Week", "Minutes to walk"]',
    look=look,
)
