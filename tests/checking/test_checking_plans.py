"""A plan is judged by one set of rules: what ``check`` says of its file, ``batch`` says too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from reading_samples import EXERCISE, FILES, write

from clinicpress.checking.catalog import RULES
from clinicpress.checking.scoping import scope_of
from clinicpress.composing.locale import languages
from clinicpress.content.models.library import Library
from clinicpress.content.reader import read_library
from clinicpress.content.tables.orders import Defaults, Orders, read_orders

DAY = date(2026, 11, 22)
EXERCISES = {
    "heel-raise": EXERCISE.replace("Knee bend", "Heel raise"),
    "bridge": EXERCISE.replace("side: each", "side: both"),
    "worded": EXERCISE.replace("side: each", "side: left").replace("one knee", "your left knee"),
}
# What is wrong, and the lines of a plan that say it; its sheet has knee-bend and bridge.
WRONG = {
    "pages cannot be made in this language": "sheet: knee\nlang: es",
    "this sheet does not exist or cannot be read": "sheet: nee",
    "the plan has neither a sheet nor exercises of its own": "title: Your knee",
    "this exercise does not exist or cannot be read": "sheet: knee\nexercises: {add: [heel-rais]}",
    "this exercise works one side at a time": "sheet: knee\nexercises: {knee-bend: {side: both}}",
    "this exercise moves both sides at once": "sheet: knee\nexercises: {bridge: {side: left}}",
    "this exercise is worded for the left side": (
        "sheet: knee\nexercises: {add: [worded], worded: {side: right}}"
    ),
    "this exercise is not on the plan's sheet": "sheet: knee\nexercises: {drop: [heel-raise]}",
    "this exercise is already on the plan's sheet": "sheet: knee\nexercises: {add: [bridge]}",
    "the plan changes an exercise that it drops": (
        "sheet: knee\nexercises: {drop: [bridge], bridge: {note: Go slowly.}}"
    ),
    "the plan changes an exercise that is neither on its sheet nor added": (
        "sheet: knee\nexercises: {heel-raise: {note: Go slowly.}}"
    ),
    "the order names an exercise that is neither on the plan's sheet nor added": (
        "sheet: knee\nexercises: {order: [heel-raise]}"
    ),
    "the plan drops every exercise on its sheet": "sheet: knee\nexercises: {drop: [knee-bend, bridge]}",
}


def read(root: Path, plan: str) -> tuple[Library, Orders]:
    """A workspace with one plan, and what ``batch`` reads of it."""
    sheet = FILES["content/sheets/knee.yaml"].replace("[knee-bend]", "[knee-bend, bridge]")
    plan = f"patient: {{name: Pat Example, id: EX-1}}\ndate: 2026-11-22\n{plan}\n"
    files = {f"content/exercises/{name}.yaml": text for name, text in EXERCISES.items()}
    write(root, {**FILES, **files, "content/sheets/knee.yaml": sheet, "content/patients/one.yaml": plan})
    reading = read_library(root)
    assert reading.library is not None, reading.problems
    path = root / "content" / "patients" / "one.yaml"
    return reading.library, read_orders(
        path, root, reading.library, Defaults(None, "en"), languages=languages()
    )


def told_by_check(library: Library) -> list[tuple[str, str, str]]:
    """What the check's rule says of the plans."""
    (rule,) = (rule for rule in RULES if rule.id == "plan-exercise")
    scope = scope_of(library, DAY, plans=True)
    hits = [hit for subject in scope.subjects if subject.kind == "plan" for hit in rule.look(subject, scope)]
    return [(str(hit.place), hit.found, hit.instead) for hit in hits]


@pytest.mark.parametrize("wrong", WRONG)
def test_check_and_batch_say_the_same_of_a_wrong_plan(tmp_path: Path, wrong: str) -> None:
    """`check` passed an impossible side, a dose of a dropped exercise, and what was added twice."""
    library, orders = read(tmp_path, WRONG[wrong])
    assert orders.entries == ()
    told = [(str(problem.source), problem.message, problem.hint) for problem in orders.problems]
    assert [message for _, message, _ in told] == [wrong]
    assert told_by_check(library) == told


def test_nothing_is_said_of_a_plan_that_can_be_printed(tmp_path: Path) -> None:
    library, orders = read(
        tmp_path, "sheet: knee\nexercises: {knee-bend: {side: left}, add: [worded], drop: [bridge]}"
    )
    assert (orders.problems, len(orders.entries), told_by_check(library)) == ((), 1, [])
