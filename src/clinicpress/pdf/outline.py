"""Bookmarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from clinicpress.pdf.objects import Name, Objects, Ref, Value

_LEVELS = {"H2": 2, "H3": 3}


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A heading to jump to: its words, role, the index of its page, and its top left corner from below."""

    title: str
    role: str
    page: int
    left: float
    top: float

    def moved(self, page: int, left: float, top: float) -> Bookmark:
        """The bookmark on another page, its corner moved."""
        return Bookmark(self.title, self.role, page, self.left + left, self.top + top)


@dataclass(slots=True)
class _Node:
    bookmark: Bookmark
    level: int
    kids: list[_Node] = field(default_factory=list)


def write_outline(file: Objects, bookmarks: Sequence[Bookmark], pages: Sequence[Ref]) -> Ref:
    """Add the outline of at least one bookmark; H2 stands below H1, and H3 below H2, where there is one."""
    ref = file.reserve()
    roots = _nest(bookmarks)
    first, last = _write_level(file, roots, ref, pages)
    file.put(ref, {"Type": Name("Outlines"), "First": first, "Last": last, "Count": len(bookmarks)})
    return ref


def _nest(bookmarks: Sequence[Bookmark]) -> list[_Node]:
    roots: list[_Node] = []
    open_nodes: list[_Node] = []
    for bookmark in bookmarks:
        node = _Node(bookmark, _LEVELS.get(bookmark.role, 1))
        while open_nodes and open_nodes[-1].level >= node.level:
            open_nodes.pop()
        (open_nodes[-1].kids if open_nodes else roots).append(node)
        open_nodes.append(node)
    return roots


def _count(node: _Node) -> int:
    return sum(1 + _count(kid) for kid in node.kids)


def _write_level(file: Objects, nodes: list[_Node], parent: Ref, pages: Sequence[Ref]) -> tuple[Ref, Ref]:
    refs = [file.reserve() for _ in nodes]
    for index, (node, ref) in enumerate(zip(nodes, refs, strict=True)):
        mark = node.bookmark
        entries: dict[str, Value] = {
            "Title": mark.title,
            "Parent": parent,
            # Zoom 0 leaves the reader's zoom as it is.
            "Dest": [pages[mark.page], Name("XYZ"), mark.left, mark.top, 0],
        }
        if index:
            entries["Prev"] = refs[index - 1]
        if index + 1 < len(refs):
            entries["Next"] = refs[index + 1]
        if node.kids:
            entries["First"], entries["Last"] = _write_level(file, node.kids, ref, pages)
            entries["Count"] = _count(node)
        file.put(ref, entries)
    return refs[0], refs[-1]
