"""``safety-missing``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject

# What may be said with each thing that can slide, tear, open, roll away or be missed by a foot.
_SAID: Mapping[str, str] = {
    "band": "Check the band for tears.",
    "door": "Lock the door.",
    "chair": "Set the chair against a wall.",
    "step": "Use a low, firm step that cannot slide.",
    "roll": "Use a firm roll that stays in place.",
}
_STEADY = "Stand where you can hold on to a counter."


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Exercises with such a thing, or that work balance, and without a word on safety."""
    model = subject.model
    if model.safety:
        return
    for number, thing in enumerate(model.equipment):
        if thing in _SAID:
            yield Hit(
                subject.loaded.at("equipment", number),
                f"the exercise uses a {thing}, but safety says nothing about it",
                f'add what fits, such as safety: ["{_SAID[thing]}"]',
            )
            return
    for number, region in enumerate(model.works):
        if region == "balance":
            yield Hit(
                subject.loaded.at("works", number),
                "the exercise works balance, but has no safety line",
                f'add what fits, such as safety: ["{_STEADY}"]',
            )


RULE = Rule(
    id="safety-missing",
    group="exercises",
    severity=Severity.WARNING,
    kinds=("exercise",),
    finds="An exercise with a band, door, chair, step or roll, or for balance, that has no safety line.",
    why="Chairs slide, bands tear and doors open. A tip about it is left "
    "out where room is short; safety is not.",
    basis="Our own rule: safety is printed on every page, tips are not.",
    wrong="equipment: [band, door]",
    right='equipment: [band, door]\nsafety: ["Lock the door.", "Check the band for tears."]',
    look=look,
)
