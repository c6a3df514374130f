"""Looks: glyphs, logos, inks, furniture, and the boxes as text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from layout_samples import (
    ROOT,
    brand,
    card,
    document,
    furniture,
    kinds,
    lay_out,
    layout,
    look,
    placed,
    text,
    words,
)

from clinicpress.composing.document import Document, Field
from clinicpress.layout.boxes import boxes
from clinicpress.layout.paper import page_frame
from clinicpress.layout.placing import LaidOut
from clinicpress.problems import ContentError
from clinicpress.typesetting.items import (
    Group,
    Logo,
    PlacedDocument,
    QrArt,
    RasterArt,
    TextLine,
    VectorArt,
    VectorItem,
)

PNG = b"not looked at by the layout"


def laid(doc: Document) -> LaidOut:
    return lay_out(doc, layout("sheet"), brand(), paper="letter", ink="colour", asset=ROOT.joinpath)


def sheet(**changes: Any) -> Document:
    return document([card(1), card(2)], **changes)


def items(laid_out: PlacedDocument) -> list[Any]:
    return [item for p in placed(laid_out) for item in p.group.items if not isinstance(item, Group)]


def test_a_character_that_no_face_has_is_named_with_its_place() -> None:
    doc = sheet(title=words("Back pain 背 and 痛", 7))
    with pytest.raises(ContentError) as caught:
        laid(doc)
    assert [str(problem.source) for problem in caught.value.problems] == ["content/sheets/x.yaml:7:3"]
    (message,) = [problem.message for problem in caught.value.problems]
    assert "U+80CC, cjk unified ideograph-80cc" in message


def test_every_character_that_is_missing_is_told_at_once() -> None:
    doc = document([card(1, ["Lie ☂.", "Lift ☃."]), card(2, tips=(words("☄", 9),))])
    with pytest.raises(ContentError) as caught:
        laid(doc)
    assert len(caught.value.problems) == 3


def test_the_qr_code_holds_the_address_in_the_footer() -> None:
    result, web = laid(sheet()), furniture().web
    assert web is not None
    codes = [item for item in items(result.document) if isinstance(item, QrArt)]
    footers = kinds(result.document, "footer")
    assert [code.value for code in codes] == [web.text]
    assert web.text in text(footers[0].group)


def test_header_and_footer_are_decoration_but_the_first_header_is_read() -> None:
    result = laid(sheet())
    assert [p.group.role for p in kinds(result.document, "header-words")] == ["P"]
    assert kinds(result.document, "footer")[0].group.role is None


def test_without_a_logo_the_initials_stand_in_a_tile() -> None:
    result = laid(sheet())
    assert "EP" in text(kinds(result.document, "header")[0].group)


@pytest.mark.parametrize(
    ("logo", "kind"),
    [
        (Logo(400.0, 50.0, VectorItem(400.0, 50.0, b"0 0 400 50 re f")), VectorArt),
        (Logo(400.0, 50.0, PNG), RasterArt),
    ],
)
def test_a_logo_keeps_its_proportions_and_its_room(
    logo: Logo, kind: type[VectorArt] | type[RasterArt]
) -> None:
    result = lay_out(
        sheet(), layout("sheet"), brand(), paper="letter", ink="colour", asset=ROOT.joinpath, logo=logo
    )  # fmt: skip
    (art,) = [item for item in items(result.document) if isinstance(item, kind)]
    assert art.width <= 150
    assert art.width / art.height == pytest.approx(8.0)
    assert "EP" not in text(kinds(result.document, "header")[0].group)


def test_mono_has_no_colour_but_black_grey_and_white() -> None:
    doc = sheet()
    result = lay_out(doc, layout("sheet"), brand(), paper="letter", ink="mono", asset=ROOT.joinpath)
    for item in items(result.document):
        for name in ("fill", "stroke"):
            colour = getattr(item, name, "")
            assert colour in {"", "#000000", "#FFFFFF"} or len({colour[1:3], colour[3:5], colour[5:]}) == 1
        for span in item.spans if isinstance(item, TextLine) else ():
            assert span.colour in {"#000000", "#FFFFFF"}
    assert look(ink="mono").mono


def test_a_patients_name_stands_over_its_line_and_a_blank_is_left_for_a_pen() -> None:
    fields = (Field(words("Name"), words("Jordan Rivera")), Field(words("Date"), None))
    result = laid(sheet(patient=fields))
    heard = [text(p.group) for p in kinds(result.document, "field")]
    assert heard == ["Name Jordan Rivera", "Date"]


def test_many_or_long_fields_take_a_second_row_and_stay_on_the_page() -> None:
    long = words("Maximiliane Alexandrowna von Hohenstein-Featherstonehaugh the Third")
    fields = (Field(words("Name"), long), *(Field(words(f"Field {k}"), words("A value")) for k in range(6)))
    frame = page_frame(layout("sheet"), "letter")
    found = kinds(laid(sheet(patient=fields)).document, "field")
    assert len({p.y for p in found}) > 1
    assert all(p.right <= frame.left + frame.width + 0.01 for p in found)


def test_a_long_title_is_made_smaller_and_then_takes_two_lines() -> None:
    title = words("Sciatica, low back pain and stiff hips: your exercises for home")
    (found,) = kinds(laid(sheet(title=title)).document, "title")
    assert len(found.group.items) == 2
    assert found.group.text_size < layout("sheet").sizes.title


def test_boxes_are_told_as_text() -> None:
    dump = boxes(laid(sheet()).document)
    lines = dump.splitlines()
    assert lines[0] == "page 1 612 x 792"
    assert any(
        line.startswith("  ") and " card " in line and "content/sheets/x.yaml:1:5" in line for line in lines
    )
    assert any("item <LBody> 12pt 'Lie down.'" in line or "'Lie down.'" in line for line in lines)
    assert dump == boxes(laid(replace(sheet())).document)
