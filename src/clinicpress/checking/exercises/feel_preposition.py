"""``feel-preposition``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject

_PREPOSITION = re.compile(
    r"^(?:in|into|on|onto|at|to|toward|towards|under|underneath|below|beneath|above|over|behind|beside|"
    r"between|across|along|around|about|near|through|throughout|down|up|inside|within|from|deep in)\b\s*",
    re.IGNORECASE,
)


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A `feel` that brings a preposition of its own."""
    for passage in subject.passages_in("feel"):
        match = _PREPOSITION.match(passage.text)
        if match is not None:
            yield at(
                passage,
                0,
                f"begins with '{match[0].strip()}', and names no part of the body first",
                "name the part of the body, such as: the back of your thigh",
            )


RULE = Rule(
    id="feel-preposition",
    group="exercises",
    severity=Severity.WARNING,
    kinds=("exercise",),
    finds="A feel that begins with a preposition, such as 'under' or 'behind'.",
    why="A part of the body is found sooner than a place beside one.",
    basis="Our own rule: the page prints 'Feel a gentle stretch in' and the part, or the place without 'in'.",
    wrong="feel: under your arm",
    right="feel: your armpit",
    look=look,
    languages=("en",),
)
