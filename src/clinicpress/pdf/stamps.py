"""Stamps: groups that many pages share, drawn once and put down wherever they stand.

The operators of a stamp and the dictionaries of its elements are kept as patterns in which only what differs
from page to page is open: the corner, the numbers of the marks, and those of the objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clinicpress.pdf.content import number
from clinicpress.pdf.forms import Form
from clinicpress.pdf.marking import ANY_MARK
from clinicpress.pdf.objects import Name, Value, encode
from clinicpress.pdf.outline import Bookmark
from clinicpress.pdf.structure import Element, Mark, Stamped

_BOX = "BBox"


@dataclass(frozen=True, slots=True)
class StampElement:
    """A structure element of a stamp.

    ``parent`` is the index of the element that it stands in, None at the top. ``box`` is its BBox from the
    stamp's corner, y upwards. ``kids`` are pairs: whether it is an element, and which; else which mark.
    """

    pattern: bytes
    parent: int | None
    box: tuple[float, float, float, float] | None
    kids: tuple[tuple[bool, int], ...]

    def encoded(self, parent: int, page: int, first: int, at: Stamped) -> bytes:
        """Its dictionary; ``parent``, ``page`` and ``first`` (its own first element) are object numbers."""
        values: list[Any] = [parent]
        if self.box is not None:
            left, bottom, right, top = self.box
            values += [
                number(value).encode("ascii")
                for value in (left + at.left, bottom + at.top, right + at.left, top + at.top)
            ]
        values.append(page)
        values += [(first if is_element else at.mcid) + which for is_element, which in self.kids]
        return self.pattern % tuple(values)


@dataclass(frozen=True, slots=True, eq=False)
class Stamp:
    """A group as operators from its top left corner, and its elements, parents before their kids.

    ``owners`` are the elements of its marks, by index. ``bookmarks`` are from its corner.
    """

    code: str
    owners: tuple[int, ...]
    elements: tuple[StampElement, ...]
    fonts: tuple[str, ...]
    forms: tuple[Form, ...]
    bookmarks: tuple[Bookmark, ...]

    def operators(self, left: float, top: float, mcid: int) -> str:
        """What draws it with its corner at ``left``, ``top`` (from below), marks numbered from ``mcid``."""
        code = self.code % tuple(range(mcid, mcid + len(self.owners)))
        return f"q\n1 0 0 1 {number(left)} {number(top)} cm\n{code}\nQ"


def make_stamp(
    operators: bytes,
    top: Element,
    owners: Sequence[Element],
    fonts: Sequence[str],
    forms: Sequence[Form],
    bookmarks: Sequence[Bookmark],
) -> Stamp:
    """A stamp of what was drawn with its corner at 0, 0; ``top`` holds its elements."""
    code = operators.decode("latin-1").replace("%", "%%").replace(ANY_MARK, "%d")
    elements = [element for element in top.walk() if element is not top]
    index = {element: number for number, element in enumerate(elements)}
    made = []
    parents = {
        kid: element for element in (top, *elements) for kid in element.kids if isinstance(kid, Element)
    }
    for element in elements:
        holder = parents[element]
        made.append(_element(element, None if holder is top else index[holder], index))
    places = tuple(index[owner] for owner in owners)
    return Stamp(code, places, tuple(made), tuple(fonts), tuple(forms), tuple(bookmarks))


def _element(element: Element, parent: int | None, index: dict[Element, int]) -> StampElement:
    box = element.attributes.get(_BOX)
    entries: dict[str, Value] = {"Type": Name("StructElem"), "S": Name(element.role)}
    if element.alt:
        entries["Alt"] = element.alt
    if element.own_language:
        entries["Lang"] = element.language
    plain = {key: value for key, value in element.attributes.items() if key != _BOX}
    kids = tuple(
        (True, index[kid]) if isinstance(kid, Element) else (False, kid.mcid)
        for kid in element.full_kids()
        if isinstance(kid, Element | Mark)
    )
    pattern = encode(entries)[:-2].replace(b"%", b"%%") + b"/P %d 0 R"
    if plain:
        code = encode(plain)[:-2].replace(b"%", b"%%")
        pattern += b"/A " + code + (b"/BBox[%b %b %b %b]>>" if box is not None else b">>")
    places = b" ".join(b"%d 0 R" if is_element else b"%d" for is_element, _ in kids)
    pattern += b"/Pg %d 0 R" + (b"/K[" + places + b"]" if places else b"") + b">>"
    return StampElement(pattern, parent, _box(box), kids)


def _box(value: Any) -> tuple[float, float, float, float] | None:
    return None if value is None else (value[0], value[1], value[2], value[3])
