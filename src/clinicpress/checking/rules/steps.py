"""Rules on steps: a verb first, one movement each, and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from clinicpress.checking.rules.readability import listed, participles
from clinicpress.checking.rules.voice import clauses, is_command, may_be_a_verb, tells, verb_of
from clinicpress.checking.sentence import Sentence, Word
from clinicpress.checking.subject import Finder, Hit, Passage, Scope, Severity, Subject, at
from clinicpress.messages import say
from clinicpress.records import dataclass

# "Going up: good leg first" has a label, whatever case follows it.
_LABEL = re.compile(r"(?:[\w'’-]+ ){0,3}[\w'’-]+:\s+")


def find_step_verb(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Steps that do not begin with what to do. Words that open a sentence may stand before it."""
    for passage in subject.passages_in("step", "short-step"):
        sentence = _sentence(passage)
        if sentence is None or tells(sentence):
            continue
        first = sentence.words[0]
        # a verb that is on no list must not be called none
        if not may_be_a_verb(first.lower):
            yield at(
                passage,
                first.start,
                say("rule.step-begins-not-verb", text=first.text),
                better(sentence),
            )


def _sentence(passage: Passage) -> Sentence | None:
    """The first sentence of a step behind a number and a label such as ``Start:``."""
    sentences = passage.sentences
    label = _LABEL.match(sentences[0].text) if sentences else None
    if label is not None and label.end() < len(sentences[0].text):
        return Sentence(sentences[0].text[label.end() :], sentences[0].start + label.end())
    for sentence in sentences:
        labelled = sentence.text.endswith(":") and sentence is not sentences[-1]
        if not labelled and not all(word.text.isdigit() or word.lower == "step" for word in sentence.words):
            return sentence
    return None


def better(sentence: Sentence) -> str:
    """How the step could begin instead."""
    words = [word.lower for word in sentence.words]
    said = _at_once(words)
    if said is None and listed("helpers").isdisjoint(words[:4]):
        meant = _meant(words)
        said = None if meant is None else f"{meant.capitalize()} ..."
    if said is not None:
        return say("rule.begin-with-the-verb", said=said)
    for word in words[:3]:
        for group, verb in (("parts-to-put", "Put"), ("parts-to-keep", "Keep")):
            if word in listed(group):
                return say("rule.begin-with-verb-and-part", verb=verb, word=word)
    return say("rule.begin-with-a-verb")


def _at_once(words: list[str]) -> str | None:
    """What a step could begin with that begins with a number, a posture, a side or no."""
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first.isdigit():
        return f"{'Hold' if second in listed('times') else 'Do'} {first} {second} ..."
    if first in ("other", "opposite") and second == "side":
        return "Change sides."
    if first == "on":
        return f"{'Lie' if second == 'your' else 'Get'} on {second} ..."
    return {"face": f"Lie {first} {second} ...", "no": "Do not ..."}.get(first)


def _meant(words: list[str]) -> str | None:
    """The verb that a sentence hides: Lying on ..., You lift ..., The knee is bent."""
    done = next((participles()[word] for word in words[:6] if word in participles()), None)
    if done is not None and not {"is", "are", "be"}.isdisjoint(words[:6]):
        return done
    for word in words[:6]:
        for base in _bases(word):
            # "should be straight" hides no verb that could begin a step
            if base in listed("verbs") and base not in ("be", "become"):
                return "keep" if base in ("stay", "remain") else base
        if word in ("at", "in", "on", "with"):
            return None
    return None


def _bases(word: str) -> Iterator[str]:
    """What a word may be a form of: lifts, lifting, lift."""
    if any(word in listed(group) for group in ("parts-to-put", "parts-to-keep", "verbs-and-names", "things")):
        return
    if word == "lying":
        yield "lie"
    if word.endswith("ing"):
        yield from (word[:-3], f"{word[:-3]}e", word[:-4])
    elif word.endswith("s"):
        yield from (word[:-1], word[:-2])
    else:
        yield word


# More sentences that begin with an action than this are two steps.
MOST = 3
FEW_WORDS = 6
# Two actions in so few words are one movement: "Lift one foot and place your heel on the step."
SHORT = 11


@dataclass(frozen=True, slots=True)
class Action:
    """A verb that tells what to do, and where it stands; ``moving`` if it is a movement of its own."""

    verb: str
    word: Word

    @property
    def moving(self) -> bool:
        """Not one that goes on or ends another, such as hold or rest."""
        return self.verb in listed("moves")


def find_step_actions(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Sentences of a step that join actions, and steps of more than three."""
    for passage in subject.passages_in("step", "short-step"):
        joined = False
        for sentence in passage.sentences:
            # a few plain words can be kept in mind
            found = actions(sentence) if len(sentence.words) > FEW_WORDS else ()
            if sum(each.moving for each in found) > 1 and (len(found) > 2 or len(sentence.words) > SHORT):
                joined = True
                severity = None if len(found) > 2 else Severity.ADVICE
                yield at(passage, found[1].word.start, _found(found), _better(found), severity)
        if not joined and passage.role == "step":
            yield from _crowded(passage)


def _crowded(passage: Passage) -> Iterator[Hit]:
    """A step of short sentences that are too many."""
    begins = (verb_of(clauses(sentence)[0]) for sentence in passage.sentences)
    verbs = [verb for verb in begins if verb is not None and verb.lower in listed("moves")]
    if len(verbs) > MOST:
        found = say("rule.actions-step", count=len(verbs), verbs=", ".join(verb.lower for verb in verbs))
        begin = verbs[(len(verbs) + 1) // 2]
        yield at(passage, begin.start, found, say("rule.make-two-steps", text=begin.text))


def actions(sentence: Sentence) -> tuple[Action, ...]:
    """All that a sentence tells to do; a pair such as bend and straighten is one."""
    words = sentence.words
    parts = clauses(sentence)
    first = next((verb for part in parts if (verb := verb_of(part)) is not None), None)
    if first is None or not listed("negations").isdisjoint(word.lower for word in words):
        return ()
    found = [Action(first.lower, first)] if _is_action(first.lower) else []
    begins = {part[0].start for part in parts}
    for index in range(words.index(first) + 1, len(words)):
        if words[index].start in begins or words[index - 1].lower in listed("joints"):
            action = _action(words, index)
            said = {each.verb for each in found}
            if action is not None and action.verb not in said and not _is_pair(words, index):
                found.append(action)
    return tuple(found)


def _is_action(verb: str) -> bool:
    return verb in listed("moves") or verb in listed("soft-moves")


def _action(words: Sequence[Word], index: int) -> Action | None:
    """What goes on there: [and] [then] [slowly] lift, while lifting, while you lift."""
    while index < len(words) and (words[index].lower in listed("joints") or words[index].lower[-2:] == "ly"):
        index += 1
    if index == len(words):
        return None
    word, after = words[index], words[index + 1].lower if index + 1 < len(words) else ""
    if words[index - 1].lower == "while":
        return _meanwhile(words, index)
    if not _is_action(word.lower) or not is_command(words, index):
        return None
    named = word.lower in listed("moves-and-names") and after not in listed("ways") and after[-2:] != "ly"
    return None if named else Action(word.lower, word)


def _meanwhile(words: Sequence[Word], index: int) -> Action | None:
    """The movement behind while: lifting, or you lift."""
    word = words[index]
    if word.lower == "you" and index + 1 < len(words):
        then = words[index + 1]
        return Action(then.lower, then) if then.lower in listed("moves") else None
    stem = word.lower.removesuffix("ing")
    bases = (stem, f"{stem}e", stem[:-1]) if stem != word.lower else ()
    return next((Action(base, word) for base in bases if base in listed("moves")), None)


def _is_pair(words: Sequence[Word], index: int) -> bool:
    """Whether the word before ``and`` is an action, too: open and close your hand."""
    return index > 1 and words[index - 1].lower == "and" and _is_action(words[index - 2].lower)


def _found(found: Sequence[Action]) -> str:
    return say("rule.actions-sentence", count=len(found), verbs=", ".join(each.verb for each in found))


def _better(found: Sequence[Action]) -> str:
    return say(
        "rule.write-sentence-for-each", sentences=" ".join(f"{each.verb.capitalize()} ..." for each in found)
    )


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


def find_step_return(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Steps that lead into a movement, and not out of it again."""
    steps = subject.passages_in("step")
    # of one picture, nothing moves
    if len(steps) < 2 or len(subject.model.figure.frames) < 2 or _leads_back(steps):
        return
    last = steps[-1]
    found = say("rule.steps-do-not-say-how-get")
    yield at(last, last.sentences[-1].start, found, say("rule.add-last-step", sentence=_way(steps)))


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


LOOKS: Mapping[str, Finder] = {
    "step-verb": find_step_verb,
    "step-actions": find_step_actions,
    "step-return": find_step_return,
}
