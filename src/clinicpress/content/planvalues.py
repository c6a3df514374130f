"""The values of a plan as a file would say them, each with its place; no schema, and no file."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, TypeVar

from clinicpress.content.models.base import LatePlaces, Loc
from clinicpress.content.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from clinicpress.problems import Source

P = TypeVar("P")


def put(values: dict[Any, Any], places: dict[Loc, P], loc: Loc, text: str, place: P) -> None:
    """Write the value at ``loc``; the groups around it stand where the first value in them does."""
    for depth, key in enumerate(loc[:-1], 1):
        values = values.setdefault(key, {})
        places.setdefault(loc[:depth], place)
    values[loc[-1]] = text
    places[loc] = place


def append(values: dict[Any, Any], places: dict[Loc, P], loc: Loc, text: str, place: P) -> None:
    """Add a text to the list at ``loc``."""
    for depth, key in enumerate(loc[:-1], 1):
        values = values.setdefault(key, {})
        places.setdefault(loc[:depth], place)
    texts = values.setdefault(loc[-1], [])
    places.setdefault(loc, place)
    places[*loc, len(texts)] = place
    texts.append(text)


def tree(values: object, places: Mapping[Loc, Source], around: Source, loc: Loc = ()) -> Node:
    """The values as the tree that a file would give; what has no place of its own stands ``around``."""
    source = places.get(loc, around)
    if isinstance(values, dict):
        below = {key: tree(inner, places, around, (*loc, key)) for key, inner in values.items()}
        return MappingNode(source, below, {key: node.source for key, node in below.items()})
    if isinstance(values, list):
        items = (tree(inner, places, around, (*loc, index)) for index, inner in enumerate(values))
        return SequenceNode(source, tuple(items))
    return ScalarNode(source, str(values))


def locs(values: object, loc: Loc = ()) -> Iterator[Loc]:
    """Where in a plan each value stands, by sorted keys: the same order for the same `canonical` bytes."""
    yield loc
    if isinstance(values, dict):
        for key in sorted(values):
            yield from locs(values[key], (*loc, key))
    elif isinstance(values, list):
        for index, inner in enumerate(values):
            yield from locs(inner, (*loc, index))


# Where the values of a plan stand, in little memory: the line and column of each in a file, by `locs`; or in
# the row of a table, the index of the cell of each.
PackedPlaces: TypeAlias = "array[int] | tuple[tuple[Loc, int], ...]"


def packed_places(values: object, places: Mapping[Loc, Source]) -> array[int]:
    """The line and column of each value of one file."""
    found = (places[loc] for loc in locs(values))
    return array("I", (number for source in found for number in (source.line, source.column)))


class KeptPlaces(LatePlaces):
    """The places of a plan's values, unpacked when the first one is asked for.

    ``data`` are the values as `canonical` JSON; ``around`` is the file or the row.
    """

    def __init__(self, data: bytes, packed: PackedPlaces, around: Source) -> None:
        self._data, self._packed, self._around = data, packed, around

    def _found(self) -> Mapping[Loc, Source]:
        path, line = self._around.path, self._around.line
        if isinstance(self._packed, tuple):
            of_cells = {loc: Source(path, line, index + 1) for loc, index in self._packed}
            return {(): self._around, **of_cells}
        pairs = zip(self._packed[::2], self._packed[1::2], strict=True)
        where = zip(locs(json.loads(self._data)), pairs, strict=True)
        return {loc: Source(path, line, column) for loc, (line, column) in where}


def canonical(values: object) -> bytes:
    """Values as JSON, the same bytes in whichever order they were written."""
    return _JSON.encode(values).encode("ascii")


_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
