"""The cover of a packet: what it says, and what of a patient's page it leaves out."""

from __future__ import annotations

from typing import Any

from composing_library import context, library

from clinicpress.composing.document import Document
from clinicpress.composing.furniture import CoverRow, cover_document
from clinicpress.content.blocktypes.block import Paragraph, TableGrid
from clinicpress.problems import Source

PAT = CoverRow(1, "9:00", "Pat Example", "EX-0001", "Your exercises", 2, 1, Source("patients.csv", 2))
ROBIN = CoverRow(2, "", "Robin Sample", "EX-0002", "Your exercises", 3, 2, Source("patients.csv", 3))


def composed(*rows: CoverRow, **choices: Any) -> Document:
    return cover_document(library(), rows, context(), **choices)


def said(*rows: CoverRow) -> list[str]:
    return [block.words.text for block in composed(*rows).blocks if isinstance(block, Paragraph)]


def grid(*rows: CoverRow) -> list[tuple[str, ...]]:
    (table,) = (block for block in composed(*rows).blocks if isinstance(block, TableGrid))
    return [tuple(cell.text for cell in cells) for cells in (table.header, *table.rows)]


def test_it_lists_each_part_of_the_packet_and_where_it_begins() -> None:
    assert grid(PAT, ROBIN) == [
        ("No.", "Time", "Name", "ID", "Sheet", "Pages"),
        ("1", "9:00", "Pat Example", "EX-0001", "Your exercises", "2"),
        ("2", "", "Robin Sample", "EX-0002", "Your exercises", "3 to 4"),
    ]


def test_without_times_there_is_no_column_for_them() -> None:
    assert grid(ROBIN) == [
        ("No.", "Name", "ID", "Sheet", "Pages"),
        ("2", "Robin Sample", "EX-0002", "Your exercises", "3 to 4"),
    ]


def test_it_says_in_bold_that_it_is_not_for_patients() -> None:
    first = composed(PAT).blocks[0]
    assert isinstance(first, Paragraph)
    assert first.words.text == "For staff only. Do not hand this page out; shred it after use."
    assert all(run.bold for run in first.words.runs)


def test_it_counts_patients_and_sides_of_paper() -> None:
    assert said(PAT)[1] == "1 patient, 1 side of paper"
    assert said(PAT, ROBIN)[1] == "2 patients, 3 sides of paper"
    assert said()[1] == "0 patients, 0 sides of paper"


def test_it_has_nothing_that_is_for_a_patient() -> None:
    cover = composed(PAT)
    assert (cover.safety, cover.summary_title, cover.summary, cover.notes_title) == (None, None, (), None)
    assert (cover.patient, cover.identity, cover.log, cover.facts) == ((), (), None, None)
    furniture = cover.furniture
    assert (furniture.web, furniture.qr, furniture.hours) == (None, "", None)
    assert furniture.clinic.text == "Harbor Physical Therapy"
    assert (furniture.call_label.text, furniture.phone.text) == ("Not for patients", "STAFF ONLY")


def test_every_page_says_which_list_and_which_day_it_is_of() -> None:
    assert composed(PAT).furniture.footer.text == "Exercise sheets: list for staff"
    cover = composed(PAT, day="Nov 22, 2026")
    assert cover.subtitle is not None
    assert cover.subtitle.text == "Nov 22, 2026"
    assert cover.furniture.footer.text == "Exercise sheets: list for staff · Nov 22, 2026"


def test_its_title_names_no_patient() -> None:
    assert composed(PAT).title.text == "Exercise sheets: list for staff"
    assert composed(PAT).id == "cover"


def test_a_row_is_named_by_its_own_place() -> None:
    (table,) = (block for block in composed(PAT, ROBIN).blocks if isinstance(block, TableGrid))
    assert [{cell.source for cell in cells} for cells in table.rows] == [{PAT.source}, {ROBIN.source}]
    assert str(table.source).startswith("content/clinic.yaml")


def test_a_name_is_no_markup() -> None:
    name = "**Pat** [Example](https://example.com)"
    row = CoverRow(1, "", name, "EX-0001", "Your exercises", 2, 1)
    assert grid(row)[1][1] == name
