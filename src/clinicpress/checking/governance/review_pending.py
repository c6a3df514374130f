"""``review-pending``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.governance.dates import next_review
from clinicpress.checking.rule import REVIEWED, Hit, Rule, Severity
from clinicpress.checking.scope import Scope, uses
from clinicpress.checking.subject import Subject

# What people write for a name that they do not have yet.
_NOBODY = re.compile(
    r"tb[dac]|to ?do|to be (?:done|determined|decided|confirmed)|n/?a|none|nobody|no one|unknown|not yet"
    r"|later|draft|xx+|me|your name.*|name|[-?.…]+",
    re.IGNORECASE,
)


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """What no clinician has read yet, as far as the file says."""
    review, place = subject.model.review, subject.loaded.at("review")
    today = scope.today
    if review.pending:
        due = next_review(today)
        said = f'review: {{by: "NAME, PT", on: {today}, due: {due}}}'
        yield Hit(place, "no clinician has reviewed this text", f"once a clinician has read it, write {said}")
    elif _NOBODY.fullmatch(review.by.strip()):
        found = f"by: {review.by!r} is not a person's name"
        instead = 'write the name and credentials of the reader, such as "Sam Lee, PT", or by: pending'
        yield Hit(subject.loaded.at("review", "by"), found, instead, Severity.WARNING)
    else:
        pending = _pending(subject, scope)
        if pending:
            what = f"{', '.join(pending)} {'is' if len(pending) == 1 else 'are'} not"
            found = f"this page is reviewed, but {what}: it is printed as review pending"
            yield Hit(place, found, f"have a clinician review {', '.join(pending)} too", Severity.WARNING)


def _pending(subject: Subject, scope: Scope) -> list[str]:
    known = scope.library.exercises
    names = dict.fromkeys(use.exercise for use in uses(subject))
    return [name for name in names if name in known and known[name].model.review.pending]


RULE = Rule(
    id="review-pending",
    group="governance",
    severity=Severity.ADVICE,
    kinds=REVIEWED,
    finds="Text that no clinician has reviewed; as a warning, a reviewed "
    "page whose exercises are not reviewed.",
    why="A mistake in a dose or a warning reaches every patient until somebody reads it.",
    basis="Our own rule: a text says who reviewed it, when, and when it is due again.",
    wrong="review: {by: pending}",
    right='review: {by: "Sam Lee, PT", on: 2026-11-01, due: 2028-11-01}',
    look=look,
)
