"""A sheet, for a patient or for the pen, to a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clinicpress.composing.cards import compose_card, pain_rule, which_side
from clinicpress.composing.context import Context, named
from clinicpress.composing.document import Diary, Document, Log, Neutral
from clinicpress.composing.dosage import DosePart, Session, frequency, session
from clinicpress.composing.furniture import (
    DOT,
    compose_furniture,
    first_name,
    identity,
    patient_strip,
    safety_block,
)
from clinicpress.composing.locale import first_weekday
from clinicpress.composing.uses import (
    Changes,
    Use,
    compare,
    listed_marks,
    listed_uses,
    planned_uses,
    stopped_mark,
)
from clinicpress.composing.warnings import added_regions, shared_warnings, signs, warnings_of
from clinicpress.content.models.base import Region
from clinicpress.content.models.documents import Plan, Sheet
from clinicpress.content.models.library import Library, Loaded
from clinicpress.inline import Words, inline, plain
from clinicpress.messages import say
from clinicpress.problems import ContentError, Problem

_WEEKS = {"7 days": 1, "14 days": 2, "28 days": 4, "none": 0}
_SESSION_NAMES: dict[int, tuple[str, ...]] = {
    1: ("log-done",),
    2: ("log-morning", "log-evening"),
    3: ("log-morning", "log-noon", "log-evening"),
}
_SHORT_NAMES = {"log-morning": "diary-morning", "log-noon": "diary-noon", "log-evening": "diary-evening"}


def compose_sheet(library: Library, id: str, ctx: Context) -> Document:  # noqa: A002
    """The sheet ``id``, composed, for the patient of the context's plan or for the pen.

    An empty id is that of a plan without a sheet.

    Raises:
        UsageError: if the library has no such sheet.
        ContentError: if the plan's sheet or an exercise is unknown, the plan does not fit the sheet, or there
            is no emergency number.
    """
    plan = ctx.plan
    found = library.sheet(id) if plan is not None else named(library.sheets, id, "sheet")
    if found is None:
        assert plan is not None
        hint = say("composing.existing-sheets", names=", ".join(sorted(library.sheets)) or say("list.none"))
        message = say("composing.plan-names-sheet-does-not-exist")
        raise ContentError(Problem(message, hint, plan.at("sheet")))
    sheet, of = found, (found.id, found.digest)
    listed = ctx.keep(("listed", of), lambda: listed_uses(library, sheet))
    uses = listed if plan is None else planned_uses(library, listed, plan)
    regions = added_regions(listed, uses, plan)
    whole = session([DosePart(use.dosage, use.side, use.exercise.model.position) for use in uses])
    changes = compare(library, uses, ctx)
    frame = ctx.keep(
        (
            "frame", of, whole, _same(uses), tuple(use.side for use in uses), ctx.sore_side, plan is None,
            regions,
        ),
        lambda: _frame(library, sheet, uses, whole, regions, ctx),
    )  # fmt: skip
    shared = shared_warnings(uses, ctx)
    cards = tuple(
        compose_card(use, number, ctx, often_said=whole.alike, change=change, alike=items)
        for number, (use, change, items) in enumerate(zip(uses, changes.cards, shared.items, strict=True), 1)
    )
    pages = (plan.model.pages if plan is not None else None) or sheet.model.pages
    document = replace(frame, blocks=cards, shared=shared.lines, pages=pages)
    return document if plan is None else _planned(document, sheet, plan, uses, changes, ctx)


def _planned(
    document: Document,
    sheet: Loaded[Sheet],
    plan: Loaded[Plan],
    uses: Sequence[Use],
    changes: Changes,
    ctx: Context,
) -> Document:
    """The document with what its plan says: whose it is, the therapist's note, and what has changed."""
    note, locale, source = plan.model.note, ctx.locale, sheet.at("exercises")
    own = plan.model.title
    diary, marks = document.diary, listed_marks(uses, changes, source, ctx)
    return replace(
        document,
        patient=patient_strip(sheet, uses, ctx),
        identity=identity(sheet, ctx),
        planned=plan.at("sheet"),
        title=replace(plain(own, plan.at("title")), public=document.title.text) if own else document.title,
        note=plain(locale.text("note", text=note), plan.at("note")) if note else None,
        stopped=stopped_mark(changes.stopped, plan.model.date, source, locale),
        diary=replace(diary, changes=marks) if diary is not None and marks else diary,
    )


def _frame(
    library: Library,
    sheet: Loaded[Sheet],
    uses: Sequence[Use],
    whole: Session,
    regions: tuple[Region, ...],
    ctx: Context,
) -> Document:
    """Everything but the cards and what is one patient's: many plans have it in common."""
    of = (sheet.id, sheet.digest)
    title = sheet.model.title or ctx.locale.text("own-title")
    files = [warnings_of(library, region, ctx.plan) for region in regions]
    return Document(
        kind="sheet",
        id=sheet.id,
        title=plain(title, sheet.at("title")),
        subtitle=None,
        language=ctx.locale.tag,
        summary_title=None,
        summary=_summary(sheet, uses, ctx),
        facts=plain(facts(whole, uses, ctx), sheet.at("exercises")),
        blocks=(),
        safety=ctx.keep(
            ("safety", of, regions),
            lambda: safety_block(*signs(sheet, files, ctx.plan), library, ctx),
        ),
        log=ctx.keep(("log", of, whole.per_day), lambda: _log(library, sheet, whole, ctx)),
        patient=patient_strip(sheet, uses, ctx) if ctx.plan is None else (),
        furniture=ctx.keep(
            ("furniture", of, _same(uses), regions),
            lambda: compose_furniture(library, sheet, [use.exercise for use in uses] + files, ctx),
        ),
        source=sheet.at(),
        neutral=Neutral(
            plain(ctx.locale.text("neutral-title", count=len(uses)), sheet.at("title")),
            first_name(sheet, ctx),
        ),
        rule=pain_rule(uses, sheet.at("stop_if"), ctx),
        brief=plain(ctx.locale.text("brief"), sheet.at("exercises")),
        diary=_diary(sheet, uses, whole, ctx),
    )


def _same(uses: Sequence[Use]) -> tuple[tuple[str, str], ...]:
    """What is alike where the same exercises are used, however they are dosed."""
    return tuple((use.exercise.id, use.exercise.digest) for use in uses)


def facts(whole: Session, uses: Sequence[Use], ctx: Context) -> str:
    """``4 exercises · 12 minutes each time · 2 times a day``."""
    locale = ctx.locale
    often = locale.text("times-a-day", count=whole.per_day)
    if not whole.alike:
        often = locale.text("facts-up-to", often=often)
    elif whole.per_week < 7:
        often = frequency(uses[0].dosage, locale)
    return DOT.join(
        [
            locale.text("facts-exercises", count=len(uses)),
            locale.text("facts-minutes", count=whole.minutes),
            often,
        ]
    )


def _summary(sheet: Loaded[Sheet], uses: Sequence[Use], ctx: Context) -> tuple[Words, ...]:
    """What the sheet says of itself, which side to do, and the pain rule."""
    lines = [inline(sheet.model.summary, sheet.at("summary"))] if sheet.model.summary else []
    lines += [words for words in (which_side(uses, sheet.at("exercises"), ctx, circled=True),) if words]
    lines.append(pain_rule(uses, sheet.at("stop_if"), ctx))
    return tuple(lines)


def _log(library: Library, sheet: Loaded[Sheet], whole: Session, ctx: Context) -> Log | None:
    weeks = _WEEKS[sheet.model.log]
    if not weeks:
        return None
    return Log(
        weeks=weeks,
        how_to=plain(ctx.locale.text("tick"), sheet.at("log")),
        week_of=plain(ctx.locale.text("week-of"), sheet.at("log")),
        days=ctx.locale.weekdays(first_weekday(library.clinic.model)),
        rows=_session_names(whole, ctx),
    )


def _session_names(whole: Session, ctx: Context, *, short: bool = False) -> tuple[str, ...]:
    names = _SESSION_NAMES.get(whole.per_day)
    if names is None:
        return _numbers(whole.per_day)
    return tuple(ctx.locale.text(_SHORT_NAMES.get(name, name) if short else name) for name in names)


def _numbers(count: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, count + 1))


def _diary(sheet: Loaded[Sheet], uses: Sequence[Use], whole: Session, ctx: Context) -> Diary:
    locale = ctx.locale
    none, medium = locale.text("diary-no-pain"), locale.text("diary-medium-pain")
    worst = locale.text("diary-worst-pain")
    return Diary(
        title=locale.text("diary-title"),
        how_to=locale.text("diary-how-to"),
        rule=pain_rule(uses, sheet.at("stop_if"), ctx),
        exercises_title=locale.text("diary-exercises"),
        notes_title=locale.text("notes-title"),
        day=locale.text("diary-day"),
        date=locale.text("diary-date"),
        sessions=_session_names(whole, ctx),
        short_sessions=_session_names(whole, ctx, short=True),
        pain=locale.text("diary-pain"),
        notes=locale.text("diary-notes"),
        short_notes=locale.text("diary-short-notes"),
        example=locale.text("diary-example"),
        example_note=locale.text("diary-example-note"),
        ticked=locale.text("diary-ticked"),
        scale=(none, medium, worst),
        scale_alt=locale.text("diary-scale", none=none, medium=medium, worst=worst),
        source=sheet.at("log"),
    )
