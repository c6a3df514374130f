"""``position-changes``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope, uses
from clinicpress.checking.subject import Subject
from clinicpress.model.base import Position

MOST = 3
# Rolling over on a mat is easy; getting down, up or onto the knees is not.
_WHERE: Mapping[Position, str] = {
    "lying-back": "lying",
    "lying-front": "lying",
    "lying-side": "lying",
    "hands-and-knees": "on the knees",
    "kneeling": "on the knees",
    "sitting": "sitting",
    "standing": "standing",
}


def changes(positions: Sequence[Position]) -> int:
    """How often one gets up, down or onto the knees between exercises."""
    return sum(_WHERE[one] != _WHERE[other] for one, other in pairwise(positions))


def best_order(positions: Sequence[tuple[str, Position]]) -> tuple[str, ...]:
    """The names in the order with fewest changes: what is done in one place together, in its own order."""
    places = list(dict.fromkeys(_WHERE[position] for _, position in positions))
    # on a mat, what is done lying on the back stands together, too
    kinds = list(dict.fromkeys(position for _, position in positions))
    order = sorted(positions, key=lambda each: (places.index(_WHERE[each[1]]), kinds.index(each[1])))
    return tuple(name for name, _ in order)


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Sheets with more than 3 changes between lying, the knees, sitting and standing."""
    known = scope.library.exercises
    found = [
        (use.exercise, known[use.exercise].model.position) for use in uses(subject) if use.exercise in known
    ]
    count = changes([position for _, position in found])
    if count > MOST:
        place = subject.loaded.at("exercises")
        order = ", ".join(best_order(found))
        words = f"the patient changes between lying, kneeling, sitting and standing {count} times"
        yield Hit(place, words, f"put them in this order: {order}")


RULE = Rule(
    id="position-changes",
    group="exercises",
    severity=Severity.WARNING,
    kinds=("sheet",),
    finds=f"A sheet that changes between lying, kneeling, sitting and standing more than {MOST} times.",
    why="Getting down and up again hurts and tires; each time is a chance to stop, or to fall.",
    basis="Our own rule.",
    wrong="exercises: [bridge, heel-raise, clamshell, sit-to-stand, dead-bug]",
    right="exercises: [bridge, dead-bug, clamshell, sit-to-stand, heel-raise]",
    look=look,
)
