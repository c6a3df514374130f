"""Nothing that clinicpress did not make is written over: by a packet, a build, a plan, whatever its path."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdf
import pytest
from caches import forget
from click.testing import Result

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
ROWS = "name,id,sheet,date,side\nPat Example,EX-1,sciatica,2026-11-22,left\n"
CONSENT = b"%PDF-1.4\n% the consent form of the clinic\n%%EOF\n"
NO_PACKET = "the file with this name is not a clinicpress packet, or was changed later"
BLANK = "this folder has pages without patients"
CONTENT = "this folder is for content and assets"


@pytest.fixture
def table(workspace: Path) -> str:
    path = workspace / "content" / "patients" / "today.csv"
    path.write_text(ROWS, encoding="utf-8")
    return str(path)


def annotated(path: Path) -> None:
    """As a viewer saves a note: behind the end of the file."""
    writer = pypdf.PdfWriter(path, incremental=True)
    writer.add_metadata({"/Note": "call her"})
    writer.write(path)


def saved_again(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("assets/forms/consent.pdf", CONTENT),
        ("assets/new.pdf", CONTENT),
        ("content/today.pdf", CONTENT),
        ("content/patients/today.pdf", CONTENT),
        ("CONTENT/today.pdf", ""),
        ("output/sheets/sciatica.pdf", BLANK),
        ("output/sheets/new.pdf", BLANK),
        ("output/handouts/a/b.pdf", BLANK),
        ("Output/Sheets/today.pdf", ""),
        ("output/patients/today.pdf", "this folder is for the patients' own files"),
        ("output/packets/../sheets/today.pdf", BLANK),
        ("print/sheets/today.pdf", BLANK),
        ("print/sheets/sciatica.pdf", BLANK),
        ("links/today.pdf", CONTENT),
        ("link.pdf", CONTENT),
        ("hard.pdf", NO_PACKET),
        ("mine.pdf", NO_PACKET),
        ("output/packets/mine.pdf", NO_PACKET),
    ],
)
def test_where_a_packet_may_not_go(workspace: Path, run: Run, table: str, name: str, said: str) -> None:
    assert run("build", "sciatica", "--out", str(workspace / "print")).exit_code == 0
    for form in (
        "assets/forms/consent.pdf",
        "mine.pdf",
        "output/packets/mine.pdf",
        "output/sheets/sciatica.pdf",
    ):
        (workspace / form).parent.mkdir(parents=True, exist_ok=True)
        (workspace / form).write_bytes(CONSENT)
    (workspace / "links").symlink_to(workspace / "assets" / "forms")
    (workspace / "link.pdf").symlink_to(workspace / "assets" / "forms" / "consent.pdf")
    os.link(workspace / "assets" / "forms" / "consent.pdf", workspace / "hard.pdf")
    before = {path: path.read_bytes() for path in workspace.rglob("*.pdf")}
    result = run("batch", table, "--packet", str(workspace / name))
    if said:
        assert result.exit_code == 2
        assert said in result.stderr
        assert "\n  hint: name another file" in result.stderr
        assert "Pat" not in result.output
        assert {path: path.read_bytes() for path in workspace.rglob("*.pdf")} == before
    else:
        # a folder of another name, where the disk tells them apart
        assert result.exit_code in (0, 2)
        assert {path: data for path, data in before.items() if path.read_bytes() != data} == {}


@pytest.mark.parametrize("change", ["none", "cut", "flipped", "empty", "no cache", "copied"])
def test_a_packet_takes_the_place_of_a_packet(workspace: Path, run: Run, table: str, change: str) -> None:
    packet = workspace / "today.pdf"
    assert run("batch", table, "--packet", str(packet)).exit_code == 0
    good = packet.read_bytes()
    at = len(good) // 2
    match change:
        case "cut":
            packet.write_bytes(good[:at])
        case "flipped":
            packet.write_bytes(good[:at] + bytes(64) + good[at + 64 :])
        case "empty":
            packet.write_bytes(b"")
        case "no cache":
            forget(workspace, "receipts")
        case "copied":
            packet = Path(shutil.copy(packet, workspace / "tomorrow.pdf"))
    result = run("batch", table, "--packet", str(packet))
    assert (result.exit_code, result.stderr) == (0, "")
    assert packet.read_bytes() == good


@pytest.mark.parametrize("change", [annotated, saved_again])
def test_a_packet_that_somebody_has_written_in_is_kept(
    workspace: Path, run: Run, table: str, change: Callable[[Path], None]
) -> None:
    packet = workspace / "today.pdf"
    assert run("batch", table, "--packet", str(packet)).exit_code == 0
    change(packet)
    before = packet.read_bytes()
    result = run("batch", table, "--packet", str(packet))
    assert (result.exit_code, NO_PACKET in result.stderr) == (2, True)
    assert packet.read_bytes() == before


def test_a_patients_file_is_no_packet(workspace: Path, run: Run, table: str) -> None:
    assert run("batch", table).exit_code == 0
    (file,) = (workspace / "output" / "patients").glob("*.pdf")
    copy = Path(shutil.copy(file, workspace / "copy.pdf"))
    assert NO_PACKET in run("batch", table, "--packet", str(copy)).stderr
    assert copy.read_bytes() == file.read_bytes()


@pytest.mark.parametrize("form", ["pdf", "boxes"])
def test_a_build_elsewhere_takes_the_place_of_its_own_files_alone(
    workspace: Path, run: Run, tmp_path: Path, form: str
) -> None:
    out = tmp_path / "desk"
    words = ("build", "sciatica", "--kind", "sheet", "--out", str(out), "--format", form)
    assert run(*words).exit_code == 0
    (file,) = (out / "sheets").iterdir()
    good = file.read_bytes()
    file.write_bytes(CONSENT)
    for more in ((), ("--force",)):
        result = run(*words, *more)
        assert result.exit_code == 1
        assert f"{file.as_posix()} was not made by clinicpress, or has been changed since" in result.stderr
        assert file.read_bytes() == CONSENT
    file.write_bytes(good + b"\n" if form == "boxes" else good[: len(good) // 2])
    assert run(*words).exit_code == 0
    assert file.read_bytes() == good
    # without what was kept of it, it is known by itself
    forget(workspace, "receipts")
    assert run(*words, "--force").exit_code == 0


def test_a_plan_takes_no_strangers_place(workspace: Path, run: Run, table: str, tmp_path: Path) -> None:
    out = tmp_path / "desk"
    words = ("batch", table, "--out", str(out))
    assert run(*words).exit_code == 0
    (file,) = (out / "patients").glob("*.pdf")
    good = file.read_bytes()
    for stranger in (CONSENT, good + b"1 0 obj<<>>endobj\n%%EOF\n"):
        file.write_bytes(stranger)
        result = run(*words)
        assert (result.exit_code, file.read_bytes()) == (1, stranger)
        assert f"{file.as_posix()} was not made by clinicpress, or has been changed since" in result.stderr
    # damaged, or known by itself where the index is lost
    for damaged in (b"", b"touched", good[:-200]):
        file.write_bytes(damaged)
        assert (run(*words).exit_code, file.read_bytes()) == (0, good)
    (out / "patients" / "index.sqlite").unlink()
    assert (run(*words).exit_code, file.read_bytes()) == (0, good)


def test_a_link_is_replaced_and_not_followed(workspace: Path, run: Run, table: str, tmp_path: Path) -> None:
    assert run("batch", table).exit_code == 0
    (file,) = (workspace / "output" / "patients").glob("*.pdf")
    elsewhere = Path(shutil.move(file, tmp_path / "elsewhere.pdf"))
    file.symlink_to(elsewhere)
    assert "1 built" in run("batch", table).stdout
    assert not file.is_symlink()
    assert file.read_bytes() == elsewhere.read_bytes()
