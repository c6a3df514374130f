"""Whether a text says what a term in it means."""

from __future__ import annotations

import re
from collections.abc import Iterable

from clinicpress.checking.subject import Passage, Subject
from clinicpress.checking.terms.lexicon import Found, tokens_of

# Words behind "is" that say how something does, and not what it is: "Your disc is worn."
_STATES = (
    "not|also|often|very|too|so|more|most|less|still|now|just|only|quite|usually|sometimes|likely|common|rare|"
    "worn|torn|hurt|sore|painful|stiff|swollen|tight|weak|loose|important|hard|easy|bad|good|fine|better|worse|"
    "in|on|at|to|under|over|as|about|from|like|because|what|why|how|there|here|your|you|able|going"
)
_ACTS = (
    r"connects?|joins?|links?|attach(?:es)?|ties?|cushions?|covers?|protects?|lines?|runs?|acts?|holds?|keeps?|"
    r"works? (?:as|like)|(?:sits?|lies?) (?:between|in|at|under|over)|carr(?:y|ies)|sends?|"
    r"starts? (?:in|at|when|if|where)|happens?|occurs?|comes? from|begins?|develops?|means?|refers? to|"
    r"describes?"
)
_IN_BRACKETS = re.compile(r"\s*\((?!see\b|left\b|right\b|optional\b|page\b)[^)]*[a-z]{3}[^)]*\)")
_CLOSES = re.compile(r"[\"”']?\)")
_OPENS = re.compile(r"[a-z]{3,}\s*\([\"“']?(?:also )?(?:called |known as |or )?(?:a |an |the )?$")
_SAYS_WHAT = re.compile(
    rf"\s+(?:is|are)\s+(?!(?:{_STATES})\b)(?!(?!swelling|thinning|wearing|hardening)\w+ing\b)"
    r"(?!(?!caused|made|called|named)\w+ed\b)\w+(?:[\s-]+[\w,’'-]+){2,}"
)
_DOES_WHAT = re.compile(rf"\s+(?:{_ACTS})\b")
_WHICH = re.compile(rf"\s+(?:that|which)\s+(?:{_ACTS})\b")
# "a tendon, the cord that ..."; not "after repair of the tendon, the arm is kept still".
_NEXT_TO = re.compile(
    r"\s*[,–—]\s*(?:(?:a|an|the|one of|or (?:a|an|the|pain|soft|wear\w*))\s+"
    r"(?:(?!\b(?:is|are|was|were|can|may|will|has|have|should|must)\b)[^,.;:–—])+"
    r"(?:(?<= that)|(?<= which)|(?<= where)|[.,;–—]|$)"
    r"|(?:which (?:is|are|affects?|means|happens|comes)|that is|meaning)\s+\w+"
    r"|(?:also )?(?:called|known as)\b)"
    r"|\s+-\s+(?!your)\w+(?:\s+\w+)+"
)
_LABELLED = re.compile(r"\s*(?::\s+(?!your\b)\w+\s+\w+|\.\s+(?:A|An|The|This is|These are)\s)")
_NAMED = re.compile(
    r"\b(?:called|known as|named|(?:name|word|term) for (?:this|it|that) is|means|"
    r"(?:we|doctors?|therapists?|people) calls?(?: it| this| them| these)?)\s+"
    r"(?:a |an |the |your )?[\"“']?$",
    re.IGNORECASE,
)
_OR = re.compile(r"^[^,]*\w, or (?:a |an |the |your )?$")
_BEGINS = re.compile(r"(?:^|[.!?:]\s+)(?:(?:A|An|The|Your|This|Each|Every|These)\s+)?$", re.IGNORECASE)
# "Vestibular neuritis means that ...": the term is the first word of a name that is explained.
_REST_OF_NAME = re.compile(r"\s+[a-z]+(?:\s+[a-z]+)?(?=\s+(?:means|is when|is a|is an|is the)\b)")
_MEANS = re.compile(r"\s+(?:means|is when|is an?|is the)\s+\w+\s+\w+")
_ASKED = re.compile(r"^(?:(?:so|but|and|well),? )?what(?:['’]s| is| are| does| do| causes?)\b", re.IGNORECASE)


def explained(passage: Passage, start: int, end: int, *, followed: bool = True) -> bool:
    """Whether the words from ``start`` to ``end`` are explained where they stand.

    ``followed`` says that more text follows, so that a question in a heading has an answer.
    """
    text = passage.text
    before = text[max(0, start - 90) : start]
    if passage.role in ("title", "subtitle", "heading", "short-title", "callout-title", "caption", "label"):
        return followed and (_ASKED.match(text) is not None or _IN_BRACKETS.match(text, end) is not None)
    if any(pattern.match(text, end) for pattern in (_IN_BRACKETS, _NEXT_TO, _WHICH)):
        return True
    if _NAMED.search(before) or (_OPENS.search(before) and _CLOSES.match(text, end)):
        return True
    if _BEGINS.search(before) and (_SAYS_WHAT.match(text, end) or _DOES_WHAT.match(text, end)):
        return True
    name = _REST_OF_NAME.match(text, end)
    if name is not None and _BEGINS.search(before) and _MEANS.match(text, name.end()):
        return True
    at_start = _BEGINS.fullmatch(before) is not None and start == len(before)
    return bool((at_start and _LABELLED.match(text, end)) or _OR.match(_sentence_before(before)))


def _sentence_before(before: str) -> str:
    return re.split(r"[.!?]\s", before)[-1]


def unexplained(subject: Subject, found: Iterable[tuple[Passage, Found]]) -> list[tuple[Passage, Found]]:
    """What the subject does not explain, neither in a glossary nor where the term or a form of it stands."""
    every = list(found)
    last = subject.passages[-1] if subject.passages else None
    known = {
        each.entry
        for passage, each in every
        if explained(passage, each.start, each.end, followed=passage is not last)
    }
    glossary = [_stems(passage.text) for passage in subject.passages_in("term")]
    return [
        (passage, each)
        for passage, each in every
        if each.entry not in known and not any(_within(_stems(each.text), term) for term in glossary)
    ]


def _stems(words: str) -> tuple[str, ...]:
    """The words of a term without the ending of a plural."""
    return tuple(re.sub(r"(?<=[a-z]{3})(?:(?<=x|s|h)es|(?<!s|u|i)s)$", "", word) for word in tokens_of(words))


def _within(words: tuple[str, ...], term: tuple[str, ...]) -> bool:
    return any(term[at : at + len(words)] == words for at in range(len(term) - len(words) + 1))
