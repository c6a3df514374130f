"""Rules on what an exercise's words and its figure say of each other: things, sides, positions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from clinicpress.checking.subject import (
    Finder,
    Hit,
    Passage,
    Scope,
    Severity,
    Subject,
    at,
    numbered_uses,
    title_key,
    uses,
)
from clinicpress.composing.uses import shown_side
from clinicpress.content.models.base import OneSide, Position, TextRole
from clinicpress.content.models.figure import prop_name
from clinicpress.content.models.pose import Base, Pose
from clinicpress.content.models.texts import SideWord, side_words
from clinicpress.messages import later, say
from clinicpress.records import dataclass

_LOW = r"(?:(?:low|lower|bottom|firm|sturdy|small|stable|high|higher|stair|wooden|aerobic),? )*"
_AFTER_STEP = r"(?=[.,;:]|$| (?:and|with|in front|beside|or|so|until|then|behind|of a)\b)"
# Words that surely mean the thing in a step.
_SURE: Mapping[str, str] = {
    "mat": r"mats?",
    "pillow": r"pillows?|cushions?",
    "chair": r"(?:arm)?chairs?",
    "step": rf"(?:on|onto|off|from|over|at|against|edge of) (?:a|the|your) {_LOW}step{_AFTER_STEP}"
    r"|(?:a|the|your) (?:low|sturdy|stable|wooden|aerobic),? (?:firm |sturdy )?step",
    "stool": r"(?:foot)?stools?",
    "wall": r"(?<!chest )(?<!abdominal )(?<!stomach )walls?",
    "counter": r"(?<!over the )(?<!over-the-)(?<!-)counter(?:tops?|s)?(?! to\b)(?!-)",
    "door": r"(?<!next )door(?:s|way|ways|frame|frames)?",
    "table": r"tables?",
    "band": r"(?<!it )(?<!iliotibial )(?<!waist)bands?(?! of (?:muscle|tissue))",
    "strap": r"straps?",
    "roll": r"foam roll(?:er)?s?|(?:towel|lumbar|bath) rolls?"
    r"|rolled(?:[ -]up)? (?:bath |hand |small )?(?:towel|blanket)s?",
    "stick": r"(?:a|the) (?:long |light |wooden )?stick(?! to\b| out\b)|broom(?:stick| handle)?s?",
    "dumbbell": r"dumb-?bells?|(?:hand|light|ankle) weights?",
    "ball": r"balls?(?! of (?:the|your|one|each|both|that|its) )(?! of (?:foot|feet))",
    "towel": r"towels?",
}  # fmt: skip
# Further words that can stand for the thing: by them a step is taken to use it.
_ANY: Mapping[str, str] = {
    "mat": r"floor|bed|rug|carpet|ground|towel",
    "pillow": r"towel|blanket|wedge",
    "chair": r"seat|seated|sit|sitting|wheelchair|bench",
    "step": r"(?:a|the|your|one|first|low|lower|bottom|firm|high|higher|front) step"
    r"|stairs?|block|curb|kerb|book",
    "stool": r"chair|seat",
    "wall": r"corner",
    "counter": r"worktop|kitchen|sink|table",
    "door": r"frame",
    "table": r"desk|counter",
    "band": r"loop|tub(?:e|ing)|thera-?band",
    "strap": r"belt|towel|sheet|tie|rope|cord|scarf|leash|band",
    "roll": r"roll(?:s|er|ed)?|bolster|towel|pillow",
    "stick": r"sticks?|cane|pole|dowel|wand|umbrella|rod|bar",
    "dumbbell": r"weights?|cans?|bottles?|kettlebell",
    "ball": r"balls?",
    "towel": r"roll|cloth|sheet|strap",
}
# What a picture may show for another one: a strap looks like a towel that is pulled.
_ALIKE: tuple[frozenset[str], ...] = (
    frozenset({"strap", "towel", "band"}),
    frozenset({"roll", "towel", "pillow"}),
    frozenset({"counter", "table"}),
    frozenset({"wall", "door", "doorway"}),
)
# What follows is only a picture in the mind.
_IMAGINED = re.compile(
    r"\b(?:as if|as though|imagin\w+|pretend\w*|(?:like|than) (?:a|an|the|you|in|on|sitting|being))\b"
    r"[^,.;:!?]*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;]\s")
_OR = re.compile(r"\bor\b|/", re.IGNORECASE)
# Other furniture that may stand in for something to lie, sit or lean on.
_OTHER = re.compile(
    r"\b(?:bed|floor|couch|sofa|bench|rail|railing|sink|worktop|stairs?|belt|sheet)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing that a text names, and where the word begins."""

    thing: str
    word: str
    start: int


@lru_cache(maxsize=1)
def _sure() -> Mapping[str, re.Pattern[str]]:
    return {thing: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for thing, words in _SURE.items()}


@lru_cache(maxsize=1)
def _any() -> Mapping[str, re.Pattern[str]]:
    return {
        thing: re.compile(rf"\b(?:{_SURE[thing]}|{words})\b", re.IGNORECASE) for thing, words in _ANY.items()
    }


def things_in(text: str) -> tuple[Mention, ...]:
    """The things that a text surely means, in their order."""
    found = [
        Mention(thing, match[0], match.start())
        for thing, pattern in _sure().items()
        for match in pattern.finditer(text)
        if not _imagined(text, match.start())
    ]
    rolled = [each for each in found if each.thing == "roll"]
    # a rolled towel is a roll, and no towel
    return tuple(
        sorted(
            (
                each
                for each in found
                if each.thing != "towel" or not any(_within(each, roll) for roll in rolled)
            ),
            key=lambda each: each.start,
        )
    )


def named(thing: str, texts: Collection[str]) -> bool:
    """Whether one of the texts has a word that can stand for a thing."""
    return any(not _imagined(text, match.start()) for text in texts for match in _any()[thing].finditer(text))


def alike(thing: str, others: Collection[str]) -> bool:
    """Whether one of the ``others`` is that thing, or looks like it."""
    return thing in others or any(thing in group and group & set(others) for group in _ALIKE)


def chosen_from(thing: str, others: Collection[str], texts: Collection[str]) -> bool:
    """Whether a sentence gives the choice between a thing and one of the ``others``, or a bed or a floor."""
    for text in texts:
        for sentence in _SENTENCE_END.split(text):
            if _OR.search(sentence) and _any()[thing].search(sentence):
                others_there = {each.thing for each in things_in(sentence)} & (set(others) - {thing})
                if others_there or _OTHER.search(sentence):
                    return True
    return False


def _within(towel: Mention, roll: Mention) -> bool:
    return roll.start <= towel.start < roll.start + len(roll.word)


def _imagined(text: str, start: int) -> bool:
    return _IMAGINED.search(text, 0, start) is not None


LEAST_WORDS = 4
_FILE = re.compile(
    r"\S+\.(?:png|jpe?g|gif|svg|webp|tiff?|bmp|pdf)\b"
    r"|(?:img|dsc|image|picture|photo|screenshot|fig)[ _-]?\d+",
    re.IGNORECASE,
)
_KIND = r"(?:picture|image|photo|photograph|pic|graphic|illustration|drawing|screenshot|line drawing)"
_OPENING = re.compile(
    rf"(?:(?:an?|the|this)\s+)?{_KIND}\s+(?:of|showing|shows|that shows|depicting)\b\s*", re.IGNORECASE
)


def find_alt_text(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Alt texts that say nothing, or not what the picture shows."""
    told: dict[str, Passage] = {}
    for passage in subject.passages_in("alt"):
        hit = _empty(subject, passage) or _opening(passage)
        if hit is None and subject.kind == "exercise" and _key(passage.text) in told:
            found = say("rule.picture-has-same-alt-text-earlier")
            hit = at(
                passage,
                0,
                found,
                say("rule.say-what-has-changed-since-picture"),
                Severity.ERROR,
            )
        if hit is not None:
            yield hit
        elif subject.kind == "exercise":
            yield from _not_there(subject, passage)
        told[_key(passage.text)] = passage


def _key(text: str) -> str:
    return title_key(text).strip(" .!")


def _empty(subject: Subject, passage: Passage) -> Hit | None:
    """A file's name, a title or caption once more, a word or two: nothing to see the picture by."""
    text, instead = passage.text, _wanted(subject)
    if _FILE.fullmatch(text.strip()):
        return at(passage, 0, say("rule.alt-text-file-name", text=text), instead, Severity.ERROR)
    for repeats, other in _titles(subject, passage):
        if _key(other) == _key(text):
            return at(passage, 0, say(repeats), instead, Severity.ERROR)
    count = len([word for sentence in passage.sentences for word in sentence.words])
    if count < LEAST_WORDS:
        return at(passage, 0, say("rule.alt-text-too-short", count=count), instead)
    return None


def _wanted(subject: Subject) -> str:
    """What the alt text should say: of a person, the movement; of another picture, what it shows."""
    if subject.kind != "exercise":
        return say("rule.say-sentence-what-picture-shows")
    if subject.model.figure.crop is None:
        return say("rule.say-sentence-how-person-placed")
    return say("rule.say-sentence-which-part-body-picture")


def _titles(subject: Subject, passage: Passage) -> Iterator[tuple[str, str]]:
    """Texts that an alt text must not repeat, each with the message if it does."""
    yield later("rule.alt-text-repeats-title"), subject.model.title
    for other in subject.passages_in("caption", "short-title"):
        if other.role == "short-title":
            yield later("rule.alt-text-repeats-short-title"), other.text
        elif other.loc[:-1] == passage.loc[:-1]:
            yield later("rule.alt-text-repeats-caption"), other.text


def _opening(passage: Passage) -> Hit | None:
    match = _OPENING.match(passage.text)
    if match is None:
        return None
    rest = passage.text[match.end() :]
    begin = f"{rest[:1].upper()}{' '.join(rest[1:].split()[:4])}"
    instead = say("rule.begin-with-what-picture-shows", text=begin)
    return at(
        passage,
        0,
        say("rule.alt-text-begins", word=match[0].strip()),
        instead,
    )


def _not_there(subject: Subject, passage: Passage) -> Iterator[Hit]:
    props = subject.model.figure.props
    there = {prop.kind for prop in props} | {prop_name(prop) for prop in props}
    seen = set[str]()
    for mention in things_in(passage.text):
        if mention.thing not in seen and not alike(mention.thing, there):
            found = say("rule.alt-text-names", word=mention.word)
            instead = say("rule.leave-out", thing=mention.thing)
            yield at(passage, mention.start, found, instead)
        seen.add(mention.thing)


_STEPS: tuple[TextRole, ...] = ("step", "short-step")
_OTHERS: tuple[TextRole, ...] = ("safety", "tip", "easier", "harder")
# What equipment calls a prop that has another name there.
_LISTED_AS = {"doorway": "door"}


def find_equipment_props(subject: Subject, _: Scope) -> Iterator[Hit]:
    """What is needed, drawn and named in the steps, and is not the same."""
    steps = [passage.text for passage in subject.passages_in(*_STEPS)]
    others = [passage.text for passage in subject.passages_in(*_OTHERS)]
    yield from _listed(subject, steps, others)
    yield from _drawn(subject, [*steps, *others])
    yield from _told(subject, steps)


def _listed(subject: Subject, steps: list[str], others: list[str]) -> Iterator[Hit]:
    """Things of the list that the picture lacks, or that no text names."""
    exercise = subject.model
    drawn = {prop.kind for prop in exercise.figure.props}
    for index, thing in enumerate(exercise.equipment):
        place = subject.loaded.at("equipment", index)
        # what is under somebody who lies need not be said
        told = thing == "mat" or named(thing, steps) or named(thing, others)
        shown = alike(thing, drawn)
        # what is only for a harder version, or stands in for something else, is not in the picture
        optional = told and not named(thing, steps)
        if not told:
            if shown:
                found = say("rule.no-step-uses-equipment", thing=thing)
            else:
                found = say("rule.equipment-nowhere", thing=thing)
            instead = say("rule.say-step", thing=thing)
            yield Hit(place, found, instead)
        elif not shown and not optional and not chosen_from(thing, {*drawn, *exercise.equipment}, steps):
            instead = say("rule.draw-props-kind-or-delete", thing=thing)
            yield Hit(place, say("rule.equipment-lists", thing=thing), instead)


def _drawn(subject: Subject, texts: list[str]) -> Iterator[Hit]:
    """Things of the picture that are not on the list."""
    exercise = subject.model
    seen: set[str] = set()
    for index, prop in enumerate(exercise.figure.props):
        kind = prop.kind
        other_thing = prop_name(prop) != kind and any(prop_name(prop) in text.lower() for text in texts)
        if kind == "mat" or kind in seen or other_thing or alike(kind, exercise.equipment):
            continue
        seen.add(kind)
        if not chosen_from(kind, exercise.equipment, texts):
            place = subject.loaded.at("figure", "props", index, "kind")
            instead = say("rule.add-to-equipment-or-delete-prop", thing=_LISTED_AS.get(kind, kind))
            yield Hit(place, say("rule.picture-shows", kind=kind), instead)


def _told(subject: Subject, steps: list[str]) -> Iterator[Hit]:
    """Things that steps name and that are not on the list."""
    equipment = subject.model.equipment
    seen = {prop.kind for prop in subject.model.figure.props if prop.kind != "mat"}
    for passage in subject.passages_in(*_STEPS):
        for mention in things_in(passage.text):
            thing = mention.thing
            listed = thing in equipment or (thing in ("roll", "towel") and alike(thing, equipment))
            # what the picture shows, too, is told at the picture
            if not listed and thing not in seen and not chosen_from(thing, equipment, steps):
                found = say("rule.step-names", word=mention.word)
                yield at(passage, mention.start, found, say("rule.add-to-equipment", thing=thing))
            seen.add(thing)


MOST = 3
# Rolling over on a mat is easy; getting down, up or onto the knees is not.
_WHERE: Mapping[Position, str] = {
    "lying-back": "lying",
    "lying-front": "lying",
    "lying-side": "lying",
    "hands-and-knees": "on the knees",
    "kneeling": "on the knees",
    "sitting": "sitting",
    "standing": "standing",
}


def changes(positions: Sequence[Position]) -> int:
    """How often one gets up, down or onto the knees between exercises."""
    return sum(_WHERE[one] != _WHERE[other] for one, other in pairwise(positions))


def best_order(positions: Sequence[tuple[str, Position]]) -> tuple[str, ...]:
    """The names in the order with fewest changes: what is done in one place together, in its own order."""
    places = list(dict.fromkeys(_WHERE[position] for _, position in positions))
    # on a mat, what is done lying on the back stands together, too
    kinds = list(dict.fromkeys(position for _, position in positions))
    order = sorted(positions, key=lambda each: (places.index(_WHERE[each[1]]), kinds.index(each[1])))
    return tuple(name for name, _ in order)


def find_position_changes(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Sheets with more than 3 changes between lying, the knees, sitting and standing."""
    known = scope.library.exercises
    found = [
        (use.exercise, known[use.exercise].model.position) for use in uses(subject) if use.exercise in known
    ]
    count = changes([position for _, position in found])
    if count > MOST:
        place = subject.loaded.at("exercises")
        order = ", ".join(best_order(found))
        words = say("rule.patient-changes-between-lying-kneeling-sitting", count=count)
        yield Hit(place, words, say("rule.put-them-order", order=order))


_BASES: Mapping[Position, tuple[Base, ...]] = {
    "lying-back": ("supine",),
    "lying-front": ("prone",),
    "lying-side": ("side-left", "side-right"),
    "hands-and-knees": ("quad",),
    "kneeling": ("kneel",),
    "sitting": ("sit",),
    "standing": ("stand",),
}
# A trunk that is tipped or rolled further makes another posture of a base.
_TIPPED = 45


def _posed_otherwise(pose: Pose) -> bool:
    pelvis = pose.pelvis
    if pelvis is None:
        return False
    tipped = max(abs(pelvis.tilt or 0), abs(pelvis.roll or 0), abs(pelvis.turn or 0)) >= _TIPPED
    # one that stands or lies is not carried by a chair or a table
    carried = pelvis.rest not in (None, "floor") and pose.base not in ("sit", "kneel", "quad")
    return tipped or carried


def find_position_pose(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A position that is another one than that of the first picture."""
    exercise = subject.model
    base = exercise.figure.base
    if base in _BASES[exercise.position] or _posed_otherwise(exercise.figure.frames[0].pose):
        return
    drawn = next(position for position, bases in _BASES.items() if base in bases)
    found = say("rule.position-says", position=exercise.position, drawn=drawn)
    right = _BASES[exercise.position][0]
    instead = say("rule.write-position", drawn=drawn, right=right)
    yield Hit(subject.loaded.at("position"), found, instead)


_OTHER_SIDE: dict[OneSide, OneSide] = {"left": "right", "right": "left"}
FoundThing = Sequence[tuple[Passage, SideWord]]


def find_side_words(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Words for a side in an exercise whose page may show the other one."""
    if subject.kind == "exercise":
        yield from _in_exercise(subject)
    else:
        yield from _in_document(subject, scope)


def _in_exercise(subject: Subject) -> Iterator[Hit]:
    side = subject.model.side
    # both sides at once: no page mirrors the picture
    if shown_side(side, None) is None:
        return
    for texts in (_words(subject, alt=False), _words(subject, alt=True)):
        for passage, word in texts:
            if side in ("each", "sore"):
                if passage.role == "alt":
                    found = say("rule.alt-text-says-side", word=word.text)
                else:
                    found = say("rule.text-says-side", word=word.text)
                yield at(passage, word.start, found, _neutral(word))
            elif _only_other(texts, side):
                found = say("rule.text-says", text=word.text, side=side)
                yield at(
                    passage,
                    word.start,
                    found,
                    say("rule.write-side-or-change-exercise", side=side, other=word.side),
                )


def _in_document(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """The note of a use: what would turn an exercise round is refused as the file is read."""
    for loc, use in numbered_uses(subject):
        exercise = scope.exercises.get(use.exercise)
        if exercise is None:
            continue
        side = use.side or exercise.model.side
        for passage in subject.passages_in("note"):
            if passage.loc == (*loc, "note") and side in _OTHER_SIDE:
                words = [(passage, word) for word in side_words(passage.text)]
                for _, word in words if _only_other(words, side) else ():
                    found = say("rule.note-says", text=word.text, side=side)
                    yield at(
                        passage,
                        word.start,
                        found,
                        say("rule.write-side-or-change-exercise", side=side, other=word.side),
                    )


def _words(subject: Subject, *, alt: bool) -> FoundThing:
    return [
        (passage, word)
        for passage in subject.passages
        if (passage.role == "alt") is alt
        for word in side_words(passage.text)
    ]


def _only_other(words: FoundThing, side: OneSide) -> bool:
    """Whether the texts name the other side alone: beside its own one, it is the limb that rests."""
    return bool(words) and all(word.side != side for _, word in words)


def _neutral(word: SideWord) -> str:
    if word.part in ("", "side", "sides"):
        return say("rule.write-one-or-other-side")
    part = {"feet": "foot", "calves": "calf"}.get(word.part, word.part.removesuffix("s"))
    return say("rule.write-one-or-other-part", part=part)


LOOKS: Mapping[str, Finder] = {
    "position-changes": find_position_changes,
    "side-words": find_side_words,
    "position-pose": find_position_pose,
    "equipment-props": find_equipment_props,
    "alt-text": find_alt_text,
}
