"""``summary-missing``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.structure.words import unsaid
from clinicpress.checking.subject import Passage, Subject

# "This leaflet tells you about sciatica." says of the page what it does, and nothing of what matters.
_PAPER = "(?:leaflet|handout|page|sheet|guide|booklet|brochure|document|information)"
_DOES = (
    "(?:tells?|explains?|describes?|gives?|is about|is for|contains?|covers?|helps?|answers?|provides?|shows?"
    "|aims?|has|looks)"
)
_ANNOUNCED = re.compile(
    r"(?:please )?(?:read|keep) (?:all of |it all|through )?this\b"
    rf"|(?:this|the|our) (?:short |brief )?{_PAPER} (?:\w+ )?{_DOES}\b"
    rf"|(?:in|on) (?:this|the following) {_PAPER}s?\b"
    r"|(?:here|below|on the next pages?),? (?:you|we|are|is)\b"
    r"|(?:you|we) will (?:find out|find here|learn (?:more|about|how|what|why)|read about|tell you|explain)\b"
    r"|see below\b",
    re.IGNORECASE,
)


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A box of key points in which no sentence says more than the title, or than that there is a page."""
    model = subject.model
    said = f"{model.title} {model.subtitle or ''}"
    items = subject.passages_in("summary")
    if any(_sums_up(item, said) for item in items):
        return
    found = "the summary only repeats the title" if len(items) == 1 else "the summary has no key point"
    if any(_ANNOUNCED.match(item.text) for item in items):
        found = "the summary says what is on the page, not what matters most"
    instead = "write what to know and what to do, such as: Moving helps. Do your exercises every day."
    yield Hit(subject.loaded.at("summary"), found, instead)


def _sums_up(item: Passage, said: str) -> bool:
    return any(
        unsaid(sentence.text, said) for sentence in item.sentences if not _ANNOUNCED.match(sentence.text)
    )


RULE = Rule(
    id="summary-missing",
    group="structure",
    severity=Severity.WARNING,
    kinds=("handout",),
    finds="Key points at the top that only repeat the title or announce what follows.",
    why="Many people read only the top of a page.",
    basis="PEMAT-P item 11 and CDC Clear Communication Index item 10: what matters most is summed up.",
    wrong='summary: ["This leaflet tells you about sciatica."]',
    right='summary: ["Moving helps. Too much rest can make sciatica worse."]',
    look=look,
    languages=("en",),
)
