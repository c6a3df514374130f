"""All that can be told of a finished file by itself: its bytes, its structure, and what is to be seen.

What is asked of a file before it is written is in `clinicpress.pdf.verify`, and takes a tenth of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader

from clinicpress.pdf.seal import is_locked, seal_complaints
from clinicpress.pdf.verify import ENCRYPTED, UNREADABLE, verify_pdf
from clinicpress.pdf.verify_look import look_complaints
from clinicpress.pdf.verify_pages import foreign_pages

_LOCKED = "locked with a password: its bytes are those that were written, and nobody has looked inside"
# Pages that are drawn of a file whose bytes are those that were written, and pages that a note names.
_LOOKED_AT, _NAMED = 24, 8


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with a finished file, and ``notes`` on what nobody can vouch for."""

    complaints: tuple[str, ...]
    notes: tuple[str, ...] = ()


def verify_finished(data: bytes) -> Findings:
    """All that can be told of a file of ours by itself: its bytes, its structure, and what is to be seen."""
    seal = tuple(seal_complaints(data))
    if is_locked(data):
        return Findings(seal, () if seal else (_LOCKED,))
    complaints = verify_pdf(data)
    if any(words.startswith(UNREADABLE) or words == ENCRYPTED for words in complaints):
        return Findings(complaints)
    notes = []
    reader = PdfReader(BytesIO(data))
    if foreign := foreign_pages(reader):
        pages = ", ".join(str(index + 1) for index in foreign[:_NAMED])
        more = f" and {len(foreign) - _NAMED} more" if len(foreign) > _NAMED else ""
        notes.append(f"came from another PDF, and nobody has looked at what they show: pages {pages}{more}")
    # the bytes are those that were proved: a large packet need not be drawn from its first page to its last
    most = None if seal else _LOOKED_AT
    if most is not None and len(reader.pages) > most:
        notes.append(
            f"its bytes are those that were written; {most} of its {len(reader.pages)} pages were drawn"
        )
    try:
        looks = tuple(look_complaints(data, most=most))
    except Exception:  # a damaged file makes the libraries fail in any way
        looks = ("a page cannot be drawn",)
    return Findings((*seal, *complaints, *looks), tuple(notes))
