"""An exercise to a card: every word decided, its dosage in sentences, its figure the right way round."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from clinicpress.composing.context import Context
from clinicpress.composing.document import Card, Mark
from clinicpress.composing.dosage import chips, dose_sentence, once_dose_sentence, short_dose_sentence
from clinicpress.composing.uses import Change, Use, card_mark, is_mirrored, shown_side, side_rule
from clinicpress.composing.warnings import WarningItem, card_warnings
from clinicpress.content.models.base import OneSide
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.models.library import Loaded
from clinicpress.inline import Run, Words, inline, plain
from clinicpress.problems import Source

_FEELS = {"stretch": "feel", "work": "feel-work"}
_FEELS_AT = {"stretch": "feel-at", "work": "feel-work-at"}
_FINE = {"stretch": "pain-stretch", "work": "pain-work"}


def compose_card(
    use: Use,
    number: int,
    ctx: Context,
    *,
    often_said: bool = False,
    change: Change | None = None,
    alike: frozenset[WarningItem] = frozenset(),
) -> Card:
    """The card of an exercise, ``number`` on its badge; equal ones are one object in all plans of a context.

    ``often_said``: the page says once for all exercises how often a day they are done. ``change`` is what is
    other than in the patient's last plan; ``alike`` is what other exercises of the page warn of as well.
    """
    plan = ctx.plan
    own = plan is not None and any(source.path == plan.path for _, source in use.notes)
    common = dataclasses.replace(use, notes=()) if own else use
    # words of a patient's last plan are no other patient's
    kept = None if change is not None and change.quotes else change
    shown = shown_side(use.side, ctx.picture_side)
    key = (
        use.exercise.id, use.exercise.digest, number, use.side, use.source, common.notes, shown, often_said,
        kept, alike, plan is None, ctx.terse,
    )  # fmt: skip
    if plan is None:
        return ctx.keep(
            ("card", use.dosage, use.dosed, *key),
            lambda: _card(use, number, shown, often_said, None, alike, ctx),
        )
    usual = dataclasses.replace(common, dosage=use.exercise.model.dosage, dosed=use.exercise.at("dosage"))
    plain_card = ctx.keep(("plain", *key), lambda: _card(usual, number, shown, often_said, kept, alike, ctx))
    card = plain_card
    if use.dosage != usual.dosage:
        card = ctx.keep(
            ("card", use.dosage, use.dosed, *key),
            lambda: dataclasses.replace(plain_card, plain=plain_card, **_dose(use, often_said, ctx)),
        )
    if own:
        said, dosed = tuple(_noted(use, ctx)), card
        card = ctx.keep(
            ("noted", use.dosage, use.dosed, said, *key),
            lambda: dataclasses.replace(dosed, note=_note(use, ctx), plain=plain_card),
        )
    if change is not None and change.quotes:
        card = dataclasses.replace(card, mark=_mark(change, use, ctx), plain=None)
    return card


def _dose(use: Use, often_said: bool, ctx: Context) -> dict[str, Any]:
    """All that a card says of its dosage."""
    locale = ctx.locale
    return {
        "dose": plain(dose_sentence(use.dosage, use.side, locale), use.dosed),
        "short_dose": plain(short_dose_sentence(use.dosage, use.side, locale), use.dosed),
        "once_dose": plain(once_dose_sentence(use.dosage, use.side, locale), use.dosed)
        if often_said
        else None,
        "chips": chips(use.dosage, use.side, locale),
    }


def _card(
    use: Use, number: int, shown: OneSide | None, often_said: bool, change: Change | None,
    alike: frozenset[WarningItem], ctx: Context,
) -> Card:  # fmt: skip
    loaded, exercise, locale = use.exercise, use.exercise.model, ctx.locale
    warns = card_warnings(loaded, ctx)
    title = plain(exercise.title, loaded.at("title"))
    return Card(
        exercise=loaded.id,
        number=number,
        title=title,
        short_title=plain(exercise.short_title, loaded.at("short_title")) if exercise.short_title else title,
        why=inline(exercise.why, loaded.at("why")),
        steps=_lines(loaded, "steps", exercise.steps),
        short_steps=_lines(loaded, "short_steps", exercise.short_steps or ()),
        **_dose(use, often_said, ctx),
        equipment=_equipment(loaded, ctx),
        tips=_lines(loaded, "tips", exercise.tips),
        easier=_labelled(loaded, "easier", exercise.easier, ctx),
        harder=_labelled(loaded, "harder", exercise.harder, ctx),
        feel=_feel(loaded, ctx),
        stop_if=warns.stop_if,
        not_if=warns.not_if,
        safety=warns.safety,
        note=_note(use, ctx),
        figure=ctx.figure(exercise.figure, is_mirrored(shown, exercise.figure)),
        captions=tuple(
            plain(frame.caption, loaded.at("figure", "frames", number, "caption"))
            for number, frame in enumerate(exercise.figure.frames)
        ),
        skip=plain(locale.text("skip"), use.source) if ctx.plan is None else None,
        video=exercise.video or "",
        video_label=_video(loaded, ctx),
        source=use.source,
        mark=_mark(change, use, ctx) if change is not None else None,
        apart=card_warnings(loaded, ctx, alike) if alike else None,
    )


def _mark(change: Change, use: Use, ctx: Context) -> Mark | None:
    """The mark; none for a change of which the page has no room to say what it was."""
    return None if ctx.terse and change.was is not None else card_mark(change, use.source, ctx.locale)


def _lines(loaded: Loaded[Exercise], key: str, texts: Sequence[str]) -> tuple[Words, ...]:
    return tuple(inline(text, loaded.at(key, index)) for index, text in enumerate(texts))


def _labelled(loaded: Loaded[Exercise], key: str, text: str | None, ctx: Context) -> Words | None:
    return inline(ctx.locale.text(key, text=text), loaded.at(key)) if text else None


def _feel(loaded: Loaded[Exercise], ctx: Context) -> Words | None:
    where = loaded.model.feel
    if not where:
        return None
    # "in under your arm" is nowhere
    at = where.split()[0].casefold() in ctx.locale.text("prepositions").split()
    key = (_FEELS_AT if at else _FEELS)[loaded.model.feels]
    return inline(ctx.locale.text(key, where=where), loaded.at("feel"))


def _equipment(loaded: Loaded[Exercise], ctx: Context) -> Words | None:
    things = loaded.model.equipment
    if not things:
        return None
    names = [ctx.locale.text(f"equipment-{thing}") for thing in things]
    return plain(ctx.locale.text("equipment", items=ctx.locale.all_of(names)), loaded.at("equipment"))


def _video(loaded: Loaded[Exercise], ctx: Context) -> Words | None:
    address = loaded.model.video
    return plain(ctx.locale.text("video", address=address), loaded.at("video")) if address else None


def _noted(use: Use, ctx: Context) -> Iterator[tuple[str, Source | None]]:
    """The notes of an exercise, those of plans wherever they stand."""
    path = ctx.plan.path if ctx.plan is not None else None
    for text, source in use.notes:
        yield text, None if source.path == path else source


def _note(use: Use, ctx: Context) -> Words | None:
    """The notes of a sheet, with its markup, and behind them that of a plan, as it was typed."""
    if not use.notes:
        return None
    runs: list[Run] = []
    for text, source in use.notes:
        typed = ctx.plan is not None and source.path == ctx.plan.path
        said = text if runs else ctx.locale.text("note", text=text)
        runs += [*([Run(" ")] if runs else ()), *(plain if typed else inline)(said, source).runs]
    return Words(tuple(runs), use.notes[-1][1])


def pain_rule(uses: Sequence[Use], source: Source, ctx: Context) -> Words:
    """What may be felt and when to stop."""
    kinds = {use.exercise.model.feels for use in uses}
    key = "pain-both" if len(kinds) > 1 else _FINE[kinds.pop()]
    return inline(ctx.locale.text("pain-rule", fine=ctx.locale.text(key)), source)


def which_side(uses: Sequence[Use], source: Source, ctx: Context, *, circled: bool) -> Words | None:
    """Which side to do, and of each side which comes first; None where there is nothing to say.

    ``circled`` says that the page has a place to circle the sore side.
    """
    key = side_rule((use.side for use in uses), ctx.sore_side, circled=circled)
    return plain(ctx.locale.text(key), source) if key else None
