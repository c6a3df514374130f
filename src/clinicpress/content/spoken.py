"""A plan that is said in options of the command line, read by the same rules as one that is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from clinicpress.content.fitting import plan_findings, sheet_hint
from clinicpress.content.keptplans import KeptPlan
from clinicpress.content.models.base import Loc
from clinicpress.content.models.certain import certain
from clinicpress.content.models.characters import flaw, settled
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.library import Library
from clinicpress.content.planvalues import append, canonical, put
from clinicpress.content.tables.days import Order, read_day
from clinicpress.content.tables.orders import Entry
from clinicpress.messages import say
from clinicpress.problems import Problem, Source, UsageError
from clinicpress.records import dataclass

# Where what options and answers say stands, in messages.
SPOKEN = Source("this plan", 0, 0)
_FIRST = Source("--patient")
DOSAGE = ("reps", "hold", "sets", "rest", "per_day", "per_week")


@dataclass(frozen=True, slots=True)
class SpokenOption:
    """One value of a plan, the place where a file would have it, and the option that says it."""

    loc: Loc
    text: str
    option: str


def spoken_entry(
    said: Sequence[SpokenOption], library: Library, languages: Sequence[str], order: Order
) -> Entry:
    """The plan that options say, as an entry; ``order`` is that of day and month in a birth date.

    Raises:
        UsageError: with a problem for each option that is wrong; none repeats what the options say.
    """
    for each in said:
        if each.loc == ("sheet",) and each.text not in library.sheets:
            raise UsageError(Problem(say("content.no-sheet-with-this-id"), sheet_hint(each.text, library)))
    values, places = _values(said, order)
    model, problems = _judged(values, places)
    if model is not None and not problems:
        problems = tuple(
            Problem(message, hint, _nearest(places, loc))
            for loc, message, hint in plan_findings(model, library, languages)
        )
    if problems or model is None:
        raise UsageError(_of_option(problem) for problem in problems)
    return Entry(1, SPOKEN, canonical(values), KeptPlan.of(model))


def answer_fault(loc: Loc, text: str, day: str, order: Order) -> Problem | None:
    """What is wrong with one answer by itself, in a plan of the date ``day``; not repeating it.

    ``order`` is that of day and month.
    """
    values: dict[Loc, str] = {
        ("patient", "name"): "Pat Example", ("patient", "id"): "1", ("date",): day, ("sheet",): "any",
        loc: text,
    }  # fmt: skip
    try:
        said, places = _values([SpokenOption(at, value, "") for at, value in values.items()], order)
    except UsageError as error:
        return replace(error.problems[0], message=error.problems[0].message.removeprefix(": "))
    _, problems = _judged(said, places)
    return problems[0] if problems else None


def _judged(values: dict[str, Any], places: Mapping[Loc, Source]) -> tuple[Plan | None, tuple[Problem, ...]]:
    plan = certain(Plan, values)
    if plan is not None:
        return plan, ()
    # YAML and pydantic take longer to load than a page takes to be made
    from clinicpress.content.planvalues import tree  # noqa: PLC0415
    from clinicpress.content.yaml.typed import check  # noqa: PLC0415

    return check(tree(values, places, _FIRST), Plan, private=True)


def day_said(text: str, order: Order) -> str:
    """A day as year, month and day; what is none stays as it is, for the plan to refuse."""
    text = settled(text).strip()
    return read_day(text, order) or text


def changes_said(texts: Iterable[str], option: str) -> list[SpokenOption]:
    """What ``EXERCISE.KEY=VALUE`` options say of dosages and notes.

    Raises:
        UsageError: if one is written otherwise.
    """
    found = []
    for text in texts:
        name, equals, value = text.partition("=")
        exercise, dot, key = name.strip().rpartition(".")
        if not (equals and dot and exercise and value.strip()) or key not in (*DOSAGE, "note"):
            hint = say("content.write-exercise-key-value", keys=", ".join(DOSAGE))
            raise UsageError(Problem(say("content.does-not-change-exercise", option=option), hint))
        inner = ("dosage", key) if key in DOSAGE else (key,)
        found.append(SpokenOption(("exercises", exercise, *inner), value.strip(), option))
    return found


def what_was_said(answers: Mapping[str, Any]) -> list[SpokenOption]:
    """What options, or answers in their place, say of a plan.

    Raises:
        UsageError: if one is written in no way that can be read.
    """
    said = [SpokenOption(("sheet",), answers["sheet"], "SHEET")] if answers["sheet"] else []
    keys = {
        "patient": ("patient", "name"), "id": ("patient", "id"), "birth_date": ("patient", "birth_date"),
        "clinician": ("clinician",), "note": ("note",), "title": ("title",),
    }  # fmt: skip
    said += [
        SpokenOption(loc, answers[name], f"--{name.replace('_', '-')}")
        for name, loc in keys.items()
        if answers[name]
    ]
    for text in answers["side"]:
        exercise, equals, side = text.rpartition("=")
        loc = ("exercises", exercise.strip(), "side") if equals else ("sore_side",)
        said.append(SpokenOption(loc, side.strip().lower(), "--side"))
    said += changes_said(answers["set"], "--set")
    for name in ("add", "drop", "order"):
        said += [SpokenOption(("exercises", name), exercise, f"--{name}") for exercise in answers[name]]
    return said


def _values(said: Sequence[SpokenOption], order: Order) -> tuple[dict[str, Any], dict[Loc, Source]]:
    """The values that a file would have, each with its option as its place."""
    values: dict[str, Any] = {}
    places: dict[Loc, Source] = {}
    for each in said:
        found = flaw(each.text)
        if found is not None:
            raise UsageError(
                Problem(
                    say("content.option-has-fault", option=each.option, message=found.message), found.hint
                )
            )
        text = day_said(each.text, order) if each.loc[-1] == "birth_date" else settled(each.text)
        source = Source(each.option)
        places.setdefault((), source)
        if each.loc[-1] in ("add", "drop", "order"):
            append(values, places, each.loc, text, source)
        elif each.loc in places:
            raise UsageError(
                Problem(say("content.value-given-twice", option=each.option), say("content.give-once"))
            )
        else:
            put(values, places, each.loc, text, source)
    return values, places


def _nearest(where: Mapping[Loc, Source], loc: Loc) -> Source:
    while loc and loc not in where:
        loc = loc[:-1]
    return where.get(loc, _FIRST)


def _of_option(problem: Problem) -> Problem:
    option = problem.source.path if problem.source else "--patient"
    return Problem(say("content.option-has-fault", option=option, message=problem.message), problem.hint)
