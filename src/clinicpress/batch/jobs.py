"""What is asked for, what is to do, and what came of it: data between the command line and the build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from clinicpress.problems import Problem

Kind = Literal["handout", "sheet"]
Ink = Literal["colour", "mono"]
Paper = Literal["letter", "a4"]
Status = Literal["built", "unchanged", "failed"]
KINDS: tuple[Kind, ...] = ("handout", "sheet")
FOLDERS: Mapping[Kind, str] = {"handout": "handouts", "sheet": "sheets"}
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks to build. No ``names``: everything. None: as the clinic or the document says."""

    names: tuple[str, ...] = ()
    kind: Kind | None = None
    language: str = DEFAULT_LANGUAGE
    paper: Paper | None = None
    ink: Ink = "colour"
    layout: str | None = None
    out: Path | None = None
    jobs: int | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One PDF to make: of which document, on which paper, in which ink, by which layout, and where to."""

    kind: Kind
    id: str
    language: str
    paper: Paper
    ink: Ink
    layout: str
    output: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a document. ``report`` is plain data on the fit; ``path`` is None if it failed.

    ``earlier`` is the PDF that an earlier build left where a failed document's would be.
    """

    kind: Kind
    id: str
    status: Status
    path: Path | None = None
    pages: int = 0
    report: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    earlier: Path | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a build: ``problems`` of the content, and an outcome for each document asked for.

    ``left_over`` are PDFs in the workspace's output that belong to no document any more.
    """

    problems: tuple[Problem, ...]
    outcomes: tuple[Outcome, ...] = ()
    left_over: tuple[Path, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing at all was wrong."""
        return not self.all_problems

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Every problem once, those of the content first."""
        every = [*self.problems, *(problem for outcome in self.outcomes for problem in outcome.problems)]
        return tuple(dict.fromkeys(every))


def output_name(job_id: str, language: str, paper: Paper, ink: Ink, *, default_paper: Paper) -> str:
    """The name of a PDF: the document's id, then what differs from the clinic's defaults."""
    parts = [job_id]
    if language != DEFAULT_LANGUAGE:
        parts.append(language)
    if paper != default_paper:
        parts.append(paper)
    if ink == "mono":
        parts.append(ink)
    return ".".join([*parts, "pdf"])
