"""``abbreviation``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from clinicpress.checking.rule import TEXTS, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Passage, Subject
from clinicpress.checking.terms.explained import explained
from clinicpress.checking.terms.lexicon import entries
from clinicpress.checking.terms.masking import without_addresses

LIST = "abbreviations.txt"
_CAPITALS = re.compile(r"(?<![\w&./'’-])[A-Z][A-Za-z]{0,2}[A-Z]+s?(?![\w&])")
_CONSONANTS = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{3,5}s?")
# After a name stand titles and states: "Sam Lee, PT", "Albany, NY".
_AFTER_NAME = re.compile(
    r"\b[A-Z][\w.'’-]*,(?: (?:PT|[A-Z][A-Za-z]{1,4}),)* $|\b(?!Your|The|A|Our)[A-Z][a-z]+ [A-Z][\w'’-]+ $"
)
_SCAN = re.compile(r"[ -](?:scans?|tests?|pictures?|images?|machine)\b")
_NUMBER = re.compile(r"\d\s*(?:[-–]|to)?\s*$")
# These are words, unless a number stands before them.
_UNITS = frozenset({"sec", "min", "hr", "rep", "wk", "min."})
_LEVEL = 0.7


@dataclass(frozen=True, slots=True)
class _Known:
    capitals: dict[str, str]
    small: dict[str, str]
    fine: frozenset[str]
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def _known() -> _Known:
    every = tuple(entries(LIST))
    small = {entry.term.lower(): _quoted(entry.plain) for entry in every if entry.kind == "small"}
    words = "|".join(re.escape(word) for word in sorted(small, key=len, reverse=True))
    return _Known(
        {entry.term: _quoted(entry.plain) for entry in every if entry.kind == "capitals"},
        small,
        frozenset(entry.term for entry in every if entry.kind == "fine"),
        re.compile(rf"(?<![\w&./@'’-])(?:{words})(?:(?<=/)|(?![\w/@-]))(?!\.\w)", re.IGNORECASE),
    )


def _quoted(plain: str) -> str:
    said = []
    for each in plain.split(" / "):
        words, bracket, when = each.partition(" (")
        # "a lung disease (COPD)" is said as a whole; "(a person)" says when it fits
        whole = not bracket or when[:1].isupper() or when.startswith("pictures")
        said.append(f'"{each}"' if whole else f'"{words}" ({when}')
    return " or ".join(said)


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Abbreviations that are not explained in the file, and those that nobody has to know."""
    told = _explained(subject)
    for passage in subject.passages:
        if passage.role == "term":
            continue
        text = without_addresses(passage.text)
        yield from _capitals(passage, text, told)
        for match in _known().pattern.finditer(text):
            if match[0].lower() in _UNITS and not _NUMBER.search(text[: match.start()]):
                continue
            if match[0].rstrip(".").isupper() and "." not in match[0][:-1]:
                continue
            yield at(
                passage,
                match.start(),
                f"'{match[0]}' is an abbreviation",
                _known().small[match[0].lower()],
            )


def _capitals(passage: Passage, text: str, told: frozenset[str]) -> Iterator[Hit]:
    if _shouted(text):
        return
    for match in _CAPITALS.finditer(text):
        short = match[0]
        if short in _known().fine or short.removesuffix("s") in told or short in told:
            continue
        if _AFTER_NAME.search(text, 0, match.start()) or (short == "MRI" and _SCAN.match(text, match.end())):
            continue
        plain = _known().capitals.get(short)
        if plain is not None:
            yield at(passage, match.start(), f"'{short}' is an abbreviation", plain)
        elif _CONSONANTS.fullmatch(short):
            yield at(passage, match.start(), f"'{short}' is an abbreviation", "the whole words")


def _shouted(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters > 6 and sum(map(str.isupper, text)) > _LEVEL * letters


def _explained(subject: Subject) -> frozenset[str]:
    """Those that a sentence or a heading explains, brackets beside their long form, or a glossary."""
    found = set[str]()
    for passage in subject.passages:
        if passage.role == "term":
            found.update(_CAPITALS.findall(passage.text))
        found.update(match[1] for match in _LONG_FIRST.finditer(passage.text))
        found.update(match[1] for match in _SHORT_FIRST.finditer(passage.text))
        found.update(
            match[0] for match in _CAPITALS.finditer(passage.text) if explained(passage, *match.span())
        )
    return frozenset(short.removesuffix("s") for short in found)


_LONG_FIRST = re.compile(r"[a-z]{2,} \(([A-Z][A-Za-z]{0,2}[A-Z]+s?)\)")
_SHORT_FIRST = re.compile(
    r"\b([A-Z][A-Za-z]{0,2}[A-Z]+s?)(?: \([^)]*[a-z]{3}[^)]*\)|,? (?:means|stands for|is short for)\b)"
)

RULE = Rule(
    id="abbreviation",
    group="terms",
    severity=Severity.WARNING,
    kinds=TEXTS,
    finds="An abbreviation that is not explained, or that has a plain form.",
    why="Patients who do not know the abbreviation cannot do what it says.",
    basis='PEMAT-P item 3; Joint Commission "Do Not Use" list and ISMP list of error-prone abbreviations.',
    wrong="Do ROM exercises BID w/ a towel, e.g. on the bed.",
    right="Do the bending exercises 2 times a day with a towel, such as on the bed.",
    look=look,
    languages=("en",),
)
