"""How long a session takes and how many a day: computed from the dosages, never typed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from clinicpress.model.base import Position, Side
from clinicpress.model.exercise import Dosage

# Working values, to be set by a therapist: a slow movement there and back; getting up, placed and settled.
SECONDS_A_REPETITION = 4
SECONDS_A_CHANGE = 30


@dataclass(frozen=True, slots=True)
class Part:
    """One exercise of a session."""

    dosage: Dosage
    side: Side
    position: Position


@dataclass(frozen=True, slots=True)
class Session:
    """A round of exercises: whole ``minutes``, how often a day it is done, how often it changes position.

    ``alike`` says that all exercises are done equally often, ``per_day`` times on ``per_week`` days; if
    not, these are the most that any of them is done.
    """

    minutes: int
    per_day: int
    per_week: int
    alike: bool
    position_changes: int


def exercise_seconds(dosage: Dosage, side: Side) -> int:
    """Seconds of one exercise: 4 s a repetition and its hold, sets, both sides, and the rests between.

    A range of repetitions counts at its upper end.
    """
    sides = 2 if side == "each" else 1
    repetition = (dosage.hold or 0) + SECONDS_A_REPETITION
    rounds = dosage.sets if dosage.sets > 1 else dosage.reps.high
    rests = (rounds - 1) * (dosage.rest or 0)
    return sides * (dosage.sets * dosage.reps.high * repetition + rests)


def session(parts: Sequence[Part]) -> Session:
    """The session of these exercises, with 30 s for each change to the next; minutes are rounded up.

    Raises:
        ValueError: if there is no exercise.
    """
    if not parts:
        raise ValueError("a session needs an exercise")
    seconds = sum(exercise_seconds(part.dosage, part.side) for part in parts)
    seconds += SECONDS_A_CHANGE * (len(parts) - 1)
    often = {(part.dosage.per_day, part.dosage.per_week) for part in parts}
    return Session(
        minutes=max(1, math.ceil(seconds / 60)),
        per_day=max(part.dosage.per_day for part in parts),
        per_week=max(part.dosage.per_week for part in parts),
        alike=len(often) == 1,
        position_changes=sum(one.position != other.position for one, other in pairwise(parts)),
    )
