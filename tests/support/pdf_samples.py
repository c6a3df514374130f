"""Documents built by hand that hold everything a page can hold."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from reportlab.graphics.shapes import Circle as DrawnCircle
from reportlab.graphics.shapes import Drawing
from reportlab.graphics.shapes import Path as DrawnPath
from reportlab.graphics.shapes import Rect as DrawnRect
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from clinicpress.figures.displaylist import ArrowShape, Fill, FrameShapes, Stroke
from clinicpress.pdf.drawings import vector
from clinicpress.typesetting.faces import lato_file
from clinicpress.typesetting.items import (
    Circle,
    FigureArt,
    Group,
    Item,
    Metadata,
    Page,
    PlacedDocument,
    Polyline,
    QrArt,
    RasterArt,
    Rect,
    Role,
    Span,
    TextLine,
    VectorArt,
)

REGULAR, BOLD = "pdf-test-regular", "pdf-test-bold"
WIDTH, HEIGHT = 612.0, 792.0
QR_ADDRESS = "https://example.com/v/knee-to-chest"


@lru_cache(maxsize=1)
def register_fonts() -> None:
    for name, weight in ((REGULAR, "Regular"), (BOLD, "Bold")):
        pdfmetrics.registerFont(TTFont(name, str(lato_file(weight)), asciiReadable=0))


def span(
    text: str, *, font: str = REGULAR, size: float = 11.0, colour: str = "#000000", link: str = ""
) -> Span:
    return Span(text, font, size, colour, link)


def line(y: float, *spans: Span | str, x: float = 0.0, broken: bool = False) -> TextLine:
    return TextLine(x, y, tuple(span(each) if isinstance(each, str) else each for each in spans), broken)


def group(
    role: Role | None,
    *items: Item | Group,
    x: float = 0.0,
    y: float = 0.0,
    width: float = 0.0,
    height: float = 0.0,
    key: str = "",
    alt: str = "",
    bookmark: str = "",
) -> Group:
    return Group(x, y, width, height, items, role, key, alt, bookmark=bookmark)


def text(
    role: Role,
    words: str,
    y: float,
    *,
    x: float = 54.0,
    key: str = "",
    bookmark: str = "",
    size: float = 11.0,
) -> Group:
    return group(role, line(0, span(words, size=size)), x=x, y=y, key=key, bookmark=bookmark)


def item(label: str, words: str, y: float, *, key: str = "") -> Group:
    return group(
        "LI",
        group("Lbl", line(0, label)),
        group("LBody", line(0, words, x=14, broken=bool(key)), key="body"),
        x=54,
        y=y,
        key=key,
    )


def photo(*, mode: str = "RGB", kind: str = "PNG") -> bytes:
    """A disc on nothing (see-through where the mode can)."""
    size = 48
    image = Image.new("RGBA" if mode in {"RGBA", "LA", "P"} else "RGB", (size, size))
    if image.mode == "RGB":
        image.paste("white", (0, 0, size, size))
    ImageDraw.Draw(image).ellipse((8, 8, 40, 40), fill="#2a6f97" if mode != "L" else "#777777")
    buffer = BytesIO()
    image.convert(mode).save(buffer, kind)
    return buffer.getvalue()


def logo(*, opacity: float = 1.0) -> Drawing:
    """A logo of shapes, with a hole, a grey and a colour."""
    drawing = Drawing(120, 40)
    ground: Any = {"fillColor": HexColor("#0b3954"), "strokeColor": None}
    drawing.add(DrawnRect(0, 0, 120, 40, **ground))
    ring = DrawnPath(fillColor=HexColor("#ffffff"), strokeColor=None, fillMode=0)
    for radius in (14, 9):
        ring.moveTo(20 + radius, 20)
        ring.curveTo(20 + radius, 20 + radius, 20 - radius, 20 + radius, 20 - radius, 20)
        ring.curveTo(20 - radius, 20 - radius, 20 + radius, 20 - radius, 20 + radius, 20)
        ring.closePath()
    drawing.add(ring)
    drawing.add(
        DrawnCircle(
            80, 20, 10, fillColor=Color(1, 0, 0, opacity), strokeColor=HexColor("#777777"), strokeWidth=2
        )
    )
    return drawing


def frame() -> FrameShapes:
    """A square body with a hole, an outline and two arrows, 20 cm wide and 10 tall."""
    return FrameShapes(
        "Start",
        "A person lies on the back with both knees bent.",
        (
            Fill(
                "skin", ((0.0, 0.0, 16.0, 0.0, 16.0, 8.0, 0.0, 8.0), (2.0, 2.0, 4.0, 2.0, 4.0, 4.0, 2.0, 4.0))
            ),
            Stroke("outline", 0.9, ((0.0, 0.0, 16.0, 0.0, 16.0, 8.0, 0.0, 8.0),), closed=True),
            Stroke("outline", 0.6, ((3.0, 1.0, 8.0, 5.0), (9.0, 1.0, 12.0, 1.5))),
            ArrowShape((8.0, 9.0, 14.0, 9.0, 18.0, 7.0)),
            ArrowShape((18.0, 1.0, 18.5, 3.0, 18.0, 5.0), double=True),
        ),
        (0.0, 0.0, 20.0, 10.0),
    )


def figure(y: float, *, scale: float = 8.0) -> Group:
    palette = {"skin": "#f0c9a4", "outline": "#333333", "arrow": "#b3261e", "arrow-halo": "#ffffff"}
    art = FigureArt(0, 0, frame(), scale, palette)
    return group("Figure", art, x=54, y=y, width=20 * scale, height=10 * scale, alt=frame().alt)


def table(y: float) -> Group:
    rows = (("Sign", "What to do"), ("Fever", "Call us"), ("", "Rest"))
    made = []
    for number, row in enumerate(rows):
        cells = []
        for column, words in enumerate(row):
            cell = group(
                "TH" if number == 0 else "TD", *([line(0, words)] if words else []), x=column * 120.0
            )
            cells.append(replace(cell, scope="Column") if number == 0 else cell)
        made.append(
            group("TR", *cells, Polyline((0, 4, 240, 4), stroke="#999999", line_width=0.5), y=number * 16.0)
        )
    return group("Table", *made, x=54, y=y)


def header() -> Group:
    return group(
        None,
        VectorArt(54, 20, 90, 30, vector(logo())),
        line(40, span("Advance Clinic", font=BOLD), span(" · 555-0100"), x=400),
        Polyline((54, 56, 558, 56), stroke="#0b3954", line_width=1.5),
    )


def footer(number: int, count: int) -> Group:
    return group(None, line(770, f"Page {number} of {count}", x=480))


def first_page() -> Page:
    bold = span("sciatic nerve", font=BOLD)
    link = span("", link="https://example.com/a", colour="#0b5394")
    paragraph = group(
        "P",
        line(0, "Sciatica is pain that follows the ", bold, ". It often happens", broken=True),
        line(15, "when a disc presses on it. Read ", replace(link, text="more about"), broken=True),
        line(30, replace(link, text="the nerve (ü)"), " or call us. Self-", broken=True),
        line(45, "care helps: café, 3 × 30 s (rest \\ 30 s)."),
        x=54,
        y=130,
    )
    box = Rect(50, 112, 512, 80, fill="#eef4f8", stroke="#0b3954", radius=6, line_width=0.8)
    points = group(
        "L",
        item("•", "Keep moving.", 0),
        item("•", "Lift with your legs. This point is long and goes on", 16, key="long"),
        y=220,
        key="points",
    )
    steps = replace(
        group("L", item("1.", "Lie on your back.", 0), item("2.", "Bend both knees.", 16), y=270),
        numbering="Decimal",
    )
    return Page(
        WIDTH,
        HEIGHT,
        (
            header(),
            group(
                "Document",
                text("H1", "Sciatica", 100, bookmark="Sciatica", size=22),
                group(None, box, paragraph),
                replace(points, numbering="Disc"),
                steps,
                text("H2", "Stretch", 330, bookmark="Stretch", size=15),
                figure(345),
                group("Caption", line(0, "Start"), x=54, y=440),
            ),
            footer(1, 2),
        ),
    )


def second_page() -> Page:
    rest = group(
        "L",
        group("LI", group("LBody", line(0, "onto the next page.", x=14), key="body"), x=54, key="long"),
        y=90,
        key="points",
    )
    spanish = replace(text("P", "Llámenos si el dolor no cede.", 120), lang="es")
    pictures = group(
        "Figure",
        RasterArt(0, 0, 60, 60, photo(mode="RGBA")),
        RasterArt(70, 0, 60, 60, photo(kind="JPEG")),
        Circle(160, 30, 20, fill="#cccccc", stroke="#000000"),
        x=54,
        y=150,
        width=190,
        height=60,
        alt="A disc, twice, and a circle.",
    )
    code = group(
        "Figure", QrArt(0, 0, 58, QR_ADDRESS), x=400, y=150, width=58, height=58, alt=f"QR code: {QR_ADDRESS}"
    )
    heading = text("H2", "When to call", 225, bookmark="When to call")
    note = group("Note", line(0, "1 Ask first."), x=54, y=330)
    nested = group(
        "Sect",
        text("H3", "Signs", 240, bookmark="Signs"),
        table(260),
        note,
        group("P", group("Span", line(0, "End.")), x=54, y=350),
    )
    return Page(
        WIDTH,
        HEIGHT,
        (
            header(),
            group(
                "Document",
                rest,
                spanish,
                pictures,
                code,
                heading,
                nested,
            ),
            footer(2, 2),
        ),
    )


def handout() -> PlacedDocument:
    """Two pages with every role and every kind of item."""
    register_fonts()
    return PlacedDocument(
        (first_page(), second_page()), Metadata("Sciatica & you", "en-US", "Advance Clinic")
    )


def sheet() -> PlacedDocument:
    """One page of four exercises in black and greys alone."""
    register_fonts()
    grey = {"skin": "#dddddd", "outline": "#222222", "arrow": "#000000", "arrow-halo": "#ffffff"}
    cards = []
    for number in range(4):
        art = FigureArt(0, 0, frame(), 7.0 + number / 2, grey)
        cards.append(
            group(
                "Sect",
                text("H2", f"{number + 1}. Knee to chest", 0, size=14),
                group("Figure", art, y=10, x=54, width=150, height=90, alt=frame().alt),
                group(
                    "P",
                    *(
                        line(16.0 * row, "Pull one knee to your chest, slowly", broken=row < 4)
                        for row in range(5)
                    ),
                    x=260,
                    y=20,
                ),
                group(None, Rect(50, -14, 512, 130, stroke="#bbbbbb", dash=(2, 2))),
                y=110.0 + 140 * number,
            )
        )
    page = Page(WIDTH, HEIGHT, (text("H1", "Your exercises", 70, size=20), *cards, footer(1, 1)))
    return PlacedDocument((page,), Metadata("Your exercises", "en", "Advance Clinic"))


LINK = "https://example.com/more"


def panel(number: int, count: int, width: float, height: float) -> Page:
    """A narrow page with a part of a list and of a paragraph with a link, both of which go over all pages."""
    words = span(f"link {number}", link=LINK)
    first = (text("H1", "Back care", 90, x=18, bookmark="Back care", size=16),) if number == 1 else ()
    picture = replace(figure(250, scale=5), x=18)
    inside = group(
        "Document",
        *first,
        group("P", line(0, f"Text {number} ", words, broken=number < count), x=18, y=120, key="story"),
        group("L", replace(item("•", f"Point {number}.", 0), x=18), y=150, key="points"),
        text("H2", f"Page {number}", 230, x=18, bookmark=f"Page {number}"),
        picture,
    )
    foot = group(None, line(height - 24, f"Foot {number}", x=18))
    return Page(width, height, (inside, foot))


def panels(count: int, width: float, height: float) -> PlacedDocument:
    """Narrow pages to be placed on paper."""
    register_fonts()
    pages = tuple(panel(number, count, width, height) for number in range(1, count + 1))
    return PlacedDocument(pages, Metadata("Back care", "en", "Advance Clinic"))
