"""Subjects of rules: a content file, its model, and each of its texts with the part that it plays."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, get_args

from clinicpress.checking.sentence import Sentence, split_sentences
from clinicpress.checking.textfile import TextFile
from clinicpress.content.blocktypes.illustrations import ExerciseBlock
from clinicpress.content.models.base import Loc, TextRole
from clinicpress.content.models.documents import Handout, Sheet
from clinicpress.content.models.exercise import ExerciseUse
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.models.texts import Text, texts_of
from clinicpress.problems import Source
from clinicpress.records import dataclass

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")


def _passages(subject: Subject) -> Iterator[Passage]:
    """The texts of a file that are more than names, in the order of its model's fields."""
    for text in texts_of(subject.model) if subject.model is not None else ():
        if text.words.form == "name":
            continue
        if text.role == "paragraph":
            yield from _paragraphs(subject, text)
        else:
            yield subject.passage(text.role, text.text, *text.loc)


def _paragraphs(subject: Subject, text: Text) -> Iterator[Passage]:
    before = ""
    for part in _PARAGRAPH_END.split(text.text):
        if part.strip():
            yield subject.passage("paragraph", part, *text.loc, before=before)
        before = f"{before} {part}"


SubjectKind = Literal["exercise", "handout", "sheet", "clinic", "layout", "brand", "plan", "warnings"]
RuleGroup = Literal["sentences", "terms", "structure", "exercises", "looks", "governance", "allowances"]
DOCUMENTS: tuple[SubjectKind, ...] = ("handout", "sheet")
EVERY: tuple[SubjectKind, ...] = get_args(SubjectKind)
WORDED: tuple[SubjectKind, ...] = ("exercise", "handout", "sheet")
REVIEWED: tuple[SubjectKind, ...] = (*WORDED, "warnings")
# Plans are not among them: what is found is quoted, and a patient's words are not.
TEXTS: tuple[SubjectKind, ...] = (*REVIEWED, "clinic")


class Severity(StrEnum):
    """How bad it is: an error stops the printing, a warning needs a reason, advice is a thought."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a rule found: where, what, and what to write instead.

    ``severity`` is another one than the rule's own; ``anchor`` is where the text begins that it stands in:
    what a comment on that line allows is allowed in all of the text.
    """

    place: Source
    found: str
    instead: str
    severity: Severity | None = None
    anchor: Source | None = None


Finder = Callable[["Subject", "Scope"], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its id, what it looks for, and why.

    ``finds`` says in one sentence what is found, ``why`` in one line why it matters to a patient, ``basis``
    where that is known from. ``wrong`` and ``right`` are an example. ``kinds`` are the files that it looks
    at, ``languages`` those that it can read; none means all. ``worst`` is the severity of its worst findings.
    """

    id: str
    group: RuleGroup
    severity: Severity
    worst: Severity
    kinds: tuple[SubjectKind, ...]
    finds: str
    why: str
    basis: str
    wrong: str
    right: str
    look: Finder
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in a file. ``kind`` and ``id`` are those of the file."""

    rule: str
    severity: Severity
    kind: SubjectKind
    id: str
    place: Source
    found: str
    instead: str
    why: str
    anchor: Source | None = None


def at(passage: Passage, start: int, found: str, instead: str, severity: Severity | None = None) -> Hit:
    """A hit at the character ``start`` of a passage."""
    return Hit(passage.place(start), found, instead, severity, passage.source)


# What a compact card has of an exercise's sentences.
_WARNINGS: tuple[TextRole, ...] = ("stop", "skip", "safety")
# How much of each page of a document is ink, in percent: by its kind and id.
Coverage = Callable[[str, str], tuple[float, ...]]


def _nothing(_kind: str, _id: str) -> tuple[float, ...]:
    return ()


@dataclass(frozen=True)
class Scope:
    """The ``library``, all its files as ``subjects``, and ``today``, the day to reckon from.

    ``coverage`` makes pages to answer; only rules on looks ask it. ``rules`` are all that there are.
    """

    library: Library
    subjects: tuple[Subject, ...]
    today: date
    coverage: Coverage = _nothing
    rules: tuple[Rule, ...] = ()

    @cached_property
    def known(self) -> frozenset[str]:
        """The ids of all rules."""
        return frozenset(rule.id for rule in self.rules)

    @cached_property
    def exercises(self) -> Mapping[str, Subject]:
        """The exercises by id."""
        return {subject.id: subject for subject in self.subjects if subject.kind == "exercise"}

    @cached_property
    def users(self) -> Mapping[str, tuple[Subject, ...]]:
        """The handouts and sheets that use each exercise, by the exercise's id."""
        found: dict[str, tuple[Subject, ...]] = {}
        for subject in self.subjects:
            for use in uses(subject):
                found[use.exercise] = (*found.get(use.exercise, ()), subject)
        return found

    @cached_property
    def titled(self) -> Mapping[tuple[SubjectKind, str], tuple[Subject, ...]]:
        """The exercises, handouts and sheets by kind and `title_key`."""
        found: dict[tuple[SubjectKind, str], tuple[Subject, ...]] = {}
        for subject in self.subjects:
            if subject.kind in WORDED:
                key = (subject.kind, title_key(subject.model.title))
                found[key] = (*found.get(key, ()), subject)
        return found

    def text_of(self, subject: Subject) -> tuple[Passage, ...]:
        """All that a patient reads as sentences: of a document with the words of its exercises.

        Compact cards have no steps; of their exercises only what warns is read.
        """
        own = subject.passages_in(*RUNNING)
        roles = _WARNINGS if self._is_compact(subject) else RUNNING
        others = (self.exercises.get(use.exercise) for use in uses(subject))
        cards = (passage for each in others if each is not None for passage in each.passages_in(*roles))
        return (*own, *cards)

    def _is_compact(self, subject: Subject) -> bool:
        """Whether a sheet's layout shows exercises as the finish picture, a title and the dose."""
        if not isinstance(subject.model, Sheet):
            return False
        layout = self.library.layouts.get(subject.model.layout)
        return layout is not None and layout.model.card_style == "compact"


def title_key(title: str) -> str:
    """What is the same for titles that a reader takes for one."""
    return " ".join(title.casefold().split())


def numbered_uses(subject: Subject) -> tuple[tuple[Loc, ExerciseUse], ...]:
    """The exercises that a document names with where they stand in it; none for other files."""
    key = "blocks" if subject.kind == "handout" else "exercises"
    listed = getattr(subject.model, key) if subject.kind in DOCUMENTS else ()
    return tuple(((key, index), use) for index, use in enumerate(listed) if isinstance(use, ExerciseUse))


def uses(subject: Subject) -> tuple[ExerciseUse, ...]:
    """The exercises that a document names, in order; none for other files."""
    model = subject.model
    if isinstance(model, Handout):
        return tuple(block for block in model.blocks if isinstance(block, ExerciseBlock))
    return model.exercises if isinstance(model, Sheet) else ()


# What is read as sentences, and counts in the measures of a text.
RUNNING: tuple[TextRole, ...] = (
    "summary", "paragraph", "item", "step", "tip", "why", "easier", "harder", "stop", "skip", "safety",
    "emergency", "call", "note", "meaning",
)  # fmt: skip
# What no patient sees in print.
UNPRINTED: tuple[TextRole, ...] = ("alt",)
_MARKUP = re.compile(r"\*\*|\[([^\]\[]*)\]\([^()\s]*\)")


@dataclass(frozen=True)
class Passage:
    """A text of a file: its words without marks for bold and links, white space as single spaces.

    ``before`` is what stands before it in the same value, as paragraphs before a paragraph. ``raw`` is the
    text as it was typed, with its marks.
    """

    subject: Subject
    role: TextRole
    loc: Loc
    text: str
    source: Source
    before: str = ""
    raw: str = ""

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences; a text without a full stop is one."""
        return split_sentences(self.text)

    def place(self, start: int) -> Source:
        """Where the character ``start`` of the text stands in the file."""
        begin = self.text.rfind(" ", 0, start) + 1
        end = self.text.find(" ", start)
        word = self.text[begin : end if end >= 0 else len(self.text)]
        count = f"{self.before} {self.text[:begin]}".count(word) if word else 0
        found = self.subject.file.find(word, count, self.source, self.subject.end_of(self.source))
        if found == self.source or start == begin:
            return found
        return Source(found.path, found.line, found.column + start - begin)


@dataclass(frozen=True)
class Subject:
    """A file that was read: ``kind`` and ``id``, its model with the places of all values, and its text.

    ``passages`` are all texts of it that patients read or hear, in the order of the file.
    """

    kind: SubjectKind
    id: str
    loaded: Loaded[Any]
    file: TextFile
    language: str = "en"

    @property
    def model(self) -> Any:
        """What the file says."""
        return self.loaded.model

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of the file with the part that it plays."""
        return tuple(_passages(self))

    def passages_in(self, *roles: TextRole) -> tuple[Passage, ...]:
        """Those that play one of these parts."""
        return tuple(passage for passage in self.passages if passage.role in roles)

    def passage(self, role: TextRole, text: str, *loc: str | int, before: str = "") -> Passage:
        """A passage of this file at ``loc``, with what stands ``before`` it in the same value."""
        return Passage(self, role, loc, unmarked(text), self.loaded.at(*loc), unmarked(before), text)

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        return sorted({(place.line, place.column) for place in self.loaded.places.values()})

    def end_of(self, source: Source) -> Source | None:
        """Where the next value begins after the one at ``source``; None for the last."""
        index = bisect_right(self._places, (source.line, source.column))
        return Source(source.path, *self._places[index]) if index < len(self._places) else None


def unmarked(text: str) -> str:
    """A text without the marks of bold words and links, its white space as single spaces."""
    return " ".join(_MARKUP.sub(lambda match: match[1] or "", text).split())
