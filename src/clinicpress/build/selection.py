"""From what a user asks for to the list of files to make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from clinicpress.build.jobs import FOLDERS, KINDS, Job, Kind, Outcome, Request, output_name
from clinicpress.content.models.library import Library, Reading
from clinicpress.content.suggest import near
from clinicpress.messages import linked, say
from clinicpress.problems import ContentError, Problem, UsageError
from clinicpress.records import dataclass
from clinicpress.units import Paper


@dataclass(frozen=True, slots=True)
class Selection:
    """Files to make, and the documents that are kept from being made by problems in their files."""

    jobs: tuple[Job, ...]
    blocked: tuple[Outcome, ...]


def select(reading: Reading, request: Request) -> Selection:
    """Everything that ``request`` asks for, of what there is in the workspace.

    Raises:
        UsageError: if it names a document or a layout that there is none of.
        ContentError: if the layout that it names is broken.
    """
    library = reading.library
    wanted = _wanted(request, {kind: _known(reading, kind) for kind in KINDS})
    if request.layout is not None:
        broken = reading.problems_of("layout", request.layout)
        if broken:
            raise ContentError(broken)
        if library is not None:
            wanted = _of_layout(library, request.layout, wanted, chosen=bool(request.names or request.kind))
    found = [_job_or_why_not(reading, request, kind, name) for kind, name in wanted]
    jobs = tuple(job for job in found if isinstance(job, Job))
    return Selection(jobs, tuple(outcome for outcome in found if isinstance(outcome, Outcome)))


def _known(reading: Reading, kind: Kind) -> tuple[str, ...]:
    """The ids of all documents of a kind, readable or not."""
    names = {name for of, name in reading.blocked if of == kind}
    if reading.library is not None:
        names |= set(reading.library.handouts if kind == "handout" else reading.library.sheets)
    return tuple(sorted(names))


def _wanted(request: Request, known: Mapping[Kind, tuple[str, ...]]) -> list[tuple[Kind, str]]:
    kinds = (request.kind,) if request.kind else KINDS
    names = tuple(dict.fromkeys(request.names))
    unknown = [name for name in names if not any(name in known[kind] for kind in kinds)]
    if unknown:
        every = sorted({name for kind in kinds for name in known[kind]})
        raise UsageError([no_such(name, linked("list.or", kinds), every) for name in unknown])
    return [(kind, name) for kind in kinds for name in known[kind] if not names or name in names]


def no_such(name: str, what: str, known: Iterable[str]) -> Problem:
    """The problem of a name that nothing has; its hint is what ``known`` has."""
    return Problem(say("build.no-document-named", what=what, name=name), near(name, known))


def _of_layout(
    library: Library, layout: str, wanted: list[tuple[Kind, str]], *, chosen: bool
) -> list[tuple[Kind, str]]:
    """Those documents that the layout is for; where they were ``chosen``, each name must be one of them."""
    if layout not in library.layouts:
        raise UsageError(no_such(layout, "layout", library.layouts))
    model = library.layouts[layout].model
    fitting = [(kind, name) for kind, name in wanted if model.takes(kind)]
    left_out = {name for _, name in wanted} - {name for _, name in fitting}
    if left_out and chosen:
        other = next(kind for kind in KINDS if not model.takes(kind))
        message = say(
            "build.layout-is-for-another-kind",
            count=len(left_out), layout=layout, kind=model.kind, names=", ".join(sorted(left_out)),
            other=other,
        )  # fmt: skip
        raise UsageError(Problem(message, say("build.choose-another-layout")))
    return fitting


def _job_or_why_not(reading: Reading, request: Request, kind: Kind, name: str) -> Job | Outcome:
    """The file to make of a document; a failed outcome if the document or its layout cannot be read."""
    library = reading.library
    if library is None or (kind, name) in reading.blocked:
        return Outcome(kind, name, "failed", problems=reading.problems_of(kind, name))
    own = (library.handouts if kind == "handout" else library.sheets)[name].model.layout
    chosen = chosen_layout(library, request, kind, own)
    if chosen not in library.layouts:
        return Outcome(kind, name, "failed", problems=reading.problems_of("layout", chosen))
    paper = library.clinic.model.paper
    output = output_path(library.root, request, kind, name, own_layout=own, default_paper=paper)
    return job_of(library, request, kind, name, chosen, output)


def chosen_layout(library: Library, request: Request, kind: Kind, own: str) -> str:
    """The id of the layout by which a document is made that names the layout ``own``.

    It may be that of a layout that could not be read: the one for large text.
    """
    layout = request.layout or own
    larger = library.layouts[layout].model.large_layout if request.text == "large" else None
    if larger is None:
        return layout
    # one that is not for this kind of document is not taken: its own layout grows
    return layout if larger in library.layouts and not library.layouts[larger].model.takes(kind) else larger


def job_of(library: Library, request: Request, kind: Kind, name: str, layout: str, output: Path) -> Job:
    """The job that makes a document by a layout, as ``request`` asks for it."""
    paper = request.paper or library.clinic.model.paper
    pages = request.pages if kind == "sheet" else None
    choices = request.values() | {"layout": layout, "paper": paper, "pages": pages}
    return Job(kind, name, output, request.format, **choices)


def output_path(
    root: Path, request: Request, kind: Kind, name: str, *, own_layout: str, default_paper: Paper
) -> Path:
    """Where the file of a document goes; ``own_layout`` is the document's, ``default_paper`` the clinic's."""
    file = output_name(name, request, own_layout=own_layout, default_paper=default_paper)
    return (request.out or root / "output") / FOLDERS[kind] / file
