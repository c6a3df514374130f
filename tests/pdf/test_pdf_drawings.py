from __future__ import annotations

import re
from io import BytesIO, StringIO
from typing import Any

import pdf_samples as samples
import pikepdf
import pypdfium2
import pytest
from pdf_samples import group, line, text
from PIL import Image
from reportlab.graphics.shapes import Drawing, String
from reportlab.graphics.shapes import Group as DrawnGroup
from reportlab.graphics.shapes import Image as DrawnImage
from reportlab.graphics.shapes import Rect as DrawnRect
from reportlab.lib.colors import CMYKColor, Color, HexColor
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from svglib.svglib import svg2rlg

from clinicpress.figures.displaylist import Fill, FrameShapes
from clinicpress.pdf.drawings import vector
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import OutputError
from clinicpress.typesetting.faces import lato_file
from clinicpress.typesetting.items import (
    Circle,
    FigureArt,
    Item,
    Metadata,
    Page,
    PlacedDocument,
    Polyline,
    Rect,
    VectorArt,
)

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" width="100" height="50">
<rect width="100" height="50" fill="#0b3954"/>
<g transform="translate(25 25) scale(2)" opacity="0.5"><circle r="8" fill="#ff0000"/></g>
<path d="M60 10 h30 v30 h-30 z M70 20 v10 h10 v-10 z" fill="#808080" fill-rule="evenodd"/></svg>"""
PALETTE = {"skin": "#000000", "arrow": "#000000", "arrow-halo": "#ffffff", "outline": "#000000"}


def rendered(*items: Item, scale: float = 1) -> Image.Image:
    samples.register_fonts()
    groups = (text("P", "words", 390), group("Figure", *items, width=300, height=300, alt="Shapes."))
    data = write_pdf(PlacedDocument((Page(400, 400, groups),), Metadata("T", "en", "A")))
    with pypdfium2.PdfDocument(data) as document:
        image: Image.Image = document[0].render(scale=scale).to_pil().convert("RGB")
    return image


def operators(drawing: Any) -> str:
    return vector(drawing).operators.decode("ascii")


def drawn(**attributes: Any) -> Drawing:
    drawing = Drawing(20, 20)
    drawing.add(DrawnRect(0, 0, 20, 20, **attributes))
    return drawing


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
    with pytest.raises(OutputError, match="holds text"):
        vector(words)
    picture = Drawing(20, 20)
    picture.add(DrawnImage(0, 0, 5, 5, Image.new("RGB", (2, 2))))
    with pytest.raises(OutputError, match="holds a picture"):
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


def test_what_is_used_of_reportlab_without_its_promise() -> None:
    canvas: Any = Canvas(BytesIO())
    assert isinstance(canvas._code, list)
    assert isinstance(canvas.STATE_ATTRIBUTES, list)
    assert canvas._fillColorObj == canvas._strokeColorObj == (0, 0, 0)
    face: Any = TTFont("pdf-test-hooks", str(lato_file("Regular"))).face
    assert face.makeSubset([0, ord("a")])[:4] == bytes((0, 1, 0, 0))
    assert face.charWidths[ord("a")] > 0
    assert face.defaultWidth > 0
    assert ord("a") in face.charToGlyph
    assert isinstance(face.name + face.subfontNameX, bytes)
