"""Finds characters that the brand's typefaces cannot print, before anything is drawn."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterator

from clinicpress.composing.document import Document, Words
from clinicpress.figures.displaylist import Diagram, DisplayList
from clinicpress.problems import Problem
from clinicpress.typesetting.fonts import FontSet, missing_characters


def all_words(thing: object) -> Iterator[Words]:
    """Every piece of text in a composed document, in the order of its fields."""
    if isinstance(thing, Words):
        yield thing
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from all_words(part)
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, DisplayList | Diagram | type):
        for field in dataclasses.fields(thing):
            yield from all_words(getattr(thing, field.name))


def missing_glyphs(document: Document, fonts: FontSet) -> tuple[Problem, ...]:
    """A problem for each character and place that no face of the brand can print."""
    problems: dict[Problem, None] = {}
    for words in all_words(document):
        for char in dict.fromkeys(c for font in fonts.names for c in missing_characters(words.text, font)):
            name = unicodedata.name(char, "no name").lower()
            problems[
                Problem(
                    f"the typeface has no picture for {char!r} (U+{ord(char):04X}, {name})",
                    "write it in other words, or give the brand a typeface that has it",
                    words.source,
                )
            ] = None
    return tuple(problems)
