"""``purpose-missing``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import DOCUMENTS, Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.structure.words import content, kind, of_paper_alone, says_nothing, words
from clinicpress.checking.subject import Subject
from clinicpress.model.documents import Handout

_WORDY = 5
_ABOUT_YOU = re.compile(r"\s+(?:and|&)\s+(?:you|me)\s*$", re.IGNORECASE)
_PARTED = re.compile(r"[:?–—|]|\s-\s")


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A title that names a topic alone, or nothing, where no text at the top says what the page is for."""
    model = subject.model
    handout = isinstance(model, Handout)
    subtitle = model.subtitle if handout else None
    first = model.summary[0] if handout else model.summary
    if subtitle and _tells(subtitle):
        return
    title = model.title
    if of_paper_alone(title):
        if first and not says_nothing(first):
            return
        found = f'"{title}" fits any page; nothing at the top says what this one is for'
    elif handout and _topic_alone(title) and not content(title) & content(first or ""):
        found = f'"{title}" only names a topic; nothing at the top says what this page is for'
    else:
        return
    yield Hit(subject.loaded.at("title"), found, _instead(title, handout))


def _tells(subtitle: str) -> bool:
    """True for "What it is, and what helps", not for "Information for patients"."""
    asks = {"what", "how", "when", "why"}.intersection(words(subtitle))
    return not of_paper_alone(subtitle) and bool(asks or not says_nothing(subtitle))


def _topic_alone(title: str) -> bool:
    """True for "Sciatica" or "Your knee and you", not for "Sciatica: what helps" or "Living with pain"."""
    bare = _ABOUT_YOU.sub("", title)
    said = words(bare)
    if _PARTED.search(bare) or len(said) >= _WORDY or kind("purpose").intersection(said):
        return False
    return not (said[0].endswith("ing") and said[0] not in kind("felt"))


def _instead(title: str, handout: bool) -> str:
    if not handout:
        return 'say it in the title, such as "Exercises for your knee"'
    if of_paper_alone(title):
        return 'say it in the title, such as "Exercises for your knee", or in a subtitle'
    return 'add a subtitle that says it, such as "What it is, and what helps"'


RULE = Rule(
    id="purpose-missing",
    group="structure",
    severity=Severity.WARNING,
    kinds=DOCUMENTS,
    finds="A title that only names a topic or fits any page, where nothing "
    "at the top says what the page is for.",
    why="People put a page away if they cannot see at a glance what it is for.",
    basis="PEMAT-P item 1: a title or the first text tells at a glance what it is about; no general phrase.",
    wrong="title: Patient information",
    right="title: Sciatica\nsubtitle: What it is, and what helps",
    look=look,
    languages=("en",),
)
