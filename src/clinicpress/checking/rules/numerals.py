"""Rules on numbers: how they are written, and sums that a reader would have to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from clinicpress.checking.rules.doses import dosage_of, seconds, times
from clinicpress.checking.subject import UNPRINTED, Finder, Hit, Passage, Scope, Severity, Subject, at
from clinicpress.content.models.base import TextRole
from clinicpress.messages import say
from clinicpress.records import dataclass

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu)\b[/\w.?=&%-]*"
)


_HINT = re.compile(r"@|://|www\.|\.(?:com|org|net|gov|edu)\b")


def without_addresses(text: str) -> str:
    """The text with spaces in place of web and mail addresses; all other words stay where they are."""
    if not _HINT.search(text):
        return text
    return _ADDRESS.sub(lambda match: " " * len(match[0]), text)


Say = Callable[[re.Match[str]], str | None]
_DASH = r"\s*[-–—−]\s*"
_TIMES = r"\s*[x×X]\s*"
_PERIOD = r"(?P<period>days?|daily|weeks?|wks?|weekly|hours?|hrs?|months?|d|h)\b"
_PERIODS = {"d": "day", "w": "week", "h": "hour", "m": "month"}
_PER = r"(?:\s*(?:/|per|a|each|every)\s*|\s+)"
_RANGE = rf"(?P<low>\d{{1,3}})(?:{_DASH}(?P<high>\d{{1,3}}))?"
_UNIT = r"(?P<unit>reps?|repetitions?|seconds?|secs?|s|minutes?|mins?)\b"
# What is measured, or sawn: "a 2 x 4 board".
_SIZE = r"(?!\s*(?:inch|in\b|cm|mm|m\b|ft|feet|foot|board|plank|wood|block|card|photo|[\"”″']))"
_VULGAR = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅛": (1, 8)}
_PARTS = {
    (1, 2): "half",
    (1, 3): "a third",
    (2, 3): "two thirds",
    (1, 4): "a quarter",
    (3, 4): "three quarters",
}
_LATIN = {
    "bid": "2 times a day",
    "tid": "3 times a day",
    "qid": "4 times a day",
    "qd": "once a day",
    "qod": "every other day",
    "qhs": "at bedtime",
    "qam": "every morning",
    "qpm": "every evening",
}
_SIGNS = {"<": "less than {}", ">": "more than {}", "~": "about {}", "≈": "about {}"}
_SIGNS |= {"≤": "{} or less", "<=": "{} or less", "≥": "{} or more", ">=": "{} or more"}
# A product's strength stands on its label in just that form.
_PRODUCTS = r"alcohol|milk|cream|gel|lotion|ointment|solution|bleach|cotton|hydrocortisone|lidocaine"
_STRENGTH = rf"(?!\s*(?:\w+ )?(?:{_PRODUCTS}))"


@dataclass(frozen=True, slots=True)
class Short:
    """A short form in a text: its words, where it begins, and what to write."""

    text: str
    start: int
    plain: str


def short_forms(text: str) -> Iterator[Short]:
    """The short forms of numbers in a text, in order; what one form has is not found by another one again."""
    found: list[tuple[int, int, str]] = []
    if not _ANY.search(text):
        return
    for pattern, form in _FORMS:
        for match in pattern.finditer(text):
            begin, end = match.span()
            if any(begin < other_end and start < end for start, other_end, _ in found):
                continue
            plain = form(match)
            if plain is not None:
                found.append((begin, end, plain))
    for begin, end, plain in sorted(found):
        yield Short(text[begin:end].strip(), begin, plain)


def _sets(match: re.Match[str]) -> str:
    sets, unit = int(match["sets"]), (match["unit"] or "").lower()
    reps = match["reps"] if match["most"] is None else f"{match['reps']} to {match['most']}"
    if unit.startswith("s"):
        return f'"Hold {reps} seconds. Do this {_often(sets)}."'
    if unit.startswith("m"):
        return f'"{reps} minute{"s" if reps != "1" else ""}. Do this {_often(sets)}."'
    if match["most"] is None and not match["named"] and sets > int(match["reps"]):
        # "10 x 3" is meant as 10 in a row, 3 times
        sets, reps = int(match["reps"]), str(sets)
    if sets == 1:
        return f'"Do {reps} in a row."'
    return f'"Do {reps} in a row, then rest. Do this {sets} times in all."'


def _reps_first(match: re.Match[str]) -> str:
    """``10 reps x 3``."""
    return f'"Do {_amount(match)} in a row, then rest. Do this {match["sets"]} times in all."'


def _often(times: int | str) -> str:
    return "once" if str(times) == "1" else f"{times} times"


def _amount(match: re.Match[str]) -> str:
    return match["low"] if match["high"] is None else f"{match['low']} to {match['high']}"


def _period(match: re.Match[str]) -> str:
    return f"a{'n' if match['period'][0] == 'h' else ''} {_PERIODS[match['period'][0].lower()]}"


def _times_per(match: re.Match[str]) -> str:
    return f'"{_often(_amount(match))} {_period(match)}"'


def _slashed(match: re.Match[str]) -> str:
    """``3/day`` and ``3 days/week``."""
    what = match["what"] or ""
    if not what or what == "times":
        return _times_per(match)
    what = {"min": "minutes", "mins": "minutes", "hrs": "hours", "x": "times"}.get(what, what)
    return f'"{_amount(match)} {what} {_period(match)}"'


def _word_slashed(match: re.Match[str]) -> str:
    return f'"{match["word"]} {_period(match)}"'


def _x_before(match: re.Match[str]) -> str:
    """``x2 daily``, ``x 30 seconds``, ``x 10``."""
    if match["period"]:
        return f'"{_often(_amount(match))} {_period(match)}"'
    if match["time"]:
        return f'"for {_amount(match)} {match["time"]}"'
    return f'"{_often(_amount(match))}"'


def _x_behind(match: re.Match[str]) -> str:
    return f'"{_often(_amount(match))}"'


def _every_hours(match: re.Match[str]) -> str:
    what = _PERIODS[match["period"][0].lower()]
    return f'"every {what}"' if _amount(match) == "1" else f'"every {_amount(match)} {what}s"'


def _latin(match: re.Match[str]) -> str | None:
    plain = _LATIN.get(match[0].replace(".", "").lower())
    return f'"{plain}"' if plain else None


def _range(match: re.Match[str]) -> str | None:
    if float(match["low"]) >= float(match["high"]):
        return None
    if " " in match[0] and _LABEL.search(match.string, 0, match.start()):
        # "Day 1 - 5 minutes" is a label and an amount
        return None
    if _RANKED.search(match.string, 0, match.start()):
        return None
    # of 1 and 2 one is done, of 10 to 15 something between
    near = match["low"].isdigit() and int(match["low"]) + 1 == float(match["high"])
    return f'"{match["low"]} {"or" if near else "to"} {match["high"]}"'


def _score(match: re.Match[str]) -> str:
    return f'"{_amount(match)} out of 10"'


def _vulgar(match: re.Match[str]) -> str:
    return _part(match["whole"], *_VULGAR[match["part"]])


def _fraction(match: re.Match[str]) -> str | None:
    if _LABEL.search(match.string, 0, match.start()):
        return None
    above, below = int(match["above"]), int(match["below"])
    return _part(match["whole"], above, below) if above < below else None


def _part(whole: str | None, above: int, below: int) -> str:
    part = _PARTS.get((above, below), f"{above} out of {below}")
    return f'"{whole} and {"a half" if part == "half" else part}"' if whole else f'"{part}"'


def _percent(match: re.Match[str]) -> str:
    amount = Fraction(match["amount"])
    if match["by"] or match["rate"]:
        return say("rule.number-itself")
    if amount > 100 or match["most"]:
        return say("rule.the-numbers-themselves")
    if match["weight"] and amount not in (50, 100):
        return say("rule.weight-itself")
    return _share(match["amount"])


def _share(written: str) -> str:
    """A part of a whole in words: "half", "3 out of 10"."""
    amount = Fraction(written)
    if amount == 100:
        return '"all"'
    part = amount / 100
    if (part.numerator, part.denominator) in _PARTS:
        return f'"{_PARTS[part.numerator, part.denominator]}"'
    if part.denominator in (5, 10):
        return f'"{10 * part} out of 10"'
    return f'"{written} out of 100"'


def _sign(match: re.Match[str]) -> str:
    return f'"{_SIGNS[match["sign"]].format(match["number"])}"'


def _give_or_take(match: re.Match[str]) -> str:
    return f'"{match["number"]} more or {match["number"]} less"'


# What is numbered and not measured.
_RANKED = re.compile(r"\b(?:levels?|grades?|types?|stages?|class|chapters?|items?) ?$", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:week|day|step|level|phase|stage|part|page|set|exercise|visit|no\.) ?$", re.IGNORECASE
)
# Each form has one of these: most texts with a number have none, and need not be looked at by each form.
_ANY = re.compile(
    r"\d\s*[-–—−x×X/%]|[x×X]\s*\d|[/%±<>≤≥~≈½¼¾⅓⅔⅛]|\bper ?cent|\b[btqBTQ]\.|\bq(?:\s?\d|h\.?s|am|pm|o?d\b)",
    re.IGNORECASE,
)
_FORMS: tuple[tuple[re.Pattern[str], Say], ...] = (
    (
        re.compile(
            rf"(?<![\w.,/-]){_RANGE}\s*(?:reps?|repetitions?)\s*[x×]\s*(?P<sets>\d{{1,2}})\b(?:\s*(?:sets?|times)\b)?"
        ),
        _reps_first,
    ),
    (
        re.compile(
            rf"(?<![\w.,/:×-])(?<!\ba )(?<![x×] )(?P<sets>\d{{1,2}})\s*(?P<named>sets?\s*)?{_TIMES}"
            rf"(?P<reps>\d{{1,3}})(?:{_DASH}(?P<most>\d{{1,3}}))?(?!\d|[.,]\d|\s*[x×X])(?:[\s-]*{_UNIT})?{_SIZE}"
        ),
        _sets,
    ),
    (re.compile(rf"(?<![\w.,/-]){_RANGE}\s*[x×]{_PER}{_PERIOD}"), _times_per),
    (
        re.compile(
            rf"(?<![\w.,/-]){_RANGE}\s*(?P<what>times|days|sessions|minutes|mins?|hours|hrs)?\s*/\s*{_PERIOD}"
        ),
        _slashed,
    ),
    (re.compile(rf"\b(?P<word>once|twice|times|days|minutes|hours)\s*/\s*{_PERIOD}"), _word_slashed),
    (
        re.compile(
            rf"(?<![\w.,/\d])(?<!\d\s)[x×]\s*{_RANGE}(?![\d.,]\d)(?:\s+(?P<time>seconds|minutes|days|weeks|months)"
            rf"|{_PER}{_PERIOD}|(?:\s*(?:reps|repetitions|times))\b)?"
        ),
        _x_before,
    ),
    (re.compile(rf"(?<![\w.,/-]){_RANGE}\s?[x×](?![\w×])(?!\s*(?:zoom|\d))"), _x_behind),
    (re.compile(rf"\b[qQ]\.?\s?{_RANGE}\s?(?P<period>h|hrs?|hours?|d|days?)\b\.?"), _every_hours),
    (
        re.compile(
            r"\b(?:[btq]\.\s?i\.\s?d|q\.\s?(?:o\.\s?)?d|q\.?h\.?s|qam|qpm)\b\.?",
            re.IGNORECASE,
        ),
        _latin,
    ),
    (re.compile(rf"(?<![\w/.,-]){_RANGE}\s?/\s?10(?![\w/]|[.,]\d)"), _score),
    (
        re.compile(
            rf"(?P<by>\bby )?(?<![\w.,-])(?P<amount>\d+(?:\.\d+)?)(?:{_DASH}(?P<most>\d+))?"
            rf"\s?(?:%|per ?cent\b){_STRENGTH}(?=(?P<weight> of (?:your|the) (?:body ?)?weight)?)"
            r"(?=(?P<rate>\s?/|(?: more| less)? (?:a|per|each|every) (?:day|week|session|month))?)"
        ),
        _percent,
    ),
    (re.compile(r"(?:±|\+/[-–−])\s*(?P<number>\d+)"), _give_or_take),
    (re.compile(r"(?<![-=<>\w])(?P<sign><=|>=|[<>≤≥~≈])\s*(?P<number>\d+(?:\.\d+)?)"), _sign),
    (
        re.compile(
            rf"(?<![\w.,/:#$+-])(?P<low>\d{{1,3}}(?:\.\d+)?){_DASH}"
            r"(?P<high>\d{1,3}(?:\.\d+)?)(?![\d/:]|\s?[-–—]\s?\d|[.,]\d)"
        ),
        _range,
    ),
    (re.compile(r"(?:(?<![\w.,])(?P<whole>\d{1,3})\s?)?(?P<part>[½¼¾⅓⅔⅛])"), _vulgar),
    (
        re.compile(
            r"(?<!\bon )(?<!\bby )(?<!\bsince )(?<!\buntil )(?<![\w/.,:-])(?:(?P<whole>\d{1,3})\s)?"
            r"(?P<above>[1-7])/(?P<below>[234568])(?![\w/]|[.,]\d)"
        ),
        _fraction,
    ),
)  # fmt: skip

# Two numbers with a dash are hard to read; nobody takes them for another amount.
_STEPS: tuple[TextRole, ...] = ("step", "short-step", "safety", "tip")
_SETS = re.compile(r".*\d\s*[x×X]\s*\d.*")
_RANGE_OF_NUMBERS = re.compile(r"[\d.]+\s*[-–—−]\s*[\d.]+")


def find_number_form(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Amounts that are written as a sum, a fraction, a range with a dash, or with a sign."""
    for passage in subject.passages:
        for short in short_forms(without_addresses(passage.text)):
            found = say("rule.can-be-misread", word=short.text)
            severity = Severity.WARNING if _RANGE_OF_NUMBERS.fullmatch(short.text) else None
            yield at(passage, short.start, found, _better_form(subject, passage, short), severity)


def _better_form(subject: Subject, passage: Passage, short: Short) -> str:
    """The amount in words; in the steps of an exercise a dose is printed anyway, and may be another one."""
    dose = subject.kind == "exercise" and passage.role in _STEPS and _SETS.fullmatch(short.text) is not None
    return (
        say("rule.delete-dosage-printed-below-steps", plain=short.plain)
        if dose
        else say("rule.write-plain-number", plain=short.plain)
    )


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


def find_sum_for_reader(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Amounts that are told by way of others."""
    for passage in subject.passages:
        if passage.role in UNPRINTED:
            continue
        for match in _SUMS.finditer(passage.text):
            yield at(
                passage,
                match.start(),
                say("rule.makes-reader-do-sum", word=match[0]),
                _the_sum(subject, match),
            )


def _the_sum(subject: Subject, match: re.Match[str]) -> str:
    dosage = dosage_of(subject)
    factor = _BY.get((match["factor"] or match["word"] or "").lower(), 3)
    if dosage is not None and dosage.hold and (match["what"] == "long" or match["count"] in ("time", "hold")):
        return say("rule.write-seconds", seconds=seconds(dosage, factor))
    if dosage is not None and (
        match["what"] == "many" or match["count"] in ("number", "reps", "repetitions")
    ):
        return say("rule.write-times", times=times(dosage, factor))
    if match["what"] in ("long", "fast"):
        return say("rule.write-number")
    if re.match(r"add|increase|go up|raise", match[0], re.IGNORECASE):
        return say("rule.write-each-number")
    return say("rule.write-number-itself")


LOOKS: Mapping[str, Finder] = {
    "number-form": find_number_form,
    "sum-for-reader": find_sum_for_reader,
}
