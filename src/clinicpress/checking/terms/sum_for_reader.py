"""``sum-for-reader``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import TEXTS, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import UNPRINTED, Subject
from clinicpress.checking.terms.amounts import dosage_of, seconds, times

_N = r"(?:\d+|a|an|one|two|three|four|five|six|eight|ten|fifteen|twenty|thirty)"
_THING = (
    r"(?:reps?|repetitions?|times|sets?|seconds?|minutes?|steps?|pounds?|lbs?|kg|degrees?|percent|%|blocks?|"
    r"laps?|exercises?)"
)
_FACTOR = r"(?P<factor>twice|double|triple|half|two times|three times|2 times|3 times)"
_COUNTED = r"number|amount|time|hold|reps|repetitions|weight|dose|distance|sets"
_OWN = r"usual|normal|maximum|max|current"
_CHANGED = r"(?: (?:it|this|them|the (?:number of )?(?:\w+ )?\w+|your (?:\w+ )?\w+))?"
_SUMS = re.compile(
    # "half as far" is plain, and "twice as long to come down as to go up" is a pace
    r"\b(?!half as (?:far|long|much|fast))"
    rf"{_FACTOR} as (?P<what>many|much|long|far|fast|often|heavy)\b(?! to \w)"
    rf"|\b(?P<word>double|triple|halve) (?:the |your |this |that )(?P<count>{_COUNTED})\b"
    rf"|\bhalf (?:of )?(?:the |your )(?!weight)(?:{_COUNTED}|{_OWN})\b"
    r"|\bhalf of (?:that|this)(?: (?:number|amount|time))?(?=[.,;]|$)"
    r"|\btwice the (?:number|amount|time|weight|distance)\b"
    rf"|\badd {_N} (?:more |extra )?(?:{_THING} )?(?:to \w+ |more )?(?:each|every|per|a) (?:other )?"
    r"(?:day|week|session|time|month)\b"
    rf"|\b(?:increase|decrease|reduce|lower|raise|go up|go down|cut){_CHANGED} by (?:half|{_N})\b"
    rf"(?: ?(?:{_THING}|%))?"
    rf"|\brepeat{_CHANGED} (?:two|three|four|five|[2-9]) more times\b"
    rf"|\b(?:two|three|four|five|[2-9]) (?:more|fewer|less) (?:{_THING} )?than\b"
    r"|\b(?:one|a|two|three)[ -](?:thirds?|quarters?|fourths?|fifths?) of (?:your|the|that|this) "
    rf"(?:body ?weight|{_OWN}|{_COUNTED})\b"
    r"|\b(?:subtract|multiply|divide)\b[^.;]{0,40}?\b(?:from|by)\b(?: \d+| two| three| four| your age)",
    re.IGNORECASE,
)
_BY = {"twice": 2, "double": 2, "two times": 2, "2 times": 2, "half": 0.5, "halve": 0.5}


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Amounts that are told by way of others."""
    for passage in subject.passages:
        if passage.role in UNPRINTED:
            continue
        for match in _SUMS.finditer(passage.text):
            yield at(
                passage, match.start(), f"'{match[0]}' makes the reader do a sum", _instead(subject, match)
            )


def _instead(subject: Subject, match: re.Match[str]) -> str:
    dosage = dosage_of(subject)
    factor = _BY.get((match["factor"] or match["word"] or "").lower(), 3)
    if dosage is not None and dosage.hold and (match["what"] == "long" or match["count"] in ("time", "hold")):
        return f'write "{seconds(dosage, factor)}"'
    if dosage is not None and (
        match["what"] == "many" or match["count"] in ("number", "reps", "repetitions")
    ):
        return f'write "{times(dosage, factor)}"'
    if match["what"] in ("long", "fast"):
        return 'write the number, such as "20 seconds", or "more slowly"'
    if re.match(r"add|increase|go up|raise", match[0], re.IGNORECASE):
        return 'write each number, such as "Week 1: 10. Week 2: 12."'
    return "write the number itself"


RULE = Rule(
    id="sum-for-reader",
    group="terms",
    severity=Severity.WARNING,
    kinds=TEXTS,
    finds='An amount that the reader has to work out: "twice as many", "add '
    '5 each week", "repeat two more times".',
    why="Many people get the sum wrong, and do too much or too little.",
    basis="PEMAT-P item 7; CDC Clear Communication Index (the audience does no calculations).",
    wrong="Hold for twice as long.",
    right="Hold for 20 seconds.",
    look=look,
    languages=("en",),
)
