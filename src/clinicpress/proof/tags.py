"""The tags of a finished PDF, read back: its structure tree and what each page draws for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

from clinicpress.records import dataclass

_BFCHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<((?:[0-9A-Fa-f]{2})+)>")
_BFCHAR_BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
# Operators that leave something on the page; the last is what pypdf calls a picture inside the content.
_PAINTING = frozenset(
    ("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE")
)
# A structure tree deeper than this is not one of a printed page.
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class MarkKid:
    """Marked content ``mcid`` on the page with that object number."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class ObjectKid:
    """An annotation, by its object number."""

    number: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A structure element: its number, that of the parent it names, its role, its dictionary, its kids."""

    number: int
    parent: int
    role: str
    entries: Any
    kids: tuple[Tag | MarkKid | ObjectKid, ...]

    def walk(self) -> Iterator[Tag]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.walk()


@dataclass(slots=True)
class PageMarks:
    """What the content of a page says: marked content in order of drawing, and faults met on the way.

    ``painted`` are the identifiers of marked content in which something is drawn.
    """

    texts: list[tuple[int, str]] = field(default_factory=list)
    painted: set[int] = field(default_factory=set)
    balanced: bool = True
    loose: bool = False

    @property
    def mcids(self) -> list[int]:
        """The identifiers of marked content, in order of drawing."""
        return [mcid for mcid, _ in self.texts]


def object_number(value: Any) -> int:
    """The number of an indirect object, or 0 if it has none."""
    if isinstance(value, IndirectObject):
        return value.idnum
    reference = getattr(value, "indirect_reference", None)
    return reference.idnum if reference is not None else 0


def resolved(value: Any) -> Any:
    """The object that a reference leads to; anything else is itself."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def structure_root(reader: PdfReader) -> Any:
    """The dictionary at the root of the structure tree, or None if the file is not tagged."""
    return resolved(reader.root_object.get("/StructTreeRoot"))


def read_tags(reader: PdfReader) -> list[Tag]:
    """The elements at the top of the structure tree.

    Raises:
        ValueError: if the tree is deeper than any page needs, as one that bites its tail is.
    """
    root = structure_root(reader)
    return [] if root is None else [kid for kid in _kids(root, 0, 0) if isinstance(kid, Tag)]


def _kids(entries: Any, page: int, depth: int) -> Iterator[Tag | MarkKid | ObjectKid]:
    if depth > _DEEPEST:
        raise ValueError("the structure tree has no end")
    if "/K" not in entries:
        return
    raw = entries.raw_get("/K")
    listed = resolved(raw)
    for kid in listed if isinstance(listed, list) else [raw]:
        yield _kid(kid, page, depth)


def _kid(raw: Any, page: int, depth: int) -> Tag | MarkKid | ObjectKid:
    kid: Any = resolved(raw)
    if not isinstance(kid, DictionaryObject):
        return MarkKid(page, int(kid))
    if "/Pg" in kid:
        page = object_number(kid.raw_get("/Pg"))
    if kid.get("/Type") == "/OBJR":
        return ObjectKid(object_number(kid.raw_get("/Obj")))
    if kid.get("/Type") == "/MCR":
        mcid: Any = kid["/MCID"]
        return MarkKid(page, int(mcid))
    parent = object_number(kid.raw_get("/P")) if "/P" in kid else 0
    role = str(kid.get("/S", "")).removeprefix("/")
    return Tag(object_number(raw), parent, role, kid, tuple(_kids(kid, page, depth + 1)))


def read_parent_tree(root: Any) -> dict[int, Any]:
    """The parent tree by key: an array of references for a page, a reference for an annotation."""
    found: dict[int, Any] = {}
    branches = [root["/ParentTree"]] if "/ParentTree" in root else []
    while branches:
        branch = resolved(branches.pop())
        branches.extend(branch.get("/Kids", ()))
        numbers = list(branch.get("/Nums", ()))
        found.update(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    return found


def read_marks(page: PageObject) -> PageMarks:
    """What a page draws for which marked content."""
    marks = PageMarks()
    fonts: dict[str, dict[int, str]] = {}
    characters: dict[int, str] = {}
    stack: list[tuple[int, list[str]] | None] = []
    contents = page.get_contents()
    operations = ContentStream(contents, page.pdf).operations if contents is not None else []
    for operands, name in operations:
        operator = name.decode("latin-1")
        if operator in {"BMC", "BDC"}:
            stack.append(_opened(operands))
        elif operator == "EMC":
            marks.balanced &= bool(stack)
            closed = stack.pop() if stack else None
            if closed:
                marks.texts.append((closed[0], "".join(closed[1])))
        elif operator == "Tf":
            characters = fonts.setdefault(operands[0], {}) or _characters(page, operands[0])
            fonts[operands[0]] = characters
        elif operator in _PAINTING:
            marks.loose |= not stack
            marks.painted.update(opened[0] for opened in stack if opened)
            if operator == "Tj" and stack and stack[-1]:
                stack[-1][1].append("".join(characters.get(code, "") for code in _codes(operands[0])))
    marks.balanced &= not stack
    return marks


def _opened(operands: list[Any]) -> tuple[int, list[str]] | None:
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, dict) and "/MCID" in properties:
        return int(properties["/MCID"]), []
    return None


def _codes(string: Any) -> bytes:
    return string if isinstance(string, bytes) else bytes(string.original_bytes)


def _characters(page: PageObject, font: str) -> dict[int, str]:
    """Characters by code, from the font's ToUnicode map; none of a font that is not there."""
    named = resolved(resolved(page.get("/Resources", {})).get("/Font")) or {}
    entries = resolved(named.get(font)) or {}
    return dict(to_unicode(entries)) if "/ToUnicode" in entries else {}


def to_unicode(font: Any) -> list[tuple[int, str]]:
    """Each code with its characters, as the ToUnicode map of a font says."""
    blocks = _BFCHAR_BLOCK.findall(resolved(font["/ToUnicode"]).get_data())
    return [
        (int(code, 16), bytes.fromhex(point.decode("ascii")).decode("utf-16-be", "replace"))
        for block in blocks
        for code, point in _BFCHAR.findall(block)
    ]
