"""Words that name a side of the body: "your left leg", "to the right", "turn left".

"Right away", "all right", "the right height", "what is left" and "left over" name none; nor does a pair such
as "left or right".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

OneSide = Literal["left", "right"]
_PARTS = (
    "arm|leg|knee|foot|feet|hand|hip|side|shoulder|ankle|elbow|wrist|heel|thumb|finger|forefinger|toe|thigh|calf"
    "|calves|buttock|shin|palm|ear|eye|cheek|forearm|hamstring|glute|groin|armpit|ribs?|ribcage|kneecap|fist|jaw"
    "|sole|collarbone|shin|hip bone|sit bone|breast|lung|temple|forehead|nostril"
)
_WHICH = (
    "lower|upper|inner|outer|big|little|index|middle|ring|bent|straight|front|back|top|bottom|sore|stiff|whole|hurt"
    "|bad|good|strong|stronger|weak|weaker|operated|other|affected|injured|raised"
)
_NO_SIDE = r"(?![- ](?:width|height|level|position|placement|angle|posture|movement|technique)\b)"
# "Right side up" is said of a towel.
_SIDE = r"\b(?!right side (?:up|out|down)\b)(?P<side>left|right)"
_BODY = rf"{_SIDE}[ -](?:(?:{_WHICH}) )?(?P<part>(?:{_PARTS})s?)\b{_NO_SIDE}"
# Nothing follows that the word could belong to.
_END = r"(?=\s*(?:[.,;:!?)]|$)|\s+(?:and|or|until|while|as|with|then|so|for|without|when|if|but|one)\b)"
_TOWARD = (
    rf"\b(?:to|toward|towards|on|onto|at|from|over to|into|with)\s+(?:the|your)\s+(?P<side>left|right){_END}"
)
_MOVES = (
    "turn|look|lean|roll|rotate|tilt|twist|bend|step|reach|shift|slide|swing|face|point|move|rock|sway|turned|facing"
    "|pointing|turning|leaning"
)
_WHAT_MOVES = r"(?:\s+(?:your|the)\s+(?:\w+\s+){1,2}?|\s+(?:it|over|slowly|gently)\s+|\s+)"
_TURN = rf"\b(?:{_MOVES}){_WHAT_MOVES}(?P<side>left|right){_END}"
_SHORT_PART = rf"\byour (?P<side>left|right){_END}"
# Both sides at once, or one after the other, are no side: "left or right", "your left knee, then your right".
_JOINT = r"(?:\s*(?:,|/|-|\band\b|\bor\b|\bthen\b|\bto\b|\bthe\b|\byour\b)\s*)+"
_PAIR = "|".join(
    rf"\b{one}\b{_JOINT}\b{other}\b"
    rf"|\b{one} (?P<{one}_part>\w+)s?{_JOINT}\b{other}(?: (?P={one}_part)s?\b|{_END})"
    for one, other in (("left", "right"), ("right", "left"))
)


@dataclass(frozen=True, slots=True)
class SideWord:
    """A word for a side: which, the part of the body after it if any, and where it begins."""

    side: OneSide
    part: str
    text: str
    start: int


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    sides = (_BODY, _TOWARD, _TURN, _SHORT_PART)
    return re.compile(_PAIR, re.IGNORECASE), tuple(re.compile(each, re.IGNORECASE) for each in sides)


def side_words(text: str) -> tuple[SideWord, ...]:
    """The words of a text that name one side, in their order."""
    lower = text.lower()
    if "left" not in lower and "right" not in lower:
        return ()
    pair, patterns = _patterns()
    hidden = pair.sub(lambda match: "_" * len(match[0]), text)
    found: dict[int, SideWord] = {}
    for pattern in patterns:
        for match in pattern.finditer(hidden):
            start = match.start("side")
            part = match.groupdict().get("part") or ""
            words = text[start : match.end("part") if part else match.end("side")]
            side: OneSide = "left" if match["side"].lower() == "left" else "right"
            found.setdefault(start, SideWord(side, part.lower(), words, start))
    return tuple(found[start] for start in sorted(found))
