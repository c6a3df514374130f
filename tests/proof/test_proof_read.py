from __future__ import annotations

from io import BytesIO

import pdf_samples as samples
import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_samples import group, line, text
from reading_back import page_texts, text_in_structure_order

from clinicpress.pdf.write import write_pdf
from clinicpress.typesetting.items import Group, Metadata, Page, PlacedDocument


def made(*groups: Group) -> bytes:
    samples.register_fonts()
    return write_pdf(PlacedDocument((Page(612, 792, groups),), Metadata("T", "en", "A")))


def test_order_of_tags_and_not_of_places() -> None:
    data = made(text("P", "first in the story", 500), text("P", "second", 100))
    assert text_in_structure_order(data) == "first in the story\nsecond"


def test_labels_stand_before_their_words_and_cells_apart() -> None:
    item = group(
        "LI", group("Lbl", line(10, "1.")), group("LBody", text("P", "Bend.", 10), text("P", "Rest.", 30))
    )
    row = group("TR", group("TH", line(60, "a")), group("TD", line(60, "b", x=90)))
    assert text_in_structure_order(made(group("L", item), group("Table", row))) == "1.\nBend.\nRest.\na\nb"


def test_alternative_text_where_asked_for() -> None:
    data = made(text("P", "before", 20), samples.figure(40), text("P", "after", 200))
    assert text_in_structure_order(data) == "before\nafter"
    assert text_in_structure_order(data, alt=True) == f"before\n[{samples.frame().alt}]\nafter"


def test_fonts_without_characters_give_no_text() -> None:
    with pikepdf.open(BytesIO(made(text("P", "words", 20)))) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
                del thing["/ToUnicode"]
        buffer = BytesIO()
        pdf.save(buffer)
    assert text_in_structure_order(buffer.getvalue()) == ""


def test_files_without_tags_give_no_text() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        buffer = BytesIO()
        pdf.save(buffer)
    assert text_in_structure_order(buffer.getvalue()) == ""
    assert page_texts(buffer.getvalue()) == ("",)


LATIN = "abcxyzABCÄéßñ()\\<>&%0123456789.,;:!?'\"-–—•×½€ \u00a0"


@given(st.lists(st.text(LATIN, min_size=1, max_size=30), min_size=1, max_size=8))
@settings(deadline=None, max_examples=60)
def test_any_words_come_back(words: list[str]) -> None:
    data = made(*(text("P", each, 20.0 + 20 * row) for row, each in enumerate(words)), text("P", "end", 700))
    stories = [each.replace("\u00a0", " ").strip() for each in words]
    assert text_in_structure_order(data).split("\n") == [*(story for story in stories if story), "end"]
