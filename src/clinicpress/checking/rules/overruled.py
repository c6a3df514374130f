"""The rule on judgements that the text contradicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from clinicpress.checking.scoring.indexes import CDC, PEMAT
from clinicpress.checking.scoring.scores import Scorer, judgement
from clinicpress.checking.subject import Finder, Hit, Scope, Subject


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
            found = f"{judged.by} said yes to item {number} of {tool.name}, but the check finds: {reason}"
            yield Hit(place, found, f"correct what the check found, or move {number} from yes to no")


LOOKS: Mapping[str, Finder] = {
    "judged-overruled": find_judged_overruled,
}
