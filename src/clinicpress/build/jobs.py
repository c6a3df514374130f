"""Requests, jobs, outcomes and results: the data that passes between the command line and the build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from clinicpress.choices import DEFAULT_LANGUAGE, Choices, Chosen
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass
from clinicpress.units import PAPERS, Paper

Kind = Literal["handout", "sheet"]
Format = Literal["pdf", "boxes"]
Status = Literal["built", "unchanged", "failed"]
KINDS: tuple[Kind, ...] = get_args(Kind)
STATUSES: tuple[Status, ...] = get_args(Status)
FOLDERS: Mapping[Kind, str] = {"handout": "handouts", "sheet": "sheets"}
ENDINGS: Mapping[Format, str] = {"pdf": "pdf", "boxes": "boxes.txt"}
# Percent of a page, as mean darkness; more costs toner and smears. A page of plain text takes about 5.
MOST_INK = 12.0
# Parts of a file's name that the id of a layout could be taken for, as could one of two letters, a language.
_OTHER_PARTS = (*PAPERS, "large", "mono", "bound", "1-page", "2-pages")
_LAYOUT = "layout-"


@dataclass(frozen=True, slots=True)
class Request(Choices):
    """What a user asks to build, and how. No ``names``: everything.

    ``allow_errors`` makes drafts of documents in which the check finds errors.
    """

    names: tuple[str, ...] = ()
    kind: Kind | None = None
    out: Path | None = None
    jobs: int | None = None
    force: bool = False
    format: Format = "pdf"
    allow_errors: bool = False


@dataclass(frozen=True, slots=True)
class Job(Chosen):
    """One file to make: of which document, how, and where to.

    ``layout`` is the one that is used: for large text it may be another one than was asked for. ``draft``
    marks every page as one that must not be given away.
    """

    kind: Kind
    id: str
    output: Path
    format: Format = "pdf"
    draft: bool = False


# What `Report.dropped` calls the marks of exercises that have changed.
CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a document, a plan or a packet. ``report`` is plain data on the fit.

    ``path`` is None if there is no file; ``earlier`` is one that an earlier run left where it would be.
    ``job`` says how a document was made, and is None if it could not be read; ``coverage`` is how much of
    each page is ink, in percent, if that was to be measured; ``found`` are errors of the check that it was
    made in spite of, as a draft. A plan has the number of its row and its place, and nothing of its patient;
    ``lasting`` says that it would come out so again, made from the same. A packet has so many ``patients``.
    """

    kind: Kind | Literal["packet"]
    id: str
    status: Status
    path: Path | None = None
    pages: int = 0
    report: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    earlier: Path | None = None
    job: Job | None = None
    coverage: tuple[float, ...] = ()
    found: tuple[Problem, ...] = ()
    number: int = 0
    source: Source | None = None
    lasting: bool = True
    patients: int = 0


# Called with an outcome, how many there are with it, and how many there will be.
Progress = Callable[[Outcome, int, int], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a run: ``problems`` of what was read, and an outcome for each document or plan asked for.

    ``left_over`` are PDFs in the workspace's output that belong to no document, or that no index of plans
    knows. ``rows`` is how many plans there were to read, good or bad; ``list_path`` is the list for staff of
    whose file is whose. ``warnings`` are doubts about plans, ``told`` says how their days were read, and
    ``by_pen`` on whose page the sore side is to be circled.
    """

    problems: tuple[Problem, ...]
    outcomes: tuple[Outcome, ...] = ()
    left_over: tuple[Path, ...] = ()
    packet: Outcome | None = None
    rows: int = 0
    list_path: Path | None = None
    warnings: tuple[Problem, ...] = ()
    told: tuple[str, ...] = ()
    by_pen: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing at all was wrong."""
        return not self.all_problems

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Every problem once, those of what was read first."""
        outcomes = self.outcomes if self.packet is None else (*self.outcomes, self.packet)
        every = [*self.problems, *(problem for outcome in outcomes for problem in outcome.problems)]
        return tuple(dict.fromkeys(every))

    @property
    def statuses(self) -> dict[Status, int]:
        """The number of outcomes of each status; a row that could not be read has failed."""
        count: dict[Status, int] = dict.fromkeys(STATUSES, 0)
        for outcome in self.outcomes:
            count[outcome.status] += 1
        count["failed"] += max(0, self.rows - len(self.outcomes))
        return count


def finished(job: Job, status: Status, pages: int, report: Mapping[str, Any]) -> Outcome:
    """The outcome of a job whose file is there."""
    return Outcome(job.kind, job.id, status, job.output, pages, report, job=job)


def failed(job: Job, *problems: Problem) -> Outcome:
    """The outcome of a job that came to nothing."""
    return Outcome(job.kind, job.id, "failed", problems=problems, job=job)


def output_name(name: str, request: Request, *, own_layout: str, default_paper: Paper) -> str:
    """The name of a document's file: its id, then what differs from the clinic's and its own defaults.

    ``own_layout`` is the layout that the document itself names, ``default_paper`` the clinic's paper.
    """
    different = _differences(request, own_layout, default_paper)
    return ".".join([name, *different, ENDINGS[request.format]])


def named_request(name: str) -> Request:
    """How the file of that name was asked for: what `output_name` has put into it."""
    request = Request()
    for part in name.split(".")[1:-1]:
        match part:
            case _ if part in PAPERS:
                request = replace(request, paper=part)
            case "large":
                request = replace(request, text="large")
            case "mono":
                request = replace(request, ink="mono")
            case "bound":
                request = replace(request, binding="left")
            case "1-page" | "2-pages":
                request = replace(request, pages=int(part[0]))
            case _ if len(part) == 2:
                request = replace(request, language=part)
            case _:
                request = replace(request, layout=part.removeprefix(_LAYOUT))
    return request


def as_draft(job: Job) -> Job:
    """The same document as a draft, in a file of its own: the one that may be handed out stays as it is."""
    name = job.output.with_suffix("") if job.format == "pdf" else job.output.with_suffix("").with_suffix("")
    return replace(job, draft=True, output=name.with_name(f"{name.name}.draft.{ENDINGS[job.format]}"))


def _differences(request: Request, own_layout: str, default_paper: Paper) -> Iterator[str]:
    if request.language != DEFAULT_LANGUAGE:
        yield request.language
    if request.layout not in (None, own_layout):
        yield _layout_part(str(request.layout))
    if request.paper not in (None, default_paper):
        yield str(request.paper)
    if request.text == "large":
        yield "large"
    if request.ink == "mono":
        yield "mono"
    if request.binding == "left":
        yield "bound"
    if request.pages is not None:
        yield "1-page" if request.pages == 1 else "2-pages"


def _layout_part(layout: str) -> str:
    """A layout's id as it stands in a name: a layout named ``large`` must not write over large text."""
    mistakable = layout in _OTHER_PARTS or layout.startswith(_LAYOUT) or len(layout) == 2
    return f"{_LAYOUT}{layout}" if mistakable else layout
