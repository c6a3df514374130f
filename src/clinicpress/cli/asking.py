"""Asks on a terminal for what a patient's sheet needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from clinicpress.cli.planning import what_was_said
from clinicpress.model.library import Library
from clinicpress.problems import Problem, UsageError
from clinicpress.reading.near import near
from clinicpress.reading.spoken import Said

_SIDES = ("left", "right", "both", "")


def ask_for_plan(library: Library, given: Mapping[str, Any]) -> list[Said]:
    """Ask for a plan: the sheet, the patient, and which of its exercises are left out.

    What ``given`` holds already is not asked for. Enter leaves a question open.

    Raises:
        UsageError: if there is no such sheet, or none at all.
    """
    answers = dict(given)
    answers["sheet"] = given["sheet"] or _sheet(library)
    if answers["sheet"] not in library.sheets:
        raise UsageError(Problem("SHEET: there is no such sheet", near(answers["sheet"], library.sheets)))
    answers["patient"] = click.prompt("Patient's name", type=str)
    answers["id"] = given["id"] or click.prompt("Number of the record (ID)", type=str)
    answers["birth_date"] = given["birth_date"] or _open("Birth date, such as 1980-05-02")
    answers["clinician"] = given["clinician"] or _open("Therapist")
    if not given["side"]:
        sides = click.Choice(_SIDES, case_sensitive=False)
        side = click.prompt(
            "Sore side: left, right, both", default="", show_default=False, type=sides, show_choices=False
        )
        answers["side"] = (side,) if side else ()
    if not given["drop"]:
        answers["drop"] = _dropped(library, answers["sheet"])
    answers["note"] = given["note"] or _open("Note for the patient")
    return what_was_said(answers)


def password_of() -> str:
    """The password of a file, asked for twice and not shown."""
    return str(click.prompt("Password for the file", hide_input=True, confirmation_prompt=True))


def _open(question: str) -> str | None:
    answer = click.prompt(f"{question} (Enter: none)", default="", show_default=False)
    return str(answer) or None


def _sheet(library: Library) -> str:
    if not library.sheets:
        raise UsageError(Problem("there is no sheet yet", "clinicpress new sheet ID makes one"))
    names = list(library.sheets)
    for number, name in enumerate(names, 1):
        click.echo(f"  {number}  {library.sheets[name].model.title}")
    return names[int(click.prompt("Sheet", type=click.IntRange(1, len(names)))) - 1]


def _dropped(library: Library, sheet: str) -> tuple[str, ...]:
    """The exercises that are left out, chosen by number."""
    names = [use.exercise for use in library.sheets[sheet].model.exercises]
    for number, name in enumerate(names, 1):
        click.echo(f"  {number}  {library.exercises[name].model.title}")
    while True:
        question = "Leave out which, such as 2 or 1,3 (Enter: none)"
        answer = click.prompt(question, default="", show_default=False)
        numbers = [part for part in answer.replace(",", " ").split() if part]
        if all(part.isdecimal() and 1 <= int(part) <= len(names) for part in numbers):
            return tuple(names[int(part) - 1] for part in dict.fromkeys(numbers))
        click.echo(f"  write numbers from 1 to {len(names)}")
