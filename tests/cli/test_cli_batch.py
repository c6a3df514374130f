"""``clinicpress batch``: what it says, and what may be wrong with what it is given."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from talk import talk

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
HEADER = "name,id,sheet,date,add\n"
GOOD = "Pat Example,EX-1,sciatica,2026-11-22,\n"
# More exercises than any sheet takes.
FULL = "Robin Sample,EX-2,sciatica,2026-11-22,bridge heel-raise bird-dog dead-bug clamshell\n"
MORE = "Zoe Sample,EX-3,sciatica,2026-11-22,\n"


@pytest.fixture
def table(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(workspace)
    path = workspace / "today.csv"
    path.write_text(HEADER + GOOD + FULL + MORE, encoding="utf-8")
    return path


def names(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "output" / "patients").glob("*.pdf"))


def test_each_row_is_told_by_its_line(table: Path, run: Run) -> None:
    result = run("batch", "today.csv", "--packet", "output/packets/today.pdf")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("built       today.csv:2  output/patients/")
    assert lines[1:2] == ["failed      today.csv:3"]
    assert lines[2].startswith("built       today.csv:4  output/patients/")
    assert lines[3:] == [
        "2 built, 0 unchanged, 1 failed",
        "packet: output/packets/today.pdf  2 patients, 2 pages  built",
        "list of patients and files: output/patients/index.csv (for you only)",
    ]
    problem, hint, circle, why = result.stderr.splitlines()
    assert problem.startswith("today.csv:3:")
    assert "9 exercises are too many" in problem
    assert hint.startswith("  hint: ")
    assert circle.startswith("today.csv:1:1: warning: circle the sore side in pen on the ")
    assert why.startswith("  hint: ")
    assert len(names(table.parent)) == 2


def test_a_dry_run_makes_nothing(table: Path, run: Run) -> None:
    result = run("batch", "today.csv", "--dry-run", "--packet", "output/packets/today.pdf")
    assert result.exit_code == 1
    assert "would build today.csv:2\nfailed      today.csv:3\nwould build today.csv:4\n" in result.stdout
    assert "dry run, nothing was made: 2 built, 0 unchanged, 1 failed" in result.stdout
    assert not (table.parent / "output" / "patients").exists()
    assert not (table.parent / "output" / "packets").exists()


def test_json_is_one_document(table: Path, run: Run) -> None:
    result = run("batch", "today.csv", "--packet", "output/packets/today.pdf", "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    data = json.loads(result.stdout)
    assert (data["ok"], data["rows"], data["dry_run"]) == (False, 3, False)
    assert [plan["status"] for plan in data["plans"]] == ["built", "failed", "built"]
    assert [plan["row"]["line"] for plan in data["plans"]] == [2, 3, 4]
    assert data["packet"] == {
        "path": "output/packets/today.pdf",
        "status": "built",
        "patients": 2,
        "pages": 2,
    }
    (problem,) = data["problems"]
    assert (problem["path"], problem["line"]) == ("today.csv", 3)


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_on_a_terminal_failures_are_told_at_once(table: Path) -> None:
    shown, code = talk(["batch", "today.csv"], [], table.parent, {"TERM": "xterm", "COLUMNS": "40"})
    assert code == 1
    assert "failed      today.csv:3\n" in shown
    assert "2 built, 0 unchanged, 1 failed\n" in shown
    assert "3/3" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nope.csv",), "'nope.csv' does not exist"),
        (("today.csv", "--duplex"), "--duplex needs a packet: add --packet FILE"),
        (("today.csv", "--no-files"), "--no-files needs a packet: add --packet FILE"),
        (("today.csv", "--sheet", "nope"), "--sheet: this sheet does not exist\n  hint: "),
        (("today.csv", "--since", "nope.csv"), "--since: there is no file nope.csv\n  hint: "),
        (("today.csv", "--date", "tomorrow"), "this is not a date; write year-month-day"),
        (("today.csv", "--layout", "handout"), "is for a handout, and a plan is a sheet\n  hint: "),
        (("today.csv", "--jobs", "0"), "0 is not in the range"),
        (
            ("today.csv", "--encrypt", "secret one"),
            "there is no column of this name\n  hint: name the column",
        ),
        (("plans", "--encrypt", "pw"), "there is no column of this name\n  hint: name the column"),
    ],
)
def test_wrong_use_is_one_clear_line(table: Path, run: Run, words: tuple[str, ...], said: str) -> None:
    """A column of passwords that is not there was told as a password that is too short, on every row."""
    (table.parent / "plans").mkdir()
    plan = "{patient: {name: Pat Example, id: EX-1}, sheet: sciatica, date: 2026-11-22}"
    (table.parent / "plans" / "one.yaml").write_text(plan, encoding="utf-8")
    result = run("batch", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "secret" not in result.stderr
    assert names(table.parent) == []
    told = json.loads(run("batch", *words, "--json").stdout)
    assert said.partition("\n")[0] in told["problems"][0]["message"]


def test_what_is_no_table(table: Path, run: Run) -> None:
    root = table.parent
    (root / "empty").mkdir()
    (root / "today.xlsx").write_bytes(b"PK\x03\x04 and so on")
    (root / "nothing.csv").write_bytes(b"")
    (root / "header.csv").write_text(HEADER, encoding="utf-8")
    (root / "bare.csv").write_text(GOOD, encoding="utf-8")
    for name, said in {
        "empty": "this folder has no plan files",
        "today.xlsx": "this is a spreadsheet workbook, not CSV in UTF-8",
        "nothing.csv": "the file is empty",
        "header.csv": "the table has no rows",
        "bare.csv": "the first row is not a header",
    }.items():
        result = run("batch", name)
        assert result.exit_code == 1
        assert f"{name}:1:1: {said}" in result.stderr
        assert "\n  hint: " in result.stderr
        assert "Pat" not in result.output
        assert names(root) == []


def test_a_folder_of_plans(table: Path, run: Run) -> None:
    plans = table.parent / "plans"
    plans.mkdir()
    for number in (1, 2):
        plan = f"{{patient: {{name: Pat Example, id: EX-{number}}}, sheet: sciatica, date: 2026-11-22}}"
        (plans / f"{number}.yaml").write_text(plan, encoding="utf-8")
    (plans / "3.yaml").write_text("patient: Robin Sample", encoding="utf-8")
    result = run("batch", "plans")
    assert result.exit_code == 1
    assert "2 built, 0 unchanged, 1 failed" in result.stdout
    assert "plans/3.yaml:1:" in result.stderr
    assert "Robin" not in result.output
    assert len(names(table.parent)) == 2


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_packet_in_a_folder_that_may_not_be_written(table: Path, run: Run) -> None:
    closed = table.parent / "closed"
    closed.mkdir(mode=0o500)
    result = run("batch", "today.csv", "--packet", "closed/today.pdf")
    assert result.exit_code == 1
    assert "closed/today.pdf is write-protected or in use\n  hint: " in result.stderr


def test_pages_for_a_sore_side_that_nobody_said_are_told_by_their_lines(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    exercise = workspace / "content" / "exercises" / "seated-hip-stretch.yaml"
    text = exercise.read_text(encoding="utf-8")
    exercise.write_text(text.replace("side: each", "side: sore"), encoding="utf-8")
    rows = "name,id,sheet,date,side\n" + "".join(
        f"Quillon,ZX-{at},sciatica,2026-11-22,{side}\n" for at, side in enumerate(("", "left", "", "both"))
    )
    Path("side.csv").write_text(rows, encoding="utf-8")
    result = run("batch", "side.csv")
    assert result.exit_code == 0, result.stderr
    assert result.stderr.splitlines()[0] == (
        "side.csv:1:1: warning: circle the sore side in pen on the 2 pages for lines 2, 4"
    )
    assert "Quillon" not in result.stderr
    data = json.loads(run("batch", "side.csv", "--json").stdout)
    assert data["ok"]
    assert [problem["path"] for problem in data["by_pen"]] == ["side.csv"]
    options = ("--patient", "Quillon", "--id", "ZX-9", "--date", "2026-11-22")
    said = run("sheet", "sciatica", *options).stderr
    assert said.startswith("warning: circle the sore side in pen on this page\n")
    assert run("sheet", "sciatica", *options, "--side", "left").stderr == ""
