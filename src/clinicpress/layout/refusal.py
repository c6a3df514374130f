"""Why a sheet does not fit on one page, and what would make it fit; each hint has been tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from clinicpress.blocks.look import Look
from clinicpress.composing.document import Card, Document
from clinicpress.layout.paper import Binding, page_frame
from clinicpress.layout.sheet import Attempt, first_fit, last_attempt
from clinicpress.model.base import Paper
from clinicpress.model.layout import Layout
from clinicpress.problems import Problem

MM = 25.4 / 72


def refusal(document: Document, look: Look, paper: Paper, binding: Binding = "none") -> Problem:
    """The problem of a sheet that fits on no rung of its layout's ladder."""
    last = last_attempt(document, look, page_frame(look.layout, paper, binding))
    count = len(last.cards)
    exercises = "1 exercise does" if count == 1 else f"{count} exercises do"
    size = look.layout.text.floor
    if last.over > 0:
        message = f"{exercises} not fit on one page: {last.over * MM:.0f} mm over at the floor of {size:g} pt"
    else:
        message = f"{exercises} not fit on one page: a figure or a dose is wider than its column"
    hints = [*_tried(document, look, paper), _tallest(last)]
    place = document.facts.source if document.facts else document.source
    return Problem(message, "; or ".join(hints), place)


def crowd(document: Document, layout: Layout) -> Problem | None:
    """The problem of a sheet with more exercises than its layout takes at all."""
    count = sum(isinstance(block, Card) for block in document.blocks)
    if count <= layout.most_exercises:
        return None
    message = f"{count} exercises are too many: this layout takes {layout.most_exercises} at most"
    place = document.facts.source if document.facts else document.source
    return Problem(message, "put the others on a second sheet, or use a layout for more", place)


def _tried(document: Document, look: Look, paper: Paper) -> Iterator[str]:
    """What helps, and was seen to help."""
    cards = [block for block in document.blocks if isinstance(block, Card)]
    for keep in range(len(cards) - 1, 0, -1):
        if first_fit(replace(document, blocks=tuple(cards[:keep])), look, page_frame(look.layout, paper)):
            yield f"the first {keep} fit: put the others on a second sheet"
            break
    if paper == "letter" and first_fit(document, look, page_frame(look.layout, "a4")):
        yield "print on A4, where they fit"
    if document.log is not None and first_fit(
        replace(document, log=None), look, page_frame(look.layout, paper)
    ):
        yield "write log: none, and they fit"
    short = [card.exercise for card in cards if not card.short_steps]
    if short:
        yield f"give {', '.join(short)} short_steps"


def _tallest(attempt: Attempt) -> str:
    heights = [(card.least_height(), card) for card in attempt.cards]
    heights.sort(key=lambda pair: (-pair[0], pair[1].card.number))
    named = ", ".join(f"{card.card.exercise} ({height * MM:.0f} mm)" for height, card in heights[:2])
    return f"shorten the exercises that take most room: {named}"
