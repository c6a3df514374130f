from __future__ import annotations

import re
from io import BytesIO, StringIO
from typing import Any

import pdf_samples as samples
import pikepdf
import pypdfium2
import pytest
from pdf_samples import group, line, text
from PIL import Image, ImageChops
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import DirectDraw, Drawing, Ellipse, String, Wedge
from reportlab.graphics.shapes import Group as DrawnGroup
from reportlab.graphics.shapes import Image as DrawnImage
from reportlab.graphics.shapes import Line as DrawnLine
from reportlab.graphics.shapes import Path as DrawnPath
from reportlab.graphics.shapes import Polygon as DrawnPolygon
from reportlab.graphics.shapes import PolyLine as DrawnPolyLine
from reportlab.graphics.shapes import Rect as DrawnRect
from reportlab.lib.colors import CMYKColor, Color, HexColor
from reportlab.pdfbase.ttfonts import TTFont
from svglib.svglib import svg2rlg

from clinicpress.figures.displaylist import Fill, FrameShapes
from clinicpress.pdf.drawings import drawing_of, grey, illustration, vector
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import OutputError
from clinicpress.typesetting.faces import lato_file
from clinicpress.typesetting.items import (
    Circle,
    FigureArt,
    Group,
    Item,
    Lettering,
    Metadata,
    Page,
    PlacedDocument,
    Polyline,
    RasterArt,
    Rect,
    VectorArt,
)

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" width="100" height="50">
<rect width="100" height="50" fill="#0b3954"/>
<g transform="translate(25 25) scale(2)" opacity="0.5"><circle r="8" fill="#ff0000"/></g>
<path d="M60 10 h30 v30 h-30 z M70 20 v10 h10 v-10 z" fill="#808080" fill-rule="evenodd"/></svg>"""
PALETTE = {"skin": "#000000", "arrow": "#000000", "arrow-halo": "#ffffff", "outline": "#000000"}


class Direct(DirectDraw):
    """Draws on a canvas by itself, so that nobody can say what it draws."""

    def drawDirectly(self, canvas: Any) -> None:  # noqa: N802
        canvas.drawDirectly()

    def copy(self) -> Direct:
        return self

    def getBounds(self) -> tuple[float, float, float, float]:  # noqa: N802
        return 0, 0, 1, 1


def rendered(*items: Item, scale: float = 1) -> Image.Image:
    samples.register_fonts()
    groups = (text("P", "words", 390), group("Figure", *items, width=300, height=300, alt="Shapes."))
    data = write_pdf(PlacedDocument((Page(400, 400, groups),), Metadata("T", "en", "A")))
    with pypdfium2.PdfDocument(data) as document:
        image: Image.Image = document[0].render(scale=scale).to_pil().convert("RGB")
    return image


def operators(drawing: Any) -> str:
    return vector(drawing).operators.decode("ascii")


def box(*place: float, **attributes: Any) -> DrawnRect:
    return DrawnRect(*place, **attributes)


def drawn(**attributes: Any) -> Drawing:
    return Drawing(20, 20, box(0, 0, 20, 20, **attributes))


def test_rectangle_circle_and_lines_stand_where_they_should() -> None:
    image = rendered(
        Rect(10, 20, 30, 40, fill="#ff0000"),
        Circle(100, 50, 20, fill="#00ff00", stroke="#000000", line_width=4),
        Polyline((200, 10, 240, 10, 240, 50), fill="#0000ff"),
        Polyline((10, 200, 110, 200), stroke="#000000", line_width=6, dash=(20, 20)),
        Rect(200, 200, 40, 40, stroke="#ff00ff", line_width=2, radius=12),
    )
    white, black = (255, 255, 255), (0, 0, 0)
    for spot, colour in {
        (12, 22): (255, 0, 0), (38, 58): (255, 0, 0), (8, 22): white, (12, 62): white,
        (100, 50): (0, 255, 0), (100, 30): black, (100, 26): white, (114, 64): black,
        (235, 15): (0, 0, 255), (205, 45): white,
        (15, 200): black, (35, 200): white, (55, 200): black,
        (220, 200): (255, 0, 255), (201, 201): white, (220, 220): white,
    }.items():  # fmt: skip
        assert image.getpixel(spot) == colour, spot


def test_shapes_without_colour_draw_nothing() -> None:
    blank = rendered(Rect(10, 10, 50, 50), Circle(50, 50, 9), Polyline((0, 0, 9, 9)))
    assert blank.getextrema() == rendered().getextrema()


def test_dash_of_one_shape_is_not_that_of_the_next() -> None:
    image = rendered(
        Polyline((10, 100, 110, 100), stroke="#000000", line_width=4, dash=(5, 50)),
        Polyline((10, 200, 110, 200), stroke="#000000", line_width=4),
    )
    assert image.getpixel((60, 200)) == (0, 0, 0)
    assert image.getpixel((40, 100)) == (255, 255, 255)


def test_logo_is_fitted_by_its_top_left_corner() -> None:
    image = rendered(VectorArt(50, 60, 200, 100, vector(samples.logo())))
    # 120 by 40 fitted into 200 by 100 is 200 by 66.7.
    assert image.getpixel((52, 62)) == (0x0B, 0x39, 0x54)
    assert image.getpixel((247, 124)) == (0x0B, 0x39, 0x54)
    assert image.getpixel((150, 130)) == (255, 255, 255)
    assert image.getpixel((48, 62)) == (255, 255, 255)
    assert image.getpixel((50 + 33, 60 + 33)) == (0x0B, 0x39, 0x54), "the ring has a hole"


def test_svg_logo_keeps_its_colours_without_transparency() -> None:
    drawing = svg2rlg(StringIO(LOGO))
    assert drawing is not None
    image = rendered(VectorArt(0, 0, 100, 50, vector(drawing)))
    assert image.getpixel((2, 2)) == (0x0B, 0x39, 0x54)
    assert image.getpixel((62, 12)) == (128, 128, 128)
    assert image.getpixel((75, 25)) == (0x0B, 0x39, 0x54)
    code = operators(svg2rlg(StringIO(LOGO)))
    assert " gs" not in code
    assert "0.502 g" in code


def test_see_through_colours_are_mixed_with_white() -> None:
    assert "1 0.502 0.502 rg" in operators(drawn(fillColor=Color(1, 0, 0, 0.498), strokeColor=None))
    assert "1 0.5 0.5 rg" in operators(
        drawn(fillColor=HexColor("#ff0000"), fillOpacity=0.5, strokeColor=None)
    )
    assert "1 0.5 0.5 RG" in operators(
        drawn(fillColor=None, strokeColor=HexColor("#ff0000"), strokeOpacity=0.5)
    )


def test_opacity_of_one_shape_is_not_that_of_the_next() -> None:
    drawing = drawn(fillColor=HexColor("#ff0000"), fillOpacity=0.5, strokeColor=None)
    inner = drawn(fillColor=HexColor("#ff0000"), strokeColor=None)
    drawing.add(DrawnGroup(*inner.contents))
    code = operators(drawing)
    assert code.index("1 0.5 0.5 rg") < code.index("1 0 0 rg", code.index("re"))


def test_printing_colours_become_screen_colours() -> None:
    code = operators(drawn(fillColor=CMYKColor(0, 1, 1, 0), strokeColor=None))
    assert "1 0 0 rg" in code
    assert not re.search(r" [kK]$", code, re.MULTILINE)


def test_drawing_sets_its_own_state() -> None:
    code = operators(drawn(fillColor=None, strokeColor=HexColor("#000000")))
    for operator in ("w", "J", "j", "d", "G", "g"):
        assert re.search(rf"(^| ){operator}$", code, re.MULTILINE), operator
    assert "Tf" not in code


def test_text_and_pictures_in_drawings_are_refused() -> None:
    words = Drawing(20, 20)
    words.add(String(0, 0, "Clinic"))
    with pytest.raises(OutputError, match="has text"):
        vector(words)
    picture = Drawing(20, 20)
    picture.add(DrawnImage(0, 0, 5, 5, Image.new("RGB", (2, 2))))
    with pytest.raises(OutputError, match="has a picture"):
        vector(picture)


def test_logo_on_every_page_is_stored_once() -> None:
    samples.register_fonts()
    logo = samples.logo()
    page = Page(400, 400, (group(None, VectorArt(0, 0, 90, 30, vector(logo))), text("P", "words", 300)))
    data = write_pdf(PlacedDocument((page, page, page), Metadata("T", "en", "A")))
    with pikepdf.open(BytesIO(data)) as pdf:
        forms = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"]
        assert len(forms) == 1


def square(role: str = "skin") -> FrameShapes:
    return FrameShapes(
        "Start", "A.", (Fill(role, ((0.0, 0.0, 10.0, 0.0, 10.0, 5.0, 0.0, 5.0),)),), (-2.0, -1.0, 12.0, 7.0)
    )


def test_figure_stands_by_the_top_left_corner_of_its_bounds() -> None:
    image = rendered(FigureArt(50, 60, square(), 10, PALETTE))
    # The square starts 2 cm from the left and ends 2 cm below the top of its bounds, at 10 points a cm.
    assert image.getpixel((71, 81)) == (0, 0, 0)
    assert image.getpixel((168, 128)) == (0, 0, 0)
    for spot in ((68, 81), (71, 78), (172, 128), (168, 132)):
        assert image.getpixel(spot) == (255, 255, 255)


def test_figure_takes_no_colour_from_its_surroundings() -> None:
    # Black is what a page starts with, and not what a figure behind a red shape would start with.
    image = rendered(Rect(300, 300, 9, 9, fill="#ff0000"), FigureArt(50, 60, square(), 10, PALETTE))
    assert image.getpixel((100, 100)) == (0, 0, 0)


def test_figure_with_arrows_and_outlines() -> None:
    samples.register_fonts()
    image = rendered(FigureArt(0, 0, samples.frame(), 10, {**PALETTE, "skin": "#00ff00"}), scale=2)
    assert image.getpixel((100, 120)) == (0, 255, 0)
    assert image.getpixel((60, 140)) == (255, 255, 255), "the hole"
    assert image.getpixel((200, 20)) == (0, 0, 0), "the arrow's shaft"


def test_same_figure_is_stored_once_and_another_size_apart() -> None:
    samples.register_fonts()
    arts = [
        FigureArt(0, 50.0 * row, square(), scale, dict(PALETTE)) for row, scale in enumerate((3.0, 3.0, 4.0))
    ]
    groups = (group("Figure", *arts, width=100, height=100, alt="A."), group("P", line(300, "words")))
    data = write_pdf(PlacedDocument((Page(400, 400, groups),), Metadata("T", "en", "A")))
    with pikepdf.open(BytesIO(data)) as pdf:
        forms = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"]
        assert len(forms) == 2


def test_role_without_colour_is_an_error() -> None:
    with pytest.raises(KeyError, match="beard"):
        rendered(FigureArt(0, 0, square("beard"), 10, PALETTE))


def test_words_and_pictures_of_a_drawing_stand_between_its_shapes() -> None:
    """What covers words in a drawing covers them on the page; behind them, their group goes on as it was."""
    inner = DrawnGroup(
        box(0, 0, 10, 10, fillColor=HexColor("#ff0000"), strokeColor=None),
        String(1, 2, " two  words ", fontName="Helvetica-Bold", fontSize=8, textAnchor="middle"),
        DrawnImage(10, 0, 5, 5, Image.new("RGB", (2, 2), "blue")),
        box(0, 0, 10, 10, fillColor=HexColor("#00ff00"), strokeColor=None),
    )
    inner.translate(20, 30)
    inner.scale(2, 2)
    drawing = Drawing(100, 80, inner)
    under, words, picture, over = illustration(drawing).parts
    assert isinstance(under, VectorArt)
    assert isinstance(over, VectorArt)
    assert words == Lettering(22, 80 - 34, "two words", 16, True, "#000000", "middle")
    assert isinstance(picture, RasterArt)
    assert (picture.x, picture.y, picture.width, picture.height) == (40, 80 - 30 - 10, 10, 10)
    for art, colour in ((under, "1 0 0 rg"), (over, "0 1 0 rg")):
        code = art.drawing.operators.decode("ascii")
        assert colour in code
        assert "2 0 0 2 20 30 cm" in code
        assert code.split().count("q") == code.split().count("Q")


@pytest.mark.parametrize(
    ("shape", "what"),
    [
        (
            DrawnGroup(String(0, 0, "a"), transform=(0, 1, -1, 0, 0, 0)),
            "shape 1, shape 1: this is text that is",
        ),
        (
            DrawnGroup(box(0, 0, 1, 1), transform=(0, 0, 0, 0, 0, 0)),
            "shape 1: this is scaled to a size of zero",
        ),
        (String(0, 0, "1.5", textAnchor="numeric"), "the anchor 'numeric'"),
        (DrawnImage(0, 0, 5, 5, "no/such/picture.png"), "a picture that cannot be read"),
        (DrawnPolygon([1, 2]), "fewer than two points"),
        (Direct(), "shape 1: this is a Direct, which cannot be printed"),
    ],
)
def test_what_cannot_be_printed_is_told_with_its_place(shape: Any, what: str) -> None:
    with pytest.raises(OutputError, match=what):
        illustration(Drawing(20, 20, shape))


def test_a_drawing_without_a_size_is_refused() -> None:
    with pytest.raises(OutputError, match="no size"):
        illustration(Drawing(0, 20))


def test_tones_make_colours_grey_and_pictures_too() -> None:
    drawing = drawn(fillColor=HexColor("#ff0000"), strokeColor=None)
    drawing.add(String(1, 1, "red", fillColor=HexColor("#ff0000")))
    drawing.add(DrawnImage(0, 0, 5, 5, Image.new("RGB", (2, 2), "blue")))
    shapes, words, picture = illustration(drawing, grey).parts
    assert isinstance(shapes, VectorArt)
    assert b"0.299 g" in shapes.drawing.operators
    assert isinstance(words, Lettering)
    assert words.colour == "#4C4C4C"
    assert isinstance(picture, RasterArt)
    assert picture.grey


def sample() -> Drawing:
    """A shape of each kind, turned, scaled and cut."""
    star = DrawnPath(fillColor=HexColor("#8844cc"), strokeColor=HexColor("#000000"), fillMode=0)
    star.moveTo(10, 10)
    star.lineTo(60, 90)
    star.curveTo(80, 60, 20, 40, 90, 20)
    star.closePath()
    turned = DrawnGroup(star, Wedge(120, 40, 40, 20, 130, fillColor=HexColor("#22aa66")))
    turned.rotate(15)
    cut = DrawnPath(isClipPath=1, fillColor=None, strokeColor=None)
    cut.moveTo(200, 20)
    cut.lineTo(280, 20)
    cut.lineTo(240, 90)
    cut.closePath()
    return Drawing(
        300, 150, turned,
        DrawnGroup(cut, box(190, 10, 100, 60, fillColor=HexColor("#dd8800"))),
        box(10, 110, 50, 30, 8, 8, fillColor=HexColor("#3366ff"), strokeWidth=3),
        Ellipse(110, 130, 30, 15, fillColor=HexColor("#ffdd00"), fillOpacity=0.5),
        DrawnPolyLine([150, 110, 170, 140, 190, 110], strokeWidth=4, strokeDashArray=[6, 3]),
        DrawnPolygon([210, 110, 240, 140, 260, 110], fillColor=HexColor("#cc0000")),
        DrawnLine(10, 100, 290, 100, strokeColor=HexColor("#777777"), strokeLineCap=1, strokeWidth=5),
    )  # fmt: skip


def test_a_drawing_looks_as_reportlab_draws_it() -> None:
    ours = rendered(VectorArt(20, 20, 300, 150, vector(sample())), scale=2).crop((40, 40, 640, 340))
    data: Any = renderPDF.drawToString(sample())
    with pypdfium2.PdfDocument(data) as document:
        theirs = document[0].render(scale=2).to_pil().convert("RGB")
    levels = ImageChops.difference(ours, theirs).convert("L").point(lambda level: 255 * (level > 60))
    assert sum(1 for level in levels.tobytes() if level) < 100
    assert len(set(ours.tobytes()[::3])) > 20


def test_page_items_become_a_drawing_that_looks_the_same() -> None:
    samples.register_fonts()
    items = (
        Rect(10, 20, 80, 40, fill="#ffcc00", stroke="#000000", line_width=2, radius=9),
        Circle(150, 50, 20, fill="#00aa44"),
        Polyline((200, 10, 240, 60, 260, 20), stroke="#aa0000", line_width=3, dash=(6, 4)),
        FigureArt(20, 90, samples.frame(), 6, {**PALETTE, "skin": "#00ff00"}),
        line(250, "Words of the page"),
    )
    art = drawing_of(Group(5.0, 7.0, 300, 300, items))
    page = rendered(*items).crop((0, 0, 300, 300))
    data: Any = renderPDF.drawToString(art)
    with pypdfium2.PdfDocument(data) as document:
        theirs = document[0].render().to_pil().convert("RGB")
    levels = ImageChops.difference(page, theirs).convert("L").point(lambda level: 255 * (level > 80))
    assert sum(1 for level in levels.tobytes() if level) < 200
    with pytest.raises(OutputError, match="cannot become part"):
        drawing_of(Group(0, 0, 9, 9, (VectorArt(0, 0, 9, 9, vector(samples.logo())),)))


def test_what_is_used_of_reportlab_without_its_promise() -> None:
    path = DrawnPath()
    path.moveTo(1, 2)
    path.lineTo(3, 4)
    path.curveTo(5, 6, 7, 8, 9, 10)
    path.closePath()
    assert (path.operators, len(path.points)) == ([0, 1, 2, 3], 10)
    face: Any = TTFont("pdf-test-hooks", str(lato_file("Regular"))).face
    assert face.makeSubset([0, ord("a")])[:4] == bytes((0, 1, 0, 0))
    assert face.charWidths[ord("a")] > 0
    assert face.defaultWidth > 0
    assert ord("a") in face.charToGlyph
    assert isinstance(face.name + face.subfontNameX, bytes)
