"""Composed documents made by hand, and the boxes of laid out ones with their places on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clinicpress.blocks.look import PageLook
from clinicpress.choices import Chosen, Ink
from clinicpress.composing.document import BlockItem, Card, Chip, Document, Field, Furniture, Log, Safety
from clinicpress.content.blocktypes.block import CalloutBox
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.layout import Layout
from clinicpress.content.reader import read_library
from clinicpress.figures.displaylist import DisplayList, Fill, FrameShapes
from clinicpress.inline import Run, Words
from clinicpress.layout.placing import LaidOut, make_look, make_setting
from clinicpress.problems import Source
from clinicpress.typesetting.faces import text_width
from clinicpress.typesetting.items import (
    Circle,
    FigureArt,
    Group,
    Item,
    Logo,
    Page,
    PlacedDocument,
    Polyline,
    QrArt,
    TextLine,
)  # fmt: skip

ROOT = Path(__file__).parents[2]


@cache
def layout(name: str) -> Layout:
    library = read_library(ROOT).library
    assert library is not None
    return library.layouts[name].model


def brand() -> Brand:
    return Brand.model_validate({"name": "Example", "colours": {"brand": "#0B625E"}})


def look(name: str = "sheet", ink: Ink = "colour") -> PageLook:
    return make_look(layout(name), brand(), ink, ROOT.joinpath, None)


def lay_out(
    document: Document, layout: Layout, brand: Brand, *, asset: Callable[[str], Path],
    others: Mapping[str, Layout] | None = None, logo: Logo | None = None, name: str = "", **choices: Any,
) -> LaidOut:  # fmt: skip
    """Lay out one document; ``choices`` are those of `Chosen`, and ``name`` is that of its layout."""
    chosen = Chosen(layout=name, **choices)
    return make_setting(layout, brand, chosen, asset=asset, logo=logo, others=others).lay_out(document)


def words(text: str, line: int = 1) -> Words:
    return Words((Run(text),), Source("content/sheets/x.yaml", line, 3))


def figure(width: float, height: float, frames: int = 2) -> DisplayList:
    box = (0.0, 0.0, width, 0.0, width, height, 0.0, height)
    frame = FrameShapes("Start", "A person.", (Fill("skin", (box,)),), (0.0, 0.0, width, height))
    names = ("Start", "Finish", "Return")[:frames]
    return DisplayList(
        tuple(FrameShapes(name, frame.alt, frame.ops, frame.bounds) for name in names), width > 1.6 * height
    )


LYING, UPRIGHT = figure(200.0, 55.0), figure(80.0, 175.0)
CHIPS = (Chip("Hold", "30", "seconds"), Chip("Each side", "3", "times"), Chip("Every day", "2", "times"))


def card(number: int = 1, steps: Sequence[str] = ("Lie down.", "Lift your leg."), **changes: Any) -> Card:
    values: dict[str, Any] = {
        "exercise": f"exercise-{number}",
        "number": number,
        "title": words(f"Exercise number {number}"),
        "short_title": words(f"Exercise {number}"),
        "why": words("Loosens your back."),
        "steps": tuple(words(step) for step in steps),
        "short_steps": (),
        "dose": words("Hold 30 seconds. Do 3 on each side. Do this 2 times a day, every day."),
        "short_dose": words("Hold 30 seconds. Do 3 on each side, 2 times a day."),
        "chips": CHIPS,
        "equipment": None,
        "tips": (),
        "easier": None,
        "harder": None,
        "feel": words("Feel a gentle stretch in your thigh."),
        "stop_if": None,
        "not_if": None,
        "safety": None,
        "note": None,
        "figure": LYING if number % 2 else UPRIGHT,
        "skip": None,
        "video": "",
        "video_label": None,
        "source": Source("content/sheets/x.yaml", number, 5),
    }
    given = {**values, **changes}
    return Card(**{"captions": tuple(words(frame.caption) for frame in given["figure"].frames), **given})


def safety() -> Safety:
    return Safety(
        words("Stop and call us: (555) 555-0142"),
        (words("Pain spreads down your leg"), words("Your leg is weak")),
        words("Call 911 right away if:"),
        (words("You cannot pee"), words("You feel numb between your legs")),
        words("Closed? Call your doctor."),
        "STOP",
    )


def log(weeks: int = 1) -> Log:
    days = ("Su", "Mo", "Tu", "We", "Th", "Fr", "Sa")
    return Log(
        weeks, words("Tick a box each time you finish."), words("Week of"), days, ("Morning", "Evening")
    )


def furniture() -> Furniture:
    web = "https://advancept.example.com"
    return Furniture(
        words("Example Physical Therapy"), words("EP"), words("Questions? Call"), words("(555) 555-0142"),
        words("Monday to Friday"), words("x · Version 1 · Review pending"), words(web), web,
        words("Scan to open our web page"), "Page {n} of {m}",
    )  # fmt: skip


def callouts() -> tuple[CalloutBox, CalloutBox]:
    """Those that say what the safety block says."""
    source, block = Source("content/handouts/x.yaml", 9, 5), safety()
    return (
        CalloutBox("call", words("Call us: (555) 555-0142"), block.stop_items, None, source),
        CalloutBox("emergency", words("Call 911 if:"), block.emergency_items, None, source),
    )


def document(blocks: Sequence[BlockItem], kind: str = "sheet", **changes: Any) -> Document:
    values: dict[str, Any] = {
        "kind": kind,
        "id": "x",
        "title": words("Sciatica: your home exercises"),
        "subtitle": None,
        "language": "en",
        "summary_title": None if kind == "sheet" else words("Key points"),
        "summary": (words("A gentle pull is fine."),),
        "facts": words("4 exercises · about 12 minutes · 2 times a day") if kind == "sheet" else None,
        "blocks": tuple(blocks),
        "safety": safety(),
        "log": log() if kind == "sheet" else None,
        "patient": tuple(Field(words(name), None) for name in ("Name", "ID", "Date"))
        if kind == "sheet"
        else (),
        "furniture": furniture(),
        "source": Source("content/sheets/x.yaml"),
    }
    return Document(**{**values, **changes})


@dataclass(frozen=True)
class Placed:
    """A group with its box on its page."""

    page: int
    x: float
    y: float
    group: Group

    @property
    def bottom(self) -> float:
        return self.y + self.group.height

    @property
    def right(self) -> float:
        return self.x + self.group.width


def placed(laid_out: PlacedDocument) -> list[Placed]:
    """Every group, in reading order."""

    def walk(group: Group, page: int, x: float, y: float) -> Iterator[Placed]:
        x, y = x + group.x, y + group.y
        yield Placed(page, x, y, group)
        for item in group.items:
            if isinstance(item, Group):
                yield from walk(item, page, x, y)

    return [
        found
        for number, page in enumerate(laid_out.pages, 1)
        for group in page.groups
        for found in walk(group, number, 0.0, 0.0)
    ]


def kinds(laid_out: PlacedDocument, kind: str) -> list[Placed]:
    return [found for found in placed(laid_out) if found.group.kind == kind]


def text(group: Group) -> str:
    """The words of a group and of all in it, as they are heard."""
    parts = []
    for item in group.items:
        if isinstance(item, Group):
            parts.append(text(item))
        elif isinstance(item, TextLine):
            parts.append("".join(span.text for span in item.spans))
    return " ".join(part for part in parts if part)


def overlap(one: Placed, other: Placed) -> bool:
    return (
        one.page == other.page
        and one.x < other.right - 0.01
        and other.x < one.right - 0.01
        and one.y < other.bottom - 0.01
        and other.y < one.bottom - 0.01
    )


def unimposed(laid_out: PlacedDocument) -> PlacedDocument:
    """The pages one by one, as they are read, before they were placed on paper; a silent copy is left out."""
    if not laid_out.reading:
        return laid_out
    groups = (laid_out.pages[spot.page].groups[spot.group] for spot in laid_out.reading)
    pages = tuple(
        Page(group.width, group.height, tuple(each for each in group.items if isinstance(each, Group)))
        for group in groups
        if group.role != "Artifact"
    )
    return PlacedDocument(pages, laid_out.metadata)


Box = tuple[float, float, float, float]
# How far capitals reach above a baseline, and tails below it, in sizes.
CAPITALS, TAILS = 0.72, 0.2


def inked(item: Item, x: float, y: float) -> Box:
    """Left, top, right and bottom of what an item of a group at ``x``, ``y`` prints."""
    match item:
        case TextLine():
            size = max((span.size for span in item.spans), default=0.0)
            width = sum(text_width(span.text, span.font, span.size) for span in item.spans)
            left, base = x + item.x, y + item.y
            return left, base - CAPITALS * size, left + width, base + TAILS * size
        case Polyline():
            xs, ys = item.points[::2], item.points[1::2]
            return x + min(xs), y + min(ys), x + max(xs), y + max(ys)
        case Circle():
            left, top, reach = x + item.x, y + item.y, item.radius
            return left - reach, top - reach, left + reach, top + reach
        case FigureArt():
            width, height = item.frame.width * item.scale, item.frame.height * item.scale
        case QrArt():
            width = height = item.size
        case _:
            width, height = item.width, item.height
    return x + item.x, y + item.y, x + item.x + width, y + item.y + height


def inks(found: Placed) -> list[tuple[Item, Box]]:
    """Every item of a group and of all in it, with its box on the page."""
    boxes: list[tuple[Item, Box]] = []
    for item in found.group.items:
        if isinstance(item, Group):
            boxes += inks(Placed(found.page, found.x + item.x, found.y + item.y, item))
        else:
            boxes.append((item, inked(item, found.x, found.y)))
    return boxes


def around(boxes: Sequence[Box]) -> Box:
    """The box around boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def blocks_of(laid_out: PlacedDocument) -> list[Placed]:
    """The blocks that stand on pages by themselves, in reading order: the outermost groups that have a kind.

    A diagram is one block with its frame and its caption.
    """

    def walk(group: Group, page: int, x: float, y: float) -> Iterator[Placed]:
        x, y = x + group.x, y + group.y
        parts = [item for item in group.items if isinstance(item, Group)]
        if group.kind or any(part.kind == "diagram" for part in parts):
            yield Placed(page, x, y, group)
        else:
            for part in parts:
                yield from walk(part, page, x, y)

    return [
        found
        for number, page in enumerate(laid_out.pages, 1)
        for group in page.groups
        for found in walk(group, number, 0.0, 0.0)
    ]
