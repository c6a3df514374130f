"""``ink-coverage``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import DOCUMENTS, Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject

MOST = 12.0


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Documents with a page that is more than 12 % ink."""
    dark = [
        (number, percent)
        for number, percent in enumerate(scope.coverage(subject.kind, subject.id), 1)
        if percent > MOST
    ]
    if dark:
        pages = ", ".join(f"page {number}: {percent:g} %" for number, percent in dark)
        instead = "use smaller pictures, fewer exercises on a page, or a paler tint in the brand"
        yield Hit(subject.loaded.at("title"), f"ink covers more than {MOST:g} % of a page ({pages})", instead)


RULE = Rule(
    id="ink-coverage",
    group="looks",
    severity=Severity.WARNING,
    kinds=DOCUMENTS,
    finds=f"A document with a page of which ink covers more than {MOST:g} %.",
    why="Dark pages use up toner, curl, and hide what a pen writes on them.",
    basis="Our own rule. A page of text alone is about 5 % ink, by which printers reckon their toner.",
    wrong='tint: "#303030"  # a dark box behind the summary',
    right='tint: "#E9F3F2"',
    look=look,
)
