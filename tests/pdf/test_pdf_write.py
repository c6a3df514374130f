from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import page as page_validation
import pdf_samples as samples
import pikepdf
import pytest
from pdf_selfcheck import complaints
from reading_back import page_texts, text_in_structure_order

import clinicpress
from clinicpress.pdf.write import write_pdf
from clinicpress.proof.conformance import verify_pdf
from clinicpress.typesetting.items import Metadata, PlacedDocument

HERE = Path(__file__).parent
DOCUMENTS = {"handout": samples.handout, "sheet": samples.sheet}
PARAGRAPH = (
    "Sciatica is pain that follows the sciatic nerve. It often happens when a disc presses on it. "
    "Read more about the nerve (ü) or call us. Self-care helps: café, 3 × 30 s (rest \\ 30 s)."
)
COLOUR_OPERATOR = re.compile(rb"(?<=\s)(rg|RG|k|K|cs|CS|sc|SC|scn|SCN|sh)(?=\s)")


@pytest.fixture(params=DOCUMENTS)
def pdf(request: pytest.FixtureRequest) -> bytes:
    return write_pdf(DOCUMENTS[request.param]())


def streams(data: bytes) -> list[bytes]:
    """The operators of all pages and forms."""
    with pikepdf.open(BytesIO(data)) as pdf:
        forms = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"]
        return [page.Contents.read_bytes() for page in pdf.pages] + [form.read_bytes() for form in forms]


def test_independent_validator_agrees(pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "made.pdf"
    file.write_bytes(pdf)
    for profile in ("ua1", "2a"):
        result = page_validation.validate_pdf(file, profile=profile)
        assert result.failures == []
        assert result.is_compliant
        assert result.rules.passed > 50


def test_tags_fonts_and_syntax_are_sound(pdf: bytes) -> None:
    assert complaints(pdf) == []


def test_own_verification_finds_nothing(pdf: bytes) -> None:
    assert verify_pdf(pdf) == ()


def test_text_by_tags_is_the_story() -> None:
    assert text_in_structure_order(write_pdf(samples.handout()), alt=True).split("\n") == [
        "Sciatica",
        PARAGRAPH,
        "• Keep moving.",
        "• Lift with your legs. This point is long and goes on onto the next page.",
        "1. Lie on your back.",
        "2. Bend both knees.",
        "Stretch",
        "[A person lies on the back with both knees bent.]",
        "Start",
        "Llámenos si el dolor no cede.",
        "[A disc, twice, and a circle.]",
        f"[QR code: {samples.QR_ADDRESS}]",
        "When to call",
        "Signs",
        *("Sign", "What to do", "Fever", "Call us", "Rest"),
        "1 Ask first.",
        "End.",
    ]


def test_headers_and_footers_are_on_the_page_and_not_in_the_tags() -> None:
    data = write_pdf(samples.handout())
    assert "Page 2 of 2" in page_texts(data)[1]
    assert "555-0100" in page_texts(data)[0]
    assert "Page" not in text_in_structure_order(data)
    assert "555" not in text_in_structure_order(data)


def test_no_base_14_font(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as opened:
        plain = b"".join(
            bytes(o.unparse(resolved=True)) for o in opened.objects if not isinstance(o, pikepdf.Stream)
        )
    assert b"Lato" in plain
    for name in (b"Helvetica", b"Times", b"Courier", b"Symbol", b"ZapfDingbats"):
        assert name not in plain
        assert name not in b"".join(streams(pdf))


def test_greys_need_no_colour_operator() -> None:
    grey, colour = streams(write_pdf(samples.sheet())), streams(write_pdf(samples.handout()))
    assert not any(COLOUR_OPERATOR.search(code) for code in grey)
    assert any(COLOUR_OPERATOR.search(code) for code in colour)
    assert b"\n0 g\n" not in grey[0], "black is what a page starts with"


def test_numbers_have_two_decimals_at_most() -> None:
    with pikepdf.open(BytesIO(write_pdf(samples.handout()))) as opened:
        pages = b"\n".join(page.Contents.read_bytes() for page in opened.pages)
    # Colours have three; five are left to the scale of what is drawn at a size of its own.
    skipped = ("g", "G", "cm", "Tj")
    places = [line for line in pages.decode("latin-1").split("\n") if not line.endswith(skipped)]
    decimals = [len(match) for match in re.findall(r"\d\.(\d+)", "\n".join(places))]
    assert len(decimals) > 20
    assert max(decimals) == 2


def test_small_files() -> None:
    assert len(write_pdf(samples.sheet())) < 20_000
    assert len(write_pdf(samples.handout())) < 35_000


def test_metadata_is_title_language_and_author_alone() -> None:
    data = write_pdf(samples.handout())
    with pikepdf.open(BytesIO(data)) as pdf:
        assert dict(pdf.docinfo.items()) == {
            "/Title": "Sciatica & you",
            "/Author": "Advance Clinic",
            "/Creator": "clinicpress",
            "/Producer": "clinicpress",
        }
        assert pdf.Root.Lang == "en-US"
        meta = pdf.open_metadata()
        assert set(meta) == {
            "{http://purl.org/dc/elements/1.1/}title",
            "{http://purl.org/dc/elements/1.1/}creator",
            "{http://purl.org/dc/elements/1.1/}language",
            "{http://ns.adobe.com/xap/1.0/}CreatorTool",
            "{http://ns.adobe.com/pdf/1.3/}Producer",
            "{http://www.aiim.org/pdfua/ns/id/}part",
            "{http://www.aiim.org/pdfa/ns/id/}part",
            "{http://www.aiim.org/pdfa/ns/id/}conformance",
            "{http://www.aiim.org/pdfa/ns/extension/}schemas",
        }
        assert meta["dc:title"] == "Sciatica & you"
        assert list(meta["dc:creator"]) == ["Advance Clinic"]
    assert not re.search(rb"D:\d{4}|CreationDate|ModDate|CreateDate", data)


def test_author_may_be_missing() -> None:
    document = replace(samples.sheet(), metadata=Metadata("T", "en", ""))
    data = write_pdf(document)
    assert verify_pdf(data) == ()
    assert b"dc:creator" not in data


def nested(bookmark: pikepdf.OutlineItem) -> tuple[str, list[object]]:
    return bookmark.title, [nested(kid) for kid in bookmark.children]


def test_bookmarks_follow_the_headings() -> None:
    with pikepdf.open(BytesIO(write_pdf(samples.handout()))) as pdf:
        with pdf.open_outline() as outline:
            tree = [nested(top) for top in outline.root]
            last: Any = outline.root[0].children[1].destination
        assert tree == [("Sciatica", [("Stretch", []), ("When to call", [("Signs", [])])])]
        assert last[0].objgen == pdf.pages[1].objgen
        assert [str(part) for part in list(last)[1:]] == ["/XYZ", "54", "567", "0"]


def test_one_page_has_no_bookmarks() -> None:
    document = samples.handout()
    with pikepdf.open(BytesIO(write_pdf(replace(document, pages=document.pages[:1])))) as pdf:
        assert "/Outlines" not in pdf.Root


SCRIPT = """
import hashlib, sys
sys.path[:0] = sys.argv[1:]
import pdf_samples
from clinicpress.pdf.write import write_pdf
for made in (pdf_samples.sheet, pdf_samples.handout):
    print(hashlib.sha256(write_pdf(made())).hexdigest())
"""


def digests_of_another_process(folder: Path, **environment: str) -> list[str]:
    source = str(Path(clinicpress.__file__).parents[1])
    command = [sys.executable, "-c", SCRIPT, str(HERE.parent / "support"), source]
    env = {**os.environ, **environment}
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, check=True
    ).stdout.split()


def digest(document: PlacedDocument) -> str:
    return hashlib.sha256(write_pdf(document)).hexdigest()


def test_same_bytes_as_first_and_as_tenth_document() -> None:
    first, _ = digests_of_another_process(HERE)
    for _ in range(4):
        assert digest(samples.handout()) != first
        assert digest(samples.sheet()) == first


def test_same_bytes_whatever_the_machine_says(tmp_path: Path) -> None:
    here = digests_of_another_process(HERE, PYTHONHASHSEED="1", TZ="America/New_York")
    there = digests_of_another_process(
        tmp_path,
        PYTHONHASHSEED="4242",
        TZ="Asia/Tokyo",
        RL_pageCompression="0",
        RL_pdfComments="1",
        LC_ALL="C",
    )
    assert here == there == [digest(samples.sheet()), digest(samples.handout())]


def test_document_without_pages_is_told_from_a_good_one() -> None:
    samples.register_fonts()
    assert "the file has no pages" in verify_pdf(write_pdf(PlacedDocument((), Metadata("T", "en", "A"))))
