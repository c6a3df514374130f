"""What the clinic holds in its hands: the starter's own handout and sheet, in every paper, ink and brand."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import product
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from pdf_selfcheck import complaints
from reading_back import text_in_structure_order

from clinicpress.build.jobs import Job, Kind
from clinicpress.build.press import Press
from clinicpress.composing.context import Context
from clinicpress.composing.document import Card, Document
from clinicpress.composing.locale import load_locale
from clinicpress.composing.sheets import compose_sheet
from clinicpress.content.models.library import Library
from clinicpress.content.reader import read_library
from clinicpress.figures.compiled import diagram, figure
from clinicpress.layout.boxes import boxes
from clinicpress.layout.glyphs import all_words
from clinicpress.layout.placing import LaidOut
from clinicpress.pdf.write import write_pdf
from clinicpress.proof.conformance import verify_pdf
from clinicpress.store.cache import workspace_cache
from clinicpress.units import Paper

GOLDEN = Path(__file__).parent / "goldens"
VARIANTS = list(product(("handout", "sheet"), ("letter", "a4"), ("colour", "mono")))


@pytest.fixture(scope="session")
def library(built_workspace: Path) -> Library:
    library = read_library(built_workspace).library
    assert library is not None
    return library


def laid(library: Library, kind: str, paper: str = "letter", ink: str = "colour") -> LaidOut:
    job = Job(kind, "sciatica", Path("unused.pdf"), layout=kind, paper=paper, ink=ink)  # type: ignore[arg-type]
    return Press(library, workspace_cache(library.root)).place(job)


@pytest.mark.parametrize(("kind", "paper", "ink"), VARIANTS)
def test_every_variant_is_accessible_and_archival(
    library: Library, tmp_path: Path, kind: Kind, paper: Paper, ink: str
) -> None:
    data = write_pdf(laid(library, kind, paper, ink).document)
    assert verify_pdf(data) == ()
    assert complaints(data) == []
    file = tmp_path / "made.pdf"
    file.write_bytes(data)
    for profile in ("ua1", "2a"):
        assert page.validate_pdf(str(file), profile=profile).is_compliant
    assert b"Helvetica" not in data


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("ink", ["colour", "mono"])
def test_the_sheet_is_one_page_with_its_floors_held(library: Library, paper: Paper, ink: str) -> None:
    result = laid(library, "sheet", paper, ink)
    assert result.report.pages == 1
    assert result.report.text_size >= 12
    assert "full-figures" not in result.report.dropped
    assert "captions-below" not in result.report.dropped


def test_the_handout_takes_two_sheets_of_paper_at_most(library: Library) -> None:
    result = laid(library, "handout")
    assert result.report.pages <= 4
    assert result.report.text_size >= 12


@pytest.mark.parametrize(("kind", "paper", "ink"), VARIANTS)
def test_the_code_of_each_page_opens_the_address_printed_on_it(
    library: Library, kind: Kind, paper: Paper, ink: str
) -> None:
    data = write_pdf(laid(library, kind, paper, ink).document)
    with pypdfium2.PdfDocument(data) as pdf:
        for sheet in pdf:
            text = sheet.get_textpage()
            words = text.get_text_bounded()
            text.close()
            image = sheet.render(scale=300 / 72).to_pil()
            sheet.close()
            found = [code.text for code in zxingcpp.read_barcodes(image)]
            assert found == [library.clinic.model.web]
            assert found[0] in words


@pytest.mark.parametrize("kind", ["handout", "sheet"])
def test_who_listens_hears_the_story_in_order(library: Library, kind: Kind) -> None:
    heard = text_in_structure_order(write_pdf(laid(library, kind).document))
    clinic = library.clinic.model
    story = [clinic.name, "Sciatica", "Knee-to-chest stretch", "Skip this if", "Lie on your back"]
    story += ["Hold 30 seconds.", "Modified cobra stretch", "Seated sciatic nerve"]
    places = [heard.index(part) for part in story]
    assert places == sorted(places)
    # where room is short, all that warns stands together before the steps
    assert heard.index(story[2]) < heard.index("Stop if") < heard.index("Modified cobra stretch")
    for sign in ("You cannot pee", "Numb between your legs", clinic.phone):
        assert sign in heard


def safety_items(library: Library) -> Iterator[str]:
    sheet = library.sheets["sciatica"].model
    yield from (*sheet.stop_if, *sheet.emergency)


@pytest.mark.parametrize("kind", ["handout", "sheet"])
def test_every_page_has_the_whole_safety_block(library: Library, kind: Kind) -> None:
    data = write_pdf(laid(library, kind).document)
    with pypdfium2.PdfDocument(data) as pdf:
        for sheet in pdf:
            text = sheet.get_textpage()
            words = re.sub(r"\s+", " ", text.get_text_bounded())
            text.close()
            sheet.close()
            for item in safety_items(library):
                assert item in words
            assert library.clinic.model.phone in words
            assert "911" in words


def test_mono_has_no_colour_operator(library: Library) -> None:
    for kind in ("handout", "sheet"):
        data = write_pdf(laid(library, kind, ink="mono").document)
        with pikepdf.open(BytesIO(data)) as pdf:
            forms = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"]
            for stream in (*pdf.pages, *forms):
                operators = {str(each.operator) for each in pikepdf.parse_content_stream(stream)}
                assert not {"rg", "RG", "k", "K", "sc", "SC", "scn", "SCN", "sh"} & operators


def test_another_brand_changes_the_looks_and_no_word(library: Library) -> None:
    clinic = library.clinic
    harbor = replace(clinic, model=clinic.model.model_copy(update={"brand": "harbor"}))
    other = replace(library, clinic=harbor)
    own = text_in_structure_order(write_pdf(laid(library, "sheet").document))
    data = write_pdf(laid(other, "sheet").document)
    assert text_in_structure_order(data) == own
    assert verify_pdf(data) == ()
    assert data != write_pdf(laid(library, "sheet").document)


def words_printed(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        text = pdf[0].get_textpage()
        words: str = text.get_text_bounded()
        text.close()
    return words.split()


def test_a_brand_without_a_logo_has_its_initials(library: Library) -> None:
    brand = library.brands["advance"]

    def data_with(logo: str | None) -> bytes:
        model = brand.model.model_copy(update={"logo": logo, "initials": "XQZ"})
        brands = {**library.brands, "advance": replace(brand, model=model)}
        return write_pdf(laid(replace(library, brands=brands), "sheet").document)

    without = data_with(None)
    assert verify_pdf(without) == ()
    assert "XQZ" in words_printed(without)
    assert "XQZ" not in words_printed(data_with(brand.model.logo))


@pytest.mark.parametrize("kind", ["handout", "sheet"])
def test_the_placed_boxes_are_as_reviewed(library: Library, kind: str) -> None:
    """Renew with UPDATE_GOLDEN=1, and look at the pages before."""
    found = re.sub(r"Version [0-9a-f]{6}", "Version ......", boxes(laid(library, kind).document))
    path = GOLDEN / f"{kind}-sciatica-letter.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8", newline="\n")
    assert found == path.read_text(encoding="utf-8")


def test_every_word_that_was_composed_is_printed_or_was_given_up(library: Library) -> None:
    cache = workspace_cache(library.root)
    context = Context(
        load_locale("en", "US"),
        lambda drawn, mirror: figure(drawn, mirror=mirror, cache=cache),
        lambda name: diagram(name, cache=cache),
    )  # fmt: skip
    document: Document = compose_sheet(library, "sciatica", context)
    heard = re.sub(r"\s+", " ", text_in_structure_order(write_pdf(laid(library, "sheet").document)))
    missing = [words.text for words in all_words(document) if words.text not in heard]
    given_up = {"tips", "steps", "why", "equipment", "easier", "harder", "feel", "dosage", "short_title",
                "review", "web"}  # fmt: skip
    allowed = {
        words.text
        for words in all_words(document)
        if any(f":{line}:" in str(words.source) for line in lines_of(library, given_up, str(words.source)))
    }
    # for other layouts: without the condition or the steps, with the clinic's address or chips
    assert document.neutral is not None
    assert document.brief is not None
    assert document.furniture.version is not None
    elsewhere = (
        document.neutral, document.diary, document.furniture.address, document.brief,
        document.furniture.version,
    )  # fmt: skip
    # where exercises share a warning it may stand once; here there is room for it on each
    apart = (document.shared, [block.apart for block in document.blocks if isinstance(block, Card)])
    chips = [block.chips for block in document.blocks if isinstance(block, Card)]
    other = {words.text for words in all_words((*elsewhere, *apart, *chips))}
    assert document.safety is not None
    # the one is drawn, the other has its numbers filled in
    other |= {document.safety.sign, "Page  of "}
    assert set(missing) <= allowed | other | {document.furniture.footer.text, "https://advancept.example.com"}


def lines_of(library: Library, keys: set[str], source: str) -> list[int]:
    """The lines of an exercise file under the keys that a sheet may give up."""
    name = Path(source.split(":", maxsplit=1)[0]).stem
    exercise = library.exercises.get(name)
    if exercise is None:
        return []
    return [at.line for loc, at in exercise.places.items() if loc and loc[0] in keys]
