"""``third-person``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import TEXTS, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import RUNNING, Subject

_DOES = (
    r"(?:should|must|may|might|can|cannot|will|would|ought|needs?|has|have|is|are|was|were|does|do|often"
    r"|usually|also|lies?|lays?|sits?|stands?|lifts?|bends?|holds?|feels?|gets?|finds?|recovers?|returns?|performs?"
    r"|begins?|starts?|wears?|takes?|reports?|notices?)\b"
)
# What has to follow tells a person who does or has something from a name such as patient portal.
_FOUND = re.compile(
    rf"\bthe (?:patient|client)(?:['’]s\b|s['’]|(?= (?:{_DOES}|(?:who|to|with|in|on|from)\b))"
    r"|(?=\s*(?:[.,;:?!]|$)))"
    rf"|(?<!\bother )(?<!\bof )(?<!\bfor )(?:\b(?:all|most|many|some|few|these|such|our) )?"
    rf"\b(?<!other )(?:patients|clients)(?= (?:{_DOES}|(?:who|with)\b))"
    rf"|\bthe individual(?:['’]s\b|(?= (?:{_DOES}|who\b)))|\bindividuals(?= (?:{_DOES}|(?:who|with)\b))"
    r"|\bthe person(?= (?:should|must|needs? to|has to|will|may)\b)"
    r"|(?:^|(?<=[.;,] )|(?<=\bthat )|(?<=\bif )|(?<=\bwhen ))one (?:should|must|ought)\b"
    r"(?! be (?:over|under|above|below|on|in)\b)(?![^.]*\bother\b)"
    r"|\bone['’]s own\b|\boneself\b",
    re.IGNORECASE,
)
_HINT = re.compile(r"patient|client|individual|the person|\bone\b|oneself", re.IGNORECASE)
# Those who help somebody read of somebody.
_HELPERS = re.compile(
    r"\b(?:care ?givers?|carers?|helpers?|famil(?:y|ies)|relatives|looking after|caring for)\b", re.IGNORECASE
)
# "It is common in individuals with diabetes" says who gets it.
_ABOUT = re.compile(r"\b(?:in|among|for|of|than|between|by|affects?)(?: \w+)? $", re.IGNORECASE)
_MANY = ("all", "most", "many", "some", "few")


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """The patient, patients, the individual, one: who reads it is you."""
    heads = subject.passages_in("title", "subtitle", "summary")
    if any(_HELPERS.search(passage.text) for passage in heads):
        return
    for passage in subject.passages_in(*RUNNING, "short-step", "feel", "heading"):
        if not _HINT.search(passage.text):
            continue
        for match in _FOUND.finditer(passage.text):
            if _ABOUT.search(passage.text, 0, match.start()):
                continue
            owns = match[0].endswith(("'s", "’s", "s'", "s’", "own"))
            instead = f'write "{"your" if owns else "you"}"'
            if match[0].lower().startswith(_MANY):
                instead += ', or "people" if others are meant'
            yield at(
                passage, match.start(), f'"{match[0]}" talks about the reader, not to the reader', instead
            )


RULE = Rule(
    id="third-person",
    group="sentences",
    severity=Severity.WARNING,
    kinds=TEXTS,
    finds='The reader called "the patient", "patients", "the individual" or "one", not "you".',
    why="People who read about 'the patient' first have to work out that they are meant.",
    basis="PEMAT-P item 21 (AHRQ): the material addresses the user directly when it tells what to do; "
    'Federal Plain Language Guidelines: use "you".',
    wrong="The patient should rest the leg.",
    right="Rest your leg.",
    look=look,
    languages=("en",),
)
