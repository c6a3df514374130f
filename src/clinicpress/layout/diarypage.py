"""The page of a diary: 28 days to fill in by pen, on one page or an error.

Everything is measured before anything is placed. What room is left goes to the rows, then to lines for notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from clinicpress.blocks.diarytable import (
    COMFORTABLE_ROW,
    GOOD_ROW,
    LARGEST_ROW,
    LEAST_NOTES,
    LEAST_ROW,
    DiaryGrid,
    PainScale,
)
from clinicpress.blocks.flowable import foot, moved, stack
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import list_group, list_style, text_group
from clinicpress.blocks.safety import SafetyBox
from clinicpress.composing.document import Card, Diary, Document
from clinicpress.inline import Run, Words, inline, joined
from clinicpress.layout.fit.ladder import Rung, ladder
from clinicpress.layout.fit.refusal import place_of
from clinicpress.layout.glyphs import missing_glyphs
from clinicpress.layout.heads import (
    HEADER_HEIGHT,
    content_foot,
    footer,
    header,
    identity_fields,
    notes,
    patient_fields,
    patient_strip,
    summary_bar,
    title,
)
from clinicpress.layout.paper import PageFrame, page_frame
from clinicpress.messages import linked, say
from clinicpress.problems import ContentError, FitError, Problem
from clinicpress.records import dataclass
from clinicpress.typesetting.faces import text_width
from clinicpress.typesetting.items import Group, Page
from clinicpress.units import MM, PAPERS

GAP = 8.0
TITLE_GAP = 16.0
SCALE_GAP = 20.0
# A title gets smaller down to this share of its size; then the diary's name goes under it.
LEAST_TITLE = 0.75
# Room that is left beyond this is for lines to write on; what is less is shared out between the parts.
LEAST_SPARE = 110.0
MOST_AIR = 12.0


@dataclass(frozen=True, slots=True)
class DiaryPage:
    """A diary, placed: its text size and the height of its rows in points, and the parts it gave up."""

    pages: tuple[Page, ...]
    text_size: float
    row: float
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class DiaryFit:
    """A diary on one rung of its layout's ladder. Lengths in points."""

    document: Document
    diary: Diary
    look: PageLook
    rung: Rung
    frame: PageFrame

    @property
    def pages(self) -> int:
        """How many pages it takes: the days on one, and the exercises there too or on the back of it."""
        return self.document.pages if self.cards else 1

    def _words(self, *runs: Run) -> Words:
        return Words(runs, self.diary.source)

    # -- what stands above and below the days -------------------------------
    @cached_property
    def head(self) -> tuple[Group, ...]:
        """What stands above the days, placed from the content's top."""
        y, groups = self.frame.top + HEADER_HEIGHT + 4.0, list[Group]()
        fields = patient_fields(self.document, self.look)
        if fields:
            strip = patient_strip(fields, self.look, self.frame.width)
            groups.append(moved(strip, self.frame.left, y))
            y += strip.height + 4.0
        for part, gap in self._parts():
            groups.append(moved(part, self.frame.left, y))
            y += part.height + gap
        return tuple(groups)

    def _parts(self) -> Iterator[tuple[Group, float]]:
        """Each part from the title down, with the gap below it."""
        yield self._titles(), 6.0
        yield self._instructions(), GAP
        alone = replace(self.document, facts=None, summary=(self.diary.rule,))
        shared = () if "own-warnings" in self.rung.shown else self.document.shared
        if self.pages > 1:
            shared = ()
        widths = (self.frame.width, self.frame.width)
        yield summary_bar(alone, self.look, widths, marks=self.diary.changes, shared=shared), GAP
        if self.cards and self.pages == 1:
            yield self._exercises(), GAP

    @property
    def cards(self) -> tuple[Card, ...]:
        """The sheet's exercises."""
        return tuple(block for block in self.document.blocks if isinstance(block, Card))

    def _titles(self) -> Group:
        """The sheet's title and at its right the diary's name, on one line; or under each other."""
        look, width, sizes = self.look, self.frame.width, self.look.layout.sizes
        style = look.black(sizes.subtitle, look.colour("heading"), leading=1.12)
        name = text_width(self.diary.title, style.regular, style.size) + 1.0
        room = width - name - TITLE_GAP
        words = self._words(Run(self.diary.title))
        if text_width(self.document.title.text, look.fonts.black, sizes.title * LEAST_TITLE) > room:
            over = title(self.document.title, look, width, sizes.title)
            under = text_group(words, style, width, 0.0, over.height + 2.0, kind="diary-title")
            return Group(0.0, 0.0, width, under.y + under.height, (over, under), kind="titles")
        left = title(self.document.title, look, room, sizes.title)
        # both stand on one baseline
        drop = max(0.0, look.black(left.text_size, leading=1.12).baseline - style.baseline)
        right = text_group(words, style, name, width - name, drop, kind="diary-title", align="right")
        return Group(0.0, 0.0, width, left.height, (left, right), kind="titles")

    def _instructions(self) -> Group:
        """How to fill it in on the left, the scale of pain on the right."""
        column = (self.frame.width - SCALE_GAP) / 2
        words = inline(self.diary.how_to, self.diary.source)
        how = text_group(words, self.look.text(), column, kind="how-to")
        scale = PainScale(self.diary, self.look, column).draw()
        height = max(how.height, scale.height)
        parts = (how, moved(scale, column + SCALE_GAP, (height - scale.height) / 2))
        return Group(0.0, 0.0, self.frame.width, height, parts, kind="instructions")

    def _exercises(self) -> Group:
        """Number, short title and dose of each exercise with all that warns of it, under a heading."""
        look, width = self.look, self.frame.width
        size = max(look.layout.sizes.heading, look.text_size + 1.0)
        style = look.text(size=size, bold=True, colour=look.colour("heading"))
        heading = text_group(
            self._words(Run(self.diary.exercises_title)), style, width, role="H2", kind="heading"
        )
        items = [joined(tuple(self._item(card))) for card in self.cards]
        body = list_group(items, list_style(look, "number", gap=0.0), width, key="diary exercises")
        parts = stack((heading, 2.0, body))
        return Group(0.0, 0.0, width, foot(parts), parts, kind="exercises")

    def _item(self, card: Card) -> Iterator[Words]:
        """What the list says of an exercise: a diary has no pictures and no steps, but every warning."""
        apart = None if "own-warnings" in self.rung.shown else card.apart
        warns = apart or card
        yield Words((Run(f"{card.short_title.text}.", bold=True),), card.source)
        yield card.short_dose or card.dose
        said = (warns.not_if, warns.safety, warns.stop_if, card.note)
        yield from (words for words in said if words is not None)

    @cached_property
    def safety(self) -> Group | None:
        """The safety block, placed up from the content's foot."""
        if self.document.safety is None:
            return None
        box = SafetyBox(self.document.safety, self.look).draw(self.frame.width)
        return moved(box, self.frame.left, content_foot(self.look, self.frame) - box.height)

    # -- the days -----------------------------------------------------------
    @cached_property
    def top(self) -> float:
        """Where the days begin."""
        return foot(self.head) + GAP

    @cached_property
    def bottom(self) -> float:
        """Where the days must end."""
        return content_foot(self.look, self.frame) if self.safety is None else self.safety.y - GAP

    def grids(self, row: float) -> tuple[DiaryGrid, DiaryGrid]:
        """The first half of the days and the second, with rows of that height."""
        gap = self.look.layout.spacing.column
        half, width = self.diary.days // 2, (self.frame.width - gap) / 2
        return (
            DiaryGrid(self.diary, self.look, width, 1, half, row),
            DiaryGrid(self.diary, self.look, width, half + 1, self.diary.days, row),
        )

    def over(self, row: float) -> float:
        """By how much the page is too short for rows of that height; zero or less when they fit."""
        return self.top + self.grids(row)[0].height - self.bottom

    @property
    def notes_width(self) -> float:
        """The width of the column for notes."""
        return self.grids(LEAST_ROW)[0].columns.notes

    def fits(self, row: float) -> bool:
        """Whether the days fit with rows of that height, and with room to write beside them."""
        return max(self.over(row), self.back_over) <= 1e-6 and self.notes_width >= LEAST_NOTES

    @cached_property
    def row(self) -> float:
        """The height of a row: as tall as the room allows."""
        spare = -self.over(LEAST_ROW) / self.grids(LEAST_ROW)[0].days
        return min(LARGEST_ROW, LEAST_ROW + max(0.0, spare))

    @property
    def spare(self) -> float:
        """The room that is left under rows of the height that they get."""
        return max(0.0, -self.over(self.row))

    def placed(self) -> tuple[Page, ...]:
        """The diary, placed; on two pages with the exercises on the back."""
        front = self._page(1, self._content())
        return (front,) if self.pages == 1 else (front, self._page(2, self._back()))

    def _page(self, number: int, content: Iterable[Group]) -> Page:
        furniture, page = self.document.furniture, self.frame
        top = header(furniture, self.look, page, first=number == 1)
        end = footer(furniture, self.look, page, number, self.pages, web="web" in self.rung.shown)
        foot = (self.safety,) if self.safety is not None else ()
        return Page(page.page_width, page.page_height, (top, *content, *foot, end))

    def _back(self) -> Iterator[Group]:
        """Whose it is, and the exercises with all that warns of them; what room is left is for the pen."""
        y = self.frame.top + HEADER_HEIGHT + 4.0
        fields = identity_fields(self.document) or self.document.patient
        if fields:
            strip = patient_strip(fields, self.look, self.frame.width)
            yield moved(strip, self.frame.left, y)
            y += strip.height + 4.0
        titles = replace(self._titles(), role="Artifact", bookmark="")
        yield moved(titles, self.frame.left, y)
        exercises = moved(self._exercises(), self.frame.left, y + titles.height + GAP)
        yield exercises
        below = exercises.y + exercises.height + 2 * GAP
        words = self._words(Run(self.diary.notes_title))
        lines = notes(words, self.look, self.frame.width, self.bottom - below)
        if lines is not None:
            yield moved(lines, self.frame.left, below)

    @property
    def back_over(self) -> float:
        """By how much the back is too short."""
        if self.pages == 1:
            return 0.0
        return foot(self._back()) - self.bottom

    def _content(self) -> Iterator[Group]:
        """What stands between header and safety block; room that is left is for notes, or for air."""
        lines = self._note_lines() if self.spare >= LEAST_SPARE else None
        air = 0.0 if lines else min(MOST_AIR, self.spare / (len(self.head) + 1))
        for number, group in enumerate(self.head):
            yield moved(group, 0.0, air * number)
        left, right = self.grids(self.row)
        y = self.top + air * len(self.head)
        yield moved(left.draw(), self.frame.left, y)
        yield moved(right.draw(), self.frame.left + self.frame.width - right.width, y)
        if lines:
            yield moved(lines, self.frame.left, y + left.height + 2 * GAP)

    def _note_lines(self) -> Group | None:
        words = self._words(Run(self.diary.notes_title))
        return notes(words, self.look, self.frame.width, self.spare - 2 * GAP)


def diary_page(document: Document, look: PageLook, frame: PageFrame) -> DiaryPage:
    """The diary of a sheet on its page: with all parts and comfortable rows, or with what must give way.

    Raises:
        ContentError: if a character has no glyph.
        FitError: if it does not fit on the page with rows at their least height.
    """
    diary = document.diary
    if diary is None:
        raise FitError(
            Problem(say("layout.document-has-no-diary"), say("layout.use-layout-for-sheet"), document.source)
        )
    problems = missing_glyphs(document, look)
    if problems:
        raise ContentError(problems)
    attempt = _first_fit(document, diary, look, frame)
    if attempt is None:
        raise FitError(_refusal(document, diary, look, frame))
    return DiaryPage(attempt.placed(), attempt.rung.text_size, attempt.row, _dropped(attempt))


def _first_fit(document: Document, diary: Diary, look: PageLook, frame: PageFrame) -> DiaryFit | None:
    """The first rung with all parts, the tallest rows and lines for notes; else what comes next, and so on.

    Text grows beyond the preferred size only beside comfortable rows; parts are given up only for good rows.
    """
    rungs = ladder(look.layout)
    tries = tuple(DiaryFit(document, diary, look.sized(rung.text_size), rung, frame) for rung in rungs)
    whole = tuple(attempt for attempt in tries if attempt.rung.shown == rungs[0].shown)
    plain = tuple(attempt for attempt in tries if attempt.rung.text_size <= look.layout.text.preferred)
    for row, spare, some in (
        (LARGEST_ROW, LEAST_SPARE, whole),
        (COMFORTABLE_ROW, 0.0, whole),
        (GOOD_ROW, 0.0, plain),
        (LEAST_ROW, 0.0, plain),
    ):
        for attempt in some:
            if attempt.fits(row) and attempt.spare >= spare:
                return attempt
    return None


def _dropped(attempt: DiaryFit) -> tuple[str, ...]:
    """The parts that the layout shows and the document has, and that are not on the page."""
    there = {"web": attempt.document.furniture.web is not None, "own-warnings": bool(attempt.document.shared)}
    shown = attempt.rung.shown
    return tuple(part for part in attempt.look.layout.show if there.get(part) and part not in shown)


# -- when it does not fit ----------------------------------------------------
def _refusal(document: Document, diary: Diary, look: PageLook, frame: PageFrame) -> Problem:
    """The problem of a diary that fits on no rung, with hints that have been tried."""
    rung = ladder(look.layout)[-1]
    last = DiaryFit(document, diary, look.sized(rung.text_size), rung, frame)
    place = place_of(document)
    if last.notes_width < LEAST_NOTES:
        short = (LEAST_NOTES - last.notes_width) * 2 / MM
        count = len(diary.sessions)
        message = say("layout.diary-boxes-too-wide", number=count, short=short, least=LEAST_NOTES / MM)
        return Problem(message, say("layout.use-layout-or-smaller-per-day"), place)
    over = max(last.over(LEAST_ROW), last.back_over) / MM
    row, size = LEAST_ROW / MM, rung.text_size
    if last.pages == 1:
        message = say("layout.diary-not-on-one-page", days=diary.days, over=over, row=row, size=size)
    else:
        message = say("layout.diary-not-on-one-leaf", days=diary.days, over=over, row=row, size=size)
    hints = [*_hints(last)]
    return Problem(message, linked("list.or-else", hints) if hints else "", place)


def _hints(last: DiaryFit) -> Iterator[str]:
    """What makes the diary fit: both sides, larger paper, if it was seen to; and what takes most room."""
    if last.document.pages == 1 and replace(last, document=replace(last.document, pages=2)).fits(LEAST_ROW):
        yield say("layout.write-two-pages")
    for paper, (_, height, name) in PAPERS.items():
        frame = page_frame(last.look.layout, paper)
        # a punched edge takes as much of the larger paper
        larger = replace(last, frame=replace(frame, width=min(frame.width, last.frame.width)))
        if height > last.frame.page_height and larger.fits(LEAST_ROW):
            yield say("layout.print-where-fits", name=name)
            break
    note = last.document.note
    if note is not None and replace(last, document=replace(last.document, note=None)).fits(LEAST_ROW):
        yield say("layout.shorten-note-at", source=note.source)
    if last.safety is not None:
        room = last.safety.height / MM
        yield say("layout.shorten-lists-stop-if-and-emergency", room=room)
