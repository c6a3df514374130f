"""A finished PDF behind a password: AES-256 as in ISO 32000-2 (7.6, revision 6).

Made for the files that `write_pdf` makes: there everything but streams stands in object streams, so that only
streams are encrypted, one after the other, in memory that does not grow with the file.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from clinicpress.pdf.objects import Name, Value, encode

SHORTEST_PASSWORD = 4
# The standard's limit, in bytes of UTF-8.
LONGEST_PASSWORD = 127
_BLOCK = 16
# Printing, also in full quality, and text for screen readers. ISO 32000-2, table 22, counts bits from 1; 7, 8
# and all above 12 are always set.
_ALLOWED = (3, 10, 12)
_RESERVED = (7, 8, *range(13, 33))
_TAIL = 64
_HEAD = re.compile(rb"(\d+) 0 obj\s*(<<.*?>>)\s*stream\r?\n", re.DOTALL)
_HEAD_SIZE = 4096
_LENGTH = re.compile(rb"/Length (\d+)")
_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)|(?<!<)<([0-9A-Fa-f]*)>", re.DOTALL)
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")


def password_fault(password: str) -> str:
    """What is wrong with a password, in words that do not tell it; nothing if it may be used.

    Viewers differ in what they make of characters that have another form, and of those that nobody sees.
    """
    if len(password) < SHORTEST_PASSWORD:
        return f"the password is too short: it has {len(password)} characters and needs {SHORTEST_PASSWORD}"
    if len(password.encode("utf-8", "replace")) > LONGEST_PASSWORD:
        return f"the password is too long: a PDF takes {LONGEST_PASSWORD} bytes"
    if not password.isprintable() or unicodedata.normalize("NFKC", password) != password:
        return "the password holds a character that not every viewer takes for the same"
    return ""


def encrypted(data: bytes, password: str) -> bytes:
    """A finished PDF of `write_pdf` behind a password; see `encrypt`."""
    return b"".join(encrypt(BytesIO(data), password))


def encrypt(file: BinaryIO, password: str) -> Iterator[bytes]:
    """The parts, in order, of the finished PDF ``file`` behind a password, to be written one after the other.

    Who has the password may print it, and a screen reader may read it; tags, language and title stay. Nobody
    has the password of its owner, which is random, as are keys: no two calls give the same bytes. PDF/A
    forbids encryption, so it is none any more, whatever its metadata say; it is as accessible as before.

    Raises:
        ValueError: if the password may not be used, or the file is not one of `write_pdf`.
    """
    fault = password_fault(password)
    if fault:
        raise ValueError(fault)
    table = _read_table(file)
    lock = _Lock(os.urandom(32))
    file.seek(0)
    places = sorted((place, number) for number, place in table.places() if number != table.number)
    yield file.read(places[0][0])
    end = places[0][0]
    for place, number in places:
        table.move(number, end)
        part = _locked(file, place, number, lock)
        yield part
        end += len(part)
    keeper = table.number
    entries = encode(_entries(lock.key, password.encode("utf-8")))
    part = b"%d 0 obj\n%b\nendobj\n" % (keeper, entries)
    yield part
    yield table.to_bytes(keeper, end, end + len(part))


class _Lock:
    """Encrypts strings and streams with the key of a file."""

    def __init__(self, key: bytes) -> None:
        self.key = key

    def sealed(self, data: bytes) -> bytes:
        """The initial vector, which is random, and the encrypted data."""
        padding = _BLOCK - len(data) % _BLOCK
        vector = os.urandom(_BLOCK)
        return vector + _aes(self.key, vector, data + bytes([padding]) * padding)

    def strings(self, entries: bytes) -> bytes:
        """An encoded dictionary with its strings encrypted."""
        return _STRING.sub(lambda match: b"<%b>" % self.sealed(_string(match)).hex().encode(), entries)


def _string(match: re.Match[bytes]) -> bytes:
    if match[1] is not None:
        return bytes.fromhex(match[1].decode("ascii"))
    return _ESCAPE.sub(rb"\1", match[0][1:-1])


def _locked(file: BinaryIO, place: int, number: int, lock: _Lock) -> bytes:
    """The object at ``place``, a stream, encrypted.

    Raises:
        ValueError: if it is another object, or none.
    """
    head, length = _head(file, place)
    if int(head[1]) != number:
        raise ValueError("the cross-reference table leads to another object")
    file.seek(place + head.end())
    data = lock.sealed(file.read(length))
    entries = _LENGTH.sub(b"/Length %d" % len(data), lock.strings(head[2]))
    return b"%d 0 obj\n%b\nstream\n%b\r\nendstream\nendobj\n" % (number, entries, data)


def _head(file: BinaryIO, place: int) -> tuple[re.Match[bytes], int]:
    """The beginning of the stream at ``place``, up to its data, and their length."""
    file.seek(place)
    head = _HEAD.match(file.read(_HEAD_SIZE))
    length = _LENGTH.search(head[2]) if head else None
    if head is None or length is None:
        raise ValueError("this is no file of clinicpress: an object is no stream")
    return head, int(length[1])


@dataclass(slots=True)
class _Table:
    """The cross-reference table: the number of its own object, its dictionary, its rows, and their widths."""

    number: int
    entries: bytes
    rows: bytearray
    widths: tuple[int, int, int]

    def places(self) -> Iterator[tuple[int, int]]:
        """Number and place of every object that stands in the file by itself."""
        size = sum(self.widths)
        for number, start in enumerate(range(0, len(self.rows), size)):
            row = self.rows[start : start + size]
            if int.from_bytes(row[: self.widths[0]]) == 1:
                yield number, int.from_bytes(row[self.widths[0] : self.widths[0] + self.widths[1]])

    def move(self, number: int, place: int) -> None:
        """Say that an object stands at another place."""
        start = number * sum(self.widths)
        kind, wide, rest = self.widths
        self.rows[start : start + sum(self.widths)] = (
            bytes(kind - 1) + b"\1" + place.to_bytes(wide) + bytes(rest)
        )

    def to_bytes(self, keeper: int, place: int, start: int) -> bytes:
        """The end of the file, at ``start``; ``keeper``, at ``place``, is the encryption dictionary."""
        number = self.number + 1
        self.rows += bytes(sum(self.widths))
        self.move(keeper, place)
        self.move(number, start)
        data = zlib.compress(self.rows)
        entries = re.sub(rb"/Size \d+", b"/Size %d/Encrypt %d 0 R" % (number + 1, keeper), self.entries)
        entries = _LENGTH.sub(b"/Length %d" % len(data), entries)
        stream = b"%d 0 obj\n%b\nstream\n%b\r\nendstream\nendobj\n" % (number, entries, data)
        return stream + b"startxref\n%d\n%%%%EOF\n" % start


def _read_table(file: BinaryIO) -> _Table:
    """The cross-reference table of a file.

    Raises:
        ValueError: if it is none of `write_pdf`.
    """
    file.seek(-min(_TAIL, file.seek(0, os.SEEK_END)), os.SEEK_END)
    start = _START.search(file.read())
    if start is None:
        raise ValueError("this is no whole PDF")
    head, length = _head(file, int(start[1]))
    widths = re.search(rb"/W ?\[(\d+) (\d+) (\d+)\]", head[2])
    if widths is None or re.search(rb"/(Prev|Index|DecodeParms|Encrypt)\b", head[2]):
        raise ValueError("this is no file of clinicpress: its cross-reference table is of another kind")
    file.seek(int(start[1]) + head.end())
    first, second, third = map(int, widths.groups())
    rows = bytearray(zlib.decompress(file.read(length)))
    table = _Table(int(head[1]), head[2], rows, (first, second, third))
    if len(rows) != (table.number + 1) * sum(table.widths):
        raise ValueError("this is no file of clinicpress: its cross-reference table is not its last object")
    return table


def _entries(key: bytes, password: bytes) -> dict[str, Value]:
    """The encryption dictionary (ISO 32000-2, 7.6.4.4): the key of the file, behind two passwords."""
    salts = [os.urandom(8) for _ in range(4)]
    user = _hash(password, salts[0]) + salts[0] + salts[1]
    owners = os.urandom(32).hex().encode("ascii")
    owner = _hash(owners, salts[2], user) + salts[2] + salts[3]
    allowed = -(1 << 32) + sum(1 << (bit - 1) for bit in (*_ALLOWED, *_RESERVED))
    permissions = struct.pack("<i", allowed) + b"\xff\xff\xff\xffTadb" + os.urandom(4)
    name = Name("StdCF")
    return {
        "Filter": Name("Standard"),
        "V": 5,
        "R": 6,
        "Length": 256,
        "CF": {name: {"CFM": Name("AESV3"), "AuthEvent": Name("DocOpen"), "Length": 32}},
        "StmF": name,
        "StrF": name,
        "U": user,
        "UE": _aes(_hash(password, salts[1]), bytes(_BLOCK), key),
        "O": owner,
        "OE": _aes(_hash(owners, salts[3], user), bytes(_BLOCK), key),
        "P": allowed,
        # one block under a vector of nothing is what the standard asks for, electronic code book
        "Perms": _aes(key, bytes(_BLOCK), permissions),
        "EncryptMetadata": True,
    }


def _hash(password: bytes, salt: bytes, user: bytes = b"") -> bytes:
    """ISO 32000-2, algorithm 2.B."""
    key = hashlib.sha256(password + salt + user).digest()
    step, last = 0, 0
    while step < 64 or last > step - 32:
        mixed = _aes(key[:16], key[16:32], (password + key + user) * 64)
        kind = (hashlib.sha256, hashlib.sha384, hashlib.sha512)[sum(mixed[:16]) % 3]
        key, last = kind(mixed).digest(), mixed[-1]
        step += 1
    return key[:32]


def _aes(key: bytes, vector: bytes, data: bytes) -> bytes:
    """Whole blocks of ``data``, chained."""
    # loaded late: few files are encrypted
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: PLC0415

    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return encryptor.update(data) + encryptor.finalize()
