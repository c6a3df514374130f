"""The text of a content file as it was typed: where a word of it stands, and what its comments allow."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from clinicpress.problems import Source
from clinicpress.records import dataclass

_ALLOW = re.compile(r"(?:^|\s)#\s*check:\s*(?P<rest>.*)$")
_WORDS = re.compile(r"allow\s+(?P<rules>[a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)(?:\s+because\b\s*(?P<why>.*))?$")


@dataclass(frozen=True, slots=True)
class Allowance:
    """A comment ``# check: allow RULE because REASON``; ``lines`` are those that it is for.

    ``why`` is empty without a reason, ``rules`` if the comment cannot be read.
    """

    place: Source
    rules: tuple[str, ...]
    why: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class TextFile:
    """A file's name in messages, and its text; lines end with LF."""

    path: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def offset(self, place: Source) -> int:
        """The index of the character at a place."""
        line = min(place.line, len(self._starts))
        return min(self._starts[line - 1] + place.column - 1, len(self.text))

    def source(self, offset: int) -> Source:
        """The place of the character at an index."""
        line = bisect_right(self._starts, offset)
        return Source(self.path, line, offset - self._starts[line - 1] + 1)

    def find(self, words: str, count: int, start: Source, end: Source | None) -> Source:
        """Where ``words`` stand for the ``count``-th time (from 0) after ``start``; that place, if nowhere.

        White space may be any: a text goes on on further lines.
        """
        stop = len(self.text) if end is None else self.offset(end)
        places = self._found(words.split(), self.offset(start), stop)
        place = next(islice(places, count, None), None)
        return start if place is None else self.source(place)

    def _found(self, words: Sequence[str], start: int, stop: int) -> Iterator[int]:
        if len(words) == 1:
            # ten times as fast as a pattern
            place = self.text.find(words[0], start, stop)
            while place >= 0:
                yield place
                place = self.text.find(words[0], place + len(words[0]), stop)
        elif words:
            pattern = re.compile(r"\s+".join(map(re.escape, words)))
            yield from (match.start() for match in pattern.finditer(self.text, start, stop))

    @cached_property
    def allowances(self) -> tuple[Allowance, ...]:
        """What comments allow. A comment alone on its line is for the next line that is none."""
        return tuple(self._allowances())

    def _allowances(self) -> Iterator[Allowance]:
        lines = self.text.split("\n")
        for number, line in enumerate(lines, 1):
            match = _ALLOW.search(line)
            if match is None:
                continue
            place = Source(self.path, number, line.index("#", match.start()) + 1)
            alone = not line[: match.start()].strip()
            lined = (_next_line(lines, number),) if alone else (number,)
            words = _WORDS.fullmatch(match["rest"].strip())
            rules = tuple(re.split(r"\s*,\s*", words["rules"])) if words else ()
            yield Allowance(place, rules, (words["why"] or "").strip() if words else "", lined)


def _next_line(lines: list[str], number: int) -> int:
    """The number of the first line after ``number`` that is not a comment."""
    for offset, line in enumerate(lines[number:], number + 1):
        if line.strip() and not line.lstrip().startswith("#"):
            return offset
    return number
