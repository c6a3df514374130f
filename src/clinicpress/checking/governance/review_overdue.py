"""``review-overdue``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.governance.dates import next_review
from clinicpress.checking.rule import REVIEWED, Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Reviews that were due before today."""
    review, today = subject.model.review, scope.today
    if not review.pending and review.due is not None and review.due < today:
        found = f"the next review was due on {review.due}"
        instead = f"have a clinician read it again, then write on: {today}, due: {next_review(today)}"
        yield Hit(subject.loaded.at("review", "due"), found, instead)


RULE = Rule(
    id="review-overdue",
    group="governance",
    severity=Severity.WARNING,
    kinds=REVIEWED,
    finds="A review that was due before today.",
    why="What was right when it was written may be wrong by now, and is still being handed out.",
    basis="Our own rule: the due date says how long a text may be trusted.",
    wrong='review: {by: "Sam Lee, PT", on: 2022-05-01, due: 2024-05-01}  # in 2026',
    right='review: {by: "Sam Lee, PT", on: 2026-05-01, due: 2028-05-01}',
    look=look,
)
