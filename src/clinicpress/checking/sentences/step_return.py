"""``step-return``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from clinicpress.checking.rule import Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.sentences.clauses import clauses, verb_of
from clinicpress.checking.subject import Passage, Subject

# A way back, whatever the movement was.
_BACK = re.compile(
    r"\b(?:lower|return|releas(?:e|ing)|uncurl|unbend|unroll|unfold|undo|let go|drop|relax)\b"
    r"|\bease (?:it |them )?(?:off|out|back)\b|\blet (?:[\w'’]+ ){1,4}go\b|(?<!do it )(?<!do this )\bagain\b"
    r"|\b(?:switch|swap|alternate|take turns|change (?:sides|legs|arms|feet|hands))\b"
    r"|\b(?:start(?:ing)? position|to the start|where you (?:started|began|were)|first position)\b"
    r"|\b(?:sit|lie|step) (?:back )?(?:down|off)\b"
    r"|\b(?:get|come|roll|push yourself) (?:\w+ )?(?:back )?(?:up|down)\b"
    r"|\b(?:let|put|set|bring|place) (?:[\w'’]+ ){1,6}down\b|\bbring (?:[\w'’]+ ){1,6}together\b"
    r"|\b(?:come|go) (?:\w+ )?back\b"
    r"|\b(?:put|bring|take|roll|turn|swing|slide|move|step|walk) (?:it|them) back\b"
    r"|\bback (?:to|into|in|down|up|together|towards?)\b(?! the (?:wall|chair))"
    r"|\bto (?:the |your )?(?:middle|cent(?:er|re)|neutral|upright|standing|sitting)\b"
    r"|^(?:then )?rest(?: (?:for|between|a|before)\b.*)?[.!]?$|\b(?:and|then) rest\b[^,;]{0,12}[.!]?$",
    re.IGNORECASE,
)
_DOWN = (
    r"bend|lean|squat|curl|pull|fold|hinge|bow|lunge|crouch|tuck|turn|twist|lower|slide|cross|reach|roll|tip|tilt"
    r"|hug|draw|bring|sit (?:back|down)"
)
_UP = r"straighten|unlock|stand|sit up|sit tall|stretch (?:it |them )?out|rise"
_ASIDE = r"(?:shift|turn|tilt|roll|rock|lean|look|move|drop)"
# What one says, the other undoes, or goes on to the other side.
_UNDOES = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        (_DOWN, _UP),
        ("straighten|stretch|extend|reach", "bend|pull in"),
        ("open|spread", "close"),
        ("close", "open"),
        ("arch|round|hollow", "sag|flatten|arch|round"),
        ("stand", "sit"),
        (_ASIDE, rf"{_ASIDE} .*(?:left|right|other)"),
    )
)
# Movements that go on by themselves, and places to stay in.
_GOES_ON = re.compile(
    r"\b(?:march|walk|circles?|circling|cycle|pedal|pump|shake|wiggle|wriggle|rock|sway|swing|jog|run|dance|climb"
    r"|massage|bounce|alphabet|letters|a[- ]z|skip|jump|row|stroll|figure|clockwise|stay|remain|in turn"
    r"|one to the other|heel to toe|to and fro|keep (?:going|moving)|breathe (?:in|deeply|slowly|out)"
    r"|first .* then)\b"
    r"|\b(?:a|your) (?:\w+ )?fist\b|\b(?:do|repeat) (?:it |this )?the same\b|\bthe other way\b"
    r"|\b(?:back and forth|side to side|up and down|in and out|left and right|right and left)\b"
    r"|\bforwards? and back(?:wards?)?\b|\bfor (?:\d+|a few|several|one|two|five|ten) min(?:utes?)?\b"
    r"|\b[a-z]+ and (?:close|straighten|lower|release|relax|unbend|uncurl|open|point|extend)\b",
    re.IGNORECASE,
)
_WAYS: Mapping[str, str] = (
    dict.fromkeys(("lift", "raise", "elevate", "hike"), "Lower it slowly.")
    | dict.fromkeys(
        ("squeeze", "press", "tighten", "tense", "push", "grip", "brace", "shrug"), "Let go slowly."
    )
    | dict.fromkeys(("turn", "twist", "rotate", "tilt", "roll", "tip"), "Turn back to the middle slowly.")
    | dict.fromkeys(("lean", "squat", "hinge", "lunge", "crouch"), "Come back up slowly.")
    | dict.fromkeys(("straighten", "extend"), "Bend it again slowly.")
    | dict.fromkeys(
        ("pull", "bring", "draw", "hug", "reach", "stretch", "slide", "move"), "Bring it back slowly."
    )
)


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Steps that lead into a movement, and not out of it again."""
    steps = subject.passages_in("step")
    # of one picture, nothing moves
    if len(steps) < 2 or len(subject.model.figure.frames) < 2 or _leads_back(steps):
        return
    last = steps[-1]
    found = "the steps do not say how to get back to the start"
    yield at(last, last.sentences[-1].start, found, f'add a last step, such as "{_way(steps)}"')


def _leads_back(steps: Sequence[Passage]) -> bool:
    sentences = [sentence.text for step in steps for sentence in step.sentences]
    if any(_GOES_ON.search(sentence) for sentence in sentences):
        return True
    for index, sentence in enumerate(sentences[1:], 1):
        if _BACK.search(sentence):
            return True
        if any(_undoes(sentences[:index], sentence, *pair) for pair in _UNDOES):
            return True
    return False


def _undoes(before: Sequence[str], sentence: str, one: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether a sentence undoes what one before it, but not the first, says."""
    return other.search(sentence) is not None and any(map(one.search, before[1:] or before))


def _way(steps: Sequence[Passage]) -> str:
    """A step back that fits the last movement."""
    sentences = [sentence for step in steps for sentence in step.sentences]
    for sentence in reversed(sentences):
        verb = verb_of(clauses(sentence)[0])
        if verb is not None and verb.lower in _WAYS:
            return _WAYS[verb.lower]
    return "Come back to the start slowly."


RULE = Rule(
    id="step-return",
    group="sentences",
    severity=Severity.WARNING,
    kinds=("exercise",),
    finds="An exercise whose steps do not say how to get back to the start.",
    why="People who are not told how to get back let go at once or hold too long, and can hurt themselves.",
    basis="PEMAT-P item 22 (AHRQ): explicit steps. That a movement has an end is our own rule.",
    wrong="Lie on your back. Lift one leg. Hold.",
    right="Lie on your back. Lift one leg. Hold. Lower your leg slowly.",
    look=look,
    languages=("en",),
)
