"""Asks on a terminal for what a patient's sheet needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from clinicpress.api import Workspace
from clinicpress.content.fitting import sheet_hint
from clinicpress.content.models.base import Loc
from clinicpress.content.models.library import Library
from clinicpress.content.models.people import Person
from clinicpress.content.spoken import answer_fault, day_said
from clinicpress.content.suggest import near
from clinicpress.content.tables.days import Order, order_of
from clinicpress.messages import say
from clinicpress.patients.ordering import is_a_strangers, open_library, refused_password
from clinicpress.patients.planning import STRANGER, STRANGERS_HINT
from clinicpress.problems import Problem, UsageError


def ask_for_plan(
    workspace: Workspace,
    given: Mapping[str, Any],
    day: str,
    dates: Order | None,
    out: Path | None,
    same_person: Sequence[str],
) -> dict[str, Any]:
    """Ask for a plan of the date ``day``: the sheet, the patient, which of its exercises are left out.

    In place of a sheet, a title and exercises can be chosen.

    What ``given`` holds already is not asked for. Enter leaves a question open. An answer that cannot be is
    asked for again at once, and so are name, id and birth date if the id was printed for somebody else in the
    folder ``out`` and is none of ``same_person``.

    Raises:
        UsageError: if there is no such sheet, or none at all.
    """
    library, answers = open_library(workspace.root), dict(given)
    answers["sheet"] = given["sheet"] or ("" if given["add"] else _sheet(library))
    if answers["sheet"] and answers["sheet"] not in library.sheets:
        raise UsageError(Problem(say("cli.no-sheet-id-or-title"), sheet_hint(answers["sheet"], library)))
    asker = _Asker(day, dates or order_of(library.clinic.model.country))
    if not answers["sheet"]:
        answers["add"] = given["add"] or _chosen(library)
        answers["title"] = given["title"] or asker.optional(say("cli.ask-title"), ("title",))
    while True:
        answers |= _patient(asker, given)
        person = Person(answers["id"], answers["patient"], answers["birth_date"])
        if not is_a_strangers(out or workspace.root / "output", same_person, person):
            break
        message = f"{say(STRANGER)}; {say(STRANGERS_HINT)}"
        click.echo(say("cli.answer-error", message=message), err=True)
        # what was an option is asked for too: it may be the one that is wrong
        given = {**given, "id": "", "birth_date": ""}
    answers["clinician"] = given["clinician"] or asker.optional(say("cli.ask-therapist"), ("clinician",))
    if not given["side"]:
        side = asker.optional(say("cli.ask-sore-side"), ("sore_side",), str.lower)
        answers["side"] = (side,) if side else ()
    if not given["drop"] and answers["sheet"]:
        answers["drop"] = _dropped(library, answers["sheet"])
    answers["note"] = given["note"] or asker.optional(say("cli.ask-note"), ("note",))
    return answers


def _patient(asker: _Asker, given: Mapping[str, Any]) -> dict[str, str]:
    return {
        "patient": asker.needed(say("cli.ask-name"), ("patient", "name")),
        "id": given["id"] or asker.needed(say("cli.ask-id"), ("patient", "id")),
        "birth_date": asker.birth_date(given["birth_date"]),
    }


def password_of() -> str:
    """The password of a file, asked for twice and not shown."""
    while True:
        password = str(click.prompt(say("cli.ask-password"), hide_input=True, confirmation_prompt=True))
        fault = refused_password(password)
        if not fault:
            return password
        click.echo(say("cli.answer-error", message=fault))


class _Asker:
    """Asks until the answer is one that a plan of the date ``day`` may hold; ``order`` is that of days."""

    def __init__(self, day: str, order: Order) -> None:
        self._day, self._order = day, order

    def needed(self, question: str, loc: Loc) -> str:
        """An answer that has to be given."""
        return str(click.prompt(question, value_proc=lambda text: self._checked(loc, text)))

    def optional(self, question: str, loc: Loc, tidy: Callable[[str], str] = str) -> str:
        """An answer that may be left out; then it is empty."""

        def read(text: str) -> str:
            answer = tidy(text.strip())
            return self._checked(loc, answer) if answer else ""

        question = say("cli.question-may-stay-open", question=question)
        return str(click.prompt(question, default="", show_default=False, value_proc=read))

    def birth_date(self, given: str) -> str:
        """What an option has said or an answer says, as year, month and day."""
        loc, question = ("patient", "birth_date"), say("cli.ask-birth-date")
        if given and (fault := answer_fault(loc, given, self._day, self._order)) is not None:
            raise UsageError(
                Problem(
                    say("content.option-has-fault", option="--birth-date", message=fault.message), fault.hint
                )
            )
        return day_said(given or self.optional(question, loc), self._order)

    def _checked(self, loc: Loc, text: str) -> str:
        fault = answer_fault(loc, text, self._day, self._order)
        if fault is not None:
            raise click.UsageError(f"{fault.message}; {fault.hint}")
        return text


def _sheet(library: Library) -> str:
    if not library.sheets:
        raise UsageError(Problem(say("cli.no-sheet-yet"), say("cli.run-clinicpress-new-sheet-id-make")))
    names = list(library.sheets)
    for number, name in enumerate(names, 1):
        click.echo(f"  {number}  {library.sheets[name].model.title}")
    click.echo(f"  0  {say('cli.no-sheet-choose-exercises')}")
    chosen = int(
        click.prompt(say("cli.ask-sheet"), value_proc=lambda text: _numbers(text, 1, len(names), least=0)[0])
    )
    return names[chosen - 1] if chosen else ""


def _chosen(library: Library) -> tuple[str, ...]:
    """The exercises of a page without a sheet, by their ids, in the order in which they are done."""

    def read(text: str) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(text.replace(",", " ").split()))
        if not names:
            raise click.UsageError(say("cli.name-or-more-exercises"))
        for at, name in enumerate(names, 1):
            if name not in library.exercises:
                raise click.UsageError(say("cli.no-such-exercise", at=at, near=near(name, library.exercises)))
        return names

    chosen: tuple[str, ...] = click.prompt(say("cli.ask-exercises"), value_proc=read)
    return chosen


def _dropped(library: Library, sheet: str) -> tuple[str, ...]:
    """The exercises that are left out, chosen by number."""
    names = [use.exercise for use in library.sheets[sheet].model.exercises]
    for number, name in enumerate(names, 1):
        click.echo(f"  {number}  {library.exercises[name].model.title}")

    def read(text: str) -> list[int]:
        numbers = _numbers(text, len(names), len(names)) if text.strip() else []
        if len(numbers) == len(names):
            raise click.UsageError(say("cli.keep-least-exercise"))
        return numbers

    question = say("cli.ask-exercises-to-leave-out")
    chosen: list[int] = click.prompt(question, default="", show_default=False, value_proc=read)
    return tuple(names[number - 1] for number in chosen)


def _numbers(text: str, most: int, highest: int, *, least: int = 1) -> list[int]:
    """Up to ``most`` numbers from ``least`` to ``highest``, each once.

    Raises:
        click.UsageError: if the text says anything else, or nothing.
    """
    parts = list(dict.fromkeys(text.replace(",", " ").split()))
    if not 1 <= len(parts) <= most or not all(
        re.fullmatch("[0-9]{1,3}", part) and least <= int(part) <= highest for part in parts
    ):
        if most == 1:
            raise click.UsageError(say("cli.write-one-number", least=least, highest=highest))
        raise click.UsageError(say("cli.write-numbers", least=least, highest=highest))
    return list(dict.fromkeys(map(int, parts)))
