"""``clinicpress purge``: what it says and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from patient_writer import sample_row, write_rows

from clinicpress.patients.folder import PatientFolder

Run = Callable[..., Result]
OLD, NEW = sample_row(1, name="Robin Sample", date="2026-11-21"), sample_row(2)


def fill(out: Path) -> None:
    with PatientFolder.open(out / "patients") as patients:
        write_rows(patients, [OLD, NEW])
        patients.record_packet(out / "packets" / "monday.pdf", "2026-11-21")


@pytest.fixture
def filled(workspace: Path) -> Path:
    fill(workspace / "output")
    return workspace


def test_it_names_files_and_counts_them(filled: Path, run: Run) -> None:
    result = run("purge", "--before", "2026-11-22")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == f"deleted {(filled / 'output' / 'patients' / OLD.file).as_posix()}"
    assert lines[1].endswith("packets/monday.pdf")
    assert lines[2] == "deleted 1 plan and 1 packet from before 2026-11-22; 1 plan kept"
    assert result.stderr == ""
    assert not [text for text in (OLD.name, OLD.id, OLD.birth_date) if text in result.output]
    again = run("purge", "--before", "2026-11-22")
    assert again.stdout == "deleted 0 plans and 0 packets from before 2026-11-22; 1 plan kept\n"


def test_a_dry_run_deletes_nothing(filled: Path, run: Run) -> None:
    result = run("purge", "--before", "2026-11-22", "--dry-run")
    assert "would delete 1 plan and 1 packet" in result.stdout
    assert (filled / "output" / "patients" / OLD.file).exists()


def test_json_tells_all(filled: Path, run: Run) -> None:
    stray = filled / "output" / "patients" / "copy.pdf"
    stray.write_bytes(b"%PDF")
    result = run("purge", "--before", "2026-11-22", "--json")
    data = json.loads(result.stdout)
    assert [Path(path).name for path in data.pop("plans")] == [OLD.file]
    assert [Path(path).name for path in data.pop("packets")] == ["monday.pdf"]
    assert data == {
        "ok": True,
        "before": "2026-11-22",
        "dry_run": False,
        "kept": 1,
        "strays": [stray.as_posix()],
        "problems": [],
    }


def test_strays_are_a_warning(filled: Path, run: Run) -> None:
    (filled / "output" / "patients" / "copy.pdf").write_bytes(b"%PDF")
    result = run("purge", "--before", "2026-11-22")
    assert result.exit_code == 0
    assert "copy.pdf:1:1: warning: this file is not in the index" in result.stderr


@pytest.mark.parametrize("day", ["22.13.2026", "2026-13-01", "2026-W48-7", "20261122", "yesterday", ""])
def test_a_wrong_date_is_wrong_use(filled: Path, run: Run, day: str) -> None:
    result = run("purge", "--before", day)
    assert result.exit_code == 2
    assert "this is not a date; write year-month-day" in result.stderr
    told = json.loads(run("purge", "--json", "--before", day).stdout)
    assert "is not a date" in told["problems"][0]["message"]
    assert (filled / "output" / "patients" / OLD.file).exists()


def test_a_day_of_two_readings_deletes_nothing(filled: Path, run: Run) -> None:
    result = run("purge", "--before", "11/12/2026")
    assert result.exit_code == 2
    assert "this date can be read in two ways; write year, month and day, such as 2026-11-22" in result.stderr
    assert (filled / "output" / "patients" / OLD.file).exists()


@pytest.mark.parametrize("day", ["22.11.2026", "11/22/2026", "22/11/2026", "Nov 22, 2026", "2026/11/22"])
def test_a_day_is_read_as_in_tables(filled: Path, run: Run, day: str) -> None:
    assert "would delete 1 plan" in run("purge", "--before", day, "--dry-run").stdout


def test_a_date_is_needed(run: Run) -> None:
    result = run("purge")
    assert result.exit_code == 2
    assert "--before" in result.stderr


def test_another_output_folder(tmp_path: Path, run: Run) -> None:
    fill(tmp_path / "out")
    result = run("purge", "--before", "2026-11-22", "--out", str(tmp_path / "out"))
    assert "deleted 1 plan and 1 packet" in result.stdout
    assert not (tmp_path / "out" / "patients" / OLD.file).exists()


def test_an_output_folder_that_is_not_there_is_wrong_use(tmp_path: Path, run: Run) -> None:
    result = run("purge", "--before", "2026-11-22", "--out", str(tmp_path / "typo"))
    assert result.exit_code == 2
    assert "there is no folder" in result.stderr
    assert not (tmp_path / "typo").exists()


def test_a_damaged_index_is_one_problem(filled: Path, run: Run) -> None:
    (filled / "output" / "patients" / "index.sqlite").write_bytes(b"x" * 4_096)
    result = run("purge", "--before", "2026-11-22")
    assert result.exit_code == 1
    assert "index.sqlite is damaged" in result.stderr
    assert "Traceback" not in result.output


def test_a_workspace_without_patients(workspace: Path, run: Run) -> None:
    result = run("purge", "--before", "2026-11-22")
    assert result.stdout == "deleted 0 plans and 0 packets from before 2026-11-22; 0 plans kept\n"
    assert not (workspace / "output" / "patients").exists()
