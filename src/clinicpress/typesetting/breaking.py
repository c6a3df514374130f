"""Breaking paragraphs into lines: flush left, no hyphenation, no lone last word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal, Protocol

from clinicpress.content.models.characters import NO_BREAK_SPACE
from clinicpress.records import dataclass
from clinicpress.typesetting.faces import text_width
from clinicpress.typesetting.items import Span, TextLine

# A last line under this share of the width, or of one word, looks lost.
SHORT_LAST_LINE = 0.22
NARROWING_STEP = 3.0
# Widths are sums in floating point: a text set in just its own width must not break.
TOLERANCE = 0.01
# How far below the middle of the leading the baseline stands, in sizes; puts x-height and capitals around it.
BASELINE_DROP = 0.32


class RunLike(Protocol):
    """Words of one look."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def bold(self) -> bool:
        """Whether they are bold."""

    @property
    def link(self) -> str:
        """The address they lead to, or empty."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How running text looks: faces by name, size and leading in points, colour."""

    regular: str
    bold: str
    size: float
    leading: float
    colour: str
    link_colour: str = ""

    @property
    def baseline(self) -> float:
        """Distance of the baseline from the top of a line."""
        return self.leading / 2 + BASELINE_DROP * self.size


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a word, in one look, with its width in points."""

    text: str
    bold: bool
    link: str
    width: float


LineWord = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of a paragraph: its spans and its width in points."""

    spans: tuple[Span, ...]
    width: float

    @property
    def characters(self) -> int:
        """How many characters it has, spaces not counted."""
        return sum(not char.isspace() for span in self.spans for char in span.text)


def _font(style: TextStyle, bold: bool) -> str:
    return style.bold if bold else style.regular


def _tokens(runs: Iterable[RunLike]) -> Iterator[tuple[str, RunLike, bool]]:
    """Each bit of text between spaces, with its run, and whether it is glued to the bit before.

    A no-break space is one on paper, but no end of a bit.
    """
    glued = False
    for run in runs:
        for number, bit in enumerate(run.text.replace("\n", " ").split(" ")):
            if number:
                glued = False
            if bit:
                yield bit.replace(NO_BREAK_SPACE, " "), run, glued
                glued = True


def _words(runs: Sequence[RunLike], style: TextStyle, width: float) -> list[LineWord]:
    words: list[list[Piece]] = []
    for bit, run, glued in _tokens(runs):
        piece = Piece(bit, run.bold, run.link, text_width(bit, _font(style, run.bold), style.size))
        if glued:
            words[-1].append(piece)
        else:
            words.append([piece])
    counted = _with_their_units(words, style, width)
    return [part for word in counted for part in _within(word, style, width)]


def _with_their_units(words: Sequence[list[Piece]], style: TextStyle, width: float) -> Iterator[LineWord]:
    """A number and the word that it counts as one: a dose must not be parted at the end of a line."""
    space = text_width(" ", style.regular, style.size)
    number: LineWord = ()
    for word in words:
        both = (*number, Piece(" ", number[-1].bold, "", space), *word) if number else tuple(word)
        if number and sum(piece.width for piece in both) > width:
            yield number
            both, number = tuple(word), ()
        if not number and len(word) == 1 and word[0].text.isdecimal() and not word[0].link:
            number = both
        else:
            yield both
            number = ()
    if number:
        yield number


def _within(word: LineWord, style: TextStyle, width: float) -> Iterator[LineWord]:
    """The word, or its parts when it is wider than the line: better broken than over the edge."""
    if sum(piece.width for piece in word) <= width + TOLERANCE:
        yield word
        return
    part: list[Piece] = []
    used = 0.0
    for piece in word:
        for char in piece.text:
            size = text_width(char, _font(style, piece.bold), style.size)
            if part and used + size > width:
                yield tuple(part)
                part, used = [], 0.0
            part.append(Piece(char, piece.bold, piece.link, size))
            used += size
    yield tuple(part)


def _fill(words: list[LineWord], sizes: Sequence[float], space: float, width: float) -> list[list[LineWord]]:
    lines: list[list[LineWord]] = []
    used = 0.0
    for word, size in zip(words, sizes, strict=True):
        if lines and used + space + size <= width + TOLERANCE:
            lines[-1].append(word)
            used += space + size
        else:
            lines.append([word])
            used = size
    return lines


def _line_width(line: list[LineWord], space: float) -> float:
    return sum(piece.width for word in line for piece in word) + space * (len(line) - 1)


def _balanced(
    words: list[LineWord], sizes: Sequence[float], space: float, width: float
) -> list[list[LineWord]]:
    """Lines without a lone last word, if narrowing the measure can give that without one more line."""
    lines = _fill(words, sizes, space, width)
    best, narrow = lines, width

    def lost(candidate: list[list[LineWord]]) -> bool:
        return len(candidate[-1]) < 2 or _line_width(candidate[-1], space) < SHORT_LAST_LINE * width

    while len(lines) > 1 and lost(best) and narrow > width * 0.6:
        narrow -= NARROWING_STEP
        if max(sizes) > narrow:
            break
        candidate = _fill(words, sizes, space, narrow)
        if len(candidate) > len(lines):
            break
        best = candidate
    if lost(best) and len(best[-1]) < len(lines[-1]):
        return lines
    return best


def _spans(line: list[LineWord], style: TextStyle) -> tuple[Span, ...]:
    """Neighbours of one look joined; a space beside a link stays outside of it."""
    parts: list[Piece] = []
    for number, word in enumerate(line):
        for index, piece in enumerate(word):
            if number and not index:
                _add_space(parts, piece)
            _join(parts, piece)
    return tuple(
        Span(
            piece.text,
            _font(style, piece.bold),
            style.size,
            (style.link_colour or style.colour) if piece.link else style.colour,
            piece.link,
        )
        for piece in parts
    )


def _add_space(parts: list[Piece], following: Piece) -> None:
    last = parts[-1]
    if last.link and last.link != following.link:
        parts.append(Piece(" ", False, "", 0.0))
    else:
        parts[-1] = Piece(last.text + " ", last.bold, last.link, 0.0)


def _join(parts: list[Piece], piece: Piece) -> None:
    if parts and (parts[-1].bold, parts[-1].link) == (piece.bold, piece.link):
        parts[-1] = Piece(parts[-1].text + piece.text, piece.bold, piece.link, 0.0)
    else:
        parts.append(piece)


def _at_sentences(
    words: list[LineWord], sizes: Sequence[float], space: float, width: float
) -> list[list[LineWord]]:
    """As few lines as can be, and of the ways to break these the one that parts the fewest sentences.

    A part of a sentence before a comma counts half. Of equal ways the one with the longest first lines.
    """
    fewest = len(_fill(words, sizes, space, width))
    ways: list[dict[int, tuple[float, tuple[int, ...]]]] = [{0: (0.0, ())}]
    for _ in range(fewest):
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for begin, (cost, breaks) in ways[-1].items():
            used = -space
            for end in range(begin + 1, len(words) + 1):
                used += space + sizes[end - 1]
                if used > width + TOLERANCE and end > begin + 1:
                    break
                way = (cost + (_break_cost(words[end - 1]) if end < len(words) else 0.0), (*breaks, end))
                if end not in reached or (way[0], [-at for at in way[1]]) < (
                    reached[end][0], [-at for at in reached[end][1]]
                ):  # fmt: skip
                    reached[end] = way
        ways.append(reached)
    ends = ways[fewest][len(words)][1]
    return [words[begin:end] for begin, end in pairwise((0, *ends))]


def _break_cost(word: LineWord) -> float:
    """What it costs to end a line after a word."""
    last = word[-1].text[-1:]
    return 0.0 if last in ".!?:" else 0.5 if last in ",;" else 1.0


@lru_cache(maxsize=4_000)
def break_lines(
    runs: tuple[RunLike, ...], style: TextStyle, width: float, *, sentences: bool = False
) -> tuple[SetLine, ...]:
    """Break inline text into lines no wider than ``width`` points; no text gives no line.

    ``sentences`` breaks between sentences where that costs no line: for a dose, which must not be
    misread.
    """
    words = _words(runs, style, width)
    if not words:
        return ()
    space = text_width(" ", style.regular, style.size)
    sizes = [sum(piece.width for piece in word) for word in words]
    result = []
    for line in (_at_sentences if sentences else _balanced)(words, sizes, space, width):
        spans = _spans(line, style)
        size = sum(text_width(span.text, span.font, span.size) for span in spans)
        result.append(SetLine(spans, size))
    return tuple(result)


def set_lines(
    lines: Sequence[SetLine], style: TextStyle, x: float, y: float, width: float = 0.0,
    align: Literal["left", "right", "centre"] = "left",
) -> tuple[TextLine, ...]:  # fmt: skip
    """Place lines with their top at ``y``."""
    shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
    return tuple(
        TextLine(
            x + shift * (width - line.width),
            y + number * style.leading + style.baseline,
            line.spans,
            broken=number < len(lines) - 1,
        )
        for number, line in enumerate(lines)
    )


def label(
    text: str, font: str, size: float, colour: str, x: float, y: float,
    align: Literal["left", "right", "centre"] = "left",
) -> TextLine:  # fmt: skip
    """One line of one look with its baseline at ``y``."""
    text = text.replace(NO_BREAK_SPACE, " ")
    if align != "left":
        x -= text_width(text, font, size) * (0.5 if align == "centre" else 1.0)
    return TextLine(x, y, (Span(text, font, size, colour),))


def right_edge(items: Iterable[object]) -> float:
    """Where the longest of some text lines ends."""
    return max(
        line.x + sum(text_width(span.text, span.font, span.size) for span in line.spans)
        for line in items
        if isinstance(line, TextLine)
    )


def spaced(line: TextLine) -> TextLine:
    """The line with a space after it for those who hear it, since other words of its element follow."""
    return replace(line, broken=True)


def largest_size(text: str, font: str, width: float, size: float, least: float) -> float:
    """The largest size from ``least`` to ``size`` at which the text is no wider than ``width``."""
    natural = text_width(text, font, 1.0)
    return size if natural * size <= width else max(least, int(width / natural * 4) / 4)
