"""``unused-exercise``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Exercises that no handout and no sheet uses."""
    if subject.id not in scope.users:
        instead = "name it in a sheet or a handout, or delete the file; keep it if plans add it"
        yield Hit(subject.loaded.at("title"), "no handout and no sheet uses this exercise", instead)


RULE = Rule(
    id="unused-exercise",
    group="exercises",
    severity=Severity.ADVICE,
    kinds=("exercise",),
    finds="An exercise that no handout and no sheet uses.",
    why="Nobody rereads what nobody prints, and years later a plan may still add it.",
    basis="Our own rule.",
    wrong="ankle-circles.yaml, and no sheet with ankle-circles",
    right="exercises: [knee-to-chest, ankle-circles]",
    look=look,
)
