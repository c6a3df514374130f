"""``dosage-range``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.exercises.ranges import Doubt, doubts
from clinicpress.checking.rule import WORDED, Hit, Rule, Severity
from clinicpress.checking.scope import Scope, numbered_uses
from clinicpress.checking.subject import Subject
from clinicpress.model.exercise import Exercise, ExerciseUse
from clinicpress.model.library import Loc


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Dosages out of range: an exercise's own, and what a sheet or a handout changes."""
    if subject.kind == "exercise":
        exercise = subject.model
        for doubt in doubts(exercise, exercise.dosage, exercise.side):
            yield Hit(subject.loaded.at(*_loc(("dosage",), doubt)), doubt.found, doubt.instead)
        return
    for loc, use in numbered_uses(subject):
        loaded = scope.library.exercises.get(use.exercise)
        if loaded is not None and use.dosage is not None:
            for doubt in _new(loaded.model, use):
                place = subject.loaded.at(*_loc((*loc, "dosage"), doubt))
                yield Hit(place, doubt.found, doubt.instead)


def _loc(loc: Loc, doubt: Doubt) -> Loc:
    return (*loc, doubt.key) if doubt.key else loc


def _new(exercise: Exercise, use: ExerciseUse) -> Iterator[Doubt]:
    """What is doubtful only as changed: the rest is told of the exercise itself."""
    assert use.dosage is not None
    own = doubts(exercise, exercise.dosage, exercise.side)
    for doubt in doubts(exercise, use.dosage.over(exercise.dosage), use.side or exercise.side):
        if doubt not in own:
            yield doubt


RULE = Rule(
    id="dosage-range",
    group="exercises",
    severity=Severity.WARNING,
    kinds=WORDED,
    finds="A dosage that is out of range for a stretch, for strength or for motion.",
    why="Patients who are asked for too much give up or get sore; too little does not help.",
    basis="ACSM, Guidelines for Exercise Testing and Prescription: stretch 10 to 30 s (older people 60 s), "
    "2 to 4 times; strength 8 to 15 repetitions (endurance to 25), 1 to 4 sets, 2 days a week or more.",
    wrong="dosage: {reps: 10, hold: 30 s, sets: 3, per_day: 2}",
    right="dosage: {reps: 3, hold: 30 s, per_day: 2}",
    look=look,
)
