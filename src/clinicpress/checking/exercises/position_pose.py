"""``position-pose``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject
from clinicpress.model.base import Position
from clinicpress.model.pose import Base, Pose

_BASES: Mapping[Position, tuple[Base, ...]] = {
    "lying-back": ("supine",),
    "lying-front": ("prone",),
    "lying-side": ("side-left", "side-right"),
    "hands-and-knees": ("quad",),
    "kneeling": ("kneel",),
    "sitting": ("sit",),
    "standing": ("stand",),
}
# A trunk that is tipped or rolled further makes another posture of a base.
_TIPPED = 45


def _posed_otherwise(pose: Pose) -> bool:
    pelvis = pose.pelvis
    if pelvis is None:
        return False
    tipped = max(abs(pelvis.tilt or 0), abs(pelvis.roll or 0), abs(pelvis.turn or 0)) >= _TIPPED
    # one that stands or lies is not carried by a chair or a table
    carried = pelvis.rest not in (None, "floor") and pose.base not in ("sit", "kneel", "quad")
    return tipped or carried


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A position that is another one than that of the first picture."""
    exercise = subject.model
    base = exercise.figure.base
    if base in _BASES[exercise.position] or _posed_otherwise(exercise.figure.frames[0].pose):
        return
    drawn = next(position for position, bases in _BASES.items() if base in bases)
    found = f"position says {exercise.position}, but the first picture shows {drawn}"
    right = _BASES[exercise.position][0]
    instead = f"write position: {drawn}, or draw the first picture with base: {right}"
    yield Hit(subject.loaded.at("position"), found, instead)


RULE = Rule(
    id="position-pose",
    group="exercises",
    severity=Severity.WARNING,
    kinds=("exercise",),
    finds="A position that differs from what the first picture shows.",
    why="The words and the picture disagree about how to begin; one of them is wrong.",
    basis="PEMAT-P 26: pictures make it easier to act. They do so only if they show what is meant.",
    wrong="position: sitting  # base: supine",
    right="position: lying-back  # base: supine",
    look=look,
)
