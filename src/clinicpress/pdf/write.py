"""Placed pages to the bytes of a PDF that is tagged (PDF/UA-1) and archival (PDF/A-2a)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from clinicpress.pdf import subsets as fonts
from clinicpress.pdf.metadata import add_metadata, information
from clinicpress.pdf.objects import (
    Name,
    ObjectFile,
    Objects,
    ObjectSink,
    Ref,
    Stream,
    Value,
    encode,
    ending,
    indirect,
    row,
)
from clinicpress.pdf.page import Drawn, PageWriter, Stamps
from clinicpress.pdf.strips import DrawnStrip, StripPlace
from clinicpress.pdf.structure import Bookmark, Element, Owner, StructureTree, TreeWriter, write_outline
from clinicpress.pdf.textlines import LinkBox
from clinicpress.pdf.xobjects import FormXObject
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Metadata, PlacedDocument

if TYPE_CHECKING:
    from clinicpress.pdf.foreign import ForeignPages

# An entry of a page that bears a patient's name: it stays with the page when tools take pages apart.
PRIVATE_PAGE = "CPRS_Private"


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page without object numbers. Lengths in points; ``links`` are indexes into those of its document.

    ``parts`` are drawn one after the other: operators, and slots of the document by their index. One that is
    ``private`` bears a patient's name, or belongs to one that does.
    """

    width: float
    height: float
    parts: tuple[Stream | int, ...]
    fonts: tuple[str, ...]
    forms: tuple[FormXObject, ...]
    owners: Sequence[Owner]
    links: tuple[int, ...]
    private: bool = False

    @property
    def strips(self) -> tuple[int, ...]:
        """Which of its parts are slots."""
        return tuple(at for at, part in enumerate(self.parts) if isinstance(part, int))


@dataclass(frozen=True, slots=True)
class DrawnDocument:
    """The pages of a document, and the elements of its tags.

    ``strips`` are those of its ``slots`` that were filled already, as in a document of one patient.
    """

    pages: tuple[DrawnPage, ...]
    tree: StructureTree
    links: tuple[tuple[int, LinkBox], ...]
    bookmarks: tuple[Bookmark, ...]
    slots: tuple[StripPlace, ...]
    strips: tuple[DrawnStrip, ...]

    @property
    def keys(self) -> int:
        """How many keys of the parent tree it takes."""
        return len(self.pages) + len(self.links)

    @property
    def fonts(self) -> tuple[str, ...]:
        """The names of the fonts of all pages."""
        return tuple(dict.fromkeys(name for page in self.pages for name in page.fonts))

    @property
    def forms(self) -> tuple[tuple[str, Stream], ...]:
        """The forms of all pages, by name."""
        return tuple({form.name: form.stream for page in self.pages for form in page.forms}.items())


def draw(document: PlacedDocument, stamps: Stamps) -> DrawnDocument:
    """Draw the pages of a document.

    Raises:
        OutputError: if a face has no glyph for a character or cannot be embedded, a picture cannot be read,
            or a drawing holds what an archival file may not.
        ValueError: if a colour is not written as ``#RRGGBB``.
    """
    drawn = Drawn(StructureTree(document.metadata.language))
    writers = [PageWriter(stamps, drawn, index, page.height) for index, page in enumerate(document.pages)]
    for index, spots in groupby(document.in_reading_order(), key=lambda spot: spot.page):
        groups = document.pages[index].groups
        writers[index].draw(groups[spot.group] for spot in spots)
    pages = tuple(
        DrawnPage(
            page.width, page.height, writer.parts(), tuple(writer.fonts), tuple(writer.forms.values()),
            writer.owners, tuple(writer.links), document.metadata.private,
        )
        for page, writer in zip(document.pages, writers, strict=True)
    )  # fmt: skip
    return DrawnDocument(
        pages, drawn.tree, tuple(drawn.links), tuple(drawn.bookmarks), tuple(drawn.slots), tuple(drawn.strips)
    )


class Resources:
    """Streams, fonts and forms of one file, each put into it when it is first asked for.

    ``known`` are those that stand in it already, by their names; it grows.
    """

    def __init__(self, file: Objects, known: Mapping[str | bytes, Ref] | None = None) -> None:
        self._file = file
        self.known: dict[str | bytes, Ref] = dict(known or {})

    def font(self, name: str) -> Ref:
        """The font of that resource name."""
        if name not in self.known:
            self.known[name] = fonts.embed(self._file, name)
        return self.known[name]

    def stream(self, name: str | bytes, stream: Stream) -> Ref:
        """The place of a form or of a part of a page in the file."""
        if name not in self.known:
            self.known[name] = self._file.add(stream)
        return self.known[name]

    def entries(self, names: Iterable[str], forms: Iterable[tuple[str, Stream]]) -> dict[str, Value]:
        """The entries of the resources of pages with these fonts and forms."""
        found: dict[str, Value] = {}
        if embedded := {name: self.font(name) for name in names}:
            found["Font"] = {**embedded}
        if drawn := {name: self.stream(name, stream) for name, stream in forms}:
            found["XObject"] = {**drawn}
        return found


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the objects of a document refer to: its resources, its node of the page tree, what its elements
    stand in, each part of its pages; and the places of the parent tree, counted from its first.
    """

    resources: Ref
    node: Ref
    parent: Ref
    part: Callable[[Stream | int], Ref]
    key: Callable[[int], Value]


@dataclass(frozen=True, slots=True)
class WrittenPdf:
    """Where a document was written: its pages, its top element, and its entries of the parent tree."""

    pages: tuple[Ref, ...]
    top: Ref
    owners: tuple[Ref, ...]
    identified: Mapping[bytes, Ref]


def write_drawn(file: ObjectSink, document: DrawnDocument, top: Element, around: Surroundings) -> WrittenPdf:
    """Write the pages of a document and its elements from ``top`` down."""
    pages = [file.reserve() for _ in document.pages]
    annotations = [file.reserve() for _ in document.links]
    tree = TreeWriter(file, pages, annotations)
    written = tree.write(top, around.parent)
    owners = []
    for number, (page, ref) in enumerate(zip(document.pages, pages, strict=True)):
        owners.append(file.add(tree.owners(page.owners)))
        _put_page(file, page, ref, around, number, [annotations[link] for link in page.links])
    for number, (_, link) in enumerate(document.links):
        file.put(annotations[number], link.annotation(around.key(len(pages) + number)))
        owners.append(tree.owner(link.element))
    return WrittenPdf(tuple(pages), written, tuple(owners), tree.identified)


def _put_page(
    file: ObjectSink, page: DrawnPage, ref: Ref, around: Surroundings, key: int, links: list[Ref]
) -> None:
    parts = [around.part(part) for part in page.parts]
    entries: dict[str, Value] = {
        "Type": Name("Page"),
        "Parent": around.node,
        "MediaBox": [0, 0, float(page.width), float(page.height)],
        "Resources": around.resources,
        "Contents": parts[0] if len(parts) == 1 else parts,
        "StructParents": around.key(key),
        "Tabs": Name("S"),
    }
    if page.private:
        entries[PRIVATE_PAGE] = True
    if links:
        entries["Annots"] = links
    file.put(ref, entries, apart=True)


@dataclass(frozen=True, slots=True)
class PdfBytes:
    """A finished file, and its SHA-256 in hex."""

    data: bytes
    digest: str

    @classmethod
    def of(cls, data: bytes) -> PdfBytes:
        """A file by its bytes."""
        return cls(data, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True)
class FileBody:
    """A file but for the strips of one patient: many patients' files are alike but for those.

    Object 1 is the resources, and the next ones are the strips, as many as there are ``slots``; they come
    last, behind fonts that only the strips need. ``head`` is all before, ``rows`` are those of the objects
    from 1 on, and ``next`` is the number of the next. ``fonts`` are the resources' own, by name.
    """

    head: bytes
    rows: bytes
    next: int
    slots: int
    fonts: Mapping[str, int]
    resources: bytes
    root: int
    info: int

    @property
    def size(self) -> int:
        """The bytes that it takes, about."""
        return len(self.head) + len(self.rows) + len(self.resources)

    @cached_property
    def _digest(self) -> Any:
        return hashlib.sha256(self.head)

    def file(self, strips: Sequence[DrawnStrip] = ()) -> PdfBytes:
        """The file with these strips in its slots."""
        assert len(strips) == self.slots
        parts, place, rows = list[bytes](), len(self.head), list[bytes]()
        extra = Objects(parts.append, first=self.next, start=place)
        known: dict[str | bytes, Ref] = {name: Ref(number) for name, number in self.fonts.items()}
        named = dict.fromkeys(name for strip in strips for name in strip.fonts)
        more = [name for name in named if name not in known]
        resources = self.resources
        if more:
            embedded = Resources(extra, known)
            code = b"".join(b"/%b %b" % (name.encode(), embedded.font(name).code) for name in more)
            extra.flush()
            resources = resources.replace(b"/Font <<", b"/Font <<" + code, 1)
            place = extra.place
        last = [indirect(number, strip.content) for number, strip in enumerate(strips, 2)]
        for code in (b"1 0 obj\n%b\nendobj\n" % resources, *last):
            rows.append(row(place))
            parts.append(code)
            place += len(code)
        body = b"".join(parts)
        state = self._digest.copy()
        state.update(body)
        table = b"".join(rows) + self.rows[len(rows) * len(rows[0]) :] + extra.rows
        end = ending(table, extra.next, place, state.digest(), Ref(self.root), Ref(self.info))
        state.update(end)
        return PdfBytes(b"".join((self.head, body, end)), state.hexdigest())


def file_body(drawn: DrawnDocument, metadata: Metadata, appended: ForeignPages | None = None) -> FileBody:
    """The file of a document. ``appended`` are pages of another PDF that follow; then it claims no standard.

    Raises:
        OutputError: if a face cannot be embedded.
    """
    out = BytesIO()
    file = ObjectFile(out.write, "plan" if metadata.private else "document")
    shared, *strips = late = [file.reserve() for _ in range(1 + len(drawn.slots))]
    node, root = file.reserve(), file.reserve()
    resources = Resources(file)
    entries = resources.entries(drawn.fonts, drawn.forms)

    def part(of: Stream | int) -> Ref:
        return strips[of] if isinstance(of, int) else resources.stream(of.name, of)

    around = Surroundings(shared, node, root, part, lambda number: number)
    written = write_drawn(file, drawn, drawn.tree.top("Document"), around)
    kids = [*written.pages, *(appended.add_to(file, node) if appended is not None else ())]
    file.put(node, {"Type": Name("Pages"), "Kids": kids, "Count": len(kids)}, apart=True)
    metadata = replace(metadata, standard=appended is None)
    file.put(root, structure_root(file, written.top, written.owners, written.identified))
    catalog: dict[str, Value] = {
        "Type": Name("Catalog"),
        "Pages": node,
        "StructTreeRoot": root,
        **add_metadata(file, metadata),
    }
    if len(written.pages) > 1 and drawn.bookmarks:
        catalog["Outlines"] = write_outline(file, drawn.bookmarks, written.pages)
    ends = file.add(catalog), file.add(information(metadata))
    file.leave(late)
    file.flush()
    return FileBody(
        out.getvalue(),
        file.rows,
        file.next,
        len(drawn.slots),
        {name: resources.font(name).number for name in drawn.fonts},
        encode(entries),
        *(ref.number for ref in ends),
    )


def write_pdf(
    document: PlacedDocument, stamps: Stamps | None = None, appended: ForeignPages | None = None
) -> bytes:
    """The PDF of a laid out document; the same document gives the same bytes, always and everywhere.

    Text belongs to the nearest group with a role, if that may hold text, and a shape to the nearest Figure;
    everything else is decoration. Tags and bookmarks stand in reading order, whatever page they lead to.
    Documents of two pages or more get bookmarks. ``stamps`` keep what further documents will share with it.
    ``appended`` are pages of another PDF that follow; with them it claims no standard.

    Raises:
        OutputError: if a face has no glyph for a character or cannot be embedded, a picture cannot be read,
            or a drawing holds what an archival file may not.
        ValueError: if a colour is not written as ``#RRGGBB``.
    """
    drawn = draw(document, stamps or Stamps())
    return file_body(drawn, document.metadata, appended).file(drawn.strips).data


def structure_root(
    file: ObjectFile, top: Ref, owners: Sequence[Ref], identified: Mapping[bytes, Ref]
) -> dict[str, Value]:
    """The root of the structure tree over the element ``top``; ``owners`` are the parent tree in order."""
    entries: dict[str, Value] = {"Type": Name("StructTreeRoot"), "K": top}
    pairs: list[Value] = [part for key, owner in enumerate(owners) for part in (key, owner)]
    entries["ParentTree"] = file.add({"Nums": pairs})
    entries["ParentTreeNextKey"] = len(owners)
    if identified:
        names = [part for pair in sorted(identified.items(), key=lambda pair: pair[0]) for part in pair]
        entries["IDTree"] = file.add({"Names": names})
    return entries
