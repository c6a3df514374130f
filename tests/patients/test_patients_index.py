"""The index of patients' files is asked for what a run needs, and is not read as a whole."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patient_writer import sample_row, write_rows

from clinicpress.patients.filelist import FEW, patient_list, updated_list
from clinicpress.patients.folder import INDEX, LIST, PatientFolder
from clinicpress.patients.index import Index, IndexRow


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, and C functions such as one that fetches a row."""
    count = 0

    def seen(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def fill(folder: Path, count: int) -> None:
    """An index of so many finished files, of which one is there, and its list."""
    with PatientFolder.open(folder) as patients:
        write_rows(patients, [sample_row(1)])
    with Index.open(folder / INDEX) as index:
        (row,) = index.rows()
        index.put_done(
            replace(row, file=f"{number:020}.pdf", id=f"EX-{number}") for number in range(2, count + 1)
        )
    with PatientFolder.open(folder):
        pass


def one_sheet(folder: Path, inputs: str) -> None:
    row = sample_row(1, inputs=inputs)
    with PatientFolder.open(folder) as patients:
        patients.current(row.file, row.inputs)
        patients.index.previous(row.id, row.sheet, row.date)
        patients.index.people(row.person.key)
        patients.index.row(row.file)
        patients.index.files("writing")


def test_what_one_sheet_costs_does_not_grow_with_the_index(tmp_path: Path) -> None:
    """All rows were read for each sheet: half a second for 50,000."""
    counts = []
    for size in (10, 1_000):
        fill(tmp_path / str(size), size)
        one_sheet(tmp_path / str(size), "first")
        counts.append(calls(lambda size=size: one_sheet(tmp_path / str(size), "first")))  # type: ignore[misc]
    assert counts[1] - counts[0] < 20, counts


def test_no_question_about_one_file_scans_the_index(tmp_path: Path) -> None:
    fill(tmp_path, 10)
    with closing(sqlite3.connect(tmp_path / INDEX)) as database:
        for question in (
            "SELECT * FROM files WHERE file = 'x'",
            "SELECT file FROM files WHERE state = 'writing' ORDER BY file",
            "SELECT plan FROM plans WHERE id = 'x' AND sheet = 'y'", "SELECT name FROM people WHERE id = 'x'",
        ):  # fmt: skip
            plan = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {question}")]
            assert all(step.startswith("SEARCH") for step in plan), plan


def test_a_list_that_tells_of_all_rows_is_not_made_again(tmp_path: Path) -> None:
    fill(tmp_path, 10)
    listed = (tmp_path / LIST).read_bytes()
    assert listed.count(b"\n") == 11
    made = (tmp_path / LIST).stat().st_mtime_ns, (tmp_path / INDEX).stat().st_mtime_ns
    one_sheet(tmp_path, "first")
    assert ((tmp_path / LIST).stat().st_mtime_ns, (tmp_path / INDEX).stat().st_mtime_ns) == made
    (tmp_path / LIST).write_bytes(b"changed by somebody")
    one_sheet(tmp_path, "first")
    assert (tmp_path / LIST).read_bytes() == listed
    (tmp_path / LIST).unlink()
    one_sheet(tmp_path, "first")
    assert (tmp_path / LIST).read_bytes() == listed


def test_a_list_that_was_not_written_any_more_is_made_by_the_next_run(tmp_path: Path) -> None:
    """A run was killed between the two."""
    fill(tmp_path, 3)
    with Index.open(tmp_path / INDEX) as index:
        index.drop(["00000000000000000002.pdf"])
    one_sheet(tmp_path, "first")
    assert b"00000000000000000002" not in (tmp_path / LIST).read_bytes()
    with Index.open(tmp_path / INDEX) as index:
        assert index.listed() is not None


NAMES = st.sampled_from(["Pat Example", "Robin, Sample", "=1+1", "Zoë O'Test", 'Kim "K"\n=2', "\u2028a"])
RUNS = st.lists(
    st.dictionaries(
        st.integers(1, 8), st.none() | st.tuples(NAMES, st.integers(20, 24), st.booleans()), max_size=4
    ),
    max_size=6,
)


@given(RUNS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_a_list_that_is_brought_up_to_date_is_the_one_that_is_made_anew(
    runs: list[dict[int, tuple[str, int, bool] | None]],
) -> None:
    """Each run makes some files again, under another name or on another day, and deletes others."""
    rows: dict[str, IndexRow] = {}
    data = patient_list([])
    for changes in runs:
        files = {f"{number}.pdf": made for number, made in changes.items()}
        for file, made in files.items():
            rows.pop(file, None)
            if made is not None:
                name, day, dosed = made
                plan = {"title": "x"} | ({"exercises": {"bridge": {"note": "n"}}} if dosed else {})
                row = sample_row(1, name=name, date=f"2026-11-{day}")
                rows[file] = replace(row, file=file, plan=json.dumps(plan))
        updated = updated_list(data, files.keys(), [rows[file] for file in files if file in rows])
        whole = patient_list(rows.values())
        if updated is None:
            assert b"bridge.note" in whole
            assert b"bridge.note" not in data
        # a column that no row needs any more has stayed
        assert updated is None or cells_of(updated) == cells_of(whole)
        assert updated is None or (b"bridge.note" in data) > (b"bridge.note" in whole) or updated == whole
        data = whole if updated is None else updated


def cells_of(data: bytes) -> list[dict[str, str]]:
    """The rows of a list by column, without what is empty."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{name: cell for name, cell in row.items() if cell} for row in rows]


def test_a_list_of_more_changes_than_pay_is_made_anew() -> None:
    data = patient_list([])
    assert updated_list(data, [f"{number}.pdf" for number in range(FEW + 1)], []) is None
    assert updated_list(data, [f"{number}.pdf" for number in range(FEW)], []) == data


def test_what_a_sheet_that_is_made_costs_does_not_grow_with_the_index(tmp_path: Path) -> None:
    """The list for staff was made anew of all rows: 3.3 times the cost of a sheet with 50,000 of them."""
    counts = []
    for size in (10, 1_000):
        folder = tmp_path / str(size)
        fill(folder, size)
        listed = (folder / LIST).read_bytes()

        def made(folder: Path = folder) -> None:
            with PatientFolder.open(folder) as patients:
                write_rows(patients, [sample_row(1, name="Pat New", inputs="other")])

        counts.append(calls(made))
        now = (folder / LIST).read_bytes()
        assert now.replace(b"Pat New", b"Pat Example 1") != now
        assert (now.count(b"Pat New"), now.count(b"\n")) == (1, listed.count(b"\n"))
        with PatientFolder.open(folder, readonly=True) as patients:
            assert now == patient_list(patients.index.rows())
    assert counts[1] - counts[0] < 100, counts


def test_a_name_that_is_no_text_is_a_stray(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("no other system keeps such a name")
    fill(tmp_path, 3)
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.pdf"))).write_bytes(b"")
    with PatientFolder.open(tmp_path) as patients:
        assert [os.fsencode(path.name) for path in patients.strays()] == [b"\xff.pdf"]


def test_an_index_of_version_2_is_brought_up_to_date(tmp_path: Path) -> None:
    fill(tmp_path, 3)
    listed = (tmp_path / LIST).read_bytes()
    with closing(sqlite3.connect(tmp_path / INDEX)) as database, database:
        database.execute("DROP TABLE listed")
        database.execute("DROP INDEX states")
        database.execute("PRAGMA user_version = 2")
    with PatientFolder.open(tmp_path) as patients:
        assert len(patients.index.files("done")) == 3
    assert (tmp_path / LIST).read_bytes() == listed
