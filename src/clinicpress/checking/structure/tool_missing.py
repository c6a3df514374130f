"""``tool-missing``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from clinicpress.checking.rule import DOCUMENTS, Hit, Rule, Severity
from clinicpress.checking.scope import Scope, uses
from clinicpress.checking.subject import Subject
from clinicpress.model.documents import Sheet, TableBlock
from clinicpress.model.exercise import ExerciseUse
from clinicpress.model.layout import Layout

# A table to be filled in by hand says so in its head, or has boxes or lines in its cells.
_HEAD = re.compile(
    r"\b(?:done|tick|check|date|my notes?|your notes?|how (?:many|far|long) (?:you|I))\b", re.I
)
_BOX = re.compile(r"[☐□]|_{3}|\.{5}")


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Exercises without a log: a sheet that leaves it out, a handout that no sheet with one goes with."""
    model = subject.model
    if isinstance(model, Sheet):
        layout = layout_of(model, scope)
        if model.log == "none" and layout is not None and has_room(layout):
            found = "the sheet has no boxes to tick, although its layout has room for them"
            yield Hit(subject.loaded.at("log"), found, "write log: 7 days")
        return
    named = list(dict.fromkeys(use.exercise for use in uses(subject)))
    if not named or to_fill(model.blocks) or sheet_with_log(named, scope):
        return
    own = subject.id in scope.library.sheets
    if not own and _most_of_them(named, scope):
        return
    first = next(index for index, block in enumerate(model.blocks) if isinstance(block, ExerciseUse))
    found = "no sheet with boxes to tick has these exercises"
    # a leaflet may give a few to try; its own sheet without boxes is a slip
    severity = None if own else Severity.ADVICE
    yield Hit(subject.loaded.at("blocks", first), found, _instead(subject.id, named, scope), severity)


def layout_of(sheet: Sheet, scope: Scope) -> Layout | None:
    """The layout of a sheet; None if it could not be read."""
    loaded = scope.library.layouts.get(sheet.layout)
    return None if loaded is None else loaded.model


def has_room(layout: Layout) -> bool:
    """Whether the layout has room for a log. A diary is one itself; a page for the fridge has none."""
    return layout.head == "full" and layout.arrange != "diary"


def has_log(sheet: Sheet, scope: Scope) -> bool:
    """Whether boxes to tick are printed on a sheet."""
    layout = layout_of(sheet, scope)
    if layout is None:
        return False
    return layout.arrange == "diary" or (layout.head == "full" and sheet.log != "none")


def to_fill(blocks: Iterable[object]) -> bool:
    """Whether one of the blocks is a table to be filled in by hand."""
    tables = (block.table for block in blocks if isinstance(block, TableBlock))
    return any(
        any(map(_HEAD.search, table.header)) or any(_BOX.search(cell) for row in table.rows for cell in row)
        for table in tables
    )


def sheet_with_log(named: Iterable[str], scope: Scope) -> str | None:
    """The id of the first sheet that has all these exercises and a log."""
    wanted = set(named)
    for id_, sheet in scope.library.sheets.items():
        if wanted <= {use.exercise for use in sheet.model.exercises} and has_log(sheet.model, scope):
            return id_
    return None


def _most_of_them(named: Sequence[str], scope: Scope) -> bool:
    """Whether a sheet with a log has most of these exercises: the others may be for later."""
    return any(
        2 * len({use.exercise for use in sheet.model.exercises} & set(named)) > len(named)
        and has_log(sheet.model, scope)
        for sheet in scope.library.sheets.values()
    )


def _instead(id_: str, named: list[str], scope: Scope) -> str:
    """What the sheet of the same name lacks; else the file to write. Others are for other patients."""
    sheet = scope.library.sheets.get(id_)
    if sheet is None:
        return (
            f"put those that every reader is to do into a sheet with log: 7 days, content/sheets/{id_}.yaml"
        )
    there = {use.exercise for use in sheet.model.exercises}
    lacking = [name for name in named if name not in there]
    write = f"add {', '.join(lacking)}" if lacking else "write log: 7 days"
    return f"{write} in content/sheets/{id_}.yaml"


RULE = Rule(
    id="tool-missing",
    group="structure",
    severity=Severity.WARNING,
    kinds=DOCUMENTS,
    finds="A sheet that could have boxes to tick and has none; a handout whose exercises no such sheet has.",
    why="Who can tick what was done does it more often, and shows it at the next visit.",
    basis="PEMAT-P item 23: something to take in hand, such as a checklist, wherever it helps to act.",
    wrong="log: none",
    right="log: 7 days",
    look=look,
)
