"""Rules on how hard sentences and words are to read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import sqrt
from pathlib import Path

from clinicpress.checking.sentence import Sentence, split_sentences
from clinicpress.checking.subject import RUNNING, Finder, Hit, Passage, Scope, Severity, Subject, at
from clinicpress.content.models.base import TextRole
from clinicpress.messages import linked, say
from clinicpress.records import dataclass
from clinicpress.store.regular import read_text


def listed(name: str) -> frozenset[str]:
    """The words of a list of ``words.txt``."""
    return _lists()[name]


@lru_cache(maxsize=1)
def participles() -> Mapping[str, str]:
    """What can be done to something, such as held, with the verb: hold."""
    lines = _lines("participles.txt")
    return {line.partition(" ")[0]: line.partition(" ")[2] for line in lines}


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    name = ""
    for line in _lines("words.txt"):
        if line.endswith(":"):
            name = line.removesuffix(":")
        found.setdefault(name, set()).update(() if line.endswith(":") else line.split())
    return {name: frozenset(words) for name, words in found.items()}


def _lines(name: str) -> Iterator[str]:
    text = read_text(Path(__file__).with_name(name))
    return (line for line in text.splitlines() if line and not line.startswith("#"))


# What both ways get wrong, by the CMU Pronouncing Dictionary or, where it has no such word, by others.
_CORRECTIONS: Mapping[str, int] = {
    "acne": 2, "approximate": 4, "aspirin": 2, "autism": 3, "availability": 6, "behavioral": 4,
    "business": 2, "calcium": 3, "capsule": 2, "chocolate": 2, "coordinate": 4, "coordination": 5,
    "cruciate": 3, "developmental": 5, "diarrhea": 4, "disable": 3, "embolism": 4, "enthusiasm": 5,
    "entire": 3, "environmental": 5, "etc": 4, "evening": 2, "fascia": 3, "fasciitis": 4, "fibre": 2,
    "fibromyalgia": 6, "flexibility": 5, "fortunate": 3, "gluteal": 3, "laboratory": 4, "litre": 2,
    "mechanism": 4, "metabolism": 5, "metre": 2, "mr": 2, "mrs": 2, "nausea": 3, "osteoarthritis": 6,
    "physiotherapist": 6, "physiotherapy": 6, "pneumonia": 3, "ratio": 3, "realise": 3, "really": 2,
    "reassess": 3, "reassessment": 4, "reassurance": 4, "reassure": 3, "rehabilitate": 5,
    "rehabilitation": 6, "rhythm": 2, "sacroiliac": 5, "sciatic": 3, "sciatica": 4, "simultaneous": 5,
    "tying": 2, "unfortunate": 4, "valuable": 3, "vegetable": 3, "vertebrae": 3,
}  # fmt: skip
# Ending, what may stand in its place, the syllables that it adds; the first whose base is known counts.
_ENDINGS = (
    ("ies", ("y",), 0), ("ied", ("y",), 0), ("ier", ("y",), 1), ("iest", ("y",), 1), ("ily", ("y",), 1),
    ("iness", ("y",), 1), ("bly", ("ble",), 0), ("ally", ("al", ""), 1), ("es", ("e", ""), 0),
    ("s", ("",), 0), ("ed", ("e", ""), 0), ("ing", ("e", ""), 1), ("er", ("e", ""), 1), ("or", ("e", ""), 1),
    ("est", ("e", ""), 1), ("ly", ("",), 1), ("ness", ("",), 1), ("less", ("",), 1), ("ful", ("",), 1),
    ("ment", ("",), 1), ("able", ("", "e"), 2), ("ation", ("e", ""), 2),
)  # fmt: skip
_DOUBLING = ("ed", "ing", "er", "est")
_HISSING = ("s", "x", "z", "ch", "sh", "ce", "ge", "se", "ze")
_DENTAL = ("t", "d", "te", "de")
_VOWEL = re.compile(r"[aeiouy]")
_LETTERS = re.compile(r"[a-zà-öø-ÿ]+")
# Two vowels that are two syllables, as in area, fluid, usual, various; not those of -tion and -cial.
_APART = re.compile(r"(?<![tcsxg])i(?:a|o(?!n)|u[ms])|eo(?!u)|(?<![qg])ua(?!r)|uou|(?<![tcs])ien?t|uie")
_SILENT = re.compile(r"(?<=[^aeiouytd])ed$|(?<=[^aeiouysxzcghl])es$")


@lru_cache(maxsize=65536)
def syllables(word: str) -> int:
    """The syllables of an English word; 1 for a number, the sum of its parts for one with hyphens."""
    parts = _LETTERS.findall(word.lower().replace("’", "'").split("'")[0])
    return max(1, sum(_known(part) or _guess(part) for part in parts))


@lru_cache(maxsize=65536)
def _known(word: str) -> int | None:
    """Of a word that is known, or is made from a known one; None for others."""
    # not before it is needed: it reads its words when it is loaded
    from syllapy import WORD_DICT  # noqa: PLC0415

    if word in _CORRECTIONS:
        return _CORRECTIONS[word]
    for base, more in _bases(word):
        count = _known(base)
        if count is not None:
            return count + more
    count = WORD_DICT.get(word)
    return None if count is None else int(count)


def _bases(word: str) -> Iterator[tuple[str, int]]:
    """What a word may be made from, and how many syllables its ending adds."""
    for ending, swaps, more in _ENDINGS:
        stem = word.removesuffix(ending)
        if (
            stem == word
            or len(stem) < 2
            or not _VOWEL.search(stem)
            or word.endswith(("ss", "us")) > (more > 0)
        ):
            continue
        for swap in swaps:
            if len(stem + swap) > 2:
                yield stem + swap, _added(ending, stem + swap, more)
        if ending in _DOUBLING and len(stem) > 3 and stem[-1] == stem[-2]:
            yield stem[:-1], _added(ending, stem[:-1], more)


def _added(ending: str, base: str, more: int) -> int:
    """The syllables that an ending adds to a word: places has one more than place, knees has not."""
    if ending in ("s", "es"):
        return int(base.endswith(_HISSING))
    if ending == "ed":
        return int(base.endswith(_DENTAL))
    # wiggle and wiggling have two
    return 0 if ending in _DOUBLING and re.search(r"[^aeiouy]le$", base) else more


def _guess(word: str) -> int:
    """Of a word that is not known: its groups of vowels, without silent ones at the end."""
    from syllapy import count  # noqa: PLC0415

    return max(1, int(count(_SILENT.sub("", word))) + len(_APART.findall(word)))


# A grade of fewer words says little; words of so many syllables are long in SMOG.
ENOUGH, LONG = 100, 3


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in a text; ``long`` are the words of three syllables or more."""

    sentences: int = 0
    words: int = 0
    syllables: int = 0
    long: int = 0


@lru_cache(maxsize=16384)
def tally_of(text: str) -> Tally:
    """Of one paragraph, item or step. One without a full stop is a sentence; a number is a word."""
    sentences = split_sentences(text)
    counts = [syllables(word.text) for sentence in sentences for word in sentence.words]
    return Tally(len(sentences), len(counts), sum(counts), sum(count >= LONG for count in counts))


def joined(tallies: Iterable[Tally]) -> Tally:
    """Several of them together."""
    each = tuple(tallies)
    return Tally(
        sum(one.sentences for one in each),
        sum(one.words for one in each),
        sum(one.syllables for one in each),
        sum(one.long for one in each),
    )


def flesch_kincaid(tally: Tally) -> float:
    """The grade at school whose readers understand a text with words in it.

    J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom: Derivation of new readability formulas for
    Navy enlisted personnel. Research Branch Report 8-75, Naval Technical Training Command, 1975.
    """
    return 0.39 * tally.words / tally.sentences + 11.8 * tally.syllables / tally.words - 15.59


def smog(tally: Tally) -> float:
    """The grade at school whose readers understand all of a text; some two above Flesch-Kincaid.

    G. H. McLaughlin: SMOG grading, a new readability formula. Journal of Reading 12 (1969), 639-646; the
    regression, for 30 sentences, to which fewer or more are reckoned.
    """
    return 3.1291 + 1.0430 * sqrt(30 * tally.long / tally.sentences)


# Words that a page on exercise cannot do without, and that patients know: nobody can say them shorter.
_NEEDED = frozenset(
    [
        "exercise",
        "exercises",
        "exercising",
        "activity",
        "activities",
        "position",
        "therapy",
        "therapist",
        "therapists",
        "physical",
        "medicine",
        "medicines",
        "hospital",
        "emergency",
        "ambulance",
        "doctor",
        "another",
        "every",
        "everyday",
        "everything",
        "everybody",
        "together",
        "gradually",
        "slowly",
        "recovery",
        "surgery",
        "operation",
        "energy",
        "family",
        "several",
        "yesterday",
        "tomorrow",
    ]
)
# Sentences of fewer words are not what makes a text hard; of those named, this many words are quoted.
_SHORT, _QUOTED_WORDS = 12, 5
# From here on it makes no difference how often a word is used.
_OFTEN = 3


def measured(subject: Subject, scope: Scope) -> tuple[tuple[Passage, ...], Tally] | None:
    """All that is read of a file, and what was counted in it; None if that is too little to judge."""
    text = scope.text_of(subject)
    tally = joined(tally_of(passage.text) for passage in text)
    return (text, tally) if tally.words >= ENOUGH else None


def long_words(subject: Subject, text: Sequence[Passage], most: int = 3) -> tuple[tuple[str, int], ...]:
    """The words of three syllables or more that weigh most, each with how often it stands there.

    A word of five syllables weighs more than one of three that stands there often; needed words and those of
    the title are left out.
    """
    counts = Counter(_words(text))
    kept = _NEEDED | set(_words(subject.passages_in("title")))
    found = {word: count for word, count in counts.items() if syllables(word) >= LONG and word not in kept}

    def weight(each: tuple[str, int]) -> tuple[int, str]:
        return -((syllables(each[0]) - 2) ** 2) * min(each[1], _OFTEN), each[0]

    return tuple(sorted(found.items(), key=weight)[:most])


def _words(text: Iterable[Passage]) -> Iterator[str]:
    return (word.lower for passage in text for each in passage.sentences for word in each.words)


def advice(subject: Subject, text: Sequence[Passage]) -> str:
    """What to do about a text that is too hard: which sentences to split, which words to say otherwise."""
    parts = [part for part in (_to_split(subject, text), to_replace(subject, text)) if part]
    return "; ".join(parts) or say("rule.write-shorter-sentences")


def to_replace(subject: Subject, text: Sequence[Passage], most: int = 3) -> str:
    """Which long words to say in shorter ones, and where those stand that are in another file."""
    said = [
        _with_file(say("rule.word-often", word=word, number=count) if count > 1 else f'"{word}"', file)
        for word, count in long_words(subject, text, most)
        for file in (_elsewhere(subject, text, word),)
    ]
    return say("rule.use-shorter-words", said=", ".join(said)) if said else ""


def _with_file(said: str, file: str) -> str:
    return say("rule.word-in-file", word=said, file=file) if file else said


def _elsewhere(subject: Subject, text: Sequence[Passage], word: str) -> str:
    """The file that a word stands in, if it does not stand in that of the subject; else nothing."""
    files = {
        passage.place(0).path: None
        for passage in text
        if any(each.lower == word for sentence in passage.sentences for each in sentence.words)
    }
    return "" if not files or subject.file.path in files else next(iter(files))


def hardest(subject: Subject, text: Sequence[Passage]) -> str:
    """Which sentences to write anew: the two with the most long words."""
    every = [
        (sum(syllables(word.lower) >= LONG for word in each.words), passage, each)
        for passage in text
        for each in passage.sentences
    ]
    worst = sorted(every, key=lambda each: -each[0])[:2]
    said = [
        say(
            "rule.sentence-with-long-words",
            sentence=_quoted(sentence),
            count=count,
            place=_where(subject, passage, sentence),
        )
        for count, passage, sentence in worst
        if count > 1
    ]
    return (
        say("rule.use-shorter-words-in", sentences=linked("list.and", said))
        if said
        else to_replace(subject, text, 5)
    )


def _to_split(subject: Subject, text: Sequence[Passage]) -> str:
    said = list(_longest(subject, text))
    return say("rule.split-sentences", sentences=linked("list.and", said)) if said else ""


def _longest(subject: Subject, text: Sequence[Passage]) -> Iterator[str]:
    """The two longest sentences: how they begin, and where they stand."""
    every = ((len(each.words), passage, each) for passage in text for each in passage.sentences)
    for count, passage, sentence in sorted(every, key=lambda each: -each[0])[:2]:
        if count <= _SHORT:
            return
        yield say(
            "rule.sentence-with-words",
            sentence=_quoted(sentence),
            count=count,
            place=_where(subject, passage, sentence),
        )


def _quoted(sentence: Sentence) -> str:
    return f'"{" ".join(sentence.text.split()[:_QUOTED_WORDS])} ..."'


def _where(subject: Subject, passage: Passage, sentence: Sentence) -> str:
    place = passage.place(sentence.start)
    return (
        say("rule.place-line", line=place.line)
        if place.path == subject.file.path
        else f"{place.path}:{place.line}"
    )


# Knee leaflets rewritten in sentences of 15 words or fewer went from grade 9.8 to 6.4.
MOST_WORDS, FAR = 15, 20
# In running text one or two words more are read as easily; of a step, that is a thought.
NEAR = 17
_STEPS: tuple[TextRole, ...] = ("step", "short-step")
_QUOTED = 4


def find_long_sentence(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Sentences of more than 17 words; of more than 20, an error. Steps of more than 15: advice."""
    for passage in subject.passages_in(*RUNNING):
        for sentence in passage.sentences:
            count = len(sentence.words)
            if count > (MOST_WORDS if passage.role in _STEPS else NEAR):
                begins = " ".join(sentence.text.split()[:_QUOTED])
                found = say("rule.sentence-words", count=count, begins=begins)
                instead = say("rule.split-into-sentences-words-or-fewer", most=MOST_WORDS)
                yield at(passage, sentence.start, found, instead, _severity(count))


def _severity(count: int) -> Severity:
    if count > FAR:
        return Severity.ERROR
    return Severity.WARNING if count > NEAR else Severity.ADVICE


MOST_LONG_WORDS = 10


def find_long_words(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """More than 10 % of words of three syllables or more in all that is read of a file."""
    found = measured(subject, scope)
    if found is None:
        return
    text, tally = found
    share = round(100 * tally.long / tally.words)
    if share > MOST_LONG_WORDS:
        words = say("rule.many-long-words", share=share, most=MOST_LONG_WORDS)
        yield Hit(subject.loaded.at("title"), words, to_replace(subject, text, 5))


AIM, MOST_GRADE = 6.0, 8.0
SMOG_AIM, SMOG_MOST = 8.0, 10.0
# SMOG was fitted to 30 sentences; fewer than these are too few to reckon with.
_SENTENCES = 10


def find_reading_grade(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """A Flesch-Kincaid grade above 6; above 8, an error. At the title: it is about the whole text."""
    found = measured(subject, scope)
    if found is None:
        return
    text, tally = found
    grade = round(flesch_kincaid(tally), 1)
    if grade > AIM:
        severity = Severity.ERROR if grade > MOST_GRADE else None
        words = say("rule.grade-by-flesch-kincaid", grade=grade, aim=AIM)
        yield Hit(subject.loaded.at("title"), words, advice(subject, text), severity)


def find_reading_grade_2(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """A SMOG grade above 8; above 10, a warning."""
    found = measured(subject, scope)
    if found is None:
        return
    text, tally = found
    if tally.sentences < _SENTENCES:
        return
    grade = round(smog(tally), 1)
    if grade > SMOG_AIM:
        severity = Severity.WARNING if grade > SMOG_MOST else None
        words = say("rule.grade-by-smog", grade=grade, aim=SMOG_AIM)
        yield Hit(subject.loaded.at("title"), words, hardest(subject, text), severity)


LOOKS: Mapping[str, Finder] = {
    "long-sentence": find_long_sentence,
    "reading-grade": find_reading_grade,
    "reading-grade-2": find_reading_grade_2,
    "long-words": find_long_words,
}
