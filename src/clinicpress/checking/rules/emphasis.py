"""Rules on capitals and bold, on words that shut people out, and on vague warnings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from clinicpress.checking.rules.terms import entries
from clinicpress.checking.subject import UNPRINTED, Finder, Hit, Passage, Scope, Subject, at, unmarked
from clinicpress.content.models.base import TextRole
from clinicpress.content.models.exercise import Exercise
from clinicpress.messages import later, say

# A longer run of bold is no cue any more; two words in capitals can be read, three not.
MOST_BOLD, MOST_CAPITALS, LONG_WORD = 14, 2, 6
_SHORT = 4
# Printed as they were typed: marks for bold words stand on paper, too.
_PLAIN: tuple[TextRole, ...] = (
    "title",
    "short-title",
    "subtitle",
    "heading",
    "callout-title",
    "term",
    "label",
)
_MARKS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"(?<![\w*\\])\*(?![*\s])[^*\n]*[^*\s]\*(?![\w*])"),
        later("rule.stars-printed-as-typed", "mark"),
        "**",
    ),
    (
        re.compile(r"(?<!\w)__(?![_\s])[^_]*[^_\s]__(?!\w)"),
        later("rule.underscores-printed-as-typed", "mark"),
        "**",
    ),
    (
        re.compile(r"(?<!\w)_(?![_\s])[^_]*[^_\s]_(?!\w)"),
        later("rule.underscores-printed-as-typed", "mark"),
        "**",
    ),
    (
        re.compile(r"</?(?:[biu]|em|strong|br|p|span|font)\b[^<>]*>", re.IGNORECASE),
        later("rule.tag-printed-as-typed", "mark"),
        "",
    ),
)
_BOLD = re.compile(r"\*\*(?!\s)(.+?)\*\*", re.DOTALL)
_CAPITAL_RUN = re.compile(r"(?<![\w-])[A-Z][A-Z'’-]*(?:[ ,]+[A-Z][A-Z'’-]*)*(?![\w-])")
_CAPITAL_WORD = re.compile(r"[A-Z]{2,}")
_SHOUTS = re.compile(r"!\s*!|\?!|!\?")
# Names that are written so.
_NAMES = frozenset({"THERABAND", "BOSU", "TYLENOL", "ADVIL", "COVID", "PEACE", "POLICE", "NSAIDS"})


def find_emphasis(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Marks that are printed as typed, capitals, long bold runs, and rows of exclamation marks."""
    for passage in subject.passages:
        yield from _marks(passage)
        if passage.role not in UNPRINTED:
            yield from _bold(passage)
            yield from _capitals(passage)
            yield from _shouting(passage)


def _marks(passage: Passage) -> Iterator[Hit]:
    for pattern, found, bold in _MARKS:
        for match in pattern.finditer(passage.raw):
            words = match[0].strip("*_")
            instead = (
                say("rule.write-which-printed-bold", words=words)
                if bold
                else say("rule.delete-bold-only-emphasis")
            )
            yield _at(passage, match.start(), say(found, mark=match[0]), instead)


def _bold(passage: Passage) -> Iterator[Hit]:
    for match in _BOLD.finditer(passage.raw):
        count = len(match[1].split())
        if passage.role in _PLAIN:
            yield _at(
                passage,
                match.start(),
                say("rule.stars-printed-typed-title-or-heading"),
                say("rule.write-without-stars", word=match[1]),
            )
        elif count > MOST_BOLD:
            found = say("rule.words-row-bold", count=count)
            yield _at(passage, match.start(), found, say("rule.make-two-or-three-key-words"))


def _capitals(passage: Passage) -> Iterator[Hit]:
    for match in _CAPITAL_RUN.finditer(passage.text):
        words = _CAPITAL_WORD.findall(match[0])
        shouted = [word for word in words if word not in _NAMES]
        spoken = [word for word in shouted if word not in _abbreviations()]
        if _is_list(match[0], words):
            continue
        if (len(words) > MOST_CAPITALS and spoken) or any(len(word) >= LONG_WORD for word in spoken):
            said = match[0].strip(" ,")
            lowered = (
                said.capitalize()
                if passage.text[: match.start()].strip()[-1:] in ("", ".", "!", "?")
                else said.lower()
            )
            instead = (
                say("rule.write-in-small-letters", lowered=lowered)
                if passage.role in _PLAIN
                else say("rule.write-or-for-bold", lowered=lowered)
            )
            yield at(passage, match.start(), say("rule.is-in-capitals", said=said), instead)


def _is_list(run: str, words: list[str]) -> bool:
    """Whether it lists abbreviations with commas, such as "THR, CVA, MS": those are told one by one."""
    return run.count(",") >= len(words) - 1 and all(len(word) <= _SHORT for word in words)


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(entry.term.upper() for entry in entries("abbreviations.txt") if entry.kind != "small")


def _shouting(passage: Passage) -> Iterator[Hit]:
    match = _SHOUTS.search(passage.text)
    if match:
        yield at(
            passage,
            match.start(),
            say("rule.several-exclamation-or-question-marks-row"),
            say("rule.write-one-mark"),
        )
    elif passage.text.count("!") > 2:
        third = [index for index, letter in enumerate(passage.text) if letter == "!"][2]
        yield at(passage, third, say("rule.third-exclamation-mark-text"), say("rule.write-a-period"))


def _at(passage: Passage, start: int, found: str, instead: str) -> Hit:
    """A hit at a place of the text as it was typed."""
    return at(passage, len(unmarked(passage.raw[:start] + "x")) - 1, found, instead)


_VERBS = (
    "bend|lift|lie|sit|stand|push|pull|press|raise|lower|turn|reach|hold|keep|put|place|slide|squeeze|lean|walk|"
    "follow|do|relax|step|use|try|move|start|remember|call|breathe"
)
# "just" only where it belittles an order: "just above the mat" is a place, "not just" an amount.
_EASE = re.compile(
    r"\b(?:simply|of course|needless to say)\b|(?:^|[.,] )obviously\b"
    rf"|(?:^|[.!?]\s+)just (?=(?:{_VERBS})\b)"
    r"|\b(?:it|this|that)(?: is|['’]s) (?:that |very |so |really )?(?:easy|simple)\b"
    r"|\ball you (?:have to|need to) do is\b|\beverybody can\b|\banyone can\b",
    re.IGNORECASE,
)


def find_exclusive_language(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Words that call easy what may be hard for the reader."""
    for passage in subject.passages:
        if passage.role in UNPRINTED:
            continue
        for match in _EASE.finditer(passage.text):
            word = match[0].lstrip(".!? ").strip()
            start = match.end() - len(match[0].lstrip(".!? "))
            yield at(
                passage,
                start,
                say("rule.calls-task-easy", word=word),
                say("rule.delete-sentence-says-same"),
            )


# In these the text itself is the sign: "your groin pinches".
_SIGNS: tuple[TextRole, ...] = ("stop", "skip", "call", "emergency")
_ADVICE: tuple[TextRole, ...] = (
    "safety",
    "tip",
    "note",
    "step",
    "short-step",
    "easier",
    "harder",
    "item",
    "paragraph",
    "summary",
)
_ANY = r"(?:any |some |a lot of |too much |much |more )?"
_PAIN = r"(?:pain or discomfort|discomfort or pain|pain|discomfort|symptoms)"
_WORSE = (
    r"(?:worsens?|gets? worse|becomes? worse|increases?|changes?|persists?|returns?|"
    r"do(?:es)? not (?:improve|get better))"
)
_VAGUE = "|".join(
    (
        r"(?:it|this|that|the exercise|doing (?:it|this)) hurts",
        r"(?:it|this|that|the exercise) (?:is|feels) (?:painful|uncomfortable|bad|wrong)",
        rf"(?:it|this|the exercise) (?:causes|brings|gives you|makes you feel) {_ANY}{_PAIN}",
        rf"(?:you (?:feel|have|get|notice|experience|are in)|there is|there's) {_ANY}{_PAIN}",
        r"(?:you (?:feel|are) )?(?:in pain|uncomfortable)|painful",
        rf"(?:your |the |any )?(?:symptoms?|condition|problems?) {_WORSE}",
        r"(?:any )?(?:pain|discomfort) (?:occurs|develops|arises|persists|is felt|is experienced)",
        r"something (?:feels|is|seems) (?:wrong|off|not right)",
    )
)
# Behind it nothing says more: "if it hurts", and not "if it hurts in your groin".
_END = (
    r"(?=\s*(?:[.,;:!)]|$|(?:stop|then|skip|call|rest)\b|and (?:call|stop|tell|rest)|with (?:it|this)\b"
    r"|(?:while|during|when) (?:you )?(?:do|doing|exercis)\w*))"
)
# In advice a pain may be told of for another reason: "If you have pain, use ice."
_STOPS = re.compile(
    r"\b(?:stop|skip|rest|quit|cease|discontinue|call|contact|phone|tell|less|fewer|smaller|"
    r"ease off|back off|leave (?:it|this) out|do not (?:do|go on|continue|push)|see (?:us|your))\b",
    re.IGNORECASE,
)
_WITH_IF = re.compile(rf"\b(?:if|when|as soon as|should) (?P<sign>{_VAGUE}){_END}", re.IGNORECASE)
_BARE = re.compile(
    rf"(?:(?:stop |call us )?(?:if|when) )?(?P<sign>{_VAGUE}|(?:any |new )?(?:{_PAIN}|problems)"
    r"|worse symptoms|worsening(?: of)? symptoms|needed|necessary)[.!]?",
    re.IGNORECASE,
)
_IF_NEEDED = re.compile(
    r"\b(?:stop|skip|call)\b[^.;]{0,40}?\b(?:if|when|as) (?P<sign>needed|necessary|required)\b", re.IGNORECASE
)


def find_vague_stop(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Reasons to stop that do not say which pain, where, or how strong."""
    for passage in subject.passages_in(*_SIGNS, *_ADVICE):
        for sentence in passage.sentences:
            match = _vague(sentence.text, is_sign=passage.role in _SIGNS)
            if match:
                found = say("rule.does-not-say-which-pain", word=match["sign"])
                start = sentence.start + match.start("sign")
                yield at(passage, start, found, say("rule.name-sign", sign=_sign(subject)))


def _vague(text: str, *, is_sign: bool) -> re.Match[str] | None:
    if is_sign:
        return _BARE.fullmatch(text) or _WITH_IF.search(text)
    return (_WITH_IF.search(text) if _STOPS.search(text) else None) or _IF_NEEDED.search(text)


def _sign(subject: Subject) -> str:
    model = subject.model
    if isinstance(model, Exercise) and model.works[0] != "balance":
        return f"sharp pain in your {model.works[0]}"
    return "sharp pain in your knee"


LOOKS: Mapping[str, Finder] = {
    "emphasis": find_emphasis,
    "vague-stop": find_vague_stop,
    "exclusive-language": find_exclusive_language,
}
