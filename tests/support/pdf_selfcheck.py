"""A check of tags and fonts with pikepdf, written apart from the product's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

OBJGEN = tuple[int, int]


def complaints(data: bytes) -> list[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return [*_syntax(pdf), *_fonts(pdf), *_tags(pdf)]


def _syntax(pdf: pikepdf.Pdf) -> Iterator[str]:
    yield from (f"qpdf: {problem}" for problem in pdf.check_pdf_syntax())


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font:
            if "/FontFile2" not in thing.get("/FontDescriptor", {}):
                yield f"{thing.BaseFont} is not embedded"
            if "/ToUnicode" not in thing:
                yield f"{thing.BaseFont} has no ToUnicode"
            elif b"<0000>" in thing.ToUnicode.read_bytes():
                yield f"{thing.BaseFont} maps a code to U+0000"


def _parent_tree(node: Any) -> Iterator[tuple[int, Any]]:
    for kid in node.get("/Kids", []):
        yield from _parent_tree(kid)
    numbers = list(node.get("/Nums", []))
    for index in range(0, len(numbers), 2):
        yield int(numbers[index]), numbers[index + 1]


def _walk(
    element: Any, marks: Counter[tuple[OBJGEN, int, OBJGEN]], objects: Counter[tuple[OBJGEN, OBJGEN]]
) -> Iterator[str]:
    kids = element.get("/K")
    listed = [] if kids is None else list(kids) if isinstance(kids, Array) else [kids]
    if not listed and element.S not in (Name.TD, Name.TH):
        yield f"empty {element.S}"
    for kid in listed:
        if isinstance(kid, Dictionary) and "/S" in kid:
            if kid.P.objgen != element.objgen:
                yield f"wrong parent of {kid.S}"
            yield from _walk(kid, marks, objects)
        elif isinstance(kid, Dictionary) and kid.Type == Name.OBJR:
            objects[kid.Obj.objgen, element.objgen] += 1
        elif isinstance(kid, Dictionary):
            marks[kid.Pg.objgen, int(kid.MCID), element.objgen] += 1
        else:
            marks[element.Pg.objgen, int(kid), element.objgen] += 1


def _tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root.StructTreeRoot
    tree = dict(_parent_tree(root.ParentTree))
    if int(root.ParentTreeNextKey) != len(tree) or list(tree) != sorted(tree):
        yield "the parent tree's keys are not in order"
    marks: Counter[tuple[OBJGEN, int, OBJGEN]] = Counter()
    objects: Counter[tuple[OBJGEN, OBJGEN]] = Counter()
    yield from _walk(root.K, marks, objects)
    page: Any
    for page in pdf.pages:
        owners: Any = tree[int(page.StructParents)]
        for mcid, owner in enumerate(owners):
            if marks.pop((page.objgen, mcid, owner.objgen), 0) != 1:
                yield f"MCID {mcid} is not its owner's"
        if _drawn(page) != list(range(len(owners))):
            yield "MCIDs are not drawn once each, in order"
        for annotation in page.get("/Annots", []):
            owner = tree[int(annotation.StructParent)]
            if Name.Link != owner.S or objects.pop((annotation.objgen, owner.objgen), 0) != 1:
                yield "an annotation is not its owner's"
    if marks or objects:
        yield "the tree names what is on no page"


def _drawn(page: pikepdf.Page) -> list[int]:
    """The MCIDs of a page; fails where sequences are nested, left open, or cut through a text object."""
    found: list[int] = []
    inside = text = False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in {"BT", "ET"}:
            text = operator == "BT"
        elif operator in {"BDC", "BMC"}:
            assert not inside
            assert not text
            inside = True
            if operator == "BDC":
                found.append(int(instruction.operands[1].MCID))
        elif operator == "EMC":
            assert inside
            assert not text
            inside = False
        elif operator in {"f", "f*", "S", "s", "B", "b", "Tj", "Do"}:
            assert inside
    assert not inside
    return found
