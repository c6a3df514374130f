"""An id belongs to one name and birth date: between runs, in a table, with every way to write it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from click.testing import Result

from clinicpress.proof import identity

Run = Callable[..., Result]
REFUSED = "this id was printed for another name or birth date"
DATE = ("--date", "2026-11-22")


@pytest.fixture(autouse=True)
def second_sheet(workspace: Path) -> None:
    """A further sheet."""
    sheets = workspace / "content" / "sheets"
    shutil.copy(sheets / "sciatica.yaml", sheets / "second.yaml")


def sheet(
    run: Run, name: str, born: str = "", *more: str, number: str = "EX-1", sheet: str = "sciatica"
) -> Result:
    birth = ("--birth-date", born) if born else ()
    return run("sheet", sheet, "--patient", name, "--id", number, *birth, *(more or DATE))


def page(root: Path) -> str:
    (path,) = (root / "output" / "patients").glob("*.pdf")
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def table(root: Path, *rows: str, header: str = "name,id,sheet,date") -> str:
    path = root / "content" / "patients" / "today.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("name", "born", "number"),
    [
        ("Robin Sample", "1958-05-02", "EX-1"),
        ("Zoë O'Test", "1958-05-03", "ex-1"),
        ("Robin Sample", "", "EX \u2212 1"),
        ("Zoë Test", "1958-05-02", "\uff25\uff38-1"),
    ],
)
def test_a_mistyped_id_takes_no_page_from_its_patient(
    workspace: Path,
    run: Run,
    name: str,
    born: str,
    number: str,
) -> None:
    assert sheet(run, "Zoë O'Test", "1958-05-02").exit_code == 0
    before = page(workspace)
    for more in (("--date", "2026-12-02"), ("--date", "2026-12-02", "--force", "--drop", "knee-to-chest")):
        result = sheet(run, name, born, *more, number=number)
        assert result.exit_code == 1
        assert REFUSED in result.stderr
        assert "--same-person" in result.stderr
        assert "0 built, 0 unchanged, 1 failed" in result.stdout
        said = result.output.replace("--same-person and this id", "")
        assert not any(secret in said for secret in (name, "Zoë", "1958", number))
    assert page(workspace) == before


def test_other_ways_to_write_a_name_are_no_other_name(workspace: Path, run: Run) -> None:
    assert sheet(run, "Zoë O'Test-Example").exit_code == 0
    again = sheet(run, "ZOE\u0308  O\u2019TEST\u2010EXAMPLE", "1958-05-02", number="ex-1")
    assert (again.exit_code, "1 built" in again.stdout) == (0, True)
    # the birth date that was learned stays known, also when a later plan leaves it out
    assert sheet(run, "Zoë O'Test-Example").exit_code == 0
    assert REFUSED in sheet(run, "Zoë O'Test-Example", "1958-05-03").stderr
    assert len(list((workspace / "output" / "patients").glob("*.pdf"))) == 1


def test_a_new_surname_is_said_for_one_id(workspace: Path, run: Run) -> None:
    """The marks of that patient go on; a table's other ids are guarded as before."""
    rows = ("Pat Example,EX-1,sciatica,2026-11-22", "Kim Sample,EX-2,sciatica,2026-11-22")
    assert run("batch", table(workspace, *rows)).exit_code == 0
    later = ("Pat Newname,EX-1,sciatica,2026-12-02", "Kim Newname,EX-2,sciatica,2026-12-02")
    result = run("batch", table(workspace, *later), "--same-person", "ex-1")
    assert result.exit_code == 1
    assert [line.split(": ")[0] for line in result.stderr.splitlines() if REFUSED in line] == [
        "content/patients/today.csv:3:2"
    ]
    assert "1 built, 0 unchanged, 1 failed" in result.stdout
    # from now on it is known under the new name alone
    assert sheet(run, "Pat Newname").exit_code == 0
    assert REFUSED in sheet(run, "Pat Example").stderr
    wrong = run("batch", table(workspace, *later), "--same-person", "EX-3")
    assert (wrong.exit_code, "EX-3" in wrong.output) == (2, False)
    assert "--same-person: no plan that can be printed has this id" in wrong.stderr


def test_nobody_is_compared_with_a_stranger(workspace: Path, run: Run) -> None:
    """A stranger's page said "STOPPED" of another patient's exercise."""
    assert sheet(run, "Pat Example").exit_code == 0
    index = workspace / "output" / "patients" / "index.sqlite"
    with sqlite3.connect(index) as database:
        (plan,) = database.execute("SELECT plan FROM plans").fetchone()
        other = json.loads(plan)
        other["patient"]["name"] = "Robin Sample"
        database.execute("UPDATE plans SET plan = ?", (json.dumps(other),))
    database.close()
    assert sheet(run, "Pat Example", "", "--date", "2026-12-02", "--drop", "knee-to-chest").exit_code == 0
    assert "STOPPED" not in page(workspace).upper()
    other["patient"]["name"] = "PAT  EXAMPLE"
    with sqlite3.connect(index) as database:
        database.execute("UPDATE plans SET plan = ?, previous = NULL", (json.dumps(other),))
        database.execute("UPDATE plans SET date = '2026-11-22'")
    database.close()
    assert (
        sheet(run, "Pat Example", "", "--date", "2026-12-02", "--drop", "knee-to-chest", "--force").exit_code
        == 0
    )
    assert "STOPPED" in page(workspace).upper()


def test_a_packet_alone_keeps_for_whom_an_id_was_printed(workspace: Path, run: Run) -> None:
    packet = ("--packet", str(workspace / "output" / "packets" / "a.pdf"), "--no-files")
    assert run("batch", table(workspace, "Pat Example,EX-1,sciatica,2026-11-22"), *packet).exit_code == 0
    result = run("batch", table(workspace, "Robin Sample,EX-1,sciatica,2026-11-22"), *packet)
    assert (result.exit_code, REFUSED in result.stderr) == (1, True)
    assert (
        REFUSED in run("batch", table(workspace, "Robin Sample,EX-1,sciatica,2026-11-22"), "--dry-run").stderr
    )


def test_what_is_purged_is_no_longer_known(workspace: Path, run: Run) -> None:
    assert sheet(run, "Pat Example").exit_code == 0
    assert run("purge", "--before", "2026-11-23").exit_code == 0
    assert sheet(run, "Robin Sample").exit_code == 0


def test_an_index_of_version_1_is_read_as_far_as_it_knows(workspace: Path, run: Run) -> None:
    """It let one id be printed for two people; which of them is right is for staff to say."""
    assert sheet(run, "Pat Example", "1958-05-02").exit_code == 0
    assert sheet(run, "Kim Sample", number="EX-2").exit_code == 0
    assert sheet(run, "Kim Sample", number="EX-2", sheet="second").exit_code == 0
    index = workspace / "output" / "patients" / "index.sqlite"
    with sqlite3.connect(index) as database:
        plans = database.execute("SELECT plan FROM files ORDER BY file").fetchall()
        database.execute("DROP TABLE people")
        database.execute("ALTER TABLE files DROP COLUMN plan")
        database.execute(
            "UPDATE files SET name = 'Robin Sample', inputs = '' WHERE id = 'EX-2' AND sheet = 'sciatica'"
        )
        database.execute("DROP TABLE listed")
        database.execute("DROP INDEX states")
        database.execute("PRAGMA user_version = 1")
    database.close()
    assert REFUSED in sheet(run, "Robin Sample").stderr
    assert REFUSED in sheet(run, "Pat Example", "1958-05-03").stderr
    assert sheet(run, "Pat Example", "1958-05-02").exit_code == 0
    for name in ("Kim Sample", "Robin Sample"):
        assert REFUSED in sheet(run, name, number="EX-2").stderr
    assert sheet(run, "Kim Sample", "", "--same-person", "EX-2", *DATE, number="EX-2").exit_code == 0
    with sqlite3.connect(index) as database:
        assert database.execute("SELECT plan FROM files ORDER BY file").fetchall() == plans
    database.close()


def test_several_sheets_of_a_patient_in_a_table_and_its_packet(workspace: Path, run: Run) -> None:
    rows = (
        "Pat Example,EX-1,sciatica,2026-11-22,left",
        "Kim Sample,EX-2,sciatica,2026-11-22,right",
        "Pat Example,ex-1,second,2026-11-22,left",
    )
    listed = table(workspace, *rows, header="name,id,sheet,date,side")
    packet = workspace / "output" / "packets" / "a.pdf"
    words = ("batch", listed, "--packet", str(packet), "--cover")
    result = run(*words)
    assert (result.exit_code, result.stderr) == (0, "")
    texts = [text.extract_text() for text in pypdf.PdfReader(packet).pages]
    assert [text.upper().count("EX-") for text in texts] == [3, 1, 1, 1]
    assert [("EX-2" in text, "ex-1" in text) for text in texts[1:]] == [
        (False, False),
        (False, True),
        (True, False),
    ]
    assert texts[0].index("EX-1") < texts[0].index("ex-1") < texts[0].index("EX-2")
    checked = run("verify", "--plans", listed, str(packet))
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert "0 built, 3 unchanged, 0 failed" in run(*words).stdout


def test_rows_of_one_id_are_all_in_the_json(workspace: Path, run: Run) -> None:
    rows = (
        "Pat Example,EX-1,sciatica,2026-11-22",
        "Kim Sample,EX-2,sciatica,2026-11-22",
        "Pat Example,EX-1,sciatica,2026-11-22",
        "Sam Test,EX-3,sciatica,2026-11-22",
        "Robin Test,EX-3,second,2026-11-22",
    )
    data = json.loads(run("batch", table(workspace, *rows), "--json").stdout)
    assert [plan["status"] for plan in data["plans"]] == ["failed", "built", "failed", "failed", "failed"]
    assert [problem["line"] for problem in data["problems"]] == [2, 4, 5, 6]
    assert [len(plan["problems"]) for plan in data["plans"]] == [1, 0, 1, 1, 1]


@pytest.mark.parametrize("packet", [(), ("--no-files",), ("--cover",)])
def test_a_row_that_cannot_be_read_back_takes_down_no_other(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch, packet: tuple[str, ...]
) -> None:
    """One odd cell ended the morning's run: nobody behind that row was printed, and there was no packet."""
    read = identity.as_read

    def blind(text: str) -> str:
        return read(text).replace("Robin S", "Robin", 1) if "\n" in text else read(text)

    monkeypatch.setattr(identity, "as_read", blind)
    rows = [
        f"{name},EX-{at},sciatica,2026-11-22"
        for at, name in enumerate(("Pat Q", "Robin S", "Kim T", "Sam U"))
    ]
    file = workspace / "output" / "packets" / "a.pdf"
    tried = run("batch", table(workspace, *rows), "--dry-run")
    assert "3 built, 0 unchanged, 1 failed" in tried.stdout
    data = json.loads(run("batch", table(workspace, *rows), "--packet", str(file), *packet, "--json").stdout)
    assert [plan["status"] for plan in data["plans"]] == ["built", "failed", "built", "built"]
    assert (data["packet"]["status"], data["packet"]["patients"]) == ("built", 3)
    assert {problem["line"] for problem in data["problems"]} == {3}
    assert all("type the name, id and notes again" in problem["hint"] for problem in data["problems"])
    text = "".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
    assert [name in text for name in ("Pat Q", "Robin S", "Kim T", "Sam U")] == [True, False, True, True]
    files = list((workspace / "output" / "patients").glob("*.pdf"))
    assert len(files) == (0 if "--no-files" in packet else 3)
    assert "EX-1" not in (workspace / "output" / "patients" / "index.csv").read_text(encoding="utf-8")


def test_the_list_is_a_table_that_makes_the_same_plans(workspace: Path, run: Run) -> None:
    """With their doses and notes: printed from the list, a plan lost what its therapist had written."""
    header = (
        "name,id,birth_date,sheet,date,time,side,clinician,note,drop,knee-to-chest.reps,knee-to-chest.note"
    )
    rows = (
        'Pat O\'Test,007,1958-05-02,sciatica,2026-11-22,09:30,left,"Sam, PT",Hi; =1,modified-cobra,5,Slow.',
        "Kim;=1+1,EX-2,,sciatica,2026-11-22,,right,,\"'Warm up', then '5 min'\",,8 to 12,",
        "Zoë @Test,EX-3,,second,2026-11-22,,both,,,,,",
    )
    assert run("batch", table(workspace, *rows, header=header)).exit_code == 0
    listed = workspace / "output" / "patients" / "index.csv"
    before = listed.read_bytes()
    result = run("batch", str(listed))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "0 built, 3 unchanged, 0 failed" in result.stdout
    assert listed.read_bytes() == before
    copy = Path(shutil.copy(listed, workspace / "copy.csv"))
    copy.write_text(copy.read_text(encoding="utf-8").replace(",whole", ",in part", 1), encoding="utf-8")
    result = run("batch", str(copy))
    assert "this list does not contain the whole plan" in result.stderr
    assert "0 built, 2 unchanged, 1 failed" in result.stdout
