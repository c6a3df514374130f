"""What of a plan may not be meant as it stands there, but can be: a warning, and it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from clinicpress.model.documents import Plan
from clinicpress.model.library import Loaded, Loc
from clinicpress.model.placeholders import is_doubtful
from clinicpress.problems import Problem
from clinicpress.reading.fitting import Finding

# A mark at the beginning of a line, as word processors put it there.
_BULLETS = "\u2022\u2023\u2043\u25aa\u25cf\u25cb\u25e6\u25a0\u25a1\u2013\u2014*-"
LIST_MARK = re.compile(
    rf"(?m)^[ \t]*(?:[{_BULLETS}]|[0-9]{{1,2}}[.)](?! *[0-9])|\([0-9a-z]\)|[a-z]\))[ \t\u00a0]+"
)


def doubts_of(plan: Loaded[Plan]) -> Iterator[Problem]:
    """What to look at in a plan that was read, each at its place."""
    for loc, message, hint in doubts(plan.model.model_dump(exclude_none=True)):
        yield Problem(message, hint, plan.at(*loc))


def doubts(plan: Mapping[str, Any]) -> Iterator[Finding]:
    """What to look at in a plan, given as a file would say it."""
    if is_doubtful(str((plan.get("patient") or {}).get("name") or "")):
        message = "some systems write this word where they have no name"
        yield ("patient", "name"), message, "look whether the patient is called so"
    exercises = plan.get("exercises")
    notes: dict[Loc, Any] = {("note",): plan.get("note")}
    for name, change in exercises.items() if isinstance(exercises, Mapping) else ():
        if isinstance(change, Mapping):
            notes["exercises", name, "note"] = change.get("note")
    for loc, note in notes.items():
        if isinstance(note, str) and LIST_MARK.search(note):
            message = "a line of this note begins with a list mark, and a note has no lists"
            yield loc, message, "write sentences without bullets and numbers before them"
