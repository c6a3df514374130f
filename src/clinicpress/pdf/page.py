"""One page: draws its groups in reading order and gives what is drawn to their structure elements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from clinicpress.pdf.content import number, numbers
from clinicpress.pdf.fonts import DocumentFonts
from clinicpress.pdf.forms import Form, Forms
from clinicpress.pdf.marking import MarkedContent
from clinicpress.pdf.objects import Name, ObjectFile, Ref, Value, compressed
from clinicpress.pdf.outline import Bookmark
from clinicpress.pdf.qr import qr_operators
from clinicpress.pdf.shapes import draw_circle, draw_polyline, draw_rect
from clinicpress.pdf.structure import HOLDERS, Annotated, Element, StructureTree
from clinicpress.pdf.text import LinkBox, TextWriter, joined
from clinicpress.typesetting.items import (
    Circle,
    FigureArt,
    Group,
    Page,
    Polyline,
    QrArt,
    RasterArt,
    Rect,
    TextLine,
    VectorArt,
)

Shape = Rect | Polyline | Circle | FigureArt | VectorArt | RasterArt | QrArt


@dataclass(frozen=True, slots=True)
class Shared:
    """What the pages of one document have in common."""

    file: ObjectFile
    fonts: DocumentFonts
    forms: Forms
    tree: StructureTree
    bookmarks: list[Bookmark] = field(default_factory=list)


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
    """Draws the page with that index. Between its groups, those of other pages may be drawn."""

    def __init__(self, shared: Shared, page: Page, index: int) -> None:
        self._shared, self._page, self._index = shared, page, index
        self._content = MarkedContent(index)
        self._text = TextWriter(self._content, shared.fonts, shared.tree)
        self._forms: dict[str, Ref] = {}
        self._annotations: list[Ref] = []

    def draw(self, groups: Iterable[Group]) -> None:
        """Draw groups of this page that are read one after the other."""
        for group in groups:
            self._group(group, _Place(0.0, self._page.height))
        # An element that goes on here after another page begins a new sequence, to be heard in its turn.
        self._content.end()

    def write(self, pages: Ref) -> Ref:
        """Add the page to the file, below the page tree ``pages``, once all of it is drawn."""
        shared = self._shared
        entries: dict[str, Value] = {
            "Type": Name("Page"),
            "Parent": pages,
            "MediaBox": [0, 0, float(self._page.width), float(self._page.height)],
            "Resources": self._resources(),
            "Contents": shared.file.add(compressed(self._content.to_bytes())),
            "StructParents": shared.tree.own(self._content.owners),
            "Tabs": Name("S"),
        }
        if self._annotations:
            entries["Annots"] = self._annotations
        return shared.file.add(entries)

    def _resources(self) -> dict[str, Value]:
        fonts = {name: self._shared.fonts.ref(name) for name in self._text.resources}
        return {key: names for key, names in (("Font", fonts), ("XObject", self._forms)) if names}

    def _group(self, group: Group, around: _Place) -> None:
        left, top = around.left + group.x, around.top - group.y
        place = replace(around, left=left, top=top)
        if group.role == "Artifact":
            place = _Place(left, top, decoration=True)
        elif group.role and not place.decoration:
            box = (left, top - group.height, left + group.width, top)
            element = self._shared.tree.element(group, around.parent, box)
            place = _Place(left, top, element, element if group.role == "Figure" else around.figure)
        if group.bookmark and not place.decoration:
            self._shared.bookmarks.append(Bookmark(group.bookmark, group.role or "", self._index, left, top))
        lines = [item for item in group.items if isinstance(item, TextLine)]
        for item in group.items:
            if isinstance(item, Group):
                self._group(item, place)
            elif isinstance(item, TextLine):
                self._line(item, place, goes_on=item.broken or item is not lines[-1])
            else:
                self._content.own(place.figure)
                self._shape(item, place.left, place.top)

    def _line(self, line: TextLine, place: _Place, *, goes_on: bool) -> None:
        spans = joined(line) if goes_on else tuple(span for span in line.spans if span.text)
        if not spans:
            return
        for link in self._text.write(spans, place.left + line.x, place.top - line.y, place.reader):
            self._link(link)

    def _link(self, link: LinkBox) -> None:
        annotation = self._shared.file.add(link.annotation(self._shared.tree.own(link.element)))
        link.element.kids.append(Annotated(self._index, annotation))
        self._annotations.append(annotation)

    def _shape(self, shape: Shape, left: float, top: float) -> None:
        match shape:
            case Polyline():
                draw_polyline(self._content, shape, left, top)
            case Rect():
                draw_rect(self._content, shape, left + shape.x, top - shape.y)
            case Circle():
                draw_circle(self._content, shape, left + shape.x, top - shape.y)
            case _:
                self._art(shape, left + shape.x, top - shape.y)

    def _art(self, art: FigureArt | VectorArt | RasterArt | QrArt, left: float, top: float) -> None:
        forms = self._shared.forms
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
                with self._content.saved():
                    self._content.set_fill("#000000")
                    self._content.write(*qr_operators(art.value, left, top - art.size, art.size))

    def _place_form(self, form: Form, matrix: str) -> None:
        self._forms[form.name] = form.ref
        self._content.write("q", f"{matrix} cm", f"/{form.name} Do", "Q")
