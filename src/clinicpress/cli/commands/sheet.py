"""``clinicpress sheet``."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clinicpress.cli.options import (
    AS_JSON,
    DATES,
    DAY,
    OUT,
    SAME_PERSON,
    UNLOCK,
    choice_options,
    opened,
)
from clinicpress.messages import say

if TYPE_CHECKING:
    from clinicpress import Result

# What a plan file says itself.
_OF_A_PLAN = ("sheet", "patient", "id", "birth_date", "clinician", "side", "set", "add", "drop", "note",
               "title", "order")  # fmt: skip


# More words than the SHEET, which click would repeat, may be a patient's name.
@click.command(name="sheet", context_settings={"allow_extra_args": True})
@click.argument("sheet", required=False, metavar="[SHEET]")
@click.option("--patient", metavar="NAME", help="The patient's name.")
@click.option("--id", metavar="ID", help="The patient's record number.")
@click.option("--birth-date", metavar="DATE", help="For example 1980-05-02.")
@click.option("--dates", type=DATES, help="How to read 5/2/1980. Default: as in the clinic's country.")
@click.option("--clinician", metavar="NAME", help="Who made the plan.")
@click.option("--date", type=DAY, metavar="DATE", help="The date of the plan. Default: today.")
@click.option(
    "--side", multiple=True, metavar="SIDE", help="The sore side; or EXERCISE=left for one exercise."
)
@click.option(
    "--set",
    multiple=True,
    metavar="EXERCISE.KEY=VALUE",
    help="Change a dosage, or add a note to an exercise.",
)
@click.option("--add", multiple=True, metavar="EXERCISE", help="Add an exercise.")
@click.option("--drop", multiple=True, metavar="EXERCISE", help="Leave out an exercise of the sheet.")
@click.option(
    "--order", multiple=True, metavar="EXERCISE", help="Put this exercise first; repeat for the next."
)
@click.option("--title", metavar="TEXT", help="A title for this page.")
@click.option("--note", metavar="TEXT", help="A sentence for this patient.")
@click.option(
    "--plan", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="Read the plan from a file instead of the options above.",
)  # fmt: skip
@click.option(
    "--since",
    default="last",
    metavar="FILE",
    help="Mark changes since the plan in this file; last: since the last print; none: no marks.",
)
@click.option("--encrypt", is_flag=True, help="Lock the file with a password; clinicpress asks for it.")
@UNLOCK
@SAME_PERSON
@choice_options
@OUT
@click.option("--open", "opens", is_flag=True, help="Open it in the system's viewer.")
@click.option("--print", "prints", is_flag=True, help="Send it to the system's printer.")
@click.option("--force", is_flag=True, help="Make it again even if it is up to date.")
@AS_JSON
@click.pass_context
def command(
    ctx: click.Context, /, *, plan: Path | None, date: datetime.date | None, as_json: bool,
    opens: bool, prints: bool, **asked: Any,
) -> None:  # fmt: skip
    """Make one patient's sheet, with the patient's name and changes for that patient.

    It goes to output/patients/, where only you can read it, under a name that reveals nothing about the
    patient. On a terminal, without --patient, clinicpress asks for the details.

    \b
    Examples:
      clinicpress sheet sciatica
      clinicpress sheet sciatica --patient "Pat Example" --id EX-0001 --open
      clinicpress sheet sciatica --patient "Pat Example" --id EX-0001 --side left --drop modified-cobra
      clinicpress sheet sciatica --patient "Pat Example" --id EX-0001 --set knee-to-chest.reps=5
      clinicpress sheet --patient "Pat Example" --id EX-0001 --title "Your knee" --add quad-set --add bridge
      clinicpress sheet --plan content/patients/example-plan.yaml
    """
    if ctx.args:
        raise click.UsageError(say("cli.word-without-option"))
    _refuse_mixtures(plan, asked)
    if asked["encrypt"] and not sys.stdin.isatty():
        raise click.UsageError(say("cli.no-terminal-for-password"))
    workspace = opened(ctx)
    day = date or datetime.date.today()
    # the models, which the questions need, take 150 ms to load
    from clinicpress.cli.asking import ask_for_plan, password_of  # noqa: PLC0415
    from clinicpress.cli.planlines import show_plans  # noqa: PLC0415
    from clinicpress.cli.reporting import print_problems  # noqa: PLC0415
    from clinicpress.cli.streams import hand_over  # noqa: PLC0415

    said = {name: asked.pop(name) for name in _OF_A_PLAN}
    password = password_of if asked.pop("encrypt") else ""
    make: Callable[..., Result]
    if plan is not None:
        make = partial(workspace.batch, plan)
    else:
        if not said["patient"]:
            said = ask_for_plan(workspace, said, f"{day}", asked["dates"], asked["out"], asked["same_person"])
        sheet, changes = said.pop("sheet") or "", said.pop("set")
        given = {name: value for name, value in said.items() if value}
        make = partial(workspace.sheet, sheet, changes=changes, **given)
    result = show_plans(partial(make, day=day, jobs=1, password=password, **asked), as_json=as_json)
    made = [outcome.path for outcome in result.outcomes if outcome.path and outcome.status != "failed"]
    unhanded = [problem for path in made for problem in hand_over(path, opens=opens, prints=prints)]
    # standard output has its one JSON document already
    print_problems(unhanded)
    ctx.exit(0 if result.ok and not unhanded else 1)


def _refuse_mixtures(plan: Path | None, asked: dict[str, Any]) -> None:
    given = [name for name in _OF_A_PLAN if asked[name]]
    if plan is not None:
        if plan.suffix.lower() not in (".yaml", ".yml"):
            raise click.UsageError(say("cli.plan-is-one-file"))
        if given:
            option = "SHEET" if given[0] == "sheet" else f"--{given[0].replace('_', '-')}"
            raise click.UsageError(say("cli.plan-file-has-everything", option=option))
        return
    if asked["patient"] and not asked["sheet"] and not asked["add"]:
        hint = say("cli.name-sheet-or-add-exercises")
        raise click.UsageError(say("cli.hint-and-list", hint=hint))
    if asked["patient"] and not asked["id"]:
        raise click.UsageError(say("cli.patient-needs-id"))
    if not asked["patient"] and not sys.stdin.isatty():
        raise click.UsageError(say("cli.add-patient-and-id-or-plan"))
