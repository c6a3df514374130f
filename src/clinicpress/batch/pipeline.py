"""One document from words to bytes: compose, lay out, write, verify.

Loads ReportLab; a build in which everything is up to date never imports this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from clinicpress.batch.digests import digest_of
from clinicpress.batch.figures import compiled, refuse_untrue
from clinicpress.batch.inputs import document_of, exercises_of
from clinicpress.batch.jobs import Job
from clinicpress.batch.logos import brand_logo
from clinicpress.composing.compose import compose_handout, compose_sheet
from clinicpress.composing.context import Context
from clinicpress.composing.locale import load_locale
from clinicpress.figures.cache import diagram
from clinicpress.layout.boxes import boxes
from clinicpress.layout.layout import LaidOut, lay_out
from clinicpress.model.layout import NO_LARGE, Layout
from clinicpress.model.library import Library
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import ContentError, OutputError, Problem


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file: its bytes, its number of pages, and in plain data what the fit did."""

    data: bytes
    pages: int
    report: Mapping[str, Any]


def make(library: Library, job: Job, cache: Path, *, verified: str = "") -> Made:
    """The file of a document: a PDF, read back and found right, or the boxes of its pages as text.

    ``verified`` is the digest of bytes that were found right before; the same bytes are not read back again.

    Raises:
        ContentError: if its words, pictures or figures cannot be printed as they are, or do not fit.
        OutputError: if the finished file is not what it should be.
    """
    placed = place(library, job, cache)
    pages = len(placed.document.pages)
    if job.format == "boxes":
        data = boxes(placed.document).encode()
    else:
        data = write_pdf(placed.document)
        if digest_of(data) != verified:
            _verify(data, pages, job.output.name)
    return Made(data, pages, asdict(placed.report))


def place(library: Library, job: Job, cache: Path) -> LaidOut:
    """The document of ``job``, composed and laid out to pages, nothing drawn yet.

    Raises:
        ContentError: if its words, pictures or figures cannot be printed as they are, or do not fit, if a
            figure is untrue, or if its layout cannot be punched or has no room for large text.
    """
    _refuse_to_punch_folds(library, job)
    _refuse_large(library, job)
    refuse_untrue(library, exercises_of(library, job), cache)
    clinic = library.clinic.model
    context = Context(
        locale=load_locale(job.language, clinic.country),
        paper=job.paper,
        ink=job.ink,
        figure=lambda drawn, mirror: compiled(library, drawn, mirror, cache),
        diagram=lambda name: diagram(name, cache=cache / "figures"),
    )
    compose = compose_handout if job.kind == "handout" else compose_sheet
    document = compose(library, job.id, context)
    layout, brand = library.layouts[job.layout].model, library.brands[clinic.brand].model
    logo = brand_logo(library, job.ink, cache)
    return lay_out(
        document, layout, brand, paper=job.paper, ink=job.ink, asset=library.asset, logo=logo,
        text=job.text, binding=job.binding, others=_others(library, job),
    )  # fmt: skip


def _others(library: Library, job: Job) -> Mapping[str, Layout]:
    """Layouts that an error may advise: those of one whole page, for the same kind of document."""
    found = {name: loaded.model for name, loaded in library.layouts.items() if name != job.layout}
    return {
        name: layout
        for name, layout in found.items()
        if layout.takes(job.kind) and (layout.arrange, layout.imposition) == ("page", "none")
        and layout.private == library.layouts[job.layout].model.private
    }  # fmt: skip


def _refuse_to_punch_folds(library: Library, job: Job) -> None:
    if job.binding != "none" and library.layouts[job.layout].model.imposition != "none":
        message = f"the layout '{job.layout}' is folded or cut, so it has no edge to punch"
        hint = "leave out --binding, or choose another --layout"
        raise ContentError(Problem(message, hint, document_of(library, job).at()))


def _refuse_large(library: Library, job: Job) -> None:
    if job.text == "large" and library.layouts[job.layout].model.large == NO_LARGE:
        message = f"the layout '{job.layout}' has no room for large text"
        hint = "leave out --layout or --text large"
        raise ContentError(Problem(message, hint, document_of(library, job).at()))


def _verify(data: bytes, pages: int, name: str) -> None:
    # pypdf takes 50 ms to load
    from clinicpress.pdf.verify import verify_pdf  # noqa: PLC0415

    complaints = verify_pdf(data, pages=pages)
    if complaints:
        hint = "this is a fault of clinicpress, not of your content; please report it"
        raise OutputError(Problem(f"{name}: {complaint}", hint) for complaint in complaints)
