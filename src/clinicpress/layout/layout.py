"""A composed document becomes placed pages: the one function that the pipeline calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from clinicpress.blocks.card import CardBox
from clinicpress.blocks.look import MONO, Ink, Look
from clinicpress.composing.document import Document
from clinicpress.figures.palette import palette
from clinicpress.layout.glyphs import missing_glyphs
from clinicpress.layout.handout import flow_handout
from clinicpress.layout.paper import Binding, page_frame
from clinicpress.layout.refusal import crowd, refusal
from clinicpress.layout.sheet import first_fit
from clinicpress.layout.variants import TextVariant, variant
from clinicpress.model.base import Paper
from clinicpress.model.brand import Brand
from clinicpress.model.layout import Layout
from clinicpress.problems import ContentError, FitError
from clinicpress.typesetting.fonts import load_fonts
from clinicpress.typesetting.items import Metadata, PlacedDocument
from clinicpress.typesetting.logo import Logo

MM = 25.4 / 72
Asset = Callable[[str], Path]
Cards = tuple[tuple[CardBox, float], ...]


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
    text: TextVariant = "standard",
    binding: Binding = "none",
) -> LaidOut:
    """Lay a document out on a paper, in an ink, in standard or large text, punched at the left or not.

    Raises:
        ContentError: if a character has no glyph, or a typeface cannot be read.
        FitError: if a sheet does not fit on its page, or a block is taller than a page.
    """
    layout = variant(layout, paper, text=text, binding=binding)
    look = make_look(layout, brand, ink, asset, logo)
    problems = missing_glyphs(document, look.fonts)
    if problems:
        raise ContentError(problems)
    metadata = Metadata(document.title.text, document.language, document.furniture.clinic.text)
    if document.kind == "sheet":
        return _sheet(document, look, paper, metadata)
    flowed = flow_handout(document, look, page_frame(layout, paper))
    report = _report(layout, len(flowed.pages), flowed.text_size, flowed.cards)
    return LaidOut(PlacedDocument(flowed.pages, metadata), report)


def _sheet(document: Document, look: Look, paper: Paper, metadata: Metadata) -> LaidOut:
    too_many = crowd(document, look.layout)
    if too_many:
        raise FitError(too_many)
    attempt = first_fit(document, look, page_frame(look.layout, paper))
    if attempt is None:
        raise FitError(refusal(document, look, paper))
    cards = tuple(zip(attempt.cards, attempt.scales(), strict=True))
    report = _report(look.layout, 1, attempt.rung.text_size, cards, web=attempt.shows_web)
    return LaidOut(PlacedDocument((attempt.page(),), metadata), report)


def _report(layout: Layout, pages: int, text_size: float, cards: Cards, *, web: bool = True) -> Report:
    """What was decided; a part counts as dropped if a card has it and does not show it."""
    dropped = tuple(
        part
        for part in layout.show
        if (part == "web" and not web) or any(card.has(part) and part not in card.shown for card, _ in cards)
    )
    figures = tuple((card.card.exercise, *_millimetres(card, scale)) for card, scale in cards)
    return Report(pages, text_size, dropped, figures)


def _millimetres(card: CardBox, scale: float) -> tuple[float, float]:
    """Width and height of the largest frame of a card's figure."""
    frames = card.frames
    return (
        round(max(frame.width for frame in frames) * scale * MM, 1),
        round(max(frame.height for frame in frames) * scale * MM, 1),
    )
