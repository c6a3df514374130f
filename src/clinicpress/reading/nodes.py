"""The tree of a YAML file: every scalar as its text, every value and key with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from clinicpress.model.characters import Commented
from clinicpress.problems import Source

if TYPE_CHECKING:  # the model needs pydantic, which a list of titles does without
    from clinicpress.model.library import Loc


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
