from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pdf_samples as samples
import pikepdf
import pypdfium2
import pytest
from pdf_samples import group, line, span
from pdf_selfcheck import complaints
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reading_back import page_texts, text_in_structure_order
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from clinicpress.pdf.subsets import GlyphRun, runs
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import OutputError
from clinicpress.typesetting.faces import lato_file
from clinicpress.typesetting.items import Metadata, Page, PlacedDocument, TextLine

samples.register_fonts()
LATO: Any = pdfmetrics.getFont(samples.REGULAR)


def document(*texts: str, font: str = samples.REGULAR) -> PlacedDocument:
    lines = [line(20.0 + 14 * row, span(text, font=font)) for row, text in enumerate(texts)]
    return PlacedDocument((Page(612, 792, (group("P", *lines),)),), Metadata("T", "en", "A"))


def fonts_of(data: bytes) -> list[Any]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return [
            {
                "widths": [float(width) for width in font.Widths],
                "name": str(font.BaseFont),
                "map": font.ToUnicode.read_bytes(),
                "program": font.FontDescriptor.FontFile2.read_bytes(),
            }
            for font in pdf.objects
            if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/Font"
        ]


def test_widths_are_those_of_the_face() -> None:
    (font,) = fonts_of(write_pdf(document("Way!")))
    widths = [font["widths"][ord(char) - ord(" ")] for char in "Way!"]
    assert widths == pytest.approx([LATO.face.charWidths[ord(char)] for char in "Way!"], abs=0.01)
    assert font["name"].endswith("+Lato-Regular")


def test_characters_that_strings_escape_come_back() -> None:
    # 13 characters put the codes of ( ) \\ carriage return and line feed to work.
    alphabet = "".join(chr(code) for code in range(33, 127))
    data = write_pdf(document(alphabet))
    assert text_in_structure_order(data) == alphabet
    assert page_texts(data)[0].strip() == alphabet


def test_more_characters_than_one_font_holds() -> None:
    points = [point for point in LATO.face.charToGlyph if 0xA1 <= point < 0x2000 and chr(point).isalpha()][
        :600
    ]
    texts = ["".join(map(chr, points[start : start + 50])) for start in range(0, 600, 50)]
    data = write_pdf(document(*texts))
    assert complaints(data) == []
    fonts = fonts_of(data)
    assert len(fonts) == len({font["name"] for font in fonts}) > 5
    assert text_in_structure_order(data) == " ".join(texts)
    # Blocks of a ToUnicode map hold 100 entries at most.
    assert any(b"\n100 beginbfchar" in font["map"] for font in fonts)
    assert all(
        int(count) <= 100 for font in fonts for count in re.findall(rb"(\d+) beginbfchar", font["map"])
    )


def test_no_break_space_reads_as_space() -> None:
    assert text_in_structure_order(write_pdf(document("30\u00a0s"))) == "30 s"


def test_same_face_under_two_names() -> None:
    pdfmetrics.registerFont(TTFont("pdf-test-twin", str(lato_file("Regular")), asciiReadable=0))
    made = document("twin", "twin")
    words = made.pages[0].groups[0].items
    twins = group("P", words[0], line(40, span("twin", font="pdf-test-twin")))
    data = write_pdf(replace(made, pages=(replace(made.pages[0], groups=(twins,)),)))
    assert complaints(data) == []
    assert len(fonts_of(data)) == 2


@pytest.mark.parametrize("char", ["\u4e2d", "\U0001f9b5", "\t", "\u0600"])
def test_missing_character_is_named(char: str) -> None:
    with pytest.raises(OutputError) as caught:
        write_pdf(document(f"Bend {char}"))
    (problem,) = caught.value.problems
    assert f"U+{ord(char):04X}" in problem.message
    assert problem.hint


def test_base_14_font_is_refused() -> None:
    with pytest.raises(OutputError, match="Helvetica cannot be embedded"):
        write_pdf(document("words", font="Helvetica"))


def test_codes_depend_on_no_document() -> None:
    (first,), (second,) = runs(samples.REGULAR, "abc (x)"), runs(samples.REGULAR, "c")
    assert (first.codes, second.codes) == ("(abc \\(x\\))", "(c)")
    assert first.resource == second.resource
    assert runs(samples.BOLD, "c")[0].resource != second.resource


def test_signs_stand_with_ascii_and_other_letters_with_their_neighbours() -> None:
    (plain,) = runs(samples.REGULAR, "it’s 20 – 30 · ñ")
    zoe = runs(samples.REGULAR, "Zoë Čapková")
    assert [run.resource == plain.resource for run in zoe] == [True, False, True, False, True]
    assert zoe[1] != zoe[3]
    assert isinstance(plain, GlyphRun)


@pytest.mark.slow
def test_glyphs_look_the_same_without_their_instructions() -> None:
    text = "Ágñ ëÇ ąż Жд fi 0–9"
    data = write_pdf(document(text))
    with pypdfium2.PdfDocument(data) as pdf:
        ours = pdf[0].render(scale=4).to_pil().convert("L")
    (words,) = document(text).pages[0].groups[0].items
    assert isinstance(words, TextLine)
    face = ImageFont.truetype(str(lato_file("Regular")), words.spans[0].size * 4)
    theirs = Image.new("L", ours.size, 255)
    ImageDraw.Draw(theirs).text((words.x * 4, words.y * 4), text, fill=0, font=face, anchor="ls")
    # grown by two pixels each covers the other: hinting and rounding move edges by less
    for one, other in ((ours, theirs), (theirs, ours)):
        grown = other.filter(ImageFilter.MinFilter(7))
        bare = sum(a < 128 <= b for a, b in zip(one.tobytes(), grown.tobytes(), strict=True))
        assert bare < 0.01 * sum(value < 128 for value in one.tobytes())
