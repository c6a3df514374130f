"""Cards on pages: how many on each, and what those of one page have in common."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from clinicpress.blocks.card import CardBox, Measures
from clinicpress.blocks.flowable import moved
from clinicpress.blocks.look import PageLook
from clinicpress.layout.fit.ladder import ladder
from clinicpress.layout.flow.sections import CardPlan, CardRun, Room
from clinicpress.typesetting.items import Group

# A figure less wide (lying) or tall (upright) than so many cm of a person shows part of a body; it may be
# drawn so many times larger than the others of its page.
CLOSE_LYING, CLOSE_UPRIGHT, CLOSER = 135.0, 112.0, 2.6
# Figures have scales in steps of four percent, which nobody sees: there are fewer to draw and to keep.
SCALE_STEP = 1.04
# Likewise lines are spread by half points.
SPREADS_A_POINT = 2


def card_rows(cards: Sequence[CardBox]) -> tuple[tuple[CardBox, ...], ...]:
    """Cards as they stand on a page: as many abreast as the layout has columns, left to right, then down."""
    columns = cards[0].look.layout.columns if cards else 1
    return tuple(tuple(cards[at : at + columns]) for at in range(0, len(cards), columns))


def row_heights(cards: Sequence[CardBox]) -> tuple[float, ...]:
    """The least height of each row: that of its tallest card."""
    return tuple(max(card.measures.least for card in row) for row in card_rows(cards))


def needed_height(cards: Sequence[CardBox], gap: float) -> float:
    """Height that the rows of cards need at least, with ``gap`` points between them."""
    heights = row_heights(cards)
    return sum(heights) + gap * (len(heights) - 1)


def paired_height(cards: Sequence[Measures], columns: int, gap: float) -> float:
    """Height that cards of these measures need at least, as they are paired in rows of ``columns``."""
    rows = range(0, len(cards), columns)
    return sum(max(card.least for card in cards[at : at + columns]) for at in rows) + gap * (len(rows) - 1)


def bound_height(cards: Sequence[Measures], columns: int, gap: float) -> float:
    """Height that rows of these cards never exceed, however they are paired: their tallest, a row each.

    Where it decides on the size of text, one card less never makes the others smaller.
    """
    if not cards:
        return 0.0
    rows = -(-len(cards) // columns)
    sure = [card.sure for card in cards]
    tallest = sure if columns == 1 else sorted(sure, reverse=True)[:rows]
    return sum(tallest) + gap * (rows - 1)


def common_scales(cards: Sequence[CardBox], heights: Sequence[float]) -> tuple[float, ...]:
    """A scale for each card in rows of ``heights``: one for all lying figures, one for all upright ones.

    So heads are of one size, and the same person looks the same from card to card; but no figure is made
    smaller than its own floor for that. Close-ups have scales of their own, at most `CLOSER` times as large.
    Scales are steps of a series, so that sheets share their figures.
    """
    rows = zip(card_rows(cards), heights, strict=True)
    own = [card.scale_in(height) for row, height in rows for card in row]
    found = list(zip(cards, own, strict=True))
    whole: dict[bool, float] = {}
    for card, scale in found:
        if not _is_close_up(card):
            whole[card.figure.lying] = min(scale, whole.get(card.figure.lying, scale))
    scales = (
        min(scale, CLOSER * whole.get(card.figure.lying, scale))
        if _is_close_up(card)
        else whole[card.figure.lying]
        for card, scale in found
    )
    return tuple(
        max(_step_down(scale), card.measures.floor) for card, scale in zip(cards, scales, strict=True)
    )


def _is_close_up(card: CardBox) -> bool:
    """Whether a card's figure shows part of a body only, closer."""
    frames, lying = card.figure.frames, card.figure.lying
    whole = max(frame.width if lying else frame.height for frame in frames)
    return whole < (CLOSE_LYING if lying else CLOSE_UPRIGHT)


def _step_down(scale: float) -> float:
    """The largest scale of the series that is not above ``scale``."""
    if scale <= 0:
        return scale
    step = math.floor(math.log(scale) / math.log(SCALE_STEP) + 1e-9)
    return round(SCALE_STEP**step, 4)


def row_groups(cards: Sequence[CardBox], heights: Sequence[float]) -> Iterator[Group]:
    """The rows of cards as groups, ``heights`` tall; lines of text are spread alike in all of them."""
    width, gap = cards[0].width, cards[0].look.layout.card_gap
    scales, rows = iter(common_scales(cards, heights)), card_rows(cards)
    spread = min(card.spread_in(height) for row, height in zip(rows, heights, strict=True) for card in row)
    spread = math.floor(spread * SPREADS_A_POINT) / SPREADS_A_POINT
    for row, height in zip(rows, heights, strict=True):
        placed = tuple(
            moved(card.draw(height, next(scales), spread), column * (width + gap), 0.0)
            for column, card in enumerate(row)
        )
        yield Group(0.0, 0.0, cards[0].look.layout.column_width, height, placed)


def _shares(count: int, pages: int) -> list[int]:
    """``count`` cards over ``pages``, evenly; the first pages, which may hold a heading, get the fewer."""
    return [count // pages + (1 if number >= pages - count % pages else 0) for number in range(pages)]


Parts = tuple[tuple[CardBox, ...], ...]


def _evenly(boxes: Sequence[CardBox], pages: int) -> Parts:
    ends = accumulate(_shares(len(boxes), pages), initial=0)
    return tuple(tuple(boxes[begin:end]) for begin, end in pairwise(ends))


def _greedily(boxes: Sequence[CardBox], rooms: Sequence[Room], gap: float) -> Parts:
    """As many cards in each room as it holds; rooms may differ, and one that holds none is left out."""
    columns, parts = boxes[0].look.layout.columns, list[tuple[CardBox, ...]]()
    rest = tuple(boxes)
    for room in rooms:
        count = len(rest)
        while count and needed_height(rest[:count], gap) > room.height + 1e-6:
            count -= (count % columns) or columns
        parts.append(rest[:count])
        rest = rest[count:]
        if not rest:
            return tuple(parts)
    return ()


def _fit(parts: Parts, rooms: Sequence[Room], gap: float) -> bool:
    pairs = zip(parts, rooms, strict=False)
    return all(needed_height(part, gap) <= room.height + 1e-6 for part, room in pairs if part)


def plan_cards(run: CardRun, look: PageLook, rooms: Sequence[Room], gap: float) -> CardPlan | None:
    """As few pages as possible, and on those the first rung of the ladder on which the cards fit.

    ``rooms`` are the columns to come. None if a card is too tall for all of them, or too wide.
    """
    rungs = [boxes for boxes in (run.boxes(look, rung) for rung in ladder(look.layout))
             if all(box.fits_width() for box in boxes)]  # fmt: skip
    for last in sorted({room.page for room in rooms}):
        most = sum(room.page <= last for room in rooms)
        for boxes in rungs:
            for parts in (
                *(_evenly(boxes, count) for count in range(1, min(most, len(boxes)) + 1)),
                _greedily(boxes, rooms, gap),
            ):
                # the words that lead to the first card are in the first room
                if parts and parts[0] and len(parts) <= most and _fit(parts, rooms, gap):
                    return CardPlan(parts, rooms[len(parts) - 1].page)
    return None
