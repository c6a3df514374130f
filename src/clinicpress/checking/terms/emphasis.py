"""``emphasis``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from clinicpress.checking.rule import TEXTS, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import UNPRINTED, Passage, Role, Subject, unmarked
from clinicpress.checking.terms.lexicon import entries

# A longer run of bold is no cue any more; two words in capitals can be read, three not.
MOST_BOLD, MOST_CAPITALS, LONG_WORD = 14, 2, 6
_SHORT = 4
# Printed as they were typed: marks for bold words stand on paper, too.
_PLAIN: tuple[Role, ...] = ("title", "short-title", "subtitle", "heading", "callout-title", "term", "label")
_MARKS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"(?<![\w*\\])\*(?![*\s])[^*\n]*[^*\s]\*(?![\w*])"),
        "these stars are printed as typed",
        "**",
    ),
    (
        re.compile(r"(?<!\w)__(?![_\s])[^_]*[^_\s]__(?!\w)"),
        "these underscores are printed as typed",
        "**",
    ),
    (re.compile(r"(?<!\w)_(?![_\s])[^_]*[^_\s]_(?!\w)"), "these underscores are printed as typed", "**"),
    (
        re.compile(r"</?(?:[biu]|em|strong|br|p|span|font)\b[^<>]*>", re.IGNORECASE),
        "this tag is printed as typed",
        "",
    ),
)
_BOLD = re.compile(r"\*\*(?!\s)(.+?)\*\*", re.DOTALL)
_CAPITAL_RUN = re.compile(r"(?<![\w-])[A-Z][A-Z'’-]*(?:[ ,]+[A-Z][A-Z'’-]*)*(?![\w-])")
_CAPITAL_WORD = re.compile(r"[A-Z]{2,}")
_SHOUTS = re.compile(r"!\s*!|\?!|!\?")
# Names that are written so.
_NAMES = frozenset({"THERABAND", "BOSU", "TYLENOL", "ADVIL", "COVID", "PEACE", "POLICE", "NSAIDS"})


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Marks that are printed as typed, capitals, long bold runs, and rows of exclamation marks."""
    for passage in subject.passages:
        yield from _marks(passage)
        if passage.role not in UNPRINTED:
            yield from _bold(passage)
            yield from _capitals(passage)
            yield from _shouting(passage)


def _marks(passage: Passage) -> Iterator[Hit]:
    for pattern, found, bold in _MARKS:
        for match in pattern.finditer(passage.raw):
            words = match[0].strip("*_")
            instead = (
                f'write "**{words}**", which is printed bold'
                if bold
                else "delete it; **bold** is the only mark"
            )
            yield _at(passage, match.start(), f"{match[0]}: {found}", instead)


def _bold(passage: Passage) -> Iterator[Hit]:
    for match in _BOLD.finditer(passage.raw):
        count = len(match[1].split())
        if passage.role in _PLAIN:
            yield _at(
                passage,
                match.start(),
                "stars are printed as typed in a title or heading",
                f'write "{match[1]}"',
            )
        elif count > MOST_BOLD:
            found = f"{count} words in a row are bold"
            yield _at(
                passage, match.start(), found, "make two or three key words bold, or one sentence at most"
            )


def _capitals(passage: Passage) -> Iterator[Hit]:
    for match in _CAPITAL_RUN.finditer(passage.text):
        words = _CAPITAL_WORD.findall(match[0])
        shouted = [word for word in words if word not in _NAMES]
        spoken = [word for word in shouted if word not in _abbreviations()]
        if _is_list(match[0], words):
            continue
        if (len(words) > MOST_CAPITALS and spoken) or any(len(word) >= LONG_WORD for word in spoken):
            said = match[0].strip(" ,")
            lowered = (
                said.capitalize()
                if passage.text[: match.start()].strip()[-1:] in ("", ".", "!", "?")
                else said.lower()
            )
            instead = (
                f'write "{lowered}"'
                if passage.role in _PLAIN
                else f'write "{lowered}", or "**{lowered}**" for bold'
            )
            yield at(passage, match.start(), f"'{said}' is in capitals", instead)


def _is_list(run: str, words: list[str]) -> bool:
    """Whether it lists abbreviations with commas, such as "THR, CVA, MS": those are told one by one."""
    return run.count(",") >= len(words) - 1 and all(len(word) <= _SHORT for word in words)


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(entry.term.upper() for entry in entries("abbreviations.txt") if entry.kind != "small")


def _shouting(passage: Passage) -> Iterator[Hit]:
    match = _SHOUTS.search(passage.text)
    if match:
        yield at(
            passage, match.start(), "several marks in a row", "write one period, or one exclamation mark"
        )
    elif passage.text.count("!") > 2:
        third = [index for index, letter in enumerate(passage.text) if letter == "!"][2]
        yield at(passage, third, "a third exclamation mark in one text", "write a period")


def _at(passage: Passage, start: int, found: str, instead: str) -> Hit:
    """A hit at a place of the text as it was typed."""
    return at(passage, len(unmarked(passage.raw[:start] + "x")) - 1, found, instead)


RULE = Rule(
    id="emphasis",
    group="terms",
    severity=Severity.WARNING,
    kinds=TEXTS,
    finds=f"Marks that are printed as typed, more than {MOST_CAPITALS} words or a long word in capitals, "
    f"more than {MOST_BOLD} bold words in a row, rows of exclamation marks.",
    why="Capitals and long bold runs are hard to read, and then nothing stands out.",
    basis="RNIB clear print: no italics, no underlining, no block capitals; PEMAT-P item 12 (visual cues).",
    wrong="DO NOT BEND your hip!!",
    right="**Do not** bend your hip.",
    look=look,
)
