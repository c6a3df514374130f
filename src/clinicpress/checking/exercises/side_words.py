"""``side-words``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clinicpress.checking.rule import WORDED, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope, numbered_uses
from clinicpress.checking.subject import Passage, Subject
from clinicpress.composing.sides import shown_side
from clinicpress.model.sidewords import OneSide, SideWord, side_words

_OTHER: dict[OneSide, OneSide] = {"left": "right", "right": "left"}
Found = Sequence[tuple[Passage, SideWord]]


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
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
                where = "the alt text" if passage.role == "alt" else "the text"
                found = f"{where} says {word.text!r}, but pages show this exercise for either side"
                yield at(passage, word.start, found, _neutral(word))
            elif _only_other(texts, side):
                found = f"the text says {word.text!r}, but the exercise is for the {side} side"
                yield at(
                    passage, word.start, found, f"write '{side}', or change the exercise to side: {word.side}"
                )


def _in_document(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """A use that turns an exercise of one side round, and its note."""
    for loc, use in numbered_uses(subject):
        exercise = scope.exercises.get(use.exercise)
        if exercise is None:
            continue
        own, side = exercise.model.side, use.side or exercise.model.side
        if own in _OTHER and side != own and [*_words(exercise, alt=False), *_words(exercise, alt=True)]:
            found = f"the words of {use.exercise} name the {own} side, but here it is for {_called(side)}"
            instead = f"write 'one' and 'the other' in {exercise.file.path}, or write side: {own} here"
            yield Hit(subject.loaded.at(*loc, "side"), found, instead)
        for passage in subject.passages_in("note"):
            if passage.loc == (*loc, "note") and side in _OTHER:
                words = [(passage, word) for word in side_words(passage.text)]
                for _, word in words if _only_other(words, side) else ():
                    found = f"the note says {word.text!r}, but the exercise is for the {side} side"
                    yield at(
                        passage,
                        word.start,
                        found,
                        f"write '{side}', or change the exercise to side: {word.side}",
                    )


def _words(subject: Subject, *, alt: bool) -> Found:
    return [
        (passage, word)
        for passage in subject.passages
        if (passage.role == "alt") is alt
        for word in side_words(passage.text)
    ]


def _only_other(words: Found, side: OneSide) -> bool:
    """Whether the texts name the other side alone: beside its own one, it is the limb that rests."""
    return bool(words) and all(word.side != side for _, word in words)


def _called(side: str) -> str:
    return "each side" if side == "each" else f"the {side} side"


def _neutral(word: SideWord) -> str:
    if word.part in ("", "side", "sides"):
        return "write 'one side' or 'the other side'"
    part = {"feet": "foot", "calves": "calf"}.get(word.part, word.part.removesuffix("s"))
    return f"write 'one {part}' or 'the other {part}'"


RULE = Rule(
    id="side-words",
    group="exercises",
    severity=Severity.ERROR,
    kinds=WORDED,
    finds="A word for a side in an exercise whose page may show the other side.",
    why="The picture shows one side and the words name the other: the patient moves the wrong side.",
    basis="Our own rule: pictures are mirrored for the sore side, words are not.",
    wrong="Lift your right knee.  # side: each",
    right="Lift one knee.  # side: each",
    look=look,
    languages=("en",),
)
