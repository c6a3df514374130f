"""``condition-alone``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject

# Verbs that say nothing of who; and what only goes on with the condition before.
_HEADLESS = re.compile(
    r"^(?:have|has|had|feel|felt|get|got|gets|cannot|can't|must|should|are|is|were|was|do|does|did|need|use|"
    r"take|took|bend|lift|turn|put|lie|with|without|after|short of)\b",
    re.IGNORECASE,
)
# "your hip" is the first half of "your hip, knee or ankle hurts"
_FEWEST_WORDS = 3


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Conditions that say nothing without the one before them."""
    for passage in subject.passages_in("stop", "skip"):
        if _HEADLESS.match(passage.text) or len(passage.text.split()) < _FEWEST_WORDS:
            yield at(
                passage,
                0,
                "this condition makes no sense by itself, and a page may print it apart from the others",
                "write a whole condition, such as: you have a hernia; or join it to the condition before it",
            )


RULE = Rule(
    id="condition-alone",
    group="exercises",
    severity=Severity.WARNING,
    kinds=("exercise",),
    finds="A stop_if or not_if that makes no sense without the one before it: "
    "its 'you' is missing, or a comma cut it.",
    why="Shared conditions are printed once, apart from the others: this "
    'one would read "Skip this if bend it far".',
    basis="Our own rule: each condition is printed where it is needed, not always beside the others.",
    wrong='not_if: ["you must not stand", "bend your hip far"]',
    right='not_if: ["you must not stand", "you must not bend your hip far"]',
    look=look,
    languages=("en",),
)
