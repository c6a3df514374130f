"""The ``clinicpress`` command: finds the command asked for, loads it alone, and prints what goes wrong."""

from __future__ import annotations

import gc
import os
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from clinicpress import __version__
from clinicpress.cli.reporting import print_json, print_problems, problem_data
from clinicpress.cli.streams import is_of_output, open_streams, telling_of_output
from clinicpress.faults import debugging, fault
from clinicpress.messages import CatalogueError, say
from clinicpress.problems import ClinicpressError, Problem, UsageError

# Name and one line of help; the module clinicpress.cli.commands.NAME is loaded only when the command runs.
COMMANDS = (
    ("build", "Make the PDFs of handouts and sheets."),
    ("sheet", "Make one patient's sheet."),
    ("batch", "Make the sheets of many patients, and a packet for the printer."),
    ("list", "List the exercises, handouts, sheets, layouts and brands."),
    ("check", "Report all problems in the content, without building."),
    ("verify", "Read finished PDFs again and check pages, tags, fonts or patients."),
    ("purge", "Delete the PDFs of patients' plans that are older than a date."),
    ("preview", "Write PNG pictures of a figure or of a document's pages."),
    ("new", "Write a commented file to fill in."),
    ("init", "Make a new workspace from the starter."),
    ("schema", "Print the JSON Schema of a kind of file, for editors."),
)
# What goes wrong in these may be told with a patient's data.
_OF_PATIENTS = ("sheet", "batch", "verify", "purge")
INTERRUPTED = 130
_JSON = "clinicpress.json"


class Commands(click.Group):
    """A group that knows its commands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """The names in the order of `COMMANDS`."""
        return [name for name, _ in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command by its name, imported now."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"clinicpress.cli.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name for one that is mistyped."""
        names = self.list_commands(ctx)
        # what compares names is loaded for one that is mistyped alone
        if args[0] not in names and (near := import_module("difflib").get_close_matches(args[0], names, n=1)):
            ctx.fail(say("cli.no-such-command", args=args[0], near=near[0]))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(COMMANDS)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, after a look at whether the answer has to be JSON, also that to wrong use."""
        ctx.meta[_JSON] = "--json" in args[: args.index("--") if "--" in args else None]
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            _refuse(ctx, error)
            raise

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; every failure ends in one clear message and the exit code that fits it."""
        try:
            return super().invoke(ctx)
        except ClinicpressError as error:
            _tell(ctx, error.problems)
            ctx.exit(error.exit_code)
        except (KeyboardInterrupt, click.Abort):  # also at a question, and at the end of the input
            click.echo(f"\n{say('cli.stopped')}", err=True)
            ctx.exit(INTERRUPTED)
        except click.UsageError as error:
            _refuse(ctx, error)
            raise
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError, CatalogueError):
            raise
        except Exception as error:
            if is_of_output(error):
                raise
            # the last resort: nobody at a front desk is helped by a traceback
            if debugging():
                raise
            _tell(ctx, [fault(error, private=ctx.invoked_subcommand in _OF_PATIENTS)])
            ctx.exit(1)


def _tell(ctx: click.Context, problems: Sequence[Problem]) -> None:
    """Print problems: to standard error, or as one JSON document if ``--json`` was given."""
    if ctx.meta[_JSON]:
        print_json({"ok": False, "problems": [problem_data(problem) for problem in problems]})
    else:
        print_problems(problems)


def _refuse(ctx: click.Context, error: click.UsageError) -> None:
    """Tell of wrong use as JSON and exit, if ``--json`` was given; else click tells of it."""
    if ctx.meta[_JSON]:
        path = (error.ctx or ctx).command_path
        _tell(ctx, [Problem(error.format_message(), say("cli.run-help-for-explanation", path=path))])
        ctx.exit(error.exit_code)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Run clinicpress COMMAND --help for examples.",
)
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder with content/clinic.yaml. Default: the current folder, or the nearest one above it.",
)
@click.version_option(__version__, prog_name="clinicpress")
@click.pass_context
def cli(ctx: click.Context, workspace: Path | None) -> None:
    """Print patient handouts and one-page exercise sheets as branded, accessible PDF.

    \b
    Examples:
      clinicpress build                 make every handout and sheet
      clinicpress build sciatica        make those named sciatica
      clinicpress check                 find mistakes in the content
    """
    try:
        Path.cwd()
    except OSError:
        hint = say("cli.change-another-folder-cd")
        raise UsageError(Problem(say("cli.current-folder-no-longer-exists"), hint)) from None
    ctx.obj = workspace


def main() -> None:
    """Run the command line and exit."""
    # looking for plugins of pydantic reads the metadata of every installed package
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A command is short-lived: looking for garbage while modules load costs a tenth of its time.
    gc.set_threshold(200_000)
    if not debugging():
        # What a library is not sure of is for its makers; what a person has to know is told as a problem.
        warnings.simplefilter("ignore")
    open_streams()
    try:
        with telling_of_output():
            cli(prog_name="clinicpress")
    except CatalogueError as error:
        sys.exit(str(error))  # no other message can be told
    finally:
        # what is left goes with the process: looking through it as it ends takes a sixth of a sheet's time
        gc.freeze()
