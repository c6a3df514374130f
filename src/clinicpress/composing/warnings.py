"""What warns of an exercise, and what several exercises of a page have in common of that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from clinicpress.composing.context import Context
from clinicpress.composing.document import CardWarnings, Words
from clinicpress.composing.inline import inline
from clinicpress.composing.uses import Use
from clinicpress.model.exercise import Exercise
from clinicpress.model.library import Loaded

WarningKind = Literal["not_if", "safety", "stop_if"]
KINDS: tuple[WarningKind, ...] = ("not_if", "safety", "stop_if")
_TEXTS = {"not_if": "not-if", "safety": "safety", "stop_if": "stop-if"}
_SHARED_TEXTS = {**_TEXTS, "not_if": "not-if-shared"}
_ENDS = (".", "!", "?")
NO_BREAK = "\u00a0"
# Two exercises are named by their numbers, even where they are all there are.
MOST_NAMED = 2
# The kind of a warning and its place in the exercise's list of that kind.
Item = tuple[WarningKind, int]


@dataclass(frozen=True, slots=True)
class Shared:
    """What several of a page's exercises share: a line for each group of them, and the items of each one."""

    lines: tuple[Words, ...]
    items: tuple[frozenset[Item], ...]


def card_warnings(
    loaded: Loaded[Exercise], ctx: Context, without: frozenset[Item] = frozenset()
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
    places: dict[tuple[WarningKind, str], list[tuple[int, Item]]] = {}
    for number, use in enumerate(uses, 1):
        for kind in KINDS:
            for index, text in enumerate(getattr(use.exercise.model, kind)):
                places.setdefault((kind, _alike(text)), []).append((number, (kind, index)))
    common = {key: found for key, found in places.items() if len({number for number, _ in found}) > 1}
    items: list[set[Item]] = [set() for _ in uses]
    for found in common.values():
        for number, item in found:
            items[number - 1].add(item)
    return Shared(tuple(_lines(uses, common, ctx)), tuple(map(frozenset, items)))


def _lines(
    uses: Sequence[Use], common: dict[tuple[WarningKind, str], list[tuple[int, Item]]], ctx: Context
) -> Iterator[Words]:
    for kind in KINDS:
        groups: dict[tuple[int, ...], list[tuple[int, Item]]] = {}
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
