"""Reads an SVG logo for what must not be in it: links to elsewhere, entities, scripts, text."""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from clinicpress.problems import Problem, Source

_MAX_DEPTH = 50
_MAX_ELEMENTS = 20_000
_WHY = {
    "script": "save the drawing without scripts",
    "foreignObject": "save the drawing as plain SVG",
    "image": "draw it with shapes, or save the logo as PNG",
    "use": "release clones and symbols in the drawing program, and save it as plain SVG",
    "text": "turn the letters into paths in the drawing program: a reader may not have their font",
}
_HREF = ("href", "xlink:href")
_URL = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:", re.IGNORECASE)


class _FoundError(Exception):
    """Stops the parser at the first thing that is wrong."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def svg_problem(data: bytes, path: str) -> Problem | None:
    """The first thing wrong in the SVG file that messages call ``path``, at its line; None if nothing is."""
    parser = expat.ParserCreate()
    check = _Checker()
    parser.StartElementHandler = check.start
    parser.EndElementHandler = check.end
    parser.CharacterDataHandler = check.words
    parser.StartDoctypeDeclHandler = check.doctype
    parser.ProcessingInstructionHandler = check.instruction
    try:
        parser.Parse(data, True)
    except _FoundError as found:
        place = Source(path, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        return Problem(found.message, found.hint, place)
    except expat.ExpatError as error:
        place = Source(path, error.lineno, error.offset + 1)
        return Problem("this logo is not an SVG file that can be read", "save it again as plain SVG", place)
    if not check.sized:
        hint = 'save it with a viewBox, such as viewBox="0 0 200 80"'
        return Problem("this logo does not say how large it is", hint, Source(path))
    return None


class _Checker:
    """What the parser calls for each part of the file."""

    def __init__(self) -> None:
        self.depth = 0
        self.count = 0
        self.sized = False
        self.in_style = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Check an element and what it refers to."""
        name = tag.rpartition(":")[2]
        self.depth += 1
        self.count += 1
        if self.count == 1:
            self._root(name, attributes)
        if self.depth > _MAX_DEPTH or self.count > _MAX_ELEMENTS:
            raise _FoundError("this logo has too many parts", "simplify it, or save it as PNG")
        if name in _WHY:
            raise _FoundError(f"<{name}> cannot be in a logo", _WHY[name])
        for key, value in attributes.items():
            if key.lower().startswith("on"):
                raise _FoundError(f"the attribute {key} cannot be in a logo", _WHY["script"])
            if (key in _HREF and not value.startswith("#")) or _URL.search(value):
                raise _FoundError("this logo refers to something outside of its file", _WHY["foreignObject"])
        self.in_style = name == "style"

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        if name != "svg":
            raise _FoundError("this logo is not an SVG file", "save it again as plain SVG")
        self.sized = "viewBox" in attributes or {"width", "height"} <= attributes.keys()

    def end(self, _: str) -> None:
        """Leave an element."""
        self.depth -= 1
        self.in_style = False

    def words(self, text: str) -> None:
        """Check what a style sheet refers to."""
        if self.in_style and _URL.search(text):
            raise _FoundError("this logo refers to something outside of its file", _WHY["foreignObject"])

    def doctype(self, *_: Any) -> None:
        """Refuse a document type: it may define entities that grow without end."""
        raise _FoundError("this logo has a document type (<!DOCTYPE>)", "delete that line of the file")

    def instruction(self, target: str, _: str) -> None:
        """Refuse an instruction such as a link to a style sheet."""
        raise _FoundError(f"this logo has an instruction (<?{target}>)", "delete that line of the file")
