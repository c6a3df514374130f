"""Finds every text of a file, and the part that it plays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from clinicpress.checking.subject import Passage, Role, Subject
from clinicpress.model.library import Loc

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")


def passages_of(subject: Subject) -> Iterator[Passage]:
    """The texts of an exercise, a handout or a sheet in the order of their meaning; none of other files."""
    find = _BY_KIND.get(subject.kind)
    return iter(()) if find is None else find(subject)


def _one(subject: Subject, role: Role, text: str | None, *loc: str | int) -> Iterator[Passage]:
    if text:
        yield subject.passage(role, text, *loc)


def _all(subject: Subject, role: Role, texts: Sequence[str] | None, *loc: str | int) -> Iterator[Passage]:
    for index, text in enumerate(texts or ()):
        yield subject.passage(role, text, *loc, index)


def _exercise(subject: Subject) -> Iterator[Passage]:
    model = subject.model
    yield from _one(subject, "title", model.title, "title")
    yield from _one(subject, "short-title", model.short_title, "short_title")
    yield from _one(subject, "why", model.why, "why")
    yield from _all(subject, "step", model.steps, "steps")
    yield from _all(subject, "short-step", model.short_steps, "short_steps")
    yield from _all(subject, "tip", model.tips, "tips")
    yield from _one(subject, "easier", model.easier, "easier")
    yield from _one(subject, "harder", model.harder, "harder")
    yield from _one(subject, "feel", model.feel, "feel")
    yield from _all(subject, "stop", model.stop_if, "stop_if")
    yield from _all(subject, "skip", model.not_if, "not_if")
    yield from _all(subject, "safety", model.safety, "safety")
    for index, frame in enumerate(model.figure.frames):
        at: Loc = ("figure", "frames", index)
        yield from _one(subject, "caption", frame.caption, *at, "caption")
        yield from _one(subject, "alt", frame.alt, *at, "alt")


def _sheet(subject: Subject) -> Iterator[Passage]:
    model = subject.model
    yield from _one(subject, "title", model.title, "title")
    yield from _one(subject, "summary", model.summary, "summary")
    for index, use in enumerate(model.exercises):
        yield from _one(subject, "note", use.note, "exercises", index, "note")
    yield from _all(subject, "stop", model.stop_if, "stop_if")
    yield from _all(subject, "emergency", model.emergency, "emergency")


def _handout(subject: Subject) -> Iterator[Passage]:
    model = subject.model
    yield from _one(subject, "title", model.title, "title")
    yield from _one(subject, "subtitle", model.subtitle, "subtitle")
    yield from _all(subject, "summary", model.summary, "summary")
    for index, block in enumerate(model.blocks):
        yield from _block(subject, block, ("blocks", index))


def _block(subject: Subject, block: Any, at: Loc) -> Iterator[Passage]:
    """The texts of a block; its fields are told by their names, as a block has one that names its type."""
    yield from _one(subject, "heading", getattr(block, "heading", None), *at, "heading")
    yield from _paragraphs(subject, getattr(block, "text", None) or "", (*at, "text"))
    yield from _all(subject, "item", getattr(block, "list", None), *at, "list")
    yield from _all(subject, "step", getattr(block, "steps", None), *at, "steps")
    yield from _one(subject, "note", getattr(block, "note", None), *at, "note")
    for name, find in _PARTS.items():
        value = getattr(block, name, None)
        if value is not None:
            yield from find(subject, value, (*at, name))


def _paragraphs(subject: Subject, text: str, at: Loc) -> Iterator[Passage]:
    before = ""
    for part in _PARAGRAPH_END.split(text):
        if part.strip():
            yield subject.passage("paragraph", part, *at, before=before)
        before = f"{before} {part}"


def _callout(subject: Subject, callout: Any, at: Loc) -> Iterator[Passage]:
    roles: Mapping[str, Role] = {"call": "call", "emergency": "emergency"}
    yield from _one(subject, "callout-title", callout.title, *at, "title")
    yield from _all(subject, roles.get(callout.kind, "item"), callout.items, *at, "items")


def _table(subject: Subject, table: Any, at: Loc) -> Iterator[Passage]:
    yield from _all(subject, "cell", table.header, *at, "header")
    for index, row in enumerate(table.rows):
        yield from _all(subject, "cell", row, *at, "rows", index)


def _picture(subject: Subject, picture: Any, at: Loc) -> Iterator[Passage]:
    yield from _one(subject, "alt", picture.alt, *at, "alt")
    yield from _one(subject, "caption", picture.caption, *at, "caption")


def _glossary(subject: Subject, glossary: Mapping[str, str], at: Loc) -> Iterator[Passage]:
    for term, meaning in glossary.items():
        yield from _one(subject, "term", term, *at, term)
        yield from _one(subject, "meaning", meaning, *at, term)


_PARTS: Mapping[str, Callable[[Subject, Any, Loc], Iterator[Passage]]] = {
    "callout": _callout,
    "table": _table,
    "picture": _picture,
    "glossary": _glossary,
}
_BY_KIND: Mapping[str, Callable[[Subject], Iterator[Passage]]] = {
    "exercise": _exercise,
    "handout": _handout,
    "sheet": _sheet,
}
