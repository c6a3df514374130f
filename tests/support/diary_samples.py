"""A diary composed by hand, with as many boxes a day as asked for."""

from __future__ import annotations

from typing import Any

from layout_samples import words

from clinicpress.composing.document import Diary
from clinicpress.problems import Source

_NAMES = {1: ("Done",), 2: ("Morning", "Evening"), 3: ("Morning", "Noon", "Evening")}
_SHORT = {1: ("Done",), 2: ("AM", "PM"), 3: ("AM", "Noon", "PM")}


def diary(sessions: int = 2, **changes: Any) -> Diary:
    numbers = tuple(str(number) for number in range(1, sessions + 1))
    values: dict[str, Any] = {
        "title": "My 28-day diary",
        "how_to": "**Each day:** write the date, and tick a box each time. Write your pain, and what helped.",
        "rule": words("A gentle pull is fine. Stop for sharp pain."),
        "exercises_title": "My exercises",
        "notes_title": "My notes and questions",
        "day": "Day",
        "date": "Date",
        "sessions": _NAMES.get(sessions, numbers),
        "short_sessions": _SHORT.get(sessions, numbers),
        "pain": "Pain",
        "notes": "What helped or hurt?",
        "short_notes": "Notes",
        "example": "Example",
        "example_note": "Short walk",
        "ticked": "ticked",
        "scale": ("no pain", "medium pain", "worst pain I can think of"),
        "scale_alt": "Pain from 0 to 10: 0 is no pain, 5 is medium pain, 10 is worst pain I can think of.",
        "source": Source("content/sheets/x.yaml", 14, 6),
    }
    return Diary(**{**values, **changes})
