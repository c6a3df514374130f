"""Rules on parts that a document must not lack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from clinicpress.checking.subject import Finder, Hit, Passage, Scope, Severity, Subject, at, uses
from clinicpress.content.blocktypes.callouts import CalloutBlock
from clinicpress.content.blocktypes.grids import TableBlock
from clinicpress.content.models.documents import Handout, Sheet
from clinicpress.content.models.exercise import Exercise, ExerciseUse
from clinicpress.content.models.layout import Layout
from clinicpress.messages import say
from clinicpress.store.regular import read_text

_WORD = re.compile(r"[a-zà-öø-ÿ]+(?:['’-][a-zà-öø-ÿ]+)*|\d+")
_LEAST_STEM = 4


@lru_cache(maxsize=1)
def _listed() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in read_text(Path(__file__).with_name("smallwords.txt")).splitlines():
        key, _, listed = line.partition(": ")
        if not line.startswith("#"):
            found[key] = found.get(key, frozenset()) | frozenset(listed.split())
    return found


def kind(name: str) -> frozenset[str]:
    """The words of a kind in ``words.txt``."""
    return _listed()[name]


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in small letters."""
    return tuple(_WORD.findall(text.lower()))


def stem(word: str) -> str:
    """A word without the ending that makes it many or somebody's; good enough to tell that two are one."""
    bare = re.sub(r"['’]s?$", "", word)
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if bare.endswith(ending) and not bare.endswith(("ss", "is", "us")) and len(bare) > _LEAST_STEM:
            return bare[: -len(ending)] + instead
    return bare


@lru_cache(maxsize=4096)
def content(text: str) -> frozenset[str]:
    """The stems of the words that carry the meaning of a text."""
    return frozenset(stem(word) for word in words(text) if word not in kind("small"))


@lru_cache(maxsize=4)
def _stems(*names: str) -> frozenset[str]:
    return frozenset(stem(word) for name in names for word in kind(name))


def of_paper_alone(title: str) -> bool:
    """True if a title speaks of the paper alone, such as "Patient information" or "Week 2, part B"."""
    return all(word in _stems("paper") or word.isdigit() or len(word) == 1 for word in content(title))


def says_nothing(text: str) -> bool:
    """True if a text has only words that any announcement has."""
    rest = content(text) - _stems("paper", "filler")
    return all(word.isdigit() or len(word) == 1 for word in rest)


def unsaid(text: str, said: str) -> frozenset[str]:
    """The meaning of a text that is not in what is ``said`` already, without the words of announcements."""
    return content(text) - content(said) - _stems("paper", "filler")


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


def find_emergency_missing(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A handout without a box that says when to call an ambulance; running text is no box.

    It is only advice for a page that speaks of no complaint, such as one on the way to the clinic. An elbow,
    a hand or a foot has no sign of its own that needs an ambulance.
    """
    if callouts(subject, "emergency"):
        return
    for passage in subject.passages_in("summary", "paragraph", "item", "step", "call", "callout-title"):
        match = _BURIED.search(passage.text)
        if match is not None:
            found = say("rule.only-text", word=match[0])
            yield at(passage, match.start(), found, say("rule.put-signs-box", box=_box(subject)))
            return
    if _on_an_arm(subject):
        return
    severity = None if _on_a_body(subject) else Severity.ADVICE
    found = say("rule.no-box-says-when-call-ambulance")
    yield Hit(subject.loaded.at("title"), found, say("rule.add-emergency-box", box=_box(subject)), severity)


def _box(subject: Subject) -> str:
    """A box as the file has it, with a sign that fits."""
    named = " ".join(passage.text for passage in subject.passages_in("title", "subtitle"))
    sign = next((sign for words, sign in _SIGNS if re.search(words, named, re.IGNORECASE)), _CHEST)
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


_WORDY = 5
_ABOUT_YOU = re.compile(r"\s+(?:and|&)\s+(?:you|me)\s*$", re.IGNORECASE)
_PARTED = re.compile(r"[:?–—|]|\s-\s")


def find_purpose_missing(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A title that names a topic alone, or nothing, where no text at the top says what the page is for."""
    model = subject.model
    handout = isinstance(model, Handout)
    subtitle = model.subtitle if handout else None
    first = model.summary[0] if handout else model.summary
    if subtitle and _tells(subtitle):
        return
    title = model.title
    if of_paper_alone(title):
        if first and not says_nothing(first):
            return
        found = say("rule.fits-any-page", title=title)
    elif handout and _topic_alone(title) and not content(title) & content(first or ""):
        found = say("rule.only-names-topic", title=title)
    else:
        return
    yield Hit(subject.loaded.at("title"), found, _purpose(title, handout))


def _tells(subtitle: str) -> bool:
    """True for "What it is, and what helps", not for "Information for patients"."""
    asks = {"what", "how", "when", "why"}.intersection(words(subtitle))
    return not of_paper_alone(subtitle) and bool(asks or not says_nothing(subtitle))


def _topic_alone(title: str) -> bool:
    """True for "Sciatica" or "Your knee and you", not for "Sciatica: what helps" or "Living with pain"."""
    bare = _ABOUT_YOU.sub("", title)
    said = words(bare)
    if _PARTED.search(bare) or len(said) >= _WORDY or kind("purpose").intersection(said):
        return False
    return not (said[0].endswith("ing") and said[0] not in kind("felt"))


def _purpose(title: str, handout: bool) -> str:
    if not handout:
        return say("rule.say-purpose-in-title")
    if of_paper_alone(title):
        return say("rule.say-purpose-in-title-or-subtitle")
    return say("rule.add-subtitle-says")


_LEAD = re.compile(r"^(?:if )?(?:you (?:have|feel|get|are|notice) |you )?(?:a |an |any |the )?")
_REST = re.compile(r"[^\w ]+")


def find_sign_in_both(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A sign for which one box says to call the clinic, and the other one to call an ambulance."""
    urgent = {_bare(passage.text): passage for passage in subject.passages_in("emergency")}
    for passage in subject.passages_in("call", "stop"):
        other = urgent.get(_bare(passage.text))
        if other is not None:
            found = say("rule.also-sign-call-ambulance-line", text=passage.text, line=other.source.line)
            yield at(passage, 0, found, say("rule.keep-two-boxes"))


def _bare(text: str) -> str:
    """The words of a sign without those that lead to it: "You have chest pain." is "chest pain"."""
    return _LEAD.sub("", _REST.sub("", text.lower()).strip())


def find_stop_rule_missing(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A handout with exercises and without a box that says when to call; an exercise without ``stop_if``.

    The second is only advice: a sheet has its own stop rule, and a handout must have one.
    """
    model = subject.model
    if isinstance(model, Exercise):
        if not model.stop_if:
            found = say("rule.exercise-does-not-say-when-stop")
            instead = say("rule.say-when")
            yield Hit(subject.loaded.at("title"), found, instead, Severity.ADVICE)
        return
    if not uses(subject) or callouts(subject, "call"):
        return
    first = next(index for index, block in enumerate(model.blocks) if isinstance(block, ExerciseUse))
    found = say("rule.handout-has-exercises")
    instead = say("rule.add-call-box")
    yield Hit(subject.loaded.at("blocks", first), found, instead)


def callouts(subject: Subject, kind: str) -> tuple[int, ...]:
    """The numbers of the blocks of a handout that are boxes of that kind."""
    return tuple(
        index
        for index, block in enumerate(subject.model.blocks)
        if isinstance(block, CalloutBlock) and block.callout.kind == kind
    )


# "This leaflet tells you about sciatica." says of the page what it does, and nothing of what matters.
_PAPER = "(?:leaflet|handout|page|sheet|guide|booklet|brochure|document|information)"
_DOES = (
    "(?:tells?|explains?|describes?|gives?|is about|is for|contains?|covers?|helps?|answers?|provides?|shows?"
    "|aims?|has|looks)"
)
_ANNOUNCED = re.compile(
    r"(?:please )?(?:read|keep) (?:all of |it all|through )?this\b"
    rf"|(?:this|the|our) (?:short |brief )?{_PAPER} (?:\w+ )?{_DOES}\b"
    rf"|(?:in|on) (?:this|the following) {_PAPER}s?\b"
    r"|(?:here|below|on the next pages?),? (?:you|we|are|is)\b"
    r"|(?:you|we) will (?:find out|find here|learn (?:more|about|how|what|why)|read about|tell you|explain)\b"
    r"|see below\b",
    re.IGNORECASE,
)


def find_summary_missing(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A box of key points in which no sentence says more than the title, or than that there is a page."""
    model = subject.model
    said = f"{model.title} {model.subtitle or ''}"
    items = subject.passages_in("summary")
    if any(_sums_up(item, said) for item in items):
        return
    found = (
        say("rule.summary-only-repeats-title") if len(items) == 1 else say("rule.summary-has-no-key-point")
    )
    if any(_ANNOUNCED.match(item.text) for item in items):
        found = say("rule.summary-says-what-page")
    instead = say("rule.write-what-know")
    yield Hit(subject.loaded.at("summary"), found, instead)


def _sums_up(item: Passage, said: str) -> bool:
    return any(
        unsaid(sentence.text, said) for sentence in item.sentences if not _ANNOUNCED.match(sentence.text)
    )


# A table to be filled in by hand says so in its head, or has boxes or lines in its cells.
_HEAD = re.compile(
    r"\b(?:done|tick|check|date|my notes?|your notes?|how (?:many|far|long) (?:you|I))\b", re.I
)
_BOX = re.compile(r"[☐□]|_{3}|\.{5}")


def find_tool_missing(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Exercises without a log: a sheet that leaves it out, a handout that no sheet with one goes with."""
    model = subject.model
    if isinstance(model, Sheet):
        layout = layout_of(model, scope)
        if model.log == "none" and layout is not None and has_room(layout):
            found = say("rule.sheet-has-no-tick-boxes-although")
            yield Hit(subject.loaded.at("log"), found, say("rule.write-log-7-days"))
        return
    named = list(dict.fromkeys(use.exercise for use in uses(subject)))
    if not named or to_fill(model.blocks) or sheet_with_log(named, scope):
        return
    own = subject.id in scope.library.sheets
    if not own and _most_of_them(named, scope):
        return
    first = next(index for index, block in enumerate(model.blocks) if isinstance(block, ExerciseUse))
    found = say("rule.no-sheet-tick-boxes-has-exercises")
    # a leaflet may give a few to try; its own sheet without boxes is a slip
    severity = None if own else Severity.ADVICE
    yield Hit(subject.loaded.at("blocks", first), found, _other_tool(subject.id, named, scope), severity)


def layout_of(sheet: Sheet, scope: Scope) -> Layout | None:
    """The layout of a sheet; None if it could not be read."""
    loaded = scope.library.layouts.get(sheet.layout)
    return None if loaded is None else loaded.model


def has_room(layout: Layout) -> bool:
    """Whether the layout has room for a log. A diary is one itself; a page for the fridge has none."""
    return layout.head == "full" and layout.arrange != "diary"


def has_log(sheet: Sheet, scope: Scope) -> bool:
    """Whether boxes to tick are printed on a sheet."""
    layout = layout_of(sheet, scope)
    if layout is None:
        return False
    return layout.arrange == "diary" or (layout.head == "full" and sheet.log != "none")


def to_fill(blocks: Iterable[object]) -> bool:
    """Whether one of the blocks is a table to be filled in by hand."""
    tables = (block.table for block in blocks if isinstance(block, TableBlock))
    return any(
        any(map(_HEAD.search, table.header)) or any(_BOX.search(cell) for row in table.rows for cell in row)
        for table in tables
    )


def sheet_with_log(named: Iterable[str], scope: Scope) -> str | None:
    """The id of the first sheet that has all these exercises and a log."""
    wanted = set(named)
    for id_, sheet in scope.library.sheets.items():
        if wanted <= {use.exercise for use in sheet.model.exercises} and has_log(sheet.model, scope):
            return id_
    return None


def _most_of_them(named: Sequence[str], scope: Scope) -> bool:
    """Whether a sheet with a log has most of these exercises: the others may be for later."""
    return any(
        2 * len({use.exercise for use in sheet.model.exercises} & set(named)) > len(named)
        and has_log(sheet.model, scope)
        for sheet in scope.library.sheets.values()
    )


def _other_tool(id_: str, named: list[str], scope: Scope) -> str:
    """What the sheet of the same name lacks; else the file to write. Others are for other patients."""
    sheet = scope.library.sheets.get(id_)
    if sheet is None:
        return say("rule.put-exercises-for-every-reader", id=id_)
    there = {use.exercise for use in sheet.model.exercises}
    lacking = [name for name in named if name not in there]
    if lacking:
        return say("rule.add-exercises-to-sheet", names=", ".join(lacking), sheet=id_)
    return say("rule.write-log-in-sheet", sheet=id_)


LOOKS: Mapping[str, Finder] = {
    "purpose-missing": find_purpose_missing,
    "summary-missing": find_summary_missing,
    "stop-rule-missing": find_stop_rule_missing,
    "emergency-missing": find_emergency_missing,
    "sign-in-both": find_sign_in_both,
    "tool-missing": find_tool_missing,
}
