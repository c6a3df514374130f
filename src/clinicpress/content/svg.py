"""Reads an SVG logo into plain SVG, and refuses what must not be in it, at its line.

What goes on from here is written anew: shapes and styles alone, without entities, foreign elements and words
about the drawing. So all that draw it later read the same, and no parser of theirs meets anything else.
"""

from __future__ import annotations

import math
import re
from dataclasses import field
from typing import Any, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from clinicpress.messages import later, say
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass

_MAX_DEPTH = 50
# In the file, and as drawn, where a part that is referred to counts each time.
_MAX_ELEMENTS, _MAX_DRAWN = 5_000, 20_000
_MAX_STYLE = 50_000
_MAX_CHARACTERS = 4_000_000
_MAX_ENTITY = 200
# A logo that is longer than this many times its height would be a line on the page.
_MAX_RATIO = 40
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_PLAIN = later("content.save-drawing-plain-svg")
_SIMPLER = later("content.simplify-or-save-png")
_NOT_ALLOWED = {
    "script": later("content.save-without-scripts"),
    "foreignObject": _PLAIN,
    "image": later("content.draw-with-shapes"),
    "text": later("content.convert-text-to-paths"),
}
# What says something of the drawing and is not drawn.
_SAID = {"metadata", "title", "desc"}
# A backslash could spell any of the others in a style sheet.
_OUTSIDE = re.compile(r"url\((?!\s*['\"]?#)|@import|javascript:|\\", re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)")
_NUMBERS = {
    "d", "points", "transform", "gradientTransform", "patternTransform", "viewBox", "x", "y", "width",
    "height", "r", "rx", "ry", "cx", "cy", "fx", "fy", "x1", "y1", "x2", "y2", "stroke-width",
    "stroke-dasharray", "offset", "opacity", "fill-opacity", "stroke-opacity", "stop-opacity", "stdDeviation",
}  # fmt: skip
_NO_NUMBER = re.compile(r"(?<![a-z])(nan|inf(inity)?)(?![a-z])", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(px|pt|pc|mm|cm|in|em|ex|)\s*")
_UNITS = {"pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "em": 16.0, "ex": 8.0}


class _FoundError(Exception):
    """Stops the parser at the first thing that is wrong."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def svg_problem(data: bytes, path: str) -> Problem | None:
    """The first thing wrong in the SVG file that messages call ``path``, at its line; None if nothing is."""
    found = plain_svg(data, path)
    return found if isinstance(found, Problem) else None


def plain_svg(data: bytes, path: str) -> str | Problem:
    """The drawing in the SVG file that messages call ``path``, written anew; or what is wrong in it first."""
    reader = _Reader(path)
    try:
        reader.parser.Parse(data, True)
    except _FoundError as found:
        return found.problem
    except expat.ExpatError as error:
        place = Source(path, error.lineno, error.offset + 1)
        return Problem(say("content.logo-not-readable-svg-file"), say("content.save-again-plain-svg"), place)
    if reader.drawn() > _MAX_DRAWN:
        return Problem(say("content.logo-draws-too-many-parts-counting"), say(_SIMPLER), Source(path))
    return "".join(reader.written)


@dataclass(slots=True)
class _Element:
    """An element of the drawing, by the places of its children in the list of all, and what it refers to."""

    name: str
    children: list[int] = field(default_factory=list)
    references: list[str] = field(default_factory=list)


class _Reader:
    """What the parser calls for each part of the file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.written: list[str] = []
        self._elements: list[_Element] = []
        self._ids: dict[str, int] = {}
        self._open: list[int] = []
        # How many elements deep in something that is not drawn.
        self._passed_over = 0
        self._namespace = _SVG
        self._characters = 0
        self._style: list[str] | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._skipped
        self.parser.ProcessingInstructionHandler = self._instruction

    def drawn(self) -> int:
        """The number of elements as they are drawn."""
        known: dict[int, int] = {}

        def count(index: int, deep: int) -> int:
            if index not in known:
                if deep > 4 * _MAX_DEPTH:
                    return _MAX_DRAWN + 1
                # what refers to itself is drawn once
                known[index] = 0
                element = self._elements[index]
                inside = [
                    *element.children,
                    *(self._ids[one] for one in element.references if one in self._ids),
                ]
                known[index] = min(_MAX_DRAWN + 1, 1 + sum(count(one, deep + 1) for one in inside))
            return known[index]

        return count(0, 0)

    def _refuse(self, message: str, hint: str) -> NoReturn:
        place = Source(self.path, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        raise _FoundError(Problem(message, hint, place))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(" ")
        if not self._elements:
            self._root(namespace, name, attributes)
        if self._passed_over or namespace != self._namespace or name in _SAID or self._for_others(name):
            self._passed_over += 1
            return
        if len(self._open) >= _MAX_DEPTH or len(self._elements) >= _MAX_ELEMENTS:
            self._refuse(say("content.logo-has-too-many-parts"), say(_SIMPLER))
        if name in _NOT_ALLOWED:
            self._refuse(say("content.not-allowed-logo", name=name), say(_NOT_ALLOWED[name]))
        element = _Element(name)
        if self._open:
            self._elements[self._open[-1]].children.append(len(self._elements))
        self._open.append(len(self._elements))
        self._elements.append(element)
        self._write(f"<{name}")
        if len(self._elements) == 1:
            self._write(f' xmlns="{_SVG}" xmlns:xlink="{_XLINK}"')
        for key, value in attributes.items():
            self._attribute(element, key, value)
        self._write(">")
        self._style = [] if name == "style" else None

    def _for_others(self, name: str) -> bool:
        """Whether an element is the choice of a <switch> that no other program than its own takes."""
        return name == "foreignObject" and self._elements[self._open[-1]].name == "switch"

    def _attribute(self, element: _Element, key: str, value: str) -> None:
        namespace, _, name = key.rpartition(" ")
        if name.lower().startswith("on"):
            self._refuse(say("content.attribute-not-allowed-logo", name=name), say(_NOT_ALLOWED["script"]))
        if (name == "href" and not value.startswith("#")) or _OUTSIDE.search(value):
            self._refuse(say("content.logo-refers-something-outside-file"), say(_PLAIN))
        if name in _NUMBERS and _NO_NUMBER.search(value):
            self._refuse(say("content.has-value-not-number", name=name, element=element.name), say(_PLAIN))
        if name == "id":
            self._ids.setdefault(value, len(self._elements) - 1)
        element.references += _REFERENCE.findall(value)
        if name == "href":
            element.references.append(value[1:])
        if namespace in {"", _XLINK}:
            self._write(f" {'xlink:' if namespace else ''}{name}={quoteattr(value)}")

    def _root(self, namespace: str, name: str, attributes: dict[str, str]) -> None:
        if name != "svg" or namespace not in {_SVG, ""}:
            self._refuse(say("content.logo-not-svg-file"), say("content.save-again-plain-svg"))
        self._namespace = namespace
        box = attributes.get("viewBox")
        sides = [attributes.get(key, "auto") for key in ("width", "height")]
        sizes = [_length(side) for side in sides]
        if box is not None:
            sizes += _box(box)
        elif None in sizes:
            hint = say("content.save-viewbox")
            self._refuse(say("content.logo-has-no-size"), hint)
        known = [size for size in sizes if size is not None]
        if not all(math.isfinite(size) and size > 0 for size in known):
            hint = say("content.width-height-and-viewbox-must-be")
            self._refuse(say("content.logo-has-unusable-size"), hint)
        width, height = sizes[:2] if None not in sizes[:2] else sizes[-2:]
        if width is None or height is None or not 1 / _MAX_RATIO <= width / height <= _MAX_RATIO:
            hint = say("content.crop-drawing")
            self._refuse(say("content.side-logo-more-than-times-long", most=_MAX_RATIO), hint)

    def _end(self, _: str) -> None:
        if self._passed_over:
            self._passed_over -= 1
            return
        if self._style is not None:
            # Not piece by piece: the parser parts text at every character reference.
            text = "".join(self._style)
            if _OUTSIDE.search(text):
                self._refuse(say("content.logo-refers-something-outside-file"), say(_PLAIN))
            if len(text) > _MAX_STYLE:
                self._refuse(say("content.style-sheet-logo-too-long"), say(_SIMPLER))
            self._write(escape(text))
        self._style = None
        self._write(f"</{self._elements[self._open.pop()].name}>")

    def _words(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > _MAX_CHARACTERS:
            self._refuse(say("content.logo-too-large"), say(_SIMPLER))
        if self._style is not None and not self._passed_over:
            self._style.append(text)

    def _write(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > _MAX_CHARACTERS:
            self._refuse(say("content.logo-too-large"), say(_SIMPLER))
        self.written.append(text)

    def _entity(self, name: str, parameter: int, value: str | None, *_: Any) -> None:
        # Drawing programs give short names to addresses. Names for names could grow without end.
        if parameter or value is None or len(value) > _MAX_ENTITY or "&" in value or "%" in value:
            self._refuse(say("content.logo-defines-own-entities", name=name[:20]), say(_PLAIN))

    def _skipped(self, name: str, *_: Any) -> None:
        self._refuse(say("content.logo-uses", name=name[:20]), say(_PLAIN))

    def _instruction(self, target: str, _: str) -> None:
        self._refuse(say("content.logo-has-instruction", target=target), say("content.delete-line-file"))


def _length(text: str) -> float | None:
    """A length in pixels of CSS; None of one that goes by what is around, NaN of nonsense."""
    if text.strip() == "auto" or text.strip().endswith("%"):
        return None
    found = _LENGTH.fullmatch(text)
    return float(found[1]) * _UNITS.get(found[2], 1.0) if found else math.nan


def _box(text: str) -> list[float]:
    """Width and height of a viewBox; NaN if it has not four numbers."""
    try:
        numbers = [float(part) for part in text.replace(",", " ").split()]
    except ValueError:
        numbers = []
    return numbers[2:] if len(numbers) == 4 and all(map(math.isfinite, numbers)) else [math.nan]
