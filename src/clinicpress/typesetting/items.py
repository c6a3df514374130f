"""Items that a page is made of: lines of text, shapes, pictures, groups with tags, and logos."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from typing import Literal, get_args

from clinicpress.figures.displaylist import FrameShapes
from clinicpress.records import dataclass

Role = Literal[
    "Document", "Sect", "H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Figure", "Caption",
    "Table", "TR", "TH", "TD", "Span", "Note", "BlockQuote", "Artifact",
]  # fmt: skip
_ROLES = frozenset((None, *get_args(Role)))


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one face, size and colour. ``link`` is the address it leads to, or empty."""

    text: str
    font: str
    size: float
    colour: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text with its left end at ``x`` and its baseline at ``y``.

    ``broken`` says that the paragraph goes on in the next line, so that a reader of the tags hears a space.
    """

    x: float
    y: float
    spans: tuple[Span, ...]
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle by its top left corner; ``radius`` rounds it. Colours that are empty paint nothing."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    line_width: float = 1.0
    radius: float = 0.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Polyline:
    """Straight lines through ``points`` (x0, y0, x1, y1, ...); closed when it is filled or says so."""

    points: tuple[float, ...]
    stroke: str = ""
    fill: str = ""
    line_width: float = 1.0
    closed: bool = False
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around ``x``, ``y``."""

    x: float
    y: float
    radius: float
    fill: str = ""
    stroke: str = ""
    line_width: float = 1.0


@dataclass(frozen=True, slots=True)
class FigureArt:
    """A frame of a compiled figure with its top left corner at ``x``, ``y``; ``scale`` in points per cm."""

    x: float
    y: float
    frame: FrameShapes
    scale: float
    palette: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class VectorItem:
    """A drawing of ``width`` by ``height`` as operators of a content stream, origin at the bottom left."""

    width: float
    height: float
    operators: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class VectorArt:
    """A vector drawing (a logo) fitted into a box by its top left corner."""

    x: float
    y: float
    width: float
    height: float
    drawing: VectorItem


@dataclass(frozen=True, slots=True)
class RasterArt:
    """A PNG or JPEG picture, as its bytes, stretched over a box that keeps its proportions.

    It is stored with at most ``dpi`` pixels to the inch of that box, and without its colours if ``grey``.
    """

    x: float
    y: float
    width: float
    height: float
    data: bytes = field(repr=False)
    dpi: int = 300
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Lettering:
    """Words in a drawing, in no face yet: ``y`` is their baseline; at ``x`` stands what ``anchor`` says."""

    x: float
    y: float
    text: str
    size: float
    bold: bool
    colour: str
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Illustration:
    """A drawing by another program, ``width`` by ``height`` points, in painting order from the back.

    ``alt`` says in a sentence what it shows; ``caption`` stands under it, if there is one.
    """

    width: float
    height: float
    parts: tuple[VectorArt | RasterArt | Lettering, ...]
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class QrArt:
    """A QR code of ``value`` as a black square of ``size`` points without its clear zone."""

    x: float
    y: float
    size: float
    value: str


Item = TextLine | Rect | Polyline | Circle | FigureArt | VectorArt | RasterArt | QrArt


@dataclass(frozen=True, slots=True)
class Slot:
    """Room on a page for a strip of fields that is one patient's: many patients' pages are alike but for it.

    ``whole`` is False for name, id and date alone. ``without`` are the parts that were given up. The strip
    has so many ``fields``, each a paragraph, in two ``fonts`` and in others where its letters ask for them.
    """

    whole: bool
    without: frozenset[str]
    fields: int
    fonts: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Items and groups moved together by ``x``, ``y``.

    ``role`` makes it a structure element; ``Artifact`` makes all that it holds artifacts. Groups of one
    parent with the same non-empty ``key`` are parts of one element, such as a list that goes on over a page.
    ``kind`` and ``source`` name it in dumps of the boxes; ``width`` and ``height`` are its box, and the BBox
    of a Figure. ``shared`` says that its ``items`` are the very same in many documents, so that it is worth
    while to keep how they are drawn. The ``items`` of a ``slot`` are one patient's, or are still to come.
    """

    x: float
    y: float
    width: float
    height: float
    items: tuple[Item | Group, ...]
    role: Role | None = None
    key: str = ""
    alt: str = ""
    lang: str = ""
    scope: Literal["", "Column", "Row"] = ""
    numbering: Literal["", "Decimal", "Disc"] = ""
    bookmark: str = ""
    kind: str = ""
    source: str = ""
    text_size: float = 0.0
    shared: bool = False
    slot: Slot | None = None

    def __post_init__(self) -> None:
        """Refuse a role that PDF does not know, here and not where a reader of the finished file meets it."""
        if self.role not in _ROLES:
            raise ValueError(
                f"{self.role!r} is not a role that PDF has; the roles are {', '.join(get_args(Role))}"
            )


@dataclass(frozen=True, slots=True)
class Page:
    """A page of ``width`` by ``height`` points and what stands on it, in reading order."""

    width: float
    height: float
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a PDF says of itself: its title, its language (BCP 47) and the clinic as author; nothing else.

    ``folded`` asks the printer to print on both sides and turn the paper over its short edge. ``standard``
    says that it follows PDF/UA and PDF/A: not so with pages that somebody else made. ``private`` pages bear
    a patient's name.
    """

    title: str
    language: str
    author: str
    folded: bool = False
    standard: bool = True
    private: bool = False


@dataclass(frozen=True, slots=True, order=True)
class PageSpot:
    """Where a group stands in a document: the index of its page, and its own among that page's groups."""

    page: int
    group: int


@dataclass(frozen=True, slots=True)
class PlacedDocument:
    """A document laid out: its pages and its metadata.

    ``reading`` is the order in which a person reads the groups of all pages, each once, where that is not
    page after page: on folded paper, the first page may stand beside the last.

    Raises:
        ValueError: if ``reading`` leaves out a group, names one twice, or names one that is not there.
    """

    pages: tuple[Page, ...]
    metadata: Metadata
    reading: tuple[PageSpot, ...] = ()

    def __post_init__(self) -> None:
        if self.reading and sorted(self.reading) != list(self._spots()):
            raise ValueError("the reading order does not name every group of every page once")

    def in_reading_order(self) -> tuple[PageSpot, ...]:
        """Where every group stands, in the order in which they are read."""
        return self.reading or tuple(self._spots())

    def _spots(self) -> Iterator[PageSpot]:
        for index, page in enumerate(self.pages):
            yield from (PageSpot(index, group) for group in range(len(page.groups)))


def filled(document: PlacedDocument, strip: Callable[[Slot], tuple[Item | Group, ...]]) -> PlacedDocument:
    """The document with what ``strip`` gives for each slot standing in it."""
    pages = tuple(replace(page, groups=_filled(page.groups, strip)) for page in document.pages)
    return replace(document, pages=pages)


def _filled(
    groups: tuple[Group, ...], strip: Callable[[Slot], tuple[Item | Group, ...]]
) -> tuple[Group, ...]:
    return tuple(
        replace(group, items=strip(group.slot)) if group.slot is not None else _within(group, strip)
        for group in groups
    )


def _within(group: Group, strip: Callable[[Slot], tuple[Item | Group, ...]]) -> Group:
    """The very same group if it holds no slot."""
    inner = tuple(item for item in group.items if isinstance(item, Group))
    made = _filled(inner, strip)
    if all(new is old for new, old in zip(made, inner, strict=True)):
        return group
    rest = iter(made)
    return replace(
        group, items=tuple(next(rest) if isinstance(item, Group) else item for item in group.items)
    )


# The largest box in points that a logo is fitted into on any page: that on the front of a folded leaflet.
MOST_WIDTH, MOST_HEIGHT = 250.0, 45.0
# Letters in a logo are finer than those in a photograph.
DPI = 600


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo's natural size and its picture: a vector drawing, or the bytes of a PNG."""

    width: float
    height: float
    picture: VectorItem | bytes

    def art(self, width: float, height: float) -> VectorArt | RasterArt:
        """The logo fitted into ``width`` by ``height`` points: at the left, in the middle of the height."""
        scale = min(width / self.width, height / self.height)
        box = (0.0, (height - self.height * scale) / 2, self.width * scale, self.height * scale)
        if isinstance(self.picture, bytes):
            return RasterArt(*box, self.picture, dpi=DPI)
        return VectorArt(*box, self.picture)
