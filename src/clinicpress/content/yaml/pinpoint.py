"""Places of a schema's errors in a file.

A pydantic error names its value by keys and indexes, mixed with the names of the choices of a union. Here
each error finds its node, and of many errors about one fault one is kept.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from clinicpress.content.models.base import Loc
from clinicpress.content.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from clinicpress.problems import Source
from clinicpress.records import dataclass

_WRONG_KIND = ("_type", "_attributes_type", "union_tag_invalid", "union_tag_not_found")


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of a schema at a node of the file.

    ``loc`` leads to ``node``; ``absent`` is the key or index below it that is not there, if that is it;
    ``of_key`` says that the key is wrong and not its value, ``in_union`` that other choices were tried too.
    ``beside`` is the ``kind`` that is written beside a wrong key, if one is.
    """

    kind: str
    loc: Loc
    node: Node
    source: Source
    context: Mapping[str, Any]
    message: str
    absent: str | int | None = None
    of_key: bool = False
    in_union: bool = False
    beside: str | None = None


def find(root: Node, error: Mapping[str, Any]) -> Fault:
    """The fault behind one pydantic error, as `pydantic.ValidationError.errors` gives it."""
    node, parent = root, None
    loc: Loc = ()
    absent, tags = None, False
    parts: Loc = error["loc"]
    of_key = parts[-1:] == ("[key]",)
    for number, part in enumerate(parts[: len(parts) - of_key], 1):
        below = _below(node, part)
        if below is not None:
            parent, node, loc = node, below, (*loc, part)
        elif number == len(parts) and error["type"] == "missing":
            absent = part
        else:
            tags = tags or not isinstance(node, ScalarNode)
    of_key = of_key or error["type"] == "extra_forbidden"
    source = _place(parent, node, loc, of_key)
    context = error.get("ctx", {})
    if error["type"] == "comment":
        source = Source(source.path, context["line"], context["column"])
    return Fault(
        error["type"], loc, node, source, context, error["msg"], absent, of_key, tags, _kind_beside(parent)
    )


def _kind_beside(parent: Node | None) -> str | None:
    """The kind that a group of keys says it is of."""
    kind = parent.values.get("kind") if isinstance(parent, MappingNode) else None
    return kind.text if isinstance(kind, ScalarNode) else None


def _below(node: Node, part: str | int) -> Node | None:
    match node:
        case MappingNode():
            return node.values.get(part) if isinstance(part, str) else None
        case SequenceNode():
            return node.items[part] if isinstance(part, int) and 0 <= part < len(node.items) else None
        case ScalarNode():
            return None


def _place(parent: Node | None, node: Node, loc: Loc, of_key: bool) -> Source:
    """The value's place; the key's, where the key is wrong or nothing is written after it."""
    empty = isinstance(node, ScalarNode) and node.text is None
    if isinstance(parent, MappingNode) and (of_key or empty):
        return parent.keys[str(loc[-1])]
    return node.source


def distinct(faults: Iterable[Fault]) -> list[Fault]:
    """One fault for each thing that is wrong, in the order of the file."""
    real = [fault for fault in faults if not _phantom(fault)]
    kept: dict[tuple[object, str | int | None], Fault] = {}
    misspelt = _misspelt(real)
    for fault in real:
        if (fault.loc, fault.absent) in misspelt:
            continue
        if not (fault.in_union and _wrong_kind(fault) and _has_deeper(fault, real)):
            # one comment may stand behind many texts
            what = fault.source if fault.kind == "comment" else fault.loc
            kept.setdefault((what, fault.absent), fault)
    return sorted(kept.values(), key=lambda fault: (fault.source, str(fault.absent)))


def _misspelt(faults: list[Fault]) -> set[tuple[Loc, str | int | None]]:
    """The missing keys that are there under a name like theirs, which is reported as unknown."""
    absent: dict[Loc, list[str]] = {}
    for fault in faults:
        if isinstance(fault.absent, str):
            absent.setdefault(fault.loc, []).append(fault.absent)
    found: set[tuple[Loc, str | int | None]] = set()
    for fault in faults:
        names = absent.get(fault.loc[:-1], ())
        if fault.kind == "extra_forbidden" and names:
            close = difflib.get_close_matches(str(fault.loc[-1])[:60].lower(), names, n=1)
            found |= {(fault.loc[:-1], name) for name in close}
    return found


def _phantom(fault: Fault) -> bool:
    """True for a list that is called too short as its items are wrong: pydantic counts the right ones."""
    items = len(fault.node.items) if isinstance(fault.node, SequenceNode) else 0
    return fault.kind == "too_short" and items >= fault.context.get("min_length", 0) and items > 0


def _wrong_kind(fault: Fault) -> bool:
    return fault.kind.endswith(_WRONG_KIND)


def _has_deeper(fault: Fault, faults: list[Fault]) -> bool:
    """True if another choice of the union fits the kind of value and has its own fault inside it."""
    return any(
        other.loc[: len(fault.loc)] == fault.loc and (other.loc != fault.loc or not _wrong_kind(other))
        for other in faults
        if other is not fault
    )
