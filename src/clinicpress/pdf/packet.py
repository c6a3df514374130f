"""Many documents in one file for the printer, written as they come: memory does not grow with them.

Documents are drawn in chunks, perhaps in other processes, and added chunk after chunk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, replace
from io import BytesIO
from typing import TYPE_CHECKING

from clinicpress.pdf.metadata import add_metadata, information
from clinicpress.pdf.objects import Name, ObjectFile, Objects, Ref, Value
from clinicpress.pdf.structure import Bookmark, write_outline
from clinicpress.pdf.write import (
    DrawnDocument,
    Resources,
    numbers_needed,
    structure_root,
    write_drawn,
)
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
        self._owners: list[tuple[int, Ref]] = []
        self._cover, self._story = _Story(), _Story()
        self._key = 0

    @property
    def pages(self) -> int:
        """How many pages were added, those of a cover not counted."""
        return len(self._story.pages)

    def add(
        self,
        documents: Sequence[DrawnDocument],
        titles: Iterable[str],
        appended: Sequence[Appended] = (),
        *,
        cover: bool = False,
    ) -> None:
        """Add documents that were drawn with `PACKET_ROLE`; ``titles`` are their bookmarks.

        ``appended`` are pages of other PDFs behind each of them. A ``cover`` comes before all others.
        """
        drawn = [page for document in documents for page in document.pages]
        self._resources.embed(drawn)
        node = self._file.reserve()
        out = BytesIO()
        first = self._file.reserve_all(numbers_needed(documents))
        file = Objects(out.write, first=first)
        resources = Resources(file, self._resources.known).of(drawn)
        written = []
        for document in documents:
            written.append(
                write_drawn(file, document, resources, node=node, parent=self._document, key=self._key)
            )
            self._key += document.keys
        file.flush()
        self._file.append(first, out.getvalue(), file.rows)
        added = [self._appended(each, node) for each in appended] or [()] * len(written)
        pages = [(*each.pages, *more) for each, more in zip(written, added, strict=True)]
        kids = [page for each in pages for page in each]
        entries: dict[str, Value] = {
            "Type": Name("Pages"), "Parent": self._pages, "Kids": kids, "Count": len(kids),
        }  # fmt: skip
        self._file.put(node, entries, apart=True)
        self._owners += [owner for each in written for owner in each.owners]
        story = self._cover if cover else self._story
        story.nodes.append(node)
        story.tops += [each.top for each in written]
        for title, each, document in zip(titles, pages, documents, strict=True):
            height = document.pages[0].height
            story.bookmarks.append(Bookmark(title, "H1", len(story.pages), 0.0, height))
            story.pages += each

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
