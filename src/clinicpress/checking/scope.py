"""What rules see beside the file that they look at: the library, the other files, the day, the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from clinicpress.checking.rule import DOCUMENTS, WORDED, Kind
from clinicpress.checking.subject import RUNNING, Passage, Role, Subject
from clinicpress.model.documents import Handout, Sheet
from clinicpress.model.exercise import ExerciseUse
from clinicpress.model.library import Library, Loc

# What a compact card has of an exercise's sentences.
_WARNINGS: tuple[Role, ...] = ("stop", "skip", "safety")
# How much of each page of a document is ink, in percent: by its kind and id.
Coverage = Callable[[str, str], tuple[float, ...]]


def _nothing(_kind: str, _id: str) -> tuple[float, ...]:
    return ()


@dataclass(frozen=True)
class Scope:
    """The ``library``, all its files as ``subjects``, and ``today``, the day to reckon from.

    ``coverage`` makes pages to answer; only rules on looks ask it. ``known`` are the ids of all rules.
    """

    library: Library
    subjects: tuple[Subject, ...]
    today: date
    coverage: Coverage = _nothing
    known: frozenset[str] = field(default_factory=frozenset)

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
    def titled(self) -> Mapping[tuple[Kind, str], tuple[Subject, ...]]:
        """The exercises, handouts and sheets by kind and `title_key`."""
        found: dict[tuple[Kind, str], tuple[Subject, ...]] = {}
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
        return tuple(block for block in model.blocks if isinstance(block, ExerciseUse))
    return model.exercises if isinstance(model, Sheet) else ()
