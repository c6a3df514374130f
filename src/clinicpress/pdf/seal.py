"""Whether a finished PDF has the bytes that were written, told by the file alone.

The identifier of a file is a digest of all that stands before its cross-reference table, as
`ObjectFile.finish` writes it: whatever changes a byte of a page is told, by whatever program it was done.
A file that another program has saved again is told as well: nobody can say then what else was done to it.
In a locked file it is the second identifier that is the digest: of the whole file, with zeros in its place.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator

from clinicpress.pdf.origin import HEADER

_END = re.compile(rb"startxref\n(\d{1,10})\n%%EOF\n\Z")
_TABLE = re.compile(
    rb"(\d+) 0 obj\n<</Type /XRef/Size (\d+)/W \[1 4 2\]/Root \d+ 0 R/Info \d+ 0 R"
    rb"/ID \[<([0-9a-f]{32})> <([0-9a-f]{32})>\]/Filter /FlateDecode/Length (\d+)>>\nstream\n"
)
_TABLE_END = b"\r\nendstream\nendobj\n"
_ROW = 7
# As pypdf ends a file that it has locked.
_LOCKED = re.compile(
    rb"\n/ID \[ <[0-9a-f]{32}> <([0-9a-f]{32})> \]\n/Encrypt \d+ 0 R\n>>\nstartxref\n\d+\n%%EOF\n\Z"
)
_TRAILER = 400
CHANGED = "the file was changed, damaged or saved by another program after it was made: its checksum is wrong"
FOREIGN = (
    "the file does not end as clinicpress ends one: another program has made or saved it, or it is damaged"
)


def sealed(locked: bytes) -> bytes:
    """A file that pypdf has just locked, with the digest of its bytes as its second identifier.

    Raises:
        ValueError: if it does not end as such a file does.
    """
    place = _place(locked)
    if place is None:
        raise ValueError("the locked file has no identifier")
    return locked[: place.start] + _locked_digest(locked, place) + locked[place.stop :]


def is_locked(data: bytes) -> bool:
    """Whether this is a file that was locked by `sealed`, as its end tells."""
    return _place(data) is not None


def _place(data: bytes) -> slice | None:
    """Where the second identifier of a locked file stands."""
    start = max(0, len(data) - _TRAILER)
    found = _LOCKED.search(data[start:])
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
            yield CHANGED
        return
    end = _END.search(data[-64:])
    table = _TABLE.match(data, int(end[1])) if end else None
    if end is None or table is None or not data.startswith(HEADER) or not _is_whole(data, table):
        yield FOREIGN
        return
    digest = hashlib.sha256(memoryview(data)[: table.start()]).digest()[:16].hex().encode("ascii")
    if not digest == table[3] == table[4]:
        yield CHANGED


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
