"""Whose pages a PDF holds: each bears its own patient's name and number, as another library reads it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pdf_samples as samples
import pypdfium2
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from layout_samples import LYING, ROOT, brand, lay_out, layout
from pdf_samples import text
from reading_samples import plan_read
from reportlab.pdfbase import pdfmetrics

from clinicpress.composing.context import Context
from clinicpress.composing.furniture import IdentityText, identity_text
from clinicpress.composing.locale import load_locale
from clinicpress.composing.sheets import compose_sheet
from clinicpress.composing.uses import lacks_side
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.reader import read_library
from clinicpress.pdf.write import write_pdf
from clinicpress.proof.identity import (
    LineOrders,
    PageIdentity,
    PageProver,
    drawn_words,
    file_faults,
    page_faults,
    wrong_count,
)
from clinicpress.proof.pagetexts import PageReader, page_texts_of
from clinicpress.typesetting.items import Group, Metadata, Page, PlacedDocument

LABELS = ("Name", "ID")
LOCALE = load_locale("en", "US")
STRANGER = "does not bear the name, id and date that it should"


def identity_faults(
    texts: Iterable[str], expected: Sequence[PageIdentity], again: Sequence[Callable[[int], str]] = ()
) -> tuple[str, ...]:
    """What is wrong with pages that say ``texts`` and should be those ``expected``; nothing if all is well.

    Each of ``again`` reads the page of that index once more, in drawing order, before it is found wrong. Then
    words must be in that very order; without them, what stands on one line may have changed places, as PDFium
    gives it.
    """
    orders: LineOrders = set()
    count, faults = 0, list[str]()
    for count, said in enumerate(texts, 1):
        if count <= len(expected):
            more = [lambda read=read, index=count - 1: read(index) for read in again]
            found = page_faults(said, expected[count - 1], more, orders)
            faults += (f"page {count} {words}" for words in found)
    if count != len(expected):
        faults.append(wrong_count(count, len(expected)))
    return tuple(faults)


@cache
def library() -> Library:
    found = read_library(ROOT).library
    assert found is not None
    return found


@cache
def example() -> Loaded[Plan]:
    loaded = plan_read(ROOT / "content" / "patients" / "example-plan.yaml", ROOT, "mdy").loaded
    assert loaded is not None
    return loaded


def plan(name: str = "Pat Example", number: str = "EX-0001", **changes: Any) -> Loaded[Plan]:
    data = {"patient": {"name": name, "id": number}, "date": "2026-11-22", "sheet": "sciatica", **changes}
    return replace(example(), model=Plan.model_validate(data))


@cache
def _context() -> Context:
    return Context(LOCALE, lambda *_: LYING, lambda _: pytest.fail("no diagram here"))


def laid_out(of: Loaded[Plan], name: str = "sheet") -> PlacedDocument:
    document = compose_sheet(library(), "sciatica", replace(_context(), plan=of))
    return lay_out(
        document, layout(name), brand(), paper="letter", ink="colour", asset=ROOT.joinpath
    ).document


def strip_text(of: Loaded[Plan]) -> IdentityText:
    return identity_text(of.model, LOCALE, circled=lacks_side(library(), of))


def identities(of: Loaded[Plan], document: PlacedDocument, *, words: bool = True) -> list[PageIdentity]:
    strips, said, pages = strip_text(of), drawn_words(document), len(document.pages)
    return [
        PageIdentity(
            strips.further if index else strips.first, index + 1, pages, "Page {n} of {m}",
            said[index] if words else "", LABELS, () if index else strips.fewer,
        )
        for index in range(pages)
    ]  # fmt: skip


def together(*documents: PlacedDocument) -> bytes:
    pages = tuple(page for document in documents for page in document.pages)
    return write_pdf(PlacedDocument(pages, documents[0].metadata))


def made(*groups: Group) -> bytes:
    samples.register_fonts()
    return write_pdf(PlacedDocument((Page(612, 792, groups),), Metadata("T", "en", "A")))


def lines(*said: str) -> bytes:
    return made(*(text("P", each, 40.0 + 24 * row) for row, each in enumerate(said)))


def faults(data: bytes, strip: str, **more: Any) -> tuple[str, ...]:
    """What both ways to look at a page of one strip find; they agree."""
    expected = [PageIdentity(strip, 1, 1, "", **{"labels": LABELS, **more})]
    found = identity_faults(page_texts_of(data), expected)
    assert file_faults(data, expected) == found
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sheet", "sheet-compact", "large-print", "log"])
def test_pages_of_every_layout_are_their_patients(name: str) -> None:
    of = plan("Zoë O'Test", "EX-0003", **({"pages": 2} if name == "log" else {}))
    document = laid_out(of, name)
    data, expected = write_pdf(document), identities(of, document)
    assert file_faults(data, expected) == ()
    assert identity_faults(page_texts_of(data), expected) == ()


def test_a_packet_and_what_may_happen_to_it() -> None:
    plans = [plan(), plan("Robin Sample", "EX-0002"), plan("Zoë O'Test", "EX-0003", note="Go slowly.")]
    documents = [laid_out(of) for of in plans]
    expected = [
        each for of, document in zip(plans, documents, strict=True) for each in identities(of, document)
    ]
    first, second, third = documents
    assert file_faults(together(first, second, third), expected) == ()
    swapped = file_faults(together(first, third, second), expected)
    other = "has different words from those that were laid out"
    assert swapped == tuple(f"page {page} {words}" for page in (2, 3) for words in (STRANGER, other))
    assert file_faults(together(first, second), expected) == ("the file has 2 pages but should have 3",)
    assert file_faults(together(first, second, third, third), expected) == (
        "the file has 4 pages but should have 3",
    )
    assert file_faults(write_pdf(first), expected)[-1] == "the file has 1 page but should have 3"


def test_pages_of_one_patient_that_changed_places() -> None:
    of = plan()
    document = laid_out(of, "large-print")
    pages = list(document.pages)
    pages[1], pages[2] = pages[2], pages[1]
    data = write_pdf(PlacedDocument(tuple(pages), document.metadata))
    number = "does not show the right page number"
    assert identity_faults(page_texts_of(data), identities(of, document, words=False)) == (
        f"page 2 {number}",
        f"page 3 {number}",
    )


def test_words_of_another_plan_under_the_own_name() -> None:
    of, other = plan(), plan(note="Skip the bridge.")
    data, expected = write_pdf(laid_out(other)), identities(of, laid_out(of))
    assert file_faults(data, expected) == ("page 1 has different words from those that were laid out",)
    assert identity_faults(page_texts_of(data), expected) == file_faults(data, expected)


def test_words_in_another_order_are_found_in_the_file() -> None:
    """The reader sorts what stands on one line, so only a second look tells which was drawn for which."""
    drawn = made(text("P", "5", 60, x=54), text("P", "3", 60, x=90), text("P", "end", 90))
    expected = [PageIdentity("", 1, 1, "", words="3\n5\nend")]
    assert identity_faults(page_texts_of(drawn), expected) == ()
    assert file_faults(drawn, expected) == ("page 1 has different words from those that were laid out",)
    assert file_faults(drawn, [replace(expected[0], words="5\n3\nend")]) == ()


def test_what_is_drawn_from_right_to_left_is_no_fault() -> None:
    drawn = made(text("P", "web", 60, x=300), text("P", "clinic", 60, x=54), text("P", "end", 90))
    assert list(page_texts_of(drawn)) == ["clinic web\r\nend"]
    assert faults(drawn, "", words="web\nclinic\nend") == ()


@pytest.mark.parametrize(
    ("said", "strip"),
    [
        (("Name Ann ID A-10 Date x", "Next"), "Name Ann ID A-1 Date x"),
        (("Name Ann ID A-1 Date x", "Next"), "Name Ann ID A-10 Date x"),
        (("Name Annette ID A-1", "Next"), "Name Ann ID A-1"),
        (("Name Ann Lee ID A-1", "Next"), "Name Ann ID A-1"),
        (("Name Joann ID A-1", "Next"), "Name Ann ID A-1"),
        (("Name Ann ID A-10", "Next"), "Name Ann ID A-1"),
        (("Name Ann ID A-1 0", "Next"), "Name Ann ID A-1"),
        (("Name Ann ID A-1 Sore side Left", "Next"), "Name Ann ID A-1 Sore side"),
        (("Name Ann ID A-1", "Sore side Left", "Next"), "Name Ann ID A-1 Sore side"),
        (("Name Ann ID A-1 Therapist Sam Sample", "Next"), "Name Ann ID A-1 Therapist Sam"),
        (("Surname Ann ID A-1", "Next"), "Name Ann ID A-1"),
        (("Name ann ID A-1", "Next"), "Name Ann ID A-1"),
        (("Name Zoe ID A-1", "Next"), "Name Zoë ID A-1"),
        (("ID A-1 Name Ann", "Next"), "Name Ann ID A-1"),
        (("Name Ann", "Next"), "Name Ann ID A-1"),
        ((" ",), "Name Ann ID A-1"),
    ],
)
def test_what_is_nearly_the_own_name_is_another(said: Sequence[str], strip: str) -> None:
    assert faults(lines(*said), strip) == (f"page 1 {STRANGER}",)


@pytest.mark.parametrize(
    "said",
    [
        ("Name Ann ID A-1", "Next"),
        ("Before", "Name Ann", "ID A-1", "Next"),
        ("Name Ann ID", "A-1"),
        ("Name Ann ID A-1", "Next", "Name Ann ID A-1"),
        ("Name Ann ID A-1", "Your name and the ID card."),
    ],
)
def test_the_own_name_however_its_lines_are_broken(said: Sequence[str]) -> None:
    assert faults(lines(*said), "Name Ann ID A-1") == ()


@pytest.mark.parametrize(
    "said",
    [
        ("Name Ann ID A-1", "Name Bo ID A-2"),
        ("Name Bo ID A-2", "Name Ann ID A-1"),
        ("Name Bo Name Ann ID A-1", "Next"),
        ("Name Ann ID A-1", "Name Annette ID A-1"),
    ],
)
def test_a_second_name_on_the_page(said: Sequence[str]) -> None:
    assert faults(lines(*said), "Name Ann ID A-1") == ("page 1 shows a second name and id",)


def test_names_that_are_labels_themselves() -> None:
    assert faults(lines("Name Name ID ID ID A-1", "Next"), "Name Name ID ID ID A-1") == ()
    assert faults(lines("Name Name ID ID A-1"), "Name ID ID A-1") == ("page 1 shows a second name and id",)


def test_a_page_number_is_not_the_beginning_of_another() -> None:
    own = PageIdentity("", 1, 1, "Page {n} of {m}")
    assert file_faults(lines("x", "Page 1 of 1", "2 exercises"), [own]) == ()
    assert file_faults(lines("x", "Page 1 of 12"), [own]) == ("page 1 does not show the right page number",)
    assert file_faults(lines("x", "Page 11 of 1"), [own]) == ("page 1 does not show the right page number",)


def test_a_page_that_somebody_else_made_may_say_anything_but_a_name() -> None:
    labels = (*LABELS, "Date")
    for said in ("I consent.", "Name ____ ID ____ Date ____", "Name, ID and Date 2026"):
        assert faults(lines(said), "", labels=labels) == ()
    said = "Name Bo ID A-2 Date May 2, 2026"
    assert faults(lines(said), "", labels=labels) == ("page 1 shows the name and id of a patient",)


@pytest.mark.parametrize("end", ["-", "\u00ad", "\u2010"])
def test_a_hyphen_at_the_end_of_a_line(end: str) -> None:
    """The reader takes it for a word that goes on, and leaves out the end of the line."""
    assert faults(lines(f"Name Ann{end}", f"ID A{end}", "Next"), f"Name Ann{end} ID A{end}") == ()
    assert faults(lines("Name Ann ID A-", "1", "Next"), "Name Ann ID A") == (f"page 1 {STRANGER}",)


def printable() -> list[str]:
    samples.register_fonts()
    face: Any = pdfmetrics.getFont(samples.REGULAR)
    return [
        chr(code)
        for code in sorted(face.face.charToGlyph)
        if chr(code).isprintable() or unicodedata.category(chr(code)) in {"Zs", "Cf", "Mn"}
    ]


def test_every_character_of_the_typeface_comes_back() -> None:
    """Ligatures, accents of their own, soft hyphens: each as the only difference between two names."""
    said = [f"Name a{char}b ID A-1" for char in printable()]
    assert len(said) > 2000
    for start in range(0, len(said), 36):
        part = said[start : start + 36]
        words = "\n".join(part)
        assert faults(made(*(text("P", each, 20.0 + 20 * row) for row, each in enumerate(part))), "",
                      words=words, labels=()) == ()  # fmt: skip


NAMES = [
    "<b>Zoë</b> O'Test", "=cmd|'/C calc'!A0", "“Pat” ‘Example’", "Nguyễn Thị Ví Dụ", "Пример Образцов",
    "Office fi fl ffi", "Jose\u0301 Example", "Two  Spaces", "W" * 80, "Pat " * 19 + "Pat",
    "(Pat) \\ Example", "Soft\u00adhyphen", "1 Page 1 of 1", "{n} of {m}",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_kind(name: str) -> None:
    # the longest name needs two lines of a full page
    of = plan(name, exercises={"drop": ["knee-to-chest"]})
    document = laid_out(of)
    data = write_pdf(document)
    assert file_faults(data, identities(of, document)) == ()
    assert identity_faults(page_texts_of(data), identities(of, document)) == ()
    assert file_faults(data, identities(plan(), document, words=False)) == (f"page 1 {STRANGER}",)


LETTERS = st.sampled_from("AaBbeëéẽ1 0-'.ÜЖиễ")
SOMEBODY = st.tuples(st.text(LETTERS, min_size=1, max_size=14), st.text("A10-", min_size=1, max_size=5))


def valid(name: str, number: str) -> Loaded[Plan]:
    # a name without a letter is refused on reading
    assume(any(map(str.isalpha, name)) and number.strip(" -"))
    return plan(" ".join(name.split()), number)


def bare(of: Loaded[Plan]) -> str:
    return "".join(unicodedata.normalize("NFC", strip_text(of).first).split())


@pytest.mark.slow
@given(SOMEBODY, SOMEBODY)
@settings(deadline=None, max_examples=40)
def test_a_page_is_its_own_and_nobody_elses(one: tuple[str, str], two: tuple[str, str]) -> None:
    own, other = valid(*one), valid(*two)
    documents = [laid_out(own), laid_out(other)]
    expected = [*identities(own, documents[0]), *identities(other, documents[1])]
    assert file_faults(together(*documents), expected) == ()
    assume(bare(own) != bare(other))
    found = file_faults(together(*reversed(documents)), [replace(each, words="") for each in expected])
    assert [each.partition(" does")[0] for each in found] == ["page 1", "page 2"]


def test_complaints_tell_of_nobody() -> None:
    of, other = plan("Quirky Example", "EX-77"), plan("Zany Sample", "EX-88")
    for found in file_faults(write_pdf(laid_out(other)), identities(of, laid_out(of))):
        assert not [word for word in ("Quirky", "Zany", "77", "88") if word in found]


def test_forms_that_can_hold_no_words_are_not_read() -> None:
    """What the reader is given differs from the file in nothing but their kind."""
    data = write_pdf(laid_out(plan()))
    with PageReader(data) as masked, PageReader(data, masked=False) as plain:
        assert masked.text(0) == plain.text(0)
        assert masked.drawn(0) == plain.drawn(0)
        kinds = [[found.type for found in reader.document[0].get_objects()] for reader in (masked, plain)]
    assert pypdfium2.raw.FPDF_PAGEOBJ_FORM not in kinds[0]
    assert pypdfium2.raw.FPDF_PAGEOBJ_FORM in kinds[1]


def test_what_is_hidden_by_mistake_is_read_before_a_page_is_found_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A reader that misses half of a page must not stop a packet that is right."""
    of = plan()
    document = laid_out(of)
    data, expected = write_pdf(document), identities(of, document)
    whole = PageReader.drawn

    def half(self: PageReader, index: int) -> str:
        said = whole(self, index)
        return said[: len(said) // 2] if self.masked else said

    monkeypatch.setattr(PageReader, "drawn", half)
    monkeypatch.setattr(PageReader, "text", half)
    assert file_faults(data, expected) == ()


def test_a_file_on_the_disk(tmp_path: Path) -> None:
    of = plan()
    document = laid_out(of)
    path = tmp_path / "one.pdf"
    path.write_bytes(write_pdf(document))
    assert file_faults(path, identities(of, document)) == ()
    stranger = identities(plan("Robin Sample"), document, words=False)
    assert file_faults(path, stranger) == (f"page 1 {STRANGER}",)


def test_pages_in_any_order(tmp_path: Path) -> None:
    """As where several processes prove a part of a packet each."""
    of = plan()
    document = laid_out(of, "large-print")
    expected = identities(of, document)
    path = tmp_path / "four.pdf"
    path.write_bytes(write_pdf(document))
    with PageProver(path) as prover:
        assert prover.pages == len(expected)
        assert [prover.faults(index, expected[index]) for index in (2, 0, 1)] == [()] * 3
        assert STRANGER in prover.faults(0, expected[1])


def test_many_pages_are_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinicpress.proof.pagetexts.PAGES_AT_ONCE", 2)
    document = laid_out(plan(), "large-print")
    texts = list(page_texts_of(write_pdf(document)))
    assert len(texts) == len(document.pages) > 2
    assert [f"Page {n} of {len(texts)}" in each for n, each in enumerate(texts, 1)] == [True] * len(texts)


def test_a_file_that_is_no_pdf(tmp_path: Path) -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        list(page_texts_of(b"words"))
    with pytest.raises(FileNotFoundError):
        list(page_texts_of(tmp_path / "none.pdf"))
