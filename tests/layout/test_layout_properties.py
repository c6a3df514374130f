"""What holds for every layout, paper, ink, text size and edge, whatever the words and figures are.

A handout or a sheet is laid out whole, or refused at its place with a hint; ``generated`` makes them.
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Literal

import pytest
from generated import handouts, less, sheets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layout_samples import (
    ROOT,
    Box,
    Placed,
    around,
    blocks_of,
    brand,
    card,
    document,
    inks,
    kinds,
    lay_out,
    layout,
    placed,
    text,
    unimposed,
    words,
)  # fmt: skip

from clinicpress.blocks.figureslot import FigureSlot
from clinicpress.choices import Binding, Ink, TextVariant
from clinicpress.composing.document import Card, DiagramFigure, Document, DrawnFigure, PictureFigure
from clinicpress.content.blocktypes.block import (
    CalloutBox,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    TableGrid,
)
from clinicpress.content.models.layout import SAFE_MARGIN, Layout
from clinicpress.figures.displaylist import DisplayList
from clinicpress.inline import Words
from clinicpress.layout.paper import page_size
from clinicpress.layout.placing import LaidOut
from clinicpress.problems import FitError
from clinicpress.typesetting.items import FigureArt, Group, Item, PlacedDocument, QrArt, TextLine
from clinicpress.units import Paper

pytestmark = pytest.mark.slow

Kind = Literal["sheet", "handout"]
LAYOUTS: dict[Kind, tuple[str, ...]] = {
    "sheet": ("sheet", "sheet-compact", "sheet-steps", "fridge", "large-print"),
    "handout": ("handout", "handout-two-column", "large-print", "booklet", "trifold"),
}
REFUSAL = re.compile(r"content/(sheets|handouts)/x\.yaml:\d+:\d+: \S.*\n  hint: \S.*")
# What stands on pages besides the document's own words, or repeats them.
FURNITURE = {"header", "footer", "patient", "safety", "notes-block", "repeated-header", "copy"}
INSTRUCTIONS = {"item", "text", "summary", "log-how-to"}


@dataclass(frozen=True)
class Setting:
    """How a document is laid out."""

    name: str
    paper: Paper
    ink: Ink
    text: TextVariant
    binding: Binding

    @property
    def layout(self) -> Layout:
        return layout(self.name)

    @property
    def floor(self) -> float:
        """The least size of instructions."""
        return 16.0 if self.text == "large" else 12.0

    def lay_out(self, document: Document) -> LaidOut:
        return lay_out(
            document, self.layout, brand(), paper=self.paper, ink=self.ink, asset=ROOT.joinpath,
            text=self.text, binding=self.binding,
        )  # fmt: skip

    def tried(self, document: Document) -> LaidOut | None:
        """The document laid out, or None where it is refused."""
        try:
            return self.lay_out(document)
        except FitError:
            return None


@st.composite
def setups(draw: st.DrawFn, kind: Kind, names: tuple[str, ...] = ()) -> tuple[Setting, Document]:
    """A document with a setting; sheets have at most one exercise more than their layout takes."""
    name = draw(st.sampled_from(names or LAYOUTS[kind]))
    imposed = layout(name).imposition != "none"
    setting = Setting(
        name,
        draw(st.sampled_from(("letter", "a4", "legal"))),
        draw(st.sampled_from(("colour", "mono"))),
        draw(st.sampled_from(("standard", "large"))),
        "none" if imposed else draw(st.sampled_from(("none", "left"))),
    )
    if kind == "sheet":
        return setting, draw(sheets(min(12, layout(name).most_exercises + 1)))
    return setting, draw(handouts(5 if name == "trifold" else 12))


SHEETS, HANDOUTS = setups("sheet"), setups("handout")
SETUPS = st.one_of(SHEETS, HANDOUTS)
PAGES = setups("sheet", ("sheet", "sheet-compact", "sheet-steps", "fridge"))
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def examples(count: int) -> settings:
    """The same examples in every run; CLINICPRESS_SWEEP=6 tries six times as many, and others each time."""
    sweep = int(os.environ.get("CLINICPRESS_SWEEP", "0"))
    return settings(
        deadline=None,
        max_examples=count * max(1, sweep),
        derandomize=not sweep,
        suppress_health_check=SLOW,
    )


# -- pages, or a place and a hint --------------------------------------------------
@examples(80)
@given(SETUPS)
def test_a_document_has_pages_or_is_refused_at_its_place(setup: tuple[Setting, Document]) -> None:
    setting, document = setup
    try:
        result = setting.lay_out(document)
    except FitError as error:
        refused = str(error)
    else:
        refused = ""
    if refused:
        assert REFUSAL.fullmatch(refused), refused
        return
    assert result.report.pages == len(result.document.pages) >= 1
    if setting.layout.arrange == "page":
        assert len(unimposed(result.document).pages) == 1


# -- geometry ----------------------------------------------------------------------
def named(item: Item, box: Box) -> str:
    """An item for messages: its words or its kind, and its box."""
    words = "".join(span.text for span in item.spans) if isinstance(item, TextLine) else type(item).__name__
    return f"{words!r} at {tuple(round(side, 1) for side in box)}"


def outside(found: PlacedDocument) -> Iterator[str]:
    """What is printed closer to an edge than printers reach."""
    for place in blocks_of(found):
        page = found.pages[place.page - 1]
        for item, box in inks(place):
            left, top, right, bottom = box
            if min(left, top, page.width - right, page.height - bottom) < SAFE_MARGIN - 0.01:
                yield f"{place.group.kind}: {named(item, box)} of {page.width:g} x {page.height:g}"


@examples(60)
@given(SETUPS)
def test_everything_stands_where_printers_reach(setup: tuple[Setting, Document]) -> None:
    setting, document = setup
    result = setting.tried(document)
    if result is not None:
        cut_off = list(outside(unimposed(result.document)))
        assert not cut_off, cut_off[:3]


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes overlap."""
    return (
        one[0] < other[2] - 0.01
        and other[0] < one[2] - 0.01
        and one[1] < other[3] - 0.01
        and other[1] < one[3] - 0.01
    )


@examples(60)
@given(SETUPS)
def test_blocks_do_not_overlap(setup: tuple[Setting, Document]) -> None:
    setting, document = setup
    result = setting.tried(document)
    if result is None:
        return
    boxes = [
        (found, around([box for _, box in inks(found)]))
        for found in blocks_of(unimposed(result.document))
        if inks(found)
    ]
    for (one, here), (other, there) in combinations(boxes, 2):
        names = (one.group.kind or "diagram", other.group.kind or "diagram")
        clash = one.page == other.page and meet(here, there)
        assert not clash, f"{names} on page {one.page}: {here} and {there}"


@examples(60)
@given(SETUPS)
def test_words_and_pictures_of_a_card_do_not_overlap(setup: tuple[Setting, Document]) -> None:
    setting, document = setup
    result = setting.tried(document)
    for holder in kinds(unimposed(result.document), "card") if result else ():
        solid = [(item, box) for item, box in inks(holder) if isinstance(item, TextLine | FigureArt | QrArt)]
        captions = {item for found in placed_in(holder, "caption") for item in found.items}
        for (one, here), (other, there) in combinations(solid, 2):
            # a caption may stand in a corner of a picture that is free of ink: test_figures_silhouette
            corner = {one, other} & captions and FigureArt in (type(one), type(other))
            assert corner or not meet(here, there), f"{named(one, here)} and {named(other, there)}"
        for item, (left, top, right, bottom) in solid:
            inside = left >= holder.x - 0.01 and right <= holder.right + 0.01
            inside = inside and top >= holder.y - 0.01 and bottom <= holder.bottom + 0.01
            assert inside, f"{named(item, (left, top, right, bottom))} hangs out of its card"


def placed_in(holder: Placed, kind: str) -> Iterator[Group]:
    """The groups of a kind in a group."""

    def walk(group: Group) -> Iterator[Group]:
        if group.kind == kind:
            yield group
        for item in group.items:
            if isinstance(item, Group):
                yield from walk(item)

    return walk(holder.group)


# -- words -------------------------------------------------------------------------
@dataclass(frozen=True)
class Said:
    """Words that stand on the pages once: or not at all where they ``may_go``, or must ``never`` be there.

    ``moves`` says that they have no place in the order.
    """

    text: str
    may_go: bool = False
    moves: bool = False
    never: bool = False


def squeezed(text: str) -> str:
    """A text without spaces: lines and long words are broken anywhere."""
    return re.sub(r"\s+", "", text)


def heard(found: PlacedDocument) -> str:
    """All words of the document's own, in reading order, without spaces."""

    def walk(group: Group) -> Iterator[str]:
        if group.kind in FURNITURE or group.role == "Artifact":
            return
        for item in group.items:
            if isinstance(item, Group):
                yield from walk(item)
            elif isinstance(item, TextLine):
                yield from (span.text for span in item.spans)

    return squeezed("".join(part for page in found.pages for group in page.groups for part in walk(group)))


class Script:
    """What the pages of a document, which say ``pages``, must say, in order."""

    def __init__(self, document: Document, layout: Layout, dropped: tuple[str, ...], pages: str) -> None:
        self.document, self.layout, self.dropped, self.pages = document, layout, dropped, pages
        self.brief = layout.card_style == "compact"
        self.apart = layout.text_columns > 1 or layout.imposition != "none"

    def lines(self) -> Iterator[Said]:
        yield from self._head()
        for block in self.document.blocks:
            yield from self._block(block)

    def _head(self) -> Iterator[Said]:
        document, layout = self.document, self.layout
        title = document.neutral.title if layout.private and document.neutral else document.title
        yield said(title)
        if document.kind == "handout":
            yield from (said(words) for words in (document.subtitle, document.summary_title) if words)
            yield from map(said, document.summary)
            return
        if document.facts:
            yield said(document.facts)
        brief_head = layout.head == "brief"
        yield from (said(words, never=brief_head) for words in document.summary)
        if document.brief:
            yield said(document.brief, never=brief_head or not self.brief)
        if document.log:
            said_how = self._part("how-to-tick", document.log.how_to)
            yield replace(said_how, moves=True, never=brief_head)

    def _block(self, block: object) -> Iterator[Said]:
        match block:
            case Card():
                yield from self._card(block)
            case Heading() | Paragraph():
                yield said(block.words)
            case ItemList():
                yield from map(said, block.items)
            case TableGrid():
                yield from map(said, block.header)
                yield from (said(cell) for row in block.rows for cell in row)
            case CalloutBox():
                hidden = self.apart and block.usual and block.kind != "tip"
                parts = (block.title, *block.items, *((block.closing,) if block.closing else ()))
                yield from (said(words, never=hidden) for words in parts)
            case DiagramFigure():
                yield from (said(words, moves=True) for words in (*block.labels, block.caption))
            case PictureFigure(caption=Words() as caption) | DrawnFigure(caption=Words() as caption):
                yield said(caption)

    def _card(self, card: Card) -> Iterator[Said]:
        yield from self._either("full-title", (card.title,), (card.short_title,))
        if card.not_if:
            yield said(card.not_if)
        yield from ([said(card.safety)] if card.safety else [])
        yield self._part("why", card.why)
        yield from self._optional("equipment", card.equipment)
        yield from self._steps(card)
        yield from self._either("full-dose", (card.dose,), (card.short_dose or card.dose,))
        yield from ([said(card.note)] if card.note else [])
        yield from self._optional("feel", card.feel)
        yield from self._optional("tips", *card.tips)
        yield from self._optional("easier", card.easier)
        yield from self._optional("harder", card.harder)
        if card.stop_if:
            # where warnings are one paragraph it stands before the steps
            lines = "warning-lines" in self.layout.parts and "warning-lines" not in self.dropped
            yield said(card.stop_if, moves=not lines)
        yield from self._optional("video", card.video_label)

    def _steps(self, card: Card) -> Iterator[Said]:
        if self.brief:
            yield from (said(words, never=True) for words in (*card.steps, *card.short_steps))
        else:
            yield from self._either("full-steps", card.steps, card.short_steps or card.steps)

    def _optional(self, part: str, *words: Words | None) -> Iterator[Said]:
        yield from (self._part(part, each) for each in words if each)

    def _part(self, part: str, words: Words) -> Said:
        return said(words, may_go=part in self.dropped, never=part not in self.layout.parts)

    def _either(self, part: str, full: tuple[Words, ...], short: tuple[Words, ...]) -> Iterator[Said]:
        """All full words, or where the part was given up all short ones, and none of the others."""
        given_up = part in self.dropped and squeezed(full[0].text) not in self.pages
        chosen, other = (short, full) if given_up or part not in self.layout.parts else (full, short)
        yield from map(said, chosen)
        yield from (said(words, never=True) for words in other if words not in chosen)


def said(words: Words, *, may_go: bool = False, moves: bool = False, never: bool = False) -> Said:
    return Said(squeezed(words.text), may_go, moves, never)


@examples(80)
@given(SETUPS)
def test_every_word_is_there_once_and_in_order(setup: tuple[Setting, Document]) -> None:
    setting, document = setup
    result = setting.tried(document)
    if result is None:
        return
    pages, at = heard(unimposed(result.document)), 0
    for line in Script(document, setting.layout, result.report.dropped, pages).lines():
        count = pages.count(line.text)
        assert count in ((0,) if line.never else (0, 1) if line.may_go else (1,)), (line, count)
        if count and not line.moves and not line.never:
            found = pages.find(line.text)
            assert found >= at, f"{line} stands before what it follows"
            at = found


# -- floors ------------------------------------------------------------------------
@examples(60)
@given(SETUPS)
def test_instructions_are_never_smaller_than_the_floor(setup: tuple[Setting, Document]) -> None:
    setting, document = setup
    result = setting.tried(document)
    if result is None:
        return
    assert result.report.text_size >= setting.floor
    for found in placed(result.document):
        if found.group.kind in INSTRUCTIONS:
            lines = [item for item in found.group.items if isinstance(item, TextLine)]
            assert all(span.size >= setting.floor for line in lines for span in line.spans), found


def least_scale(card: Card, layout: Layout, dropped: tuple[str, ...]) -> float:
    """The floor of a card's figure, in points per centimetre."""
    room, brief = layout.figures, layout.card_style == "compact"
    full = "full-figures" in layout.show and "full-figures" not in dropped and not brief
    figure = DisplayList(card.figure.frames[-1:], card.figure.lying) if brief else card.figure
    floors = (room.lying_floor, room.upright_floor)
    compact = (room.compact_lying_floor, room.compact_upright_floor)
    return FigureSlot(figure, 0.0, 0.0).floor_scale(*(floors if full else compact))


@examples(60)
@given(SETUPS)
def test_figures_are_never_smaller_than_their_floors(setup: tuple[Setting, Document]) -> None:
    setting, document = setup
    result = setting.tried(document)
    if result is None:
        return
    by_place = {str(block.source): block for block in document.blocks if isinstance(block, Card)}
    for found in kinds(unimposed(result.document), "card"):
        card = by_place[found.group.source]
        scales = [item.scale for item, _ in inks(found) if isinstance(item, FigureArt)]
        assert len(scales) == (1 if setting.layout.card_style == "compact" else len(card.figure.frames))
        floor = least_scale(card, setting.layout, result.report.dropped)
        assert min(scales) >= floor - 1e-6, f"{card.exercise}: {min(scales)} under {floor}"


# -- what belongs together ------------------------------------------------------------
@examples(60)
@given(SETUPS)
def test_every_card_stands_whole_on_one_page(setup: tuple[Setting, Document]) -> None:
    setting, document = setup
    result = setting.tried(document)
    if result is not None:
        cards = [str(block.source) for block in document.blocks if isinstance(block, Card)]
        assert [found.group.source for found in kinds(unimposed(result.document), "card")] == cards


def breaks_after(document: Document, apart: bool) -> set[str]:
    """The headings (where they are written) that a page break or nothing follows."""
    hidden = ("call", "emergency") if apart else ()
    blocks = [
        block
        for block in document.blocks
        if not (isinstance(block, CalloutBox) and block.usual and block.kind in hidden)
    ]
    return {
        str(here.words.source)
        for here, following in pairwise((*blocks, None))
        if isinstance(here, Heading) and (following is None or isinstance(following, PageBreak))
    }


def column(setting: Setting, place: Placed) -> tuple[int, int]:
    """The page and the column that a block stands in."""
    layout = setting.layout
    width = page_size(setting.paper, layout.imposition)[0]
    return place.page, int((place.x + place.right) / 2 * layout.text_columns / width)


def parted(setting: Setting, document: Document) -> list[tuple[Placed, Placed | None]]:
    """Each heading with what follows it in another column or on another page; None where nothing does.

    A diagram stands before the heading of the section that it stands beside.
    """
    result = setting.tried(document)
    pages = unimposed(result.document) if result else None
    found = [place for place in blocks_of(pages) if place.group.kind not in FURNITURE] if pages else []
    alone = breaks_after(document, setting.layout.text_columns > 1 or setting.layout.imposition != "none")
    return [
        (here, following)
        for above, here, following in zip((None, *found), found, (*found[1:], None), strict=False)
        if here.group.kind == "heading"
        and here.group.source not in alone
        and not (
            above and any(isinstance(part, Group) and part.kind == "diagram" for part in above.group.items)
        )
        and (following is None or column(setting, following) != column(setting, here))
    ]


def too_tall(setting: Setting, document: Document, here: Placed, following: Placed) -> bool:
    """Whether a heading and an exercise are parted even in a document of their own."""
    blocks = tuple(
        block
        for block in document.blocks
        if (isinstance(block, Heading) and str(block.words.source) == here.group.source)
        or (isinstance(block, Card) and str(block.source) == following.group.source)
    )
    return len(blocks) == 2 and bool(parted(setting, replace(document, blocks=blocks)))


@examples(80)
@given(HANDOUTS)
def test_a_heading_is_never_the_last_thing_of_a_column(setup: tuple[Setting, Document]) -> None:
    """It goes on without the exercise under it only where both are taller than a column."""
    setting, document = setup
    for here, following in parted(setting, document):
        name = f"{here.group.source} on page {here.page}"
        assert following is not None, name
        assert following.group.kind == "card", f"{name}, and {following.group.kind} on {following.page}"
        assert too_tall(setting, document, here, following), name


@examples(60)
@given(HANDOUTS)
def test_what_follows_a_page_break_is_on_a_later_page(setup: tuple[Setting, Document]) -> None:
    setting, document = setup
    result = setting.tried(document)
    if result is None:
        return
    pages = [
        heard(PlacedDocument((page,), result.document.metadata)) for page in unimposed(result.document).pages
    ]

    def page_of(block: object) -> int | None:
        words = block.words if isinstance(block, Heading | Paragraph) else None
        first = squeezed(words.text)[:5] if words else ""
        return next((number for number, page in enumerate(pages) if first and first in page), None)

    for above, here, below in zip(document.blocks, document.blocks[1:], document.blocks[2:], strict=False):
        if isinstance(here, PageBreak) and None not in (page_of(above), page_of(below)):
            assert page_of(above) < page_of(below)  # type: ignore[operator]


@examples(60)
@given(SETUPS)
def test_every_page_says_when_to_stop(setup: tuple[Setting, Document]) -> None:
    """Each page has every sign, in its safety block or call-outs; of a booklet right pages and the back."""
    setting, document = setup
    result = setting.tried(document)
    if result is None or document.safety is None:
        return
    signs = (*document.safety.stop_items, *document.safety.emergency_items)
    pages = unimposed(result.document)
    for number in range(1, len(pages.pages) + 1):
        here = [place for place in placed(pages) if place.page == number and place.group.kind in SAFETY]
        heard_here = squeezed("".join(text(place.group) for place in here))
        missing = [sign.text for sign in signs if squeezed(sign.text) not in heard_here]
        assert not (missing and must_say(setting.layout, number, len(pages.pages))), (number, missing)


SAFETY = {"safety", "callout-call", "callout-emergency"}


def must_say(layout: Layout, number: int, count: int) -> bool:
    if layout.imposition == "booklet":
        return number % 2 == 1 or number == count
    return layout.imposition != "trifold" or number in (2, 6)


# -- less and more ----------------------------------------------------------------------
@examples(80)
@given(PAGES, st.data())
def test_less_never_gives_smaller_text_nor_a_refusal(
    setup: tuple[Setting, Document], data: st.DataObject
) -> None:
    setting, document = setup
    more = setting.tried(document)
    fewer = less(document)
    if more is None or not fewer:
        return
    result = setting.lay_out(data.draw(st.sampled_from(fewer)))
    assert result.report.text_size >= more.report.text_size


def letter(name: str) -> Setting:
    return Setting(name, "letter", "colour", "standard", "none")


@pytest.mark.parametrize("most", range(3, 20))
def test_one_exercise_less_in_two_columns_needs_no_more_room(most: int) -> None:
    """Tall exercises stood abreast; without one before them each stood beside a short one, in a row more."""
    tall = words("Rest " * most + "well.")
    cards = [card(2 * n + 1, note=tall if n % 4 < 2 else None) for n in range(6)]
    setting = letter("sheet-compact")
    more = setting.tried(document(cards))
    for gone in (2, 3) if more else ():
        fewer = setting.lay_out(document(cards[:gone] + cards[gone + 1 :]))
        assert fewer.report.text_size >= more.report.text_size  # type: ignore[union-attr]


@pytest.mark.parametrize("count", range(1, 4))
@pytest.mark.parametrize("long", range(6, 60, 3))
def test_one_step_less_beside_pictures_needs_no_more_room(count: int, long: int) -> None:
    """Steps moved to another picture: two long ones, each beside one before, stood beside the same."""
    step = " ".join(["breathe"] * long) + "."
    steps = ["Lie.", step, step, "Rest."]
    cards = [card(2 * n + 1, steps) for n in range(count)]
    fewer = [card(2 * n + 1, steps[:-1]) for n in range(count)]
    setting = letter("sheet-steps")
    more = setting.tried(document(cards))
    if more is not None:
        assert setting.lay_out(document(fewer)).report.text_size >= more.report.text_size


# -- the same each time ------------------------------------------------------------------
@examples(30)
@given(SETUPS, SETUPS)
def test_a_document_is_laid_out_alike_each_time(
    setup: tuple[Setting, Document], between: tuple[Setting, Document]
) -> None:
    setting, document = setup
    first = setting.tried(document)
    between[0].tried(between[1])
    assert setting.tried(document) == first
    assert setting.tried(copy.deepcopy(document)) == first


@examples(30)
@given(SETUPS)
def test_black_and_white_moves_nothing(setup: tuple[Setting, Document]) -> None:
    setting, document = setup
    colour, mono = (replace(setting, ink=ink).tried(document) for ink in ("colour", "mono"))
    if colour is None or mono is None:
        assert colour is mono
        return
    assert colour.report == mono.report
    assert frames(colour) == frames(mono)


def frames(result: LaidOut) -> list[tuple[object, ...]]:
    """The boxes of all groups, and the places of all words and pictures."""
    groups = [
        (p.page, p.x, p.y, p.group.width, p.group.height, p.group.kind) for p in placed(result.document)
    ]
    items = [
        box
        for place in blocks_of(result.document)
        for item, box in inks(place)
        if isinstance(item, TextLine | FigureArt | QrArt)
    ]
    return [*groups, *items]
