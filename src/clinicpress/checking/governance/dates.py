"""Days of reviews."""

from __future__ import annotations

from datetime import date

YEARS = 2


def next_review(today: date) -> date:
    """When to read it again what is read today: in two years."""
    day = min(today.day, 28) if today.month == 2 else today.day
    return date(today.year + YEARS, today.month, day)
