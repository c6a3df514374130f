"""Checks of a finished PDF that need no other tool: tags, fonts, language, title, identifiers.

They look for what validators of PDF/UA and PDF/A look for in files of this kind, and for what these miss:
marked content with two owners, a parent tree that disagrees, figures without a box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError

from clinicpress.pdf.tags import resolved
from clinicpress.pdf.verify_fonts import font_complaints
from clinicpress.pdf.verify_pages import foreign_pages, page_complaints, stream_complaints
from clinicpress.pdf.verify_tags import tag_complaints

_IDENTIFIERS = {
    "pdfuaid:part": ("1", "PDF/UA-1"),
    "pdfaid:part": ("2", "PDF/A-2"),
    "pdfaid:conformance": ("A", "PDF/A level A"),
}
UNREADABLE = "the file cannot be read as a PDF"
ENCRYPTED = "the file is encrypted"
_ACTIVE = {
    "/AcroForm": "holds a form",
    "/AF": "carries other files",
    "/OpenAction": "does something when it is opened",
    "/AA": "does something by itself",
}


def verify_pdf(data: bytes, *, pages: int | None = None) -> tuple[str, ...]:
    """What is wrong with a finished PDF, in plain words; nothing if all is well.

    ``pages`` is how many pages it should have.
    """
    if not data.startswith(b"%PDF-"):
        # the library would search for what is left of it
        return (f"{UNREADABLE}: it does not begin as one",)
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            return (ENCRYPTED,)
        return tuple(_complaints(reader, pages))
    except DependencyError:  # raised where a cipher would need a package of its own
        return (ENCRYPTED,)
    except Exception as error:  # a broken file makes the library fail in any way, and each is a complaint
        return (f"{UNREADABLE}: {error or type(error).__name__}",)


def _complaints(reader: PdfReader, pages: int | None) -> Iterator[str]:
    count = len(reader.pages)
    if not count:
        yield "the file has no pages"
    if pages is not None and count != pages:
        yield f"the file has {count} pages and should have {pages}"
    yield from stream_complaints(reader)
    yield from _catalog(reader)
    yield from _identity(reader)
    yield from font_complaints(reader)
    yield from tag_complaints(reader)
    yield from page_complaints(reader)


def _catalog(reader: PdfReader) -> Iterator[str]:
    catalog = reader.root_object
    if not _says_yes(catalog, "/MarkInfo", "/Marked"):
        yield "the file does not say that it is tagged"
    if not str(catalog.get("/Lang", "")).strip():
        yield "the file does not say its language"
    if not _says_yes(catalog, "/ViewerPreferences", "/DisplayDocTitle"):
        yield "viewers would show the name of the file and not its title"
    if not _found(catalog, "/OutputIntents"):
        yield "the file does not say what its colours mean (no output intent)"
    for key, words in _ACTIVE.items():
        if key in catalog:
            yield f"the file {words}"
    if _found(catalog, "/Names", "/JavaScript"):
        yield "the file holds a script"
    if _found(catalog, "/Names", "/EmbeddedFiles"):
        yield "the file carries other files"


def _found(entries: Any, *keys: str) -> Any:
    """What stands under the keys, one inside the other, or None."""
    for key in keys:
        entries = resolved(entries.get(key)) if isinstance(entries, dict) else None
    return entries


def _says_yes(entries: Any, *keys: str) -> bool:
    # A false of pypdf's own counts as true where Python asks for its truth.
    return bool(getattr(_found(entries, *keys), "value", False))


def _identity(reader: PdfReader) -> Iterator[str]:
    stream = _found(reader.root_object, "/Metadata")
    if stream is None:
        yield "the file has no XMP metadata"
        return
    packet = stream.get_data().decode("utf-8", errors="replace")
    for name, (value, standard) in _identifiers(reader):
        match = re.search(rf"<{name}>\s*(.*?)\s*</{name}>", packet)
        if match is None or match[1] != value:
            yield f"the file does not say that it follows {standard}"
    title = reader.metadata.title if reader.metadata else None
    if not title:
        yield "the file has no title"
    xmp = reader.xmp_metadata
    if xmp is None or (xmp.dc_title or {}).get("x-default") != title:
        yield "the title in the XMP metadata is another one"


def _identifiers(reader: PdfReader) -> list[tuple[str, tuple[str, str]]]:
    """What a file has to say that it follows: nothing if pages of another PDF are in it."""
    return [] if foreign_pages(reader) else list(_IDENTIFIERS.items())
