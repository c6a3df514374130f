"""Refusals: why a sheet does not fit, and hints, each tried and seen to help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from clinicpress.blocks.card import CardBox, SlotCard
from clinicpress.blocks.cardwords import StepRow
from clinicpress.blocks.look import PageLook
from clinicpress.choices import Chosen
from clinicpress.composing.document import Card, Document
from clinicpress.content.models.layout import Layout
from clinicpress.inline import Run, Words
from clinicpress.layout.fit.sheetfit import Leaf, SheetFit, last_attempts
from clinicpress.layout.paper import page_frame, variant
from clinicpress.messages import linked, say
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass
from clinicpress.units import MM, PAPERS

# More steps than this are not named one by one.
MOST_NAMED = 4
_SHORT = "Lift."


@dataclass(frozen=True)
class Trial:
    """A sheet with all that decides whether it fits; ``layout`` is as its file says, before any variant."""

    document: Document
    look: PageLook
    layout: Layout
    chosen: Chosen

    @cached_property
    def _last(self) -> tuple[Leaf, ...]:
        chosen = self.chosen
        layout = variant(self.layout, chosen.paper, text=chosen.text, binding=chosen.binding)
        look = self.look if layout == self.look.layout else replace(self.look, layout=layout)
        return last_attempts(self.document, look, page_frame(layout, chosen.paper, chosen.binding))

    def chosen_otherwise(self, **changed: Any) -> Trial:
        """The same sheet with another choice."""
        return replace(self, chosen=replace(self.chosen, **changed))

    @cached_property
    def leaf(self) -> Leaf:
        """The sides of the sheet with everything given up that may go, where it is least over."""
        return min(self._last, key=lambda leaf: max(attempt.over for attempt in leaf))

    @property
    def last(self) -> SheetFit:
        """The fuller one of these sides."""
        return max(self.leaf, key=lambda attempt: attempt.over)

    @property
    def fits(self) -> bool:
        """Whether it fits then."""
        return (
            self.cards != ()
            and self._count <= self.most
            and any(all(attempt.fits for attempt in leaf) for leaf in self._last)
        )

    @property
    def most(self) -> int:
        """The most exercises that the layout takes on so many pages."""
        return self.layout.most_exercises * self.document.pages

    @property
    def cards(self) -> tuple[Card, ...]:
        """Its exercises."""
        return tuple(block for block in self.document.blocks if isinstance(block, Card))

    @property
    def _count(self) -> int:
        return len(self.cards)

    def with_cards(self, cards: Sequence[Card]) -> Trial:
        """The same with other exercises."""
        return replace(self, document=replace(self.document, blocks=tuple(cards)))


def refusal(trial: Trial, others: Mapping[str, Layout]) -> Problem:
    """The problem of a sheet that fits on no rung of its layout's ladder; ``others`` are layouts to try."""
    last, count = trial.last, len(trial.cards)
    size = last.look.layout.text.floor
    if last.over > 0:
        why = say("refusal.mm-too-long-smallest-text-pt", max=max(1.0, last.over / MM), size=size)
    else:
        wide = ", ".join(box.card.exercise for box in last.cards if not box.fits_width())
        why = say("refusal.figure-caption-or-dose-wider", wide=wide)
    hints = [*_tried(trial, others)]
    # a plan cannot shorten an exercise
    if trial.document.planned is None or not hints:
        hints.append(_tallest(last))
    if trial.document.pages == 1:
        message = say("refusal.not-on-one-page", count=count, why=why)
    else:
        message = say("refusal.not-on-one-leaf", count=count, why=why)
    return Problem(message, linked("list.or-else", hints), place_of(trial.document))


def seen_by_others(sheet: str, layout: str, place: Source) -> Problem:
    """The problem of a plan for a page that others see; ``layout`` is the id of that layout, or empty."""
    command, message = f"clinicpress build {sheet}", say("refusal.this-layout-is-seen-by-others")
    if layout:
        command += f" --layout {layout}"
        message = say("refusal.layout-is-seen-by-others", layout=layout)
    hint = say("refusal.print-without-patient", command=command)
    return Problem(message, hint, place)


def crowd(trial: Trial, others: Mapping[str, Layout]) -> Problem | None:
    """The problem of a sheet with more exercises than its layout takes at all."""
    count, most = len(trial.cards), trial.most
    if count <= most:
        return None
    message = say("refusal.exercises-too-many-for-layout", count=count, most=most)
    hints = [*_both_sides(trial), *_split(trial), *_other_layout(trial, others)]
    hint = linked("list.or-else", hints) if hints else _others_away(trial)
    return Problem(message, hint, place_of(trial.document))


def place_of(document: Document) -> Source:
    """A plan's own place; without a plan, that of the exercises."""
    if document.planned is not None:
        return document.planned
    return document.facts.source if document.facts else document.source


def _others_away(trial: Trial) -> str:
    return (
        say("refusal.drop-other-exercises")
        if trial.document.planned is not None
        else say("refusal.put-others-second-sheet")
    )


def _tried(trial: Trial, others: Mapping[str, Layout]) -> Iterator[str]:
    """What helps, what costs nothing first, and after it what it costs."""
    yield from _both_sides(trial)
    yield from _notes(trial)
    if trial.document.planned is None:
        yield from _one_line(trial)
        yield from _short_steps(trial)
    yield from _settings(trial)
    yield from _other_layout(trial, others)
    yield from _split(trial)


def _both_sides(trial: Trial) -> Iterator[str]:
    """Both sides of one leaf: all of it is printed, on as much paper."""
    both = replace(trial, document=replace(trial.document, pages=2))
    if trial.document.pages == 1 and both.fits:
        yield say("refusal.write-two-pages")


def _notes(trial: Trial) -> Iterator[str]:
    """The note of a plan that is too long, if it is enough to shorten that one; else all of them."""
    document, planned = trial.document, trial.document.planned
    if planned is None:
        return
    noted = [card.note for card in trial.cards if card.note and card.note.source.path == planned.path]
    notes = [*((document.note,) if document.note else ()), *noted]
    found = [[note] for note in notes if _with_short(trial, [note]).fits]
    if not found and len(notes) > 1 and _with_short(trial, notes).fits:
        found = [notes]
    for shortened in found[:1]:
        places = ", ".join(str(note.source) for note in shortened)
        yield say("refusal.shorten-notes", count=len(shortened), places=places)


def _with_short(trial: Trial, notes: Sequence[Words]) -> Trial:
    """The same with these notes as short as can be."""

    def short(note: Words | None) -> Words | None:
        return Words((Run(_SHORT),), note.source) if note is not None and note in notes else note

    cards = [replace(card, note=short(card.note)) for card in trial.cards]
    return replace(trial, document=replace(trial.document, note=short(trial.document.note))).with_cards(cards)


def _one_line(trial: Trial) -> Iterator[str]:
    """The steps that wrap, if it is enough that these take one line each; as few as are needed."""
    last = trial.last
    wrapped = [
        (box.words.row_height(row, _width(box)), row.words)
        for box in last.cards
        for row in box.words.rows
        if isinstance(row, StepRow)
        and box.words.row_height(row, _width(box)) > 1.5 * last.look.text().leading
    ]
    wrapped.sort(key=lambda pair: -pair[0])
    named: list[Words] = []
    for _, words in wrapped[:MOST_NAMED]:
        named.append(words)
        if trial.with_cards([_shortened(card, named) for card in trial.cards]).fits:
            places = ", ".join(str(each.source) for each in named)
            yield say("refusal.shorten-steps", count=len(named), places=places)
            return


def _width(box: CardBox) -> float:
    return box.text_width if isinstance(box, SlotCard) else box.width


def _shortened(card: Card, named: Sequence[Words]) -> Card:
    def short(steps: tuple[Words, ...]) -> tuple[Words, ...]:
        return tuple(Words((Run(_SHORT),), words.source) if words in named else words for words in steps)

    return replace(card, steps=short(card.steps), short_steps=short(card.short_steps))


def _short_steps(trial: Trial) -> Iterator[str]:
    """Exercises that have no short steps, if two of one line each would be enough; the longest first."""
    heights = {box.card.exercise: box.least_height() for side in trial.leaf for box in side.cards}
    lacking = [card for card in trial.cards if not card.short_steps and len(card.steps) > 1]
    lacking.sort(key=lambda card: -heights[card.exercise])
    given: list[str] = []
    for card in lacking:
        given.append(card.exercise)
        cards = [replace(each, short_steps=(Words((Run(_SHORT),), each.source),) * 2)
                 if each.exercise in given else each for each in trial.cards]  # fmt: skip
        if trial.with_cards(cards).fits:
            yield say("refusal.add-two-short-steps-line-each", given=", ".join(given))
            return


def _settings(trial: Trial) -> Iterator[str]:
    """Other paper, no log, no punched edge, standard text."""
    own = trial.chosen.paper
    # where A4 is at hand, Legal is not
    papers = [name for name, size in PAPERS.items() if own != "a4" and size.area > PAPERS[own].area]
    fitting = [PAPERS[paper].name for paper in papers if trial.chosen_otherwise(paper=paper).fits]
    if fitting:
        yield say("refusal.print-on-other-paper", papers=linked("list.or", fitting))
    if trial.document.log is not None and replace(trial, document=replace(trial.document, log=None)).fits:
        planned = trial.document.planned is not None
        yield say("refusal.write-log-none-in-sheet") if planned else say("refusal.write-log-none")
    if trial.chosen.binding != "none" and trial.chosen_otherwise(binding="none").fits:
        yield say("refusal.leave-out-binding")
    if trial.chosen.text != "standard" and trial.chosen_otherwise(text="standard").fits:
        yield say("refusal.leave-out-text-large")


def _other_layout(trial: Trial, others: Mapping[str, Layout]) -> Iterator[str]:
    """Layouts of one page on which all exercises fit."""
    fitting = [name for name, layout in others.items() if replace(trial, layout=layout).fits]
    if fitting:
        layouts = linked("list.or", fitting)
        brief = any(others[name].card_style == "compact" for name in fitting)
        if trial.document.planned is not None and brief:
            yield say("refusal.choose-layout-without-steps", layouts=layouts)
        elif trial.document.planned is not None:
            yield say("refusal.choose-layout", layouts=layouts)
        elif brief:
            yield say("refusal.write-layout-without-steps", layouts=layouts)
        else:
            yield say("refusal.write-layout", layouts=layouts)


def _split(trial: Trial) -> Iterator[str]:
    """As many of the first exercises as fit; the others on a second sheet, if that holds them."""
    cards = trial.cards
    for keep in range(len(cards) - 1, 0, -1):
        if trial.with_cards(cards[:keep]).fits:
            rest = len(cards) - keep
            also = trial.with_cards(cards[keep:]).fits
            if trial.document.planned is not None:
                yield say("refusal.drop-last", count=rest)
                return
            first, others = say("refusal.first-exercises", count=keep), say("refusal.last-ones", count=rest)
            if also:
                yield say("refusal.second-sheet-fits", first=first, others=others)
            else:
                yield say("refusal.second-sheet", first=first, others=others)
            return


def _tallest(attempt: SheetFit) -> str:
    heights = [(card.least_height(), card) for card in attempt.cards]
    heights.sort(key=lambda pair: (-pair[0], pair[1].card.number))
    named = ", ".join(
        say("refusal.exercise-with-height", exercise=card.card.exercise, height=height / MM)
        for height, card in heights[:2]
    )
    return say("refusal.shorten-exercises-take-most-room", named=named)
