"""An index that is damaged, a link or somebody else's: one clear error, nothing lost, no traceback."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patient_writer import sample_row, write_rows

from clinicpress.patients.folder import INDEX, LIST, PatientFolder
from clinicpress.patients.index import Index
from clinicpress.problems import OutputError, Problem

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
TABLES = {
    "files": ("file", "id", "name", "birth_date", "sheet", "language", "date", "inputs", "output", "pages",
              "report", "state", "plan"),
    "plans": ("id", "sheet", "date", "plan", "previous_date", "previous"),
    "packets": ("path", "date"),
    "people": ("id", "name", "birth_date", "date"),
}  # fmt: skip
COLUMNS = [(table, column) for table, columns in TABLES.items() for column in columns]
VALUES = st.one_of(st.binary(max_size=9), st.integers(-9, 9), st.floats(allow_nan=False), st.text(max_size=9))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("filled")
    with PatientFolder.open(folder) as patients:
        write_rows(patients, [sample_row(number) for number in range(3)])
        patients.record_packet(folder / "a.pdf", "2026-11-22")
    return (folder / INDEX).read_bytes()


def used(folder: Path) -> None:
    """Whatever is done with an index."""
    with PatientFolder.open(folder, wait=0) as patients:
        for row in [*patients.index.rows()]:
            patients.current(row.file, "x")
            patients.index.previous(row.id, row.sheet, "2027-01-01")
            patients.index.people(row.person.key)
        patients.index.previous("EX-0001", "sciatica", "2027-01-01")
        patients.index.people("ex-0001")
        patients.index.dated_before("2000-01-01")
        patients.strays()
        write_rows(patients, [sample_row(9)])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.sampled_from(COLUMNS), value=VALUES)
def test_no_value_in_it_makes_more_than_an_error(
    filled: bytes, tmp_path_factory: pytest.TempPathFactory, where: tuple[str, str], value: object
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    (folder / INDEX).write_bytes(filled)
    table, column = where
    database = sqlite3.connect(folder / INDEX)
    try:
        with database:
            database.execute(f"UPDATE OR REPLACE {table} SET {column} = ?", (value,))
    except sqlite3.IntegrityError:
        return
    finally:
        database.close()
    problems: tuple[Problem, ...] = ()
    try:
        used(folder)
    except OutputError as error:
        problems = error.problems
    assert all("index.sqlite" in problem.message and problem.hint for problem in problems)


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE files", "DROP TABLE people", "DROP TABLE plans", "ALTER TABLE files DROP COLUMN plan",
        "ALTER TABLE files RENAME COLUMN name TO nom", "UPDATE files SET file = '../../etc/' || file",
        "UPDATE files SET name = CAST(x'ff' AS TEXT)", "PRAGMA user_version = 1", "PRAGMA user_version = 9",
        "PRAGMA user_version = 0", "UPDATE files SET report = '[[['",
    ],
)  # fmt: skip
def test_no_other_form_of_it_makes_more_than_an_error(filled: bytes, tmp_path: Path, sql: str) -> None:
    (tmp_path / INDEX).write_bytes(filled)
    database = sqlite3.connect(tmp_path / INDEX)
    with database:
        database.execute(sql)
    database.close()
    with pytest.raises(OutputError) as caught:
        used(tmp_path)
    assert [bool(problem.hint) for problem in caught.value.problems] == [True]


@pytest.mark.parametrize("name", ["index.sqlite", "key", ".lock", "index.sqlite-journal"])
@pytest.mark.parametrize("there", [True, False])
def test_links_are_not_followed(workspace: Path, run: Run, tmp_path: Path, name: str, there: bool) -> None:
    target = tmp_path / "elsewhere"
    if there:
        target.write_bytes(b"somebody's")
        target.chmod(0o644)
    folder = workspace / "output" / "patients"
    folder.mkdir(parents=True, mode=0o700)
    (folder / name).symlink_to(target)
    result = run("sheet", "sciatica", "--patient", "Pat Example", "--id", "EX-1", "--date", "2026-11-22")
    assert result.exit_code == 1
    assert f"{name} is a link; patients' files need a real file" in result.stderr
    assert target.exists() is there
    if there:
        assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"somebody's", 0o644)


def test_the_list_as_a_link_is_replaced(tmp_path: Path) -> None:
    folder, target = tmp_path / "patients", tmp_path / "elsewhere"
    with PatientFolder.open(folder) as patients:
        write_rows(patients, [sample_row()])
    target.write_bytes((folder / LIST).read_bytes())
    target.chmod(0o644)
    (folder / LIST).unlink()
    (folder / LIST).symlink_to(target)
    with PatientFolder.open(folder):
        pass
    assert not (folder / LIST).is_symlink()
    assert target.stat().st_mode & 0o777 == 0o644


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / LIST).write_text("my,own,table\n", encoding="utf-8")
    with pytest.raises(OutputError, match="was not made by clinicpress"), PatientFolder.open(tmp_path):
        pass
    assert (tmp_path / LIST).read_text(encoding="utf-8") == "my,own,table\n"
    (tmp_path / LIST).unlink()
    database = sqlite3.connect(tmp_path / INDEX)
    with database:
        database.execute("CREATE TABLE customers (name TEXT)")
    database.close()
    before = (tmp_path / INDEX).read_bytes()
    with pytest.raises(OutputError, match="was not made by clinicpress"), Index.open(tmp_path / INDEX):
        pass
    assert (tmp_path / INDEX).read_bytes() == before


def test_a_locked_file_is_not_opened_unasked(workspace: Path, run: Run) -> None:
    table = workspace / "content" / "patients" / "today.csv"
    table.write_text(
        "name,id,sheet,date,pw\nPat Example,EX-1,sciatica,2026-11-22,first secret\n", encoding="utf-8"
    )
    open_one = workspace / "content" / "patients" / "open.csv"
    open_one.write_text("name,id,sheet,date\nPat Example,EX-1,sciatica,2026-11-22\n", encoding="utf-8")
    assert run("batch", str(table), "--encrypt", "pw").exit_code == 0
    (file,) = (workspace / "output" / "patients").glob("*.pdf")
    locked = file.read_bytes()
    assert b"/Encrypt" in locked
    for more in ((), ("--force",), ("--dry-run",)):
        result = run("batch", str(open_one), *more)
        assert result.exit_code == 1
        assert (
            "this patient's file is locked with a password, and one without a password would replace it"
            in result.stderr
        )
        assert "--unlock" in result.stderr
        assert file.read_bytes() == locked
    assert run("batch", str(table), "--encrypt", "pw", "--force").exit_code == 0
    (workspace / "output" / "patients" / "index.sqlite").unlink()
    assert run("batch", str(table), "--encrypt", "pw").exit_code == 0
    assert run("batch", str(open_one), "--unlock").exit_code == 0
    assert b"/Encrypt" not in file.read_bytes()
