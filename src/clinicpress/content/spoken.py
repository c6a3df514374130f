"""A plan that is said in options of the command line, read by the same rules as one that is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from clinicpress.content.disk import digest
from clinicpress.content.fitting import plan_findings, sheet_hint
from clinicpress.content.models.base import Loc
from clinicpress.content.models.characters import flaw, settled
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.tables.days import Order, read_day
from clinicpress.content.tables.orders import Entry
from clinicpress.content.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode, places, plain
from clinicpress.content.yaml.typed import check
from clinicpress.problems import Problem, Source, UsageError

# Where what options and answers say stands, in messages.
SPOKEN = Source("this plan", 0, 0)
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
            raise UsageError(Problem("SHEET: there is no sheet with this id", sheet_hint(each.text, library)))
    root = _tree(said, order)
    model, problems = check(root, Plan, private=True)
    if model is not None and not problems:
        where = places(root)
        problems = tuple(
            Problem(message, hint, _nearest(where, loc))
            for loc, message, hint in plan_findings(model, library, languages)
        )
    if problems or model is None:
        raise UsageError(_of_option(problem) for problem in problems)
    data = json.dumps(plain(root), sort_keys=True, separators=(",", ":")).encode("ascii")
    return Entry(1, SPOKEN, _OptionOrigin(), data)


def answer_fault(loc: Loc, text: str, day: str, order: Order) -> Problem | None:
    """What is wrong with one answer by itself, in a plan of the date ``day``; not repeating it.

    ``order`` is that of day and month.
    """
    values: dict[Loc, str] = {
        ("patient", "name"): "Pat Example", ("patient", "id"): "1", ("date",): day, ("sheet",): "any",
        loc: text,
    }  # fmt: skip
    try:
        tree = _tree([SpokenOption(at, value, "") for at, value in values.items()], order)
    except UsageError as error:
        return replace(error.problems[0], message=error.problems[0].message.removeprefix(": "))
    _, problems = check(tree, Plan, private=True)
    return problems[0] if problems else None


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
            hint = (
                f"write EXERCISE.KEY=VALUE, such as knee-to-chest.reps=5; keys are {', '.join(DOSAGE)}, note"
            )
            raise UsageError(Problem(f"{option}: this does not change an exercise", hint))
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


def _tree(said: Sequence[SpokenOption], order: Order) -> MappingNode:
    source = Source("--patient")
    tree: dict[str, Any] = {}
    for each in said:
        _put(tree, each, order)
    node = _node(tree, source)
    assert isinstance(node, MappingNode)
    return node


def _put(tree: dict[str, Any], said: SpokenOption, order: Order) -> None:
    inner: dict[Any, Any] = tree
    last = said.loc[-1]
    for key in said.loc[:-1]:
        inner = inner.setdefault(key, {})
    found = flaw(said.text)
    if found is not None:
        raise UsageError(Problem(f"{said.option}: {found.message}", found.hint))
    text = day_said(said.text, order) if last == "birth_date" else settled(said.text)
    scalar = ScalarNode(Source(said.option), text)
    if said.loc[-1] in ("add", "drop", "order"):
        inner.setdefault(last, []).append(scalar)
    elif last in inner:
        raise UsageError(Problem(f"{said.option}: this value is given twice", "give it once"))
    else:
        inner[last] = scalar


def _node(value: Any, source: Source) -> Node:
    if isinstance(value, ScalarNode):
        return value
    if isinstance(value, list):
        return SequenceNode(value[0].source, tuple(value))
    kids = {key: _node(inner, source) for key, inner in value.items()}
    first = next(iter(kids.values())).source if kids else source
    return MappingNode(first, kids, {key: kid.source for key, kid in kids.items()})


def _nearest(where: Mapping[Loc, Source], loc: Loc) -> Source:
    while loc and loc not in where:
        loc = loc[:-1]
    return where.get(loc, Source("--patient"))


def _of_option(problem: Problem) -> Problem:
    option = problem.source.path if problem.source else "--patient"
    return Problem(f"{option}: {problem.message}", problem.hint)


@dataclass(frozen=True, slots=True)
class _OptionOrigin:
    """Reads the plan of an entry that options have said."""

    def plan(self, data: bytes, source: Source) -> Loaded[Plan]:
        """The plan, every value of it at the command line."""
        return Loaded("plan", Plan.model_validate(json.loads(data)), source.path, digest(data), {(): source})

    def canonical(self, data: bytes) -> bytes:
        """All that the options say."""
        return data

    def cell(self, data: bytes, column: str) -> str:  # noqa: ARG002
        """Options have no columns."""
        return ""
