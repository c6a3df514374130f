"""``joined-condition``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject

_JOINED = re.compile(r"^(?:or|and|and/or)\b\s*", re.IGNORECASE)


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
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


RULE = Rule(
    id="joined-condition",
    group="exercises",
    severity=Severity.ERROR,
    kinds=("exercise",),
    finds="A stop_if or not_if that begins with 'or' or 'and', usually because a comma has cut it in two.",
    why='The page says "or or", and a patient loses the thread of a warning.',
    basis="Our own rule: in a list in square brackets a comma begins the next condition.",
    wrong='not_if: ["you are pregnant, or short of breath lying flat"]',
    right='not_if: ["you are pregnant", "lying flat makes you short of breath"]',
    look=look,
    languages=("en",),
)
