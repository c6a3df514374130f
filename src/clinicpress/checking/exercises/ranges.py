"""How much of an exercise is plausible at home, by what it is: a stretch, strength, or motion.

The American College of Sports Medicine (ACSM) says of a stretch: hold 10 to 30 seconds, older people up to
60; 2 to 4 times, 60 seconds in all; 2 or 3 days a week or more, daily does most. Of strength: 8 to 12
repetitions, 10 to 15 for older and frail people, up to 25 for endurance; 2 to 4 sets, one for beginners; 2 or
3 days a week. Home exercises without weights are done daily, too. What else stands here is our own rule.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from clinicpress.composing.session import exercise_seconds
from clinicpress.model.base import Side
from clinicpress.model.exercise import Dosage, Exercise

Effort = Literal["stretch", "strength", "motion"]
# What is held so long is a stretch; less is a movement with a short stop at its end.
HELD = 15
# Work without movement is held so long.
SHORT_HOLD = 5
LONGEST_HOLD = 60
# A stretch of 60 seconds in all is enough; of more than three times that much nobody is the better.
ENOUGH_STRETCH, MOST_STRETCH, LEAST_STRETCH = 60, 180, 20
FEW_STRETCHES = 5
LEAST_WORK, MOST_WORK = 3, 25
FEWEST, MOST_MOTION = 3, 30
MOST_SETS = 4
MOST_WORK_A_DAY = 150
LONGEST_REST = 5 * 60
MOST_A_DAY = 6
LONGEST = 10 * 60


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about the value of a dosage at ``key``: what is said there, and what to write."""

    key: str
    found: str
    instead: str


def spoken(seconds: int) -> str:
    """A time as a content file has it: ``30 s``, ``2 min``."""
    minutes, rest = divmod(seconds, 60)
    return f"{seconds} s" if rest or seconds <= LONGEST_HOLD else f"{minutes} min"


def effort_of(exercise: Exercise, dosage: Dosage) -> Effort:
    """Whether it is done for a stretch, for strength, or to move a joint."""
    if exercise.feels == "work":
        return "strength"
    return "stretch" if (dosage.hold or 0) >= HELD or _called_stretch(exercise) else "motion"


def doubts(exercise: Exercise, dosage: Dosage, side: Side) -> tuple[Doubt, ...]:
    """What is out of range in a dosage of an exercise on that side."""
    look = {"stretch": _stretch, "strength": _strength, "motion": _motion}
    found = [*look[effort_of(exercise, dosage)](exercise, dosage), *_any(dosage)]
    seconds = exercise_seconds(dosage, side)
    if not found and seconds > LONGEST:
        found.append(_too_long(dosage, seconds, side))
    return tuple(found)


def _too_long(dosage: Dosage, seconds: int, side: Side) -> Doubt:
    """An exercise that takes too long; with one set, the rest stands between repetitions and may be why."""
    words = f"about {math.ceil(seconds / 60)} minutes for this one exercise"
    words += ", left and right" if side == "each" else ""
    instead = f"fewer sets or repetitions: {LONGEST // 60} minutes at most"
    rest = dosage.rest or 0
    if dosage.sets == 1 and rest * (dosage.reps.high - 1) > seconds / 4:
        words += f", with a rest of {spoken(rest)} after each repetition"
        instead = "rest: 5 s, or two sets: with one set, the rest stands between repetitions"
    return Doubt("", words, instead)


def _called_stretch(exercise: Exercise) -> bool:
    title = exercise.title.lower()
    return "stretch" in title and "dynamic" not in title


def _stretch(exercise: Exercise, dosage: Dosage) -> Iterator[Doubt]:
    hold, reps, called = dosage.hold or 0, dosage.reps.high, _called_stretch(exercise)
    rounds = reps * dosage.sets
    # a position that is only lain in for minutes is not stretched: once, or propped up on the belly
    lain = not called and (rounds == 1 or (exercise.position == "lying-front" and reps <= FEW_STRETCHES))
    if hold > LONGEST_HOLD and not lain:
        longest = f"hold: 30 s, for older patients up to {LONGEST_HOLD} s"
        yield Doubt("hold", f"a stretch held for {spoken(hold)}", longest)
    elif hold * rounds > MOST_STRETCH and not lain:
        few = max(2, min(4, math.ceil(ENOUGH_STRETCH / hold)))
        words = f"{rounds} stretches of {hold} s, {hold * rounds / 60:.2g} minutes in all"
        once = " and sets: 1" if dosage.sets > 1 else ""
        yield Doubt("reps", words, f"reps: {few}{once}; {ENOUGH_STRETCH} s of a stretch in all is enough")
    elif called and reps <= FEW_STRETCHES and hold * rounds < LEAST_STRETCH:
        words = f"a stretch held for only {hold} s" if hold else "a stretch without a hold"
        yield Doubt("hold", words, "hold: 30 s; 10 to 30 s loosen a muscle")
    yield from _weekly(dosage)


def _strength(_: Exercise, dosage: Dosage) -> Iterator[Doubt]:
    hold, reps = dosage.hold or 0, dosage.reps.high
    if hold > LONGEST_HOLD:
        words = f"muscles at work for {spoken(hold)} at a stretch"
        yield Doubt("hold", words, f"hold: {LONGEST_HOLD} s or less")
    if hold < SHORT_HOLD and reps < LEAST_WORK:
        words = f"only {reps} {'repetition' if reps == 1 else 'repetitions'} for strength"
        yield Doubt("reps", words, "reps: 8-12, for older or frail patients 10-15")
    elif reps > MOST_WORK:
        yield Doubt("reps", f"{reps} repetitions in a row", "reps: 10-15, and a second set if need be")
    yield from _sets(dosage)
    a_day = reps * dosage.sets * dosage.per_day
    # one number that is too large is told alone
    large = reps > MOST_WORK or dosage.sets > MOST_SETS or dosage.per_day > MOST_A_DAY
    if a_day > MOST_WORK_A_DAY and not large:
        words = f"{a_day} repetitions a day"
        yield Doubt("per_day", words, "per_day: 1, or fewer sets; tired muscles need rest")
    yield from _weekly(dosage)


def _motion(_: Exercise, dosage: Dosage) -> Iterator[Doubt]:
    reps = dosage.reps.high
    if reps > MOST_MOTION:
        yield Doubt("reps", f"{reps} repetitions in a row", "reps: 10-15, and per_day: 2 or 3")
    elif reps * dosage.sets * dosage.per_day < FEWEST and not dosage.hold:
        words = f"only {reps} {'repetition' if reps == 1 else 'repetitions'}, and no hold"
        yield Doubt("reps", words, "reps: 10, or add a hold")
    yield from _sets(dosage)


def _sets(dosage: Dosage) -> Iterator[Doubt]:
    if dosage.sets > MOST_SETS:
        yield Doubt("sets", f"{dosage.sets} sets", f"sets: 2, at most {MOST_SETS}")


def _weekly(dosage: Dosage) -> Iterator[Doubt]:
    if dosage.per_week == 1:
        yield Doubt("per_week", "only one day a week", "per_week: 2 or more; once a week gains little")


def _any(dosage: Dosage) -> Iterator[Doubt]:
    if (dosage.rest or 0) > LONGEST_REST:
        words = f"a rest of {spoken(dosage.rest or 0)}"
        yield Doubt("rest", words, "rest: 1 min; for another round later in the day, per_day: 2")
    if dosage.per_day > MOST_A_DAY:
        words = f"{dosage.per_day} times a day"
        yield Doubt("per_day", words, f"per_day: 3, at most {MOST_A_DAY}")
