"""The words of a finished PDF: by its tags, as a screen reader says them, and by its pages, as they look."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pypdfium2
from pypdf import PdfReader

from clinicpress.proof.tags import MarkKid, Tag, object_number, read_marks, read_tags

_INLINE = frozenset({"Link", "Span"})


def text_in_structure_order(data: bytes, *, alt: bool = False) -> str:
    """The text that the structure tree leads to, one line for each paragraph, heading, list item or cell.

    ``alt`` adds a line with the alternative text of each figure, in square brackets. Made for the files that
    `write_pdf` makes: it reads their one-byte fonts.
    """
    reader = PdfReader(BytesIO(data))
    texts: dict[MarkKid, str] = {}
    for page in reader.pages:
        number = object_number(page)
        texts |= {MarkKid(number, mcid): text for mcid, text in read_marks(page).texts}
    story = "".join(part for tag in read_tags(reader) for part in _parts(tag, texts, alt=alt))
    return "\n".join(line.strip() for line in story.split("\n") if line.strip())


def _parts(tag: Tag, texts: dict[MarkKid, str], *, alt: bool) -> Iterator[str]:
    # A list item's body stands on the line of its label.
    if tag.role not in _INLINE and tag.role != "LBody":
        yield "\n"
    if alt and tag.role == "Figure":
        yield f"[{tag.entries.get('/Alt', '')}]\n"
    for kid in tag.kids:
        if isinstance(kid, Tag):
            yield from _parts(kid, texts, alt=alt)
        elif isinstance(kid, MarkKid):
            yield texts.get(kid, "")
    if tag.role == "Lbl":
        yield " "
    elif tag.role not in _INLINE:
        yield "\n"


def page_texts(data: bytes) -> tuple[str, ...]:
    """The text of each page, decoration included, in the order in which it is drawn."""
    with pypdfium2.PdfDocument(data) as document:
        return tuple(page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document)
