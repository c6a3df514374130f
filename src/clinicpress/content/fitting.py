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
from clinicpress.content.models.texts import side_words, texts_of
from clinicpress.content.suggest import near
from clinicpress.problems import Problem
from clinicpress.store.regular import is_file

# Where in the plan, what is wrong, and what to do.
PlanFinding = tuple[Loc, str, str]
_FEW = 16


def plan_findings(plan: Plan, library: Library, languages: Sequence[str]) -> Iterator[PlanFinding]:
    """What keeps ``plan`` from being made of this library, in one of these languages."""
    if plan.lang not in languages:
        yield ("lang",), "pages cannot be made in this language", f"write {' or '.join(languages)}"
    sheet = library.sheet(plan.sheet)
    wanted = plan.exercises
    yield from _unknown(wanted, library)
    yield from _sides(wanted, library)
    if plan.sheet is None and not wanted.add:
        hint = "name the sheet, or add exercises"
        yield ("sheet",), "the plan has neither a sheet nor exercises of its own", hint
        return
    if sheet is None:
        assert plan.sheet is not None
        yield ("sheet",), "this sheet does not exist or cannot be read", sheet_hint(plan.sheet, library)
        return
    listed = [use.exercise for use in sheet.model.exercises]
    yield from _strangers(wanted, listed, library)


def sheet_hint(name: str, library: Library) -> str:
    """What to write for the name of a sheet that there is none of, or that could not be read."""
    if _is_broken(library, "sheets", name):
        return f"content/sheets/{name}.yaml, or a file that it uses, cannot be read: run clinicpress check"
    if not library.sheets:
        return "there is no sheet yet"
    hint = near(name, library.sheets)
    listed = hint.startswith("did you mean") and len(library.sheets) <= _FEW
    return f"{hint} The sheets are: {', '.join(sorted(library.sheets))}" if listed else hint


def _unknown(wanted: PlanExercises, library: Library) -> Iterator[PlanFinding]:
    named: list[tuple[Loc, str]] = [(("exercises", "add", at), name) for at, name in enumerate(wanted.add)]
    named += [(("exercises", "order", at), name) for at, name in enumerate(wanted.order)]
    named += [(("exercises", name), name) for name in wanted.__pydantic_extra__ or ()]
    for loc, name in named:
        if name not in library.exercises:
            broken = f"content/exercises/{name}.yaml cannot be read: run clinicpress check"
            hint = broken if _is_broken(library, "exercises", name) else near(name, library.exercises)
            yield loc, "this exercise does not exist or cannot be read", hint


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
            yield ("exercises", name, "side"), f"this exercise {fault[0]}", fault[1]


def side_fault(exercise: Loaded[Exercise], side: Side) -> tuple[str, str] | None:
    """Why an exercise cannot be done on a side, to follow its name, and what to do; None if it can."""
    own = exercise.model.side
    if side == "both" and own != "both":
        return "works one side at a time", "write each, sore, left or right"
    if side != "both" and own == "both":
        return "moves both sides at once", "write both, or leave the side out"
    if _is_turned_round(exercise.model, side):
        hint = f"leave the side out, or remove left and right from content/exercises/{exercise.id}.yaml"
        return f"is worded for the {own} side", hint
    return None


def _is_turned_round(exercise: Exercise, side: Side) -> bool:
    """Whether pictures of one side would be turned round for the other, and words that name it would not."""
    turned = exercise.side in ("left", "right") and side != exercise.side
    return turned and any(side_words(text.text) for text in texts_of(exercise))


def _strangers(wanted: PlanExercises, listed: Sequence[str], library: Library) -> Iterator[PlanFinding]:
    """A change that would silently go nowhere is a fault in a dosage."""
    on_sheet = f"the sheet has: {', '.join(listed)}" if listed else "the plan has no sheet"
    for index, name in enumerate(wanted.drop):
        if name not in listed:
            yield ("exercises", "drop", index), "this exercise is not on the plan's sheet", on_sheet
    for index, name in enumerate(wanted.add):
        if name in listed:
            message = "this exercise is already on the plan's sheet"
            yield ("exercises", "add", index), message, "delete it from add"
    for index, name in enumerate(wanted.order):
        if name not in listed and name not in wanted.add and name in library.exercises:
            message = "the order names an exercise that is neither on the plan's sheet nor added"
            yield ("exercises", "order", index), message, f"add it, or remove it from order; {on_sheet}"
    for name in wanted.__pydantic_extra__ or ():
        if name in wanted.drop:
            message, hint = (
                "the plan changes an exercise that it drops",
                "keep the change or the drop, not both",
            )
            yield ("exercises", name), message, hint
        elif name not in listed and name not in wanted.add and name in library.exercises:
            message = "the plan changes an exercise that is neither on its sheet nor added"
            yield ("exercises", name), message, f"add the exercise, or delete the change; {on_sheet}"
    if listed and not wanted.add and set(listed) <= set(wanted.drop):
        yield ("exercises", "drop"), "the plan drops every exercise of its sheet", "keep or add at least one"


# A mark at the beginning of a line, as word processors put it there.
_BULLETS = "\u2022\u2023\u2043\u25aa\u25cf\u25cb\u25e6\u25a0\u25a1\u2013\u2014*-"
LIST_MARK = re.compile(
    rf"(?m)^[ \t]*(?:[{_BULLETS}]|[0-9]{{1,2}}[.)](?! *[0-9])|\([0-9a-z]\)|[a-z]\))[ \t\u00a0]+"
)


def doubts_of(plan: Loaded[Plan]) -> Iterator[Problem]:
    """What to look at in a plan that was read, each at its place."""
    for loc, message, hint in doubts(plan.model.model_dump(exclude_none=True)):
        yield Problem(message, hint, plan.at(*loc))


def doubts(plan: Mapping[str, Any]) -> Iterator[PlanFinding]:
    """What to look at in a plan, given as a file would say it."""
    if is_doubtful(str((plan.get("patient") or {}).get("name") or "")):
        message = "some systems write this word when the name is missing"
        yield ("patient", "name"), message, "check that this is the patient's name"
    exercises = plan.get("exercises")
    notes: dict[Loc, Any] = {("note",): plan.get("note")}
    for name, change in exercises.items() if isinstance(exercises, Mapping) else ():
        if isinstance(change, Mapping):
            notes["exercises", name, "note"] = change.get("note")
    for loc, note in notes.items():
        if isinstance(note, str) and LIST_MARK.search(note):
            message = "a line of this note begins with a list mark, but notes have no lists"
            yield loc, message, "write sentences without bullets or numbers"
