"""Packets: every page its own patient's, in the order of the table; and never one with a wrong page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import Result
from hard_patients import HardPatient, as_table, hard_patients
from patient_pages import packet_faults
from pypdf import PdfReader

from clinicpress.build import bodies
from clinicpress.patients import packets
from clinicpress.pdf.strips import DrawnStrip, StripPlace, draw_strip
from clinicpress.problems import Problem
from clinicpress.typesetting.items import Group

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
MANY, FEW = 80, 12


@pytest.fixture
def packet(workspace: Path) -> Path:
    return workspace / "output" / "packets" / "today.pdf"


def fill(root: Path, count: int) -> tuple[Path, list[HardPatient]]:
    patients = hard_patients(count)
    (root / "today.csv").write_bytes(as_table(patients))
    return root / "today.csv", patients


@pytest.mark.parametrize(("duplex", "jobs"), [(True, "2"), (False, "1")])
def test_every_page_is_its_patients(workspace: Path, run: Run, packet: Path, duplex: bool, jobs: str) -> None:
    table, patients = fill(workspace, MANY)
    more = ["--duplex"] if duplex else []
    result = run("batch", str(table), "--packet", str(packet), "--no-files", "--jobs", jobs, *more)
    assert result.exit_code == 1
    assert list(packet_faults(packet, patients, duplex=duplex)) == []
    good = sum(patient.printable for patient in patients)
    pages = good * (2 if duplex else 1)
    assert f"{good} patients, {pages} pages  built" in result.stdout
    assert list((workspace / "output" / "patients").glob("*.pdf")) == []


def swap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw the strip of somebody before with as many fields in place of what is drawn fifth."""
    drawn: list[Sequence[Group]] = []

    def swapped(fields: Sequence[Group], place: StripPlace) -> DrawnStrip:
        drawn.append(fields)
        alike = [each for each in drawn if len(each) == len(fields)]
        return draw_strip(alike[-2 if len(drawn) == 5 else -1], place)

    monkeypatch.setattr(bodies, "draw_strip", swapped)


@pytest.mark.parametrize(
    ("more", "where"), [((), "page 1"), (("--no-files",), "page 5 of the packet")], ids=["files", "packet"]
)
def test_a_page_of_another_patient_is_left_out_of_the_packet(
    workspace: Path,
    run: Run,
    packet: Path,
    monkeypatch: pytest.MonkeyPatch,
    more: tuple[str, ...],
    where: str,
) -> None:
    table, patients = fill(workspace, FEW)
    words, at = ("batch", str(table), "--packet", str(packet), *more), 4
    swap(monkeypatch)
    result = run(*words)
    assert result.exit_code == 1
    victim = [patient for patient in patients if patient.printable][at]
    assert f"today.csv:{victim.line}:1: {where} does not bear the name, id and date" in result.stderr
    good = [patient for patient in patients if patient.printable]
    assert f"{len(good) - 1} built, 0 unchanged, {FEW - len(good) + 1} failed" in result.stdout
    assert f"{len(good) - 1} patients, {len(good) - 1} pages  built" in result.stdout
    texts = [page.extract_text() for page in PdfReader(packet).pages]
    assert len(texts) == len(good) - 1
    assert not any(victim.id in text for text in texts)
    files = 0 if more else len(good) - 1
    assert len(list((workspace / "output" / "patients").glob("*.pdf"))) == files
    assert not [secret for patient in patients for secret in patient.secrets[2:] if secret in result.output]
    assert [path.name for path in packet.parent.iterdir()] == ["today.pdf"]


def test_a_packet_of_one_page_that_is_another_patients_is_none(
    workspace: Path, run: Run, packet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = workspace / "today.csv"
    table.write_text("name,id,sheet\nPat Example,EX-1,sciatica\n", encoding="utf-8")
    monkeypatch.setattr(packets, "part_faults", lambda *_: ((1, Problem("page 1 is another's", "look")),))
    result = run("batch", str(table), "--packet", str(packet), "--no-files")
    assert (result.exit_code, "there is no packet: every plan failed" in result.stderr) == (1, True)
    assert list(packet.parent.iterdir()) == []


def test_a_cover_that_is_not_proved_leaves_the_old_packet_and_the_files(
    workspace: Path, run: Run, packet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, patients = fill(workspace, FEW)
    words = ("batch", str(table), "--packet", str(packet), "--cover")
    run(*words, "--ink", "mono")
    old = packet.read_bytes()
    monkeypatch.setattr(packets, "part_faults", lambda *_: ((0, Problem("page 1 says other words", "look")),))
    result = run(*words)
    assert result.exit_code == 1
    assert "page 1 says other words" in result.stderr
    assert packet.read_bytes() == old
    assert f"{sum(patient.printable for patient in patients)} built" in result.stdout
    assert "packet: none was made" in result.stdout


def test_a_large_packet_is_read_by_processes_that_begin_anew(
    workspace: Path, run: Run, packet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their memory held all that this process had by then, too."""
    monkeypatch.setattr(packets, "LARGE", 4)
    monkeypatch.setattr(packets, "PAGES_PER_PROCESS", 2)
    table, patients = fill(workspace, FEW)
    words = ("batch", str(table), "--packet", str(packet), "--no-files", "--jobs", "2")
    run(*words, "--cover")
    assert packet.exists()
    swap(monkeypatch)
    result = run(*words)
    victim = [patient for patient in patients if patient.printable][4]
    assert f"today.csv:{victim.line}:1: page 5 of the packet does not bear the name" in result.stderr


def test_nothing_else_is_written_over(workspace: Path, run: Run) -> None:
    """A packet went over the table of patients, the index of their files, or anything else that was there."""
    table, _ = fill(workspace, 1)
    (workspace / "link.pdf").symlink_to(table)
    (workspace / "hard.pdf").hardlink_to(table)
    (workspace / "folder.pdf").mkdir()
    before = table.read_bytes()
    targets = {
        "today.csv": "this is the file with the patients",
        "link.pdf": "this is the file with the patients",
        "hard.pdf": "this is the file with the patients",
        "today.txt": "its name has to end in .pdf",
        "folder.pdf": "this is a folder",
        "today.csv/packet.pdf": "part of this path is a file, not a folder",
        "output/patients/packet.pdf": "this folder is for the patients' own files",
        "content/../output/patients/index.sqlite": "its name has to end in .pdf",
    }
    for target, words in targets.items():
        result = run("batch", str(table), "--packet", str(workspace / target))
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in result.stderr
        assert "hint: name another file" in result.stderr
    assert table.read_bytes() == before
    assert not (workspace / "output" / "patients").exists()


def test_no_plan_at_all_is_no_packet(workspace: Path, run: Run, packet: Path) -> None:
    table = workspace / "today.csv"
    table.write_text("name,id,sheet\n\u6837\u672c,EX-1,sciatica\n", encoding="utf-8")
    result = run("batch", str(table), "--packet", str(packet))
    assert result.exit_code == 1
    assert "there is no packet: every plan failed" in result.stderr
    assert not packet.exists()
    assert list(packet.parent.iterdir()) == []
