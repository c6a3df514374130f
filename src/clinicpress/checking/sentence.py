"""Sentences and words of a text."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from clinicpress.records import dataclass

# A full stop ends a sentence if a space and a capital, a digit or a sign follow; not after these.
_END = re.compile(r"[.!?:][\"'”’)]*(?=\s+[A-Z0-9“\"'(¿¡]|\s*$)")
_SHORT = re.compile(r"\b(?:e\.g|i\.e|etc|vs|approx|Dr|Mr|Mrs|Ms|St|No|Fig|a\.m|p\.m|[A-Z])\.$")
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’-][A-Za-zÀ-ÖØ-öø-ÿ]+)*|\d+(?:[.,/:]\d+)*")


class Word(NamedTuple):
    """A word or number, where in its text it begins, and in small letters with a straight apostrophe.

    There are as many as words in a library, and rules ask them again and again.
    """

    text: str
    start: int
    lower: str


@dataclass(frozen=True)
class Sentence:
    """A sentence, and where in its text it begins."""

    text: str
    start: int

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words; their ``start`` counts from the beginning of the whole text."""
        start = self.start
        return tuple(
            Word(found[0], start + found.start(), found[0].lower().replace("’", "'"))
            for found in _WORD.finditer(self.text)
        )


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text. A colon ends one, too, if a capital follows: another thought begins there."""
    found, start = [], 0
    for match in _END.finditer(text):
        if _SHORT.search(text[start : match.end()]):
            continue
        found.append((start, match.end()))
        start = match.end()
    found.append((start, len(text)))
    sentences = []
    for begin, end in found:
        part = text[begin:end]
        if _WORD.search(part):
            lead = len(part) - len(part.lstrip())
            sentences.append(Sentence(part.strip(), begin + lead))
    return tuple(sentences)
