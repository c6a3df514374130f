"""Placed pages to the bytes of a PDF that is tagged (PDF/UA-1) and archival (PDF/A-2a)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from clinicpress.pdf.drawn import Resources, draw, write_drawn
from clinicpress.pdf.metadata import add_metadata, information
from clinicpress.pdf.objects import Name, ObjectFile, Ref, Value
from clinicpress.pdf.outline import write_outline
from clinicpress.pdf.page import Stamps
from clinicpress.typesetting.items import PlacedDocument

if TYPE_CHECKING:
    from clinicpress.pdf.foreign import ForeignPages


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
