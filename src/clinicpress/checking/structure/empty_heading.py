"""``empty-heading``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from clinicpress.checking.rule import Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.structure.words import words
from clinicpress.checking.subject import Subject

_WHAT = 'say what the part is about, such as "What is it?"'
_TELL = 'say what the part tells, such as "What helps"'
_MORE = 'say what more there is, such as "What else helps"'
_DO = 'say what to know or do, such as "When to rest"'
# Headings that could stand over any text, as they are written without a number and without articles.
_EMPTY: Mapping[str, str] = {
    **dict.fromkeys(
        ("introduction", "intro", "overview", "background", "about", "definition", "description"), _WHAT
    ),
    **dict.fromkeys(
        (
            "information", "info", "general", "general information", "general info", "key information",
            "important information", "patient information", "information for patients", "details", "content",
            "contents", "text", "topic", "topics", "points",
        ),
        _TELL,
    ),
    **dict.fromkeys(
        (
            "other", "others", "more", "more information", "more info", "more details", "further information",
            "further details", "additional information", "additional info", "other information",
            "miscellaneous", "misc", "extra", "extras",
        ),
        _MORE,
    ),
    **dict.fromkeys(
        ("note", "notes", "please note", "important note", "important notes", "additional notes", "remarks",
         "comments", "discussion"),
        _DO,
    ),
}  # fmt: skip
_NUMBERED = re.compile(
    r"^(?:(?:section|part|chapter|page)\s*)?(?:\d+|[ivx]+|[a-h])?[).:\s–-]*\b", re.IGNORECASE
)


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Headings that could stand over any text, and those that repeat the title."""
    title = words(subject.model.title)
    for passage in subject.passages_in("heading"):
        instead = _instead(passage.text)
        if instead is not None:
            yield at(passage, 0, f'the heading "{passage.text}" fits any text', instead)
        elif words(passage.text) == title:
            yield at(passage, 0, f'the heading "{passage.text}" repeats the title', _WHAT)


def _instead(heading: str) -> str | None:
    """What to write instead of a heading; None if it says something."""
    said = " ".join(word for word in words(heading) if word not in ("the", "a", "an", "some"))
    bare = " ".join(words(_NUMBERED.sub("", heading, count=1)))
    if not bare or bare.isdigit():
        return _TELL
    return _EMPTY.get(said) or _EMPTY.get(bare)


RULE = Rule(
    id="empty-heading",
    group="structure",
    severity=Severity.WARNING,
    kinds=("handout",),
    finds="A heading that fits any text, or repeats the title.",
    why="People who look for one thing read only the headings.",
    basis="PEMAT-P item 9: headings tell what the section is about. CDC Clear Communication Index item 9.",
    wrong="- heading: Information",
    right="- heading: What helps",
    look=look,
    languages=("en",),
)
