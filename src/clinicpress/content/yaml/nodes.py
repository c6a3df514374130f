"""Nodes of a YAML file, with places and comments.

YAML ends a text at a `` #``: of ``- Press # 1 on the phone`` nothing but *Press* is left, and no parser says
so. Which texts are printed the schema knows; here each text finds the comment that stands where its own words
would go on: on one of its lines, between it and its key, or below it and further in than its key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from clinicpress.content.models.characters import Commented
from clinicpress.problems import Source
from clinicpress.records import dataclass

if TYPE_CHECKING:
    from clinicpress.content.models.base import Loc


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A text, number or date as its text; None when nothing is written (or ``~`` or ``null``).

    ``comment`` is where one begins on its line, in which a part of the text may have been lost; ``plain`` a
    text without quotes.
    """

    source: Source
    text: str | None
    comment: Source | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list; ``flow`` is one in square brackets."""

    source: Source
    items: tuple[Node, ...] = ()
    flow: bool = False


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values in the order of the file; ``keys`` holds the place of each key."""

    source: Source
    values: Mapping[str, Node] = field(default_factory=dict)
    keys: Mapping[str, Source] = field(default_factory=dict)


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"


def plain(node: Node) -> Plain:
    """The tree as dicts, lists and texts, for a schema to check."""
    match node:
        case ScalarNode(comment=Source() as place):
            return Commented(node.text or "", place.line, place.column)
        case ScalarNode():
            return node.text
        case SequenceNode():
            return [plain(item) for item in node.items]
        case MappingNode():
            return {key: plain(value) for key, value in node.values.items()}


def walk(node: Node, loc: Loc = ()) -> Iterator[tuple[Loc, Node]]:
    """Every node below and including ``node`` with its keys and indexes from there, in file order."""
    yield loc, node
    match node:
        case SequenceNode():
            for index, item in enumerate(node.items):
                yield from walk(item, (*loc, index))
        case MappingNode():
            for key, value in node.values.items():
                yield from walk(value, (*loc, key))
        case _:
            pass


def places(node: Node) -> dict[Loc, Source]:
    """Where each value of the tree stands."""
    return {loc: found.source for loc, found in walk(node)}


_LINE_END = re.compile(r"[\r\n]")
# A comment, or a sign of YAML.
_PARTS = re.compile(r"#[^\r\n]*|[^\s#]")
_BLOCKS = ("|", ">")
_QUOTES = ("'", '"')


class Scalar(NamedTuple):
    """Where a text stands in its file: from ``start`` to ``end``, counted in characters.

    ``column`` is that of its key or of the hyphen before it, from 0; -1 in ``[ ]`` and ``{ }``.
    """

    start: int
    end: int
    style: str
    column: int
    is_key: bool


def comments(text: str, scalars: Sequence[Scalar]) -> dict[int, int]:
    """By the number of a text among ``scalars`` the index of the first comment that may be a part of it."""
    found: dict[int, int] = {}
    for number, at in (*_of_blocks(text, scalars), *_of_gaps(text, scalars)):
        found[number] = min(at, found.get(number, at))
    return found


def _of_blocks(text: str, scalars: Sequence[Scalar]) -> Iterator[tuple[int, int]]:
    """Comments behind the sign that begins a text of several lines."""
    for number, scalar in enumerate(scalars):
        if scalar.style in _BLOCKS:
            at = text.find("#", scalar.start, _line_end(text, scalar.start))
            if at >= 0:
                yield number, at


def _of_gaps(text: str, scalars: Sequence[Scalar]) -> Iterator[tuple[int, int]]:
    """Comments between two texts, before the first and after the last one."""
    start = 0
    for after in range(len(scalars) + 1):
        end = scalars[after].start if after < len(scalars) else len(text)
        if text.find("#", start, end) >= 0:
            yield from _of_gap(text, scalars, after, _Gap.of(text, start, end))
        start = scalars[after].end if after < len(scalars) else end


class _Gap(NamedTuple):
    """What stands between two texts: the ``first`` comment; whether only white space stands ``above`` it.

    ``last`` is the first of the comments after the last sign of YAML, such as a colon; None without one.
    """

    first: int
    above: bool
    last: int | None

    @classmethod
    def of(cls, text: str, start: int, end: int) -> _Gap:
        first, above, last = -1, True, None
        for found in _PARTS.finditer(text, start, end):
            if found[0][0] != "#":
                above, last = above and first >= 0, None
                continue
            first = found.start() if first < 0 else first
            last = found.start() if last is None else last
        return cls(first, above, last)


def _of_gap(text: str, scalars: Sequence[Scalar], after: int, gap: _Gap) -> Iterator[tuple[int, int]]:
    line = _line_start(text, gap.first)
    alone = not text[line : gap.first].strip()
    for number in range(after - 1, -1, -1):
        scalar = scalars[number]
        if scalar.end <= line:
            break
        if not scalar.is_key or ":" not in text[scalar.end : gap.first]:
            yield number, gap.first
    if after and alone and gap.above:
        before = scalars[after - 1]
        deeper = gap.first - line > before.column >= 0
        if deeper and not before.is_key and before.style not in _QUOTES:
            yield after - 1, gap.first
    if after < len(scalars) and gap.last is not None and not scalars[after].is_key:
        column = scalars[after].column
        line = _line_start(text, gap.last)
        alone = not text[line : gap.last].strip()
        if not alone or gap.last - line > column >= 0:
            yield after, gap.last


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_end(text: str, at: int) -> int:
    found = _LINE_END.search(text, at)
    return len(text) if found is None else found.start()
