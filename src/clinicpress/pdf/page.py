"""One page: draws its groups in reading order and gives what is drawn to their structure elements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Any

from clinicpress.pdf.objects import QUICK, Stream, compressed, encode
from clinicpress.pdf.operators import draw_circle, draw_polyline, draw_rect, number, numbers
from clinicpress.pdf.strips import DrawnStrip, StripPlace, draw_strip
from clinicpress.pdf.structure import (
    HOLDERS,
    Annotated,
    Bookmark,
    Element,
    MarkedSequence,
    Owner,
    Stamped,
    StructureTree,
    element_entries,
)
from clinicpress.pdf.subsets import usual_font
from clinicpress.pdf.textlines import ANY_MARK, LinkBox, MarkedContent, TextWriter, joined
from clinicpress.pdf.xobjects import Forms, FormXObject
from clinicpress.records import dataclass
from clinicpress.store.cache import Cache
from clinicpress.typesetting.items import (
    Circle,
    FigureArt,
    Group,
    Polyline,
    QrArt,
    RasterArt,
    Rect,
    Slot,
    TextLine,
    VectorArt,
)
from clinicpress.typesetting.memo import Memo

_BOX = "BBox"


@dataclass(frozen=True, slots=True)
class StampElement:
    """A structure element of a stamp.

    ``parent`` is the index of the element that it stands in, None at the top. ``box`` is its BBox from the
    stamp's corner, y upwards. ``kids`` are pairs: whether it is an element, and which; else which mark.
    """

    pattern: bytes
    parent: int | None
    box: tuple[float, float, float, float] | None
    kids: tuple[tuple[bool, int], ...]

    def encoded(self, parent: bytes, page: bytes, elements: Sequence[bytes], at: Stamped) -> bytes:
        """Its dictionary, with references to its parent, its page and the ``elements`` of its stamp."""
        values: list[Any] = [parent]
        if self.box is not None:
            left, bottom, right, top = self.box
            values += [
                number(value).encode("ascii")
                for value in (left + at.left, bottom + at.top, right + at.left, top + at.top)
            ]
        values.append(page)
        values += [elements[which] if is_element else at.mcid + which for is_element, which in self.kids]
        return self.pattern % tuple(values)


@dataclass(frozen=True, slots=True, eq=False)
class Stamp:
    """A group as operators from its top left corner, and its elements, parents before their kids.

    ``owners`` are the elements of its marks, by index. ``bookmarks`` are from its corner.
    """

    code: str
    owners: tuple[int, ...]
    elements: tuple[StampElement, ...]
    fonts: tuple[str, ...]
    forms: tuple[FormXObject, ...]
    bookmarks: tuple[Bookmark, ...]

    def operators(self, left: float, top: float, mcid: int) -> str:
        """What draws it with its corner at ``left``, ``top`` (from below), marks numbered from ``mcid``."""
        code = self.code % tuple(range(mcid, mcid + len(self.owners)))
        return f"q\n1 0 0 1 {number(left)} {number(top)} cm\n{code}\nQ"


def make_stamp(
    operators: bytes,
    top: Element,
    owners: Sequence[Element],
    fonts: Sequence[str],
    forms: Sequence[FormXObject],
    bookmarks: Sequence[Bookmark],
) -> Stamp:
    """A stamp of what was drawn with its corner at 0, 0; ``top`` holds its elements."""
    code = operators.decode("latin-1").replace("%", "%%").replace(ANY_MARK, "%d")
    elements = [element for element in top.walk() if element is not top]
    index = {element: number for number, element in enumerate(elements)}
    made = []
    parents = {
        kid: element for element in (top, *elements) for kid in element.kids if isinstance(kid, Element)
    }
    for element in elements:
        holder = parents[element]
        made.append(_element(element, None if holder is top else index[holder], index))
    places = tuple(index[owner] for owner in owners)
    return Stamp(code, places, tuple(made), tuple(fonts), tuple(forms), tuple(bookmarks))


def _element(element: Element, parent: int | None, index: dict[Element, int]) -> StampElement:
    box = element.attributes.get(_BOX)
    plain = {key: value for key, value in element.attributes.items() if key != _BOX}
    kids = tuple(
        (True, index[kid]) if isinstance(kid, Element) else (False, kid.mcid)
        for kid in element.full_kids()
        if isinstance(kid, Element | MarkedSequence)
    )
    pattern = encode(element_entries(element))[:-2].replace(b"%", b"%%") + b"/P %b"
    if plain:
        code = encode(plain)[:-2].replace(b"%", b"%%")
        pattern += b"/A " + code + (b"/BBox[%b %b %b %b]>>" if box is not None else b">>")
    places = b" ".join(b"%b" if is_element else b"%d" for is_element, _ in kids)
    pattern += b"/Pg %b" + (b"/K[" + places + b"]" if places else b"") + b">>"
    return StampElement(pattern, parent, _box(box), kids)


def _box(value: Any) -> tuple[float, float, float, float] | None:
    return None if value is None else (value[0], value[1], value[2], value[3])


_FIELD = Group(0.0, 0.0, 0.0, 0.0, (), "P")
PaintedShape = Rect | Polyline | Circle | FigureArt | VectorArt | RasterArt | QrArt
# Stamps that are kept: more are made anew when they are met again.
_MOST_STAMPS = 1_500


@dataclass(slots=True)
class Drawn:
    """What the pages of one document have in common while they are drawn.

    ``strips`` are those of slots that were filled already.
    """

    tree: StructureTree
    bookmarks: list[Bookmark] = field(default_factory=list)
    links: list[tuple[int, LinkBox]] = field(default_factory=list)
    slots: list[StripPlace] = field(default_factory=list)
    strips: list[DrawnStrip] = field(default_factory=list)


class Stamps:
    """The stamps and forms that the documents of one run share; what runs share is in ``cache``."""

    def __init__(self, cache: Cache | None = None) -> None:
        self.forms = Forms(cache or Cache(None))
        self._stamps: Memo[tuple[Group, Stamp | None]] = Memo(_MOST_STAMPS)

    def of(self, group: Group) -> Stamp | None:
        """The stamp of a group; None of one that holds links, which have a place on their page."""
        key = id(group.items)
        kept = self._stamps.get(key)
        if kept is None or not _alike(kept[0], group):
            kept = (group, self._made(group))
            self._stamps.put(key, kept)
        return kept[1]

    def _made(self, group: Group) -> Stamp | None:
        drawn = Drawn(StructureTree(""))
        writer = PageWriter(self, drawn, None, 0.0)
        writer.draw_inside(group)
        if drawn.links:
            return None
        content, top = writer.content, drawn.tree.top("")
        owners = [owner for owner in writer.owners if isinstance(owner, Element)]
        fonts, forms = tuple(writer.fonts), tuple(writer.forms.values())
        return make_stamp(content.to_bytes(), top, owners, fonts, forms, drawn.bookmarks)


def _alike(kept: Group, group: Group) -> bool:
    return kept.items is group.items and (kept.role, kept.width, kept.height, kept.alt, kept.bookmark) == (
        group.role, group.width, group.height, group.alt, group.bookmark,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a group stands, ``top`` from below, and who owns the text and the shapes in it.

    In ``decoration`` nobody does, whatever the roles of the groups in it.
    """

    left: float
    top: float
    parent: Element | None = None
    figure: Element | None = None
    decoration: bool = False

    @property
    def reader(self) -> Element | None:
        """The owner of text: nobody where only elements may stand."""
        return None if self.parent is None or self.parent.role in HOLDERS else self.parent


class PageWriter:
    """Draws the page with that index, ``height`` points tall. Between its groups, others' may be drawn.

    Without an index, it draws a stamp with its corner at 0, 0.
    """

    def __init__(self, stamps: Stamps, drawn: Drawn, index: int | None, height: float) -> None:
        self._stamps, self._drawn, self._index, self._height = stamps, drawn, index, height
        self.content = MarkedContent(index)
        self._text = TextWriter(self.content, drawn.tree)
        self.forms: dict[str, FormXObject] = {}
        self.links: list[int] = []
        self._parts: list[Stream | int] = []

    def parts(self) -> tuple[Stream | int, ...]:
        """What is drawn on the page, in order: operators, and between them slots, by their index."""
        code = self.content.cut()
        if code or not self._parts:
            self._parts.append(compressed(code + b"\n", level=QUICK))
        return tuple(self._parts)

    @property
    def fonts(self) -> dict[str, None]:
        """The names of the fonts that were used, in the order of their first use."""
        return self._text.resources

    @property
    def owners(self) -> list[Owner]:
        """The owners of the marks, by number."""
        return self.content.owners

    def draw(self, groups: Iterable[Group]) -> None:
        """Draw groups of this page that are read one after the other."""
        for group in groups:
            self._group(group, _Place(0.0, self._height))
        # An element that goes on here after another page begins a new sequence, to be heard in its turn.
        self.content.end()

    def draw_inside(self, group: Group) -> None:
        """Draw a group with its corner at 0, 0, wherever it says that it stands."""
        self._group(group, _Place(-group.x, group.y), whole=True)
        self.content.end()

    def _group(self, group: Group, around: _Place, *, whole: bool = False) -> None:
        left, top = around.left + group.x, around.top - group.y
        if group.shared and not whole and self._index is not None and self._stamped(group, around, left, top):
            return
        if group.slot is not None:
            self._slot(group, group.slot, self._inside(group, around, left, top))
            return
        place = self._inside(group, around, left, top)
        if group.bookmark and not place.decoration:
            bookmark = Bookmark(group.bookmark, group.role or "", self._index or 0, left, top)
            self._drawn.bookmarks.append(bookmark)
        lines = [item for item in group.items if isinstance(item, TextLine)]
        for item in group.items:
            if isinstance(item, Group):
                self._group(item, place)
            elif isinstance(item, TextLine):
                self._line(item, place, goes_on=item.broken or item is not lines[-1])
            else:
                self.content.own(place.figure)
                self._shape(item, place.left, place.top)

    def _inside(self, group: Group, around: _Place, left: float, top: float) -> _Place:
        if group.role == "Artifact":
            return _Place(left, top, decoration=True)
        if group.role and not around.decoration:
            box = (left, top - group.height, left + group.width, top)
            element = self._drawn.tree.element(group, around.parent, box)
            return _Place(left, top, element, element if group.role == "Figure" else around.figure)
        return _Place(left, top, around.parent, around.figure, around.decoration)

    def _stamped(self, group: Group, around: _Place, left: float, top: float) -> bool:
        """Put down the stamp of a group, if it has one and stands where its elements may be its own."""
        if around.decoration or around.figure is not None or around.reader is not None:
            return False
        stamp = self._stamps.of(group)
        if stamp is None:
            return False
        self.content.end()
        assert self._index is not None
        mcid = len(self.owners)
        stamped = Stamped(stamp, self._index, mcid, left, top)
        self.content.write(stamp.operators(left, top, mcid))
        self.content.owners.extend((stamped, index) for index in stamp.owners)
        if stamp.elements:
            self._drawn.tree.stamped(stamped, around.parent)
        self.fonts.update(dict.fromkeys(stamp.fonts))
        self.forms.update((form.name, form) for form in stamp.forms)
        self._drawn.bookmarks += (mark.moved(self._index, left, top) for mark in stamp.bookmarks)
        return True

    def _slot(self, group: Group, slot: Slot, place: _Place) -> None:
        """Leave room for a strip, with an element for each of its fields; draw it if it is there."""
        assert self._index is not None
        self.content.end()
        mcid = None if place.decoration else len(self.owners)
        spot = StripPlace(slot, self._index, place.left, place.top, mcid)
        for mark in () if mcid is None else range(mcid, mcid + slot.fields):
            element = self._drawn.tree.element(_FIELD, place.parent, (0.0, 0.0, 0.0, 0.0))
            element.kids.append(MarkedSequence(self._index, mark))
            self.content.owners.append(element)
        for font in slot.fonts:
            self.fonts.update(dict.fromkeys((usual_font(font),)))
        if code := self.content.cut():
            self._parts.append(compressed(code + b"\n", level=QUICK))
        self._parts.append(len(self._drawn.slots))
        self._drawn.slots.append(spot)
        if group.items:
            fields = [field for field in group.items if isinstance(field, Group)]
            self._drawn.strips.append(draw_strip(fields, spot))

    def _line(self, line: TextLine, place: _Place, *, goes_on: bool) -> None:
        spans = joined(line) if goes_on else tuple(span for span in line.spans if span.text)
        if not spans:
            return
        for link in self._text.write(spans, place.left + line.x, place.top - line.y, place.reader):
            index = len(self._drawn.links)
            link.element.kids.append(Annotated(self._index or 0, index))
            self._drawn.links.append((self._index or 0, link))
            self.links.append(index)

    def _shape(self, shape: PaintedShape, left: float, top: float) -> None:
        match shape:
            case Polyline():
                draw_polyline(self.content, shape, left, top)
            case Rect():
                draw_rect(self.content, shape, left + shape.x, top - shape.y)
            case Circle():
                draw_circle(self.content, shape, left + shape.x, top - shape.y)
            case _:
                self._art(shape, left + shape.x, top - shape.y)

    def _art(self, art: FigureArt | VectorArt | RasterArt | QrArt, left: float, top: float) -> None:
        forms = self._stamps.forms
        match art:
            case FigureArt():
                height = art.frame.height * art.scale
                self._place_form(forms.figure(art), f"1 0 0 1 {numbers(left, top - height)}")
            case VectorArt():
                scale = min(art.width / art.drawing.width, art.height / art.drawing.height)
                place = f"{scale:.5f} 0 0 {scale:.5f} {numbers(left, top - scale * art.drawing.height)}"
                self._place_form(forms.drawing(art), place)
            case RasterArt():
                size = f"{number(art.width)} 0 0 {number(art.height)}"
                self._place_form(forms.picture(art), f"{size} {numbers(left, top - art.height)}")
            case QrArt():
                size = number(art.size)
                self._place_form(forms.code(art), f"{size} 0 0 {size} {numbers(left, top - art.size)}")

    def _place_form(self, form: FormXObject, matrix: str) -> None:
        self.forms[form.name] = form
        self.content.write("q", f"{matrix} cm", f"/{form.name} Do", "Q")
