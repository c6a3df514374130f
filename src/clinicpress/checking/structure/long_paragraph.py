"""``long-paragraph``."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from clinicpress.checking.rule import WORDED, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject

MOST = 5
# What a line holds at most in a layout of ours, in characters.
LINE = 70


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Paragraphs and notes of more than 5 lines."""
    for passage in subject.passages_in("paragraph", "note"):
        lines = ceil(len(passage.text) / LINE)
        if lines > MOST:
            half = len(passage.sentences) // 2
            where = f' before "{_begin(passage.sentences[half].text)}"' if half else ""
            instead = f"begin a new paragraph{where}, or make a list"
            yield at(passage, 0, f"this paragraph fills about {lines} lines", instead)


def _begin(sentence: str) -> str:
    return " ".join(sentence.split()[:4])


RULE = Rule(
    id="long-paragraph",
    group="structure",
    severity=Severity.WARNING,
    kinds=WORDED,
    finds=f"A paragraph of more than {MOST} lines of {LINE} characters.",
    why="People do not start on a grey block of text, or do not reach its end.",
    basis="PEMAT-P item 8: short sections. RNIB: 60 to 70 characters in a line. The 5 lines are our own.",
    wrong="- text: (ten sentences on end)",
    right="- text: (three sentences, an empty line, and the next three)",
    look=look,
)
