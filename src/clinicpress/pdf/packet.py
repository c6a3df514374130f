"""Many documents in one file for the printer, written as they come: memory does not grow with them.

Documents are drawn in chunks, perhaps in other processes. A chunk needs numbers for its objects, which only
the packet can give, chunk after chunk: it asks with its `Needs`, is given a `Place`, and is written there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TYPE_CHECKING

from clinicpress.pdf import subsets as fonts
from clinicpress.pdf.metadata import add_metadata, information
from clinicpress.pdf.objects import Name, ObjectFile, Objects, Ref, Value
from clinicpress.pdf.structure import Bookmark, write_outline
from clinicpress.pdf.write import DrawnDocument, Resources, numbers_needed, structure_root, write_drawn
from clinicpress.pdf.xobjects import FormXObject
from clinicpress.typesetting.items import Metadata

if TYPE_CHECKING:
    from clinicpress.pdf.foreign import ForeignPages

# Each document of a packet is a section of it.
PACKET_ROLE = "Sect"
_LETTER = (0, 0, 612, 792)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a chunk of drawn documents needs of its packet. ``forms`` are those not sent before."""

    numbers: int
    keys: int
    fonts: tuple[str, ...]
    form_names: tuple[str, ...]
    forms: tuple[FormXObject, ...]


@dataclass(frozen=True, slots=True)
class PacketPlace:
    """Where a chunk is to be written: its first object number and parent tree key, and what is there."""

    first: int
    key: int
    node: Ref
    parent: Ref
    known: Mapping[str, Ref]


@dataclass(frozen=True, slots=True)
class WrittenChunk:
    """A chunk in bytes: ``rows`` for the cross-reference table, and where its pages and elements are."""

    data: bytes
    rows: bytes
    pages: tuple[tuple[Ref, ...], ...]
    tops: tuple[Ref, ...]
    owners: tuple[tuple[int, Ref], ...]
    heights: tuple[float, ...]


def needs(documents: Sequence[DrawnDocument], sent: set[str]) -> Needs:
    """What documents need; ``sent`` are the names of forms that their packet has, and grows by theirs."""
    names = dict.fromkeys(name for document in documents for page in document.pages for name in page.fonts)
    forms = {form.name: form for document in documents for page in document.pages for form in page.forms}
    new = tuple(form for name, form in forms.items() if name not in sent)
    sent.update(forms)
    keys = sum(document.keys for document in documents)
    return Needs(numbers_needed(documents), keys, tuple(names), tuple(forms), new)


def write_chunk(documents: Sequence[DrawnDocument], place: PacketPlace) -> WrittenChunk:
    """Write documents that were drawn with `PACKET_ROLE` at their place in a packet."""
    out = BytesIO()
    file = Objects(out.write, first=place.first)
    resources = Resources(file, place.known).of([page for document in documents for page in document.pages])
    pages, tops, owners, key = [], [], list[tuple[int, Ref]](), place.key
    for document in documents:
        written = write_drawn(file, document, resources, node=place.node, parent=place.parent, key=key)
        key += document.keys
        pages.append(written.pages)
        tops.append(written.top)
        owners += written.owners
    file.flush()
    heights = tuple(document.pages[0].height for document in documents)
    return WrittenChunk(out.getvalue(), file.rows, tuple(pages), tuple(tops), tuple(owners), heights)


@dataclass(frozen=True, slots=True)
class Appended:
    """Pages of another PDF behind a document, None for none; with ``duplex`` they fill sheets of paper."""

    pages: ForeignPages | None
    duplex: bool = False


@dataclass(slots=True)
class _Story:
    """A part of a packet: nodes of its page tree, top elements, bookmarks by its own pages, and these."""

    nodes: list[Ref] = field(default_factory=list)
    tops: list[Ref] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    pages: list[Ref] = field(default_factory=list)


class PacketWriter:
    """Writes a packet; each thing that documents share stands in it once.

    Raises:
        ValueError: from `finish`, if nothing was added.
    """

    def __init__(self, write: Callable[[bytes], object], metadata: Metadata) -> None:
        self._file = ObjectFile(write, "packet")
        self._metadata = metadata
        self._pages, self._root, self._document = (self._file.reserve() for _ in range(3))
        self._known: dict[str, Ref] = {}
        self._owners: list[tuple[int, Ref]] = []
        self._cover, self._story = _Story(), _Story()
        self._key = 0

    @property
    def pages(self) -> int:
        """How many pages were added, those of a cover not counted."""
        return len(self._story.pages)

    def place(self, wanted: Needs) -> PacketPlace:
        """Where the next chunk is to be written. Places are asked for in the order of the chunks."""
        for name in wanted.fonts:
            if name not in self._known:
                self._known[name] = fonts.embed(self._file, name)
        for form in wanted.forms:
            if form.name not in self._known:
                self._known[form.name] = self._file.add(form.stream)
        node = self._file.reserve()
        known = {name: self._known[name] for name in (*wanted.fonts, *wanted.form_names)}
        place = PacketPlace(self._file.reserve_all(wanted.numbers), self._key, node, self._document, known)
        self._key += wanted.keys
        return place

    def add(
        self,
        place: PacketPlace,
        chunk: WrittenChunk,
        titles: Iterable[str],
        appended: Sequence[Appended] = (),
        *,
        cover: bool = False,
    ) -> None:
        """Add a chunk that was written at its place; ``titles`` are the bookmarks of its documents.

        ``appended`` are pages of other PDFs behind each of them. A ``cover`` comes before all others.
        """
        self._file.append(place.first, chunk.data, chunk.rows)
        added = [self._appended(each, place.node) for each in appended] or [()] * len(chunk.pages)
        documents = [(*pages, *more) for pages, more in zip(chunk.pages, added, strict=True)]
        kids = [page for pages in documents for page in pages]
        node: dict[str, Value] = {
            "Type": Name("Pages"), "Parent": self._pages, "Kids": kids, "Count": len(kids),
        }  # fmt: skip
        self._file.put(place.node, node, apart=True)
        self._owners += chunk.owners
        story = self._cover if cover else self._story
        story.nodes.append(place.node)
        story.tops += chunk.tops
        for title, pages, height in zip(titles, documents, chunk.heights, strict=True):
            story.bookmarks.append(Bookmark(title, "H1", len(story.pages), 0.0, height))
            story.pages += pages

    def _appended(self, appended: Appended, node: Ref) -> tuple[Ref, ...]:
        """Pages of another PDF, and an empty one behind them if they are to fill sheets of paper."""
        if appended.pages is None:
            return ()
        self._metadata = replace(self._metadata, standard=False)
        entries = appended.pages.share(self._file).entries(node)
        if appended.duplex and len(entries) % 2:
            entries.append({"Type": Name("Page"), "Parent": node, "MediaBox": _LETTER, "Resources": {}})
        refs = tuple(self._file.reserve() for _ in entries)
        for ref, page in zip(refs, entries, strict=True):
            self._file.put(ref, page, apart=True)
        return refs

    def add_documents(self, documents: Sequence[DrawnDocument], titles: Iterable[str]) -> None:
        """Add documents that were drawn in this process."""
        place = self.place(needs(documents, set()))
        self.add(place, write_chunk(documents, place), titles)

    def add_cover(self, document: DrawnDocument, title: str) -> None:
        """Add pages that come before all others."""
        place = self.place(needs([document], set()))
        self.add(place, write_chunk([document], place), [title], cover=True)

    def finish(self) -> None:
        """End the file."""
        if not self._story.pages:
            raise ValueError("a packet needs a page")
        file, cover, story = self._file, self._cover, self._story
        refs = [*cover.pages, *story.pages]
        pages: dict[str, Value] = {
            "Type": Name("Pages"), "Kids": [*cover.nodes, *story.nodes], "Count": len(refs),
        }  # fmt: skip
        file.put(self._pages, pages, apart=True)
        top: dict[str, Value] = {
            "Type": Name("StructElem"), "S": Name("Document"), "P": self._root,
            "K": [*cover.tops, *story.tops],
        }  # fmt: skip
        file.put(self._document, top)
        file.put(self._root, structure_root(file, self._document, self._owners, {}))
        moved = (mark.moved(mark.page + len(cover.pages), 0.0, 0.0) for mark in story.bookmarks)
        bookmarks = [*cover.bookmarks, *moved]
        catalog: dict[str, Value] = {
            "Type": Name("Catalog"),
            "Pages": self._pages,
            "StructTreeRoot": self._root,
            **add_metadata(file, self._metadata),
            "Outlines": write_outline(file, bookmarks, refs),
        }
        file.finish(file.add(catalog), file.add(information(self._metadata)))
