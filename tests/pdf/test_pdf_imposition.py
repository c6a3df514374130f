"""Pages that stand on paper in printer's order, as PDF: read in their own order, and sound as any other."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import page as page_validation
import pdf_samples as samples
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_samples import group, line, text
from pdf_selfcheck import complaints
from reading_back import page_texts, text_in_structure_order

from clinicpress.content.models.layout import Imposition
from clinicpress.layout.imposition import impose, sides
from clinicpress.layout.paper import page_size
from clinicpress.pdf.write import write_pdf
from clinicpress.proof.conformance import verify_pdf
from clinicpress.typesetting.items import Group, Metadata, Page, PageSpot, PlacedDocument
from clinicpress.units import PAPERS, Paper

CASES: tuple[tuple[Imposition, int], ...] = (
    ("two-up", 1), ("two-up", 3),
    ("booklet", 1), ("booklet", 4), ("booklet", 5), ("booklet", 8),
    ("trifold", 1), ("trifold", 4), ("trifold", 6),
)  # fmt: skip


def flat(imposition: Imposition, count: int, paper: Paper = "letter") -> PlacedDocument:
    return samples.panels(count, *page_size(paper, imposition))


def imposed(imposition: Imposition, count: int, paper: Paper = "letter") -> bytes:
    return write_pdf(impose(flat(imposition, count, paper), imposition, paper))


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def elements(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    """The elements of a role, in reading order."""

    def walk(element: Any) -> list[Any]:
        raw = element.get("/K", [])
        kids = list(raw) if isinstance(raw, pikepdf.Array) else [raw]
        inner = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        return [*([element] if f"/{role}" == element.S else []), *(e for kid in inner for e in walk(kid))]

    return walk(pdf.Root.StructTreeRoot.K)


def rectangles(page: Any) -> list[list[float]]:
    return [[float(value) for value in annotation.Rect] for annotation in page.get("/Annots", [])]


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize(("imposition", "count"), CASES)
def test_imposed_files_are_accessible_and_archival(
    imposition: Imposition, count: int, paper: Paper, tmp_path: Path
) -> None:
    data = imposed(imposition, count, paper)
    assert complaints(data) == []
    assert verify_pdf(data, pages=len(sides(imposition, count))) == ()
    file = tmp_path / "imposed.pdf"
    file.write_bytes(data)
    for profile in ("ua1", "2a"):
        assert page_validation.validate_pdf(file, profile=profile).failures == []


@pytest.mark.parametrize(("imposition", "count"), CASES)
def test_the_story_is_that_of_the_pages_one_by_one(imposition: Imposition, count: int) -> None:
    data = imposed(imposition, count)
    told = text_in_structure_order(data, alt=True)
    assert told == text_in_structure_order(write_pdf(flat(imposition, count)), alt=True)
    whole = " ".join(f"Text {number} link {number}" for number in range(1, count + 1))
    assert told.split("\n")[:2] == ["Back care", whole]


@pytest.mark.parametrize(("imposition", "count"), CASES)
def test_what_goes_on_over_pages_is_one_element(imposition: Imposition, count: int) -> None:
    with opened(imposed(imposition, count)) as pdf:
        assert len(elements(pdf, "P")) == len(elements(pdf, "L")) == 1
        assert len(elements(pdf, "LI")) == len(elements(pdf, "Link")) == count


def test_pages_stand_on_the_right_sheets() -> None:
    front, back = page_texts(imposed("booklet", 4))
    assert [number for number in "1234" if f"Foot {number}" in front] == ["1", "4"]
    assert [number for number in "1234" if f"Foot {number}" in back] == ["2", "3"]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_paper_lies_on_its_long_side(paper: Paper) -> None:
    width, height, _ = PAPERS[paper]
    for imposition in ("two-up", "booklet", "trifold"):
        with opened(imposed(imposition, 4, paper)) as pdf:
            for page in pdf.pages:
                assert [float(value) for value in page.MediaBox] == pytest.approx([0, 0, height, width])


def test_a_side_without_pages_holds_marks_alone() -> None:
    data = imposed("booklet", 1)
    assert page_texts(data)[1] == ""
    with opened(data) as pdf:
        code = pdf.pages[1].Contents.read_bytes()
    assert code.startswith(b"/Artifact BMC")
    assert b"BDC" not in code


def test_an_element_that_comes_back_to_a_side_is_heard_in_its_turn() -> None:
    """It was one mark on that side, so that the words of the last page followed those of the first.

    On a sheet folded once, pages 1 and 4 share a side, and nothing but the paragraph stands on them.
    """
    words = ("one", "two", "three", "four")
    pages = [Page(100, 100, (group("P", line(20, word, broken=True), key="k"),)) for word in words]
    samples.register_fonts()
    document = impose(PlacedDocument(tuple(pages), Metadata("T", "en", "A")), "booklet", "letter")
    data = write_pdf(document)
    assert text_in_structure_order(data) == "one two three four"
    assert complaints(data) == []
    with opened(data) as pdf:
        (paragraph,) = elements(pdf, "P")
        front, back = (page.objgen for page in pdf.pages)
        assert paragraph.Pg.objgen == front
        first, second, last = paragraph.K
        assert (int(first), int(last)) == (0, 1)
        assert (second.Pg.objgen, int(second.MCID)) == (back, 0)


def test_two_ups_second_copy_is_silent() -> None:
    data = imposed("two-up", 1)
    assert page_texts(data)[0].count("Back care") == 2
    assert text_in_structure_order(data).count("Back care") == 1
    with opened(data) as pdf:
        assert len(elements(pdf, "Figure")) == len(elements(pdf, "H1")) == 1
        assert "/Outlines" not in pdf.Root
    with opened(imposed("two-up", 2)) as pdf:
        assert int(pdf.Root.Outlines.Count) == 3, "one bookmark for each heading, not for each copy"


def test_links_in_a_silent_copy_are_plain_words() -> None:
    """A link needs an element, and with one of its own the copy would be heard."""
    width, _ = page_size("letter", "two-up")
    with opened(imposed("two-up", 1)) as pdf, opened(write_pdf(flat("two-up", 1))) as alone:
        assert len(elements(pdf, "Link")) == 1
        (box,) = rectangles(pdf.pages[0])
        assert box[2] < width
        assert [box] == rectangles(alone.pages[0])


@pytest.mark.parametrize(("imposition", "count"), [("booklet", 5), ("booklet", 8), ("trifold", 6)])
def test_links_stand_on_their_words(imposition: Imposition, count: int) -> None:
    width, _ = page_size("letter", imposition)
    with opened(imposed(imposition, count)) as pdf, opened(write_pdf(flat(imposition, count))) as alone:
        for page, side in zip(pdf.pages, sides(imposition, count), strict=True):
            expected = []
            for slot, number in enumerate(side):
                if number is not None:
                    ((left, bottom, right, top),) = rectangles(alone.pages[number])
                    expected.append([left + slot * width, bottom, right + slot * width, top])
            found = sorted(rectangles(page))
            assert len(found) == len(expected)
            for box, place in zip(found, expected, strict=True):
                assert box == pytest.approx(place, abs=0.02)


def test_figures_say_where_they_stand_on_the_paper() -> None:
    with opened(imposed("trifold", 6)) as pdf:
        boxes = [[float(value) for value in element.A.BBox] for element in elements(pdf, "Figure")]
    # Panels 1 to 6, in the order in which they are read.
    assert [box[0] for box in boxes] == [18 + 264 * slot for slot in (2, 0, 0, 1, 2, 1)]


@pytest.mark.parametrize(("imposition", "count"), [("booklet", 5), ("trifold", 6)])
def test_bookmarks_are_in_reading_order_and_lead_to_the_right_side(
    imposition: Imposition, count: int
) -> None:
    width, _ = page_size("letter", imposition)
    places = {
        number: (index, slot)
        for index, side in enumerate(sides(imposition, count))
        for slot, number in enumerate(side)
    }
    with opened(imposed(imposition, count)) as pdf, pdf.open_outline() as outline:
        (top,) = outline.root
        assert top.title == "Back care"
        assert [kid.title for kid in top.children] == [f"Page {n}" for n in range(1, count + 1)]
        for number, kid in enumerate(top.children):
            index, slot = places[number]
            destination: Any = kid.destination
            assert destination[0].objgen == pdf.pages[index].objgen
            assert float(destination[2]) == pytest.approx(18 + slot * width)


@pytest.mark.parametrize(("imposition", "count"), CASES)
def test_same_bytes_twice(imposition: Imposition, count: int) -> None:
    assert imposed(imposition, count) == imposed(imposition, count)


def test_natural_order_said_or_not_gives_the_same_bytes() -> None:
    document = samples.handout()
    assert write_pdf(replace(document, reading=document.in_reading_order())) == write_pdf(document)


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_any_reading_order_gives_sound_tags(data: st.DataObject) -> None:
    samples.register_fonts()
    keys = st.sampled_from(["", "k"])
    spots = [PageSpot(page, place) for page in range(3) for place in range(data.draw(st.integers(0, 3)))]
    pages: list[list[Group]] = [[], [], []]
    for spot in spots:
        words = text("P", f"w{spot.page}{spot.group}.", 20.0 + 20 * spot.group, key=data.draw(keys))
        pages[spot.page].append(words)
    reading = tuple(data.draw(st.permutations(spots)))
    made = PlacedDocument(
        tuple(Page(200, 200, (*groups, text("H1", "always", 100))) for groups in pages),
        Metadata("T", "en", "A"),
        (*reading, *(PageSpot(page, len(groups)) for page, groups in enumerate(pages))),
    )
    pdf = write_pdf(made)
    assert complaints(pdf) == []
    keyed = [spot for spot in reading if pages[spot.page][spot.group].key]
    told = text_in_structure_order(pdf).replace("\n", " ").split()
    order = [spot for spot in reading if spot not in keyed or spot == keyed[0]]
    expected = [each for spot in order for each in (keyed if keyed and spot == keyed[0] else [spot])]
    assert "".join(told) == "".join(f"w{spot.page}{spot.group}." for spot in expected) + "always" * 3
