"""``review-due``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import REVIEWED, Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject

DAYS = 60


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Reviews that are due today or within 60 days."""
    review = subject.model.review
    if review.pending or review.due is None:
        return
    days = (review.due - scope.today).days
    if 0 <= days <= DAYS:
        when = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
        instead = f"have a clinician read it again by {review.due}"
        yield Hit(subject.loaded.at("review", "due"), f"the next review is due {when}", instead)


RULE = Rule(
    id="review-due",
    group="governance",
    severity=Severity.ADVICE,
    kinds=REVIEWED,
    finds=f"A review that is due within {DAYS} days.",
    why="A clinician needs time to read it before it is out of date.",
    basis="Our own rule.",
    wrong='review: {by: "Sam Lee, PT", on: 2024-12-20, due: 2026-12-20}  # in November 2026',
    right='review: {by: "Sam Lee, PT", on: 2026-11-22, due: 2028-11-22}',
    look=look,
)
