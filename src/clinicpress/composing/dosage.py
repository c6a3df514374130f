"""Dosages in words: sentences, chips, and the time that a session takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from clinicpress.composing.document import Chip
from clinicpress.composing.locale import Locale
from clinicpress.content.models.base import Position, Side
from clinicpress.content.models.exercise import Dosage
from clinicpress.records import dataclass
from clinicpress.units import Reps

# Up to this many seconds, people count seconds.
_COUNTED_SECONDS = 120


def duration_parts(seconds: int, locale: Locale) -> tuple[str, str]:
    """A time as its first number and the words after it: ``("2", "minutes 30 seconds")``."""
    minutes, rest = divmod(seconds, 60)
    if minutes == 0 or (rest and seconds < _COUNTED_SECONDS):
        return str(seconds), locale.text("seconds", count=seconds)
    unit = locale.text("minutes", count=minutes)
    if rest:
        unit = f"{unit} {duration(rest, locale)}"
    return str(minutes), unit


def duration(seconds: int, locale: Locale) -> str:
    """A time in words, such as ``30 seconds`` or ``1 minute``."""
    number, unit = duration_parts(seconds, locale)
    return locale.text("duration", number=number, unit=unit)


def repetitions(reps: Reps, locale: Locale) -> str:
    """``10``, or ``8 to 12`` for a range."""
    return str(reps.low) if reps.low == reps.high else locale.text("range", low=reps.low, high=reps.high)


@lru_cache(maxsize=2_000)
def dose_sentence(dosage: Dosage, side: Side, locale: Locale) -> str:
    """The dosage as sentences: ``Hold 30 seconds. Do 3 on each side. Do this 2 times a day, every day.``"""
    often = locale.text("dose-often", times=_times_a_day(dosage, locale), days=_days(dosage, locale))
    return _sentences(
        locale, _hold(dosage, locale), _amount(dosage, side, locale), _rest(dosage, locale), often
    )


@lru_cache(maxsize=2_000)
def short_dose_sentence(dosage: Dosage, side: Side, locale: Locale) -> str:
    """The same numbers in fewer words: ``Hold 30 seconds. Do 3 on each side, 2 times every day.``"""
    often = locale.text("dose-short", dose=_amount(dosage, side, locale), often=frequency(dosage, locale))
    return _sentences(locale, _hold(dosage, locale), often, _rest(dosage, locale))


@lru_cache(maxsize=2_000)
def once_dose_sentence(dosage: Dosage, side: Side, locale: Locale) -> str:
    """The numbers of one session, where the page says how often: ``Hold 30 seconds. Do 3 on each side.``"""
    return _sentences(locale, _hold(dosage, locale), _amount(dosage, side, locale), _rest(dosage, locale))


def former_dose_sentence(
    before: Dosage, now: Dosage, side: Side, locale: Locale, *, where: str = "", amount: bool = False
) -> str:
    """Of the dosage ``before``, what is other ``now``: ``Hold 30 seconds.``; empty if nothing is.

    The ``amount`` is said for what was not done at all before, too, and on demand; ``where`` goes with it.
    """
    hold = _hold(before, locale) if before.hold != now.hold else ""
    rest = _rest(before, locale) if (before.rest, before.sets > 1) != (now.rest, now.sets > 1) else ""
    often = frequency(before, locale) if _times(before) != _times(now) else ""
    others = (before.hold, before.rest) != (now.hold, now.rest)
    if amount or (before.reps, before.sets) != (now.reps, now.sets) or (others and not (hold or rest)):
        said = _amount(before, side, locale)
        for more in filter(None, (where, often)):
            said = locale.text("dose-short", dose=said, often=more)
        return _sentences(locale, hold, said, rest)
    return _sentences(locale, hold, rest, often)


def _times(dosage: Dosage) -> tuple[int, int]:
    return dosage.per_day, dosage.per_week


def frequency(dosage: Dosage, locale: Locale) -> str:
    """``2 times every day``, or ``2 times a day, 3 days a week``."""
    if dosage.per_week == 7:
        return locale.text("times-every-day", count=dosage.per_day)
    return locale.text("often-weekly", times=_times_a_day(dosage, locale), days=_days(dosage, locale))


@lru_cache(maxsize=2_000)
def chips(dosage: Dosage, side: Side, locale: Locale) -> tuple[Chip, ...]:
    """The dosage as big numbers, read as words: ``Hold 30 seconds``, ``Each side 3 times``."""
    found = []
    if dosage.hold:
        found.append(Chip(locale.text("chip-hold"), *duration_parts(dosage.hold, locale)))
    found.append(_amount_chip(dosage, side, locale))
    if dosage.rest:
        found.append(Chip(locale.text("chip-rest"), *duration_parts(dosage.rest, locale)))
    found.append(_often_chip(dosage, locale))
    return tuple(found)


def _sentences(locale: Locale, *texts: str) -> str:
    return " ".join(locale.text("sentence", text=text) for text in texts if text)


def _hold(dosage: Dosage, locale: Locale) -> str:
    return locale.text("dose-hold", time=duration(dosage.hold, locale)) if dosage.hold else ""


def _rest(dosage: Dosage, locale: Locale) -> str:
    """A rest stands between sets; with one set, after each repetition."""
    if not dosage.rest:
        return ""
    key = "dose-rest-sets" if dosage.sets > 1 else "dose-rest"
    return locale.text(key, time=duration(dosage.rest, locale))


def _sided(key: str, side: Side) -> str:
    """The key of a text for an exercise of that side; that for both sides has no name of its own."""
    return key if side == "both" else f"{key}-{side}"


def _amount(dosage: Dosage, side: Side, locale: Locale) -> str:
    reps = repetitions(dosage.reps, locale)
    if dosage.sets > 1:
        return locale.text(_sided("dose-sets", side), count=dosage.sets, reps=reps)
    return locale.text(_sided("dose-reps", side), count=dosage.reps.high, reps=reps)


def _times_a_day(dosage: Dosage, locale: Locale) -> str:
    return locale.text("times-a-day", count=dosage.per_day)


def _days(dosage: Dosage, locale: Locale) -> str:
    if dosage.per_week == 7:
        return locale.text("every-day")
    return locale.text("days-a-week", count=dosage.per_week)


def _amount_chip(dosage: Dosage, side: Side, locale: Locale) -> Chip:
    reps = repetitions(dosage.reps, locale)
    if dosage.sets > 1:
        label = locale.text("chip-sets" if side == "both" else f"chip-{side}")
        return Chip(label, str(dosage.sets), locale.text("chip-sets-unit", count=dosage.sets, reps=reps))
    return Chip(locale.text(f"chip-{side}"), reps, locale.text("times", count=dosage.reps.high))


def _often_chip(dosage: Dosage, locale: Locale) -> Chip:
    count = dosage.per_day
    if dosage.per_week == 7:
        return Chip(locale.text("chip-every-day"), str(count), locale.text("times", count=count))
    return Chip(_days(dosage, locale), str(count), locale.text("chip-times-a-day", count=count))


# Working values, to be set by a therapist: a slow movement there and back; getting up, placed and settled.
SECONDS_A_REPETITION = 4
SECONDS_A_CHANGE = 30


@dataclass(frozen=True, slots=True)
class DosePart:
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


def session(parts: Sequence[DosePart]) -> Session:
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
