"""Scores of handouts and sheets by PEMAT-P and by the CDC Clear Communication Index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clinicpress.batch.check import CheckRequest, asked_for, of_paths, scope_of
from clinicpress.checking.rule import DOCUMENTS
from clinicpress.checking.structure.cdc import CDC
from clinicpress.checking.structure.pemat import PEMAT
from clinicpress.checking.structure.scores import Score, Scorer
from clinicpress.problems import Problem, UsageError
from clinicpress.reading.library import read_library

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
        hint = "leave out --rule, or ask for the rule alone"
        raise UsageError(Problem("a score is made of many rules; it cannot be asked of one", hint))
    reading = read_library(root)
    if reading.library is None:
        return Scored(of_paths(reading.problems, request, root))
    scope = scope_of(reading.library, request.today)
    subjects = [
        each for each in asked_for(scope.subjects, request, root, reading.problems) if each.kind in DOCUMENTS
    ]
    if not subjects and request.paths:
        raise UsageError(Problem("there is no handout or sheet here", "name a file in content/handouts/"))
    tools = [TOOLS[key] for key in keys]
    scorer = Scorer(scope, tools)
    scores = tuple(scorer.score(subject, tool) for subject in subjects for tool in tools)
    return Scored(of_paths(reading.problems, request, root), scores)
