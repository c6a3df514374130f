"""Exercises as a sheet or a plan uses them: dose, side and note, and changes since the last plan."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from clinicpress.composing.context import Context
from clinicpress.composing.document import Mark
from clinicpress.composing.dosage import former_dose_sentence
from clinicpress.composing.locale import Locale
from clinicpress.content.models.base import Loc, OneSide, Side, SoreSide
from clinicpress.content.models.documents import Plan, PlanChange, Sheet
from clinicpress.content.models.exercise import Dosage, DosageChange, Exercise, ExerciseUse
from clinicpress.content.models.figure import Arrow, Figure
from clinicpress.content.models.library import Library, Loaded
from clinicpress.inline import plain
from clinicpress.messages import say
from clinicpress.problems import ContentError, Problem, Source
from clinicpress.records import dataclass

# What a page says of the side: where all of its exercises have the same, and where only some do.
_ONE: dict[Side, str] = {"left": "sides-left", "right": "sides-right", "sore": "sides-sore"}
_BOTH: dict[OneSide | None, str] = {
    None: "sides-both",
    "left": "sides-both-left",
    "right": "sides-both-right",
}
_EACH: dict[OneSide | None, str] = {
    None: "sides-each",
    "left": "sides-each-left",
    "right": "sides-each-right",
}
_SIDES: dict[str, OneSide] = {"l": "left", "r": "right"}
# The side that comes first; pictures of exercises for both sides show it, unless somebody asks otherwise.
USUAL_SIDE: OneSide = "left"


def drawn_side(figure: Figure) -> OneSide:
    """The side that a one-sided figure was drawn for: of its first hatched muscle, else of its first arrow.

    Right if neither names a side, as figures are drawn for the right by custom.
    """
    return next(_highlighted(figure), next(_moved(figure), "right"))


def settled_side(side: Side, sore: SoreSide | None) -> Side:
    """``sore`` as the side that it is for a patient with that sore side; each side, if both are."""
    if side != "sore" or sore is None:
        return side
    return "each" if sore == "both" else sore


def side_rule(sides: Iterable[Side], first: OneSide | None, *, circled: bool) -> str | None:
    """The key of the text that says which side to do and which comes first, for exercises of ``sides``.

    ``first`` is the sore side, if it is known. ``circled``: a therapist circles it on the page, where an
    exercise is for the sore side. A side that only some exercises are for stands in their doses alone: said
    of the page, it would be read for all.
    """
    kinds = set(sides)
    alone = len(kinds) == 1
    if circled and "sore" in kinds:
        return "sides-circled" if alone else "sides-circled-some"
    if "each" in kinds:
        return (_BOTH if alone else _EACH)[first]
    return _ONE.get(kinds.pop()) if alone else None


def shown_side(side: Side, wanted: OneSide | None) -> OneSide | None:
    """The side that the picture shows: a fixed one, or of either side the wanted one; None if both work."""
    if side == "both":
        return None
    return side if side == "left" or side == "right" else wanted or USUAL_SIDE  # noqa: PLR1714 - for mypy


def is_mirrored(shown: OneSide | None, figure: Figure) -> bool:
    """True if the figure must be drawn mirrored to show that side."""
    return shown is not None and shown != drawn_side(figure)


def _highlighted(figure: Figure) -> Iterator[OneSide]:
    for frame in figure.frames:
        for highlight in frame.highlight:
            if highlight.side in ("left", "right"):
                yield highlight.side


def _moved(figure: Figure) -> Iterator[OneSide]:
    for frame in figure.frames:
        for arrow in frame.arrows:
            side = _arrow_side(arrow)
            if side is not None:
                yield side


def _arrow_side(arrow: Arrow) -> OneSide | None:
    name = (arrow.follow or arrow.push or "").removeprefix("start:")
    return _SIDES.get(name[0]) if name[1:2] == "_" else None


@dataclass(frozen=True)
class Use:
    """An exercise with all changes made; ``source`` is its place, ``dosed`` that of its dosage."""

    exercise: Loaded[Exercise]
    dosage: Dosage
    side: Side
    source: Source
    dosed: Source
    notes: tuple[tuple[str, Source], ...] = ()


def use_of(library: Library, name: str, source: Source) -> Use:
    """The exercise ``name`` as its own file has it.

    Raises:
        ContentError: if the library has no such exercise.
    """
    loaded = library.exercises.get(name)
    if loaded is None:
        message = say("composing.exercise-does-not-exist-or-cannot", name=name)
        hint = say("composing.write-content-exercises-yaml", name=name)
        raise ContentError(Problem(message, hint, source))
    return Use(loaded, loaded.model.dosage, loaded.model.side, source, loaded.at("dosage"))


def named_use(library: Library, named: ExerciseUse, owner: Loaded[Any], loc: Loc) -> Use:
    """The exercise that ``owner`` names at ``loc``, with the changes that stand beside its name.

    Raises:
        ContentError: if the library has no such exercise.
    """
    use = use_of(library, named.exercise, owner.at(*loc, "exercise"))
    return changed(use, named, owner, loc)


def changed(use: Use, change: ExerciseUse | PlanChange, owner: Loaded[Any], loc: Loc) -> Use:
    """``use`` with the dosage, side and note of ``change``, which stands in ``owner`` at ``loc``.

    A plan's change leaves the places as they are: what many plans have in common must not name one of them.
    """
    new: dict[str, Any] = {}
    if change.dosage is not None:
        new["dosage"] = _over(change.dosage, use.dosage)
        if isinstance(change, ExerciseUse):
            new["dosed"] = owner.at(*loc, "dosage")
    if change.side is not None:
        new["side"] = change.side
    if change.note is not None:
        new["notes"] = (*use.notes, (change.note, owner.at(*loc, "note")))
    return dataclasses.replace(use, **new) if new else use


@lru_cache(maxsize=2_000)
def _over(change: DosageChange, dosage: Dosage) -> Dosage:
    return change.over(dosage)


def listed_uses(library: Library, sheet: Loaded[Sheet]) -> tuple[Use, ...]:
    """The exercises of a sheet in order.

    Raises:
        ContentError: if an exercise is unknown.
    """
    return tuple(
        named_use(library, named, sheet, ("exercises", index))
        for index, named in enumerate(sheet.model.exercises)
    )


def sheet_uses(library: Library, sheet: Loaded[Sheet], plan: Loaded[Plan] | None) -> tuple[Use, ...]:
    """The exercises of a sheet in order, as ``plan`` changes them.

    Raises:
        ContentError: as `listed_uses`.
    """
    uses = listed_uses(library, sheet)
    return uses if plan is None else planned_uses(library, uses, plan)


def planned_uses(library: Library, uses: Sequence[Use], plan: Loaded[Plan]) -> tuple[Use, ...]:
    """The exercises ``uses`` of a sheet as ``plan`` changes them, in which `plan_findings` found nothing."""
    wanted = plan.model.exercises
    if not wanted.model_fields_set and not wanted.__pydantic_extra__:
        return tuple(_settled(use, plan) for use in uses)
    changes: Mapping[str, PlanChange] = wanted.__pydantic_extra__ or {}
    both = (*uses, *_added(library, plan))
    # a change that would silently go nowhere is a wrong dosage
    named = {*changes, *wanted.add, *wanted.drop, *wanted.order}
    assert named <= {use.exercise.id for use in both}, "this plan was not judged"
    kept = [use for use in both if use.exercise.id not in wanted.drop]
    return tuple(_with_change(use, changes, plan) for use in _ordered(kept, wanted.order))


def _ordered(uses: Sequence[Use], order: Sequence[str]) -> list[Use]:
    """Those that ``order`` names first, in its order; the others behind them."""
    first = {name: index for index, name in enumerate(order)}
    return sorted(uses, key=lambda use: first.get(use.exercise.id, len(first)))


def lacks_side(library: Library, plan: Loaded[Plan]) -> bool:
    """Whether an exercise of a plan is for the sore side and nobody said which that is.

    Raises:
        ContentError: as `sheet_uses`.
    """
    sheet = library.sheet(plan.model.sheet)
    if plan.model.sore_side is not None or sheet is None:
        return False
    return any(use.side == "sore" for use in sheet_uses(library, sheet, plan))


def known_uses(library: Library, plan: Loaded[Plan]) -> tuple[Use, ...] | None:
    """What is still known of the exercises of an old plan, by today's library; None if its sheet is gone.

    An exercise that is gone is left out, and so is a change of one that is no longer on the sheet.
    """
    sheet, wanted = library.sheet(plan.model.sheet), plan.model.exercises
    if sheet is None:
        return None
    listed = [
        named_use(library, named, sheet, ("exercises", index))
        for index, named in enumerate(sheet.model.exercises)
        if named.exercise in library.exercises and named.exercise not in wanted.drop
    ]
    changes: Mapping[str, PlanChange] = wanted.__pydantic_extra__ or {}
    return tuple(_with_change(use, changes, plan) for use in (*listed, *_added(library, plan)))


def _added(library: Library, plan: Loaded[Plan]) -> list[Use]:
    """Those of the exercises that the plan adds that there are, with the places of their own files."""
    found = (library.exercises.get(name) for name in plan.model.exercises.add)
    return [
        Use(loaded, loaded.model.dosage, loaded.model.side, loaded.at(), loaded.at("dosage"))
        for loaded in found
        if loaded is not None
    ]


def _with_change(use: Use, changes: Mapping[str, PlanChange], plan: Loaded[Plan]) -> Use:
    change = changes.get(use.exercise.id)
    new = use if change is None else changed(use, change, plan, ("exercises", use.exercise.id))
    return _settled(new, plan)


def _settled(use: Use, plan: Loaded[Plan]) -> Use:
    """The use with the sore side of the plan as its side, if it is for that and it is known."""
    side = settled_side(use.side, plan.model.sore_side)
    return use if side == use.side else dataclasses.replace(use, side=side)


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
    side = locale.text(f"side-before-{was.side}") if was.sided else ""
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
