"""Runs over patients' files: one at a time, and killed ones leave nothing half-done."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import patient_writer
import pytest
from patient_writer import PLANS, content, message, rounds, sample_row, write_rows

from clinicpress.patients.folder import INDEX, LOCK, PatientFolder
from clinicpress.patients.index import Index
from clinicpress.problems import OutputError
from clinicpress.store.digests import digest_of
from clinicpress.store.files import write_private

pytestmark = pytest.mark.slow

MOMENTS = 15


HOLD = """
import sys; from pathlib import Path; from clinicpress.patients.folder import PatientFolder
with PatientFolder.open(Path(sys.argv[1])): print("held", flush=True); sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the folder until it is told to go on."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    # waits for it and closes its pipes, whatever the test came to
    with process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_run_waits_tells_it_once_and_gives_up(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    told: list[str] = []
    with pytest.raises(OutputError) as caught:  # noqa: SIM117
        with PatientFolder.open(tmp_path, wait=0.5, waiting=lambda: told.append("waits")):
            raise AssertionError
    assert "another clinicpress run is writing to" in message(caught.value)
    assert told == ["waits"]
    holder.communicate("go on\n", timeout=60)
    with PatientFolder.open(tmp_path, wait=0, waiting=lambda: told.append("again")):
        assert told == ["waits"]


def test_a_second_run_goes_on_when_the_first_is_done(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    assert holder.stdin
    stdin = holder.stdin

    def let_go() -> None:
        stdin.write("go on\n")
        stdin.flush()

    with PatientFolder.open(tmp_path, waiting=let_go) as patients:
        write_rows(patients, [sample_row()])
    holder.communicate(timeout=60)
    assert holder.returncode == 0


def test_a_killed_run_holds_no_lock(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.communicate(timeout=60)
    with PatientFolder.open(tmp_path, wait=0) as patients:
        assert patients.index.files("done") == []


def test_what_a_killed_run_left_is_cleared_and_only_that(tmp_path: Path) -> None:
    folder = tmp_path / "patients"
    with PatientFolder.open(folder) as patients:
        patients.begin([sample_row(1), sample_row(2)])
        write_private(patients.path(sample_row(2).file), b"%PDF half a chunk")
    (tmp_path / "packets").mkdir()
    ours = [folder / f".clinicpress-{'0a' * 8}.tmp", tmp_path / "packets" / f".clinicpress-{'1b' * 8}.tmp"]
    others = [folder / ".clinicpress-notes.tmp", folder / "a.tmp", folder / f"x.clinicpress-{'0a' * 8}.tmp"]
    for path in (*ours, *others):
        path.write_bytes(b"left")
    with PatientFolder.open(folder) as patients:
        assert patients.index.files("done") == []
        assert patients.index.files("writing") == [sample_row(2).file]
        assert patients.strays() == ()
    assert [path.exists() for path in ours] == [False, False]
    assert all(path.exists() for path in others)


def run_writer(folder: Path, first: int, last: int) -> subprocess.Popen[str]:
    words = [sys.executable, patient_writer.__file__, str(folder), str(first), str(last)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def assert_sound(folder: Path) -> None:
    """Whatever moment a run was killed at: no file without a row, and finished rows tell the truth."""
    with Index.open(folder / INDEX) as index:
        names = [*index.files("done"), *index.files("writing")]
        rows = {name: row for name in names if (row := index.row(name)) is not None}
    assert {path.name for path in folder.glob("*.pdf")} <= rows.keys()
    for row in rows.values():
        if row.state == "done":
            assert digest_of((folder / row.file).read_bytes()) == row.output
        elif (folder / row.file).exists():
            data = (folder / row.file).read_bytes()
            inputs = data[: data.index(b"%PDF", 1)].decode().partition(".pdf ")[2].strip()
            assert data == content(replace(row, inputs=inputs)), "it is half-written"


def finished(folder: Path) -> tuple[object, ...]:
    """All that a run leaves to be seen: names and bytes of the files, rows, list, plans to compare with."""
    with PatientFolder.open(folder, readonly=True) as patients:
        assert (patients.index.files("writing"), patients.strays()) == ([], ())
        previous = [patients.index.previous(row.id, row.sheet, "2027-01-01") for row in patients.index.rows()]
        known = [*patients.index.rows()]
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in (INDEX, LOCK)}
    return known, previous, files


def test_runs_killed_at_any_moment_end_as_if_undisturbed(tmp_path: Path) -> None:
    chance = random.Random(7)
    for moment in range(MOMENTS):
        process = run_writer(tmp_path / "killed", moment * 1_000, moment * 1_000 + 999)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, 0.3))
        process.kill()
        assert process.communicate(timeout=60)[1] == ""
        if (tmp_path / "killed" / INDEX).exists():
            assert_sound(tmp_path / "killed")
    for name in ("killed", "undisturbed"):
        process = run_writer(tmp_path / name, 1_000_000, 1_000_000)
        assert process.communicate(timeout=60)[1] == ""
    assert finished(tmp_path / "killed") == finished(tmp_path / "undisturbed")
    (rows,) = rounds(1_000_000, 1_000_000)
    with PatientFolder.open(tmp_path / "killed") as patients:
        assert len(patients.index.files("done")) == PLANS
        assert all(patients.current(row.file, row.inputs) for row in rows)
        assert write_rows(patients, rows) == 0
