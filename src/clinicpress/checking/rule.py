"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, get_args

from clinicpress.problems import Source

if TYPE_CHECKING:
    from clinicpress.checking.scope import Scope
    from clinicpress.checking.subject import Passage, Subject

Kind = Literal["exercise", "handout", "sheet", "clinic", "layout", "brand", "plan", "warnings"]
Group = Literal["sentences", "terms", "structure", "exercises", "looks", "governance", "allowances"]
DOCUMENTS: tuple[Kind, ...] = ("handout", "sheet")
EVERY: tuple[Kind, ...] = get_args(Kind)
WORDED: tuple[Kind, ...] = ("exercise", "handout", "sheet")
REVIEWED: tuple[Kind, ...] = (*WORDED, "warnings")
# Plans are not among them: what is found is quoted, and a patient's words are not.
TEXTS: tuple[Kind, ...] = (*REVIEWED, "clinic")


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


Look = Callable[["Subject", "Scope"], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its id, what it looks for, and why.

    ``finds`` says in one sentence what is found, ``why`` in one line why it matters to a patient, ``basis``
    where that is known from. ``wrong`` and ``right`` are an example. ``kinds`` are the files that it looks
    at, ``languages`` those that it can read; none means all.
    """

    id: str
    group: Group
    severity: Severity
    kinds: tuple[Kind, ...]
    finds: str
    why: str
    basis: str
    wrong: str
    right: str
    look: Look
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in a file. ``kind`` and ``id`` are those of the file."""

    rule: str
    severity: Severity
    kind: Kind
    id: str
    place: Source
    found: str
    instead: str
    why: str
    anchor: Source | None = None


def at(passage: Passage, start: int, found: str, instead: str, severity: Severity | None = None) -> Hit:
    """A hit at the character ``start`` of a passage."""
    return Hit(passage.place(start), found, instead, severity, passage.source)
