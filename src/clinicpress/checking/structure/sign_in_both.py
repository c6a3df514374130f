"""``sign-in-both``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import DOCUMENTS, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject

_LEAD = re.compile(r"^(?:if )?(?:you (?:have|feel|get|are|notice) |you )?(?:a |an |any |the )?")
_REST = re.compile(r"[^\w ]+")


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A sign for which one box says to call the clinic, and the other one to call an ambulance."""
    urgent = {_bare(passage.text): passage for passage in subject.passages_in("emergency")}
    for passage in subject.passages_in("call", "stop"):
        other = urgent.get(_bare(passage.text))
        if other is not None:
            found = f'"{passage.text}" is also a sign to call an ambulance, on line {other.source.line}'
            yield at(
                passage, 0, found, "keep it in one of the two boxes: in the emergency box if it cannot wait"
            )


def _bare(text: str) -> str:
    """The words of a sign without those that lead to it: "You have chest pain." is "chest pain"."""
    return _LEAD.sub("", _REST.sub("", text.lower()).strip())


RULE = Rule(
    id="sign-in-both",
    group="structure",
    severity=Severity.ERROR,
    kinds=DOCUMENTS,
    finds="The same sign as a reason to call the clinic and as a reason to call an ambulance.",
    why="A patient who reads two different orders loses minutes in an emergency.",
    basis="Our own rule: one sign, one thing to do.",
    wrong='stop_if: ["Chest pain"]\nemergency: ["You have chest pain"]',
    right='stop_if: ["Your knee swells up"]\nemergency: ["You have chest pain"]',
    look=look,
)
