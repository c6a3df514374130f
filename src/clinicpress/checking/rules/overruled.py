"""The rule on judgements that the text contradicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from clinicpress.checking.scoring.indexes import CDC, PEMAT
from clinicpress.checking.scoring.scores import Scorer, judgement
from clinicpress.checking.subject import Finder, Hit, Scope, Subject
from clinicpress.messages import say


def find_judged_overruled(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Items under ``yes`` in ``judged`` that cannot hold by what other rules find."""
    for tool in (PEMAT, CDC):
        judged = judgement(subject, tool)
        if judged is None:
            continue
        # no other items are asked: each asks rules, which take time
        asked = replace(tool, items=tuple(item for item in tool.items if item.number in judged.yes))
        for number, reason in Scorer(scope, (asked,)).refused(subject, asked):
            place = subject.loaded.at("judged", tool.key, "yes", judged.yes.index(number))
            found = say("rule.said-yes-item", by=judged.by, number=number, tool=tool.name, reason=reason)
            yield Hit(place, found, say("rule.correct-what-check-found", number=number))


LOOKS: Mapping[str, Finder] = {
    "judged-overruled": find_judged_overruled,
}
