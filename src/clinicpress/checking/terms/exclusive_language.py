"""``exclusive-language``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import TEXTS, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import UNPRINTED, Subject

_VERBS = (
    "bend|lift|lie|sit|stand|push|pull|press|raise|lower|turn|reach|hold|keep|put|place|slide|squeeze|lean|walk|"
    "follow|do|relax|step|use|try|move|start|remember|call|breathe"
)
# "just" only where it belittles an order: "just above the mat" is a place, "not just" an amount.
_EASE = re.compile(
    r"\b(?:simply|of course|needless to say)\b|(?:^|[.,] )obviously\b"
    rf"|(?:^|[.!?]\s+)just (?=(?:{_VERBS})\b)"
    r"|\b(?:it|this|that)(?: is|['’]s) (?:that |very |so |really )?(?:easy|simple)\b"
    r"|\ball you (?:have to|need to) do is\b|\beverybody can\b|\banyone can\b",
    re.IGNORECASE,
)


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Words that call easy what may be hard for the reader."""
    for passage in subject.passages:
        if passage.role in UNPRINTED:
            continue
        for match in _EASE.finditer(passage.text):
            word = match[0].lstrip(".!? ").strip()
            start = match.end() - len(match[0].lstrip(".!? "))
            yield at(
                passage,
                start,
                f"'{word}' calls the task easy",
                "delete it: the sentence says the same without it",
            )


RULE = Rule(
    id="exclusive-language",
    group="terms",
    severity=Severity.ADVICE,
    kinds=TEXTS,
    finds='A word that calls the task easy: "simply", "obviously", "just bend", "it is easy".',
    why="People who cannot do it yet feel like failures, and give up.",
    basis="Our own rule.",
    wrong="Simply lift your leg.",
    right="Lift your leg.",
    look=look,
    languages=("en",),
)
