"""The part that each text of a file plays. The texts are found by their types, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from clinicpress.checking.subject import Passage, Role, Subject
from clinicpress.model.documents import Callout, GlossaryBlock, Table
from clinicpress.model.texts import Text, texts_of

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
# What a text is by the key that it stands under; that of any other key is told by its type.
_BY_FIELD: Mapping[str, Role] = {
    "title": "title", "subtitle": "subtitle", "short_title": "short-title", "heading": "heading",
    "summary": "summary", "why": "why", "steps": "step", "short_steps": "short-step", "tips": "tip",
    "easier": "easier", "harder": "harder", "feel": "feel", "stop_if": "stop", "not_if": "skip",
    "safety": "safety", "emergency": "emergency", "caption": "caption", "alt": "alt", "note": "note",
}  # fmt: skip
_BY_FORM: Mapping[str, Role] = {"title": "label", "sentences": "item", "paragraphs": "paragraph"}


def passages_of(subject: Subject) -> Iterator[Passage]:
    """The texts of a file that are more than names, in the order of its model's fields."""
    for text in texts_of(subject.model) if subject.model is not None else ():
        if text.words.form == "name":
            continue
        role = _role(text)
        if role == "paragraph":
            yield from _paragraphs(subject, text)
        else:
            yield subject.passage(role, text.text, *text.loc)


def _role(text: Text) -> Role:
    match text.owner:
        case Callout(kind=kind):
            if text.field == "title":
                return "callout-title"
            return kind if kind != "tip" else "item"
        case Table():
            return "cell"
        case GlossaryBlock():
            return "term" if text.key else "meaning"
        case _:
            return _BY_FIELD.get(text.field) or _BY_FORM[text.words.form]


def _paragraphs(subject: Subject, text: Text) -> Iterator[Passage]:
    before = ""
    for part in _PARAGRAPH_END.split(text.text):
        if part.strip():
            yield subject.passage("paragraph", part, *text.loc, before=before)
        before = f"{before} {part}"
