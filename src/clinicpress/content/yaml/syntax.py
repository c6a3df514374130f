"""Explanations of lines that the YAML parser cannot read.

The diagnosis looks at the text and not at the parser's message: the two parsers of PyYAML word theirs
differently, and theirs speak of tokens and scalars.
"""

from __future__ import annotations

import re

import yaml

from clinicpress.messages import later, say
from clinicpress.problems import Problem, Source

TextSpot = tuple[int, int]
SyntaxFinding = tuple[TextSpot, str, str] | None

_QUOTE = later("yaml.put-whole-text-double-quotes")
_LINE_UP = later("yaml.start-keys-group-same-column-indent")
_ENDS = {"[": "]", "{": "}"}
_COMMENT = re.compile(r"(?:^|\s)#")


def diagnose(error: yaml.MarkedYAMLError, lines: list[str], path: str) -> Problem:
    """The problem behind a syntax error, at the place where a person would look for it."""
    marks = [_at(mark, lines) for mark in (error.context_mark, error.problem_mark) if mark is not None]
    begin, fault = marks[0], marks[-1]
    for judge in (
        _tab,
        _quote,
        _bracket,
        _second_colon,
        _sign,
        _after_quote,
        _left_open,
        _no_space,
        _no_colon,
    ):
        found = judge(begin, fault, lines)
        if found is not None:
            (line, column), message, hint = found
            return Problem(message, hint, Source(path, line + 1, column + 1))
    column = len(lines[fault[0]]) - len(lines[fault[0]].lstrip())
    place = Source(path, fault[0] + 1, column + 1)
    return Problem(say("yaml.line-does-not-line-up-lines"), say(_LINE_UP), place)


def _at(mark: yaml.Mark, lines: list[str]) -> TextSpot:
    """Line and column from 0 of a mark; the end of the file counts as the end of its last line with text."""
    line, column = mark.line, mark.column
    while line > 0 and (line >= len(lines) or (column == 0 and not lines[line].strip())):
        line -= 1
        column = len(lines[line])
    return line, column


def _char(spot: TextSpot, lines: list[str]) -> str:
    return lines[spot[0]][spot[1] : spot[1] + 1]


def _tab(begin: TextSpot, fault: TextSpot, lines: list[str]) -> SyntaxFinding:
    for line in sorted({begin[0], fault[0]}):
        indent = re.match(r"[ \-]*\t", lines[line])
        if indent:
            return (
                (line, indent.end() - 1),
                say("yaml.line-indented-tab"),
                say("yaml.use-spaces-instead-tabs"),
            )
    return None


def _quote(begin: TextSpot, fault: TextSpot, lines: list[str]) -> SyntaxFinding:
    sign = _char(begin, lines)
    if begin == fault or sign not in ("'", '"'):
        return None
    line, column = fault
    slash = lines[line].rfind("\\", 0, column + 1)
    if sign == '"' and slash >= 0 and column < len(lines[line]):
        hint = say("yaml.write-for-backslash")
        return (line, slash), say("yaml.backslash-begins-unknown-escape-code"), hint
    return begin, say("yaml.quote-opens-never-closed", sign=sign), say("yaml.write-end-text", sign=sign)


def _second_colon(_: TextSpot, fault: TextSpot, lines: list[str]) -> SyntaxFinding:
    line, column = fault
    first = re.match(r"\s*+(?:- ++)*+[^\s:'\"\[{][^:]*+:\s", lines[line])
    if _char(fault, lines) == ":" and first and first.end() <= column:
        hint = say("yaml.quote-such-as-title", hint=say(_QUOTE))
        return fault, say("yaml.second-colon-line"), hint
    return None


def _sign(begin: TextSpot, fault: TextSpot, lines: list[str]) -> SyntaxFinding:
    for spot in (fault, begin):
        sign = _char(spot, lines)
        if sign in ("|", ">"):
            return (
                spot,
                say("yaml.text-after-line", sign=sign),
                say("yaml.start-text-line-below", sign=sign),
            )
        if sign in ("]", "}"):
            return spot, say("yaml.too-many", sign=sign), say("yaml.delete-if-belongs-text", hint=say(_QUOTE))
        if sign in tuple("*&!%@`?"):
            return spot, say("yaml.text-cannot-begin", sign=sign), say(_QUOTE)
    return None


def _bracket(begin: TextSpot, fault: TextSpot, lines: list[str]) -> SyntaxFinding:
    sign = _char(begin, lines)
    if begin == fault or sign not in _ENDS:
        return None
    hint = say("yaml.write-commas-and-end", end=_ENDS[sign])
    if begin[0] == fault[0] and _char(fault, lines):
        message = say("yaml.comma-or-end-missing", end=_ENDS[sign])
        return fault, message, say("yaml.hint-and-quote-colons", hint=hint)
    return _not_closed(begin, lines)


def _not_closed(begin: TextSpot, lines: list[str]) -> SyntaxFinding:
    sign = _char(begin, lines)
    hint = say("yaml.write-commas-and-end", end=_ENDS[sign])
    if _COMMENT.search(lines[begin[0]], begin[1]):
        hint = say("yaml.put-colours-quotes")
    return begin, say("yaml.opens-never-closed", sign=sign), hint


def _left_open(_: TextSpot, fault: TextSpot, lines: list[str]) -> SyntaxFinding:
    """The bracket that is still open where the file ends; there the parser does not say where it began."""
    if fault[0] + 1 < len(lines) and "".join(lines[fault[0] + 1 :]).strip():
        return None
    closed = 0
    for line in range(fault[0], -1, -1):
        text = _COMMENT.split(lines[line], maxsplit=1)[0]
        for column in range(len(text) - 1, -1, -1):
            if text[column] in _ENDS.values():
                closed += 1
            elif text[column] in _ENDS and closed == 0:
                return _not_closed((line, column), lines)
            elif text[column] in _ENDS:
                closed -= 1
    return None


def _after_quote(_: TextSpot, fault: TextSpot, lines: list[str]) -> SyntaxFinding:
    before = lines[fault[0]][: fault[1]]
    quoted = re.search(r"""(?:^|[:\-,\[{]\s+)(?:"[^"]*"|'[^']*')\s*$""", before)
    if quoted and _char(fault, lines):
        hint = say("yaml.quote-and-escape", hint=say(_QUOTE))
        return fault, say("yaml.text-after-closing-quote"), hint
    return None


def _no_space(begin: TextSpot, fault: TextSpot, lines: list[str]) -> SyntaxFinding:
    for line in sorted({begin[0], max(fault[0] - 1, 0), fault[0]}):
        found = re.match(r"\s*+(?:- ++)*+[a-z_-]++:(?=[^\s/])", lines[line])
        if found:
            return (
                (line, found.end()),
                say("yaml.space-missing-after-colon"),
                say("yaml.write-space-after-colon"),
            )
    return None


def _no_colon(begin: TextSpot, fault: TextSpot, lines: list[str]) -> SyntaxFinding:
    for line, _ in (begin, fault):
        text = lines[line].strip()
        if text and not text.startswith(("- ", "#")) and not re.search(r":(\s|$)", text):
            message = say("yaml.line-neither-key-value-nor-list")
            hint = say("yaml.write-colon-and-space-after-key")
            return (line, len(lines[line]) - len(lines[line].lstrip())), message, hint
    return None
