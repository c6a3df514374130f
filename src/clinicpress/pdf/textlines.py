"""Lines of text: words, and the links in them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import quote

from clinicpress.pdf.objects import Name, Value
from clinicpress.pdf.operators import Content, number, numbers
from clinicpress.pdf.structure import Element, MarkedSequence, Owner, StructureTree
from clinicpress.pdf.subsets import rise_and_fall, run_width, runs
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Span, TextLine

# Stands for the number of a mark in operators that are to be drawn on many pages; no text holds it.
ANY_MARK = "\0"


class MarkedContent(Content):
    """The content of the page with that index, as a row of marked sequences that are never nested.

    Without a page, it is content to be stamped on many: the numbers of its marks are left open.
    """

    def __init__(self, page: int | None) -> None:
        super().__init__(fresh=page is not None)
        self._page = page
        self._open = False
        self._owner: Element | None = None
        self.owners: list[Owner] = []

    def own(self, owner: Element | None) -> None:
        """Give what is written next to ``owner``, or to the decoration if it is None."""
        if self._open and owner is self._owner:
            return
        self.end()
        self._open, self._owner = True, owner
        if owner is None:
            self.write("/Artifact BMC")
            return
        mark = MarkedSequence(self._page or 0, len(self.owners))
        owner.kids.append(mark)
        self.owners.append(owner)
        number = ANY_MARK if self._page is None else mark.mcid
        self.write(f"/{owner.role} <</MCID {number}>> BDC")

    def end(self) -> None:
        """End the sequence that is open, if one is."""
        if self._open:
            self.write("EMC")
        self._open = False


# A line that ends with one of these runs on into the next without another space.
_JOINS = ("-", "\u2010", "\u00ad", " ")
# What an address may hold as it is; everything else is written as percent and two digits.
_ADDRESS_MARKS = "%/:=&?~#+!$,;'@()*[]"
_PRINT = 4


@dataclass(frozen=True, slots=True)
class LinkBox:
    """The words of a link in one line: where they stand (left, bottom, right, top) and who owns them."""

    element: Element
    address: str
    box: tuple[float, float, float, float]

    def annotation(self, key: Value) -> dict[str, Value]:
        """The annotation that makes them clickable; ``key`` leads to the element in the parent tree."""
        return {
            "Type": Name("Annot"),
            "Subtype": Name("Link"),
            "Rect": list(self.box),
            "Border": [0, 0, 0],
            "F": _PRINT,
            "Contents": self.address,
            "StructParent": key,
            "A": {"S": Name("URI"), "URI": quote(self.address, safe=_ADDRESS_MARKS)},
        }


def joined(line: TextLine) -> tuple[Span, ...]:
    """The spans of a line that goes on in the next, with a space at its end unless it ends with a hyphen."""
    spans = [span for span in line.spans if span.text]
    if spans and not spans[-1].text.endswith(_JOINS):
        last = spans[-1]
        spans[-1] = Span(last.text + " ", last.font, last.size, last.colour, last.link)
    return tuple(spans)


class TextWriter:
    """Writes lines of text into the content of one page."""

    def __init__(self, content: MarkedContent, tree: StructureTree) -> None:
        self._content, self._tree = content, tree
        self.resources: dict[str, None] = {}

    def write(self, spans: Sequence[Span], left: float, base: float, owner: Element | None) -> list[LinkBox]:
        """Write one line from ``left`` on the baseline ``base`` (from below).

        Returns:
            The links in it: none if nobody owns the line, for only what is in the tree may be a link.
        """
        if owner is None or (len(spans) == 1 and not spans[0].link):
            if owner is not None:
                owner.ending = None
            self._content.own(owner)
            self._run(spans, left, base)
            return []
        links = []
        for address, group in groupby(spans, key=lambda span: span.link):
            run = list(group)
            element = self._tree.link(owner, address) if address else owner
            if not address:
                owner.ending = None
            self._content.own(element)
            self._run(run, left, base)
            if not address and len(run) == len(spans):
                break
            right = left + sum(run_width(span.font, span.size, span.text) for span in run)
            if address:
                links.append(LinkBox(element, address, self._box(run, left, right, base)))
            left = right
        return links

    def _run(self, spans: Sequence[Span], left: float, base: float) -> None:
        content = self._content
        content.write("BT")
        place = f"{numbers(left, base)} Td"
        for span in spans:
            for part in runs(span.font, span.text):
                self.resources[part.resource] = None
                content.set("font", f"/{part.resource} {number(span.size)} Tf")
                content.set_fill(span.colour)
                if place:
                    content.write(place)
                    place = ""
                content.write(f"{part.codes} Tj")
        content.write("ET")

    @staticmethod
    def _box(run: list[Span], left: float, right: float, base: float) -> tuple[float, float, float, float]:
        reach = [rise_and_fall(span.font, span.size) for span in run]
        return left, base + min(fall for _, fall in reach), right, base + max(rise for rise, _ in reach)
