"""Characters that nobody sees, or takes for others: the one table of what becomes of them on reading.

`settled` is applied to every text as it comes in, from YAML, tables, options and answers; `flaw` finds what
it cannot settle. In which form ids and names are compared, `clinicpress.content.models.people` says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from clinicpress.messages import later, say

NO_BREAK_SPACE = "\u00a0"
MOST_MARKS = 3
# Soft hyphen, word joiner, byte order mark, grapheme joiner, signs of formulas and selectors of variants.
_INVISIBLE = "\u00ad\u034f\u180e\u2060-\u2064\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Marks, embeddings and isolates that give writing a direction.
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069"
# They join letters of Arabic and Indic scripts, and do nothing to others.
_JOINERS = "\u200c\u200d"
# Patterns of many signs take long to compile: they are when the first text needs them.
_JOINED_SCRIPTS = "[\u0600-\u1cff]"
# Hyphens that only their name parts from the one on the keyboard; lines break at no hyphen.
_HYPHENS = (0x2010, 0x2011)
_LIGATURES = range(0xFB00, 0xFB07)
_FOLDED = {
    **dict.fromkeys((0x1680, *range(0x2000, 0x2007), 0x2008, 0x2009, 0x200A, 0x205F, 0x3000), " "),
    **dict.fromkeys((0x2007, 0x202F), NO_BREAK_SPACE),
    **dict.fromkeys(_HYPHENS, "-"),
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in _LIGATURES},
}
_DROPPED = f"[{_INVISIBLE}]"
_TURNS = f"[{_DIRECTION}]"
_JOINS = f"[{_JOINERS}]"
_RIGHT_TO_LEFT = ("R", "AL", "AN")
# Control characters, and what tables and files of other programs leave: none of them can be printed.
_UNPRINTABLE = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202d\u202e\ud800-\udfff\ue000-\uf8ff"
    "\ufdd0-\ufdef\ufff9-\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_CODE = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
_FOREIGN = "[\x80-\uffff]{2,}"
# The bytes that stand for some signs in CP1252; of all others up to 255 it is their own number.
_BYTES = {bytes((code,)).decode("cp1252", "ignore"): code for code in range(0x80, 0xA0)}
# The first signs of misread letters of Latin, Greek and Cyrillic, and how many each has.
_LEADS = {
    **dict.fromkeys("\u00c2\u00c3\u00c4\u00c5\u00ce\u00cf\u00d0\u00d1", 2),
    **dict.fromkeys("\u00e1\u00e2\u00ef", 3),
    "\u00f0": 4,
}
# What may stand behind one of these letters, if it is a capital at the end of a word in capitals.
_CLOSING = "\u00a0\u00ab\u00b7\u00bb\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2026\u2039\u203a"
_FEWER = later("model.remove-extra-marks")
_TYPE_AGAIN = later("model.delete-and-retype-text")


class Flaw(NamedTuple):
    """What in a text cannot be printed: the index of the character, what it is, and what to do."""

    at: int
    message: str
    hint: str


class Commented(str):
    """A text of a YAML file with a comment on its line, at ``line`` and ``column``; empty if it has no text.

    Text after a `` #`` is none, which who writes it may not know: where it is printed, that is a fault.
    """

    __slots__ = ("column", "line")
    line: int
    column: int

    def __new__(cls, text: str, line: int, column: int) -> Commented:
        """The text with the place of the comment."""
        made = super().__new__(cls, text)
        made.line, made.column = line, column
        return made


def settled(text: str) -> str:
    """The text as it is printed: one form for each character, and what nobody sees left out.

    A break opportunity or a control character is not left out but found by `flaw`, as nobody can tell
    whether a space was meant.
    """
    if text.isascii():
        return text
    text = re.sub(_DROPPED, "", text)
    if re.search(_TURNS, text):
        without = re.sub(_TURNS, "", text)
        if not any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in without):
            text = without
    if re.search(_JOINS, text) and not re.search(_JOINED_SCRIPTS, text):
        text = re.sub(_JOINS, "", text)
    return unicodedata.normalize("NFC", text.translate(_FOLDED))


def flaw(text: str) -> Flaw | None:
    """The first thing in a text as it was written that cannot be printed, or was not meant to be."""
    found = list(_codes(text)) if "&" in text else []
    plain = text.isascii()
    if not (plain and text.isprintable()) and (sign := re.search(_UNPRINTABLE, text)) is not None:
        found.append(Flaw(sign.start(), *_unprintable(sign[0])))
    if not plain:
        found += (*islice(_stacks(text), 1), *islice(_misread(text), 1))
    return min(found, default=None)


def _codes(text: str) -> Iterator[Flaw]:
    """Characters as web pages write them, such as ``&amp;``."""
    from html import unescape  # noqa: PLC0415

    for code in re.finditer(_CODE, text):
        if unescape(code[0]) != code[0]:
            message = say("model.html-code-and-semicolon")
            yield Flaw(code.start(), message, say("model.write-character-itself"))


def _misread(text: str) -> Iterator[Flaw]:
    """UTF-8 that was read as the old encoding of Windows: two signs or more in the place of one letter."""
    for run in re.finditer(_FOREIGN, text):
        for at in range(run.start(), run.end() - 1):
            length = _LEADS.get(text[at], 0)
            rest = text[at + 1 : at + length]
            if length and len(rest) == length - 1 and all(_follows(sign) for sign in rest):
                before, after = text[at - 1 : at], text[at + length : at + length + 1]
                if rest.strip(_CLOSING) or before.islower() or after.isalpha():
                    message = say("model.letters-saved-utf-8-but-read")
                    yield Flaw(at, message, say("model.retype-letter"))


def _follows(sign: str) -> bool:
    """Whether a sign is one of the bytes that follow the first one of a character."""
    return 0x80 <= _BYTES.get(sign, ord(sign)) < 0xC0


def _unprintable(sign: str) -> tuple[str, str]:
    code = f"U+{ord(sign):04X}"
    if sign == "\u200b":
        return say("model.zero-width-space", code=code), say("model.replace-space")
    if sign in "\u202d\u202e":
        return say("model.mark-reverses-order-letters", code=code), say("model.delete-it")
    if sign == "\ufffd":
        return say("model.character-lost", code=code), say("model.type-again")
    if "\ud800" <= sign <= "\udfff":
        hint = say("model.set-language-utf-8")
        return say("model.terminal-or-program-sends-letters"), hint
    if unicodedata.category(sign) == "Co":
        hint = say("model.delete-word-uses-for-list-bullets")
        return say("model.private-use-character", code=code), hint
    return say("model.invisible-character", code=code), say(_TYPE_AGAIN)


def _stacks(text: str) -> Iterator[Flaw]:
    """Letters that bear more marks than any language has, or the same mark twice, which is one to an eye."""
    count, marks = 0, list[str]()
    for at, sign in enumerate(text):
        if not unicodedata.combining(sign) and unicodedata.category(sign) != "Me":
            count, marks = 0, list(unicodedata.normalize("NFD", sign)[1:])
            continue
        count += 1
        if sign in marks:
            yield Flaw(at, say("model.letter-has-same-mark-twice"), say(_FEWER))
        elif count > MOST_MARKS:
            yield Flaw(at, say("model.letter-has-more-than-marks", most=MOST_MARKS), say(_FEWER))
        marks += unicodedata.normalize("NFD", sign)


def sign_name(sign: str) -> str:
    """A character for a message that does not repeat it: its code point and its name in small letters."""
    return f"U+{ord(sign):04X}, {unicodedata.name(sign, 'no name').lower()}"
