"""What staff have to write on finished pages by pen. No message repeats what a plan says."""

from __future__ import annotations

from collections.abc import Sequence

from clinicpress.composing.uses import lacks_side
from clinicpress.model.library import Library
from clinicpress.problems import Problem, Source
from clinicpress.reading.orders import Entry
from clinicpress.reading.spoken import SPOKEN

# So many lines are named; of a longer table, the pages themselves have to be looked through.
_MOST_LINES = 40


def sides_to_circle(library: Library, entries: Sequence[Entry]) -> tuple[Problem, ...]:
    """Which pages of printed plans are for a sore side that no plan says; one problem for each file."""
    lines: dict[str, list[int]] = {}
    for entry in entries:
        if lacks_side(library, entry.plan()):
            lines.setdefault(entry.source.path, []).append(entry.source.line or 1)
    return tuple(_circle(path, found) for path, found in lines.items())


def _circle(path: str, lines: Sequence[int]) -> Problem:
    if lines == [1]:  # the first line of a table names its columns: this is a file, or the command line
        hint = "it has exercises for the sore side alone; or say the side in the plan and print it again"
        source = None if path == SPOKEN.path else Source(path)
        return Problem("circle the sore side on this page by pen", hint, source)
    named = ", ".join(map(str, lines[:_MOST_LINES])) + (" ..." if len(lines) > _MOST_LINES else "")
    which = f"page of line {named}" if len(lines) == 1 else f"{len(lines)} pages of lines {named}"
    hint = "they have exercises for the sore side alone; or fill in the column 'side' and print again"
    return Problem(f"circle the sore side by pen on the {which}", hint, Source(path))
