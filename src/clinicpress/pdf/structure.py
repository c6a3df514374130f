"""The structure tree: who owns what is drawn, in reading order (ISO 32000-1, 14.7 and 14.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from clinicpress.pdf.objects import Name, ObjectFile, Ref, Value
from clinicpress.typesetting.items import Group

# Elements that hold elements only: text placed straight into one is decoration.
HOLDERS = frozenset({"Document", "Sect", "L", "LI", "Table", "TR"})
# Cells stay even if nothing is in them, to keep the rows of a table equally long.
_MAY_BE_EMPTY = frozenset({"TH", "TD"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked-content sequence on the page of that index."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotation on the page of that index."""

    page: int
    annotation: Ref


@dataclass(eq=False, slots=True)
class Element:
    """A structure element; ``kids`` stand in reading order."""

    role: str
    language: str
    alt: str = ""
    own_language: bool = False
    identifier: str = ""
    attributes: dict[str, Value] = field(default_factory=dict)
    kids: list[Element | Mark | Annotated] = field(default_factory=list)
    # Parts that later groups with the same role and key go on with.
    keyed: dict[tuple[str, str], Element] = field(default_factory=dict)
    # The link at the end of what was drawn last, which may go on in the next line: its address and element.
    ending: tuple[str, Element] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was drawn for it and it does not stand for an empty cell."""
        return self.role not in _MAY_BE_EMPTY and all(
            isinstance(kid, Element) and kid.is_empty for kid in self.kids
        )


Box = tuple[float, float, float, float]


class StructureTree:
    """The elements of one document, and who owns which marked content and annotation."""

    def __init__(self, language: str) -> None:
        self._root = Element("", language)
        self._owners: list[Element | Sequence[Element]] = []
        self._identified = 0

    def element(self, group: Group, parent: Element | None, box: Box) -> Element:
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

    def link(self, parent: Element, address: str) -> Element:
        """The Link element for the next words: a new one, or that of the line above if the link goes on."""
        if parent.ending is None or parent.ending[0] != address:
            element = Element("Link", parent.language)
            parent.kids.append(element)
            parent.ending = (address, element)
        return parent.ending[1]

    def own(self, owner: Element | Sequence[Element]) -> int:
        """A key of the parent tree for an annotation's element, or for the elements of a page's marks."""
        self._owners.append(owner)
        return len(self._owners) - 1

    def write(self, file: ObjectFile, pages: Sequence[Ref]) -> Ref:
        """Add the tree to a file whose pages have these references."""
        return _TreeWriter(file, pages).write(self._top(), self._owners)

    def _top(self) -> Element:
        kids = [kid for kid in self._root.kids if isinstance(kid, Element) and not kid.is_empty]
        if len(kids) == 1 and kids[0].role == "Document":
            return kids[0]
        return Element("Document", self._root.language, kids=list(kids))


def _attributes(group: Group, box: Box) -> dict[str, Value]:
    match group.role:
        case "Figure":
            return {"O": Name("Layout"), "BBox": list(box), "Placement": Name("Block")}
        case "L" if group.numbering:
            return {"O": Name("List"), "ListNumbering": Name(group.numbering)}
        case "TH":
            return {"O": Name("Table"), "Scope": Name(group.scope or "Column")}
    return {}


class _TreeWriter:
    def __init__(self, file: ObjectFile, pages: Sequence[Ref]) -> None:
        self._file = file
        self._pages = pages
        self._refs: dict[Element, Ref] = {}
        self._identified: dict[bytes, Ref] = {}

    def write(self, top: Element, owners: Sequence[Element | Sequence[Element]]) -> Ref:
        root = self._file.reserve()
        entries: dict[str, Value] = {"Type": Name("StructTreeRoot"), "K": self._element(top, root)}
        numbers: list[Value] = []
        for key, owner in enumerate(owners):
            numbers += [key, self._owner(owner)]
        entries["ParentTree"] = self._file.add({"Nums": numbers})
        entries["ParentTreeNextKey"] = len(owners)
        if self._identified:
            names = [
                part for pair in sorted(self._identified.items(), key=lambda pair: pair[0]) for part in pair
            ]
            entries["IDTree"] = self._file.add({"Names": names})
        self._file.put(root, entries)
        return root

    def _owner(self, owner: Element | Sequence[Element]) -> Ref:
        if isinstance(owner, Element):
            return self._refs[owner]
        return self._file.add([self._refs[element] for element in owner])

    def _element(self, element: Element, parent: Ref) -> Ref:
        ref = self._refs[element] = self._file.reserve()
        entries: dict[str, Value] = {"Type": Name("StructElem"), "S": Name(element.role), "P": parent}
        if element.alt:
            entries["Alt"] = element.alt
        if element.own_language:
            entries["Lang"] = element.language
        if element.attributes:
            entries["A"] = element.attributes
        if element.identifier:
            entries["ID"] = identifier = element.identifier.encode("ascii")
            self._identified[identifier] = ref
        page = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
        if page is not None:
            entries["Pg"] = self._pages[page]
        kids = [
            self._kid(kid, ref, page)
            for kid in element.kids
            if not (isinstance(kid, Element) and kid.is_empty)
        ]
        if kids:
            entries["K"] = kids[0] if len(kids) == 1 else kids
        self._file.put(ref, entries)
        return ref

    def _kid(self, kid: Element | Mark | Annotated, parent: Ref, page: int | None) -> Value:
        if isinstance(kid, Element):
            return self._element(kid, parent)
        if isinstance(kid, Annotated):
            return {"Type": Name("OBJR"), "Obj": kid.annotation, "Pg": self._pages[kid.page]}
        if kid.page == page:
            return kid.mcid
        return {"Type": Name("MCR"), "MCID": kid.mcid, "Pg": self._pages[kid.page]}
