"""Reads an SVG logo for what must not be in it: links to elsewhere, entities, scripts, text."""

from __future__ import annotations

import re
from typing import Any, NoReturn
from xml.parsers import expat

from clinicpress.problems import Problem, Source

_MAX_DEPTH = 50
_MAX_ELEMENTS = 20_000
_PLAIN = "save the drawing as plain SVG"
_NOT_ALLOWED = {
    "script": "save the drawing without scripts",
    "foreignObject": _PLAIN,
    "image": "draw it with shapes, or save the logo as PNG",
    "use": "release clones and symbols in the drawing program, and save it as plain SVG",
    "text": "turn the letters into paths in the drawing program: a reader may not have their font",
}
_HREF = ("href", "xlink:href")
# A backslash could spell any of the others in a style sheet.
_OUTSIDE = re.compile(r"url\((?!\s*['\"]?#)|@import|javascript:|\\", re.IGNORECASE)


class _FoundError(Exception):
    """Stops the parser at the first thing that is wrong."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def svg_problem(data: bytes, path: str) -> Problem | None:
    """The first thing wrong in the SVG file that messages call ``path``, at its line; None if nothing is."""
    check = _Checker(path)
    try:
        check.parser.Parse(data, True)
    except _FoundError as found:
        return found.problem
    except expat.ExpatError as error:
        place = Source(path, error.lineno, error.offset + 1)
        return Problem("this logo is not an SVG file that can be read", "save it again as plain SVG", place)
    if not check.sized:
        hint = 'save it with a viewBox, such as viewBox="0 0 200 80"'
        return Problem("this logo does not say how large it is", hint, Source(path))
    return None


class _Checker:
    """What the parser calls for each part of the file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.depth = 0
        self.count = 0
        self.sized = False
        self.style: list[str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction

    def _refuse(self, message: str, hint: str) -> NoReturn:
        place = Source(self.path, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        raise _FoundError(Problem(message, hint, place))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self.depth += 1
        self.count += 1
        if self.count == 1:
            self._root(name, attributes)
        if self.depth > _MAX_DEPTH or self.count > _MAX_ELEMENTS:
            self._refuse("this logo has too many parts", "simplify it, or save it as PNG")
        if name in _NOT_ALLOWED:
            self._refuse(f"<{name}> cannot be in a logo", _NOT_ALLOWED[name])
        for key, value in attributes.items():
            if key.lower().startswith("on"):
                self._refuse(f"the attribute {key} cannot be in a logo", _NOT_ALLOWED["script"])
            if (key in _HREF and not value.startswith("#")) or _OUTSIDE.search(value):
                self._refuse("this logo refers to something outside of its file", _PLAIN)
        self.style = [] if name == "style" else None

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        if name != "svg":
            self._refuse("this logo is not an SVG file", "save it again as plain SVG")
        self.sized = "viewBox" in attributes or {"width", "height"} <= attributes.keys()

    def _end(self, _: str) -> None:
        self.depth -= 1
        # Not piece by piece: the parser parts text at every character reference.
        if self.style is not None and _OUTSIDE.search("".join(self.style)):
            self._refuse("this logo refers to something outside of its file", _PLAIN)
        self.style = None

    def _words(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def _doctype(self, *_: Any) -> None:
        # It may define entities that grow without end.
        self._refuse("this logo has a document type (<!DOCTYPE>)", "delete that line of the file")

    def _instruction(self, target: str, _: str) -> None:
        self._refuse(f"this logo has an instruction (<?{target}>)", "delete that line of the file")
