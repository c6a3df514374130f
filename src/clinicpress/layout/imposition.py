"""Pages on sheets of paper in printer's order, to be cut or folded; they are still read in their own order.

Lengths are points. The paper lies on its long side and is shared out in slots of equal width. Paper printed
on both sides is turned over its short edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf

from clinicpress.blocks.look import PageLook
from clinicpress.content.models.layout import SAFE_MARGIN, Imposition
from clinicpress.inline import Words
from clinicpress.layout.paper import page_size
from clinicpress.typesetting.breaking import label, largest_size
from clinicpress.typesetting.faces import cap_height
from clinicpress.typesetting.items import Circle, Group, Item, Page, PageSpot, PlacedDocument, Polyline
from clinicpress.units import PAPERS, Paper

# Black text on it has a contrast of 13:1; a laser printer still prints it.
_PALE = "#CFCFCF"
# How much of the page's width the mark takes, and where its middles stand in the page's height.
_WIDTH, _MIDDLES = 0.86, (0.2, 0.5, 0.8)
_LARGEST = 260.0


def draft_pages(pages: Sequence[Page], words: Words, look: PageLook) -> tuple[Page, ...]:
    """The pages with a mark on each, which is also the first thing on it that is read aloud."""
    return tuple(replace(page, groups=(_mark(page, words, look), *page.groups)) for page in pages)


def _mark(page: Page, words: Words, look: PageLook) -> Group:
    font = look.fonts.black
    size = largest_size(words.text, font, page.width * _WIDTH, _LARGEST, 12.0)
    drop = size * cap_height(font) / 2
    lines = [
        label(words.text, font, size, _PALE, page.width / 2, page.height * middle + drop, "centre")
        for middle in _MIDDLES
    ]
    whole = (page.width, page.height)
    # heard once, seen three times
    first = Group(0.0, 0.0, *whole, (lines[0],), role="P", kind="draft", source=str(words.source))
    others = Group(0.0, 0.0, *whole, tuple(lines[1:]), role="Artifact", kind="draft")
    return Group(0.0, 0.0, *whole, (first, others), kind="draft")


# One side of a sheet: which page stands in each slot, from the left, counted from 0; None is left blank.
SheetSide = tuple[int | None, ...]

PANELS = 6
_MARK = 12.0
_THIN = 0.5
_FOLD, _CUT = "#A6A6A6", "#7F7F7F"
_DASH = (3.0, 3.0)
# From the end of a cut mark to its dashes, and the length of the scissors between them at the top.
_GAP, _SCISSORS = 4.0, 17.0
# Rounding may make a page this much larger than its slot.
_TOLERANCE = 0.01


def sides(imposition: Imposition, count: int) -> tuple[SheetSide, ...]:
    """Which of ``count`` pages stand on each side of the sheets, in the order in which they are printed.

    A two-up sheet shows one page twice. A booklet's sheets, front then back, are laid into each other and
    stapled in the fold; it ends with blank pages. A trifold is a letter fold, its pages in the order in which
    it is unfolded: cover, inside left, the flap that lies beside that, inside middle and right, and the back,
    which is always the last page; what is missing before it stays blank. A real inner flap is about 2 mm
    narrower than a third; these thirds are equal.

    Raises:
        ValueError: if a trifold has more than six pages.
    """
    match imposition:
        case "none":
            return tuple((page,) for page in range(count))
        case "two-up":
            return tuple((page, page) for page in range(count))
        case "booklet":
            return tuple(_booklet(count))
        case "trifold":
            return _trifold(count)


def _booklet(count: int) -> Iterator[SheetSide]:
    places = -(-count // 4) * 4
    pages: list[int | None] = [*range(count), *[None] * (places - count)]
    for first in range(0, places // 2, 2):
        yield pages[-1 - first], pages[first]
        yield pages[first + 1], pages[-2 - first]


def _trifold(count: int) -> tuple[SheetSide, ...]:
    if count > PANELS:
        raise ValueError(f"a trifold has six panels, and there are {count} pages")
    if not count:
        return ()
    panels: list[int | None] = [*range(count - 1), *[None] * (PANELS - count), count - 1]
    cover, left, flap, middle, right, back = panels
    return (flap, back, cover), (left, middle, right)


def impose(document: PlacedDocument, imposition: Imposition, paper: Paper) -> PlacedDocument:
    """The document with its pages placed on the paper, each at the top left of its slot.

    Tags and bookmarks keep the order of the pages. The second copy of a two-up page is an artifact: it is
    heard once, and its links are plain words. So are the marks where the paper is cut or folded.

    Raises:
        ValueError: if a page is larger than its slot, a trifold has more than six pages, or the document
            has a reading order already.
    """
    if imposition == "none":
        return document
    if document.reading:
        raise ValueError("the document is imposed already")
    width, height = page_size(paper, imposition)
    for number, page in enumerate(document.pages, 1):
        if page.width > width + _TOLERANCE or page.height > height + _TOLERANCE:
            raise ValueError(f"page {number} is larger than its place on the paper")
    made = sides(imposition, len(document.pages))
    pages = tuple(_sheet(document.pages, side, paper, cut=imposition == "two-up") for side in made)
    metadata = replace(document.metadata, folded=imposition != "two-up")
    return PlacedDocument(pages, metadata, _reading(made))


def _standing(side: SheetSide) -> list[tuple[int, int, bool]]:
    """Slot and page of everything that stands on a side, and whether it stands there for the second time."""
    return [(slot, page, page in side[:slot]) for slot, page in enumerate(side) if page is not None]


def _sheet(pages: Sequence[Page], side: SheetSide, paper: Paper, *, cut: bool) -> Page:
    height, width, _ = PAPERS[paper]
    slot_width = width / len(side)
    groups = []
    for slot, number, copy in _standing(side):
        page = pages[number]
        group = Group(slot * slot_width, 0.0, page.width, page.height, page.groups, kind="page")
        groups.append(replace(group, role="Artifact", kind="copy") if copy else group)
    lines = _cut(height) if cut else _fold(height)
    marks = [Group(slot * slot_width, 0.0, 0.0, height, lines, kind="mark") for slot in range(1, len(side))]
    groups.append(Group(0.0, 0.0, width, height, tuple(marks), role="Artifact", kind="marks"))
    return Page(width, height, tuple(groups))


def _reading(made: Sequence[SheetSide]) -> tuple[PageSpot, ...]:
    """Page after page, wherever they stand; then what is silent: copies, and the marks behind each side."""
    spots: list[tuple[float, PageSpot]] = []
    for index, side in enumerate(made):
        standing = _standing(side)
        for group, (_, page, copy) in enumerate(standing):
            spots.append((inf if copy else page, PageSpot(index, group)))
        spots.append((inf, PageSpot(index, len(standing))))
    return tuple(spot for _, spot in sorted(spots))


def _line(colour: str, top: float, bottom: float, dash: tuple[float, ...] = ()) -> Polyline:
    return Polyline((0.0, top, 0.0, bottom), colour, line_width=_THIN, dash=dash)


def _fold(height: float) -> tuple[Item, ...]:
    """Short lines at both ends of a fold, as far from the edge as printers need."""
    foot = height - SAFE_MARGIN
    return _line(_FOLD, SAFE_MARGIN, SAFE_MARGIN + _MARK), _line(_FOLD, foot - _MARK, foot)


def _cut(height: float) -> tuple[Item, ...]:
    """A dashed line to cut along, a short line at both ends, and scissors behind the upper one."""
    top, foot = SAFE_MARGIN + _MARK, height - SAFE_MARGIN - _MARK
    return (
        _line(_CUT, SAFE_MARGIN, top),
        *_scissors(top + _GAP),
        _line(_CUT, top + _GAP + _SCISSORS + _GAP, foot - _GAP, _DASH),
        _line(_CUT, foot, foot + _MARK),
    )


def _scissors(top: float) -> tuple[Item, ...]:
    """Open scissors that point down, with the pivot on the line: two rings, and a blade from each."""
    ring, spread, tip = 2.4, 2.9, 2.7
    parts: list[Item] = []
    for side in (-1.0, 1.0):
        blade = (side * (spread - 0.7), top + 2 * ring - 0.3, -side * tip, top + _SCISSORS)
        parts.append(Circle(side * spread, top + ring, ring, stroke=_CUT, line_width=0.9))
        parts.append(Polyline(blade, _CUT, line_width=0.9))
    return tuple(parts)
