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
        yield Hit(place, "no clinician has reviewed this text", f"once a clinician has read it, {said}")
    elif _NOBODY.fullmatch(review.by.strip()):
        found = f"reviewed by {review.by!r}, which is nobody's name"
        instead = "the name and credentials of who read it, or by: pending"
        yield Hit(subject.loaded.at("review", "by"), found, instead, Severity.WARNING)
    else:
        pending = _pending(subject, scope)
        if pending:
            what = f"{', '.join(pending)} {'is' if len(pending) == 1 else 'are'} not"
            found = f"this page is reviewed, and {what}: it prints that its review is pending"
            yield Hit(place, found, f"have {', '.join(pending)} reviewed, too", Severity.WARNING)


def _pending(subject: Subject, scope: Scope) -> list[str]:
    known = scope.library.exercises
    names = dict.fromkeys(use.exercise for use in uses(subject))
    return [name for name in names if name in known and known[name].model.review.pending]


RULE = Rule(
    id="review-pending",
    group="governance",
    severity=Severity.ADVICE,
    kinds=REVIEWED,
    finds="Words that no clinician has reviewed; a reviewed page with exercises that are not is a warning.",
    why="A slip in a dose or a warning goes to every patient until somebody reads it.",
    basis="Our own rule: a text says who reviewed it, when, and when it is due again.",
    wrong="review: {by: pending}",
    right='review: {by: "Sam Lee, PT", on: 2026-11-01, due: 2028-11-01}',
    look=look,
)
