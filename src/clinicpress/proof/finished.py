"""Findings about a finished file: its bytes, its structure, and what can be seen.

What is asked of a file before it is written is in `clinicpress.proof.conformance`: a tenth of the time.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader

from clinicpress.messages import later, say
from clinicpress.proof.appearance import look_complaints
from clinicpress.proof.conformance import ENCRYPTED, UNREADABLE, verify_pdf
from clinicpress.proof.origin import HEADER
from clinicpress.proof.pagechecks import foreign_pages
from clinicpress.records import dataclass

_END = re.compile(rb"startxref\n(\d{1,10})\n%%EOF\n\Z")
_TABLE = re.compile(
    rb"(\d+) 0 obj\n<</Type /XRef/Size (\d+)/W \[1 4 2\]/Root \d+ 0 R/Info \d+ 0 R"
    rb"/ID \[<([0-9a-f]{32})> <([0-9a-f]{32})>\]/Filter /FlateDecode/Length (\d+)>>\nstream\n"
)
_TABLE_END = b"\r\nendstream\nendobj\n"
_ROW = 7
# As pypdf ends a file that it has locked.
_LOCKED_END = re.compile(
    rb"\n/ID \[ <[0-9a-f]{32}> <([0-9a-f]{32})> \]\n/Encrypt \d+ 0 R\n>>\nstartxref\n\d+\n%%EOF\n\Z"
)
_TRAILER = 400
CHANGED = later("proof.file-changed-damaged-or-saved-another")
FOREIGN = later("proof.file-does-not-end-clinicpress-ends")


def is_locked(data: bytes) -> bool:
    """Whether this is a file that was locked with a password, as its end tells."""
    return _place(data) is not None


def _place(data: bytes) -> slice | None:
    """Where the second identifier of a locked file stands."""
    start = max(0, len(data) - _TRAILER)
    found = _LOCKED_END.search(data[start:])
    return slice(start + found.start(1), start + found.end(1)) if found else None


def _locked_digest(data: bytes, place: slice) -> bytes:
    digest = hashlib.sha256(data[: place.start])
    digest.update(b"0" * (place.stop - place.start))
    digest.update(data[place.stop :])
    return digest.hexdigest()[: place.stop - place.start].encode("ascii")


def seal_complaints(data: bytes) -> Iterator[str]:
    """What of the bytes of a file tells that they are not those that were written."""
    place = _place(data)
    if place is not None:
        if data[place] != _locked_digest(data, place):
            yield say(CHANGED)
        return
    end = _END.search(data[-64:])
    table = _TABLE.match(data, int(end[1])) if end else None
    if end is None or table is None or not data.startswith(HEADER) or not _is_whole(data, table):
        yield say(FOREIGN)
        return
    digest = hashlib.sha256(memoryview(data)[: table.start()]).digest()[:16].hex().encode("ascii")
    if not digest == table[3] == table[4]:
        yield say(CHANGED)


def _is_whole(data: bytes, table: re.Match[bytes]) -> bool:
    """Whether the table can be unpacked, ends where it should, and has a row for each object."""
    stop = table.end() + int(table[5])
    if not data.startswith(_TABLE_END + b"startxref\n", stop):
        return False
    try:
        rows = zlib.decompress(data[table.end() : stop])
    except zlib.error:
        return False
    return len(rows) == _ROW * int(table[2]) and int(table[2]) == int(table[1]) + 1


_LOCKED = later("proof.locked-password")
# Pages that are drawn of a file whose bytes are those that were written, and pages that a note names.
_LOOKED_AT, _NAMED = 24, 8


@dataclass(frozen=True, slots=True)
class FileFindings:
    """What is wrong with a finished file, and ``notes`` on what nobody can vouch for."""

    complaints: tuple[str, ...]
    notes: tuple[str, ...] = ()


def verify_finished(data: bytes) -> FileFindings:
    """All that can be told of a file of ours by itself: its bytes, its structure, and what is to be seen."""
    seal = tuple(seal_complaints(data))
    if is_locked(data):
        return FileFindings(seal, () if seal else (say(_LOCKED),))
    complaints = verify_pdf(data)
    if any(words.startswith(say(UNREADABLE)) or words == say(ENCRYPTED) for words in complaints):
        return FileFindings(complaints)
    notes = []
    reader = PdfReader(BytesIO(data))
    if foreign := foreign_pages(reader):
        pages = ", ".join(str(index + 1) for index in foreign[:_NAMED])
        more = len(foreign) - _NAMED
        if more > 0:
            notes.append(say("proof.more-pages-of-other-pdf", pages=pages, more=more))
        else:
            notes.append(say("proof.pages-of-other-pdf", pages=pages))
    # the bytes are those that were proved: a large packet need not be drawn from its first page to its last
    most = None if seal else _LOOKED_AT
    if most is not None and len(reader.pages) > most:
        notes.append(say("proof.bytes-those-written", most=most, count=len(reader.pages)))
    try:
        looks = tuple(look_complaints(data, most=most))
    except Exception:  # a damaged file makes the libraries fail in any way
        looks = (say("patients.page-cannot-be-drawn"),)
    return FileFindings((*seal, *complaints, *looks), tuple(notes))
