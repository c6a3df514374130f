"""``number-form``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import TEXTS, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Passage, Role, Subject
from clinicpress.checking.terms.masking import without_addresses
from clinicpress.checking.terms.numbers import Short, short_forms

# Two numbers with a dash are hard to read; nobody takes them for another amount.
_STEPS: tuple[Role, ...] = ("step", "short-step", "safety", "tip")
_SETS = re.compile(r".*\d\s*[x×X]\s*\d.*")
_RANGE = re.compile(r"[\d.]+\s*[-–—−]\s*[\d.]+")


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Amounts that are written as a sum, a fraction, a range with a dash, or with a sign."""
    for passage in subject.passages:
        for short in short_forms(without_addresses(passage.text)):
            found = f"'{short.text}' can be misread"
            severity = Severity.WARNING if _RANGE.fullmatch(short.text) else None
            yield at(passage, short.start, found, _instead(subject, passage, short), severity)


def _instead(subject: Subject, passage: Passage, short: Short) -> str:
    """The amount in words; in the steps of an exercise a dose is printed anyway, and may be another one."""
    dose = subject.kind == "exercise" and passage.role in _STEPS and _SETS.fullmatch(short.text) is not None
    return (
        f"delete it: the dosage is printed below the steps; or write {short.plain}"
        if dose
        else f"write {short.plain}"
    )


RULE = Rule(
    id="number-form",
    group="terms",
    severity=Severity.ERROR,
    kinds=TEXTS,
    finds='An amount in a short form: "3x10", "2-3x/wk", "1/2", "50 %", "q2h", "±5"; as a warning "10-15".',
    why="Short forms are misread, and a wrong amount can do harm.",
    basis="PEMAT-P item 6 (numbers are clear); ISMP list of error-prone abbreviations, symbols and "
    "dose designations.",
    wrong="3x10, 2-3x/wk",
    right="Do 10 in a row, then rest. Do this 3 times in all, on 2 to 3 days a week.",
    look=look,
    languages=("en",),
)
