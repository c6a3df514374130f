"""A content file as rules see it: its model, and every text in it with the part it plays."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from clinicpress.checking.rule import Kind
from clinicpress.checking.sentence import Sentence, split_sentences
from clinicpress.checking.textfile import TextFile
from clinicpress.model.library import Loaded, Loc
from clinicpress.problems import Source

# The part that a text plays. An ``alt`` is read aloud and not printed, ``short-`` ones stand in for others.
Role = Literal[
    "title", "subtitle", "short-title", "heading", "summary", "paragraph", "item", "step", "short-step",
    "tip", "why", "easier", "harder", "feel", "stop", "skip", "safety", "emergency", "call", "callout-title",
    "caption", "alt", "cell", "note", "term", "meaning", "label",
]  # fmt: skip
# What is read as sentences, and counts in the measures of a text.
RUNNING: tuple[Role, ...] = (
    "summary", "paragraph", "item", "step", "tip", "why", "easier", "harder", "stop", "skip", "safety",
    "emergency", "call", "note", "meaning",
)  # fmt: skip
# What no patient sees in print.
UNPRINTED: tuple[Role, ...] = ("alt",)
_MARKUP = re.compile(r"\*\*|\[([^\]\[]*)\]\([^()\s]*\)")


@dataclass(frozen=True)
class Passage:
    """A text of a file: its words without marks for bold and links, white space as single spaces.

    ``before`` is what stands before it in the same value, as paragraphs before a paragraph. ``raw`` is the
    text as it was typed, with its marks.
    """

    subject: Subject
    role: Role
    loc: Loc
    text: str
    source: Source
    before: str = ""
    raw: str = ""

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences; a text without a full stop is one."""
        return split_sentences(self.text)

    def place(self, start: int) -> Source:
        """Where the character ``start`` of the text stands in the file."""
        begin = self.text.rfind(" ", 0, start) + 1
        end = self.text.find(" ", start)
        word = self.text[begin : end if end >= 0 else len(self.text)]
        count = f"{self.before} {self.text[:begin]}".count(word) if word else 0
        found = self.subject.file.find(word, count, self.source, self.subject.end_of(self.source))
        if found == self.source or start == begin:
            return found
        return Source(found.path, found.line, found.column + start - begin)


@dataclass(frozen=True)
class Subject:
    """A file that was read: ``kind`` and ``id``, its model with the places of all values, and its text.

    ``passages`` are all texts of it that patients read or hear, in the order of the file.
    """

    kind: Kind
    id: str
    loaded: Loaded[Any]
    file: TextFile
    language: str = "en"

    @property
    def model(self) -> Any:
        """What the file says."""
        return self.loaded.model

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of the file with the part that it plays."""
        # knows of subjects, which know of it
        from clinicpress.checking.passages import passages_of  # noqa: PLC0415

        return tuple(passages_of(self))

    def passages_in(self, *roles: Role) -> tuple[Passage, ...]:
        """Those that play one of these parts."""
        return tuple(passage for passage in self.passages if passage.role in roles)

    def passage(self, role: Role, text: str, *loc: str | int, before: str = "") -> Passage:
        """A passage of this file at ``loc``, with what stands ``before`` it in the same value."""
        return Passage(self, role, loc, unmarked(text), self.loaded.at(*loc), unmarked(before), text)

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        return sorted({(place.line, place.column) for place in self.loaded.places.values()})

    def end_of(self, source: Source) -> Source | None:
        """Where the next value begins after the one at ``source``; None for the last."""
        index = bisect_right(self._places, (source.line, source.column))
        return Source(source.path, *self._places[index]) if index < len(self._places) else None


def unmarked(text: str) -> str:
    """A text without the marks of bold words and links, its white space as single spaces."""
    return " ".join(_MARKUP.sub(lambda match: match[1] or "", text).split())
