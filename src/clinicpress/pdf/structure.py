"""The structure tree, marked content and bookmarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from clinicpress.pdf.objects import Name, Objects, ObjectSink, Raw, Ref, Value
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Group

if TYPE_CHECKING:
    from clinicpress.pdf.page import Stamp

# Elements that hold elements only: text placed straight into one is decoration.
HOLDERS = frozenset({"Document", "Sect", "L", "LI", "Table", "TR"})
# Cells stay even if nothing is in them, to keep the rows of a table equally long.
_MAY_BE_EMPTY = frozenset({"TH", "TD"})


@dataclass(frozen=True, slots=True)
class MarkedSequence:
    """A marked-content sequence on the page of that index."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotation, by its index in the document, on the page of that index."""

    page: int
    annotation: int


@dataclass(frozen=True, slots=True, eq=False)
class Stamped:
    """The elements of a stamp on the page of that index, its first mark there, its corner (from below)."""

    stamp: Stamp
    page: int
    mcid: int
    left: float
    top: float


@dataclass(eq=False, slots=True)
class Element:
    """A structure element; ``kids`` stand in reading order."""

    role: str
    language: str
    alt: str = ""
    own_language: bool = False
    identifier: str = ""
    attributes: dict[str, Value] = field(default_factory=dict)
    kids: list[Kid] = field(default_factory=list)
    # Parts that later groups with the same role and key go on with.
    keyed: dict[tuple[str, str], Element] = field(default_factory=dict)
    # The link at the end of what was drawn last, which may go on in the next line: its address and element.
    ending: tuple[str, Element] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was drawn for it and it does not stand for an empty cell."""
        if self.role in _MAY_BE_EMPTY:
            return False
        return all(isinstance(kid, Element) and kid.is_empty for kid in self.kids)

    def full_kids(self) -> list[Kid]:
        """The kids without elements for which nothing was drawn."""
        return [kid for kid in self.kids if not (isinstance(kid, Element) and kid.is_empty)]

    def walk(self) -> Iterator[Element]:
        """This element and all full ones below it, parents before their kids; not those of stamps."""
        yield self
        for kid in self.full_kids():
            if isinstance(kid, Element):
                yield from kid.walk()


Kid = Element | MarkedSequence | Annotated | Stamped
# Who owns a mark: an element, or one of a stamp by its index.
Owner = Element | tuple[Stamped, int]
BoundingBox = tuple[float, float, float, float]


class StructureTree:
    """The elements of one document."""

    def __init__(self, language: str) -> None:
        self._root = Element("", language)
        self._identified = 0

    def element(self, group: Group, parent: Element | None, box: BoundingBox) -> Element:
        """The element of a group with a role: a new one, or the one that it goes on with.

        ``box`` is the group's box on the page (left, bottom, right, top in points).
        """
        holder = parent or self._root
        # All pages of a document make one Document.
        key = (str(group.role), group.key or ("all" if group.role == "Document" else ""))
        if key[1] and key in holder.keyed:
            return holder.keyed[key]
        element = Element(key[0], group.lang or holder.language, group.alt)
        element.own_language = element.language != holder.language
        element.attributes = _attributes(group, box)
        if element.role == "Note":
            self._identified += 1
            element.identifier = f"note-{self._identified:06}"
        holder.kids.append(element)
        if key[1]:
            holder.keyed[key] = element
        return element

    def stamped(self, stamped: Stamped, parent: Element | None) -> None:
        """Let the elements of a stamp follow in ``parent``."""
        (parent or self._root).kids.append(stamped)

    def link(self, parent: Element, address: str) -> Element:
        """The Link element for the next words: a new one, or that of the line above if the link goes on."""
        if parent.ending is None or parent.ending[0] != address:
            element = Element("Link", parent.language)
            parent.kids.append(element)
            parent.ending = (address, element)
        return parent.ending[1]

    def top(self, role: str) -> Element:
        """The element that holds all others: the document's own Document, or a new one of that role."""
        kids = self._root.full_kids()
        if role == "Document" and len(kids) == 1 and isinstance(kids[0], Element) and kids[0].role == role:
            return kids[0]
        return Element(role, self._root.language, kids=kids)


def _attributes(group: Group, box: BoundingBox) -> dict[str, Value]:
    match group.role:
        case "Figure":
            return {"O": Name("Layout"), "BBox": list(box), "Placement": Name("Block")}
        case "L" if group.numbering:
            return {"O": Name("List"), "ListNumbering": Name(group.numbering)}
        case "TH":
            return {"O": Name("Table"), "Scope": Name(group.scope or "Column")}
    return {}


def element_entries(element: Element, parent: Ref | None = None) -> dict[str, Value]:
    """The first entries of an element's dictionary; a stamp's gets its ``parent`` when it is put down."""
    entries: dict[str, Value] = {"Type": Name("StructElem"), "S": Name(element.role)}
    if parent is not None:
        entries["P"] = parent
    if element.alt:
        entries["Alt"] = element.alt
    if element.own_language:
        entries["Lang"] = element.language
    return entries


class TreeWriter:
    """Writes the elements of one document into a file that has its pages and annotations in these places."""

    def __init__(self, file: ObjectSink, pages: Sequence[Ref], annotations: Sequence[Ref]) -> None:
        self._file = file
        self._pages, self._annotations = pages, annotations
        self._refs: dict[Element, Ref] = {}
        self._stamped: dict[Stamped, Sequence[Ref]] = {}
        self.identified: dict[bytes, Ref] = {}

    def write(self, top: Element, parent: Ref) -> Ref:
        """Write an element and all below it; ``parent`` is what it stands in."""
        return self._element(top, parent)

    def owner(self, owner: Owner) -> Ref:
        """Where an owner of marks was written."""
        if isinstance(owner, Element):
            return self._refs[owner]
        stamped, index = owner
        return self._stamped[stamped][index]

    def owners(self, owners: Sequence[Owner]) -> Raw:
        """The entry of the parent tree for a page whose marks have these owners."""
        return Raw(b"[%b]" % b" ".join([self.owner(owner).code for owner in owners]))

    def _element(self, element: Element, parent: Ref) -> Ref:
        ref = self._refs[element] = self._file.reserve()
        entries = element_entries(element, parent)
        if element.attributes:
            entries["A"] = element.attributes
        if element.identifier:
            entries["ID"] = identifier = element.identifier.encode("ascii")
            self.identified[identifier] = ref
        marked = (kid.page for kid in element.kids if isinstance(kid, MarkedSequence | Annotated))
        page = next(marked, None)
        if page is not None:
            entries["Pg"] = self._pages[page]
        kids = [value for kid in element.full_kids() for value in self._kid(kid, ref, page)]
        if kids:
            entries["K"] = kids[0] if len(kids) == 1 else kids
        self._file.put(ref, entries)
        return ref

    def _kid(self, kid: Kid, parent: Ref, page: int | None) -> Iterator[Value]:
        match kid:
            case Element():
                yield self._element(kid, parent)
            case Stamped():
                yield from self._stamp(kid, parent)
            case Annotated():
                annotation = self._annotations[kid.annotation]
                yield {"Type": Name("OBJR"), "Obj": annotation, "Pg": self._pages[kid.page]}
            case _ if kid.page == page:
                yield kid.mcid
            case _:
                yield {"Type": Name("MCR"), "MCID": kid.mcid, "Pg": self._pages[kid.page]}

    def _stamp(self, stamped: Stamped, parent: Ref) -> Iterator[Ref]:
        """Write the elements of a stamp; those at its top stand in ``parent``."""
        elements, page = stamped.stamp.elements, self._pages[stamped.page].code
        refs = self._stamped[stamped] = [self._file.reserve() for _ in elements]
        codes = [ref.code for ref in refs]
        for ref, element in zip(refs, elements, strict=True):
            holder = parent.code if element.parent is None else codes[element.parent]
            self._file.put(ref, Raw(element.encoded(holder, page, codes, stamped)))
            if element.parent is None:
                yield ref


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
