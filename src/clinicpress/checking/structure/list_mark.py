"""``list-mark``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import WORDED, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject
from clinicpress.reading.doubts import LIST_MARK


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Texts, and lines of texts, that begin with a mark of a list."""
    for passage in subject.passages:
        match = LIST_MARK.search(passage.raw)
        if match is not None:
            start = len(passage.raw[: match.start()].split())
            words = passage.text.split()
            place = len(" ".join(words[:start])) + (start > 0)
            found = f"begins with '{match[0].strip()}', but the page prints bullets and numbers itself"
            yield at(passage, place, found, "delete it; in a list, put each item on its own line")


RULE = Rule(
    id="list-mark",
    group="structure",
    severity=Severity.WARNING,
    kinds=WORDED,
    finds="A bullet, a number or a hyphen that was pasted before a sentence.",
    why="The page prints two marks, or a list runs together into one paragraph.",
    basis="Our own rule: lists have their own block, and the page prints the marks.",
    wrong='- list: ["\u2022 Ice for 15 minutes"]',
    right='- list: ["Ice for 15 minutes"]',
    look=look,
)
