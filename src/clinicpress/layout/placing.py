"""Placing a composed document on pages: the one function that the pipeline calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from clinicpress.blocks.card import CardBox
from clinicpress.blocks.look import MONO, PageLook
from clinicpress.choices import Chosen, Ink
from clinicpress.composing.document import Document, Field, StripRoom
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.layout import Layout
from clinicpress.figures.palette import palette
from clinicpress.layout.fit.refusal import Trial, crowd, refusal, seen_by_others
from clinicpress.layout.fit.sheetfit import first_fit
from clinicpress.layout.glyphs import is_printable, missing_glyphs, missing_in
from clinicpress.layout.heads import set_fields
from clinicpress.layout.imposition import draft_pages, impose
from clinicpress.layout.paper import PageFrame, page_frame, variant
from clinicpress.layout.strip import SetStrip
from clinicpress.problems import ContentError, FitError
from clinicpress.records import dataclass
from clinicpress.typesetting.faces import load_fonts
from clinicpress.typesetting.items import Group, Logo, Metadata, Page, PlacedDocument, Slot, filled
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


Fields = tuple[Field, ...]
# Whether all fields of a patient are meant, or those of each further page; and the parts that are left out.
StripKey = tuple[bool, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Strips:
    """The fields of a patient: those of the first page, and those of each further one.

    They are ``set`` whatever is given up, and ``rooms`` are what the rest of a page depends on.
    """

    patient: Fields
    identity: Fields
    rooms: tuple[StripRoom, StripRoom]
    set: Mapping[StripKey, SetStrip] = field(compare=False)


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

    def check(self, document: Document) -> None:
        """Refuse what cannot be printed whatever its size.

        Raises:
            ContentError: if a character cannot be printed, or a plan is to stand where others see it.
        """
        if self.look.layout.private and document.planned is not None:
            raise ContentError(seen_by_others(document.id, self.chosen.layout, document.planned))
        problems = missing_glyphs(document, self.look)
        if problems:
            raise ContentError(problems)

    def check_strips(self, strips: Strips) -> None:
        """Refuse strips that cannot be printed.

        Raises:
            ContentError: if a character cannot be printed.
        """
        values = (field.value for field in strips.patient if field.value is not None)
        if not all(is_printable(value.text, self.look.fonts) for value in values):
            raise ContentError(missing_in(strips.patient, self.look.fonts))

    def strips(self, patient: Fields, identity: Fields) -> Strips:
        """The strips of a patient."""
        found: dict[StripKey, SetStrip] = {}
        rooms = []
        for whole, fields in ((True, patient), (False, identity)):
            parts = tuple(field.part for field in fields)
            heights = []
            for some in _choices(parts):
                strip = found[whole, some] = set_fields(fields, self.look, self.frame.width, some)
                heights.append((some, strip.height))
            rooms.append(StripRoom(whole, parts, tuple(heights)))
        return Strips(patient, identity, (rooms[0], rooms[1]), found)

    def strip(self, slot: Slot, strips: Strips) -> tuple[Group, ...]:
        """What stands in a slot for a patient."""
        return strips.set[slot.whole, slot.without].draw(self.look)

    def lay_out(self, document: Document) -> LaidOut:
        """Lay a document out, a patient's with the strips in their slots.

        Raises:
            ContentError: as `check`.
            FitError: as `place`.
        """
        self.check(document)
        return self.lay_out_checked(document)

    def lay_out_checked(self, document: Document) -> LaidOut:
        """As `lay_out`, of a document that was `check`ed.

        Raises:
            FitError: as `place`.
        """
        if not document.identity:
            return self.place(document)
        strips = self.strips(document.patient, document.identity)
        laid = self.place(document, strips.rooms)
        return replace(laid, document=filled(laid.document, lambda slot: self.strip(slot, strips)))

    def place(self, document: Document, rooms: tuple[StripRoom, StripRoom] | None = None) -> LaidOut:
        """Lay a document out that was `check`ed, a patient's with these ``rooms`` for the strips.

        Nothing of the strips but their room decides on what is placed where.

        Raises:
            FitError: if a sheet does not fit on its page, or a block is taller than a page.
        """
        layout = self.look.layout
        draft = document.furniture.draft
        named = document.title.public or document.title.text
        title = f"{draft.text}: {named}" if draft else named
        private = document.planned is not None
        metadata = Metadata(title, document.language, document.furniture.clinic.text, private=private)
        trial = Trial(document, self.look, self.written, self.chosen)
        if rooms is not None:
            document = replace(document, patient=(), identity=(), rooms=rooms)
        pages, report = _arranged(document, trial, self.frame, self.others)
        if draft:
            pages = draft_pages(pages, draft, self.look)
        placed = impose(PlacedDocument(pages, metadata), layout.imposition, self.chosen.paper)
        return LaidOut(placed, replace(report, pages=len(placed.pages)))


@lru_cache(maxsize=64)
def _choices(parts: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """What may be left out of fields that are these parts of a page; nothing, too."""
    own = sorted({part for part in parts if part})
    return tuple(frozenset(some) for count in range(len(own) + 1) for some in combinations(own, count))


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
    document: Document, trial: Trial, frame: PageFrame, others: Mapping[str, Layout]
) -> tuple[tuple[Page, ...], Report]:
    """The pages of a document one by one, before they are placed on paper.

    ``trial`` is of the same document with the strips that it may have room for.
    """
    look, layout = trial.look, trial.look.layout
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
