"""Whose pages a finished PDF holds: every page must bear its own patient's name and number, and no other's.

What is found wrong is told by the number of the page; no complaint repeats a word of a page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from clinicpress.pdf.pagetexts import PageReader
from clinicpress.typesetting.items import Group, PlacedDocument, TextLine

# PDFium ends a hyphenated line with one of the first two in place of the hyphen and the end of the line. It
# gives the letters of a ligature. What nobody sees does not count.
_QUIRKS = {
    "\x02": "-\n",
    "\ufffe": "-\n",
    "\u00ad": "-",
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
    **dict.fromkeys("\u034f\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
}
_TABLE = str.maketrans(_QUIRKS)
_LONE_ACCENT = re.compile("\\s+(?=[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f])")
# Two labels of one strip stand no further apart than this many characters, a long name between them.
_STRIP_REACH = 200
# PDFium changes the order of what stands on one line; no line of a page has more pieces than this.
_PIECES = 8
_OTHER_WORDS = "says other words than were laid out"


@dataclass(frozen=True, slots=True)
class PageIdentity:
    """What one page must say.

    ``strip`` is the text of the patient strip, labels and values in drawing order; the last of it is the last
    on its line. Empty, as for a page that somebody else made, nothing is asked for. ``page_of`` is the
    pattern of the page number, such as ``Page {n} of {m}``, or empty. ``words`` is all text of the page, each
    line of it in drawing order, or empty. ``labels`` are those of the strip, in order: with them, a page that
    has the first two of them with other values is found, too.
    """

    strip: str
    page: int
    pages: int
    page_of: str
    words: str = ""
    labels: tuple[str, ...] = ()


def identity_faults(
    texts: Iterable[str], expected: Sequence[PageIdentity], again: Sequence[Callable[[int], str]] = ()
) -> tuple[str, ...]:
    """What is wrong with pages that say ``texts`` and should be those ``expected``; nothing if all is well.

    Each of ``again`` reads the page of that index once more, in drawing order, before it is found wrong. Then
    words must be in that very order; without them, what stands on one line may have changed places, as PDFium
    gives it.
    """
    judge = PageJudge(again)
    count, faults = 0, list[str]()
    for count, text in enumerate(texts, 1):
        if count <= len(expected):
            found = judge.faults(count - 1, text, expected[count - 1])
            faults += (f"page {count} {words}" for words in found)
    if count != len(expected):
        plural = "" if count == 1 else "s"
        faults.append(f"the file has {count} page{plural} and should have {len(expected)}")
    return tuple(faults)


def file_faults(
    source: Path | bytes, expected: Sequence[PageIdentity], *, password: str = ""
) -> tuple[str, ...]:
    """What is wrong with the pages of a finished PDF; see `identity_faults`.

    A page is found wrong only when it was read with nothing hidden in it.

    Raises:
        OSError: if there is no such file.
        pypdfium2.PdfiumError: if it is no PDF that can be read, or the password is another one.
    """
    with ExitStack() as stack:
        reader = stack.enter_context(PageReader(source, password=password))

        @cache
        def plain() -> PageReader:
            return stack.enter_context(PageReader(source, password=password, masked=False))

        again = (reader.drawn, lambda index: plain().drawn(index))
        return identity_faults(map(reader.text, range(reader.pages)), expected, again)


def drawn_words(document: PlacedDocument) -> tuple[str, ...]:
    """The text of each page that was laid out, in drawing order: what `PageIdentity.words` asks for."""
    lines: list[list[str]] = [[] for _ in document.pages]
    for spot in document.in_reading_order():
        lines[spot.page] += _lines(document.pages[spot.page].groups[spot.group])
    return tuple("\n".join(page) for page in lines)


def _lines(group: Group) -> Iterator[str]:
    for item in group.items:
        if isinstance(item, Group):
            yield from _lines(item)
        elif isinstance(item, TextLine):
            yield "".join(span.text for span in item.spans)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text without white space, and where in it words begin and lines end."""

    flat: str
    words: frozenset[int]
    ends: frozenset[int]


def _read(text: str) -> _Text:
    lines = [line.split() for line in _clean(text).splitlines()]
    sizes = [sum(map(len, words)) for words in lines]
    words = [word for line in lines for word in line]
    return _Text(
        "".join(words), frozenset(accumulate(map(len, words), initial=0)), frozenset(accumulate(sizes))
    )


def _clean(text: str) -> str:
    # an accent may be drawn with another font than its letter, and come as a word of its own
    return unicodedata.normalize("NFC", _LONE_ACCENT.sub("", text.translate(_TABLE)))


def _flat(text: str) -> str:
    return "".join(_clean(text).split())


class PageJudge:
    """Finds what is wrong with pages, and learns in which orders PDFium gives what they say."""

    def __init__(self, again: Sequence[Callable[[int], str]]) -> None:
        self._again = again
        self._orders: set[tuple[int, ...]] = {()}

    def faults(self, index: int, text: str, page: PageIdentity) -> tuple[str, ...]:
        """What is wrong with the page of that index, which says ``text``."""
        seen = _read(text)
        order = _order(seen.flat, page.words)
        faults = (*_of_strip(seen, page), *(() if order is not None else (_OTHER_WORDS,)))
        if not faults and (order in self._orders or not self._again):
            return ()
        for again in self._again:
            drawn = _read(again(index))
            same = not page.words or drawn.flat == _flat(page.words)
            faults = (*_of_strip(drawn, page), *(() if same else (_OTHER_WORDS,)))
            if not faults:
                self._orders |= {order} if order is not None else set()
                return ()
        return faults


def _of_strip(seen: _Text, page: PageIdentity) -> Iterator[str]:
    own = tuple(_own(seen, page.strip))
    if page.strip and not own:
        yield "does not bear the name, id and date that it should"
    elif any(not any(start <= at < end for start, end in own) for at in _heads(seen, page.labels)):
        yield "bears a second name and id"
    if page.page_of and not any(_found(seen, page.page_of.format(n=page.page, m=page.pages))):
        yield "says another page number"


def _own(seen: _Text, strip: str) -> Iterator[tuple[int, int]]:
    """Where the strip stands: it begins with a whole word, and the line ends with it.

    The last value would else be taken for found where it is only the beginning of another one.
    """
    wanted = _flat(strip)
    for start in _places(seen.flat, wanted):
        if start in seen.words and start + len(wanted) in seen.ends:
            yield start, start + len(wanted)


def _heads(seen: _Text, labels: Sequence[str]) -> Iterator[int]:
    """Where a strip begins, whoever's it is: at the first label, if the second follows."""
    for start in _found(seen, labels[0]) if labels else ():
        if len(labels) == 1 or any(0 < at - start < _STRIP_REACH for at in _found(seen, labels[1])):
            yield start


def _found(seen: _Text, words: str) -> Iterator[int]:
    """Where ``words`` stand as whole words."""
    wanted = _flat(words)
    for start in _places(seen.flat, wanted):
        if start in seen.words and start + len(wanted) in seen.words:
            yield start


def _places(text: str, wanted: str) -> Iterator[int]:
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        yield start
        start = text.find(wanted, start + 1)


def _order(seen: str, words: str) -> tuple[int, ...] | None:
    """In which order the lines of ``words`` make up a text; () for their own, None if they do not."""
    lines = [line for line in map(_flat, words.splitlines()) if line]
    if not words or seen == "".join(lines):
        return ()
    waiting, order, at = list(range(len(lines))), list[int](), 0
    while waiting:
        fitting = [index for index in waiting[:_PIECES] if seen.startswith(lines[index], at)]
        if not fitting:
            return None
        taken = max(fitting, key=lambda index: (len(lines[index]), -index))
        waiting.remove(taken)
        order.append(taken)
        at += len(lines[taken])
    return tuple(order) if at == len(seen) else None
