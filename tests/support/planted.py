"""Faults planted in finished files that are else as we write them: every offset and the digest are right."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Mapping

from clinicpress.pdf.objects import Ref, ending, row
from clinicpress.readback.pdffile import ROW_SIZE, objects, start_of, table_of

_LENGTH = re.compile(rb"/Length \d+>>\Z")


def streams(data: bytes) -> dict[int, bytes]:
    """What the streams of a file hold, by number; not those of objects, nor the table."""
    found = list(objects(data, start_of(data)))
    return {
        number: each.unpacked()
        for number, _, each in found[:-1]
        if each.data is not None and b"/ObjStm" not in each.head
    }


def rewritten(data: bytes, changes: Mapping[int, bytes]) -> bytes:
    """The file with other contents of streams, by number."""
    *found, (last, _, each) = objects(data, start_of(data))
    table = table_of(last, each)
    rows = bytearray(table.rows)
    out = [data[: start_of(data)]]
    place = len(out[0])
    for number, _, each in found:
        head, body = each.head, each.data
        if number in changes:
            packed = b"/FlateDecode" in head
            body = zlib.compress(changes[number]) if packed else changes[number]
            head = _LENGTH.sub(b"/Length %d>>" % len(body), head)
        code = b"%d 0 obj\n%b\n" % (number, head)
        code += b"endobj\n" if body is None else b"stream\n%b\r\nendstream\nendobj\n" % body
        rows[number * ROW_SIZE : (number + 1) * ROW_SIZE] = row(place)
        out.append(code)
        place += len(code)
    whole = b"".join(out)
    digest = hashlib.sha256(whole).digest()
    own = bytes(rows[ROW_SIZE : last * ROW_SIZE])
    return whole + ending(own, last, place, digest, Ref(table.root), Ref(table.info))


def swapped(data: bytes, is_one: Callable[[bytes], bool]) -> bytes:
    """The file with two streams exchanged that are such and differ."""
    (one, first), *others = [pair for pair in streams(data).items() if is_one(pair[1])]
    other, second = next(pair for pair in others if pair[1] != first)
    return rewritten(data, {one: second, other: first})


def is_strip(code: bytes) -> bool:
    """Whether a stream draws the strip of one of the patients of the tests."""
    return b"(EX-000" in code


def is_part(code: bytes) -> bool:
    """Whether a stream draws other words of a page."""
    return b" Tj\n" in code and not is_strip(code)


def false_letters(data: bytes) -> bytes:
    """The file with fonts that say "b" of each "a"."""
    maps = {number: code for number, code in streams(data).items() if b"beginbfchar" in code}
    return rewritten(data, {number: code.replace(b"<0061>", b"<0062>") for number, code in maps.items()})


def with_second_name(data: bytes) -> bytes:
    """The file with a strip drawn once more behind the last of the other parts."""
    found = streams(data)
    strip = next(code for code in found.values() if is_strip(code))
    number = max(number for number, code in found.items() if is_part(code))
    return rewritten(data, {number: found[number] + strip})
