"""Output of scores: a line for each item, or one JSON document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from clinicpress.cli.reporting import problem_data
from clinicpress.messages import later, say

# In the order in which they are told.
_SIGNS = {"no": "no", "yes": "yes", "not applicable": "n/a", "open": "?"}
_PARTS = {
    "understandability": later("cli.understandability"),
    "actionability": later("cli.actionability"),
}


def told(scored: Any, today: date) -> Iterator[str]:
    """Each score with its items: what does not hold, what does, what does not apply, what is to be judged."""
    for score in scored.scores:
        yield f"{score.subject.file.path}: {score.tool.name}: {_sum(score)}"
        for answer, sign in _SIGNS.items():
            for each in score.decisions:
                if each.answer == answer:
                    reason = f": {each.reason}" if each.reason else ""
                    yield f"  {sign:<4} {each.item.number:>2} {say(each.item.asks).rstrip('.')}{reason}"
        if score.count("open"):
            yield f"  {say('cli.what-is-open', example=_example(score, today))}"


def _sum(score: Any) -> str:
    """The scores in percent, of the parts of PEMAT and of all, and how much is open."""
    parts = score.parts if score.tool.key == "pemat" else ()
    told = [f"{say(_PARTS[part])} {_percent(score, part)}" for part in parts]
    whole = _percent(score, None)
    told.append(say("cli.score-in-all", percent=whole) if parts else whole)
    left = [say("cli.items-to-judge", count=score.count("open"))]
    if person := score.judged:
        left.append(say("cli.score-judged-by", by=person.by, on=person.on.isoformat()))
    return f"{', '.join(told)}; {', '.join(left)}"


def _percent(score: Any, part: str | None) -> str:
    percent = score.percent(part)
    agreed = score.count("yes", part)
    if percent is None:
        return say("cli.nothing-decided")
    return say("cli.score-percent", percent=percent, agreed=agreed, decided=_decided(score, part))


def _decided(score: Any, part: str | None) -> int:
    return int(score.count("yes", part) + score.count("no", part))


def _example(score: Any, today: date) -> str:
    answers = "yes: [], no: [], not_applicable: []"
    return f"judged: {{{score.tool.key}: {{by: Name and credentials, on: {today.isoformat()}, {answers}}}}}"


def scored_data(scored: Any) -> dict[str, Any]:
    """Scores as JSON data; ``score`` is null where nothing is decided."""
    return {
        "ok": not scored.problems,
        "problems": [problem_data(problem) for problem in scored.problems],
        "scores": [_score(score) for score in scored.scores],
    }


def _score(score: Any) -> dict[str, Any]:
    person = score.judged
    return {
        "tool": score.tool.key,
        "kind": score.subject.kind,
        "id": score.subject.id,
        "path": score.subject.file.path,
        **_counts(score, None),
        "parts": {part: _counts(score, part) for part in score.parts},
        "judged": {"by": person.by, "on": person.on.isoformat()} if person else None,
        "items": [_item(each) for each in score.decisions],
    }


def _counts(score: Any, part: str | None) -> dict[str, Any]:
    percent = score.percent(part)
    return {
        "score": None if percent is None else round(percent, 1),
        "agreed": score.count("yes", part),
        "disagreed": score.count("no", part),
        "not_applicable": score.count("not applicable", part),
        "open": score.count("open", part),
    }


def _item(decision: Any) -> dict[str, Any]:
    return {
        "number": decision.item.number,
        "part": decision.item.part,
        "asks": say(decision.item.asks),
        "decides": decision.item.decides,
        "answer": decision.answer,
        "by": decision.by or None,
        "reason": decision.reason,
    }
