"""Reads a finished file back page by page, each compared with what it should say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Self

from clinicpress.messages import later, say
from clinicpress.proof.pagetexts import PageReader
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Group, Item, PlacedDocument, TextLine

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
_ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_ACCENT = re.compile(f"[{_ACCENTS}]")
_LONE_ACCENT = re.compile(rf"\s+(?=[{_ACCENTS}])")
_QUIRKY = re.compile(f"[{''.join(_QUIRKS)}]")
# Two labels of one strip stand no further apart than this many characters, a long name between them.
_STRIP_REACH = 200
# A value is more than what a pen writes on; a day ends within so many characters.
_VALUE, _YEAR, _DAY_REACH = re.compile(r"[^\W_]"), re.compile(r"\d{4}"), 40
# PDFium changes the order of what stands on one line; no line of a page has more pieces than this.
_PIECES = 8
# Stands for what a strip will say; no text holds it.
SLOT = "\0"
_OTHER_WORDS = later("proof.says-other-words-than-laid-out")


# Orders of the lines of a page in which PDFium gave what was drawn as it should be.
LineOrders = set[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class PageIdentity:
    """What one page must say.

    ``strip`` is the text of the patient strip, labels and values in drawing order; the last of it is the last
    on its line. Empty, as for a page that somebody else made, it must bear none. ``page_of`` is the
    pattern of the page number, such as ``Page {n} of {m}``, or empty. ``words`` is all text of the page, each
    line of it in drawing order, or empty; a line that is `SLOT` stands for one of the ``strips``. ``labels``
    are those of the strip, in order: with them, a page that has the first two of them with other values is
    found, too; on a page without a strip, one that has all of them with values. ``others`` are strips that
    will do as well.
    """

    strip: str
    page: int
    pages: int
    page_of: str
    words: str = ""
    labels: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    strips: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The lines of the page, those of its strips among them."""
        parts = self.words.split(SLOT)
        if len(parts) == 1:
            return self.words.splitlines()
        between = (*self.strips, "")
        return "".join(part + strip for part, strip in zip(parts, between, strict=True)).splitlines()


def wrong_count(found: int, wanted: int) -> str:
    """What is wrong with a file of another number of pages than it should have."""
    return say("proof.wrong-page-count", count=found, wanted=wanted)


def drawn_words(document: PlacedDocument) -> tuple[str, ...]:
    """The text of each page that was laid out, in drawing order: what `PageIdentity.words` asks for.

    A slot that nothing stands in is a line `SLOT`.
    """
    lines: list[list[str]] = [[] for _ in document.pages]
    for spot in document.in_reading_order():
        lines[spot.page] += _lines((document.pages[spot.page].groups[spot.group],))
    return tuple("\n".join(page) for page in lines)


def words_of(items: Iterable[Item | Group]) -> str:
    """The text of a strip, in drawing order."""
    return "\n".join(_lines(items))


def _lines(items: Iterable[Item | Group]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Group):
            yield from (SLOT,) if item.slot is not None and not item.items else _lines(item.items)
        elif isinstance(item, TextLine):
            yield "".join(span.text for span in item.spans)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text without white space, and where in it words begin and lines end."""

    flat: str
    words: frozenset[int]
    ends: frozenset[int]


def _read(text: str) -> _Text:
    lines = [line.split() for line in as_read(text).splitlines()]
    sizes = [sum(map(len, words)) for words in lines]
    words = [word for line in lines for word in line]
    return _Text(
        "".join(words), frozenset(accumulate(map(len, words), initial=0)), frozenset(accumulate(sizes))
    )


def as_read(text: str) -> str:
    """The text of a page as it is compared: composed letters, and none of PDFium's peculiarities."""
    # an accent may be drawn with another font than its letter, and come as a word of its own
    text = text.translate(_TABLE) if _QUIRKY.search(text) else text
    text = _LONE_ACCENT.sub("", text) if _ACCENT.search(text) else text
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _flat(text: str) -> str:
    return "".join(as_read(text).split())


# Pages of one run have most of their lines in common.
_flat_line = lru_cache(maxsize=4_000)(_flat)


def page_faults(
    text: str, page: PageIdentity, again: Sequence[Callable[[], str]], orders: LineOrders
) -> tuple[str, ...]:
    """What is wrong with a page that says ``text`` and should be that ``page``.

    Each of ``again`` reads it once more, in drawing order, before it is found wrong. ``orders`` is what was
    learnt of pages that are laid out alike; what this page teaches is added.
    """
    seen = _read(text)
    lines = [line for line in map(_flat_line, page.lines) if line]
    order = _known_order(seen.flat, lines, orders)
    if order is None:
        order = _order(seen.flat, lines)
    faults = (*_of_strip(seen, page), *(() if order is not None else (say(_OTHER_WORDS),)))
    if not faults and (not order or order in orders or not again):
        return ()
    for read in again:
        drawn = _read(read())
        same = not lines or drawn.flat == "".join(lines)
        faults = (*_of_strip(drawn, page), *(() if same else (say(_OTHER_WORDS),)))
        if not faults:
            orders.update([order] if order is not None else [])
            return ()
    return faults


def _known_order(seen: str, lines: Sequence[str], orders: LineOrders) -> tuple[int, ...] | None:
    """The order, of those that were proved before, in which lines make up what is seen; () is their own."""
    if "".join(lines) == seen:
        return ()
    known = (order for order in orders if len(order) == len(lines))
    return next((order for order in known if "".join([lines[index] for index in order]) == seen), None)


def _of_strip(seen: _Text, page: PageIdentity) -> Iterator[str]:
    own = tuple(place for strip in (page.strip, *page.others) for place in _own(seen, strip))
    if page.strip and not own:
        yield say("proof.does-not-bear-name-id")
    elif not page.strip:
        yield from (say("proof.bears-name-and-id-patient") for _ in _filled(seen, page.labels))
    elif any(not any(start <= at < end for start, end in own) for at in _heads(seen, page.labels)):
        yield say("proof.bears-second-name-and-id")
    if page.page_of and not any(_found(seen, page.page_of.format(n=page.page, m=page.pages))):
        yield say("proof.says-another-page-number")


def _own(seen: _Text, strip: str) -> Iterator[tuple[int, int]]:
    """Where the strip stands: it begins with a whole word, and the line ends with it.

    The last value would else be taken for found where it is only the beginning of another one.
    """
    wanted = _flat(strip)
    for start in _places(seen.flat, wanted):
        if start in seen.words and start + len(wanted) in seen.ends:
            yield start, start + len(wanted)


def strip_faults(words: str, page: PageIdentity) -> tuple[str, ...]:
    """What is wrong with the strip of a page, given by itself."""
    said = _flat(words)
    if page.strip and any(said == _flat(strip) for strip in (page.strip, *page.others)):
        return ()
    return (say("proof.does-not-bear-name-id"),)


def rest_faults(rest: str, whole: str, page: PageIdentity) -> Iterator[str]:
    """What is wrong with the ``rest`` of a page but for its strip, and with the ``whole``, as it is drawn."""
    if _flat(whole) != "".join(map(_flat_line, page.lines)):
        yield say(_OTHER_WORDS)
    # to find whole words takes long, and hardly a page has them
    said = _flat(rest)
    if page.labels and all(_flat_line(label) in said for label in page.labels):
        seen = _read(rest)
        if any(True for _ in _heads(seen, page.labels)):
            yield say("proof.bears-second-name-and-id")
    if page.page_of and _flat_line(page.page_of.format(n=page.page, m=page.pages)) not in said:
        yield say("proof.says-another-page-number")


def bears_a_strip(text: str, labels: Sequence[str]) -> bool:
    """Whether the text of a page holds a patient's strip: the labels of name, id and date, with values.

    A form with the same labels, and dots or lines to write on, holds none.
    """
    return any(True for _ in _filled(_read(text), labels))


def says(text: str, sentence: str) -> bool:
    """Whether the text of a page holds a sentence, wherever its lines end."""
    return _flat(sentence) in _flat(text)


def _filled(seen: _Text, labels: Sequence[str]) -> Iterator[int]:
    """Where a strip with values begins. The last label's is a day, which names its year."""
    if not labels:
        return
    places = [sorted(_found(seen, label)) for label in labels]
    sizes = [len(_flat(label)) for label in labels]
    for start in places[0]:
        ats, ends = [start], [start + sizes[0]]
        for size, found in zip(sizes[1:], places[1:], strict=True):
            at = next((at for at in found if ends[-1] < at < ends[-1] + _STRIP_REACH), None)
            if at is None or not _VALUE.search(seen.flat[ends[-1] : at]):
                break
            ats.append(at)
            ends.append(at + size)
        if len(ats) == len(labels) and _YEAR.search(seen.flat[ends[-1] : ends[-1] + _DAY_REACH]):
            yield start


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


def _order(seen: str, lines: Sequence[str]) -> tuple[int, ...] | None:
    """In which order ``lines`` make up a text; () for their own, None if they do not."""
    if not lines or seen == "".join(lines):
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


class PageProver:
    """Compares pages of a finished PDF with what each should say; a context manager.

    A page is found wrong only when it was read with nothing hidden in it. ``orders`` is what was learnt from
    files that are laid out alike.

    Raises:
        OSError: if there is no such file.
        pypdfium2.PdfiumError: if it is no PDF that can be read, or the password is another one.
    """

    def __init__(self, source: Path | bytes, *, password: str = "", orders: LineOrders | None = None) -> None:
        self._source, self._password, self._stack = source, password, ExitStack()
        self._reader = self._stack.enter_context(PageReader(source, password=password))
        self._orders = set[tuple[int, ...]]() if orders is None else orders

    @property
    def pages(self) -> int:
        """How many pages the file has."""
        return self._reader.pages

    def text(self, index: int) -> str:
        """The text of the page of that index, line by line."""
        return self._reader.text(index)

    def is_bare(self, index: int) -> bool:
        """Whether nothing at all stands on the page of that index."""
        return self._reader.is_bare(index)

    def faults(self, index: int, page: PageIdentity) -> tuple[str, ...]:
        """What is wrong with the page of that index, in words that repeat nothing of it."""
        again = (lambda: self._reader.drawn(index), lambda: self._plain.drawn(index))
        return page_faults(self.text(index), page, again, self._orders)

    @cached_property
    def _plain(self) -> PageReader:
        """The file with nothing hidden, for a page that seems wrong."""
        return self._stack.enter_context(PageReader(self._source, password=self._password, masked=False))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._stack.close()


def file_faults(
    source: Path | bytes,
    expected: Sequence[PageIdentity],
    *,
    password: str = "",
    orders: LineOrders | None = None,
) -> tuple[str, ...]:
    """What is wrong with the pages of a finished PDF that should be those ``expected``; see `PageProver`.

    Raises:
        OSError: if there is no such file.
        pypdfium2.PdfiumError: if it is no PDF that can be read, or the password is another one.
    """
    with PageProver(source, password=password, orders=orders) as prover:
        faults = [
            say("patients.page-has-fault", number=index + 1, words=words)
            for index, page in enumerate(expected[: prover.pages])
            for words in prover.faults(index, page)
        ]
        if prover.pages != len(expected):
            faults.append(wrong_count(prover.pages, len(expected)))
        return tuple(faults)
