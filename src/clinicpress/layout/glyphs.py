"""Finds characters that the brand's typefaces cannot print, before anything is drawn."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, cast

from clinicpress.blocks.look import PageLook
from clinicpress.composing.document import Card, Document
from clinicpress.content.models.characters import sign_name
from clinicpress.figures.displaylist import Diagram, DisplayList
from clinicpress.inline import Run, Words
from clinicpress.messages import say
from clinicpress.problems import Problem, Source
from clinicpress.typesetting.faces import FontSet, missing_characters

# Letters and digits that run from right to left, and the signs that turn the order of others.
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"))
_TURNING_MARKS = frozenset("\u061c\u200e\u200f")
# Nothing turns the other way, and no character is missing.
_PRINTABLE: tuple[str, tuple[str, ...]] = ("", ())
# What is filled in later, such as ``{n}``.
_BLANK = re.compile(r"{\w+}")


def all_words(thing: object) -> Iterator[Words]:
    """Every piece of text in a composed document that is printed, in the order of its fields.

    A text of clinicpress's own (`Printed`) has the place of what it stands in.
    """
    return _words(thing, Source("", 0), printed=False)


def _words(thing: object, place: Source, *, printed: bool) -> Iterator[Words]:
    if isinstance(thing, Words):
        yield thing
    elif isinstance(thing, str):
        if printed:
            yield Words((Run(_BLANK.sub("", thing)),), place)
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from _words(part, place, printed=printed)
    else:
        fields = [(getattr(thing, name), printed) for name, printed in _fields(cast(Hashable, type(thing)))]
        for value, _ in fields:
            if isinstance(value, Source | Words):
                place = value if isinstance(value, Source) else value.source
                break
        for value, own in fields:
            yield from _words(value, place, printed=own)


@lru_cache(maxsize=64)
def _fields(kind: Any) -> tuple[tuple[str, bool], ...]:
    """The fields that may hold words, and whether a `str` in them is printed; a display list holds none."""
    if issubclass(kind, DisplayList | Diagram) or not dataclasses.is_dataclass(kind):
        return ()
    fields = (field for field in dataclasses.fields(kind) if field.compare)
    return tuple((field.name, "Printed" in str(field.type)) for field in fields)


def missing_glyphs(document: Document, look: PageLook) -> tuple[Problem, ...]:
    """A problem for each text with characters that no face of the brand can print in its order.

    The character is told by its code point and its name: it may be of a patient's name.
    """
    own, common = _parts(document)
    found = [
        look.once("glyphs", (part,), partial(missing_in, part, look.fonts))
        for part in common
        if part is not None
    ]
    first: dict[tuple[Source | None, str], Problem] = {}
    for problem in (*missing_in(own, look.fonts), *(problem for part in found for problem in part)):
        # what is made of a text, such as initials, lacks what the text lacks
        first.setdefault((problem.source, problem.sign), problem)
    return tuple(first.values())


def _parts(document: Document) -> tuple[object, tuple[object, ...]]:
    """What only this document says, and what others of the same run say too, in the very same objects."""
    cards = [block for block in document.blocks if isinstance(block, Card)]
    plain = [card.plain or card for card in cards]
    notes = [
        (card.note, card.dose, card.short_dose, card.once_dose) for card in cards if card.plain is not None
    ]
    others = [block for block in document.blocks if not isinstance(block, Card)]
    own = (
        document.title, document.subtitle, document.summary_title, document.summary, document.facts, others,
        notes, document.patient, document.notes_title, document.brief, document.rule, document.identity,
        document.note, document.stopped, document.shared,
    )  # fmt: skip
    common = (document.safety, document.log, document.furniture, document.neutral, document.diary, *plain)
    return own, common


def missing_in(thing: object, fonts: FontSet) -> tuple[Problem, ...]:
    """A problem for each text of a part of a document that cannot be printed."""
    problems: dict[Problem, None] = {}
    for words in all_words(thing):
        turned, missing = _unprintable(words.text, fonts)
        if turned:
            problems[_wrong_way(words, turned)] = None
        elif missing:
            problems[_missing(words, missing)] = None
    return tuple(problems)


@lru_cache(maxsize=4_000)
def _unprintable(text: str, fonts: FontSet) -> tuple[str, tuple[str, ...]]:
    """The first character that runs from right to left, if one does; else those that a face lacks."""
    if text.isascii():
        turned = ""
    else:
        turned = next(
            (c for c in text if unicodedata.bidirectional(c) in _RIGHT_TO_LEFT or c in _TURNING_MARKS), ""
        )
    if turned:
        return turned, ()
    return "", tuple(dict.fromkeys(c for font in fonts.names for c in missing_characters(text, font)))


def is_printable(text: str, fonts: FontSet) -> bool:
    """Whether the typefaces of a brand can print a text."""
    return _unprintable(text, fonts) == _PRINTABLE


def _wrong_way(words: Words, char: str) -> Problem:
    message = say("layout.cannot-turn-writing", sign=sign_name(char))
    return Problem(message, say("layout.write-left-right-letters"), words.source, char)


def _missing(words: Words, chars: Sequence[str]) -> Problem:
    """The problem of all characters of a text that a face lacks, at the first of them."""
    char = chars[0]
    message = say("layout.no-glyph", sign=sign_name(char))
    if len(chars) > 1:
        message = say("layout.no-glyph-for-more", sign=sign_name(char), more=len(chars) - 1)
    hint = say("layout.use-other-letters-or-words")
    return Problem(message, hint, words.source, char)
