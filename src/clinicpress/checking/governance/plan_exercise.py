"""``plan-exercise``. No finding repeats what a plan says: only its place is told."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject
from clinicpress.composing.uses import listed_uses, planned_uses
from clinicpress.problems import ContentError

_INSTEAD = (
    "write the id of an exercise that is on its sheet or that the plan "
    "adds; clinicpress list exercises shows them"
)


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Plans that cannot be read, or whose sheet or exercises do not exist."""
    plan, library = subject.loaded, scope.library
    if plan.model is None:
        instead = "run clinicpress sheet --plan with this file to see what is wrong"
        yield Hit(plan.at(), "this file cannot be read as a plan", instead)
        return
    sheet = library.sheet(plan.model.sheet)
    if sheet is None:
        found = "the plan names a sheet that does not exist or could not be read"
        yield Hit(plan.at("sheet"), found, "write the id of a sheet; clinicpress list sheets shows them")
        return
    try:
        uses = listed_uses(library, sheet)
    except ContentError:
        return  # told of the sheet
    try:
        planned_uses(library, uses, plan)
    except ContentError as error:
        for problem in error.problems:
            # its hint lists what is in the plan
            yield Hit(problem.source or plan.at(), problem.message, _INSTEAD)


RULE = Rule(
    id="plan-exercise",
    group="governance",
    severity=Severity.ERROR,
    kinds=("plan",),
    finds="A plan that cannot be read, or that names a sheet or an exercise "
    "that does not exist or is not its own.",
    why="The patient would get the sheet without the change that a therapist made for them.",
    basis="Our own rule: a change that is never printed is a wrong dosage.",
    wrong="exercises: {knee-to-chests: {dosage: {reps: 5}}}",
    right="exercises: {knee-to-chest: {dosage: {reps: 5}}}",
    look=look,
)
