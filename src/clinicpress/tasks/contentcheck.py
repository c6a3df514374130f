"""The content check: everything that is wrong, found without writing anything but compiled figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from datetime import date
from itertools import chain
from pathlib import Path

from clinicpress.build.jobs import Request
from clinicpress.build.selection import select
from clinicpress.checking.catalog import RULES, chosen
from clinicpress.checking.scoping import scope_of
from clinicpress.checking.scoring.indexes import CDC, PEMAT
from clinicpress.checking.scoring.scores import Score, Scorer
from clinicpress.checking.sifting import look_at
from clinicpress.checking.subject import DOCUMENTS, EVERY, Finding, Rule, Severity, Subject
from clinicpress.content.disk import shown
from clinicpress.content.reader import read_library
from clinicpress.content.suggest import near
from clinicpress.messages import say
from clinicpress.problems import Problem, UsageError
from clinicpress.records import dataclass
from clinicpress.store.cache import Cache
from clinicpress.store.regular import is_there
from clinicpress.tasks.tracked import git_tracked_patients

TOOLS = {tool.key: tool for tool in (PEMAT, CDC)}


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of documents, and what keeps others from being read."""

    problems: tuple[Problem, ...]
    scores: tuple[Score, ...] = ()


def score(root: Path, request: CheckRequest, keys: Sequence[str]) -> Scored:
    """Score the documents at the paths of a request by the tools of these ``keys``: pemat, cdc.

    Raises:
        UsageError: if there is no handout or sheet at the paths, or single rules are asked for.
    """
    if request.rules:
        hint = say("tasks.leave-out-rule")
        raise UsageError(Problem(say("tasks.score-uses-many-rules"), hint))
    reading = read_library(root)
    if reading.library is None:
        return Scored(of_paths(reading.problems, request, root))
    scope = scope_of(reading.library, request.today)
    subjects = [
        each for each in asked_for(scope.subjects, request, root, reading.problems) if each.kind in DOCUMENTS
    ]
    if not subjects and request.paths:
        raise UsageError(Problem(say("tasks.no-handout-or-sheet"), say("tasks.name-file-content-handouts")))
    tools = [TOOLS[key] for key in keys]
    scorer = Scorer(scope, tools)
    scores = tuple(scorer.score(subject, tool) for subject in subjects for tool in tools)
    return Scored(of_paths(reading.problems, request, root), scores)


LOOKS = "looks"


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What is to be checked: the files at ``paths`` (none: all), by the rules and groups named ``rules``.

    Nothing less bad than ``least`` is told. ``today`` is the day that reviews are due by.
    """

    today: date
    paths: tuple[Path, ...] = ()
    rules: tuple[str, ...] = ()
    least: Severity = Severity.ADVICE


@dataclass(frozen=True, slots=True)
class Checked:
    """How many documents and exercises were looked at, and what is wrong.

    ``problems`` keep something from being made; ``findings`` are what rules found, and ``allowed`` what
    comments in the files let through.
    """

    documents: int
    exercises: int
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...] = ()
    allowed: tuple[Finding, ...] = ()
    subjects: tuple[Subject, ...] = field(default=(), repr=False)

    def count(self, severity: str) -> int:
        """How many findings are so bad: ``error``, ``warning`` or ``advice``."""
        return sum(found.severity == severity for found in self.findings)


def check(root: Path, cache: Cache, request: CheckRequest) -> Checked:
    """Read the workspace at ``root``, and have rules look at its files.

    If rules on looks are asked, each figure is judged, and each document laid out on the clinic's paper.

    Raises:
        UsageError: if there is no rule or group of a name, or no content file at a path.
    """
    rules = chosen_rules(request.rules)
    reading = read_library(root, cache)
    library = reading.library
    problems = [*reading.problems, *git_tracked_patients(root)]
    selection = select(reading, Request())
    documents = len(selection.jobs) + len(selection.blocked)
    if library is None:
        return Checked(documents, 0, of_paths(problems, request, root))
    scope = scope_of(library, request.today, plans=_asks_plans(rules))
    if any(rule.group == LOOKS for rule in rules) or not request.rules:
        # ReportLab (100 ms) is loaded only to look at pages
        from clinicpress.tasks.checkpages import CheckPages  # noqa: PLC0415

        pages = CheckPages(library, cache, selection.jobs)
        problems += pages.problems()
        scope = replace(scope, coverage=pages.coverage)
    subjects = asked_for(scope.subjects, request, root, problems)
    found = look_at(subjects, scope, rules)
    return Checked(
        documents, len(library.exercises), of_paths(dict.fromkeys(problems), request, root),
        _as_bad(found.standing, request.least), found.allowed, subjects,
    )  # fmt: skip


def _asks_plans(rules: Sequence[Rule]) -> bool:
    return any("plan" in rule.kinds and rule.kinds != EVERY for rule in rules)


def chosen_rules(names: Sequence[str]) -> tuple[Rule, ...]:
    """The rules of those ids and groups.

    Raises:
        UsageError: if there is none of a name.
    """
    try:
        return chosen(names)
    except KeyError as error:
        name = str(error.args[0])
        groups = {rule.group for rule in RULES}
        hint = say("tasks.hint-and-all-rules", hint=near(name, {*groups, *(rule.id for rule in RULES)}))
        raise UsageError(Problem(say("tasks.no-rule-or-group-rules", name=name), hint)) from None


def asked_for(
    subjects: Sequence[Subject], request: CheckRequest, root: Path, problems: Iterable[Problem]
) -> tuple[Subject, ...]:
    """The files at the paths of a request; all for none. What has ``problems`` may be no subject at all.

    Raises:
        UsageError: if there is no content file at a path.
    """
    if not request.paths:
        return tuple(subjects)
    names = [shown(path.absolute(), root) for path in request.paths]
    for name, path in zip(names, request.paths, strict=True):
        if not is_there(path):
            raise UsageError(
                Problem(say("tasks.no-file", path=path), say("tasks.name-files-or-folders-workspace"))
            )
        paths = chain(
            (subject.file.path for subject in subjects),
            (problem.source.path for problem in problems if problem.source is not None),
        )
        if not any(_within(path_of, name) for path_of in paths):
            hint = say("tasks.name-file-content-or-assets")
            raise UsageError(Problem(say("tasks.not-content-file-workspace", path=path), hint))
    return tuple(each for each in subjects if any(_within(each.file.path, name) for name in names))


def _within(path: str, name: str) -> bool:
    return name in (".", path) or path.startswith(f"{name}/")


def of_paths(problems: Iterable[Problem], request: CheckRequest, root: Path) -> tuple[Problem, ...]:
    """The problems in the files that were asked for, and those of no file."""
    names = [shown(path.absolute(), root) for path in request.paths]
    return tuple(
        problem
        for problem in problems
        if not names or problem.source is None or any(_within(problem.source.path, name) for name in names)
    )


def _as_bad(found: Sequence[Finding], least: Severity) -> tuple[Finding, ...]:
    order = list(Severity)
    return tuple(each for each in found if order.index(each.severity) <= order.index(least))
