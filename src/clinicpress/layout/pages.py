"""A document on as few pages as its words need, in the largest text that gives that few."""

from __future__ import annotations

from dataclasses import dataclass

from clinicpress.blocks.card import CardBox
from clinicpress.blocks.look import Look
from clinicpress.composing.document import Document
from clinicpress.layout.flow import card_runs
from clinicpress.layout.flowing import Flow
from clinicpress.layout.ladder import text_sizes
from clinicpress.layout.paper import PageFrame
from clinicpress.problems import FitError, Problem
from clinicpress.typesetting.items import Page


@dataclass(frozen=True)
class Flowed:
    """A document on its pages: the size of its text in points, its cards with the scales of their figures."""

    pages: tuple[Page, ...]
    text_size: float
    cards: tuple[tuple[CardBox, float], ...]


def flow_document(document: Document, look: Look, frame: PageFrame, kind: type[Flow] = Flow) -> Flowed:
    """The document on as few pages as its words need, in the largest text that gives that few.

    Raises:
        FitError: if a block is taller than a page, or there are more pages than the layout allows.
    """
    runs = card_runs(document)

    def flow(size: float, snug: bool, most: int = 0) -> Flowed:
        flow = kind(document, look.sized(size), frame, runs, snug=snug)
        pages = flow.run(most)
        return Flowed(pages, size, tuple(card for page in flow.pages for card in page.cards))

    sizes = text_sizes(look.layout.text.largest, look.layout.text.preferred)
    fewest = flow(sizes[-1], snug=True)
    if look.layout.most_pages and len(fewest.pages) > look.layout.most_pages:
        raise FitError(_too_many_pages(document, len(fewest.pages), look.layout.most_pages))
    tries = (flow(size, snug, len(fewest.pages) - kind.around) for size in sizes for snug in (False, True))
    return next((flowed for flowed in tries if flowed.pages), fewest)


def _too_many_pages(document: Document, pages: int, most: int) -> Problem:
    message = f"this takes {pages} pages, and the layout has {most} at most"
    return Problem(message, "write less, or choose a layout with more pages", document.source)
