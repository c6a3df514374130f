"""Placed pages to the bytes of a PDF that is tagged (PDF/UA-1) and archival (PDF/A-2a)."""

from __future__ import annotations

from itertools import groupby

from clinicpress.pdf.fonts import DocumentFonts
from clinicpress.pdf.forms import Forms
from clinicpress.pdf.metadata import add_metadata, information
from clinicpress.pdf.objects import Name, ObjectFile, Ref, Value
from clinicpress.pdf.outline import write_outline
from clinicpress.pdf.page import PageWriter, Shared
from clinicpress.pdf.structure import StructureTree
from clinicpress.typesetting.items import PlacedDocument


def write_pdf(document: PlacedDocument) -> bytes:
    """The PDF of a laid out document; the same document gives the same bytes, always and everywhere.

    Text belongs to the nearest group with a role, if that may hold text, and a shape to the nearest Figure;
    everything else is decoration. Tags and bookmarks stand in reading order, whatever page they lead to.
    Documents of two pages or more get bookmarks.

    Raises:
        OutputError: if a face has no glyph for a character or cannot be embedded, a picture cannot be read,
            or a drawing holds what an archival file may not.
        ValueError: if a colour is not written as ``#RRGGBB``.
    """
    file = ObjectFile()
    shared = Shared(file, DocumentFonts(file), Forms(file), StructureTree(document.metadata.language))
    pages = file.reserve()
    refs = _write_pages(document, shared, pages)
    file.put(pages, {"Type": Name("Pages"), "Kids": refs, "Count": len(refs)})
    shared.fonts.embed()
    catalog: dict[str, Value] = {
        "Type": Name("Catalog"),
        "Pages": pages,
        "StructTreeRoot": shared.tree.write(file, refs),
        **add_metadata(file, document.metadata),
    }
    if len(refs) > 1 and shared.bookmarks:
        catalog["Outlines"] = write_outline(file, shared.bookmarks, refs)
    return file.to_bytes(file.add(catalog), file.add(information(document.metadata)))


def _write_pages(document: PlacedDocument, shared: Shared, parent: Ref) -> list[Ref]:
    writers = [PageWriter(shared, page, index) for index, page in enumerate(document.pages)]
    for index, spots in groupby(document.in_reading_order(), key=lambda spot: spot.page):
        groups = document.pages[index].groups
        writers[index].draw(groups[spot.group] for spot in spots)
    return [writer.write(parent) for writer in writers]
