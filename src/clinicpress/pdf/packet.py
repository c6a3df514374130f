"""Many documents in one file for the printer, written as they come: memory does not grow with them.

Documents are drawn in chunks, perhaps in other processes, and added chunk after chunk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

from clinicpress.pdf.metadata import add_metadata, information
from clinicpress.pdf.objects import Name, ObjectFile, Ref, Stream, Value
from clinicpress.pdf.openobjects import OpenObjects, Template
from clinicpress.pdf.strips import DrawnStrip
from clinicpress.pdf.structure import Bookmark, write_outline
from clinicpress.pdf.write import DrawnDocument, Resources, Surroundings, structure_root, write_drawn
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Metadata

if TYPE_CHECKING:
    from clinicpress.pdf.foreign import ForeignPages

# Each document of a packet is a section of it.
PACKET_ROLE = "Sect"
_LETTER = (0, 0, 612, 792)


@dataclass(frozen=True, slots=True)
class Appended:
    """Pages of another PDF behind a document, None for none; with ``duplex`` they fill sheets of paper."""

    pages: ForeignPages | None
    duplex: bool = False


@dataclass(frozen=True, slots=True)
class PacketBody:
    """A document of a packet but for the strips of one patient.

    ``parts`` are what is drawn on its pages besides, ``strips`` which of all parts of each page are such.
    ``pages``, ``top`` and ``owners`` are numbers of its objects, counted from the first. ``height`` is that
    of its first page.
    """

    template: Template
    parts: tuple[Stream, ...]
    strips: tuple[tuple[int, ...], ...]
    fonts: tuple[str, ...]
    forms: tuple[tuple[str, Stream], ...]
    pages: tuple[int, ...]
    top: int
    owners: tuple[int, ...]
    height: float

    @property
    def size(self) -> int:
        """The bytes that it takes, about."""
        return self.template.size + sum(len(part.data) for part in self.parts)


def packet_body(drawn: DrawnDocument) -> PacketBody:
    """A document as packets hold it."""
    streams = {part.name: part for page in drawn.pages for part in page.parts if not isinstance(part, int)}
    file = OpenObjects(3 + len(streams) + len(drawn.slots), drawn.keys)
    resources, node, parent, *refs = file.given
    parts = dict(zip(streams, refs, strict=False))
    strips = refs[len(streams) :]
    around = Surroundings(
        resources, node, parent, lambda of: strips[of] if isinstance(of, int) else parts[of.name], file.key
    )
    written = write_drawn(file, drawn, drawn.tree.top(PACKET_ROLE), around)
    given = len(file.given)
    return PacketBody(
        file.closed(),
        tuple(streams.values()),
        tuple(page.strips for page in drawn.pages),
        drawn.fonts,
        drawn.forms,
        tuple(page.number - given for page in written.pages),
        written.top.number - given,
        tuple(owner.number - given for owner in written.owners),
        drawn.pages[0].height,
    )


@dataclass(frozen=True, slots=True)
class PacketDocument:
    """A document for a packet with the strips of its slots, and the ``title`` of its bookmark."""

    body: PacketBody
    strips: tuple[DrawnStrip, ...]
    title: str


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
        self._resources = Resources(self._file)
        self._owners: list[Ref] = []
        self._cover, self._story = _Story(), _Story()

    @property
    def pages(self) -> int:
        """How many pages were added, those of a cover not counted."""
        return len(self._story.pages)

    def add(
        self, documents: Sequence[PacketDocument], appended: Sequence[Appended] = (), *, cover: bool = False
    ) -> None:
        """Add documents; ``appended`` are pages of other PDFs behind each of them.

        A ``cover`` comes before all others.
        """
        file, story = self._file, self._cover if cover else self._story
        strips = [strip for document in documents for strip in document.strips]
        fonts = [name for document in documents for name in document.body.fonts]
        fonts += [name for strip in strips for name in strip.fonts]
        forms = [form for document in documents for form in document.body.forms]
        resources = file.add(self._resources.entries(fonts, forms))
        node = file.reserve()
        pages = [self._put(document, resources, node, story) for document in documents]
        added = [self._appended(each, node) for each in appended] or [()] * len(pages)
        for document, own, more in zip(documents, pages, added, strict=True):
            bookmark = Bookmark(document.title, "H1", len(story.pages), 0.0, document.body.height)
            story.bookmarks.append(bookmark)
            story.pages += (*own, *more)
        kids = [page for own, more in zip(pages, added, strict=True) for page in (*own, *more)]
        entries: dict[str, Value] = {
            "Type": Name("Pages"), "Parent": self._pages, "Kids": kids, "Count": len(kids),
        }  # fmt: skip
        file.put(node, entries, apart=True)
        file.flush()
        story.nodes.append(node)

    def _put(self, document: PacketDocument, resources: Ref, node: Ref, story: _Story) -> list[Ref]:
        """Put a document down; its pages."""
        body, file = document.body, self._file
        assert len(document.strips) == sum(map(len, body.strips))
        parts = [self._resources.stream(part.name, part) for part in body.parts]
        strips = [file.add(strip.content) for strip in document.strips]
        given = [ref.number for ref in (resources, node, self._document, *parts, *strips)]
        first = body.template.put_into(file, given, len(self._owners))
        self._owners += (Ref(first + owner) for owner in body.owners)
        story.tops.append(Ref(first + body.top))
        return [Ref(first + page) for page in body.pages]

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
