"""Placing a composed document on pages: the one function that the pipeline calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from clinicpress.blocks.card import CardBox
from clinicpress.blocks.look import MONO, PageLook
from clinicpress.choices import Chosen, Ink
from clinicpress.composing.document import Document
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.layout import Layout
from clinicpress.figures.palette import palette
from clinicpress.layout.fit.refusal import Trial, crowd, refusal, seen_by_others
from clinicpress.layout.fit.sheetfit import first_fit
from clinicpress.layout.glyphs import missing_glyphs
from clinicpress.layout.imposition import draft_pages, impose
from clinicpress.layout.paper import PageFrame, page_frame, variant
from clinicpress.problems import ContentError, FitError
from clinicpress.records import dataclass
from clinicpress.typesetting.faces import load_fonts
from clinicpress.typesetting.items import Logo, Metadata, Page, PlacedDocument
from clinicpress.units import MM

Asset = Callable[[str], Path]


Cards = tuple[tuple[CardBox, float], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the layout decided: sides of paper, text size (points), parts given up, figures, columns.

    ``figures`` are the exercise, the width and the height (mm) of its largest picture; ``columns`` are those
    of exercises.
    """

    pages: int
    text_size: float
    dropped: tuple[str, ...]
    figures: tuple[tuple[str, float, float], ...]
    columns: int = 1


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Placed pages and how they came about."""

    document: PlacedDocument
    report: Report


def make_look(layout: Layout, brand: Brand, ink: Ink, asset: Asset, logo: Logo | None) -> PageLook:
    """The looks of a document. ``asset`` tells where a file that the brand names is.

    Raises:
        ContentError: if a typeface cannot be read.
    """
    return PageLook(
        layout=layout,
        colours=MONO if ink == "mono" else brand.colours,
        fonts=load_fonts(brand.typefaces, asset),
        ink=ink,
        palette=palette(ink),
        logo=logo,
        text_size=layout.text.largest,
    )


@dataclass(frozen=True)
class Setting:
    """All that decides on pages but the document: one for many documents, which share what is alike in them.

    ``written`` is the layout as its file has it; that of ``look`` is for the paper, text and binding chosen.
    ``others`` are further layouts of one page, by id, that an error may advise if a document fits there.
    """

    look: PageLook
    written: Layout
    frame: PageFrame
    chosen: Chosen
    others: Mapping[str, Layout]

    def lay_out(self, document: Document) -> LaidOut:
        """Lay a document out.

        Raises:
            ContentError: if a character cannot be printed, or a plan is to stand where others see it.
            FitError: if a sheet does not fit on its page, or a block is taller than a page.
        """
        layout = self.look.layout
        if layout.private and document.planned is not None:
            raise ContentError(seen_by_others(document.id, self.chosen.layout, document.planned))
        problems = missing_glyphs(document, self.look)
        if problems:
            raise ContentError(problems)
        draft = document.furniture.draft
        named = document.title.public or document.title.text
        title = f"{draft.text}: {named}" if draft else named
        private = document.planned is not None
        metadata = Metadata(title, document.language, document.furniture.clinic.text, private=private)
        trial = Trial(document, self.look, self.written, self.chosen)
        pages, report = _arranged(trial, self.frame, self.others)
        if draft:
            pages = draft_pages(pages, draft, self.look)
        placed = impose(PlacedDocument(pages, metadata), layout.imposition, self.chosen.paper)
        return LaidOut(placed, replace(report, pages=len(placed.pages)))


def make_setting(
    layout: Layout,
    brand: Brand,
    chosen: Chosen,
    *,
    asset: Asset,
    logo: Logo | None = None,
    others: Mapping[str, Layout] | None = None,
) -> Setting:
    """The setting of a layout on a paper, in an ink, in standard or large text, punched at the left or not.

    Raises:
        ContentError: if a typeface cannot be read.
    """
    varied = variant(layout, chosen.paper, text=chosen.text, binding=chosen.binding)
    look = make_look(varied, brand, chosen.ink, asset, logo)
    frame = page_frame(varied, chosen.paper, chosen.binding)
    return Setting(look, layout, frame, chosen, others or {})


def _arranged(
    trial: Trial, frame: PageFrame, others: Mapping[str, Layout]
) -> tuple[tuple[Page, ...], Report]:
    """The pages of a document one by one, before they are placed on paper."""
    document, look, layout = trial.document, trial.look, trial.look.layout
    if document.kind == "sheet":
        too_many = crowd(trial, others)
        if too_many:
            raise FitError(too_many)
    if layout.arrange == "diary":
        # what only some layouts need is loaded by them: 20 ms that a sheet does without
        from clinicpress.layout.diarypage import diary_page  # noqa: PLC0415

        made = diary_page(document, look, frame)
        return made.pages, Report(len(made.pages), made.text_size, made.dropped, ())
    if layout.arrange == "flow":
        from clinicpress.layout.flow.flowing import Flow, flow_document  # noqa: PLC0415
        from clinicpress.layout.flow.panels import PanelFlow  # noqa: PLC0415

        kind = PanelFlow if layout.imposition == "trifold" else Flow
        flowed = flow_document(document, look, frame, kind)
        gone = tuple(
            part
            for part in layout.parts
            if any(card.has(part) and part not in card.shown for card, _ in flowed.cards)
        )
        return flowed.pages, _report(layout, len(flowed.pages), flowed.text_size, flowed.cards, gone)
    leaf = first_fit(document, look, frame)
    if leaf is None:
        raise FitError(refusal(trial, others))
    cards = tuple(pair for side in leaf for pair in zip(side.cards, side.scales(), strict=True))
    dropped = {part for side in leaf for part in side.dropped}
    gone = tuple(part for part in layout.parts if part in dropped)
    pages = tuple(side.page() for side in leaf)
    return pages, _report(layout, len(pages), leaf[0].rung.text_size, cards, gone)


def _report(layout: Layout, pages: int, text_size: float, cards: Cards, dropped: tuple[str, ...]) -> Report:
    """What was decided."""
    figures = tuple((card.card.exercise, *_millimetres(card, scale)) for card, scale in cards)
    return Report(pages, text_size, dropped, figures, layout.columns * layout.text_columns)


def _millimetres(card: CardBox, scale: float) -> tuple[float, float]:
    """Width and height of the largest frame of a card's figure."""
    frames = card.frames
    return (
        round(max(frame.width for frame in frames) * scale / MM, 1),
        round(max(frame.height for frame in frames) * scale / MM, 1),
    )
