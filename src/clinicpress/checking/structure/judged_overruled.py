"""``judged-overruled``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from clinicpress.checking.rule import DOCUMENTS, Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.structure.cdc import CDC
from clinicpress.checking.structure.pemat import PEMAT
from clinicpress.checking.structure.scores import Scorer, judgement
from clinicpress.checking.subject import Subject


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Items under ``yes`` in ``judged`` that cannot hold by what other rules find."""
    for tool in (PEMAT, CDC):
        judged = judgement(subject, tool)
        if judged is None:
            continue
        # no other items are asked: each asks rules, which take time
        asked = replace(tool, items=tuple(item for item in tool.items if item.number in judged.yes))
        for number, reason in Scorer(scope, (asked,)).refused(subject, asked):
            place = subject.loaded.at("judged", tool.key, "yes", judged.yes.index(number))
            found = f"{judged.by} says yes to item {number} of {tool.name}, and the check says no: {reason}"
            yield Hit(place, found, f"mend or allow what is found, or write {number} under no")


RULE = Rule(
    id="judged-overruled",
    group="structure",
    severity=Severity.WARNING,
    kinds=DOCUMENTS,
    finds="A person says yes to an item of PEMAT-P or of the CDC index, and what is found says no.",
    why="A judgement from before the last change speaks for a page that is not there any more.",
    basis="Our own rule: nobody talks away what is there to be seen.",
    wrong="judged: {pemat: {by: Sam Lee, on: 2026-11-01, yes: [19]}}   (and a table without heads)",
    right="judged: {pemat: {by: Sam Lee, on: 2026-11-01, no: [19]}}",
    look=look,
)
