"""Rules on doses: their range, their words, and the time that a session takes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from clinicpress.checking.sentence import Sentence
from clinicpress.checking.subject import (
    Finder,
    Hit,
    Passage,
    Scope,
    Severity,
    Subject,
    at,
    numbered_uses,
    uses,
)
from clinicpress.composing.dosage import DosePart, exercise_seconds, session
from clinicpress.content.models.base import Loc, Side, TextRole
from clinicpress.content.models.exercise import Dosage, Exercise, ExerciseUse
from clinicpress.messages import say
from clinicpress.records import dataclass


def dosage_of(subject: Subject) -> Dosage | None:
    """The dosage of an exercise file; None for others."""
    model = subject.model
    return model.dosage if isinstance(model, Exercise) else None


def times(dosage: Dosage | None, factor: float = 1) -> str:
    """How many, such as ``10``; an example where there is no dosage."""
    if dosage is None:
        return "10"
    low, high = (max(1, round(factor * number)) for number in (dosage.reps.low, dosage.reps.high))
    return str(low) if low == high else f"{low} to {high}"


def seconds(dosage: Dosage | None, factor: float = 1) -> str:
    """How long to hold, such as ``10 seconds``; an example where there is none."""
    hold = 10 if dosage is None or dosage.hold is None else max(1, round(factor * dosage.hold))
    return f"{hold} second{'s' if hold != 1 else ''}"


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
    minutes = math.ceil(seconds / 60)
    if side == "each":
        words = say("rule.exercise-takes-long-both-sides", minutes=minutes)
    else:
        words = say("rule.exercise-takes-long", minutes=minutes)
    instead = say("rule.fewer-sets-or-repetitions-for-minutes", minutes=LONGEST // 60)
    rest = dosage.rest or 0
    if dosage.sets == 1 and rest * (dosage.reps.high - 1) > seconds / 4:
        words = say("rule.exercise-takes-long-by-rests", found=words, rest=spoken(rest))
        instead = say("rule.rest-less-or-two-sets")
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
        longest = say("rule.hold-less-for-stretch", longest=LONGEST_HOLD)
        yield Doubt("hold", say("rule.stretch-held-too-long", hold=spoken(hold)), longest)
    elif hold * rounds > MOST_STRETCH and not lain:
        few = max(2, min(4, math.ceil(ENOUGH_STRETCH / hold)))
        words = say("rule.stretches-take-long", rounds=rounds, hold=hold, minutes=hold * rounds / 60)
        if dosage.sets > 1:
            instead = say("rule.fewer-stretches-and-sets", few=few, enough=ENOUGH_STRETCH)
        else:
            instead = say("rule.fewer-stretches", few=few, enough=ENOUGH_STRETCH)
        yield Doubt("reps", words, instead)
    elif called and reps <= FEW_STRETCHES and hold * rounds < LEAST_STRETCH:
        words = say("rule.stretch-held-too-short", hold=hold) if hold else say("rule.stretch-without-hold")
        yield Doubt("hold", words, say("rule.hold-longer-for-stretch"))
    yield from _weekly(dosage)


def _strength(_: Exercise, dosage: Dosage) -> Iterator[Doubt]:
    hold, reps = dosage.hold or 0, dosage.reps.high
    if hold > LONGEST_HOLD:
        words = say("rule.muscles-work-for-without-break", hold=spoken(hold))
        yield Doubt("hold", words, say("rule.hold-less", longest=LONGEST_HOLD))
    if hold < SHORT_HOLD and reps < LEAST_WORK:
        words = say("rule.few-repetitions-for-strength", count=reps)
        yield Doubt("reps", words, say("rule.reps-for-strength"))
    elif reps > MOST_WORK:
        yield Doubt("reps", say("rule.repetitions-row", reps=reps), say("rule.reps-and-second-set"))
    yield from _sets(dosage)
    a_day = reps * dosage.sets * dosage.per_day
    # one number that is too large is told alone
    large = reps > MOST_WORK or dosage.sets > MOST_SETS or dosage.per_day > MOST_A_DAY
    if a_day > MOST_WORK_A_DAY and not large:
        words = say("rule.repetitions-day", a_day=a_day)
        yield Doubt("per_day", words, say("rule.per-day-once-for-strength"))
    yield from _weekly(dosage)


def _motion(_: Exercise, dosage: Dosage) -> Iterator[Doubt]:
    reps = dosage.reps.high
    if reps > MOST_MOTION:
        yield Doubt("reps", say("rule.repetitions-row", reps=reps), say("rule.reps-and-more-a-day"))
    elif reps * dosage.sets * dosage.per_day < FEWEST and not dosage.hold:
        words = say("rule.few-repetitions-and-no-hold", count=reps)
        yield Doubt("reps", words, say("rule.reps-or-a-hold"))
    yield from _sets(dosage)


def _sets(dosage: Dosage) -> Iterator[Doubt]:
    if dosage.sets > MOST_SETS:
        yield Doubt("sets", say("rule.many-sets", sets=dosage.sets), say("rule.fewer-sets", most=MOST_SETS))


def _weekly(dosage: Dosage) -> Iterator[Doubt]:
    if dosage.per_week == 1:
        yield Doubt("per_week", say("rule.only-day-week"), say("rule.per-week-more"))


def _any(dosage: Dosage) -> Iterator[Doubt]:
    if (dosage.rest or 0) > LONGEST_REST:
        words = say("rule.long-rest", rest=spoken(dosage.rest or 0))
        yield Doubt("rest", words, say("rule.rest-less"))
    if dosage.per_day > MOST_A_DAY:
        words = say("rule.times-day", per_day=dosage.per_day)
        yield Doubt("per_day", words, say("rule.per-day-less", most=MOST_A_DAY))


def find_dosage_range(subject: Subject, scope: Scope) -> Iterator[Hit]:
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


MOST_MINUTES, MUCH = 20, 15


def find_session_time(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Sheets of more than 20 minutes; of more than 15, advice."""
    parts = {}
    for use in uses(subject):
        loaded = scope.library.exercises.get(use.exercise)
        if loaded is not None:
            model = loaded.model
            dosage = model.dosage if use.dosage is None else use.dosage.over(model.dosage)
            parts[model.title] = DosePart(dosage, use.side or model.side, model.position)
    minutes = session(tuple(parts.values())).minutes if parts else 0
    if minutes <= MUCH:
        return
    longest = max(parts, key=lambda title: exercise_seconds(parts[title].dosage, parts[title].side))
    most = math.ceil(exercise_seconds(parts[longest].dosage, parts[longest].side) / 60)
    found = say("rule.session-takes-about-minutes", minutes=minutes, longest=longest, most=most)
    instead = _instead(parts, longest)
    severity = None if minutes > MOST_MINUTES else Severity.ADVICE
    yield Hit(subject.loaded.at("exercises"), found, instead, severity)


def _instead(parts: Mapping[str, DosePart], longest: str) -> str:
    """How it could come down to 15 minutes: by less of one exercise, or by as many exercises less."""
    kept = sorted(parts.values(), key=lambda part: exercise_seconds(part.dosage, part.side))
    total = len(kept)
    while len(kept) > 1 and session(tuple(kept)).minutes > MUCH:
        kept.pop()
    less = total - len(kept)
    if less <= 1:
        return say("rule.give-fewer-sets-or-repetitions", longest=longest, most=MUCH)
    return say("rule.give-fewer-sets", less=less, most=MUCH)


FEW, MOST_EXERCISES = 5, 8


def find_too_many_exercises(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Sheets of more than 5 exercises; of more than 8, a warning."""
    count = len(uses(subject))
    place = subject.loaded.at("exercises")
    if count > MOST_EXERCISES:
        found = say("rule.sheet-has-far-too-many-exercises", count=count)
        yield Hit(place, found, say("rule.keep-matter-most", few=FEW))
    elif count > FEW:
        found = say("rule.sheet-has-many-exercises", count=count)
        instead = say("rule.give-each-patient-or-fewer", few=FEW)
        yield Hit(place, found, instead, Severity.ADVICE)


_Say = Callable[[Subject, re.Match[str]], str]
# What is done as it says there: any vague amount leaves the patient alone.
_DONE: tuple[TextRole, ...] = ("step", "short-step", "safety", "tip", "easier", "harder", "note")
# What tells and advises: there an amount is meant only beside the word for an exercise.
_TOLD: tuple[TextRole, ...] = ("item", "paragraph", "summary", "cell", "feel", "meaning")
_END = r"(?=\s*(?:[.,;:!)]|$|(?:and|then|during|throughout|through|each|every|with|at home|to|until)\b))"
_TASK = (
    r"(?:do|repeat|perform|practi[cs]e|exercise|stretch|walk|ice|hold|move|try|squeeze|lift|bend|raise|rest|stay|"
    r"lie|sit|stand|swim|cycle|bike|train)"
)
_EXERCISE = re.compile(
    r"\b(?:repeat|perform|exercis\w+|stretch\w*|practi[cs]e|reps|repetitions|sets?)\b"
    r"|^(?:then )?(?:hold|do|walk)\b|\b(?:do|hold|walk) (?:this|these|it|them|your|the|each|for|that)\b",
    re.IGNORECASE,
)
_ORDERS = re.compile(rf"^(?:then |next,? |please |now )?(?:slowly |gently )?{_TASK}\b", re.IGNORECASE)
_ALWAYS = re.compile(
    r"\bas tolerated\b|\bto (?:your )?tolerance\b|\bwithin (?:your )?tolerance\b"
    r"|\bas (?:many|long|often) as (?:you can(?: manage)?|you are able(?: to)?|possible|tolerated)"
    r"(?=\s*(?:[.,;!)]|$))"
    r"|\bas many (?:\w+ )?as you (?:can|like|want)\b"
    r"|\b(?:until|till) (?:you (?:are|get|feel|become) |your \w+ (?:is|are|gets?|feels?) )?"
    r"(?:too |very )?(?:tired|fatigued?|exhausted|exhaustion)\b"
    r"|\buntil (?:fatigue|failure)\b|\bto (?:fatigue|failure|exhaustion)\b"
    r"|\bon a regular basis\b",
    re.IGNORECASE,
)
_AS_NEEDED = re.compile(
    r"(?:^|\b(?:then|and) )(?:repeat|do|perform|stretch|practi[cs]e|add)\b[^.;]{0,60}?"
    r"\b(?P<said>as (?:needed|necessary|required|desired|able|you (?:like|wish|feel able)))\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?<!how )(?<!as )(?<!so )(?<!too )(?<!that )"
    r"\b(?:a few|several|a couple of|a number of|many|multiple|some)(?: more)? "
    r"(?:times|reps|repetitions|sets)\b|\brepeat a few\b|\b(?:a few|several|some) more\b(?= *(?:[.,;]|$))",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:for )?(?:a few|several|a couple of|some) (?:seconds|moments|minutes)\b"
    r"|\bfor (?:a while|some time|a bit)\b|\ba while\b",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"(?<!how )(?<!most )(?<!more )(?<!less )(?<!too )(?<!as )(?<!very )"
    rf"\b(?:regularly|frequently|often){_END}|\bthroughout the day\b",
    re.IGNORECASE,
)
# What is done as far as it goes, not so many times.
_FAR = re.compile(
    r"\b(?:bend|straighten|lift|raise|elevate|lower|lean|reach|slide|turn|rotate|move|stretch|push|pull|bring|press"
    r"|range|motion|flexion|extension|overhead|weight|bearing|progress|increase|advance)\b",
    re.IGNORECASE,
)
_WAITS = re.compile(r"\b(?:hold|rest|stay|wait|pause|keep)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"^(?:walk|swim|cycle|bike|ride|ice)\b", re.IGNORECASE)
_RESTS = re.compile(r"^(?:rest|sit|stand)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\bif\b|\bwhen(?:ever)?\b", re.IGNORECASE)


def find_vague_dose(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Amounts in steps and advice that say neither how many, nor how long, nor how often."""
    for passage in subject.passages_in(*_DONE, *_TOLD):
        for sentence in passage.sentences:
            for match, instead in _found(subject, passage, sentence):
                said = "said" if "said" in match.re.groupindex else 0
                start = sentence.start + match.start(said)
                yield at(passage, start, say("rule.does-not-say-how-much", word=match[said]), instead)


def _found(subject: Subject, passage: Passage, sentence: Sentence) -> Iterator[tuple[re.Match[str], str]]:
    text, done = sentence.text, passage.role in _DONE
    ordered, exercise = _ORDERS.search(text) is not None, _EXERCISE.search(text) is not None
    finders: tuple[tuple[re.Pattern[str], bool, _Say], ...] = (
        (_ALWAYS, done or ordered or exercise, _how_much),
        (_AS_NEEDED, True, _how_many),
        (_COUNT, done or ordered or exercise, _how_many),
        (_TIME, (done or exercise) and (ordered or _WAITS.search(text) is not None), _how_long),
        (_OFTEN, exercise and (done or ordered or "exercise" in text.lower()), _how_often),
    )
    seen = list[re.Match[str]]()
    for pattern, fits, instead in finders:
        match = pattern.search(text) if fits else None
        # "Stop if you have done it several times and it still hurts" is about what has been
        if match is None or _CONDITION.search(text, 0, match.start()):
            continue
        if not any(other.start() < match.end() and match.start() < other.end() for other in seen):
            seen.append(match)
            yield match, instead(subject, match)


def _how_much(subject: Subject, match: re.Match[str]) -> str:
    """What ``as long as you can`` leaves open: how many, how long, how often or how far."""
    if _FAR.search(match.string, 0, match.start()) and "tolera" in match[0].lower():
        return say("rule.say-how-far")
    if " long " in match[0]:
        return _how_long(subject, match)
    return (_how_often if " often " in match[0] or "basis" in match[0] else _how_many)(subject, match)


def _how_many(subject: Subject, match: re.Match[str]) -> str:
    if re.match(r" (?:a|each|every|per) ", match.string[match.end() :]):
        return say("rule.say-how-many-a-day")
    dosage = dosage_of(subject)
    if dosage is None:
        return say("rule.say-how-many-times", times=times(dosage))
    return say("rule.say-how-many-times-or-delete", times=times(dosage))


def _how_long(subject: Subject, match: re.Match[str]) -> str:
    if _GOES_ON.search(match.string):
        return say("rule.say-how-long-to-go-on")
    if "minutes" in match[0] or _RESTS.search(match.string):
        return say("rule.say-how-long-to-rest")
    return say("rule.say-how-long-to-hold", seconds=seconds(dosage_of(subject)))


def _how_often(subject: Subject, _: re.Match[str]) -> str:
    dosage = dosage_of(subject)
    return say("rule.say-how-often", count=dosage.per_day if dosage else 2)


LOOKS: Mapping[str, Finder] = {
    "vague-dose": find_vague_dose,
    "dosage-range": find_dosage_range,
    "session-time": find_session_time,
    "too-many-exercises": find_too_many_exercises,
}
