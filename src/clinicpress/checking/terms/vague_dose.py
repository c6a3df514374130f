"""``vague-dose``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from clinicpress.checking.rule import TEXTS, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.sentence import Sentence
from clinicpress.checking.subject import Passage, Role, Subject
from clinicpress.checking.terms.amounts import dosage_of, seconds, times

_Say = Callable[[Subject, re.Match[str]], str]
# What is done as it says there: any vague amount leaves the patient alone.
_DONE: tuple[Role, ...] = ("step", "short-step", "safety", "tip", "easier", "harder", "note")
# What tells and advises: there an amount is meant only beside the word for an exercise.
_TOLD: tuple[Role, ...] = ("item", "paragraph", "summary", "cell", "feel", "meaning")
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


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Amounts in steps and advice that say neither how many, nor how long, nor how often."""
    for passage in subject.passages_in(*_DONE, *_TOLD):
        for sentence in passage.sentences:
            for match, instead in _found(subject, passage, sentence):
                said = "said" if "said" in match.re.groupindex else 0
                start = sentence.start + match.start(said)
                yield at(passage, start, f"'{match[said]}' does not say how much", instead)


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
    for pattern, fits, say in finders:
        match = pattern.search(text) if fits else None
        # "Stop if you have done it several times and it still hurts" is about what has been
        if match is None or _CONDITION.search(text, 0, match.start()):
            continue
        if not any(other.start() < match.end() and match.start() < other.end() for other in seen):
            seen.append(match)
            yield match, say(subject, match)


def _how_much(subject: Subject, match: re.Match[str]) -> str:
    """What ``as long as you can`` leaves open: how many, how long, how often or how far."""
    if _FAR.search(match.string, 0, match.start()) and "tolera" in match[0].lower():
        return 'say how far, such as "as far as you can without sharp pain"'
    if " long " in match[0]:
        return _how_long(subject, match)
    return (_how_often if " often " in match[0] or "basis" in match[0] else _how_many)(subject, match)


def _how_many(subject: Subject, match: re.Match[str]) -> str:
    if re.match(r" (?:a|each|every|per) ", match.string[match.end() :]):
        return 'say how many, such as "3 times"'
    dosage = dosage_of(subject)
    own = ", or delete it: the dosage is printed below the steps" if dosage else ""
    return f'say how many, such as "{times(dosage)} times"{own}'


def _how_long(subject: Subject, match: re.Match[str]) -> str:
    if _GOES_ON.search(match.string):
        return 'say how long, such as "10 minutes"'
    if "minutes" in match[0] or _RESTS.search(match.string):
        return 'say how long, such as "2 minutes"'
    return f'say how long, such as "{seconds(dosage_of(subject))}"'


def _how_often(subject: Subject, _: re.Match[str]) -> str:
    dosage = dosage_of(subject)
    count = dosage.per_day if dosage else 2
    return f'say how often, such as "{"once" if count == 1 else f"{count} times"} a day"'


RULE = Rule(
    id="vague-dose",
    group="terms",
    severity=Severity.WARNING,
    kinds=TEXTS,
    finds='Words that do not say how much to do: "as tolerated", "a few times", "regularly", "for a while".',
    why="Every patient understands it differently: too little to help, or enough to do harm.",
    basis="PEMAT-P items 6 and 22: numbers are clear, and each action is broken into explicit steps.",
    wrong="Hold for a while. Repeat several times.",
    right="Hold for 10 seconds. Repeat 5 times.",
    look=look,
    languages=("en",),
)
