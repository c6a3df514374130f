"""``vague-stop``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import TEXTS, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Role, Subject
from clinicpress.model.exercise import Exercise

# In these the text itself is the sign: "your groin pinches".
_SIGNS: tuple[Role, ...] = ("stop", "skip", "call", "emergency")
_ADVICE: tuple[Role, ...] = (
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


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Reasons to stop that do not say which pain, where, or how strong."""
    for passage in subject.passages_in(*_SIGNS, *_ADVICE):
        for sentence in passage.sentences:
            match = _vague(sentence.text, is_sign=passage.role in _SIGNS)
            if match:
                found = f"'{match['sign']}' does not say which pain, where and how strong"
                start = sentence.start + match.start("sign")
                yield at(passage, start, found, f'name the sign, such as "{_sign(subject)}"')


def _vague(text: str, *, is_sign: bool) -> re.Match[str] | None:
    if is_sign:
        return _BARE.fullmatch(text) or _WITH_IF.search(text)
    return (_WITH_IF.search(text) if _STOPS.search(text) else None) or _IF_NEEDED.search(text)


def _sign(subject: Subject) -> str:
    model = subject.model
    if isinstance(model, Exercise) and model.works[0] != "balance":
        return f"sharp pain in your {model.works[0]}"
    return "sharp pain in your knee"


RULE = Rule(
    id="vague-stop",
    group="terms",
    severity=Severity.WARNING,
    kinds=TEXTS,
    finds='A reason to stop or call that fits any ache: "if it hurts", "if symptoms worsen".',
    why="Exercise may pull and ache: some patients stop for nothing, others go on and get hurt.",
    basis="PEMAT-P item 22: actions are told in explicit steps. Which signs are vague: our own rule.",
    wrong="Stop if it hurts.",
    right="Stop if pain spreads down your leg.",
    look=look,
    languages=("en",),
)
