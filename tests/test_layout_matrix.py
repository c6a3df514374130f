"""Every layout on every paper, in both inks and brands: accessible, archival, nothing near an edge."""

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
from pdf_selfcheck import complaints

from clinicpress.build.jobs import Job, Kind
from clinicpress.build.press import Press
from clinicpress.choices import Binding, Ink, TextVariant
from clinicpress.content.models.library import Library
from clinicpress.content.reader import read_library
from clinicpress.layout.boxes import boxes
from clinicpress.layout.placing import LaidOut
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import FitError
from clinicpress.proof.conformance import verify_pdf
from clinicpress.store.cache import workspace_cache
from clinicpress.units import PAPERS, Paper

pytestmark = pytest.mark.slow

# Each layout of the starter with documents that it is meant for.
LAYOUTS: tuple[tuple[str, Kind, str], ...] = (
    ("handout", "handout", "sciatica"),
    ("handout", "handout", "low-back-strength"),
    ("handout-two-column", "handout", "sciatica"),
    ("booklet", "handout", "sciatica"),
    ("trifold", "handout", "sciatica"),
    ("large-print", "handout", "sciatica"),
    ("large-print", "sheet", "sciatica"),
    ("sheet", "sheet", "sciatica"),
    ("sheet-steps", "sheet", "sit-to-stand"),
    ("sheet-compact", "sheet", "low-back-strength"),
    ("fridge", "sheet", "sciatica"),
    ("fridge-large", "sheet", "sciatica"),
    ("log", "sheet", "sciatica"),
)
# On these every document has room; on another it may be refused.
ROOMY = ("letter", "a4", "legal")
INKS: tuple[Ink, ...] = ("colour", "mono")
# What warns of four exercises and the rest of such a page need both sides of it.
BOTH_SIDES = ("fridge", "fridge-large", "log")
IMPOSED = {"booklet": 2, "trifold": 3, "fridge": 2}
SAFE = 18.0
GOLDEN = Path(__file__).parent / "goldens"


@pytest.fixture(scope="session")
def library(built_workspace: Path) -> Library:
    library = read_library(built_workspace).library
    assert library is not None
    return library


def laid(
    library: Library, layout: str, kind: Kind, name: str, paper: Paper = "letter", ink: Ink = "colour",
    text: TextVariant = "standard", binding: Binding = "none",
) -> LaidOut:  # fmt: skip
    pages = 2 if layout in BOTH_SIDES else None
    job = Job(
        kind,
        name,
        Path("unused.pdf"),
        layout=layout,
        paper=paper,
        ink=ink,
        text=text,
        binding=binding,
        pages=pages,
    )
    try:
        return Press(library, workspace_cache(library.root)).place(job)
    except FitError:
        if paper in ROOMY:
            raise
        pytest.skip(f"{layout} has no room for {name} on {paper}")


def validated(data: bytes, tmp_path: Path) -> None:
    assert verify_pdf(data) == ()
    assert complaints(data) == []
    file = tmp_path / "made.pdf"
    file.write_bytes(data)
    for profile in ("ua1", "2a"):
        assert page.validate_pdf(str(file), profile=profile).is_compliant


def test_every_layout_of_the_starter_is_here(library: Library) -> None:
    assert {layout for layout, _, _ in LAYOUTS} == set(library.layouts) - {"base"}


@pytest.mark.parametrize(("layout", "kind", "name"), LAYOUTS)
@pytest.mark.parametrize(("paper", "ink"), list(product(PAPERS, INKS)))
def test_it_is_accessible_and_archival(
    library: Library, tmp_path: Path, layout: str, kind: Kind, name: str, paper: Paper, ink: Ink
) -> None:
    made = laid(library, layout, kind, name, paper, ink)
    data = write_pdf(made.document)
    validated(data, tmp_path)
    width, height, _ = PAPERS[paper]
    size = (height, width) if layout in IMPOSED else (width, height)
    assert {(sheet.width, sheet.height) for sheet in made.document.pages} == {size}
    if ink == "mono":
        assert not colour_operators(data)


@pytest.mark.parametrize(
    ("layout", "kind", "name"), [each for each in LAYOUTS if each[0] not in ("handout", "sheet")]
)
def test_the_placed_boxes_are_as_reviewed(library: Library, layout: str, kind: Kind, name: str) -> None:
    """Renew with UPDATE_GOLDEN=1, and look at the pages before."""
    made = boxes(laid(library, layout, kind, name).document)
    found = re.sub(r"Version [0-9a-f]{6}", "Version ......", made)
    path = GOLDEN / f"{layout}-{kind}-{name}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(found, encoding="utf-8", newline="\n")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("layout", "kind", "name"), LAYOUTS)
def test_another_brand_keeps_all_that(
    library: Library, tmp_path: Path, layout: str, kind: Kind, name: str
) -> None:
    clinic = library.clinic
    harbor = replace(clinic, model=clinic.model.model_copy(update={"brand": "harbor"}))
    validated(write_pdf(laid(replace(library, clinic=harbor), layout, kind, name).document), tmp_path)


def colour_operators(data: bytes) -> set[str]:
    found: set[str] = set()
    with pikepdf.open(BytesIO(data)) as pdf:
        forms = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"]
        for stream in (*pdf.pages, *forms):
            found |= {str(each.operator) for each in pikepdf.parse_content_stream(stream)}
    return found & {"rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh"}


def ink_boxes(data: bytes) -> Iterator[tuple[float, float, float, float]]:
    """Distance in points of the ink of each page from the left, the top, the right and the bottom edge."""
    scale = 2.0
    with pypdfium2.PdfDocument(data) as pdf:
        for sheet in pdf:
            image = sheet.render(scale=scale).to_pil().convert("L")
            sheet.close()
            box = image.point(lambda value: 255 if value < 250 else 0).getbbox()
            assert box is not None
            left, top, right, bottom = box
            yield left / scale, top / scale, (image.width - right) / scale, (image.height - bottom) / scale


@pytest.mark.parametrize(("layout", "kind", "name"), LAYOUTS)
@pytest.mark.parametrize("paper", PAPERS)
def test_no_ink_is_nearer_to_an_edge_than_printers_reach(
    library: Library, layout: str, kind: Kind, name: str, paper: Paper
) -> None:
    for distances in ink_boxes(write_pdf(laid(library, layout, kind, name, paper).document)):
        # half a pixel of the picture is smoothed over the edge
        assert min(distances) >= SAFE - 0.75


@pytest.mark.parametrize(("layout", "kind", "name"), [each for each in LAYOUTS if each[0] not in IMPOSED])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_punched_edge_is_free(library: Library, layout: str, kind: Kind, name: str, paper: Paper) -> None:
    made = laid(library, layout, kind, name, paper, binding="left")
    for left, _, right, _ in ink_boxes(write_pdf(made.document)):
        assert left >= 51.0 - 0.75
        assert right >= SAFE - 0.75


@pytest.mark.parametrize("kind", ["handout", "sheet"])
def test_large_text_is_16_points_at_least(library: Library, tmp_path: Path, kind: Kind) -> None:
    layout = library.layouts[kind].model.large_layout
    assert layout is not None
    made = laid(library, layout, kind, "sciatica", text="large")
    assert made.report.text_size >= 16
    validated(write_pdf(made.document), tmp_path)


@pytest.mark.parametrize(("layout", "kind", "name"), LAYOUTS)
def test_every_side_of_paper_has_the_whole_safety_block(
    library: Library, layout: str, kind: Kind, name: str
) -> None:
    sheets = library.sheets if kind == "sheet" else {}
    signs = _signs(library, kind, name)
    assert len(signs) >= 6 or sheets
    with pypdfium2.PdfDocument(write_pdf(laid(library, layout, kind, name).document)) as pdf:
        for side in pdf:
            text = side.get_textpage()
            words = re.sub(r"\s+", " ", text.get_text_range())
            text.close()
            side.close()
            assert all(sign in words for sign in signs), words
            assert library.clinic.model.phone in words
            assert "911" in words


def _signs(library: Library, kind: Kind, name: str) -> list[str]:
    if kind == "sheet":
        sheet = library.sheets[name].model
        return [*sheet.stop_if, *sheet.emergency]
    blocks = library.handouts[name].model.blocks
    return [item for block in blocks for item in getattr(getattr(block, "callout", None), "items", ())]
