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
            found = f"{judged.by} said yes to item {number} of {tool.name}, but the check finds: {reason}"
            yield Hit(place, found, f"correct what the check found, or move {number} from yes to no")


RULE = Rule(
    id="judged-overruled",
    group="structure",
    severity=Severity.WARNING,
    kinds=DOCUMENTS,
    finds="An item of PEMAT-P or the CDC index that a person marked yes and that the check finds not met.",
    why="A judgement made before the last change is about a page that no longer exists.",
    basis="Our own rule: a judgement cannot overrule what can be seen on the page.",
    wrong="judged: {pemat: {by: Sam Lee, on: 2026-11-01, yes: [19]}}   (and a table without heads)",
    right="judged: {pemat: {by: Sam Lee, on: 2026-11-01, no: [19]}}",
    look=look,
)
