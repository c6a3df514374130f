"""``step-verb``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import WORDED, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.sentence import Sentence
from clinicpress.checking.sentences.clauses import may_be_a_verb, tells
from clinicpress.checking.sentences.wordlists import listed, participles
from clinicpress.checking.subject import Passage, Subject

# "Going up: good leg first" has a label, whatever case follows it.
_LABEL = re.compile(r"(?:[\w'’-]+ ){0,3}[\w'’-]+:\s+")


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
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
                f'the step begins with "{first.text}", not with a verb',
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
        return f'begin with the verb: "{said}"'
    for word in words[:3]:
        for group, verb in (("parts-to-put", "Put"), ("parts-to-keep", "Keep")):
            if word in listed(group):
                return f'begin with a verb, such as "{verb} your {word} ..."'
    return 'begin with a verb, such as "Bend", "Lift" or "Hold"'


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


RULE = Rule(
    id="step-verb",
    group="sentences",
    severity=Severity.WARNING,
    kinds=WORDED,
    finds="A step that does not begin with a verb.",
    why="People glance at a step while they move: a verb at the start says at once what to do.",
    basis="PEMAT-P items 5 and 22 (AHRQ): the active voice, and explicit steps; Federal Plain Language "
    "Guidelines: the imperative.",
    wrong="The knee is brought to the chest.",
    right="Bring your knee to your chest.",
    look=look,
    languages=("en",),
)
