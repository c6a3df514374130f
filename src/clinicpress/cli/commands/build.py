"""``clinicpress build``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from clinicpress.api import Format
from clinicpress.cli.options import AS_JSON, JOBS, OUT, choice_options, opened, words_of
from clinicpress.cli.outcomes import (
    document_line,
    document_summary,
    document_warnings,
    documents_data,
    on_terminal,
    progress_shown,
)
from clinicpress.cli.reporting import print_json, print_problems, print_warnings
from clinicpress.messages import say

if TYPE_CHECKING:
    from clinicpress import Outcome


@click.command(name="build")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--kind", type=click.Choice(["handout", "sheet"], case_sensitive=False), help="Build only this kind."
)
@click.option(
    "--lang", "language", type=click.Choice(["en"]), default="en", help="The language of the pages."
)
@choice_options
@click.option(
    "--format",
    type=words_of(Format),
    default="pdf",
    help="boxes: write the position of everything as text, for debugging.",
)
@OUT
@JOBS
@click.option("--force", is_flag=True, help="Make documents again even if they are up to date.")
@click.option(
    "--allow-check-errors",
    "allow_errors",
    is_flag=True,
    help="Make documents that have check errors as drafts: NAME.draft.pdf, marked on every page.",
)
@click.option("--proof", is_flag=True, help="Report how much of each page is ink, and warn about too much.")
@click.option("--verbose", is_flag=True, help="List what each document left out to save space.")
@AS_JSON
@click.pass_context
def command(
    ctx: click.Context, /, *, names: tuple[str, ...], proof: bool, verbose: bool, as_json: bool, **asked: Any
) -> None:
    """Make the PDFs of handouts and sheets, all of them or those named.

    They go to output/handouts/NAME.pdf and output/sheets/NAME.pdf. File names show options that differ from
    the defaults, such as NAME.LAYOUT.a4.large.mono.bound.pdf. Documents that are up to date are skipped.

    \b
    Examples:
      clinicpress build
      clinicpress build sciatica --kind sheet
      clinicpress build --paper a4 --ink mono
      clinicpress build sciatica --text large       for readers who need large print
      clinicpress build --binding left              to punch and file in a folder
      clinicpress build --verbose                   what was left out to save space?
      clinicpress build --proof                     how much of each page is ink?
      clinicpress build sciatica --format boxes     positions of everything, as text
      clinicpress build --force --out ~/Desktop/handouts
    """
    if proof and asked["format"] != "pdf":
        raise click.UsageError(say("cli.proof-is-for-pdfs"))
    workspace = opened(ctx)
    if as_json:
        result = workspace.build(*names, proof=proof, **asked)
        print_json(documents_data(result))
    else:
        finished: list[Outcome] = []
        try:
            # lines are told below the warnings
            with progress_shown(say("cli.bar-building"), finished.append, bar=on_terminal()) as progress:
                result = workspace.build(*names, proof=proof, progress=progress, **asked)
        except KeyboardInterrupt:
            _print_lines(finished, verbose=verbose)
            raise
        print_warnings(document_warnings(result))
        _print_lines(result.outcomes, verbose=verbose)
        print_problems(result.all_problems)
        for line in document_summary(result):
            click.echo(line)
    ctx.exit(0 if result.ok else 1)


def _print_lines(outcomes: Iterable[Outcome], *, verbose: bool) -> None:
    for outcome in outcomes:
        click.echo(document_line(outcome, verbose=verbose))
