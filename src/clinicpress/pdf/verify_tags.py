"""Checks of the tags of a finished PDF: every mark, element, annotation and parent tree entry agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PageObject, PdfReader

from clinicpress.pdf.tags import (
    MarkKid,
    ObjectKid,
    Tag,
    object_number,
    read_marks,
    read_parent_tree,
    read_tags,
    resolved,
    structure_root,
)
from clinicpress.pdf.verify_pages import own_pages

# The types of elements that PDF has, so that a screen reader knows what each is (ISO 32000-1, 14.8.4).
_TYPES = frozenset({
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct",
    "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody",
    "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry",
    "Code", "Link", "Annot", "Ruby",
    "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form",
})  # fmt: skip
_MAY_BE_EMPTY = frozenset({"TD", "TH"})
# What lists and tables may hold, and where their parts may stand (ISO 32000-1, 14.8.4.3).
_HOLDS = {
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"},
}
_STANDS_IN = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
}


def tag_complaints(reader: PdfReader) -> Iterator[str]:
    """What is wrong with the tags, in plain words."""
    root = structure_root(reader)
    tops = read_tags(reader)
    if root is None or not tops:
        yield "the file has no tags"
        return
    tags = [tag for top in tops for tag in top.walk()]
    yield from _parents(object_number(root), "root", tops)
    for tag in tags:
        yield from _element(tag)
    yield from _headings(tags)
    yield from _Pages(reader, tags, read_parent_tree(root)).complaints()


def _parents(parent: int, role: str, tags: list[Tag]) -> Iterator[str]:
    for tag in tags:
        if tag.parent != parent:
            yield f"a {tag.role} element names another parent than the one it stands in"
        if tag.role not in _HOLDS.get(role, {tag.role}) or role not in _STANDS_IN.get(tag.role, {role}):
            yield f"a {tag.role} element stands in a {role} element"
        yield from _parents(tag.number, tag.role, [kid for kid in tag.kids if isinstance(kid, Tag)])


def _attribute(tag: Tag, key: str) -> Any:
    listed = resolved(tag.entries.get("/A"))
    for each in listed if isinstance(listed, list) else [listed]:
        entries = resolved(each)
        if isinstance(entries, dict) and key in entries:
            return entries[key]
    return None


def _element(tag: Tag) -> Iterator[str]:
    if tag.role not in _TYPES:
        yield f"{tag.role} is not a type of element that PDF has"
    if not tag.kids and tag.role not in _MAY_BE_EMPTY:
        yield f"a {tag.role} element is empty"
    if tag.role == "Figure":
        if not str(tag.entries.get("/Alt", "")).strip():
            yield "a figure has no alternative text"
        box = _attribute(tag, "/BBox")
        if box is None or len(box) != 4 or not (box[0] < box[2] and box[1] < box[3]):
            yield "a figure does not say where it stands (no BBox)"
    if tag.role == "TH" and _attribute(tag, "/Scope") is None:
        yield "a table header does not say whether it heads a row or a column"
    if tag.role == "Note" and "/ID" not in tag.entries:
        yield "a note has no identifier"
    if tag.role == "Link" and not any(isinstance(kid, ObjectKid) for kid in tag.kids):
        yield "a Link element has no annotation"


def _headings(tags: list[Tag]) -> Iterator[str]:
    last = 0
    for tag in tags:
        if len(tag.role) == 2 and tag.role[0] == "H" and tag.role[1].isdigit():
            level = int(tag.role[1])
            if level > last + 1:
                yield (
                    f"a heading of level {level} follows one of level {last}"
                    if last
                    else (f"the first heading is of level {level}")
                )
            last = level


def _key(entries: Any, name: str) -> int:
    return int(entries.get(name, -1))


class _Pages:
    """The pages of a file beside its tags."""

    def __init__(self, reader: PdfReader, tags: list[Tag], parents: Mapping[int, Any]) -> None:
        self._reader, self._parents = reader, parents
        self._marks: dict[MarkKid, list[int]] = {}
        self._objects: dict[int, list[int]] = {}
        for tag in tags:
            for kid in tag.kids:
                if isinstance(kid, MarkKid):
                    self._marks.setdefault(kid, []).append(tag.number)
                elif isinstance(kid, ObjectKid):
                    self._objects.setdefault(kid.number, []).append(tag.number)

    def complaints(self) -> Iterator[str]:
        drawn: set[MarkKid] = set()
        for index, page in own_pages(self._reader):
            for words in (*self._content(page, drawn), *self._annotations(page)):
                yield f"page {index + 1}: {words}"
        if missing := self._marks.keys() - drawn:
            yield f"{len(missing)} marked contents that the tags name are drawn on no page"

    def _content(self, page: PageObject, drawn: set[MarkKid]) -> Iterator[str]:
        marks = read_marks(page)
        if not marks.balanced:
            yield "marked content begins and ends out of step"
        if marks.loose:
            yield "something is drawn that is neither tagged nor marked as decoration"
        if page.get("/Tabs") != "/S":
            yield "the order of its links is not that of the tags"
        owners = resolved(self._parents.get(_key(page, "/StructParents"))) or []
        for mcid, times in Counter(marks.mcids).items():
            kid = MarkKid(object_number(page), mcid)
            drawn.add(kid)
            named = self._marks.get(kid, [])
            if mcid not in marks.painted:
                yield f"marked content {mcid} is empty: what stood there is gone"
            if times > 1:
                yield f"marked content {mcid} is drawn {times} times"
            if len(named) != 1:
                yield f"marked content {mcid} belongs to {len(named)} elements"
            elif mcid >= len(owners) or object_number(owners[mcid]) != named[0]:
                yield f"marked content {mcid} has another owner in the parent tree"

    def _annotations(self, page: PageObject) -> Iterator[str]:
        if "/AA" in page:
            yield "it does something by itself"
        for raw in resolved(page.get("/Annots")) or ():
            entries = resolved(raw)
            named = self._objects.get(object_number(raw), [])
            owner = self._parents.get(_key(entries, "/StructParent"))
            if len(named) != 1 or object_number(owner) != named[0]:
                yield "an annotation is not tied to its element"
            if not str(entries.get("/Contents", "")).strip():
                yield "a link does not say where it leads"
            action = resolved(entries.get("/A")) or {}
            if "/AA" in entries or action.get("/S", "/URI") != "/URI":
                yield "an annotation does something else than open an address"
