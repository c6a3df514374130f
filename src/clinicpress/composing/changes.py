"""What is other in a plan than in the patient's last one: exercises that are new, changed or stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from clinicpress.composing.context import Context
from clinicpress.composing.document import Mark
from clinicpress.composing.dosage import former_dose_sentence
from clinicpress.composing.inline import plain
from clinicpress.composing.locale import Locale
from clinicpress.composing.uses import Use, known_uses
from clinicpress.model.base import Side
from clinicpress.model.exercise import Dosage, Exercise
from clinicpress.model.library import Library, Loaded
from clinicpress.problems import Source

_SIDES: Mapping[Side, str] = {
    "each": "side-before-each",
    "left": "side-before-left",
    "right": "side-before-right",
    "both": "side-before-both",
    "sore": "side-before-sore",
}


@dataclass(frozen=True, slots=True)
class Was:
    """How an exercise was in the last plan, and what of it is other now.

    ``dosage`` was how it was done, and ``now`` is how it is done; ``sided`` says that its side is other.
    ``noted`` says that its note is other, which was ``note`` (empty: there was none), and ``has_note``
    whether there is one now.
    """

    dosage: Dosage
    now: Dosage
    side: Side
    sided: bool
    noted: bool = False
    note: str = field(default="", repr=False)
    has_note: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What has happened to an exercise since the last plan: it is new, or it ``was`` otherwise."""

    was: Was | None = None

    @property
    def quotes(self) -> bool:
        """Whether words of the last plan are said, which no other patient's page may share."""
        return self.was is not None and bool(self.was.note)


@dataclass(frozen=True, slots=True)
class Changes:
    """A change or None for each exercise of a plan, in order, and the exercises that are done no more."""

    cards: tuple[Change | None, ...]
    stopped: tuple[Use, ...] = ()


def compare(library: Library, uses: Sequence[Use], ctx: Context) -> Changes:
    """The exercises ``uses`` of the context's plan beside those of the plan before it, if there is one.

    What is no longer known of the old plan counts as no change: an old plan never makes a new one fail.
    """
    before = known_uses(library, ctx.before) if ctx.plan is not None and ctx.before is not None else None
    if before is None:
        return Changes((None,) * len(uses))
    left = list(before)
    cards = tuple(_change(use, left) for use in uses)
    now = {use.exercise.id for use in uses}
    stopped = {use.exercise.id: use for use in before if use.exercise.id not in now}
    return Changes(cards, tuple(stopped.values()))


def _change(use: Use, left: list[Use]) -> Change | None:
    """The change of an exercise; what it is compared with is taken out of ``left``, what is alike first."""
    alike = [old for old in left if old.exercise.id == use.exercise.id]
    if not alike:
        return Change()
    old = next((old for old in alike if _was(use, old) is None), alike[0])
    left.remove(old)
    was = _was(use, old)
    return None if was is None else Change(was)


def _was(use: Use, old: Use) -> Was | None:
    """What is other than in ``old``; None if nothing is."""
    notes, old_notes = ([note for note, _ in each.notes] for each in (use, old))
    # which side was circled on paper is not known
    sided = use.side != old.side and "sore" not in (use.side, old.side)
    if not sided and (use.dosage, notes) == (old.dosage, old_notes):
        return None
    noted = notes != old_notes
    note = " ".join(old_notes) if noted else ""
    return Was(old.dosage, use.dosage, old.side, sided, noted, note, bool(notes))


def card_mark(change: Change, source: Source, locale: Locale) -> Mark:
    """The mark of a card, and for one that is changed, how it was before."""
    if change.was is None:
        return Mark("new", plain(locale.text("mark-new"), source), spoken=locale.text("mark-new-spoken"))
    says = plain(" ".join(_before(change.was, locale)), source)
    word = plain(locale.text("mark-changed"), source)
    return Mark("changed", word, says, locale.text("mark-changed-spoken"))


def _before(was: Was, locale: Locale) -> list[str]:
    side = locale.text(_SIDES[was.side]) if was.sided else ""
    # the amount names one side or each side, but not both at once
    where = side if was.side == "both" else ""
    dose = former_dose_sentence(was.dosage, was.now, was.side, locale, where=where, amount=was.sided)
    if was.sided and was.dosage == was.now:
        dose = locale.text("sentence", text=side)
    texts = [locale.text("before", text=dose)] if dose else []
    # a new note itself stands on the card
    if was.noted:
        key = "before-no-note" if not was.note else "before-note" if was.has_note else "before-note-gone"
        texts.append(locale.text(key, text=was.note))
    return texts


def stopped_mark(stopped: Sequence[Use], day: date, source: Source, locale: Locale) -> Mark | None:
    """Which exercises are to be done no more from that ``day`` on, by their titles; None for none."""
    if not stopped:
        return None
    titles = locale.all_of(_short(use.exercise) for use in stopped)
    says = locale.text("stopped", count=len(stopped), items=titles, date=locale.date(day))
    return Mark("stopped", plain(locale.text("mark-stopped"), source), plain(says, source))


def listed_marks(uses: Sequence[Use], changes: Changes, source: Source, ctx: Context) -> tuple[Mark, ...]:
    """Which exercises are new, and which are changed and how they were: for a page without their cards."""
    locale = ctx.locale
    pairs = list(zip(uses, changes.cards, strict=True))
    new = [_short(use.exercise) for use, change in pairs if change is not None and change.was is None]
    other = [
        " ".join((locale.text("sentence", text=_short(use.exercise)), *_before(change.was, locale)))
        for use, change in pairs
        if change is not None and change.was is not None and not ctx.terse
    ]
    kinds: tuple[tuple[Literal["new", "changed"], str], ...] = (
        ("new", locale.text("sentence", text=locale.all_of(new)) if new else ""),
        ("changed", " ".join(other)),
    )
    return tuple(
        Mark(kind, plain(locale.text(f"mark-{kind}"), source), plain(said, source))
        for kind, said in kinds
        if said
    )


def _short(exercise: Loaded[Exercise]) -> str:
    return exercise.model.short_title or exercise.model.title
