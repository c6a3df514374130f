"""Characters that nobody sees, or takes for others: the one table of what becomes of them on reading.

`settled` is applied to every text as it comes in, from YAML, tables, options and answers; `flaw` finds what
it cannot settle. In which form ids and names are compared, `clinicpress.model.people` says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

NO_BREAK_SPACE = "\u00a0"
MOST_MARKS = 3
# Soft hyphen, word joiner, byte order mark, grapheme joiner, signs of formulas and selectors of variants.
_INVISIBLE = "\u00ad\u034f\u180e\u2060-\u2064\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Marks, embeddings and isolates that give writing a direction.
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069"
# They join letters of Arabic and Indic scripts, and do nothing to others.
_JOINERS = "\u200c\u200d"
_JOINED_SCRIPTS = re.compile("[\u0600-\u1cff]")
# Hyphens that only their name parts from the one on the keyboard; lines break at no hyphen.
_HYPHENS = (0x2010, 0x2011)
_LIGATURES = range(0xFB00, 0xFB07)
_FOLDED = {
    **dict.fromkeys((0x1680, *range(0x2000, 0x2007), 0x2008, 0x2009, 0x200A, 0x205F, 0x3000), " "),
    **dict.fromkeys((0x2007, 0x202F), NO_BREAK_SPACE),
    **dict.fromkeys(_HYPHENS, "-"),
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in _LIGATURES},
}
_DROPPED = re.compile(f"[{_INVISIBLE}]")
_TURNS = re.compile(f"[{_DIRECTION}]")
_JOINS = re.compile(f"[{_JOINERS}]")
_RIGHT_TO_LEFT = ("R", "AL", "AN")
# Control characters, and what tables and files of other programs leave: none of them can be printed.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202d\u202e\ud800-\udfff\ue000-\uf8ff"
    "\ufdd0-\ufdef\ufff9-\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_TYPE_AGAIN = "delete it and type the text again"


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
    text = _DROPPED.sub("", text)
    if _TURNS.search(text):
        without = _TURNS.sub("", text)
        if not any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in without):
            text = without
    if _JOINS.search(text) and not _JOINED_SCRIPTS.search(text):
        text = _JOINS.sub("", text)
    return unicodedata.normalize("NFC", text.translate(_FOLDED))


def flaw(text: str) -> Flaw | None:
    """The first thing in a text as it was written that cannot be printed, if there is one."""
    found = _UNPRINTABLE.search(text)
    stacked = None if text.isascii() else next(_stacks(text), None)
    if found is not None and (stacked is None or found.start() < stacked.at):
        return Flaw(found.start(), *_unprintable(found[0]))
    return stacked


def _unprintable(sign: str) -> tuple[str, str]:
    code = f"U+{ord(sign):04X}"
    if sign == "\u200b":
        return f"there is a space of no width here ({code})", "type a space in its place, or delete it"
    if sign in "\u202d\u202e":
        return f"there is a mark here that turns the order of letters ({code})", "delete it"
    if sign == "\ufffd":
        return f"a character was lost here ({code})", "type it again"
    if "\ud800" <= sign <= "\udfff":
        hint = "set its language to UTF-8, such as LANG=C.UTF-8, and type the text again"
        return "the terminal or program hands letters on that are no UTF-8", hint
    if unicodedata.category(sign) == "Co":
        hint = "delete it; a list mark of Word is such a one"
        return f"there is a character of private use here ({code}), which looks other in each typeface", hint
    return f"there is an invisible character here ({code})", _TYPE_AGAIN


def _stacks(text: str) -> Iterator[Flaw]:
    """Letters that bear so many marks that they run into the lines around."""
    count = 0
    for index, sign in enumerate(text):
        count = count + 1 if unicodedata.combining(sign) or unicodedata.category(sign) == "Me" else 0
        if count > MOST_MARKS:
            message = f"more than {MOST_MARKS} marks stand on one letter here"
            yield Flaw(index, message, "leave out marks, or type the letter again")


def sign_name(sign: str) -> str:
    """A character for a message that does not repeat it: its code point and its name in small letters."""
    return f"U+{ord(sign):04X}, {unicodedata.name(sign, 'no name').lower()}"
