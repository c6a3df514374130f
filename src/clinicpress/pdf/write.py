"""Placed pages to the bytes of a PDF that is tagged (PDF/UA-1) and archival (PDF/A-2a)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from clinicpress.pdf import subsets as fonts
from clinicpress.pdf.metadata import add_metadata, information
from clinicpress.pdf.objects import (
    OBJECTS_PER_STREAM,
    QUICK,
    Name,
    ObjectFile,
    Objects,
    Ref,
    Stream,
    Value,
    compressed,
)
from clinicpress.pdf.page import Drawn, PageWriter, Stamps
from clinicpress.pdf.structure import Bookmark, Element, Owner, StructureTree, TreeWriter, write_outline
from clinicpress.pdf.textlines import LinkBox
from clinicpress.pdf.xobjects import FormXObject
from clinicpress.records import dataclass
from clinicpress.typesetting.items import PlacedDocument

if TYPE_CHECKING:
    from clinicpress.pdf.foreign import ForeignPages

# An entry of a page that bears a patient's name: it stays with the page when tools take pages apart.
PRIVATE_PAGE = "CPRS_Private"


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page without object numbers. Lengths in points; ``links`` are indexes into those of its document.

    A ``private`` page bears a patient's name, or belongs to one that does.
    """

    width: float
    height: float
    content: Stream
    fonts: tuple[str, ...]
    forms: tuple[FormXObject, ...]
    owners: Sequence[Owner]
    links: tuple[int, ...]
    private: bool = False


@dataclass(frozen=True, slots=True)
class DrawnDocument:
    """The pages of a document and the element that holds all others."""

    pages: tuple[DrawnPage, ...]
    top: Element
    links: tuple[tuple[int, LinkBox], ...]
    bookmarks: tuple[Bookmark, ...]

    @property
    def small_objects(self) -> int:
        """How many objects it becomes besides its pages and their contents."""
        return len(self.pages) + len(self.links) + self.top.count()

    @property
    def keys(self) -> int:
        """How many keys of the parent tree it takes."""
        return len(self.pages) + len(self.links)


def numbers_needed(documents: Iterable[DrawnDocument]) -> int:
    """How many object numbers documents take with their `Resources`, when they are `Objects.flush`ed."""
    small, pages = 1, 0
    for document in documents:
        small += document.small_objects
        pages += len(document.pages)
    # each page and its contents, and the streams that the others stand in
    return small + 2 * pages + -(-small // OBJECTS_PER_STREAM) + -(-pages // OBJECTS_PER_STREAM)


def draw(document: PlacedDocument, stamps: Stamps, *, role: str = "Document") -> DrawnDocument:
    """Draw the pages of a document; ``role`` is that of the element that holds all others.

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
            page.width, page.height, compressed(writer.content.to_bytes(), level=QUICK), tuple(writer.fonts),
            tuple(writer.forms.values()), writer.owners, tuple(writer.links), document.metadata.private,
        )
        for page, writer in zip(document.pages, writers, strict=True)
    )  # fmt: skip
    return DrawnDocument(pages, drawn.tree.top(role), tuple(drawn.links), tuple(drawn.bookmarks))


class Resources:
    """Fonts and forms of one file, each put into it when it is first asked for.

    ``known`` are those that stand in it already, by their names; it grows.
    """

    def __init__(self, file: Objects, known: Mapping[str, Ref] | None = None) -> None:
        self._file = file
        self.known: dict[str, Ref] = dict(known or {})

    def font(self, name: str) -> Ref:
        """The font of that resource name."""
        if name not in self.known:
            self.known[name] = fonts.embed(self._file, name)
        return self.known[name]

    def form(self, form: FormXObject) -> Ref:
        """The form's place in the file."""
        if form.name not in self.known:
            self.known[form.name] = self._file.add(form.stream)
        return self.known[form.name]

    def embed(self, pages: Sequence[DrawnPage]) -> dict[str, Value]:
        """Put all that pages show into the file; the entries of the resources that they have in common."""
        entries: dict[str, Value] = {}
        names = {name: self.font(name) for page in pages for name in page.fonts}
        if names:
            entries["Font"] = {**names}
        forms = {form.name: self.form(form) for page in pages for form in page.forms}
        if forms:
            entries["XObject"] = {**forms}
        return entries

    def of(self, pages: Sequence[DrawnPage]) -> Ref:
        """The resources that pages have in common, put into the file: the union of what each needs."""
        return self._file.add(self.embed(pages))


@dataclass(frozen=True, slots=True)
class WrittenPdf:
    """Where a document was written: its pages, its top element, and its entries of the parent tree by key."""

    pages: tuple[Ref, ...]
    top: Ref
    owners: tuple[tuple[int, Ref], ...]
    identified: Mapping[bytes, Ref]


def write_drawn(
    file: Objects, document: DrawnDocument, resources: Ref, *, node: Ref, parent: Ref, key: int = 0
) -> WrittenPdf:
    """Write a document: its pages below the ``node`` of the page tree, its top element in ``parent``.

    ``resources`` are those of its pages, and maybe of others'. ``key`` is the first free key of the
    parent tree.
    """
    pages = [file.reserve() for _ in document.pages]
    annotations = [file.reserve() for _ in document.links]
    tree = TreeWriter(file, pages, annotations)
    top = tree.write(document.top, parent)
    owners = []
    for number, (page, ref) in enumerate(zip(document.pages, pages, strict=True)):
        owners.append((key + number, file.add(tree.owners(page.owners))))
        _put_page(file, page, ref, resources, node, key + number, [annotations[link] for link in page.links])
    for number, (_, link) in enumerate(document.links, key + len(pages)):
        file.put(annotations[number - key - len(pages)], link.annotation(number))
        owners.append((number, tree.owner(link.element)))
    return WrittenPdf(tuple(pages), top, tuple(owners), tree.identified)


def _put_page(
    file: Objects, page: DrawnPage, ref: Ref, resources: Ref, node: Ref, key: int, links: list[Ref]
) -> None:
    entries: dict[str, Value] = {
        "Type": Name("Page"),
        "Parent": node,
        "MediaBox": [0, 0, float(page.width), float(page.height)],
        "Resources": resources,
        "Contents": file.add(page.content),
        "StructParents": key,
        "Tabs": Name("S"),
    }
    if page.private:
        entries[PRIVATE_PAGE] = True
    if links:
        entries["Annots"] = links
    file.put(ref, entries, apart=True)


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
    out = BytesIO()
    file = ObjectFile(out.write, "plan" if document.metadata.private else "document")
    node, root = file.reserve(), file.reserve()
    written = write_drawn(file, drawn, Resources(file).of(drawn.pages), node=node, parent=root)
    kids = [*written.pages, *(appended.add_to(file, node) if appended is not None else ())]
    file.put(node, {"Type": Name("Pages"), "Kids": kids, "Count": len(kids)}, apart=True)
    metadata = replace(document.metadata, standard=appended is None)
    file.put(root, structure_root(file, written.top, written.owners, written.identified))
    catalog: dict[str, Value] = {
        "Type": Name("Catalog"),
        "Pages": node,
        "StructTreeRoot": root,
        **add_metadata(file, metadata),
    }
    if len(written.pages) > 1 and drawn.bookmarks:
        catalog["Outlines"] = write_outline(file, drawn.bookmarks, written.pages)
    file.finish(file.add(catalog), file.add(information(metadata)))
    return out.getvalue()


def structure_root(
    file: ObjectFile, top: Ref, owners: Sequence[tuple[int, Ref]], identified: Mapping[bytes, Ref]
) -> dict[str, Value]:
    """The root of the structure tree over the element ``top``; ``owners`` are the parent tree by key."""
    entries: dict[str, Value] = {"Type": Name("StructTreeRoot"), "K": top}
    entries["ParentTree"] = file.add({"Nums": [part for pair in owners for part in pair]})
    entries["ParentTreeNextKey"] = len(owners)
    if identified:
        names = [part for pair in sorted(identified.items(), key=lambda pair: pair[0]) for part in pair]
        entries["IDTree"] = file.add({"Names": names})
    return entries
