"""``feel-preposition``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject
from clinicpress.composing.locale import load_locale


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A `feel` that brings a preposition of its own."""
    # the words before which the page leaves out its own "in"
    prepositions = load_locale("en", "US").text("prepositions").split()
    for passage in subject.passages_in("feel"):
        first = passage.text.split()[0]
        if first.casefold() in prepositions or passage.text.casefold().startswith("deep in "):
            yield at(
                passage,
                0,
                f"begins with '{first}', and names no part of the body first",
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
