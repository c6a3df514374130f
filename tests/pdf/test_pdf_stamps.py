"""Groups that many pages share: drawn once, and the same on every page as if they were drawn there."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pdf_samples as samples
import pikepdf
import pypdfium2
import pytest
from pdf_samples import group, line, span
from pdf_selfcheck import complaints
from PIL import ImageChops
from reading_back import page_texts, text_in_structure_order

from clinicpress.pdf.packet import PacketDocument, PacketWriter, packet_body
from clinicpress.pdf.page import Stamps
from clinicpress.pdf.write import draw, write_pdf
from clinicpress.proof.conformance import verify_pdf
from clinicpress.typesetting.items import Circle, Group, Metadata, Page, PlacedDocument, Rect, TextLine

samples.register_fonts()
METADATA = Metadata("T", "en", "A")


def step(number: int) -> Group:
    label = group("Lbl", line(10.0, span(f"{number}.")))
    body = group("LBody", line(10.0, span(f"Step {number}: 100 % (all) of \\ it.")))
    return replace(group("LI", label, body), y=14.0 * number)


def steps(count: int, *, shared: bool) -> Group:
    made = group("L", Rect(0.0, 0.0, 90.0, 4.0, fill="#336699"), *(step(number) for number in range(count)))
    return replace(made, x=50.0, y=60.0, width=200.0, height=300.0, numbering="Decimal", shared=shared)


def figure(*, shared: bool) -> Group:
    art = group("Figure", Circle(20.0, 20.0, 12.0, fill="#AA0000"), alt="A disc: 50 % red.")
    return replace(art, x=320.0, y=90.0, width=40.0, height=40.0, shared=shared)


def document(count: int, pages: int, *, shared: bool) -> PlacedDocument:
    heading = group("H1", line(30.0, span("Heading")))
    page = Page(612, 792, (heading, steps(count, shared=shared), figure(shared=shared)))
    return PlacedDocument((page,) * pages, METADATA)


@pytest.mark.parametrize("count", [1, 20, 70, 90])
def test_a_stamp_is_as_if_it_were_drawn_there(count: int) -> None:
    # 70 items make more than the 200 elements that stand in one object stream
    plain = write_pdf(document(count, 2, shared=False))
    stamped = write_pdf(document(count, 2, shared=True))
    assert complaints(stamped) == []
    assert verify_pdf(stamped, pages=2) == ()
    assert text_in_structure_order(stamped, alt=True) == text_in_structure_order(plain, alt=True)
    assert page_texts(stamped) == page_texts(plain)
    with pypdfium2.PdfDocument(plain) as one, pypdfium2.PdfDocument(stamped) as other:
        for number in range(2):
            pictures = [pdf[number].render(scale=1).to_pil().convert("RGB") for pdf in (one, other)]
            assert ImageChops.difference(*pictures).getbbox() is None


def test_what_is_kept_changes_no_byte() -> None:
    stamps = Stamps()
    first = write_pdf(document(20, 1, shared=True), stamps)
    write_pdf(document(9, 1, shared=True), stamps)
    assert write_pdf(document(20, 1, shared=True), stamps) == first == write_pdf(document(20, 1, shared=True))


def test_the_box_of_a_figure_is_where_it_stands() -> None:
    with pikepdf.open(BytesIO(write_pdf(document(2, 1, shared=True)))) as pdf:
        boxes = [
            [float(value) for value in each.A.BBox]
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
    assert boxes == [[320.0, 792.0 - 130.0, 360.0, 792.0 - 90.0]]


def test_one_stamp_moved_and_changed_around_is_not_mistaken() -> None:
    made = figure(shared=True)
    moved = replace(made, x=100.0)
    renamed = replace(made, y=300.0, alt="Another disc.")
    page = Page(612, 792, (group("P", line(30.0, span("Words"))), made, moved, renamed))
    data = write_pdf(PlacedDocument((page,), METADATA))
    text = text_in_structure_order(data, alt=True)
    assert text.count("[A disc: 50 % red.]") == 2
    assert text.count("[Another disc.]") == 1


def test_a_group_with_a_link_is_drawn_where_it_stands() -> None:
    words = TextLine(0.0, 10.0, (span("our page", link="https://example.com/a"),))
    made = replace(group("P", words), x=40.0, y=200.0, width=100.0, height=14.0, shared=True)
    data = write_pdf(PlacedDocument((Page(612, 792, (made,)),), METADATA))
    assert complaints(data) == []
    with pikepdf.open(BytesIO(data)) as pdf:
        (link,) = pdf.pages[0].Annots
        assert float(link.Rect[0]) == 40.0


def test_a_packet_has_each_document_as_a_section_with_its_bookmark() -> None:
    stamps, out = Stamps(), BytesIO()
    packet = PacketWriter(out.write, METADATA)
    for start in (0, 40):
        drawn = [packet_body(draw(document(9, 1 + k % 2, shared=True), stamps)) for k in range(40)]
        packet.add([PacketDocument(each, (), f"No. {start + k + 1}") for k, each in enumerate(drawn)])
    packet.finish()
    data = out.getvalue()
    assert packet.pages == 120
    assert verify_pdf(data, pages=120) == ()
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [f"No. {k + 1}" for k in range(80)]
        top = pdf.Root.StructTreeRoot.K
        assert [str(kid.S) for kid in top.K] == ["/Sect"] * 80


def test_a_packet_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="a packet needs a page"):
        PacketWriter(BytesIO().write, METADATA).finish()
