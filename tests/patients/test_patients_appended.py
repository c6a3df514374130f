"""Packets with a list for staff, a clinic's own PDF behind each sheet, and files behind a password."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from click.testing import Result
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from clinicpress.proof.conformance import verify_pdf

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
ROWS = """\
name,id,sheet,date,time,word
Pat Example,EX-0001,sciatica,2026-11-22,09:30,first secret
Robin Sample,EX-0002,sciatica,2026-11-22,10:15,second secret
"""


@pytest.fixture
def table(workspace: Path) -> Path:
    path = workspace / "today.csv"
    path.write_text(ROWS.replace(",word", "").replace(",first secret", "").replace(",second secret", ""))
    return path


def form(workspace: Path, pages: int, *, scan: bool = False) -> None:
    out = BytesIO()
    canvas = Canvas(out)
    for number in range(pages):
        if scan:
            canvas.rect(100, 500, 200, 200)
        else:
            canvas.drawString(100, 700, f"Consent page {number + 1}")
        canvas.showPage()
    canvas.save()
    path = workspace / "assets" / "forms" / "consent.pdf"
    path.parent.mkdir()
    path.write_bytes(out.getvalue())
    clinic = workspace / "content" / "clinic.yaml"
    clinic.write_text(clinic.read_text() + "append: assets/forms/consent.pdf\n")


def said(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


def titles(path: Path) -> list[tuple[str, int]]:
    reader = PdfReader(path)
    found = []
    for item in reader.outline:
        assert not isinstance(item, list)
        page = reader.get_destination_page_number(item)
        assert page is not None
        found.append((str(item.title), page))
    return found


def test_a_packet_begins_with_a_list_for_staff(workspace: Path, table: Path, run: Run) -> None:
    packet = workspace / "output" / "packets" / "today.pdf"
    result = run("batch", str(table), "--packet", str(packet), "--cover", "--duplex", "--no-files")
    assert result.exit_code == 0, result.output
    pages = said(packet)
    assert len(pages) == 6
    assert "STAFF ONLY" in pages[0]
    assert "1 09:30 Pat Example EX-0001 Sciatica: your home exercises 3" in pages[0]
    assert "2 10:15 Robin Sample EX-0002 Sciatica: your home exercises 5" in pages[0]
    assert (pages[1], pages[3], pages[5]) == ("", "", "")
    assert "Name Pat Example ID EX-0001" in pages[2]
    assert "Name Robin Sample ID EX-0002" in pages[4]
    assert [number for _, number in titles(packet)] == [0, 2, 4]
    assert [title for title, _ in titles(packet)][1:] == ["1 · 09:30", "2 · 10:15"]
    assert verify_pdf(packet.read_bytes()) == ()
    assert not list((workspace / "output" / "patients").glob("*.pdf"))


@pytest.mark.parametrize(("pages", "behind"), [(1, 2), (2, 2), (3, 4)])
def test_a_form_stands_behind_each_sheet(
    workspace: Path, table: Path, run: Run, pages: int, behind: int
) -> None:
    form(workspace, pages)
    packet = workspace / "output" / "packets" / "today.pdf"
    result = run("batch", str(table), "--packet", str(packet), "--duplex")
    assert result.exit_code == 0, result.output
    told = said(packet)
    assert len(told) == 2 * (2 + behind)
    for begin, name in ((0, "Pat Example"), (2 + behind, "Robin Sample")):
        assert f"Name {name}" in told[begin]
        assert told[begin + 2 : begin + 2 + pages] == [f"Consent page {n + 1}" for n in range(pages)]
    assert titles(packet) == [("1 · 09:30", 0), ("2 · 10:15", 2 + behind)]
    for path in (workspace / "output" / "patients").glob("*.pdf"):
        assert said(path)[1:] == [f"Consent page {n + 1}" for n in range(pages)]
        # what somebody else made may not be what PDF/UA and PDF/A ask for
        with pikepdf.open(path) as pdf:
            assert b"pdfuaid:part" not in pdf.Root.Metadata.read_bytes()
            assert pdf.check_pdf_syntax() == []
    proof = run("verify", "--plans", str(table), str(packet))
    assert proof.exit_code == 0, proof.output
    assert run("verify", "--plans", str(table)).exit_code == 0
    with pikepdf.open(packet) as pdf:
        assert b"pdfuaid:part" not in pdf.Root.Metadata.read_bytes()
        assert pdf.check_pdf_syntax() == []


@pytest.mark.parametrize("pages", [1, 2])
def test_a_scan_behind_each_sheet_is_no_complaint(workspace: Path, table: Path, run: Run, pages: int) -> None:
    """A page without words was taken for the empty back of a sheet of paper."""
    form(workspace, pages, scan=True)
    packet = workspace / "output" / "packets" / "today.pdf"
    assert run("batch", str(table), "--packet", str(packet), "--duplex").exit_code == 0
    files = [*map(str, (workspace / "output" / "patients").glob("*.pdf")), str(packet)]
    proof = run("verify", "--plans", str(table), *files)
    assert (proof.exit_code, proof.stderr) == (0, "")
    alone = run("verify", *files)
    assert (alone.exit_code, alone.stderr) == (0, "")
    assert alone.stdout.count("came from another PDF, and nobody has looked at what they show: page") == 3


def test_a_form_that_is_not_there_is_told_at_its_line(workspace: Path, table: Path, run: Run) -> None:
    clinic = workspace / "content" / "clinic.yaml"
    clinic.write_text(clinic.read_text() + "append: assets/forms/consent.pdf\n")
    result = run("batch", str(table))
    assert result.exit_code == 1
    assert "content/clinic.yaml:" in result.stderr
    assert "there is no file assets/forms/consent.pdf" in result.stderr


def test_another_form_makes_the_files_again(workspace: Path, table: Path, run: Run) -> None:
    form(workspace, 1)
    assert "2 built" in run("batch", str(table)).output
    assert "2 unchanged" in run("batch", str(table)).output
    (workspace / "assets" / "forms" / "consent.pdf").unlink()
    (workspace / "assets" / "forms").rmdir()
    clinic = workspace / "content" / "clinic.yaml"
    clinic.write_text(clinic.read_text().replace("append: assets/forms/consent.pdf\n", ""))
    form(workspace, 2)
    assert "2 built" in run("batch", str(table)).output


def test_each_file_opens_with_its_own_password_alone(workspace: Path, run: Run) -> None:
    path = workspace / "today.csv"
    path.write_text(ROWS)
    result = run("batch", str(path), "--encrypt", "word")
    assert result.exit_code == 0, result.output
    assert "secret" not in result.output
    opened = set()
    for file in (workspace / "output" / "patients").glob("*.pdf"):
        for password in ("first secret", "second secret"):
            try:
                with pikepdf.open(file, password=password) as pdf:
                    assert pdf.encryption.bits == 256
                    opened.add((file.name, password))
            except pikepdf.PasswordError:
                continue
    assert len(opened) == 2
    assert {password for _, password in opened} == {"first secret", "second secret"}
    assert "2 unchanged" in run("batch", str(path), "--encrypt", "word").output
    assert run("verify", "--plans", str(path), "--encrypt", "word").exit_code == 0
    assert (
        "2 built"
        in run("batch", str(path.rename(workspace / "b.csv")), "--encrypt", "word", "--force").output
    )


def test_a_packet_of_nothing_leaves_no_doubt_about_the_old_one(
    workspace: Path, table: Path, run: Run
) -> None:
    packet = workspace / "output" / "packets" / "today.pdf"
    run("batch", str(table), "--packet", str(packet), "--no-files")
    again = run("batch", str(table), "--packet", str(packet), "--no-files")
    assert "0 built, 2 unchanged, 0 failed" in again.output
    table.write_text("nme,id,sheet\nPat Example,EX-0001,sciatica\n")
    result = run("batch", str(table), "--packet", str(packet))
    assert result.exit_code == 1
    assert "there is no packet: " in result.output
    assert "from an earlier run: do not hand it out" in result.output


def test_a_dry_run_tells_of_each_row_and_finds_what_would_fail(workspace: Path, run: Run) -> None:
    path = workspace / "today.csv"
    path.write_text("name,id,sheet\nPat Example,EX-0001,sciatica\nPat \u898b,EX-0002,sciatica\n")
    result = run("batch", str(path), "--dry-run")
    assert result.exit_code == 1
    assert "would build today.csv:2" in result.output
    assert "failed      today.csv:3" in result.output
    assert not (workspace / "output" / "patients").exists()


def test_a_plan_that_fails_tells_of_the_file_it_had(workspace: Path, run: Run) -> None:
    path = workspace / "today.csv"
    path.write_text("name,id,sheet\nPat Example,EX-0001,sciatica\n")
    assert "1 built" in run("batch", str(path)).output
    path.write_text("name,id,sheet,note\nPat Example,EX-0001,sciatica,\u898b\n")
    result = run("batch", str(path))
    assert "is from an earlier run: do not hand it out" in result.output
