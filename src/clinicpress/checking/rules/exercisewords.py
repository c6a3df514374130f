"""Rules on an exercise's conditions and titles, on plans, and on reviews."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from clinicpress.checking.subject import Finder, Hit, Scope, Severity, Subject, at, title_key, uses
from clinicpress.composing.locale import languages, load_locale
from clinicpress.content.fitting import plan_findings
from clinicpress.messages import say

# Verbs that say nothing of who; and what only goes on with the condition before.
_HEADLESS = re.compile(
    r"^(?:have|has|had|feel|felt|get|got|gets|cannot|can't|must|should|are|is|were|was|do|does|did|need|use|"
    r"take|took|bend|lift|turn|put|lie|with|without|after|short of)\b",
    re.IGNORECASE,
)
# "your hip" is the first half of "your hip, knee or ankle hurts"
_FEWEST_WORDS = 3


def find_condition_alone(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Conditions that say nothing without the one before them."""
    for passage in subject.passages_in("stop", "skip"):
        if _HEADLESS.match(passage.text) or len(passage.text.split()) < _FEWEST_WORDS:
            yield at(
                passage,
                0,
                say("rule.condition-makes-no-sense-itself"),
                say("rule.write-whole-condition"),
            )


def find_duplicate_title(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Two exercises, two sheets or two handouts with one title."""
    others = [
        other.file.path
        for other in scope.titled.get((subject.kind, title_key(subject.model.title)), ())
        if other is not subject
    ]
    if others:
        found = say("rule.same-title", count=len(others), others=", ".join(others), title=subject.model.title)
        instead = say("rule.say-each-title-what-different")
        yield Hit(subject.loaded.at("title"), found, instead)


def find_feel_preposition(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A `feel` that brings a preposition of its own."""
    # the words before which the page leaves out its own "in"
    prepositions = load_locale("en", "US").text("prepositions").split()
    for passage in subject.passages_in("feel"):
        first = passage.text.split()[0]
        if first.casefold() in prepositions or passage.text.casefold().startswith("deep in "):
            yield at(
                passage,
                0,
                say("rule.feel-text-begins-not-part-body", first=first),
                say("rule.name-part-body"),
            )


_JOINED = re.compile(r"^(?:or|and|and/or)\b\s*", re.IGNORECASE)


def find_joined_condition(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Conditions that begin with the word which the page puts between them, or that are cut at a comma."""
    for passage in subject.passages_in("stop", "skip"):
        match = _JOINED.match(passage.text)
        if match is not None:
            rest = passage.text[match.end() :]
            yield at(
                passage,
                0,
                say("rule.begins-but-page-already-prints", word=match[0].strip()),
                say("rule.write-condition-or-quote-it", rest=rest),
            )


# What may be said with each thing that can slide, tear, open, roll away or be missed by a foot.
_SAID: Mapping[str, str] = {
    "band": "Check the band for tears.",
    "door": "Lock the door.",
    "chair": "Set the chair against a wall.",
    "step": "Use a low, firm step that cannot slide.",
    "roll": "Use a firm roll that stays in place.",
}
_STEADY = "Stand where you can hold on to a counter."


def find_safety_missing(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Exercises with such a thing, or that work balance, and without a word on safety."""
    model = subject.model
    if model.safety:
        return
    for number, thing in enumerate(model.equipment):
        if thing in _SAID:
            yield Hit(
                subject.loaded.at("equipment", number),
                say("rule.exercise-uses", thing=thing),
                say("rule.add-safety-line", sentence=_SAID[thing]),
            )
            return
    for number, region in enumerate(model.works):
        if region == "balance":
            yield Hit(
                subject.loaded.at("works", number),
                say("rule.exercise-works-balance"),
                say("rule.add-fits", sentence=_STEADY),
            )


def find_unused_exercise(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Exercises that no handout and no sheet uses."""
    if subject.id not in scope.users:
        instead = say("rule.name-sheet-or-handout")
        yield Hit(subject.loaded.at("title"), say("rule.no-handout-and-no-sheet-uses"), instead)


YEARS = 2


def next_review(today: date) -> date:
    """When to read it again what is read today: in two years."""
    day = min(today.day, 28) if today.month == 2 else today.day
    return date(today.year + YEARS, today.month, day)


def find_plan_exercise(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Plans that cannot be read, or that cannot be printed as they are."""
    plan = subject.loaded
    if plan.model is None:
        instead = say("rule.run-clinicpress-sheet-plan-file-see")
        yield Hit(plan.at(), say("rule.file-cannot-be-read-plan"), instead)
        return
    for loc, found, instead in plan_findings(plan.model, scope.library, languages()):
        yield Hit(plan.at(*loc), found, instead)


DAYS = 60


def find_review_due(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Reviews that are due today or within 60 days."""
    review = subject.model.review
    if review.pending or review.due is None:
        return
    days = (review.due - scope.today).days
    if 0 <= days <= DAYS:
        found = say("rule.review-due", count=days) if days else say("rule.review-due-today")
        instead = say("rule.have-clinician-read-again", due=review.due)
        yield Hit(subject.loaded.at("review", "due"), found, instead)


def find_review_overdue(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Reviews that were due before today."""
    review, today = subject.model.review, scope.today
    if not review.pending and review.due is not None and review.due < today:
        found = say("rule.next-review-due", due=review.due)
        instead = say("rule.have-clinician-read-again-then-write", today=today, due=next_review(today))
        yield Hit(subject.loaded.at("review", "due"), found, instead)


# What people write for a name that they do not have yet.
_NOBODY = re.compile(
    r"tb[dac]|to ?do|to be (?:done|determined|decided|confirmed)|n/?a|none|nobody|no one|unknown|not yet"
    r"|later|draft|xx+|me|your name.*|name|[-?.…]+",
    re.IGNORECASE,
)


def find_review_pending(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """What no clinician has read yet, as far as the file says."""
    review, place = subject.model.review, subject.loaded.at("review")
    today = scope.today
    if review.pending:
        due = next_review(today)
        said = f'review: {{by: "NAME, PT", on: {today}, due: {due}}}'
        yield Hit(
            place,
            say("rule.no-clinician-has-reviewed-text"),
            say("rule.once-clinician-has-read-write", said=said),
        )
    elif _NOBODY.fullmatch(review.by.strip()):
        found = say("rule.reviewer-is-no-person", by=review.by)
        instead = say("rule.write-name-and-credentials-reviewer")
        yield Hit(subject.loaded.at("review", "by"), found, instead, Severity.WARNING)
    else:
        pending = _pending(subject, scope)
        if pending:
            names = ", ".join(pending)
            found = say("rule.page-reviewed-but-exercises-not", count=len(pending), names=names)
            yield Hit(place, found, say("rule.have-clinician-review-too", names=names), Severity.WARNING)


def _pending(subject: Subject, scope: Scope) -> list[str]:
    known = scope.library.exercises
    names = dict.fromkeys(use.exercise for use in uses(subject))
    return [name for name in names if name in known and known[name].model.review.pending]


def find_review_undated(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Reviews that do not say when the next one is due."""
    review = subject.model.review
    if not review.pending and review.due is None and review.on is not None:
        instead = say("rule.add-due", due=next_review(review.on))
        yield Hit(subject.loaded.at("review"), say("rule.review-does-not-say-when-next"), instead)


LOOKS: Mapping[str, Finder] = {
    "joined-condition": find_joined_condition,
    "condition-alone": find_condition_alone,
    "feel-preposition": find_feel_preposition,
    "safety-missing": find_safety_missing,
    "duplicate-title": find_duplicate_title,
    "unused-exercise": find_unused_exercise,
    "review-pending": find_review_pending,
    "review-overdue": find_review_overdue,
    "review-due": find_review_due,
    "review-undated": find_review_undated,
    "plan-exercise": find_plan_exercise,
}
