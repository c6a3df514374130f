"""``clinicpress verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from clinicpress.batch.facts import Facts, Verified, verify_file
from clinicpress.cli.printing import counted, print_json, print_problems, problem_data, shown


@click.command(name="verify")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(ctx: click.Context, *, files: tuple[Path, ...], as_json: bool) -> None:
    """Re-read finished PDFs: pages, language, tags, fonts, and everything that is wrong with them.

    Exits with 1 if anything is wrong.

    \b
    Examples:
      clinicpress verify output/sheets/sciatica.pdf
      clinicpress verify output/handouts/*.pdf --json
    """
    results = [verify_file(path, shown(path)) for path in files]
    problems = [problem for result in results for problem in result.problems]
    if as_json:
        print_json({"ok": not problems, "files": [_data(result) for result in results]})
    else:
        for result in results:
            # of a file that is no PDF there is nothing to say but what is wrong
            if result.facts is not None:
                click.echo(_line(result, result.facts))
        print_problems(problems)
    ctx.exit(1 if problems else 0)


def _line(result: Verified, facts: Facts) -> str:
    complaints = counted(len(result.problems), "complaint")
    tags = sum(facts.tags.values())
    fonts = ", ".join(facts.fonts) or "no fonts"
    pages = counted(facts.pages, "page")
    return f"{shown(result.path)}: {pages}, {facts.language}, {counted(tags, 'tag')}, {fonts}: {complaints}"


def _data(result: Verified) -> dict[str, Any]:
    facts = result.facts
    return {
        "path": shown(result.path),
        "pages": facts.pages if facts else None,
        "title": facts.title if facts else None,
        "language": facts.language if facts else None,
        "tags": dict(facts.tags) if facts else None,
        "fonts": list(facts.fonts) if facts else None,
        "problems": [problem_data(problem) for problem in result.problems],
    }
