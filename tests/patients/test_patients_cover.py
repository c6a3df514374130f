"""The cover of a packet on its pages: no row lost, doubled or split, and a file that is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_samples import ROOT, Placed, kinds, placed, text
from pdf_selfcheck import complaints
from reading_back import page_texts, text_in_structure_order

from clinicpress.build.jobs import Job
from clinicpress.build.press import Press
from clinicpress.composing.furniture import CoverRow
from clinicpress.content.reader import read_library
from clinicpress.layout.placing import LaidOut
from clinicpress.patients import packets as cover
from clinicpress.patients.packets import place_cover, place_cover_before
from clinicpress.pdf.write import draw, write_pdf
from clinicpress.problems import ContentError, OutputError, Source
from clinicpress.proof.conformance import verify_pdf
from clinicpress.store.cache import Cache
from clinicpress.typesetting.items import Group

pytestmark = pytest.mark.slow

JOB = Job("sheet", "sciatica", Path("packet.pdf"), paper="letter", layout="sheet")
HARD_NAMES = (
    "Pat Example",
    "Zoë O'Test",
    "Alexandra-Konstantina Example-Sample van der Testington of the Upper Placeholder",
    "E" * 80,
    "x y " * 20,
    "12 34 56 EXAMPLE",
)
NAMES = st.text("abyzÅéßø'-. 09MW", min_size=1, max_size=80).map(lambda name: f"N{name}")


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    library = read_library(ROOT).library
    assert library is not None
    return Press(library, Cache(tmp_path_factory.mktemp("cache")))


def listed(count: int, *, names: Sequence[str] = HARD_NAMES, times: bool = True) -> list[CoverRow]:
    """Rows that begin on page 1; every third patient has two pages."""
    rows, page = list[CoverRow](), 1
    for number in range(1, count + 1):
        time, pages = f"{8 + number // 6 % 10}:{number % 6}0", 2 if number % 3 == 0 else 1
        name, title = names[number % len(names)], ("Low back strength", "Sit to stand")[number % 2]
        rows.append(
            CoverRow(number, time if times else "", name, f"EX-{number:04}", title, page, pages,
                     Source("patients.csv", number + 1))
        )  # fmt: skip
        page += pages
    return rows


def squeezed(words: str) -> str:
    return "".join(words.split())


def body(laid_out: LaidOut) -> list[Placed]:
    """The rows of the table below its header, page by page."""
    return [
        found for found in placed(laid_out.document)
        if found.group.role == "TR" and found.group.kind != "row 0"
    ]  # fmt: skip


def cells(row: Group) -> list[str]:
    return [squeezed(text(cell)) for cell in row.items if isinstance(cell, Group)]


def expected(row: CoverRow, *, times: bool) -> list[str]:
    last = row.first_page + row.pages - 1
    pages = str(row.first_page) if last <= row.first_page else f"{row.first_page}to{last}"
    middle = (row.time, row.name, row.id, row.sheet_title)
    return [str(row.number), *map(squeezed, middle[0 if times else 1 :]), pages]


@settings(deadline=None, max_examples=25)
@given(st.lists(NAMES, max_size=90), st.sampled_from(["letter", "a4", "legal"]), st.booleans())
def test_any_list_of_rows_appears_once_and_in_order(
    press: Press, names: list[str], paper: str, times: bool
) -> None:
    rows = listed(len(names), names=names or HARD_NAMES, times=times)
    laid_out = place_cover(press, rows, replace(JOB, paper=paper))
    has_times = times and bool(rows)
    assert [cells(found.group) for found in body(laid_out)] == [
        expected(row, times=has_times) for row in rows
    ]


@pytest.mark.parametrize(("paper", "ink"), [("letter", "colour"), ("a4", "mono")])
def test_rows_are_whole_and_stand_under_each_other_within_the_page(
    press: Press, paper: str, ink: str
) -> None:
    laid_out = place_cover(press, listed(120), replace(JOB, paper=paper, ink=ink))  # type: ignore[arg-type]
    rows = body(laid_out)
    assert rows[-1].page > 3
    for upper, lower in pairwise(rows):
        assert lower.page > upper.page or lower.y == pytest.approx(upper.bottom)
    foot = {found.page: found.y for found in kinds(laid_out.document, "footer")}
    assert max(found.bottom - foot[found.page] for found in rows) < -9.0


def test_every_page_has_the_header_row_but_only_the_first_is_heard(press: Press) -> None:
    laid_out = place_cover(press, listed(120), JOB)
    pages = len(laid_out.document.pages)
    heads = [found.group for found in kinds(laid_out.document, "row 0")]
    again = kinds(laid_out.document, "repeated-header")
    assert [(cell.role, cell.scope) for cell in heads[0].items if isinstance(cell, Group)] == [
        ("TH", "Column")
    ] * 6
    assert len(heads) == 1
    assert [found.page for found in again] == list(range(2, pages + 1))
    assert {text(found.group) for found in again} == {text(heads[0])}
    assert {found.group.role for found in again} == {"Artifact"}
    assert len({found.group.key for found in kinds(laid_out.document, "table")}) == 1


def test_the_file_is_right_and_says_its_words_in_order(press: Press) -> None:
    laid_out = place_cover(press, listed(60), JOB, day="Nov 22, 2026")
    pages = len(laid_out.document.pages)
    data = write_pdf(laid_out.document, press.stamps)
    assert verify_pdf(data, pages=pages) == ()
    assert complaints(data) == []
    heard = text_in_structure_order(data).split("\n")
    at = heard.index("Exercise sheets: list for staff")
    assert heard[at:][:16] == [
        "Exercise sheets: list for staff", "Nov 22, 2026",
        "For staff only. Do not hand this page out; shred it after use.",
        "60 patients, 80 sides of paper",
        "No.", "Time", "Name", "ID", "Sheet", "Pages",
        "1", "8:10", "Zoë O'Test", "EX-0001", "Sit to stand", "1",
    ]  # fmt: skip
    assert sum(line.startswith("EX-") for line in heard) == 60
    for number, seen in enumerate(page_texts(data), 1):
        assert "STAFF ONLY" in seen
        assert f"Page {number} of {pages}" in seen


def test_it_can_stand_in_a_packet(press: Press) -> None:
    drawn = draw(place_cover(press, listed(3), JOB).document, press.stamps)
    top = drawn.tree.top("Sect")
    assert top.role == "Sect"
    assert [element.role for element in top.walk()].count("TR") == 4


def test_no_patient_is_named_in_metadata_or_bookmarks(press: Press) -> None:
    document = place_cover(press, listed(40), JOB).document
    named = f"{document.metadata} {[found.group.bookmark for found in placed(document)]}"
    assert "EX-" not in named
    assert "Example" not in named


def test_one_long_name_does_not_break_the_lines_of_all_others(press: Press) -> None:
    """Columns were as wide as their longest cell asked for, so that every title of a sheet took two lines."""
    names = [f"Robin Sample {number}" for number in range(40)]
    names[7] = HARD_NAMES[2]
    rows = body(place_cover(press, listed(40, names=names), JOB))
    heights = sorted(found.group.height for found in rows)
    assert heights[-2] == pytest.approx(heights[0])
    assert heights[-1] > 2 * heights[0]


def test_pages_are_counted_with_those_of_the_cover(press: Press) -> None:
    laid_out = place_cover_before(press, listed(40), JOB)
    pages = len(laid_out.document.pages)
    assert cells(body(laid_out)[0].group)[-1] == str(pages + 1)


def test_in_duplex_the_cover_ends_on_a_back(press: Press) -> None:
    laid_out = place_cover_before(press, listed(2), JOB, duplex=True)
    assert len(laid_out.document.pages) == 1
    assert [cells(found.group)[-1] for found in body(laid_out)] == ["3", "4"]


def test_numbers_that_never_settle_are_a_fault_and_not_wrong_numbers(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cover, "MOST_TRIES", 1)
    with pytest.raises(OutputError, match="cannot be settled"):
        place_cover_before(press, listed(2), JOB)


def test_a_character_that_cannot_be_printed_is_told_by_its_row_alone(press: Press) -> None:
    rows = [replace(row, time="\u26c4\u26c5") for row in listed(2)]
    with pytest.raises(ContentError) as caught:
        place_cover(press, rows, JOB)
    assert [problem.source for problem in caught.value.problems] == [row.source for row in rows]
    assert "U+26C4" in str(caught.value)
    assert "U+26C5" not in str(caught.value)
    assert "Pat Example" not in str(caught.value)
