"""``clinicpress check``."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from clinicpress.api import Workspace, rules_of
from clinicpress.cli.options import opened
from clinicpress.cli.reporting import print_json, print_problems, problem_data
from clinicpress.cli.scorelines import scored_data, told
from clinicpress.messages import later, say

SEVERITIES = ("error", "warning", "advice")
_SEVERITIES = {
    "error": later("cli.error"),
    "warning": later("cli.warning-severity"),
    "advice": later("cli.advice"),
}
_NUMBERS = {
    "error": later("cli.errors", "count"),
    "warning": later("cli.warnings", "count"),
    "advice": later("cli.advice-count", "count"),
}
# Advice of one rule at more files than these is told in one line.
_MANY = 8


@click.command(name="check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="ID",
    help="Apply only this rule or group of rules; may be repeated.",
)
@click.option(
    "--severity", type=click.Choice(SEVERITIES, case_sensitive=False), default="advice",
    help="Report only findings of this severity or worse. Default: advice, which is everything.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too.")
@click.option("--explain", metavar="ID", help="Explain a rule, and stop.")
@click.option("--rules", "list_rules", is_flag=True, help="List all rules, and stop.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The date to compare review due dates with.",
)
@click.option("--pemat", is_flag=True, help="Score documents by PEMAT-P instead, item by item.")
@click.option("--cdc", is_flag=True, help="Score them by the CDC Clear Communication Index instead.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(ctx: click.Context, /, *, explain: str | None, list_rules: bool, **asked: Any) -> None:
    """Report all problems in the content, without building.

    Reads every file, checks every figure (joints, contacts, movements), and lays out every handout and sheet
    as build would, to find text that does not fit or cannot be printed. Then rules check words, sheets,
    appearance and reviews; docs/checks.md lists them. With PATH, reports only on that file or folder.

    Exits with 1 if there is an error. A comment on the line above allows a finding:
    # check: allow RULE because REASON

    A score says which items are met, which are not and why, and which a person must judge; the answers are
    kept in the document, under judged.

    \b
    Examples:
      clinicpress check
      clinicpress check content/exercises/bridge.yaml
      clinicpress check --rule jargon --rule long-sentence
      clinicpress check --rule sentences --severity warning --strict
      clinicpress check --explain jargon
      clinicpress check --pemat content/handouts/sciatica.yaml
      clinicpress check --json
    """
    if explain or list_rules:
        known = rules_of([explain] if explain else [])
        click.echo("\n\n".join(map(_explained, known)) if explain else "\n".join(map(_listed, known)))
        return
    workspace = opened(ctx)
    today = asked["today"].date() if asked["today"] else datetime.date.today()
    if asked["pemat"] or asked["cdc"]:
        ctx.exit(_scored(workspace, today, asked))
    result = workspace.check(*asked["paths"], today=today, rules=asked["rules"], least=asked["severity"])
    if asked["as_json"]:
        print_json(_data(result))
    else:
        print_problems(result.problems)
        common = _common(result.findings, asked)
        for line in _told([found for found in result.findings if found.rule not in common]):
            click.echo(line, err=True)
        for line in (*_once(result.findings, common), *_summary(result, common)):
            click.echo(line)
    bad = result.count("error") + (result.count("warning") if asked["strict"] else 0)
    ctx.exit(1 if result.problems or bad else 0)


def _scored(workspace: Workspace, today: datetime.date, asked: dict[str, Any]) -> int:
    """Print scores; 1 if there are files that cannot be read."""
    tools = [key for key in ("pemat", "cdc") if asked[key]]
    scored = workspace.score(*asked["paths"], today=today, tools=tools, rules=asked["rules"])
    if asked["as_json"]:
        print_json(scored_data(scored))
    else:
        print_problems(scored.problems)
        for line in told(scored, today):
            click.echo(line)
    return 1 if scored.problems else 0


def _common(findings: Any, asked: dict[str, Any]) -> frozenset[str]:
    """Advice that stands at so many files that the rest would drown in it, unless it was asked for."""
    if asked["rules"] or asked["paths"]:
        return frozenset()
    counts = Counter(found.rule for found in findings if str(found.severity) == "advice")
    return frozenset(rule for rule, count in counts.items() if count > _MANY)


def _once(findings: Any, common: frozenset[str]) -> Iterator[str]:
    """One line for all findings of each of these rules."""
    for rule in sorted(common):
        said = [found for found in findings if found.rule == rule]
        files = say("cli.files", count=len(said))
        yield say("cli.advice-in-files", files=files, found=said[0].found, rule=rule)


def _told(findings: Any) -> Iterator[str]:
    """Each finding at its place; why it matters is said where a rule is met first."""
    seen: set[str] = set()
    for found in findings:
        yield f"{found.place}: {say(_SEVERITIES[str(found.severity)])}: {found.found} [{found.rule}]"
        yield f"  {say('cli.found-instead', instead=found.instead)}"
        if found.rule not in seen:
            yield f"  {say('cli.found-why', why=found.why)}"
        seen.add(found.rule)


def _summary(result: Any, common: frozenset[str]) -> Iterator[str]:
    """How many findings each file has, those of ``common`` rules left out, and all together."""
    told = [found for found in result.findings if found.rule not in common]
    counts = Counter((found.place.path, str(found.severity)) for found in told)
    for path in sorted({path for path, _ in counts}):
        yield f"{path}: {_counted({name: counts[path, name] for name in SEVERITIES})}"
    total = Counter(str(found.severity) for found in result.findings)
    documents, exercises = (
        say("cli.documents", count=result.documents),
        say("cli.exercises", count=result.exercises),
    )
    parts = [say("cli.documents-and-exercises-checked", documents=documents, exercises=exercises)]
    parts += [say("cli.problems", count=len(result.problems))]
    parts += [_counted({name: total[name] for name in SEVERITIES}, zeros=True)]
    if result.allowed:
        parts.append(say("cli.allowed-by-comments", number=len(result.allowed)))
    yield ", ".join(parts)


def _counted(numbers: dict[str, int], *, zeros: bool = False) -> str:
    told = {name: number for name, number in numbers.items() if number or zeros}
    return ", ".join(say(_NUMBERS[name], count=number) for name, number in told.items())


def _listed(rule: Any) -> str:
    return f"{rule.id:<24} {rule.severity:<8} {rule.group:<12} {rule.finds}"


def _explained(rule: Any) -> str:
    lines = (
        say("cli.rule-finds", text=rule.finds), say("cli.rule-why", text=rule.why),
        say("cli.rule-basis", text=rule.basis), say("cli.rule-wrong", text=rule.wrong),
        say("cli.rule-right", text=rule.right),
    )  # fmt: skip
    return "\n".join((f"{rule.id} ({rule.severity}, {rule.group})", *(f"  {line}" for line in lines)))


def _data(result: Any) -> dict[str, Any]:
    return {
        "ok": not result.problems and not any(found.severity == "error" for found in result.findings),
        "documents": result.documents,
        "exercises": result.exercises,
        "problems": [problem_data(problem) for problem in result.problems],
        "findings": [_finding(found) for found in result.findings],
        "allowed": [_finding(found) for found in result.allowed],
    }


def _finding(found: Any) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "severity": str(found.severity),
        "kind": found.kind,
        "id": found.id,
        "path": found.place.path,
        "line": found.place.line,
        "column": found.place.column,
        "found": found.found,
        "instead": found.instead,
        "why": found.why,
    }
