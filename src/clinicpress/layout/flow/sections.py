"""The blocks of a handout as Flowables, grouped as pages need them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Literal, assert_never

from clinicpress.blocks.callout import CalloutFlow, CalloutPair
from clinicpress.blocks.card import CardBox
from clinicpress.blocks.flowable import Flowable
from clinicpress.blocks.log import LogFlow
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import ParagraphFlow, heading, list_flow, paragraph
from clinicpress.blocks.picture import DiagramFlow, DrawnFlow, PictureFlow
from clinicpress.blocks.stepscard import card_box
from clinicpress.blocks.table import table_flow
from clinicpress.composing.document import (
    BlockItem,
    Card,
    DiagramFigure,
    Document,
    DrawnFigure,
    FigureItem,
    PictureFigure,
    Safety,
)
from clinicpress.content.blocktypes.block import (
    CalloutBox,
    DocumentPart,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    TableGrid,
)
from clinicpress.layout.fit.ladder import OWN_WARNINGS, Rung
from clinicpress.records import dataclass

# A paragraph of at most three lines before exercises is a lead, and stays with them.
LEAD_CHARACTERS = 240


@dataclass(frozen=True, eq=False)
class CardRun:
    """Exercises that follow each other; their cards share the room of a page.

    Its cards on each rung and its plans are kept: they do not depend on the size of the words around them.
    """

    cards: tuple[Card, ...]
    kept: dict[Rung, tuple[CardBox, ...]] = field(default_factory=dict)
    plans: dict[tuple[Room, ...], CardPlan | None] = field(default_factory=dict)
    level: Literal["H2", "H3"] = "H3"

    def boxes(self, look: PageLook, rung: Rung) -> tuple[CardBox, ...]:
        """The cards on a rung of the ladder."""
        if rung not in self.kept:
            # a flow has pages enough for each exercise to bear all that warns of it
            sized, shown = look.sized(rung.text_size), rung.shown | OWN_WARNINGS
            self.kept[rung] = tuple(card_box(card, sized, shown, self.level) for card in self.cards)
        return self.kept[rung]


@dataclass(frozen=True)
class Break:
    """Goes on on a new page."""


@dataclass(frozen=True, slots=True)
class Room:
    """Height in points that a column has for cards, and the number of its page."""

    height: float
    page: int


@dataclass(frozen=True)
class CardPlan:
    """The cards of a run, column by column; ``last`` is the number of the page that they end on."""

    columns: tuple[tuple[CardBox, ...], ...]
    last: int


@dataclass(frozen=True)
class LedRun:
    """A run of exercises under the heading and the short words that lead to its first card."""

    leads: tuple[ParagraphFlow, ...]
    run: CardRun


Step = Flowable | LedRun | Break


def card_runs(document: Document) -> dict[int, CardRun]:
    """The runs of exercises by the place of their first one; on a sheet no heading stands over them."""
    runs, blocks = {}, document.blocks
    level: Literal["H2", "H3"] = "H2" if document.kind == "sheet" else "H3"
    for at, block in enumerate(blocks):
        if isinstance(block, Card) and (at == 0 or not isinstance(blocks[at - 1], Card)):
            runs[at] = CardRun(_run(blocks[at:]), level=level)
    return runs


def steps(
    document: Document, look: PageLook, runs: Mapping[int, CardRun], *, beside: bool
) -> tuple[Step, ...]:
    """What the flow places, in order, neighbours grouped; words that lead to exercises stay with the first.

    A diagram that stands ``beside`` its section comes before the heading of that.
    """
    grouped = list(_grouped(document, look, runs))
    for number in range(1, len(grouped)) if beside else ():
        above, here = grouped[number - 1], grouped[number]
        if isinstance(here, DiagramFlow) and is_heading(above):
            grouped[number - 1], grouped[number] = here, above
    led: list[Step] = []
    if document.log is not None:
        # under the head of the first page, where a first exercise rarely finds room
        led.append(LogFlow(document.log, look, look.layout.spacing.block))
    for step in grouped:
        if isinstance(step, CardRun):
            leads = _leads(led)
            del led[len(led) - len(leads) :]
            led.append(LedRun(leads, step))
        else:
            led.append(step)
    return tuple(led)


def _leads(above: Sequence[Step]) -> tuple[ParagraphFlow, ...]:
    """Short paragraphs at the end of ``above``, and the headings right before them."""
    leads: list[ParagraphFlow] = []
    for step in reversed(above):
        if not isinstance(step, ParagraphFlow) or len(step.words.text) > LEAD_CHARACTERS:
            break
        if leads and is_heading(leads[0]) and not is_heading(step):
            break
        leads.insert(0, step)
    return tuple(leads)


def is_heading(step: Step | CardRun) -> bool:
    """Whether a step is a section heading."""
    return isinstance(step, ParagraphFlow) and step.role == "H2"


def _grouped(
    document: Document, look: PageLook, runs: Mapping[int, CardRun]
) -> Iterator[Flowable | CardRun | Break]:
    blocks, at = document.blocks, 0
    apart = look.layout.text_columns > 1 or look.layout.imposition != "none"
    sign = document.safety.sign if document.safety else ""
    while at < len(blocks):
        block, following = blocks[at], blocks[at + 1] if at + 1 < len(blocks) else None
        if isinstance(block, Card):
            yield runs[at]
            at += len(runs[at].cards)
        elif apart and _in_safety_block(block):
            at += 1
        elif (
            isinstance(block, CalloutBox)
            and isinstance(following, CalloutBox)
            and {block.kind, following.kind} == {"call", "emergency"}
            and not (apart and _in_safety_block(following))
        ):
            left, right = CalloutFlow(block, look, sign), CalloutFlow(following, look, sign)
            yield CalloutPair(left, right, look.layout.spacing.section)
            at += 2
        else:
            yield _single(block, look, sign)
            at += 1


def _in_safety_block(block: BlockItem | None) -> bool:
    """Whether the safety block says the same, title and all; columns and small pages leave it to that."""
    return isinstance(block, CalloutBox) and block.usual and block.kind in ("call", "emergency")


def _run(blocks: Sequence[BlockItem]) -> tuple[Card, ...]:
    run = []
    for block in blocks:
        if not isinstance(block, Card):
            break
        run.append(block)
    return tuple(run)


def _single(block: DocumentPart | FigureItem, look: PageLook, sign: str) -> Flowable | Break:  # noqa: PLR0911
    """The block as a Flowable; one return for each part of a document."""
    spacing = look.layout.spacing
    match block:
        case Heading():
            return heading(block.words, look)
        case Paragraph():
            return paragraph(block, look)
        case ItemList():
            return list_flow(block, look)
        case CalloutBox():
            return CalloutFlow(block, look, sign, spacing.section)
        case TableGrid():
            return table_flow(block, look)
        case DiagramFigure():
            return DiagramFlow(block, look, 0.0, spacing.block)
        case DrawnFigure():
            return DrawnFlow(block, look, spacing.block)
        case PictureFigure():
            return PictureFlow(block, look, spacing.block)
        case PageBreak():
            return Break()
        case _:
            assert_never(block)


def covers(step: Step) -> frozenset[str]:
    """Which signs of the safety block a step shows itself."""
    return step.covers if isinstance(step, CalloutFlow | CalloutPair) else frozenset()


def is_callout(step: Step) -> bool:
    """Whether a step is a box over the whole width."""
    return isinstance(step, CalloutFlow | CalloutPair)


def signs(safety: Safety) -> frozenset[str]:
    """Every sign of the safety block, as call-outs cover them."""
    call = (f"call: {words.text}" for words in safety.stop_items)
    return frozenset((*call, *(f"emergency: {words.text}" for words in safety.emergency_items)))
