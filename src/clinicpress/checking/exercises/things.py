"""Things that an exercise needs, as texts name them: chairs, bands, walls.

`things_in` finds those that a text surely means; `named` takes any word that can stand for a thing. "Take a
step", "the ball of your foot" and "as if you sat on a chair" name none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

_LOW = r"(?:(?:low|lower|bottom|firm|sturdy|small|stable|high|higher|stair|wooden|aerobic),? )*"
_AFTER_STEP = r"(?=[.,;:]|$| (?:and|with|in front|beside|or|so|until|then|behind|of a)\b)"
# Words that surely mean the thing in a step.
_SURE: Mapping[str, str] = {
    "mat": r"mats?",
    "pillow": r"pillows?|cushions?",
    "chair": r"(?:arm)?chairs?",
    "step": rf"(?:on|onto|off|from|over|at|against|edge of) (?:a|the|your) {_LOW}step{_AFTER_STEP}"
    r"|(?:a|the|your) (?:low|sturdy|stable|wooden|aerobic),? (?:firm |sturdy )?step",
    "stool": r"(?:foot)?stools?",
    "wall": r"(?<!chest )(?<!abdominal )(?<!stomach )walls?",
    "counter": r"(?<!over the )(?<!over-the-)(?<!-)counter(?:tops?|s)?(?! to\b)(?!-)",
    "door": r"(?<!next )door(?:s|way|ways|frame|frames)?",
    "table": r"tables?",
    "band": r"(?<!it )(?<!iliotibial )(?<!waist)bands?(?! of (?:muscle|tissue))",
    "strap": r"straps?",
    "roll": r"foam roll(?:er)?s?|(?:towel|lumbar|bath) rolls?"
    r"|rolled(?:[ -]up)? (?:bath |hand |small )?(?:towel|blanket)s?",
    "stick": r"(?:a|the) (?:long |light |wooden )?stick(?! to\b| out\b)|broom(?:stick| handle)?s?",
    "dumbbell": r"dumb-?bells?|(?:hand|light|ankle) weights?",
    "ball": r"balls?(?! of (?:the|your|one|each|both|that|its) )(?! of (?:foot|feet))",
    "towel": r"towels?",
}  # fmt: skip
# Further words that can stand for the thing: by them a step is taken to use it.
_ANY: Mapping[str, str] = {
    "mat": r"floor|bed|rug|carpet|ground|towel",
    "pillow": r"towel|blanket|wedge",
    "chair": r"seat|seated|sit|sitting|wheelchair|bench",
    "step": r"(?:a|the|your|one|first|low|lower|bottom|firm|high|higher|front) step"
    r"|stairs?|block|curb|kerb|book",
    "stool": r"chair|seat",
    "wall": r"corner",
    "counter": r"worktop|kitchen|sink|table",
    "door": r"frame",
    "table": r"desk|counter",
    "band": r"loop|tub(?:e|ing)|thera-?band",
    "strap": r"belt|towel|sheet|tie|rope|cord|scarf|leash|band",
    "roll": r"roll(?:s|er|ed)?|bolster|towel|pillow",
    "stick": r"sticks?|cane|pole|dowel|wand|umbrella|rod|bar",
    "dumbbell": r"weights?|cans?|bottles?|kettlebell",
    "ball": r"balls?",
    "towel": r"roll|cloth|sheet|strap",
}
# What a picture may show for another one: a strap looks like a towel that is pulled.
_ALIKE: tuple[frozenset[str], ...] = (
    frozenset({"strap", "towel", "band"}),
    frozenset({"roll", "towel", "pillow"}),
    frozenset({"counter", "table"}),
    frozenset({"wall", "door", "doorway"}),
)
# What follows is only a picture in the mind.
_IMAGINED = re.compile(
    r"\b(?:as if|as though|imagin\w+|pretend\w*|(?:like|than) (?:a|an|the|you|in|on|sitting|being))\b"
    r"[^,.;:!?]*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;]\s")
_OR = re.compile(r"\bor\b|/", re.IGNORECASE)
# Other furniture that may stand in for something to lie, sit or lean on.
_OTHER = re.compile(
    r"\b(?:bed|floor|couch|sofa|bench|rail|railing|sink|worktop|stairs?|belt|sheet)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing that a text names, and where the word begins."""

    thing: str
    word: str
    start: int


@lru_cache(maxsize=1)
def _sure() -> Mapping[str, re.Pattern[str]]:
    return {thing: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for thing, words in _SURE.items()}


@lru_cache(maxsize=1)
def _any() -> Mapping[str, re.Pattern[str]]:
    return {
        thing: re.compile(rf"\b(?:{_SURE[thing]}|{words})\b", re.IGNORECASE) for thing, words in _ANY.items()
    }


def things_in(text: str) -> tuple[Mention, ...]:
    """The things that a text surely means, in their order."""
    found = [
        Mention(thing, match[0], match.start())
        for thing, pattern in _sure().items()
        for match in pattern.finditer(text)
        if not _imagined(text, match.start())
    ]
    rolled = [each for each in found if each.thing == "roll"]
    # a rolled towel is a roll, and no towel
    return tuple(
        sorted(
            (
                each
                for each in found
                if each.thing != "towel" or not any(_within(each, roll) for roll in rolled)
            ),
            key=lambda each: each.start,
        )
    )


def named(thing: str, texts: Collection[str]) -> bool:
    """Whether one of the texts has a word that can stand for a thing."""
    return any(not _imagined(text, match.start()) for text in texts for match in _any()[thing].finditer(text))


def alike(thing: str, others: Collection[str]) -> bool:
    """Whether one of the ``others`` is that thing, or looks like it."""
    return thing in others or any(thing in group and group & set(others) for group in _ALIKE)


def chosen_from(thing: str, others: Collection[str], texts: Collection[str]) -> bool:
    """Whether a sentence gives the choice between a thing and one of the ``others``, or a bed or a floor."""
    for text in texts:
        for sentence in _SENTENCE_END.split(text):
            if _OR.search(sentence) and _any()[thing].search(sentence):
                others_there = {each.thing for each in things_in(sentence)} & (set(others) - {thing})
                if others_there or _OTHER.search(sentence):
                    return True
    return False


def _within(towel: Mention, roll: Mention) -> bool:
    return roll.start <= towel.start < roll.start + len(roll.word)


def _imagined(text: str, start: int) -> bool:
    return _IMAGINED.search(text, 0, start) is not None
