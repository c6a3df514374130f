"""The page of a diary: one page on every paper with 28 days to write on, or an error with its place."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest
from diary_samples import diary
from layout_samples import card, document, kinds, layout, look, overlap, placed, safety, text, words
from pdf_selfcheck import complaints
from reading_back import text_in_structure_order

from clinicpress.blocks.diarytable import LARGEST_ROW, LEAST_ROW
from clinicpress.choices import Ink
from clinicpress.composing.document import Document
from clinicpress.layout.diarypage import DiaryPage, diary_page
from clinicpress.layout.paper import page_frame
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import ContentError, FitError
from clinicpress.proof.conformance import verify_pdf
from clinicpress.typesetting.items import Metadata, PlacedDocument
from clinicpress.units import Paper

PAPERS: tuple[Paper, ...] = ("letter", "a4", "legal")
LONG = "A very long title of a sheet for the lower back, both hips, both knees and one shoulder"


def sheet(sessions: int = 2, exercises: int = 4, **changes: Any) -> Document:
    cards = [card(number) for number in range(1, exercises + 1)]
    return document(cards, **{"diary": diary(sessions), **changes})


def laid(doc: Document, paper: Paper = "letter", ink: Ink = "colour") -> DiaryPage:
    return diary_page(doc, look("log", ink), page_frame(layout("log"), paper))


def whole(made: DiaryPage) -> PlacedDocument:
    return PlacedDocument(made.pages, Metadata("A diary", "en-US", "A clinic"))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("sessions", [1, 2, 3, 4])
def test_every_paper_holds_28_days_in_order(paper: Paper, sessions: int) -> None:
    made = laid(sheet(sessions), paper)
    rows = [text(found.group).split() for found in kinds(whole(made), "diary-day")]
    assert rows == [[str(number)] for number in range(1, 29)]
    assert len(kinds(whole(made), "diary-example")) == 2
    assert LEAST_ROW <= made.row <= LARGEST_ROW
    assert made.text_size >= 12
    assert made.dropped == ()


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("exercises", [1, 4, 8, 12])
@pytest.mark.parametrize("title", ["Sciatica", LONG])
def test_nothing_stands_on_anything_else(paper: Paper, exercises: int, title: str) -> None:
    made = laid(sheet(exercises=exercises, title=words(title), pages=1 if exercises <= 4 else 2), paper)
    for number, page in enumerate(made.pages):
        outer = [
            found for found in placed(whole(made)) if found.page == number + 1 and found.group in page.groups
        ]
        assert len(outer) >= 4
        assert [pair for pair in combinations(outer, 2) if overlap(*pair)] == []
    for found in placed(whole(made)):
        assert found.x >= 18
        assert found.right <= made.pages[0].width - 18
        assert found.bottom <= made.pages[0].height - 18


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_is_smaller_than_is_read(paper: Paper) -> None:
    furniture = {"footer", "header-words", "qr-label"}
    sizes = {
        found.group.text_size
        for found in placed(whole(laid(sheet(3), paper)))
        if found.group.text_size and found.group.kind not in furniture
    }
    assert min(sizes) >= 10.5


def test_the_exercises_never_go_and_may_stand_on_the_back() -> None:
    with pytest.raises(FitError) as caught:
        laid(sheet(exercises=12))
    assert caught.value.problems[0].hint.startswith("write pages: 2")
    warned = [
        card(number, not_if=words(f"Skip {number}."), note=words(f"Note {number}.")) for number in (1, 2)
    ]
    for pages in (1, 2):
        made = laid(document(warned, diary=diary(), pages=pages))
        assert len(made.pages) == pages
        (found,) = kinds(whole(made), "exercises")
        assert found.page == pages
        heard = re.sub(r"\s+", " ", text(found.group))
        assert all(said in heard for said in ("Skip 1.", "Note 1.", "Skip 2.", "Note 2."))
        assert len(kinds(whole(made), "safety")) == len(kinds(whole(made), "patient")) == pages


def test_the_exercises_are_numbered_with_short_title_and_dose() -> None:
    (found,) = kinds(whole(laid(sheet(exercises=2))), "exercises")
    heard = text(found.group)
    assert "1. Exercise 1. Hold 30 seconds. Do 3 on each side, 2 times a day." in re.sub(r"\s+", " ", heard)
    assert "2. Exercise 2." in re.sub(r"\s+", " ", heard)


def test_much_room_is_for_notes() -> None:
    made = laid(sheet(exercises=1), "legal")
    (notes,) = kinds(whole(made), "notes-block")
    assert made.row == pytest.approx(LARGEST_ROW)
    assert not any(overlap(notes, other) for other in kinds(whole(made), "diary-days"))
    assert not kinds(whole(laid(sheet())), "notes-block")


@pytest.mark.parametrize("paper", PAPERS)
def test_the_safety_block_is_whole_and_the_pain_rule_is_there(paper: Paper) -> None:
    doc = sheet(exercises=4)
    assert doc.safety
    heard = re.sub(r"\s+", " ", text_in_structure_order(write_pdf(whole(laid(doc, paper)))))
    block = doc.safety
    assert block.after_hours
    for part in (block.stop_title, *block.stop_items, block.emergency_title, *block.emergency_items,
                 block.after_hours):  # fmt: skip
        assert part.text in heard
    assert "A gentle pull is fine. Stop for sharp pain." in heard


def test_who_listens_hears_the_diary_in_order() -> None:
    heard = re.sub(r"\s+", " ", text_in_structure_order(write_pdf(whole(laid(sheet())))))
    story = ["Example Physical Therapy", "Name", "Sciatica: your home exercises", "My 28-day diary"]
    story += ["Each day:", "A gentle pull", "My exercises", "Day Date Morning Evening Pain Notes", "Example"]
    story += ["Stop and call us", "You feel numb between your legs"]
    places = [0]
    for part in story:
        places.append(heard.index(part, places[-1]))


@pytest.mark.parametrize("ink", ["colour", "mono"])
@pytest.mark.parametrize(("paper", "sessions"), [("letter", 2), ("a4", 3), ("legal", 1), ("letter", 4)])
def test_it_is_accessible_and_archival(tmp_path: Path, paper: Paper, sessions: int, ink: Ink) -> None:
    data = write_pdf(whole(laid(sheet(sessions), paper, ink)))
    assert verify_pdf(data, pages=1) == ()
    assert complaints(data) == []
    file = tmp_path / "diary.pdf"
    file.write_bytes(data)
    for profile in ("ua1", "2a"):
        assert page_validation.validate_pdf(str(file), profile=profile).is_compliant


def test_mono_is_the_same_page_in_black() -> None:
    colour, mono = laid(sheet()), laid(sheet(), ink="mono")
    assert [(p.x, p.y, p.group.kind) for p in placed(whole(colour))] == [
        (p.x, p.y, p.group.kind) for p in placed(whole(mono))
    ]
    with pikepdf.open(BytesIO(write_pdf(whole(mono)))) as pdf:
        operators = {str(each.operator) for each in pikepdf.parse_content_stream(pdf.pages[0])}
    assert not {"rg", "RG", "k", "K", "sc", "SC", "scn", "SCN", "sh"} & operators


def test_a_long_title_has_the_diarys_name_under_it() -> None:
    (short,), (long,) = (kinds(whole(laid(sheet(title=words(t)))), "diary-title") for t in ("Sciatica", LONG))
    (title,) = kinds(whole(laid(sheet(title=words(LONG)))), "title")
    assert long.y >= title.bottom
    assert long.x < short.x


def test_a_diary_that_does_not_fit_is_refused_with_its_place_and_a_tried_hint() -> None:
    signs = tuple(words(f"Sign number {number} of a long list of signs") for number in range(16))
    doc = sheet(safety=replace(safety(), stop_items=signs))
    with pytest.raises(FitError) as caught:
        laid(doc)
    (problem,) = caught.value.problems
    assert re.search(r"a diary of 28 days does not fit on one page: \d+ mm too long", problem.message)
    assert doc.facts
    assert problem.source == doc.facts.source
    assert "print on Legal, where it fits" in problem.hint
    assert "stop_if" in problem.hint
    assert len(kinds(whole(laid(doc, "legal")), "diary-day")) == 28


def test_too_many_boxes_a_day_are_refused() -> None:
    with pytest.raises(FitError, match=r"x.yaml:1:3: 9 boxes a day do not fit in a diary: \d+ mm too wide"):
        laid(sheet(9))


def test_a_document_without_a_diary_is_refused() -> None:
    with pytest.raises(FitError, match="has no diary"):
        laid(document([card()]))


def test_a_character_that_cannot_be_printed_is_found_in_the_diarys_own_words() -> None:
    with pytest.raises(ContentError, match="has no glyph for"):
        laid(sheet(diary=diary(example_note="漢")))
