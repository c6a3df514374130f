"""Rules on an exercise's conditions and titles, on plans, and on reviews."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from clinicpress.checking.subject import Finder, Hit, Scope, Severity, Subject, at, title_key, uses
from clinicpress.composing.locale import languages, load_locale
from clinicpress.content.fitting import plan_findings

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
                "this condition makes no sense by itself, and a page may print it apart from the others",
                "write a whole condition, such as: you have a hernia; or join it to the condition before it",
            )


def find_duplicate_title(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Two exercises, two sheets or two handouts with one title."""
    others = [
        other.file.path
        for other in scope.titled.get((subject.kind, title_key(subject.model.title)), ())
        if other is not subject
    ]
    if others:
        found = (
            f"{', '.join(others)} {'has' if len(others) == 1 else 'have'} "
            f"the same title, {subject.model.title!r}"
        )
        instead = "say in each title what is different, such as Bridge on one leg; or delete one of the files"
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
                f"the feel text begins with '{first}', not with a part of the body",
                "name the part of the body, such as: the back of your thigh",
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
                f"begins with '{match[0].strip()}', but the page already prints 'or' between conditions",
                f'write "{rest}"; if it belongs to the item before, put the whole condition in double quotes',
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
                f"the exercise uses a {thing}, but safety says nothing about it",
                f'add a safety line, such as safety: ["{_SAID[thing]}"]',
            )
            return
    for number, region in enumerate(model.works):
        if region == "balance":
            yield Hit(
                subject.loaded.at("works", number),
                "the exercise works balance, but has no safety line",
                f'add one that fits, such as safety: ["{_STEADY}"]',
            )


def find_unused_exercise(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Exercises that no handout and no sheet uses."""
    if subject.id not in scope.users:
        instead = "name it in a sheet or a handout, or delete the file; keep it if plans add it"
        yield Hit(subject.loaded.at("title"), "no handout and no sheet uses this exercise", instead)


YEARS = 2


def next_review(today: date) -> date:
    """When to read it again what is read today: in two years."""
    day = min(today.day, 28) if today.month == 2 else today.day
    return date(today.year + YEARS, today.month, day)


def find_plan_exercise(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Plans that cannot be read, or that cannot be printed as they are."""
    plan = subject.loaded
    if plan.model is None:
        instead = "run clinicpress sheet --plan with this file to see what is wrong"
        yield Hit(plan.at(), "this file cannot be read as a plan", instead)
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
        when = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
        instead = f"have a clinician read it again by {review.due}"
        yield Hit(subject.loaded.at("review", "due"), f"the next review is due {when}", instead)


def find_review_overdue(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Reviews that were due before today."""
    review, today = subject.model.review, scope.today
    if not review.pending and review.due is not None and review.due < today:
        found = f"the next review was due on {review.due}"
        instead = f"have a clinician read it again, then write on: {today}, due: {next_review(today)}"
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
        yield Hit(place, "no clinician has reviewed this text", f"once a clinician has read it, write {said}")
    elif _NOBODY.fullmatch(review.by.strip()):
        found = f"by: {review.by!r} is not a person's name"
        instead = 'write the name and credentials of the reviewer, such as "Sam Lee, PT", or by: pending'
        yield Hit(subject.loaded.at("review", "by"), found, instead, Severity.WARNING)
    else:
        pending = _pending(subject, scope)
        if pending:
            what = f"{', '.join(pending)} {'is' if len(pending) == 1 else 'are'} not"
            found = f"this page is reviewed, but {what}, so it is printed as review pending"
            yield Hit(place, found, f"have a clinician review {', '.join(pending)} too", Severity.WARNING)


def _pending(subject: Subject, scope: Scope) -> list[str]:
    known = scope.library.exercises
    names = dict.fromkeys(use.exercise for use in uses(subject))
    return [name for name in names if name in known and known[name].model.review.pending]


def find_review_undated(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Reviews that do not say when the next one is due."""
    review = subject.model.review
    if not review.pending and review.due is None and review.on is not None:
        instead = f"add due: {next_review(review.on)}"
        yield Hit(subject.loaded.at("review"), "the review does not say when the next one is due", instead)


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
