"""Cards on pages: how many on each, and what those of one page have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from clinicpress.blocks.card import CardBox
from clinicpress.blocks.look import Look
from clinicpress.layout.flow import CardPlan, CardRun
from clinicpress.layout.ladder import ladder


def common_scales(cards: Sequence[CardBox], heights: Sequence[float]) -> tuple[float, ...]:
    """A scale for each card: one for all lying figures of the page and one for all upright ones.

    So heads are of one size, and the same person looks the same from card to card.
    """
    least: dict[bool, float] = {}
    for card, height in zip(cards, heights, strict=True):
        lying, scale = card.card.figure.lying, card.scale_in(height)
        least[lying] = min(scale, least.get(lying, scale))
    return tuple(least[card.card.figure.lying] for card in cards)


def common_spread(cards: Sequence[CardBox], width: float, heights: Sequence[float]) -> float:
    """Room between two lines that every card of the page has."""
    return min(card.spread_in(width, height) for card, height in zip(cards, heights, strict=True))


def needed_height(cards: Sequence[CardBox], width: float, gap: float) -> float:
    """Height that cards under each other need at least."""
    return sum(card.least_height(width) for card in cards) + gap * (len(cards) - 1)


def _shares(count: int, pages: int) -> list[int]:
    """``count`` cards over ``pages``, evenly; the first pages, which may hold a heading, get the fewer."""
    return [count // pages + (1 if number >= pages - count % pages else 0) for number in range(pages)]


def _parts(boxes: Sequence[CardBox], pages: int) -> Iterator[tuple[CardBox, ...]]:
    for begin, end in pairwise(accumulate(_shares(len(boxes), pages), initial=0)):
        yield tuple(boxes[begin:end])


def plan_cards(
    run: CardRun, look: Look, width: float, rooms: tuple[float, float], gap: float
) -> CardPlan | None:
    """As few pages as possible, and on those the first rung of the ladder on which the cards fit.

    ``rooms`` are the heights of the first page and of every other one. None if a card is taller than a page.
    """
    rungs = [run.boxes(look, rung) for rung in ladder(look.layout)]
    for count in range(1, len(run.cards) + 1):
        for boxes in rungs:
            parts = tuple(_parts(boxes, count))
            fits = all(
                needed_height(part, width, gap) <= rooms[min(number, 1)] + 1e-6
                for number, part in enumerate(parts)
            )
            if fits and all(box.wide_enough(width) for box in boxes):
                return CardPlan(parts)
    return None
