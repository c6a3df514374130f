"""``review-undated``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.governance.dates import next_review
from clinicpress.checking.rule import REVIEWED, Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Reviews that do not say when the next one is due."""
    review = subject.model.review
    if not review.pending and review.due is None and review.on is not None:
        instead = f"add due: {next_review(review.on)}"
        yield Hit(subject.loaded.at("review"), "the review does not say when the next one is due", instead)


RULE = Rule(
    id="review-undated",
    group="governance",
    severity=Severity.ADVICE,
    kinds=REVIEWED,
    finds="A review that does not say when the next one is due.",
    why="Without a due date nobody is reminded to read it again, and old advice is handed out for years.",
    basis="Our own rule.",
    wrong='review: {by: "Sam Lee, PT", on: 2026-11-01}',
    right='review: {by: "Sam Lee, PT", on: 2026-11-01, due: 2028-11-01}',
    look=look,
)
