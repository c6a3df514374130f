"""``stop-rule-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope, uses
from clinicpress.checking.subject import Subject
from clinicpress.model.documents import CalloutBlock
from clinicpress.model.exercise import Exercise, ExerciseUse


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A handout with exercises and without a box that says when to call; an exercise without ``stop_if``.

    The second is only advice: a sheet has its own stop rule, and a handout must have one.
    """
    model = subject.model
    if isinstance(model, Exercise):
        if not model.stop_if:
            found = "the exercise does not say when to stop"
            instead = 'add when, such as stop_if: ["you feel a sharp pain"]'
            yield Hit(subject.loaded.at("title"), found, instead, Severity.ADVICE)
        return
    if not uses(subject) or callouts(subject, "call"):
        return
    first = next(index for index, block in enumerate(model.blocks) if isinstance(block, ExerciseUse))
    found = "the handout has exercises, but no box that says when to stop and call"
    instead = 'add a box: callout: {kind: call, items: ["Your pain gets worse"]}'
    yield Hit(subject.loaded.at("blocks", first), found, instead)


def callouts(subject: Subject, kind: str) -> tuple[int, ...]:
    """The numbers of the blocks of a handout that are boxes of that kind."""
    return tuple(
        index
        for index, block in enumerate(subject.model.blocks)
        if isinstance(block, CalloutBlock) and block.callout.kind == kind
    )


RULE = Rule(
    id="stop-rule-missing",
    group="structure",
    severity=Severity.ERROR,
    kinds=("handout", "exercise"),
    finds="A handout with exercises and no box that says when to call; an exercise without stop_if (advice).",
    why="Patients who do not know when to stop go on, and get hurt.",
    basis="Our own rule: no exercise without one. CDC Clear Communication Index item 14: when to call.",
    wrong="- exercise: bridge",
    right='- callout: {kind: call, items: ["Pain spreads down your leg"]}\n- exercise: bridge',
    look=look,
)
