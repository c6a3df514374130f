"""A finished PDF behind a password: AES-256 (ISO 32000-2, 7.6, revision 6), by pypdf."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from io import BytesIO

from clinicpress.messages import say

SHORTEST_PASSWORD = 4
# The standard's limit, in bytes of UTF-8.
LONGEST_PASSWORD = 127
# What stands before the first of two identifiers of so many hex digits, as pypdf ends a file.
_IDENTIFIERS, _DIGITS = b"\n/ID [ <", 32


def password_fault(password: str) -> str:
    """What is wrong with a password, in words that do not tell it; nothing if it may be used.

    Viewers differ in what they make of characters that have another form, and of those that nobody sees.
    """
    if len(password) < SHORTEST_PASSWORD:
        return say("pdf.password-too-short", least=SHORTEST_PASSWORD)
    if len(password.encode("utf-8", "replace")) > LONGEST_PASSWORD:
        return say("pdf.password-too-long", most=LONGEST_PASSWORD)
    if not password.isprintable() or unicodedata.normalize("NFKC", password) != password:
        return say("pdf.password-has-character-viewers-may-encode")
    return ""


def encrypted(data: bytes, password: str) -> bytes:
    """A finished PDF behind a password.

    Who has the password may print it, and a screen reader may read it; tags, language and title stay. Nobody
    has the password of its owner, which is random, as are keys: no two calls give the same bytes. PDF/A
    forbids encryption, so it is none any more, whatever its metadata say; it is as accessible as before.

    Raises:
        ValueError: if the password may not be used.
    """
    # pypdf and the ciphers behind it take 100 ms to load
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415
    from pypdf.constants import UserAccessPermissions as Allow  # noqa: PLC0415

    fault = password_fault(password)
    if fault:
        raise ValueError(fault)
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    allowed = Allow.PRINT | Allow.PRINT_TO_REPRESENTATION | Allow.EXTRACT_TEXT_AND_GRAPHICS | _reserved()
    writer.encrypt(
        user_password=password, owner_password=os.urandom(24).hex(), algorithm="AES-256",
        permissions_flag=allowed,
    )  # fmt: skip
    out = BytesIO()
    writer.write(out)
    return _sealed(out.getvalue())


def _sealed(locked: bytes) -> bytes:
    """A file that pypdf has just locked, with the digest of its bytes as its second identifier."""
    start = locked.rindex(_IDENTIFIERS) + len(_IDENTIFIERS) + _DIGITS + len(b"> <")
    before, after = locked[:start], locked[start + _DIGITS :]
    digest = hashlib.sha256(before + b"0" * _DIGITS + after).hexdigest()[:_DIGITS]
    return before + digest.encode("ascii") + after


def _reserved() -> int:
    """Bits that are always set (ISO 32000-2, table 22, where they count from 1): 7, 8 and all above 12."""
    return sum(1 << (bit - 1) for bit in (7, 8, *range(13, 33)))
