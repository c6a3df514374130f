"""Who has reviewed what, and until when; and what plans refer to."""

from clinicpress.checking.governance import (
    plan_exercise,
    review_due,
    review_overdue,
    review_pending,
    review_undated,
)
from clinicpress.checking.rule import Rule

RULES: tuple[Rule, ...] = (
    review_pending.RULE,
    review_overdue.RULE,
    review_due.RULE,
    review_undated.RULE,
    plan_exercise.RULE,
)
