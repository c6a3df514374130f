"""Findings about plans: what keeps one from being printed, and what may be meant otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clinicpress.content.models.base import Loc, Side
from clinicpress.content.models.documents import Plan, PlanExercises
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.models.people import is_doubtful
from clinicpress.content.suggest import is_close, near
from clinicpress.messages import linked, say
from clinicpress.problems import Problem
from clinicpress.store.regular import is_file

# Where in the plan, what is wrong, and what to do.
PlanFinding = tuple[Loc, str, str]
_FEW = 16


def plan_findings(plan: Plan, library: Library, languages: Sequence[str]) -> Iterator[PlanFinding]:
    """What keeps ``plan`` from being made of this library, in one of these languages."""
    if plan.lang not in languages:
        yield (
            ("lang",),
            say("content.pages-cannot-be-made-language"),
            say("content.write-language", languages=linked("list.or", languages)),
        )
    sheet = library.sheet(plan.sheet)
    wanted = plan.exercises
    yield from _unknown(wanted, library)
    yield from _sides(wanted, library)
    if plan.sheet is None and not wanted.add:
        hint = say("content.name-sheet")
        yield ("sheet",), say("content.plan-has-neither-sheet-nor-exercises"), hint
        return
    if sheet is None:
        assert plan.sheet is not None
        yield ("sheet",), say("content.sheet-does-not-exist-or-cannot"), sheet_hint(plan.sheet, library)
        return
    listed = [use.exercise for use in sheet.model.exercises]
    yield from _strangers(wanted, listed, library)


def sheet_hint(name: str, library: Library) -> str:
    """What to write for the name of a sheet that there is none of, or that could not be read."""
    if _is_broken(library, "sheets", name):
        return say("content.content-sheets-yaml", name=name)
    if not library.sheets:
        return say("cli.no-sheet-yet")
    hint = near(name, library.sheets)
    listed = is_close(name, library.sheets) and len(library.sheets) <= _FEW
    return (
        say("content.hint-with-all-sheets", hint=hint, sheets=", ".join(sorted(library.sheets)))
        if listed
        else hint
    )


def _unknown(wanted: PlanExercises, library: Library) -> Iterator[PlanFinding]:
    named: list[tuple[Loc, str]] = [(("exercises", "add", at), name) for at, name in enumerate(wanted.add)]
    named += [(("exercises", "order", at), name) for at, name in enumerate(wanted.order)]
    named += [(("exercises", name), name) for name in wanted.__pydantic_extra__ or ()]
    for loc, name in named:
        if name not in library.exercises:
            broken = say("content.content-exercises-yaml-cannot-be-read", name=name)
            hint = broken if _is_broken(library, "exercises", name) else near(name, library.exercises)
            yield loc, say("content.exercise-does-not-exist-or-cannot"), hint


def _is_broken(library: Library, folder: str, name: str) -> bool:
    """Whether a file of that name could not be read: another one must not be offered for it."""
    return re.fullmatch(r"[a-z0-9-]+", name) is not None and is_file(
        library.root / "content" / folder / f"{name}.yaml"
    )


def _sides(wanted: PlanExercises, library: Library) -> Iterator[PlanFinding]:
    for name, change in (wanted.__pydantic_extra__ or {}).items():
        exercise = library.exercises.get(name)
        if exercise is None or change.side is None:
            continue
        fault = side_fault(exercise, change.side)
        if fault is not None:
            yield ("exercises", name, "side"), say("content.exercise", fault=fault[0]), fault[1]


def side_fault(exercise: Loaded[Exercise], side: Side) -> tuple[str, str] | None:
    """Why an exercise cannot be done on a side, to follow its name, and what to do; None if it can."""
    own = exercise.model.side
    if side == "both" and own != "both":
        return say("content.works-side-time"), say("content.write-a-side")
    if side != "both" and own == "both":
        return say("content.moves-both-sides-once"), say("content.write-both-or-leave-side-out")
    if _is_turned_round(exercise.model, side):
        hint = say("content.leave-side-out", id=exercise.id)
        return say("content.worded-for-side", own=own), hint
    return None


def _is_turned_round(exercise: Exercise, side: Side) -> bool:
    """Whether pictures of one side would be turned round for the other, and words that name it would not."""
    from clinicpress.content.models.texts import side_words, texts_of  # noqa: PLC0415

    turned = exercise.side in ("left", "right") and side != exercise.side
    return turned and any(side_words(text.text) for text in texts_of(exercise))


def _strangers(wanted: PlanExercises, listed: Sequence[str], library: Library) -> Iterator[PlanFinding]:
    """A change that would silently go nowhere is a fault in a dosage."""
    on_sheet = (
        say("content.exercises-of-sheet", names=", ".join(listed))
        if listed
        else say("content.plan-has-no-sheet")
    )
    for index, name in enumerate(wanted.drop):
        if name not in listed:
            yield ("exercises", "drop", index), say("content.exercise-not-plan-sheet"), on_sheet
    for index, name in enumerate(wanted.add):
        if name in listed:
            message = say("content.exercise-already-plan-sheet")
            yield ("exercises", "add", index), message, say("content.delete-from-add")
    for index, name in enumerate(wanted.order):
        if name not in listed and name not in wanted.add and name in library.exercises:
            message = say("content.order-names-exercise-neither-plan-sheet")
            yield (
                ("exercises", "order", index),
                message,
                say("content.add-or-remove-from-order", on_sheet=on_sheet),
            )
    for name in wanted.__pydantic_extra__ or ():
        if name in wanted.drop:
            message, hint = (
                say("content.plan-changes-exercise-drops"),
                say("content.keep-change-or-drop-not-both"),
            )
            yield ("exercises", name), message, hint
        elif name not in listed and name not in wanted.add and name in library.exercises:
            message = say("content.plan-changes-exercise-neither-sheet-nor")
            yield ("exercises", name), message, say("content.add-exercise", on_sheet=on_sheet)
    if listed and not wanted.add and set(listed) <= set(wanted.drop):
        yield (
            ("exercises", "drop"),
            say("content.plan-drops-every-exercise-sheet"),
            say("content.keep-or-add-least"),
        )


# A mark at the beginning of a line, as word processors put it there.
_BULLETS = "\u2022\u2023\u2043\u25aa\u25cf\u25cb\u25e6\u25a0\u25a1\u2013\u2014*-"
LIST_MARK = re.compile(
    rf"(?m)^[ \t]*(?:[{_BULLETS}]|[0-9]{{1,2}}[.)](?! *[0-9])|\([0-9a-z]\)|[a-z]\))[ \t\u00a0]+"
)


def doubts_of(plan: Loaded[Plan]) -> Iterator[Problem]:
    """What to look at in a plan that was read, each at its place."""
    changes = (plan.model.exercises.model_extra or {}).items()
    said = {
        "patient": {"name": plan.model.patient.name},
        "note": plan.model.note,
        "exercises": {name: {"note": change.note} for name, change in changes},
    }
    for loc, message, hint in doubts(said):
        yield Problem(message, hint, plan.at(*loc))


def doubts(plan: Mapping[str, Any]) -> Iterator[PlanFinding]:
    """What to look at in a plan, given as a file would say it."""
    if is_doubtful(str((plan.get("patient") or {}).get("name") or "")):
        message = say("content.some-systems-write-word-when-name")
        yield ("patient", "name"), message, say("content.check-patient-name")
    exercises = plan.get("exercises")
    notes: dict[Loc, Any] = {("note",): plan.get("note")}
    for name, change in exercises.items() if isinstance(exercises, Mapping) else ():
        if isinstance(change, Mapping):
            notes["exercises", name, "note"] = change.get("note")
    for loc, note in notes.items():
        if isinstance(note, str) and LIST_MARK.search(note):
            message = say("content.line-note-begins-list-mark")
            yield loc, message, say("content.write-sentences-without-bullets-or-numbers")
