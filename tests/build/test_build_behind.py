"""What is printed behind everybody's sheet is nobody's: no page of ours that bears a patient's name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from click.testing import Result
from reportlab.pdfgen.canvas import Canvas

from clinicpress.proof.identity import bears_a_strip

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
FORM = "assets/forms/consent.pdf"
PATIENTS = "belongs to a patient: it would be printed with every patient's sheet"
LABELS = ("Name", "ID", "Date")


def table(root: Path, name: str, number: int) -> str:
    path = root / "content" / "patients" / f"{number}.csv"
    path.write_text(f"name,id,sheet,date\n{name},EX-{number},sciatica,2026-11-22\n", encoding="utf-8")
    return str(path)


def drawn(path: Path, *lines: str) -> None:
    """A page of another program with these lines."""
    canvas = Canvas(str(path), pagesize=(612, 792))
    for at, line in enumerate(lines):
        canvas.drawString(72, 700 - 20 * at, line)
    canvas.showPage()
    canvas.save()


def as_it_is(file: Path, to: Path) -> None:
    shutil.copy(file, to)


def by_pypdf(file: Path, to: Path) -> None:
    writer = pypdf.PdfWriter()
    drawn(to, "Consent")
    for path in (to, file):
        for page in pypdf.PdfReader(path).pages:
            writer.add_page(page)
    writer.write(to)


def by_pikepdf(file: Path, to: Path) -> None:
    """Saved again, without what it said of itself, and only its last page."""
    with pikepdf.open(file) as pdf, pikepdf.new() as new:
        new.pages.append(pdf.pages[-1])
        new.save(to)


def unmarked(file: Path, to: Path) -> None:
    """As after a program that writes pages anew: only their words say whose they are."""
    with pikepdf.open(file) as pdf:
        del pdf.pages[1:]
        for page in pdf.pages:
            del page["/CPRS_Private"]
        pdf.save(to)


def placed(file: Path, to: Path) -> None:
    """As a picture in a page of another program."""
    with pypdfium2.PdfDocument(file) as source, pypdfium2.PdfDocument.new() as new:
        page = new.new_page(612, 792)
        page.insert_obj(source.page_as_xobject(0, new).as_pageobject())
        page.gen_content()
        new.save(to)


@pytest.mark.parametrize("way", [as_it_is, by_pypdf, by_pikepdf, unmarked, placed])
@pytest.mark.parametrize("kind", ["plan", "packet", "cover"])
def test_no_patients_page_goes_behind_a_sheet(
    workspace: Path, run: Run, kind: str, way: Callable[[Path, Path], None]
) -> None:
    packet = workspace / "output" / "packets" / "a.pdf"
    words = ("--packet", str(packet), *(("--cover",) if kind == "cover" else ()))
    assert (
        run("batch", table(workspace, "Quillon Testperson", 1), *(() if kind == "plan" else words)).exit_code
        == 0
    )
    (own,) = (workspace / "output" / "patients").glob("*.pdf")
    form = workspace / FORM
    form.parent.mkdir()
    way(own if kind == "plan" else packet, form)
    clinic = workspace / "content" / "clinic.yaml"
    clinic.write_text(clinic.read_text(encoding="utf-8") + f"append: {FORM}\n", encoding="utf-8")
    second = workspace / "output" / "packets" / "b.pdf"
    result = run("batch", table(workspace, "Robin Sample", 2), "--packet", str(second))
    assert result.exit_code == 1
    assert PATIENTS in result.stderr
    assert f"{FORM}:1:1: page " in result.stderr
    assert "Quillon" not in result.output
    assert not second.exists()
    assert [path for path in (workspace / "output" / "patients").glob("*.pdf") if path != own] == []
    checked = run("check", "content/clinic.yaml", FORM)
    assert PATIENTS in run("check").stderr + checked.stderr


def test_a_blank_sheet_and_an_empty_form_may_stand_there(workspace: Path, run: Run) -> None:
    form = workspace / FORM
    form.parent.mkdir()
    assert run("build", "sciatica", "--kind", "sheet").exit_code == 0
    sheet = workspace / "content" / "sheets" / "sciatica.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8") + f"append: {FORM}\n", encoding="utf-8")
    shutil.copy(workspace / "output" / "sheets" / "sciatica.pdf", form)
    assert run("batch", table(workspace, "Robin Sample", 2)).exit_code == 0
    drawn(form, "Name ____________ ID ________ Date ________", "I agree. 2026")
    assert run("batch", table(workspace, "Robin Sample", 2)).exit_code == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Name Pat Example ID EX-1 Date November 22, 2026", True),
        ("Your sheet\nName Pat ID 7 Born May 2, 1958 Date November 22, 2026 Therapist", True),
        ("Name\nPat Example\nID\nEX-1\nDate\n22 November 2026", True),
        ("Name Date Therapist Sore side left right both", False),
        ("Name ________ ID ________ Date ________ 2026", False),
        ("Name ........ ID ........ Date ........", False),
        ("Name ID Date", False),
        ("Name (please print) ID number Date of birth ____", False),
        ("Print your name and the date. ID needed. Date 2026", False),
        ("", False),
    ],
)
def test_what_is_taken_for_a_patients_strip(text: str, found: bool) -> None:
    assert bears_a_strip(text, LABELS) is found
