"""``too-many-exercises``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope, uses
from clinicpress.checking.subject import Subject

FEW, MOST = 5, 8


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Sheets of more than 5 exercises; of more than 8, a warning."""
    count = len(uses(subject))
    place = subject.loaded.at("exercises")
    if count > MOST:
        found = f"the sheet has {count} exercises, far more than anybody does well at home"
        yield Hit(
            place, found, f"keep the {FEW} that matter most; put the others on a second sheet for later"
        )
    elif count > FEW:
        found = f"the sheet has {count} exercises"
        instead = (
            f"give each patient {FEW} or fewer (a plan can drop the others); add more once those go well"
        )
        yield Hit(place, found, instead, Severity.ADVICE)


RULE = Rule(
    id="too-many-exercises",
    group="exercises",
    severity=Severity.WARNING,
    kinds=("sheet",),
    finds=f"A sheet of more than {MOST} exercises; advice for more than {FEW}.",
    why="People who get two exercises do them better than people who get eight.",
    basis="Henry, Rosemond and Eckert 1999 (15 people over 65; 2, 5 or 8 exercises): "
    "those with 2 did them better than those with 8.",
    wrong="exercises: [bridge, clamshell, bird-dog, dead-bug, cat-cow, heel-raise, sit-to-stand]",
    right="exercises: [bridge, clamshell, sit-to-stand]",
    look=look,
)
