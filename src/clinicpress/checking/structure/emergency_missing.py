"""``emergency-missing``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope, uses
from clinicpress.checking.structure.stop_rule_missing import callouts
from clinicpress.checking.subject import Subject

_BURIED = re.compile(r"\b(?:911|999|ambulance|emergency (?:room|department)|A&E)\b")
# Words of a page on a body, and not on where to park.
_BODY = re.compile(
    r"\b(?:pain(?:s|ful)?|sore|hurts?|aches?|stiff|numb|tingl\w+|swell\w*|swollen|dizz\w+|faint|bleed\w*|injur\w+"
    r"|sprain\w*|strains?|fractur\w*|broken|broke|surger\w+|operation|wound|stroke|falls?|muscles?|joints?|nerves?"
    r"|\w+(?:itis|osis|plasty|ectomy))\b",
    re.IGNORECASE,
)
# What is far from heart, head and spine; what would be grave there all the same is among these words.
_ARM = re.compile(
    r"\b(?:elbows?|wrists?|hands?|fingers?|thumbs?|forearms?|carpal|grip|feet|foot|toes?|heels?|plantar)\b",
    re.IGNORECASE,
)
_GRAVE = re.compile(
    r"\b(?:fractur\w*|broken|broke|surger\w+|operation|wound|stroke|falls?|fell|chest|heart|neck|back|shoulders?"
    r"|bleed\w*|faint\w*|infect\w*)\b",
    re.IGNORECASE,
)
# A sign that fits what the handout is on; the first that its title or summary names.
_SIGNS = (
    (r"\bbacks?\b|spine|spinal|sciatic\w*|disc", "You cannot pee"),
    (r"\bneck|whiplash|head|dizz\w+|vertigo|balance|\bfall", "Sudden weakness, or trouble speaking"),
    (
        r"\bhips?\b|\bknees?\b|ankles?|\blegs?\b|cal(?:f|ves)|achilles|heel|surger\w+|replacement",
        "You cannot get your breath",
    ),
)
_CHEST = "You have chest pain"


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A handout without a box that says when to call an ambulance; running text is no box.

    It is only advice for a page that speaks of no complaint, such as one on the way to the clinic. An elbow,
    a hand or a foot has no sign of its own that needs an ambulance.
    """
    if callouts(subject, "emergency"):
        return
    for passage in subject.passages_in("summary", "paragraph", "item", "step", "call", "callout-title"):
        match = _BURIED.search(passage.text)
        if match is not None:
            found = f'"{match[0]}" is only in the text; no box says when to call an ambulance'
            yield at(passage, match.start(), found, f"put the signs in a box: {_box(subject)}")
            return
    if _on_an_arm(subject):
        return
    severity = None if _on_a_body(subject) else Severity.ADVICE
    found = "no box says when to call an ambulance"
    yield Hit(subject.loaded.at("title"), found, f"add a box: {_box(subject)}", severity)


def _box(subject: Subject) -> str:
    """A box as the file has it, with a sign that fits."""
    named = " ".join(passage.text for passage in subject.passages_in("title", "subtitle"))
    sign = next((say for words, say in _SIGNS if re.search(words, named, re.IGNORECASE)), _CHEST)
    return f'callout: {{kind: emergency, items: ["{sign}"]}}'


def _on_an_arm(subject: Subject) -> bool:
    """Whether a handout is about an elbow, wrist or hand, and not about what can be grave there."""
    titles = [passage.text for passage in subject.passages_in("title", "subtitle")]
    heads = [*titles, *(passage.text for passage in subject.passages_in("summary", "heading"))]
    return any(map(_ARM.search, titles)) and not any(map(_GRAVE.search, heads))


def _on_a_body(subject: Subject) -> bool:
    """Whether a handout is about a complaint or what is done for it."""
    if uses(subject) or callouts(subject, "call"):
        return True
    return any(_BODY.search(passage.text) for passage in subject.passages)


RULE = Rule(
    id="emergency-missing",
    group="structure",
    severity=Severity.ERROR,
    kinds=("handout",),
    finds="A handout without a box that says when to call an ambulance; "
    "advice where it is about no complaint. "
    "Handouts on an elbow, a hand or a foot need none.",
    why="In an emergency nobody reads a whole page: the signs must be seen at once.",
    basis="Our own rule: every sheet has one, too. PEMAT-P item 12: cues draw the eye to what matters.",
    wrong="- text: Call 911 if you have chest pain.",
    right='- callout: {kind: emergency, items: ["You have chest pain"]}',
    look=look,
)
