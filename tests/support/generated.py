"""Documents that a random source makes: hypothesis's, which shrinks, or ``random.Random(seed)``.

Every piece of text begins with a token of its own (``Q0001``), so that it can be looked for on the pages. A
document's lengths stay within what content files may hold.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random
from typing import Any, Literal, TypeVar

from hypothesis import strategies as st
from layout_samples import furniture

from clinicpress.composing.document import (
    BlockItem,
    Card,
    Chip,
    DiagramFigure,
    Document,
    Field,
    Log,
    Neutral,
    PictureFigure,
    Safety,
)
from clinicpress.content.blocktypes.block import (
    CalloutBox,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    TableGrid,
)
from clinicpress.figures.displaylist import Anchor, Diagram, DisplayList, Fill, FrameShapes
from clinicpress.inline import Run, Words
from clinicpress.problems import Source

T = TypeVar("T")
# The most characters of a title, of a card's short title, of a sentence and of a text, as in the models.
TITLE, SHORT_TITLE, SENTENCE, TEXT = 80, 28, 300, 4000
CAPTION = 40
# A PNG of four grey pixels.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR42mNsYGBiYAAAApIAhOoU7S4AAAAASUVORK5CYII="
)
_TEXTS = {
    "en": "lie on your back and bend both knees slowly toward the chest while you breathe out",
    "de": "die Gesäßmuskulatur und Oberschenkelrückseite langsam dehnen dabei die Lendenwirbelsäule "
    "auf der Gymnastikmatte ablegen",
    "fi": "venytä reisilihaksistoasi rauhallisesti ja hengitä alaselkäkipupotilaiden "
    "venyttelyharjoituksissakin syvään",
    "vi": "nằm ngửa trên thảm rồi từ từ kéo đầu gối về phía ngực giữ lưng thẳng và thở đều",
    "ru": "лягте на спину и медленно подтяните противоположное колено к груди расслабьте "
    "пояснично-крестцовый отдел",
}
VOCABULARY: Mapping[str, Sequence[str]] = {name: text.split() for name, text in _TEXTS.items()}
CAPTIONS: Mapping[str, Sequence[str]] = {
    "en": ("Start", "Finish", "Return", "Rest", "Knee toward the chest, other leg straight"[:CAPTION]),
    "de": ("Anfang", "Ende", "Zurück", "Ruhe", "Ausgangsstellung in der Rückenlage"),
    "fi": ("Alku", "Loppu", "Takaisin", "Lepo", "Lähtöasento selinmakuulla"),
    "vi": ("Bắt đầu", "Kết thúc", "Trở lại", "Nghỉ", "Tư thế nằm ngửa, gối gập"),
    "ru": ("Начало", "Конец", "Назад", "Отдых", "Исходное положение на спине"),
}
CHIPS: Mapping[str, Sequence[Chip]] = {
    "en": (Chip("Hold", "30", "seconds"), Chip("Each side", "8–12", "times"), Chip("Every day", "2", "times"),
           Chip("Rest", "1", "minute")),
    "de": (Chip("Halten", "30", "Sekunden"), Chip("Jede Seite", "8–12", "Mal"), Chip("Täglich", "2", "Mal"),
           Chip("Pause", "1", "Minute")),
    "fi": (Chip("Pidä", "30", "sekuntia"), Chip("Kumpikin puoli", "8–12", "kertaa"),
           Chip("Päivittäin", "2", "kertaa"), Chip("Lepo", "1", "minuutti")),
    "vi": (Chip("Giữ", "30", "giây"), Chip("Mỗi bên", "8–12", "lần"), Chip("Mỗi ngày", "2", "lần"),
           Chip("Nghỉ", "1", "phút")),
    "ru": (Chip("Держать", "30", "секунд"), Chip("Каждая сторона", "8–12", "раз"),
           Chip("Каждый день", "2", "раза"), Chip("Отдых", "1", "минута")),
}  # fmt: skip
DAYS = ("Su", "Mo", "Tu", "We", "Th", "Fr", "Sa")
SESSIONS = ("Morning", "Noon", "Evening", "4", "5", "6")


@dataclass
class Maker:
    """Makes the parts of one document. ``density`` is the chance (%) of a part that is not always there.

    An exercise has at most ``most_steps`` steps of at most ``longest`` words.
    """

    random: Random
    path: str
    language: str
    density: int = 50
    longest: int = 30
    most_steps: int = 6
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    # -- words ----------------------------------------------------------------
    def maybe(self, chance: int | None = None) -> bool:
        """True at a chance in percent; what hypothesis shrinks to is False."""
        return self.random.randint(1, 100) > 100 - (self.density if chance is None else chance)

    def source(self) -> Source:
        """A place of its own."""
        return Source(self.path, next(self.numbers), 3)

    def words(self, least: int, most: int, limit: int = SENTENCE, *, plain: bool = False) -> Words:
        """A token and words, ``least`` to ``most`` in all, within ``limit`` characters."""
        source = self.source()
        token, vocabulary = f"Q{source.line:04d}", VOCABULARY[self.language]
        text = token
        for number in range(1, self.random.randint(least, most)):
            longer = f"{text} {vocabulary[(source.line * 5 + number) % len(vocabulary)]}"
            if len(longer) >= limit:
                break
            text = longer
        text = text if plain else f"{text}."
        look = "plain" if plain else ("bold", "link", *("plain",) * 7)[source.line % 9]
        first, space, rest = text.partition(" ")
        if look == "plain" or not rest:
            return Words((Run(text),), source)
        link = "https://example.com/" if look == "link" else ""
        return Words((Run(first + space), Run(rest[:-1], look == "bold", link), Run(rest[-1:])), source)

    def several(self, least: int, most: int, longest: int) -> tuple[Words, ...]:
        """Some sentences of 3 to ``longest`` words."""
        return tuple(self.words(3, longest) for _ in range(self.random.randint(least, most)))

    def some(self, longest: int = 11) -> Words | None:
        """A sentence, or none."""
        return self.words(2, longest) if self.maybe() else None

    # -- pictures -------------------------------------------------------------
    def figure(self) -> DisplayList:
        """A figure of 1 to 4 frames, lying or upright; wide frames among upright ones are not lying."""
        lying, frames = self.random.randint(0, 1) == 1, (2, 1, 2, 3, 2, 4)[self.random.randint(0, 5)]
        return DisplayList(tuple(self._frame(lying, number) for number in range(frames)), lying)

    def _frame(self, lying: bool, number: int) -> FrameShapes:
        if lying:
            width, height = self.random.randint(140, 230), self.random.randint(28, 85)
        else:
            width, height = self.random.randint(45, 110), self.random.randint(90, 190)
        captions = CAPTIONS[self.language]
        caption = captions[-1] if self.maybe(10) else captions[number]
        return frame(float(width), float(height), caption)

    # -- exercises ------------------------------------------------------------
    def card(self, number: int) -> Card:
        """An exercise with 1 to 6 steps and any mix of what else it may have."""
        title = self.words(2, 9, TITLE, plain=True)
        short_title = self.words(1, 3, SHORT_TITLE, plain=True) if self.maybe() else title
        steps = self.several(1, self.most_steps, self.longest)
        # a label prints the address; it has no token of a sentence
        video = f"https://example.com/video/{number}" if self.maybe(self.density // 2) else ""
        return Card(
            exercise=f"exercise-{number}",
            number=number,
            title=title,
            short_title=short_title,
            why=self.words(3, 10),
            steps=steps,
            short_steps=self.several(1, 4, 7) if self.maybe() else (),
            dose=self.words(7, 14),
            short_dose=self.words(5, 9) if self.maybe() else None,
            chips=tuple(CHIPS[self.language][: self.random.randint(2, 4)]),
            equipment=self.some(),
            tips=self.several(1, 4, 14) if self.maybe() else (),
            easier=self.some(),
            harder=self.some(),
            feel=self.some(),
            stop_if=self.some(),
            not_if=self.some(),
            safety=self.some(),
            note=self.some(14),
            figure=(drawn := self.figure()),
            captions=tuple(Words((Run(frame.caption),), title.source) for frame in drawn.frames),
            skip=Words((Run("Skip"),), self.source()) if self.maybe() else None,
            video=video,
            video_label=self.words(4, 8) if video else None,
            source=self.source(),
        )

    # -- blocks of a handout --------------------------------------------------
    def callout(self, kind: Literal["call", "emergency", "tip"], *, usual: bool = True) -> CalloutBox:
        """A call-out of 1 to 5 sentences."""
        title, items = self.words(3, 9, TITLE, plain=True), self._signs()
        closing = self.words(5, 14) if kind == "call" and self.maybe() else None
        return CalloutBox(kind, title, items, closing, self.source(), usual)

    def table(self) -> TableGrid:
        """A table of 2 to 4 columns."""
        columns = self.random.randint(2, 4)
        header = tuple(self.words(1, 3, plain=True) for _ in range(columns))
        rows = tuple(
            tuple(self.words(1, 10) for _ in range(columns)) for _ in range(self.random.randint(1, 14))
        )
        return TableGrid(header, rows, self.source())

    def diagram(self) -> DiagramFigure:
        """A tall diagram with 1 to 5 labels."""
        labels = tuple(self.words(1, 2, 14, plain=True) for _ in range(self.random.randint(1, 5)))
        anchors = tuple(Anchor(f"place-{k}", 20.0, 110.0 - 22.0 * k) for k in range(len(labels)))
        drawn = Diagram(frame(60.0, 120.0, ""), anchors)
        return DiagramFigure("drawn", drawn, labels, "A leg.", self.words(2, 8), self.source())

    def picture(self) -> PictureFigure:
        """A picture, wide or tall, with a caption or without."""
        width, height = self.random.randint(80, 1600), self.random.randint(80, 1600)
        caption = self.words(2, 10) if self.maybe() else None
        return PictureFigure(PNG, width, height, "A path.", caption, self.source())

    def blocks(self, most: int) -> Iterator[BlockItem]:
        """1 to ``most`` blocks in any order; exercises often come in runs."""
        cards = count(1)
        for _ in range(self.random.randint(1, most)):
            if self.maybe(20):
                yield from (self.card(next(cards)) for _ in range(self.random.randint(1, 3)))
            else:
                yield from self._block()

    def _block(self) -> Iterator[BlockItem]:
        match self.random.randint(0, 11):
            case 0 | 1 | 2:
                yield Paragraph(self.paragraph())
            case 3 | 4:
                yield Heading(self.words(2, 8, TITLE, plain=True))
            case 5 | 6:
                yield ItemList(self.several(1, 12, 25), self.maybe(50), self.source())
            case 7:
                yield self.table()
            case 8:
                yield self.diagram()
            case 9:
                yield self.picture()
            case 10:
                yield PageBreak(self.source())
            case _:
                kinds: tuple[Literal["call", "emergency", "tip"], ...] = ("tip", "call", "emergency")
                yield self.callout(kinds[self.random.randint(0, 2)], usual=self.maybe(50))

    def paragraph(self) -> Words:
        """Running text of 1 to 120 words; some end in a colon, for a list may follow."""
        words = self.words(1, 120, TEXT)
        if not self.maybe(20):
            return words
        *runs, last = words.runs
        return Words((*runs, replace(last, text=last.text[:-1] + ":")), words.source)

    # -- what stands around ---------------------------------------------------
    def safety(self) -> Safety:
        """A safety block of 1 to 5 signs on each side."""
        after = self.words(6, 18) if self.maybe(30) else None
        return Safety(
            self.words(4, 8, TITLE), self._signs(), self.words(4, 8, TITLE), self._signs(), after, "STOP",
        )  # fmt: skip

    def _signs(self) -> tuple[Words, ...]:
        return self.several(1, 5 if self.maybe(30) else 3, 7)

    def log(self) -> Log | None:
        """A log of 1, 2 or 4 weeks, or none."""
        weeks = (0, 1, 1, 1, 2, 4)[self.random.randint(0, 5)]
        if not weeks:
            return None
        rows = SESSIONS[: self.random.randint(1, len(SESSIONS) if self.maybe(10) else 3)]
        return Log(weeks, self.words(4, 14), Words((Run("Week of"),), self.source()), DAYS, rows)

    def patient(self) -> tuple[Field, ...]:
        """Whose sheet it is: in print, or labels with lines for a pen."""
        values = self.maybe(50)
        labels = ("Name", "Date", "Therapist", "Sore side")[: self.random.randint(1, 4)]
        return tuple(Field(_plain(label), _plain("Jordan Rivera") if values else None) for label in labels)


def frame(width: float, height: float, caption: str) -> FrameShapes:
    """A frame of a figure that is a block of skin."""
    box = (0.0, 0.0, width, 0.0, width, height, 0.0, height)
    return FrameShapes(caption, "A person.", (Fill("skin", (box,)),), (0.0, 0.0, width, height))


def _plain(text: str) -> Words:
    return Words((Run(text),), Source("content/clinic.yaml", 1, 1))


def _maker(random: Random, path: str) -> Maker:
    language = tuple(VOCABULARY)[random.randint(0, len(VOCABULARY) - 1)]
    density = (0, 10, 20, 40, 90)[random.randint(0, 4)]
    longest = (6, 9, 14, 25, 60)[random.randint(0, 4)]
    return Maker(random, path, language, density, longest, (2, 3, 4, 6)[random.randint(0, 3)])


def made_sheet(random: Random, count: int) -> Document:
    """A sheet of ``count`` exercises."""
    make = _maker(random, "content/sheets/x.yaml")
    version = furniture()
    return Document(
        kind="sheet", id="x", title=make.words(2, 9, TITLE, plain=True), subtitle=None,
        language=make.language, summary_title=None, summary=make.several(0, 3, 20),
        facts=make.words(4, 9, plain=True),
        blocks=tuple(make.card(number) for number in range(1, count + 1)),
        safety=make.safety(), log=make.log(), patient=make.patient(),
        furniture=replace(version, version=_plain("Version 1")), source=make.source(),
        neutral=Neutral(make.words(2, 6, TITLE, plain=True), (Field(_plain("First name"), None),)),
        brief=make.words(6, 14),
    )  # fmt: skip


def _signs_of(make: Maker, blocks: Sequence[BlockItem]) -> Safety | None:
    """The safety block of a handout says what its call-outs say."""
    boxes = [block for block in blocks if isinstance(block, CalloutBox)]
    stop = tuple(item for box in boxes if box.kind == "call" for item in box.items)
    emergency = tuple(item for box in boxes if box.kind == "emergency" for item in box.items)
    both = stop and emergency
    return replace(make.safety(), stop_items=stop, emergency_items=emergency) if both else None


def made_handout(random: Random, most: int) -> Document:
    """A handout of 1 to ``most`` blocks, most often with its call-outs at the end."""
    make = _maker(random, "content/handouts/x.yaml")
    blocks = tuple(make.blocks(most))
    if make.maybe(70) or any(isinstance(block, CalloutBox) for block in blocks):
        blocks = (*blocks, make.callout("call"), make.callout("emergency"))
    title = make.words(1, 8, TITLE, plain=True)
    return Document(
        kind="handout", id="x", title=title, subtitle=make.words(2, 10, TITLE, plain=True) if make.maybe(50)
        else None, language=make.language, summary_title=make.words(1, 3, plain=True),
        summary=make.several(1, 5, 20), facts=None, blocks=blocks, safety=_signs_of(make, blocks),
        log=None, patient=(), furniture=replace(furniture(), address=(_plain("1 Example Street"),)),
        source=make.source(), notes_title=_plain("Your notes"),
    )  # fmt: skip


# -- less of a document -------------------------------------------------------
PARTS = ("equipment", "easier", "harder", "feel", "stop_if", "not_if", "safety", "note", "skip")


def less(document: Document) -> tuple[Document, ...]:
    """The sheet without one of its things: an exercise, a step, a part, a line of its head, or its log.

    Short words stand in for long ones when room is short, so they are no burden and stay.
    """
    return tuple(_lesser(document))


def _lesser(document: Document) -> Iterator[Document]:
    blocks = document.blocks
    if document.log:
        yield replace(document, log=None)
    for at in range(len(document.summary)):
        yield replace(document, summary=_without(document.summary, at))
    for at, block in enumerate(blocks):
        if len(blocks) > 1:
            yield replace(document, blocks=_without(blocks, at))
        for card in _lesser_cards(block) if isinstance(block, Card) else ():
            yield replace(document, blocks=(*blocks[:at], card, *blocks[at + 1 :]))


def _without(things: tuple[T, ...], at: int) -> tuple[T, ...]:
    return (*things[:at], *things[at + 1 :])


def _lesser_cards(card: Card) -> Iterator[Card]:
    for at in range(len(card.steps) if len(card.steps) > 1 else 0):
        yield replace(card, steps=_without(card.steps, at))
    for at in range(len(card.tips)):
        yield replace(card, tips=_without(card.tips, at))
    for part in PARTS:
        if getattr(card, part) is not None:
            gone: dict[str, Any] = {part: None}
            yield replace(card, **gone)
    if card.video:
        yield replace(card, video="", video_label=None)


# -- strategies ---------------------------------------------------------------
RANDOMS = st.randoms(use_true_random=False)


def sheets(most: int) -> st.SearchStrategy[Document]:
    """Sheets of 1 to ``most`` exercises."""
    return st.builds(made_sheet, RANDOMS, st.integers(1, most))


def handouts(most: int = 12) -> st.SearchStrategy[Document]:
    """Handouts of 1 to ``most`` blocks."""
    return st.builds(made_handout, RANDOMS, st.integers(1, most))
