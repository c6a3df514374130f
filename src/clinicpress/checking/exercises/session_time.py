"""``session-time``."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope, uses
from clinicpress.checking.subject import Subject
from clinicpress.composing.session import Part, exercise_seconds, session

MOST, MUCH = 20, 15


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Sheets of more than 20 minutes; of more than 15, advice."""
    parts = {}
    for use in uses(subject):
        loaded = scope.library.exercises.get(use.exercise)
        if loaded is not None:
            model = loaded.model
            dosage = model.dosage if use.dosage is None else use.dosage.over(model.dosage)
            parts[model.title] = Part(dosage, use.side or model.side, model.position)
    minutes = session(tuple(parts.values())).minutes if parts else 0
    if minutes <= MUCH:
        return
    longest = max(parts, key=lambda title: exercise_seconds(parts[title].dosage, parts[title].side))
    most = math.ceil(exercise_seconds(parts[longest].dosage, parts[longest].side) / 60)
    found = (
        f"one session takes about {minutes} minutes; the longest exercise, {longest!r}, takes about {most}"
    )
    instead = _instead(parts, longest)
    severity = None if minutes > MOST else Severity.ADVICE
    yield Hit(subject.loaded.at("exercises"), found, instead, severity)


def _instead(parts: Mapping[str, Part], longest: str) -> str:
    """How it could come down to 15 minutes: by less of one exercise, or by as many exercises less."""
    kept = sorted(parts.values(), key=lambda part: exercise_seconds(part.dosage, part.side))
    total = len(kept)
    while len(kept) > 1 and session(tuple(kept)).minutes > MUCH:
        kept.pop()
    less = total - len(kept)
    if less <= 1:
        return (
            f"give fewer sets or repetitions of {longest!r}, or drop one "
            f"exercise, to come down to {MUCH} minutes"
        )
    return (
        f"give fewer sets, or move the {less} longest exercises to a sheet for "
        f"another day: the rest takes {MUCH} minutes or less"
    )


RULE = Rule(
    id="session-time",
    group="exercises",
    severity=Severity.WARNING,
    kinds=("sheet",),
    finds=f"A sheet that takes more than {MOST} minutes each time; advice for more than {MUCH}.",
    why="People skip a session altogether when it is too long for their day.",
    basis="Our own rule.",
    wrong="exercises: [bridge, clamshell, bird-dog, dead-bug, cat-cow, heel-raise]  # each 3 sets of 15",
    right="exercises: [bridge, clamshell, heel-raise]  # each 2 sets of 10",
    look=look,
)
