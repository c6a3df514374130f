"""A composed document becomes placed pages: the one function that the pipeline calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from clinicpress.blocks.look import MONO, Ink, Look
from clinicpress.composing.document import Document
from clinicpress.figures.palette import palette
from clinicpress.layout.glyphs import missing_glyphs
from clinicpress.layout.handout import flow_pages
from clinicpress.layout.paper import page_frame
from clinicpress.layout.refusal import refusal
from clinicpress.layout.sheet import Attempt, first_fit
from clinicpress.model.base import Paper
from clinicpress.model.brand import Brand
from clinicpress.model.layout import Layout
from clinicpress.problems import ContentError, FitError
from clinicpress.typesetting.fonts import load_fonts
from clinicpress.typesetting.items import Metadata, PlacedDocument
from clinicpress.typesetting.logo import Logo

MM = 25.4 / 72
Asset = Callable[[str], Path]


@dataclass(frozen=True, slots=True)
class Report:
    """What the layout decided: text size (points), parts given up, width and height of figures (mm)."""

    pages: int
    text_size: float
    dropped: tuple[str, ...]
    figures: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Placed pages and how they came about."""

    document: PlacedDocument
    report: Report


def make_look(layout: Layout, brand: Brand, ink: Ink, asset: Asset, logo: Logo | None) -> Look:
    """The looks of a document. ``asset`` tells where a file that the brand names is.

    Raises:
        ContentError: if a typeface cannot be read.
    """
    return Look(
        layout=layout,
        colours=MONO if ink == "mono" else brand.colours,
        fonts=load_fonts(brand.typefaces, asset),
        ink=ink,
        palette=palette(ink),
        logo=logo,
        text_size=layout.text.largest,
    )


def lay_out(
    document: Document,
    layout: Layout,
    brand: Brand,
    *,
    paper: Paper,
    ink: Ink,
    asset: Asset,
    logo: Logo | None = None,
) -> LaidOut:
    """Lay a document out on a paper, in an ink.

    Raises:
        ContentError: if a character has no glyph, or a typeface cannot be read.
        FitError: if a sheet does not fit on its page, or a block is taller than a page.
    """
    look = make_look(layout, brand, ink, asset, logo)
    problems = missing_glyphs(document, look.fonts)
    if problems:
        raise ContentError(problems)
    metadata = Metadata(document.title.text, document.language, document.furniture.clinic.text)
    if document.kind == "sheet":
        return _sheet(document, look, paper, metadata)
    pages = flow_pages(document, look, page_frame(layout, paper))
    return LaidOut(PlacedDocument(pages, metadata), Report(len(pages), layout.text.largest, (), ()))


def _sheet(document: Document, look: Look, paper: Paper, metadata: Metadata) -> LaidOut:
    attempt = first_fit(document, look, page_frame(look.layout, paper))
    if attempt is None:
        raise FitError(refusal(document, look, paper))
    return LaidOut(PlacedDocument((attempt.page(),), metadata), _report(attempt))


def _report(attempt: Attempt) -> Report:
    dropped = tuple(part for part in attempt.look.layout.show if attempt.lacks(part))
    figures = tuple(
        (
            card.card.exercise,
            round(max(frame.width for frame in card.card.figure.frames) * scale * MM, 1),
            round(max(frame.height for frame in card.card.figure.frames) * scale * MM, 1),
        )
        for card, scale in zip(attempt.cards, attempt.scales(), strict=True)
    )
    return Report(1, attempt.rung.text_size, dropped, figures)
