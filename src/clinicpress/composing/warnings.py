"""Warnings of cards and of regions of the body, those that several share said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Literal

from clinicpress.composing.context import Context
from clinicpress.composing.document import CardWarnings
from clinicpress.composing.uses import Use
from clinicpress.content.models.base import Region
from clinicpress.content.models.documents import Plan, Sheet, Warnings
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.models.library import Library, Loaded, region_id
from clinicpress.inline import Words, inline
from clinicpress.messages import say
from clinicpress.problems import ContentError, Problem
from clinicpress.records import dataclass

WarningKind = Literal["not_if", "safety", "stop_if"]
KINDS: tuple[WarningKind, ...] = ("not_if", "safety", "stop_if")
_TEXTS = {"not_if": "not-if", "safety": "safety", "stop_if": "stop-if"}
_SHARED_TEXTS = {**_TEXTS, "not_if": "not-if-shared"}
_ENDS = (".", "!", "?")
NO_BREAK = "\u00a0"
# Two exercises are named by their numbers, even where they are all there are.
MOST_NAMED = 2
# The kind of a warning and its place in the exercise's list of that kind.
WarningItem = tuple[WarningKind, int]


@dataclass(frozen=True, slots=True)
class Shared:
    """What several of a page's exercises share: a line for each group of them, and the items of each one."""

    lines: tuple[Words, ...]
    items: tuple[frozenset[WarningItem], ...]


def card_warnings(
    loaded: Loaded[Exercise], ctx: Context, without: frozenset[WarningItem] = frozenset()
) -> CardWarnings:
    """What warns of an exercise, a line for each kind, ``without`` some of its items."""

    def line(kind: WarningKind) -> Words | None:
        texts = getattr(loaded.model, kind)
        items = [text for index, text in enumerate(texts) if (kind, index) not in without]
        return inline(_said(kind, items, ctx), loaded.at(kind)) if items else None

    return CardWarnings(line("not_if"), line("safety"), line("stop_if"))


def shared_warnings(uses: Sequence[Use], ctx: Context) -> Shared:
    """The warnings that exercises have in common: of the same kind and words, case and full stop aside.

    Each line begins with the numbers of its exercises.
    """
    key = ("shared", tuple((use.exercise.id, use.exercise.digest) for use in uses))
    return ctx.keep(key, lambda: _shared(uses, ctx))


def _shared(uses: Sequence[Use], ctx: Context) -> Shared:
    places: dict[tuple[WarningKind, str], list[tuple[int, WarningItem]]] = {}
    for number, use in enumerate(uses, 1):
        for kind in KINDS:
            for index, text in enumerate(getattr(use.exercise.model, kind)):
                places.setdefault((kind, _alike(text)), []).append((number, (kind, index)))
    common = {key: found for key, found in places.items() if len({number for number, _ in found}) > 1}
    items: list[set[WarningItem]] = [set() for _ in uses]
    for found in common.values():
        for number, item in found:
            items[number - 1].add(item)
    return Shared(tuple(_lines(uses, common, ctx)), tuple(map(frozenset, items)))


def _lines(
    uses: Sequence[Use], common: dict[tuple[WarningKind, str], list[tuple[int, WarningItem]]], ctx: Context
) -> Iterator[Words]:
    for kind in KINDS:
        groups: dict[tuple[int, ...], list[tuple[int, WarningItem]]] = {}
        for (of, _), found in common.items():
            if of == kind:
                groups.setdefault(tuple(dict.fromkeys(number for number, _ in found)), []).append(found[0])
        for numbers, firsts in groups.items():
            texts = [getattr(uses[number - 1].exercise.model, kind)[index] for number, (_, index) in firsts]
            number, (_, index) = firsts[0]
            said = _said(kind, texts, ctx, shared=True)
            if len(numbers) == len(uses) and len(uses) > MOST_NAMED:
                text = ctx.locale.text("shared-by-all", count=len(uses), text=said)
            else:
                # a line that began with one of several numbers would be read as that exercise's alone
                listed = ctx.locale.all_of(map(str, numbers)).replace(" ", NO_BREAK)
                text = ctx.locale.text("shared", numbers=listed, text=said)
            yield inline(text, uses[number - 1].exercise.at(kind, index))


def _alike(text: str) -> str:
    """A text without what makes no other warning of it."""
    return " ".join(text.casefold().split()).rstrip(".")


def _said(kind: WarningKind, items: Sequence[str], ctx: Context, *, shared: bool = False) -> str:
    """The items as one line: conditions joined by *or*, sentences each with its full stop."""
    if kind == "safety":
        said = " ".join(text if text.rstrip().endswith(_ENDS) else f"{text.rstrip()}." for text in items)
    else:
        said = ctx.locale.any_of(text.rstrip().rstrip(".") for text in items)
    return ctx.locale.text((_SHARED_TEXTS if shared else _TEXTS)[kind], items=said)


Signs = tuple[tuple[Words, ...], tuple[Words, ...]]


def added_regions(
    listed: Sequence[Use], uses: Sequence[Use], plan: Loaded[Plan] | None
) -> tuple[Region, ...]:
    """The regions of a plan's exercises ``uses``, and of its own, that no exercise of the sheet works."""
    if plan is None:
        return ()
    covered = {region for use in listed for region in use.exercise.model.works}
    wanted = [region for use in uses for region in use.exercise.model.works]
    found = dict.fromkeys((*wanted, *plan.model.regions))
    return tuple(region for region in found if region not in covered)


def signs(sheet: Loaded[Sheet], files: Sequence[Loaded[Warnings]], plan: Loaded[Plan] | None) -> Signs:
    """When to stop and call, and when to call an ambulance: a sheet's own signs, then those of ``files``.

    Of regions each sign stands once, the first of each before the second of any: files name the worst first.
    A sheet says itself when to call the clinic; of what it does not cover, it lacks the emergencies.

    Raises:
        ContentError: if there is nothing at all that is an emergency.
    """
    own = sheet.model
    stop = [inline(text, sheet.at("stop_if", index)) for index, text in enumerate(own.stop_if)]
    emergency = [inline(text, sheet.at("emergency", index)) for index, text in enumerate(own.emergency)]
    if not stop:
        stop = _each_once(_in_turn(files, "stop_if"))
    emergency = _each_once([*emergency, *_in_turn(files, "emergency")])
    if not emergency:
        raise ContentError(
            Problem(
                say("composing.page-would-have-no-emergency-signs"),
                say("composing.add-exercise"),
                plan.at() if plan else None,
            )
        )
    return tuple(stop), tuple(emergency)


def warnings_of(library: Library, region: Region, plan: Loaded[Plan] | None) -> Loaded[Warnings]:
    """The warnings of a region.

    Raises:
        ContentError: if there are none that could be read.
    """
    found = library.warnings.get(region_id(region))
    if found is None:
        path = f"content/warnings/{region_id(region)}.yaml"
        message = say("composing.does-not-exist-or-cannot-be-read", path=path, region=region)
        hint = say("composing.run-clinicpress-check-see-what-wrong")
        raise ContentError(Problem(message, hint, plan.at("exercises") if plan else None))
    return found


def _in_turn(files: Iterable[Loaded[Warnings]], key: str) -> list[Words]:
    """The first sign of each file, then the second of each, and so on."""
    columns = (
        [inline(text, each.at(key, index)) for index, text in enumerate(getattr(each.model, key))]
        for each in files
    )
    return [words for row in zip_longest(*columns) for words in row if words is not None]


def _each_once(items: Iterable[Words]) -> list[Words]:
    """Signs of the same words, case and full stop aside, are one."""
    found: dict[str, Words] = {}
    for words in items:
        found.setdefault(words.text.casefold().rstrip(" ."), words)
    return list(found.values())
