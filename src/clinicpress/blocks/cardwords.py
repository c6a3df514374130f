"""The words of an exercise: badge and title, its lines in order, dose chips, and the code of a video."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from functools import cached_property, partial
from itertools import groupby
from typing import Literal

from clinicpress.blocks.flowable import moved, shared
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import ListStyle, item, item_height, list_style, text_group, text_height
from clinicpress.blocks.signs import ChipRow, badge, chip_row, hatch, mark_group, mark_height, mark_width
from clinicpress.composing.document import Card, CardWarnings
from clinicpress.content.models.layout import Part
from clinicpress.inline import Words, emphasised, joined
from clinicpress.records import dataclass
from clinicpress.typesetting.breaking import SetLine, TextStyle, break_lines, set_lines, spaced
from clinicpress.typesetting.faces import text_width
from clinicpress.typesetting.items import Group, Item, QrArt, Rect


@dataclass(frozen=True)
class TextRow:
    """A paragraph of a card, bold if ``strong``; a hatch swatch stands before words that name the stretch.

    A ``dosed`` one begins with the dose, and breaks between sentences where that costs no line.
    """

    words: Words
    swatch: bool = False
    strong: bool = False
    dosed: bool = False


@dataclass(frozen=True)
class StepRow:
    """A numbered step of a card. The dose is none: it says how much of the whole."""

    words: Words
    number: int


CardRow = TextRow | StepRow

TITLE_GAP = 2.0
# The disc of the number, in sizes of the title.
BADGE = 1.2
# From the badge to the title, from that to a mark beside it, and above one under it.
TITLE_INDENT, MARK_GAP, MARK_AIR = 7.0, 8.0, 2.0
CHIP_GAP = 5.0
QR_SIZE, QR_GAP = 44.0, 10.0
SWATCH = (15.0, 9.0)
SKIP_SIZE, SKIP_BOX = 11.0, 10.5
# Parts that a page has, and its cards have not.
OF_THE_PAGE: frozenset[Part] = frozenset(
    {
        "therapist-field",
        "sore-side-field",
        "tall-log",
        "summary-lines",
        "web",
        "own-warnings",
        "warning-lines",
        "how-to-tick",
    }
)
# In large print the therapist's words grow less than the patient's.
SKIP_SHARE = 0.78


def lacking(card: Card) -> frozenset[Part]:
    """The parts that a card has nothing for: shown or not, it is the same."""
    optional: dict[Part, object] = {
        "equipment": card.equipment,
        "tips": card.tips,
        "easier": card.easier,
        "harder": card.harder,
        "video": card.video,
        "feel": card.feel,
        "full-steps": card.short_steps,
    }
    return frozenset(part for part, there in optional.items() if not there)


@dataclass(frozen=True)
class CardWords:
    """The words of a card that shows some of its parts. ``level`` is the role of its title.

    ``brief`` leaves the steps to another page: title, dose and warnings alone.
    """

    card: Card
    look: PageLook
    shown: frozenset[Part]
    level: Literal["H2", "H3"] = "H2"
    brief: bool = False
    measured: dict[float, float] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def plain(self) -> CardWords | None:
        """The words of the card that many plans share; None of such a card itself."""
        card = self.card.plain
        if card is None:
            return None
        make = partial(CardWords, card, self.look, self.shown, self.level, self.brief)
        return self.look.once("words", (card,), make, self.shown, self.level, self.brief)

    # -- what there is --------------------------------------------------------
    def has(self, part: Part) -> bool:
        """Whether there is anything to show for a part."""
        return part not in OF_THE_PAGE and part not in self._empty

    @cached_property
    def _empty(self) -> frozenset[Part]:
        """The parts that it has nothing to show for."""
        if self.plain is not None:
            return self.plain._empty
        card, same = self.card, set[Part]()
        if card.short_title.text == card.title.text:
            same.add("full-title")
        if not card.short_dose:
            same.add("full-dose")
        return lacking(card) | same

    @property
    def title(self) -> Words:
        """The long title, or the short one where the long one was given up."""
        return self.card.title if "full-title" in self.shown else self.card.short_title

    @property
    def steps(self) -> tuple[Words, ...]:
        """The long steps, or the short ones where the long ones were given up."""
        card = self.card
        return card.steps if "full-steps" in self.shown or not card.short_steps else card.short_steps

    @property
    def dose(self) -> Words:
        """The dose in whole sentences, in one line, or on a brief card without what the page says for all."""
        return self._dose_of(self.card)

    def _dose_of(self, card: Card) -> Words:
        if "full-dose" in self.shown:
            return card.dose
        return card.once_dose or card.short_dose or card.dose

    def _dose_rows(self, card: Card) -> tuple[TextRow, ...]:
        """The dose in bold, how the exercise was before run on behind it in plain type, and the note.

        Where warnings are one paragraph, the note of a changed exercise stands between, in bold: it counts.
        """
        dose, mark, note = self._dose_of(card), card.mark, card.note
        after = () if note is None else (TextRow(note),)
        if mark is None or mark.says is None:
            return TextRow(dose, strong=True, dosed=True), *after
        now = (dose,) if note is None or "warning-lines" in self.shown else (dose, note)
        parts = (*now, mark.says)
        words = self.look.once("dose", parts, lambda: joined((*map(emphasised, now), parts[-1])))
        return TextRow(words, dosed=True), *(after if len(now) == 1 else ())

    @property
    def _warns(self) -> Card | CardWarnings:
        """All that warns; or what others do not warn of, where the rest stands at the top of the page."""
        apart = None if "own-warnings" in self.shown else self.card.apart
        return apart or self.card

    @property
    def _joined_warnings(self) -> Words | None:
        """All that warns as one paragraph."""
        warns = self._warns
        parts = [words for words in (warns.not_if, warns.safety, warns.stop_if) if words]
        return self.look.once("joined", parts, partial(joined, parts)) if parts else None

    @cached_property
    def rows(self) -> tuple[CardRow, ...]:
        """The lines between the title and the chips, in order."""
        steps = () if self.brief else self.steps
        return (
            *self.opening,
            *(StepRow(words, number) for number, words in enumerate(steps, 1)),
            *self.closing,
        )

    @cached_property
    def opening(self) -> tuple[TextRow, ...]:
        """The lines before the steps."""
        card, rows = self.card, list[TextRow]()
        if "warning-lines" in self.shown:
            rows += (TextRow(words) for words in (self._warns.not_if, self._warns.safety) if words)
        elif self._joined_warnings is not None:
            rows.append(TextRow(self._joined_warnings))
        if "why" in self.shown:
            rows.append(TextRow(card.why))
        if "equipment" in self.shown and card.equipment:
            rows.append(TextRow(card.equipment))
        return tuple(rows)

    @cached_property
    def closing(self) -> tuple[TextRow, ...]:
        """The lines after the steps, the dose first."""
        return tuple(self._closing())

    def _closing(self) -> Iterator[TextRow]:
        card, shown = self.card, self.shown
        yield from self._dose_rows(card)
        if "feel" in shown and card.feel:
            yield TextRow(card.feel, swatch=card.figure.hatched)
        if "tips" in shown:
            yield from (TextRow(words) for words in card.tips)
        for part, more in (("easier", card.easier), ("harder", card.harder)):
            if part in shown and more:
                yield TextRow(more)
        if self._warns.stop_if and "warning-lines" in shown:
            yield TextRow(self._warns.stop_if)

    @cached_property
    def chips(self) -> ChipRow | None:
        """The dose as boxes with big numbers, where they are shown."""
        return (
            chip_row(self.card.chips, self.look, str(self.card.title.source))
            if "chips" in self.shown
            else None
        )

    @property
    def _has_video(self) -> bool:
        return "video" in self.shown and bool(self.card.video) and self.card.video_label is not None

    # -- measures -------------------------------------------------------------
    def _title_style(self) -> TextStyle:
        return self.look.once("card-title", (), self._made_title_style)

    def _made_title_style(self) -> TextStyle:
        factor = self.look.text_size / self.look.layout.text.preferred
        size = self.look.layout.sizes.exercise_title * factor
        return replace(
            self.look.text(size=size, bold=True, leading=1.18), colour=self.look.colour("exercise_title")
        )

    @cached_property
    def _steps_style(self) -> ListStyle:
        return list_style(self.look, "number", gap=0.0, most=len(self.steps))

    @property
    def _badge(self) -> float:
        return self._title_style().size * BADGE

    @property
    def _skip_size(self) -> float:
        return max(SKIP_SIZE, self.look.text_size * SKIP_SHARE)

    @property
    def _skip_width(self) -> float:
        if self.card.skip is None or self.brief:
            return 0.0
        return text_width(self.card.skip.text, self.look.fonts.regular, self._skip_size) + SKIP_BOX + 12.0

    def row_height(self, row: CardRow, width: float) -> float:
        """Height of a line of the card at a width."""
        make = partial(self._row_height, row, width)
        if isinstance(row, StepRow):
            return self.look.once("step-height", (row.words,), make, width, len(self.steps))
        return self.look.once("row-height", (row.words,), make, width, row.swatch, row.strong, row.dosed)

    def _row_height(self, row: CardRow, width: float) -> float:
        if isinstance(row, StepRow):
            return item_height(row.words, self._steps_style, width)
        style, room = self.look.text(bold=row.strong), width - (SWATCH[0] + 5.0 if row.swatch else 0.0)
        return len(break_lines(row.words.runs, style, room, sentences=row.dosed)) * style.leading

    def rows_height(self, rows: Sequence[CardRow], width: float) -> float:
        """Height of several lines of the card at a width."""
        return sum(self.row_height(row, width) for row in rows)

    def title_height(self, width: float) -> float:
        """Height of badge and title at a width, and of a mark that has no room beside them."""
        lines, beside = self._title_lines(width)
        return self._lines_height(lines) + (0.0 if beside else MARK_AIR + mark_height(self.look))

    def _lines_height(self, lines: Sequence[SetLine]) -> float:
        return max(self._badge, len(lines) * self._title_style().leading)

    def _title_lines(self, width: float) -> tuple[tuple[SetLine, ...], bool]:
        """The lines of the title, and whether a mark has room beside them without one line more."""
        style, mark = self._title_style(), self.card.mark
        room = width - self._badge - TITLE_INDENT - self._skip_width
        lines = break_lines(self.title.runs, style, room)
        if mark is None:
            return lines, True
        room -= mark_width(mark, self.look) + MARK_GAP
        narrow = break_lines(self.title.runs, style, room) if room > 0 else ()
        return (narrow, True) if 0 < len(narrow) <= len(lines) else (lines, False)

    def foot_height(self, width: float) -> float:
        """Height of chips and video with the gaps above them."""
        height = CHIP_GAP + self.chips.height if self.chips else 0.0
        return height + (CHIP_GAP + self._video_height(width) if self._has_video else 0.0)

    def _video_height(self, width: float) -> float:
        """Height of the code, or of the words beside it."""
        label = self.card.video_label
        words = text_height(label, self.look.text(), width - QR_SIZE - QR_GAP) if label else 0.0
        return max(QR_SIZE, words)

    def height(self, width: float) -> float:
        """Height of all words at a width."""
        if width not in self.measured:
            self.measured[width] = self._height(width)
        return self.measured[width]

    def _height(self, width: float) -> float:
        if self.plain is not None:
            return self.plain.height(width) + self.plain.change(self.card, width)[0]
        rows = self.rows_height(self.rows, width)
        return self.title_height(width) + TITLE_GAP + rows + self.foot_height(width)

    def change(self, card: Card, width: float) -> tuple[float, int]:
        """By how much the words of a card with another dose or note are taller, and its rows more."""
        if card.note is self.card.note and self._dose_of(card) is self.dose:
            return 0.0, 0
        new, own = self._dose_rows(card), self._dose_rows(self.card)
        return self.rows_height(new, width) - self.rows_height(own, width), len(new) - len(own)

    @cached_property
    def row_count(self) -> int:
        """How many rows it has."""
        if self.plain is None:
            return len(self.rows)
        own = self.plain.card
        return self.plain.row_count + len(self._dose_rows(self.card)) - len(self._dose_rows(own))

    def bound(self) -> float:
        """A height that the words exceed whatever they are: each line once. Costs no measuring."""
        lines = self.row_count * self.look.text_size * self.look.layout.leading
        if self.plain is not None:
            return self.plain.bound()
        return self._badge + TITLE_GAP + lines + (CHIP_GAP + self.chips.height if self.chips else 0.0)

    def wide_enough(self, width: float) -> bool:
        """Whether the chips fit a column side by side."""
        return self.chips is None or self.chips.natural_width() <= width

    # -- drawing --------------------------------------------------------------
    def groups(self, width: float, height: float, spread: float) -> Iterator[Group]:
        """The title first, then everything else; chips stand at the foot of ``height``."""
        yield from self.head(width)
        y = self.title_height(width) + TITLE_GAP + spread
        yield from self.lines(self.rows, width, y, spread)
        yield from self.foot(width, height)

    def head(self, width: float) -> Iterator[Group]:
        """Badge and title with the mark, and the therapist's box."""

        def make() -> Group:
            return self._marked(shared(self._title(width)), width)

        yield self.look.once(
            "card-head", (self.title, self.card.mark), make,
            width, self.card.number, self.level, self._skip_width,
        )  # fmt: skip
        if self.card.skip is not None and not self.brief:
            yield self._skip(self.card.skip, width)

    def lines(self, rows: Sequence[CardRow], width: float, y: float, spread: float = 0.0) -> Iterator[Group]:
        """Lines of the card from ``y`` down, ``spread`` points between them; steps make a list."""
        for is_step, run in groupby(rows, key=lambda row: isinstance(row, StepRow)):
            if is_step:
                steps = [row for row in run if isinstance(row, StepRow)]
                group = self._list(steps, width, spread)
                yield moved(group, 0.0, y)
                y += group.height + spread
                continue
            for row in run:
                assert isinstance(row, TextRow)
                group = self._paragraph(row, width)
                yield moved(group, 0.0, y)
                y += group.height + spread

    def _marked(self, title: Group, width: float) -> Group:
        """The title and its mark: at the right, level with the first line, or under it."""
        mark, look = self.card.mark, self.look
        if mark is None:
            return title
        group = mark_group(mark, look)
        if self._title_lines(width)[1]:
            y = max(0.0, (self._title_style().leading - group.height) / 2)
            group = moved(group, width - group.width, y)
        else:
            left = min(self._badge + TITLE_INDENT, max(0.0, width - group.width))
            group = moved(group, left, title.height + MARK_AIR)
        return Group(0.0, 0.0, width, self.title_height(width), (title, group), kind="card-head")

    def _title(self, width: float) -> Group:
        style, size, look = self._title_style(), self._badge, self.look
        lines, _ = self._title_lines(width)
        height = self._lines_height(lines)
        top = max(0.0, (height - len(lines) * style.leading) / 2)
        disc, numeral = badge(0.0, max(0.0, (style.leading - size) / 2), size, self.card.number, look)
        words = set_lines(lines, style, size + TITLE_INDENT, top)
        return Group(
            0.0, 0.0, width, height, (disc, spaced(numeral), *words), role=self.level, kind="card-title",
            bookmark=self.card.title.text, source=str(self.card.title.source), text_size=style.size,
        )  # fmt: skip

    def _skip(self, words: Words, width: float) -> Group:
        """A box for the therapist's pen, level with the title: this patient is not to do this exercise."""
        style, room = self.look.text(size=self._skip_size), self._skip_width - 8.0
        y = (self._title_style().leading - style.leading) / 2
        text = text_group(words, style, room - SKIP_BOX - 4.0, SKIP_BOX + 4.0, kind="skip")
        top = (style.leading - SKIP_BOX) / 2
        box = Rect(0.0, top, SKIP_BOX, SKIP_BOX, stroke=self.look.colours.ink, line_width=0.75, radius=1.5)
        return Group(width - room, y, room, style.leading, (box, text))

    def _list(self, steps: Sequence[StepRow], width: float, spread: float) -> Group:
        """Steps as a list, ``spread`` points between them."""
        words = tuple(row.words for row in steps)
        return self.look.once(
            "steps", words, partial(self._drawn_list, steps, width, spread), width, spread, steps[0].number,
            len(self.steps),
        )  # fmt: skip

    def _drawn_list(self, steps: Sequence[StepRow], width: float, spread: float) -> Group:
        rows, y = list[Group](), 0.0
        for row in steps:
            rows.append(moved(item(row.words, self._steps_style, width, row.number), 0.0, y))
            y += rows[-1].height + spread
        return Group(0.0, 0.0, width, y - spread, tuple(rows), role="L", numbering="Decimal", kind="steps",
                     source=str(self.card.title.source), shared=True)  # fmt: skip

    def _paragraph(self, row: TextRow, width: float) -> Group:
        make = partial(self._drawn_paragraph, row, width)
        return self.look.once("paragraph", (row.words,), make, width, row.swatch, row.strong, row.dosed)

    def _drawn_paragraph(self, row: TextRow, width: float) -> Group:
        style, indent = self.look.text(bold=row.strong), SWATCH[0] + 5.0 if row.swatch else 0.0
        words = text_group(row.words, style, width - indent, indent, sentences=row.dosed)
        sign: tuple[Item, ...] = ()
        if row.swatch:
            sign = hatch(0.0, (style.leading - SWATCH[1]) / 2, *SWATCH, self.look)
        return Group(0.0, 0.0, width, words.height, (*sign, words), shared=True)

    def foot(self, width: float, height: float) -> Iterator[Group]:
        """Video and chips, at the foot of ``height``."""
        bottom = height - (self.chips.height if self.chips else 0.0)
        if self._has_video and self.card.video_label:
            top = bottom - self._video_height(width) - (CHIP_GAP if self.chips else 0.0)
            yield self._video(self.card.video_label, width, top)
        if self.chips:
            chips = self.chips
            drawn = self.look.once("chips", self.card.chips, lambda: shared(chips.draw(width)), width)
            yield moved(drawn, 0.0, bottom)

    def _video(self, words: Words, width: float, y: float) -> Group:
        text = text_group(words, self.look.text(), width - QR_SIZE - QR_GAP, kind="video")
        text = moved(text, QR_SIZE + QR_GAP, max(0.0, (QR_SIZE - text.height) / 2))
        code = Group(0.0, 0.0, QR_SIZE, QR_SIZE, (QrArt(0.0, 0.0, QR_SIZE, self.card.video),), role="Figure",
                     alt=words.text, kind="qr", source=str(words.source))  # fmt: skip
        return Group(0.0, y, width, self._video_height(width), (code, text))
