"""The folder of patients' files: the index, what it says to the next run, and the list for staff."""

from __future__ import annotations

import csv
import io
import os
import re
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patient_writer import content, message, mode, sample_row, write_rows, written

from clinicpress.content.tables.cells import shielded, unshielded
from clinicpress.patients.filelist import patient_list
from clinicpress.patients.folder import INDEX, LIST, LOCK, PatientFolder
from clinicpress.problems import OutputError
from clinicpress.store.digests import digest_of

pytestmark = pytest.mark.slow

posix = pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Bytes and time of change of all that is in a folder, but for the lock."""
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.iterdir()
        if path.name != LOCK
    }


def test_what_was_written_is_known_to_the_next_run(tmp_path: Path) -> None:
    row = sample_row()
    with PatientFolder.open(tmp_path / "patients") as patients:
        assert patients.index.files("done") == []
        assert write_rows(patients, [row]) == 1
    with PatientFolder.open(tmp_path / "patients") as patients:
        (known,) = patients.index.rows()
        assert (known.id, known.name, known.date, known.state) == (row.id, row.name, row.date, "done")
        assert (known.output, known.pages, known.report) == (digest_of(content(row)), 1, {"size": 12})
        assert patients.current(row.file, row.inputs) == known
        assert patients.current(row.file, "other") is None
        assert write_rows(patients, [row]) == 0
        patients.path(row.file).write_bytes(b"touched")
        assert patients.current(row.file, row.inputs) is None
        patients.path(row.file).unlink()
        assert patients.current(row.file, row.inputs) is None


def test_a_run_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "patients"
    rows = [sample_row(number) for number in range(8)]
    with PatientFolder.open(folder) as patients:
        write_rows(patients, rows)
        patients.record_packet(tmp_path / "packets" / "today.pdf", "2026-11-22")
    for path in folder.iterdir():
        os.utime(path, ns=(10**18, 10**18))
    os.utime(folder, ns=(10**18, 10**18))
    before = state(folder)
    with PatientFolder.open(folder) as patients:
        assert write_rows(patients, rows) == 0
        patients.index.previous("EX-0001", "sciatica", "2026-11-22")
        patients.record_packet(tmp_path / "packets" / "today.pdf", "2026-11-22")
        patients.strays()
        patients.withdraw([])
    assert state(folder) == before
    assert folder.stat().st_mtime_ns == 10**18


@posix
def test_everything_in_the_folder_is_for_the_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "patients"
    folder.mkdir()
    folder.chmod(0o755)
    modes: list[int] = []
    with PatientFolder.open(folder) as patients:
        patients.index._connection.execute("BEGIN")
        patients.index._connection.execute("INSERT INTO packets VALUES ('x', 'y')")
        assert (folder / f"{INDEX}-journal").exists()
        modes += [mode(path) for path in folder.iterdir()]
        patients.index._connection.execute("ROLLBACK")
        write_rows(patients, [sample_row()])
    assert mode(folder) == 0o700
    modes += [mode(path) for path in folder.iterdir()]
    assert set(modes) == {0o600}


def test_no_patient_is_named_outside_of_the_index_and_the_list(tmp_path: Path) -> None:
    row = sample_row(name="Zoë O'Test", birth_date="1944-04-04")
    with PatientFolder.open(tmp_path / "patients") as patients:
        write_rows(patients, [row])
        shown = repr([*patients.index.rows()])
    telling = [text.encode() for text in (row.name, row.id, row.birth_date)]
    names = [path.name for path in (tmp_path / "patients").iterdir()]
    assert sorted(names) == sorted([LOCK, INDEX, LIST, row.file])
    for private in telling:
        assert private not in " ".join([*names, shown]).encode()
        assert private in (tmp_path / "patients" / INDEX).read_bytes()
        assert private not in (tmp_path / "patients" / LOCK).read_bytes()


def test_plans_are_compared_with_the_last_one_of_an_earlier_date(tmp_path: Path) -> None:
    def write(on: str, inputs: str) -> None:
        assert write_rows(patients, [sample_row(date=on, inputs=inputs)]) == 1

    def before(on: str) -> str | None:
        return patients.index.previous("EX-0001", "sciatica", on)

    with PatientFolder.open(tmp_path / "patients") as patients:
        assert before("2026-11-22") is None
        write("2026-11-22", "first")
        assert (before("2026-11-22"), before("2026-11-29")) == (None, "2026-11-22 first")
        write("2026-11-22", "mended")
        assert (before("2026-11-22"), before("2026-11-29")) == (None, "2026-11-22 mended")
        write("2026-11-29", "second")
        assert (before("2026-11-29"), before("2026-12-06")) == ("2026-11-22 mended", "2026-11-29 second")
        write("2026-11-29", "second, mended")
        assert before("2026-11-29") == "2026-11-22 mended"
        write("2026-11-25", "older")
        assert (before("2026-11-25"), before("2026-11-29")) == (None, "2026-11-22 mended")
        assert before("2026-12-06") == "2026-11-29 second, mended"
        assert patients.index.previous("EX-0001", "knee", "2026-12-06") is None
        assert patients.index.previous("EX-0002", "sciatica", "2026-12-06") is None


def test_a_plan_that_was_begun_only_is_compared_with_nothing(tmp_path: Path) -> None:
    with PatientFolder.open(tmp_path / "patients") as patients:
        patients.begin([sample_row()])
        assert patients.index.previous("EX-0001", "sciatica", "2026-12-06") is None


def test_a_file_that_could_not_be_written_is_as_it_was_before(tmp_path: Path) -> None:
    old, new, other = sample_row(1), sample_row(1, inputs="second"), sample_row(2)
    with PatientFolder.open(tmp_path / "patients") as patients:
        write_rows(patients, [old])
        known = [*patients.index.rows()]
        patients.begin([new, other])
        assert patients.index.files("done") == []
        patients.withdraw([new.file, other.file])
        assert [*patients.index.rows()] == known
    with PatientFolder.open(tmp_path / "patients") as patients:
        assert [*patients.index.rows()] == known
        assert patients.current(old.file, old.inputs)
        assert patients.index.files("writing") == []


def test_a_file_that_is_not_there_is_never_done(tmp_path: Path) -> None:
    row = sample_row()
    with PatientFolder.open(tmp_path / "patients") as patients:
        patients.begin([row])
        with pytest.raises(OutputError, match=row.file):
            patients.finish([written(row)])
        assert patients.index.files("writing") == [row.file]
    with PatientFolder.open(tmp_path / "patients") as patients:
        assert ([*patients.index.rows()], patients.index.files("writing")) == ([], [])


def test_a_forgotten_file_is_deleted_with_its_row(tmp_path: Path) -> None:
    rows = [sample_row(number) for number in range(3)]
    with PatientFolder.open(tmp_path / "patients") as patients:
        write_rows(patients, rows)
        patients.path(rows[1].file).unlink()
        assert patients.forget([rows[0].file, rows[1].file]) == ()
    with PatientFolder.open(tmp_path / "patients") as patients:
        assert patients.index.files("done") == [rows[2].file]
        assert patients.strays() == ()
    assert not (tmp_path / "patients" / rows[0].file).exists()


def test_strays_are_told_and_left_alone(tmp_path: Path) -> None:
    stray, packet = tmp_path / "patients" / "copy of a plan.pdf", tmp_path / "packets" / "old.pdf"
    for path in (stray, packet, tmp_path / "packets" / "new.pdf"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"%PDF")
    with PatientFolder.open(tmp_path / "patients") as patients:
        write_rows(patients, [sample_row()])
        patients.record_packet(tmp_path / "packets" / "new.pdf", "2026-11-22")
        assert patients.strays() == (stray, packet)
    assert stray.exists()


@pytest.mark.parametrize(
    "damage", [b"no database at all, but long enough to be taken for one" * 90, b"short"]
)
def test_a_damaged_index_is_told_and_kept(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / INDEX).write_bytes(damage)
    with pytest.raises(OutputError) as caught, PatientFolder.open(tmp_path):
        raise AssertionError
    assert message(caught.value).endswith("index.sqlite is damaged")
    assert (tmp_path / INDEX).read_bytes() == damage


def test_an_index_of_a_newer_clinicpress_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / INDEX)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(OutputError, match="newer clinicpress"), PatientFolder.open(tmp_path):
        raise AssertionError


def test_an_index_that_another_program_holds_is_told(tmp_path: Path) -> None:
    with PatientFolder.open(tmp_path) as patients:
        patients.index._connection.execute("PRAGMA busy_timeout = 0")
        other = sqlite3.connect(tmp_path / INDEX, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OutputError, match="is in use by another program"):
            patients.begin([sample_row()])
        other.close()


def test_a_full_disk_while_the_index_is_written_loses_nothing(tmp_path: Path) -> None:
    rows = [sample_row(number) for number in range(2_000)]
    with PatientFolder.open(tmp_path) as patients:
        write_rows(patients, rows[:1])
        (pages,) = patients.index._connection.execute("PRAGMA page_count").fetchone()
        patients.index._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(OutputError, match="the disk is full"):
            patients.begin(rows[1:])
    with PatientFolder.open(tmp_path) as patients:
        assert patients.index.files("done") == [rows[0].file]
        assert patients.index.files("writing") == []


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights on Windows")
def test_a_link_to_another_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "patients").symlink_to(tmp_path / "shared")
    with pytest.raises(OutputError, match="is a link"), PatientFolder.open(tmp_path / "patients"):
        raise AssertionError
    assert list((tmp_path / "shared").iterdir()) == []


# -- list --


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_list_tells_staff_which_file_is_whose(tmp_path: Path) -> None:
    rows = [
        sample_row(1, name="Robin Sample", date="2026-11-23"),
        sample_row(2, name="Zoë O'Test"),
        sample_row(3, name="pat Example", birth_date=""),
    ]
    with PatientFolder.open(tmp_path) as patients:
        write_rows(patients, rows)
    data = (tmp_path / LIST).read_bytes()
    assert data.startswith("\ufefffile,name".encode())
    assert table(data) == [
        ["file", "name", "id", "birth_date", "sheet", "title", "date", "page_count", "plan"],
        [rows[2].file, "pat Example", "EX-0003", "", "sciatica", "", "2026-11-22", "1", "in part"],
        [rows[1].file, "Zoë O'Test", "EX-0002", "1980-05-02", "sciatica", "", "2026-11-22", "1", "in part"],
        [rows[0].file, "Robin Sample", "EX-0001", "1980-05-02", "sciatica", "", "2026-11-23", "1", "in part"],
    ]


SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
CELLS = st.lists(
    st.sampled_from([*SIGNS, *";,|\t\r\n '\"a1\u200b", "cmd|' /C calc'!A0", '""', "\u00a0"]), max_size=9
).map("".join)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(CELLS, CELLS, st.sampled_from(",;\t|"))
def test_no_spreadsheet_runs_a_name(name: str, number: str, delimiter: str) -> None:
    """Whatever sign parts its cells: an apostrophe stands before what would begin a formula."""
    data = patient_list([replace(sample_row(name=f"a{name}"), id=f"{number}1")]).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(data, newline=""), delimiter=delimiter):
        for cell in row:
            assert not cell.strip(' \u00a0\u200b"\t\r\n').startswith(tuple(SIGNS)), cell
            assert not cell.startswith(("\t", "\r"))


@given(CELLS)
def test_what_is_shielded_comes_back(text: str) -> None:
    assert unshielded(shielded(text)) == " ".join(re.split(r"[ \t\r\n]+", text)).strip()


def test_the_list_is_made_again_when_a_killed_run_left_it_behind(tmp_path: Path) -> None:
    with PatientFolder.open(tmp_path) as patients:
        write_rows(patients, [sample_row()])
    whole = (tmp_path / LIST).read_bytes()
    (tmp_path / LIST).write_bytes(b"older")
    with PatientFolder.open(tmp_path):
        pass
    assert (tmp_path / LIST).read_bytes() == whole


def test_a_run_that_fails_tells_what_it_finished(tmp_path: Path) -> None:
    def stopped() -> None:
        with PatientFolder.open(tmp_path) as patients:
            write_rows(patients, [sample_row()])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert "Pat Example 1" in (tmp_path / LIST).read_text(encoding="utf-8")
