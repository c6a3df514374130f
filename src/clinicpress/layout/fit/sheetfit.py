"""The one-page fit: a sheet is one page, with the largest text and figures that fit, or an error.

Everything is measured before anything is placed.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from functools import cached_property, partial

from clinicpress.blocks.card import CardBox, Measures
from clinicpress.blocks.cardwords import OF_THE_PAGE, lacking
from clinicpress.blocks.flowable import foot, moved, shared
from clinicpress.blocks.log import GOOD_ROW, LEAST_ROW, LogGrid
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import text_group, text_height
from clinicpress.blocks.safety import SafetyBox
from clinicpress.blocks.stepscard import card_box
from clinicpress.composing.document import Card, Document, Log
from clinicpress.content.models.layout import Part
from clinicpress.inline import Words
from clinicpress.layout.fit.cardgrid import (
    bound_height,
    card_rows,
    common_scales,
    paired_height,
    row_groups,
    row_heights,
)
from clinicpress.layout.fit.ladder import (
    OWN_WARNINGS,
    WHOLE_WARNINGS,
    Rung,
    is_last,
    kept_with,
    ladder,
    sacrificed,
)
from clinicpress.layout.heads import (
    HEADER_HEIGHT,
    LEAST_TITLE,
    brief_head,
    content_foot,
    field_parts,
    fitted_size,
    footer,
    header,
    page_title,
    patient_fields,
    patient_strip,
    summary_bar,
    title,
)
from clinicpress.layout.paper import PageFrame
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Group, Page

LOG_WIDTH = 232.0
# A page less wide than this has its log under the exercises.
LEAST_BESIDE = 500.0
LOG_GAP = 16.0
# Rows of a log may grow to this height, 17 mm, where the words beside them leave room.
LARGEST_ROW = 48.0
# What decides on the head of a page, and what makes no other cards.
IN_HEAD: frozenset[Part] = frozenset(
    {"therapist-field", "sore-side-field", "tall-log", "summary-lines", "own-warnings", "how-to-tick"}
)
OFF_CARDS = OF_THE_PAGE - WHOLE_WARNINGS


@dataclass(frozen=True)
class SheetFit:
    """A sheet on one rung of the ladder: what it needs and what is there. Lengths in points.

    ``heads`` are what stands above the cards at a size of text: attempts on one document have them in common.
    ``kept`` never goes. It is the ``side`` of ``count`` sides of a leaf.
    """

    document: Document
    look: PageLook
    rung: Rung
    frame: PageFrame
    kept: frozenset[Part] = frozenset()
    side: int = 1
    count: int = 1
    heads: dict[tuple[float, frozenset[Part]], tuple[Group, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def on(self, rung: Rung) -> SheetFit:
        """The same sheet on another rung, at the same size of text."""
        return replace(self, rung=rung)

    @cached_property
    def cards(self) -> tuple[CardBox, ...]:
        """The sheet's cards on this rung."""
        return tuple(self._box(card) for card in self.document.blocks if isinstance(card, Card))

    def _box(self, card: Card) -> CardBox:
        """The box of a card: the same on all rungs that differ in nothing it has."""
        look = self.look
        shown = self._on_cards - look.once("lacking", (card,), partial(lacking, card))
        return look.once("card", (card,), partial(card_box, card, look, shown), shown, "H2")

    @cached_property
    def _on_cards(self) -> frozenset[Part]:
        """The parts that cards show; on rungs with other parts of the page alone they are the same cards."""
        return self.rung.shown - OFF_CARDS

    @cached_property
    def measures(self) -> tuple[Measures, ...]:
        """Those of the cards on this rung."""
        return tuple(box.measures for box in self.cards)

    @property
    def _spacing(self) -> float:
        return self.look.layout.spacing.block

    # -- what stands above and below the cards ------------------------------
    @cached_property
    def head(self) -> tuple[Group, ...]:
        """Patient strip, title, summary and log, placed from the content's top."""
        key = (self.look.text_size, self.rung.shown & IN_HEAD)
        if key not in self.heads:
            self.heads[key] = self._head()
        return self.heads[key]

    @property
    def shared(self) -> tuple[Words, ...]:
        """The warnings that exercises have in common, where they stand at the top."""
        return () if "own-warnings" in self.rung.shown else self.document.shared

    @property
    def _gone(self) -> frozenset[Part]:
        """The parts that the layout has and this rung has given up."""
        return frozenset(self.look.layout.parts) - self.rung.shown

    def _head(self) -> tuple[Group, ...]:
        y = self.frame.top + HEADER_HEIGHT + 3.0
        if self.look.layout.head == "brief":
            head = brief_head(self.document, self.look, self.frame.width, self.shared)
            return (moved(head, self.frame.left, y),)
        groups: list[Group] = []
        fields = patient_fields(self.document, self.look)
        if fields:
            strip = patient_strip(fields, self.look, self.frame.width, self._gone)
            groups.append(moved(strip, self.frame.left, y))
            y += strip.height + 3.0
        groups += self._title_block(y)
        return tuple(groups)

    def _title_block(self, y: float) -> Iterable[Group]:
        """Title over summary on the left, the log beside them; or the log under them when it is long."""
        beside = self._log_beside
        width = self.frame.width - (LOG_WIDTH + LOG_GAP if beside else 0.0)
        words = page_title(self.document, self.look)
        # as large as beside a log, whether there is one or not: less on a page makes nothing taller
        narrow = self.frame.width - LOG_WIDTH - LOG_GAP if self.frame.width >= LEAST_BESIDE else width
        largest = self.look.layout.sizes.title
        # where the words under it stand as close as they can, so does the title
        size = fitted_size(words, self.look, narrow, largest)
        size = min(size, largest * LEAST_TITLE) if self._joins else size
        look = self.look
        head = look.once("title", (words,), lambda: shared(title(words, look, width, size)), width, size)
        if self.side > 1:
            # said on the front, and here who reads sees it
            head = replace(head, role="Artifact", bookmark="")
            if not self.shared:
                yield moved(head, self.frame.left, y)
                return
        gap, least = 3.0, self._least_log if beside else 0.0
        low = least - head.height
        bar = self._summary(width, low)
        yield moved(head, self.frame.left, y)
        yield moved(bar, self.frame.left, y + head.height + gap)
        if beside:
            under = bar.width > width
            height = least if under else head.height + gap + bar.height
            log = self.look.once(
                "log",
                (self.log, self._how_to),
                lambda: shared(self._log(LOG_WIDTH, height)),
                round(height, 2),
                self._least_row,
                self._joins,
            )
            yield moved(log, self.frame.left + width + LOG_GAP, y)

    def _summary(self, width: float, low: float) -> Group:
        """The summary bar, ``width`` points wide down to ``low``, where the log ends beside it."""
        document, look = self.document, self.look
        widths = (width, self.frame.width)

        how_to = self._how_to if self._log_beside and self._joins else None

        def make() -> Group:
            return summary_bar(
                document, look, widths, low, shared=self.shared, joins=self._joins, how_to=how_to
            )

        if document.note is not None or document.stopped is not None:
            return make()
        parts = (document.facts, *document.summary, document.brief, how_to, *self.shared)
        return look.once("summary", parts, lambda: shared(make()), widths, round(low, 3), self._joins)

    @property
    def _joins(self) -> bool:
        """Whether the sentences at the top follow each other on their lines, how to tick among them."""
        return "summary-lines" in self._gone

    @property
    def _least_row(self) -> float:
        """The least height of a row of the log on this rung."""
        return GOOD_ROW if "tall-log" in self.rung.shown else LEAST_ROW

    @property
    def _least_log(self) -> float:
        """The least height of a log beside the title, with the words over it."""
        log, look = self.log, self.look
        assert log is not None
        grid = LogGrid(log, look, self._least_row).height
        if self._joins or self._how_to is None:
            return grid
        return text_height(self._how_to, look.text(size=look.layout.text.floor), LOG_WIDTH) + 2.0 + grid

    @property
    def log(self) -> Log | None:
        """The log, where there is room for one."""
        return None if self.look.layout.head == "brief" else self.document.log

    @property
    def _how_to(self) -> Words | None:
        """How to tick, as long as there is room for it."""
        return self.log.how_to if self.log is not None and "how-to-tick" in self.rung.shown else None

    @property
    def _log_beside(self) -> bool:
        log = self.log
        return log is not None and log.weeks == 1 and self.frame.width >= LEAST_BESIDE

    def _log(self, width: float, height: float) -> Group:
        """How to use the log, and the log under it, its rows as tall as ``height`` allows."""
        log = self.log
        assert log is not None
        words: tuple[Group, ...] = ()
        top = 0.0
        if self._how_to is not None and not (self._joins and self._log_beside):
            style = self.look.text(size=self.look.layout.text.floor)
            words = (text_group(self._how_to, style, width, kind="log-how-to"),)
            top = words[0].height + 2.0
        least = LogGrid(log, self.look, self._least_row)
        spare = (height - top - least.height) / (len(log.rows) * log.weeks)
        grid = LogGrid(log, self.look, min(LARGEST_ROW, self._least_row + max(0.0, spare)))
        parts = (*words, moved(grid.draw(width), 0.0, top))
        return Group(0.0, 0.0, width, top + grid.height, parts, kind="log-block")

    @cached_property
    def foot(self) -> tuple[Group, ...]:
        """A long log and the safety block, placed up from the content's foot."""
        return self.look.once(
            "foot", (self.document.safety, self.log, self._how_to), self._foot, self.frame, self._least_row
        )

    def _foot(self) -> tuple[Group, ...]:
        y = content_foot(self.look, self.frame)
        groups: list[Group] = []
        if self.document.safety is not None:
            box = SafetyBox(self.document.safety, self.look).draw(self.frame.width)
            y -= box.height
            groups.append(shared(moved(box, self.frame.left, y)))
        if self.log is not None and not self._log_beside:
            log = self._log(self.frame.width, self._long_log_height())
            y -= log.height + self._spacing
            groups.insert(0, shared(moved(log, self.frame.left, y)))
        return tuple(groups)

    def _long_log_height(self) -> float:
        log = self.log
        assert log is not None
        return (
            LogGrid(log, self.look, self._least_row).height
            + 2 * self.look.layout.text.floor * self.look.layout.leading
        )

    # -- the cards ----------------------------------------------------------
    @cached_property
    def top(self) -> float:
        """Where the first card may begin."""
        return foot(self.head) + self._spacing

    @cached_property
    def bottom(self) -> float:
        """Where the last card must end."""
        foot = min(
            (group.y for group in self.foot), default=content_foot(self.look, self.frame) + self._spacing
        )
        return foot - self._spacing

    @property
    def _gap(self) -> float:
        return self.look.layout.spacing.card

    @cached_property
    def least_heights(self) -> tuple[float, ...]:
        """The least height of each row of cards."""
        return row_heights(self.cards)

    @property
    def needed(self) -> float:
        """Height that the cards need with the gaps between them."""
        return paired_height(self.measures, self.look.layout.columns, self._gap)

    @property
    def over(self) -> float:
        """By how much the sheet is too tall; zero or less when it fits."""
        return self.needed - (self.bottom - self.top)

    @property
    def hopeless(self) -> bool:
        """Whether the cards are taller than the page without what stands over them; known without that."""
        return self._bound > self.bottom - self.frame.top - HEADER_HEIGHT

    @cached_property
    def _bound(self) -> float:
        return self.needed if self.last else bound_height(self.measures, self.look.layout.columns, self._gap)

    @property
    def fits(self) -> bool:
        """Whether everything fits on the page, in height and in width."""
        if self.hopeless or not all(measures.fits_width for measures in self.measures):
            return False
        return self._bound - (self.bottom - self.top) <= 1e-6

    @cached_property
    def last(self) -> bool:
        """Whether nothing more can be given up, so that the cards may stand as they are paired."""
        return is_last(self.rung, self.look.layout, self.kept)

    def heights(self) -> tuple[float, ...]:
        """The height of each row of cards, with the spare room shared out evenly, in whole points."""
        rows = card_rows(self.cards)
        spare = math.floor(max(0.0, -self.over) / max(1, len(rows)))
        return tuple(
            max(least, min(least + spare, max(card.measures.most for card in row)))
            for least, row in zip(self.least_heights, rows, strict=True)
        )

    def scales(self) -> tuple[float, ...]:
        """The scale of each card's figure, in points per centimetre of body."""
        return common_scales(self.cards, self.heights())

    @property
    def dropped(self) -> tuple[str, ...]:
        """The parts of the layout that the sheet has and does not show."""
        return tuple(
            part for part in self.look.layout.parts if part not in self.rung.shown and self._has(part)
        )

    def _has(self, part: Part) -> bool:
        document = self.document
        if part == "web":
            return document.furniture.web is not None
        if part in ("tall-log", "how-to-tick"):
            return self.log is not None
        if part == "own-warnings":
            return bool(document.shared)
        if part in OF_THE_PAGE:
            return part in field_parts(patient_fields(document, self.look))
        return any(card.has(part) for card in self.cards)

    def _placed_cards(self) -> Iterable[Group]:
        heights, y = self.heights(), self.top
        rest = (self.bottom - self.top) - sum(heights) - self._gap * (len(heights) - 1)
        gap = self._gap + max(0.0, min(rest / max(1, len(heights)), 10.0))
        for row in row_groups(self.cards, heights):
            yield moved(row, self.frame.left, y)
            y += row.height + gap

    def page(self) -> Page:
        """The sheet, placed."""
        furniture, look, frame = self.document.furniture, self.look, self.frame
        web = "web" in self.rung.shown
        side, count = self.side, self.count
        top = look.once(
            "header",
            (furniture,),
            lambda: shared(header(furniture, look, frame, side == 1)),
            frame,
            side == 1,
        )
        end = look.once(
            "footer", (furniture,), lambda: shared(footer(furniture, look, frame, side, count, web)),
            frame, web, side, count,
        )  # fmt: skip
        groups = (top, *self.head, *self._placed_cards(), *self.foot, end)
        return Page(self.frame.page_width, self.frame.page_height, groups)


def sides(document: Document) -> tuple[Document, ...]:
    """What stands on each side of the leaf: all on one; or half of the exercises on each of two.

    The back bears title, strip, warnings and safety block too, but how to begin, log and note only the front.
    """
    cards = [block for block in document.blocks if isinstance(block, Card)]
    if document.pages < 2 or len(cards) < 2:
        return (document,)
    half = len(cards) // 2
    back = replace(
        document, blocks=tuple(cards[half:]), log=None, facts=None, summary=(), brief=None, note=None,
        stopped=None, patient=document.identity or document.patient,
    )  # fmt: skip
    if document.rooms is not None:
        back = replace(back, rooms=(document.rooms[1], document.rooms[1]))
    return replace(document, blocks=tuple(cards[:half])), back


def attempts(
    document: Document, look: PageLook, frame: PageFrame, kept: frozenset[Part], side: int = 1, count: int = 1
) -> Iterator[SheetFit]:
    """One side of a sheet on each rung of its layout's ladder, the best first."""
    heads: dict[tuple[float, frozenset[Part]], tuple[Group, ...]] = {}
    for rung, sized in look.once("ladder", (look.layout,), lambda: _rungs(look, kept), kept):
        yield SheetFit(document, sized, rung, frame, kept, side, count, heads)


def _kept(leaf: Sequence[Document]) -> frozenset[Part]:
    return kept_with(max(len(document.blocks) for document in leaf))


def _rungs(look: PageLook, kept: frozenset[Part]) -> tuple[tuple[Rung, PageLook], ...]:
    rungs = ladder(look.layout, kept)
    sized = {size: look.sized(size) for size in {rung.text_size for rung in rungs}}
    return tuple((rung, sized[rung.text_size]) for rung in rungs)


# A sheet on one rung: an attempt for each of its sides.
Leaf = tuple[SheetFit, ...]


def _fits(leaf: Leaf) -> bool:
    return all(attempt.fits for attempt in leaf)


def first_fit(document: Document, look: PageLook, frame: PageFrame) -> Leaf | None:
    """The first rung on which the sheet fits, with what it gave up for nothing; or None.

    It is found by halving, since a sheet that fits on one rung fits on those below it; where a wide caption
    or warnings at the top make that untrue, by trying each.
    """
    parts = sides(document)
    kept = _kept(parts)
    each = (attempts(part, look, frame, kept, side, len(parts)) for side, part in enumerate(parts, 1))
    rungs: list[Leaf] = list(zip(*each, strict=True))
    found = bisect_left(rungs, True, key=_fits)
    if found < len(rungs):
        return _restored(rungs[found])
    # the very last may fit with each exercise's own warnings, which no rung of the ladder shows there
    rungs += last_attempts(document, look, frame)
    first = next((rung for rung in rungs if _fits(rung)), None)
    return None if first is None else _restored(first)


def _restored(leaf: Leaf) -> Leaf:
    """Parts that still fit are shown after all, the last given up first: they stood in no one's way."""
    first = leaf[0]
    parts = [part for part in sacrificed(first.look.layout, first.kept) if part not in first.rung.shown]
    boxes = [box for attempt in leaf for box in attempt.cards]
    idle = {part for part in parts if part not in OF_THE_PAGE and not any(box.has(part) for box in boxes)}
    for part in reversed(parts):
        better = tuple(
            attempt.on(Rung(attempt.rung.text_size, attempt.rung.shown | {part})) for attempt in leaf
        )
        leaf = better if part in idle or _fits(better) else leaf
    return leaf


def last_attempts(document: Document, look: PageLook, frame: PageFrame) -> tuple[Leaf, ...]:
    """The sheet with everything given up that may go; shared warnings at its top, or on each exercise."""
    parts = sides(document)
    kept = _kept(parts)
    rung = ladder(look.layout, kept)[-1]
    sized, own = look.sized(rung.text_size), Rung(rung.text_size, rung.shown | OWN_WARNINGS)
    rungs = (rung, own) if "own-warnings" in sacrificed(look.layout, kept) and document.shared else (rung,)
    return tuple(
        tuple(
            SheetFit(part, sized, rung, frame, kept, side, len(parts)) for side, part in enumerate(parts, 1)
        )
        for rung in rungs
    )
