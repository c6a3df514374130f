"""Exercises as a document and a plan use them: in order, with dosage, side and notes decided."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from clinicpress.composing.sides import settled_side
from clinicpress.model.base import Side
from clinicpress.model.documents import Plan, PlanChange, Sheet
from clinicpress.model.exercise import Dosage, DosageChange, Exercise, ExerciseUse
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
    """``use`` with the dosage, side and note of ``change``, which stands in ``owner`` at ``loc``.

    A plan's change leaves the places as they are: what many plans have in common must not name one of them.
    """
    new: dict[str, Any] = {}
    if change.dosage is not None:
        new["dosage"] = _over(change.dosage, use.dosage)
        if isinstance(change, ExerciseUse):
            new["dosed"] = owner.at(*loc, "dosage")
    if change.side is not None:
        new["side"] = change.side
    if change.note is not None:
        new["notes"] = (*use.notes, (change.note, owner.at(*loc, "note")))
    return dataclasses.replace(use, **new) if new else use


@lru_cache(maxsize=2_000)
def _over(change: DosageChange, dosage: Dosage) -> Dosage:
    return change.over(dosage)


def listed_uses(library: Library, sheet: Loaded[Sheet]) -> tuple[Use, ...]:
    """The exercises of a sheet in order.

    Raises:
        ContentError: if an exercise is unknown.
    """
    return tuple(
        named_use(library, named, sheet, ("exercises", index))
        for index, named in enumerate(sheet.model.exercises)
    )


def sheet_uses(library: Library, sheet: Loaded[Sheet], plan: Loaded[Plan] | None) -> tuple[Use, ...]:
    """The exercises of a sheet in order, as ``plan`` changes them.

    Raises:
        ContentError: as `listed_uses` and `planned_uses`.
    """
    uses = listed_uses(library, sheet)
    return uses if plan is None else planned_uses(library, uses, plan)


def planned_uses(library: Library, uses: Sequence[Use], plan: Loaded[Plan]) -> tuple[Use, ...]:
    """The exercises ``uses`` of a sheet as ``plan`` changes them. No message repeats what the plan says.

    Raises:
        ContentError: if the plan adds an exercise that is unknown, changes or drops one that is not on the
            sheet, or leaves none.
    """
    wanted, listed = plan.model.exercises, {use.exercise.id for use in uses}
    if not wanted.model_fields_set and not wanted.__pydantic_extra__:
        return tuple(_settled(use, plan) for use in uses)
    changes: Mapping[str, PlanChange] = wanted.__pydantic_extra__ or {}
    added = _added(library, plan)
    now = (listed - set(wanted.drop)) | {use.exercise.id for use in added}
    problems = [
        *_unknown(library, plan),
        *_strangers(plan, ((("drop", index), name) for index, name in enumerate(wanted.drop)), listed),
        *_strangers(plan, (((name,), name) for name in changes), now),
        *_strangers(plan, ((("order", index), name) for index, name in enumerate(wanted.order)), now),
    ]
    kept = [*(use for use in uses if use.exercise.id not in wanted.drop), *added]
    if not kept and not problems:
        problems.append(
            Problem("the plan drops every exercise", "keep or add one", plan.at("exercises", "drop"))
        )
    if problems:
        raise ContentError(problems)
    return tuple(_with_change(use, changes, plan) for use in _ordered(kept, wanted.order))


def _ordered(uses: Sequence[Use], order: Sequence[str]) -> list[Use]:
    """Those that ``order`` names first, in its order; the others behind them."""
    first = {name: index for index, name in enumerate(order)}
    return sorted(uses, key=lambda use: first.get(use.exercise.id, len(first)))


def lacks_side(library: Library, plan: Loaded[Plan]) -> bool:
    """Whether an exercise of a plan is for the sore side and nobody said which that is.

    Raises:
        ContentError: as `sheet_uses`.
    """
    sheet = library.sheet(plan.model.sheet)
    if plan.model.sore_side is not None or sheet is None:
        return False
    return any(use.side == "sore" for use in sheet_uses(library, sheet, plan))


def known_uses(library: Library, plan: Loaded[Plan]) -> tuple[Use, ...] | None:
    """What is still known of the exercises of an old plan, by today's library; None if its sheet is gone.

    An exercise that is gone is left out, and so is a change of one that is no longer on the sheet.
    """
    sheet, wanted = library.sheet(plan.model.sheet), plan.model.exercises
    if sheet is None:
        return None
    listed = [
        named_use(library, named, sheet, ("exercises", index))
        for index, named in enumerate(sheet.model.exercises)
        if named.exercise in library.exercises and named.exercise not in wanted.drop
    ]
    changes: Mapping[str, PlanChange] = wanted.__pydantic_extra__ or {}
    return tuple(_with_change(use, changes, plan) for use in (*listed, *_added(library, plan)))


def _added(library: Library, plan: Loaded[Plan]) -> list[Use]:
    """Those of the exercises that the plan adds that there are, with the places of their own files."""
    found = (library.exercises.get(name) for name in plan.model.exercises.add)
    return [
        Use(loaded, loaded.model.dosage, loaded.model.side, loaded.at(), loaded.at("dosage"))
        for loaded in found
        if loaded is not None
    ]


def _with_change(use: Use, changes: Mapping[str, PlanChange], plan: Loaded[Plan]) -> Use:
    change = changes.get(use.exercise.id)
    new = use if change is None else changed(use, change, plan, ("exercises", use.exercise.id))
    return _settled(new, plan)


def _settled(use: Use, plan: Loaded[Plan]) -> Use:
    """The use with the sore side of the plan as its side, if it is for that and it is known."""
    side = settled_side(use.side, plan.model.sore_side)
    return use if side == use.side else dataclasses.replace(use, side=side)


def _unknown(library: Library, plan: Loaded[Plan]) -> Iterator[Problem]:
    for index, name in enumerate(plan.model.exercises.add):
        if name not in library.exercises:
            message = "the plan adds an exercise that there is none of, or that could not be read"
            hint = f"exercises that there are: {', '.join(sorted(library.exercises))}"
            yield Problem(message, hint, plan.at("exercises", "add", index))


def _strangers(plan: Loaded[Plan], named: Iterable[tuple[Loc, str]], known: set[str]) -> Iterator[Problem]:
    """A change that would silently go nowhere is a fault in a dosage, so it is a problem."""
    for loc, name in named:
        if name not in known:
            hint = f"exercises of this plan: {', '.join(sorted(known)) or 'none'}"
            yield Problem(
                "the plan names an exercise that is not on its sheet", hint, plan.at("exercises", *loc)
            )
