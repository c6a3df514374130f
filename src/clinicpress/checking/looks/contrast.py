"""``contrast``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject
from clinicpress.model.brand import contrast, grey

LEAST, GONE = 3.0, 1.5
# Lines and signs that carry meaning, and what they stand on. Brand, alert, soft and ink are colours of text,
# which is a stricter rule of its own; rule and tint only frame what is there without them.
_SIGNS = (("nerve", "paper", "the rings that show where a label of a diagram belongs"),)


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Lines and signs that carry meaning below 3:1 on their ground, in colour or in grey."""
    colours = subject.model.colours
    for key, ground, what in _SIGNS:
        colour, back = getattr(colours, key), getattr(colours, ground)
        coloured, printed = contrast(colour, back), contrast(grey(colour), grey(back))
        ratio = min(coloured, printed)
        if ratio >= LEAST:
            continue
        place = subject.loaded.at("colours", key if key in colours.model_fields_set else ground)
        where = "" if coloured < LEAST else " in grey"
        found = f"{key} {colour} on {ground} {back} has a contrast of only {ratio:.1f}:1{where}: {what}"
        severity = Severity.ERROR if ratio < GONE else None
        yield Hit(
            place, found, f"choose a darker {key}, such as '#C4261D', for {LEAST:g}:1 or more", severity
        )


RULE = Rule(
    id="contrast",
    group="looks",
    severity=Severity.WARNING,
    kinds=("brand",),
    finds=f"A line or sign that carries meaning below {LEAST:g}:1 on its ground, in colour or in grey; "
    f"below {GONE:g}:1 it is an error.",
    why="People with weak eyesight cannot see a pale line, and laser printers lose it.",
    basis="WCAG 2.1, 1.4.11: lines and signs that carry meaning need 3:1.",
    wrong='nerve: "#F0A0A0"',
    right='nerve: "#C4261D"',
    look=look,
)
