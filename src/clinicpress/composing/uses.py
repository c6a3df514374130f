"""Exercises as a document and a plan use them: in order, with dosage, side and notes decided."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clinicpress.model.base import Side
from clinicpress.model.documents import Plan, PlanChange, Sheet
from clinicpress.model.exercise import Dosage, Exercise, ExerciseUse
from clinicpress.model.library import Library, Loaded, Loc
from clinicpress.problems import ContentError, Problem, Source


@dataclass(frozen=True)
class Use:
    """An exercise with all changes made; ``source`` is its place, ``dosed`` that of its dosage."""

    exercise: Loaded[Exercise]
    dosage: Dosage
    side: Side
    source: Source
    dosed: Source
    notes: tuple[tuple[str, Source], ...] = ()


def use_of(library: Library, name: str, source: Source) -> Use:
    """The exercise ``name`` as its own file has it.

    Raises:
        ContentError: if the library has no such exercise.
    """
    loaded = library.exercises.get(name)
    if loaded is None:
        message = f"there is no exercise {name!r} that could be read"
        hint = f"write content/exercises/{name}.yaml, or mend the problems reported in it"
        raise ContentError(Problem(message, hint, source))
    return Use(loaded, loaded.model.dosage, loaded.model.side, source, loaded.at("dosage"))


def named_use(library: Library, named: ExerciseUse, owner: Loaded[Any], loc: Loc) -> Use:
    """The exercise that ``owner`` names at ``loc``, with the changes that stand beside its name.

    Raises:
        ContentError: if the library has no such exercise.
    """
    use = use_of(library, named.exercise, owner.at(*loc, "exercise"))
    return changed(use, named, owner, loc)


def changed(use: Use, change: ExerciseUse | PlanChange, owner: Loaded[Any], loc: Loc) -> Use:
    """``use`` with the dosage, side and note of ``change``, which stands in ``owner`` at ``loc``."""
    if change.dosage is not None:
        dosage = change.dosage.over(use.dosage)
        use = dataclasses.replace(use, dosage=dosage, dosed=owner.at(*loc, "dosage"))
    if change.side is not None:
        use = dataclasses.replace(use, side=change.side)
    if change.note is not None:
        use = dataclasses.replace(use, notes=(*use.notes, (change.note, owner.at(*loc, "note"))))
    return use


def sheet_uses(library: Library, sheet: Loaded[Sheet], plan: Loaded[Plan] | None) -> tuple[Use, ...]:
    """The exercises of a sheet in order, as ``plan`` changes them.

    Raises:
        ContentError: if an exercise is unknown, or the plan changes or drops one that is not on the sheet,
            or leaves none.
    """
    uses = [
        named_use(library, named, sheet, ("exercises", index))
        for index, named in enumerate(sheet.model.exercises)
    ]
    return tuple(uses) if plan is None else _planned(library, uses, plan)


def _planned(library: Library, uses: list[Use], plan: Loaded[Plan]) -> tuple[Use, ...]:
    wanted = plan.model.exercises
    changes: Mapping[str, PlanChange] = wanted.__pydantic_extra__ or {}
    added = [
        use_of(library, name, plan.at("exercises", "add", index)) for index, name in enumerate(wanted.add)
    ]
    listed = {use.exercise.id for use in uses}
    problems = [
        *_strangers(plan, ((("drop", index), name) for index, name in enumerate(wanted.drop)), listed),
        *_strangers(
            plan,
            (((name,), name) for name in changes),
            (listed - set(wanted.drop)) | {use.exercise.id for use in added},
        ),
    ]
    kept = [use for use in (*uses, *added) if use in added or use.exercise.id not in wanted.drop]
    if not kept and not problems:
        problems.append(
            Problem("the plan drops every exercise", "keep or add one", plan.at("exercises", "drop"))
        )
    if problems:
        raise ContentError(problems)
    return tuple(_with_change(use, changes, plan) for use in kept)


def _with_change(use: Use, changes: Mapping[str, PlanChange], plan: Loaded[Plan]) -> Use:
    change = changes.get(use.exercise.id)
    return use if change is None else changed(use, change, plan, ("exercises", use.exercise.id))


def _strangers(plan: Loaded[Plan], named: Iterable[tuple[Loc, str]], known: set[str]) -> Iterator[Problem]:
    """A change that would silently go nowhere is a fault in a dosage, so it is a problem."""
    for loc, name in named:
        if name not in known:
            hint = f"exercises of this plan: {', '.join(sorted(known))}"
            yield Problem(
                f"the plan names {name!r}, which is not on its sheet", hint, plan.at("exercises", *loc)
            )
