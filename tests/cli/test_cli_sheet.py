"""``clinicpress sheet``: options, questions, and what a front desk may do wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from click.testing import Result
from talk import talk

Run = Callable[..., Result]
PATIENT = ("--patient", "Quillon Testperson", "--id", "ZX-73519")
QUESTIONS = [
    ("Sheet: ", "1\n"), ("Patient's name: ", "Quillon Testperson\n"), ("(ID): ", "ZX-73519\n"),
    ("Birth date, such as 1980-05-02 (Enter: none): ", "1947-03-09\n"), ("Therapist (Enter: none): ", "\n"),
    ("right or both (Enter: none): ", "Left\n"), ("1,3 (Enter: none): ", "2, 4\n"),
    ("Note for the patient (Enter: none): ", "\n"),
]  # fmt: skip
on_terminals = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")


def made(root: Path) -> list[Path]:
    return list((root / "output" / "patients").glob("*.pdf"))


def asked(root: Path, **other: list[tuple[str, str]]) -> tuple[str, int]:
    """Answer all questions, those that begin with the words of ``other`` in that way."""
    answers = []
    for question, answer in QUESTIONS:
        found = [typed for start, typed in other.items() if question.startswith(start)]
        answers += found[0] if found else [(question, answer)]
    return talk(["sheet"], answers, root)


# Modules that a sheet of content that has not changed does without; each takes 5 to 60 ms to load.
NOT_NEEDED = (
    "pypdf", "pydantic", "pydantic_core", "yaml", "markdown_it", "segno", "numpy", "http", "cryptography",
    "clinicpress.content.fullread",
    "clinicpress.checking", "clinicpress.content.svg", "clinicpress.content.yaml.text",
    "clinicpress.content.tables.rows", "clinicpress.tasks",
)  # fmt: skip


@pytest.mark.slow
def test_a_sheet_loads_no_more_than_it_needs(workspace: Path) -> None:
    code = (
        "import sys; from clinicpress.cli.main import cli\n"
        "try: cli(['--workspace', sys.argv[1], 'sheet', 'sciatica', '--patient', 'Pat Example', '--id', "
        "sys.argv[2]])\n"
        "except SystemExit as ended: assert not ended.code\n"
        f"print('loaded', *sorted(set({NOT_NEEDED}) & sys.modules.keys()))"
    )
    for number in ("EX-1", "EX-2"):
        words = [sys.executable, "-c", code, str(workspace), number]
        ran = subprocess.run(words, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "loaded"


@pytest.mark.slow
def test_a_sheet_is_the_same_with_and_without_what_is_kept(workspace: Path, run: Run) -> None:
    """From files, from the snapshot that this leaves, and from files again."""
    pages = set()
    for _ in range(2):
        shutil.rmtree(workspace / ".cache", ignore_errors=True)
        for _ in range(2):
            assert run("sheet", "sciatica", *PATIENT, "--force").exit_code == 0
            (path,) = made(workspace)
            pages.add(path.read_bytes())
    assert len(pages) == 1


@pytest.mark.slow
@on_terminals
def test_questions_make_the_sheet_that_options_make(workspace: Path, run: Run) -> None:
    shown, code = asked(workspace)
    assert code == 0
    (path,) = made(workspace)
    assert f"built       this plan  output/patients/{path.name}" in shown
    assert "1 built, 0 unchanged, 0 failed" in shown
    words = ("--birth-date", "1947-03-09", "--side", "left", "--drop", "modified-cobra")
    result = run("sheet", "sciatica", *PATIENT, *words, "--drop", "sciatic-nerve-glide")
    assert "0 built, 1 unchanged" in result.stdout


@pytest.mark.slow
@on_terminals
def test_a_wrong_answer_is_asked_for_again_at_once(workspace: Path) -> None:
    """All questions were asked and answered before a birth date with dots was refused, and all was lost."""
    born, name = QUESTIONS[3][0], QUESTIONS[1][0]
    shown, code = asked(
        workspace,
        Sheet=[("Sheet: ", "9\n"), ("Sheet: ", "x\n"), QUESTIONS[0]],
        Patient=[(name, "\n"), (name, "   \n"), (name, "Q" * 81 + "\n"), QUESTIONS[1]],
        Birth=[(born, "09.03.47\n"), (born, "2999-01-01\n"), (born, "1247-03-09\n"), QUESTIONS[3]],
        right=[("right or both (Enter: none): ", "up\n"), QUESTIONS[5]],
        **{"1,3": [("1,3 (Enter: none): ", answer) for answer in ("7\n", "1,2,3,4\n", "one\n", "2\n")]},
    )
    assert code == 0
    assert shown.count("write a number from 0 to 1\n") == 2
    assert shown.count("Error: 'name' ") == 2
    assert "Error: this is not a date; write year, month and day" in shown
    assert "Error: this birth date is after the plan's date" in shown
    assert "Error: this birth date is before 1" in shown
    assert "write one of: both, left, right" in shown
    assert shown.count("Error: write numbers from 1 to 4\n") == 2
    assert "Error: keep at least one exercise\n" in shown
    assert len(made(workspace)) == 1


@pytest.mark.slow
@on_terminals
def test_an_id_of_somebody_else_is_told_before_the_other_questions(workspace: Path, run: Run) -> None:
    assert run("sheet", "sciatica", *PATIENT, "--birth-date", "1947-03-09").exit_code == 0
    name, number, born = QUESTIONS[1:4]
    other = [(name[0], "Robin Sample\n"), number, (born[0], "1990-01-01\n"), name, number, born]
    shown, code = talk(["sheet"], [QUESTIONS[0], *other, *QUESTIONS[4:]], workspace)
    assert code == 0
    assert shown.count("Error: this id was printed for another name or birth date; compare id, name") == 1
    assert len(made(workspace)) == 1


@pytest.mark.slow
@on_terminals
@pytest.mark.parametrize("typed", ["3/9/1947", "March 9, 1947", "09.03.1947", "1947/03/09 00:00"])
def test_a_birth_date_of_another_form_is_the_same_patients(workspace: Path, run: Run, typed: str) -> None:
    assert run("sheet", "sciatica", *PATIENT, "--birth-date", "1947-03-09").exit_code == 0
    shown, code = asked(workspace, Birth=[(QUESTIONS[3][0], f"{typed}\n")])
    assert code == 0
    assert "this id was printed for another" not in shown
    words = ("--id", PATIENT[3], "--birth-date", typed)
    shown, code = talk(["sheet", *words], [*QUESTIONS[:2], *QUESTIONS[4:]], workspace)
    assert (code, "this id was printed for another" in shown) == (0, False)


@pytest.mark.slow
@on_terminals
def test_a_birth_date_that_is_none_is_told_of_its_option(workspace: Path) -> None:
    words = ["sheet", "--id", PATIENT[3], "--birth-date", "9.3.47"]
    shown, code = talk(words, QUESTIONS[:2], workspace)
    assert code == 2
    assert "--birth-date: this is not a date" in shown
    assert "9.3.47" not in shown


@pytest.mark.slow
@on_terminals
@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_to_stop_at_a_question_is_no_error(workspace: Path, key: str) -> None:
    shown, code = talk(["sheet"], [*QUESTIONS[:2], ("(ID): ", key)], workspace)
    assert code == 130
    assert shown.endswith("\nstopped; finished files are kept, and no file is half-written\n")
    assert made(workspace) == []


@pytest.mark.slow
@on_terminals
def test_a_password_that_is_too_short_is_asked_for_again(workspace: Path) -> None:
    first, second = "Password for the file: ", "Repeat for confirmation: "
    typed = [(first, "ab\n"), (second, "ab\n"), (first, "hunter-two\n"), (second, "hunter-two\n")]
    shown, code = talk(["sheet", "sciatica", *PATIENT, "--encrypt"], typed, workspace)
    assert code == 0
    assert "Error: the password is too short" in shown
    assert "hunter" not in shown
    (path,) = made(workspace)
    with pikepdf.open(path, password="hunter-two") as pdf:
        assert pdf.is_encrypted


@pytest.mark.slow
@on_terminals
def test_a_sheet_that_there_is_none_of_is_told_before_any_question(workspace: Path) -> None:
    shown, code = talk(["sheet", "sciatca"], [], workspace)
    hint = "did you mean sciatica? The sheets are: sciatica"
    assert (code, shown) == (2, f"there is no sheet with this id or title\n  hint: {hint}\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "add --patient NAME and --id ID, or --plan FILE"),
        (("sciatica", "--patient", "Quillon Testperson"), "add --id, such as --id EX-0001"),
        (PATIENT, "name the SHEET, such as sciatica"),
        (("sciatica", "Quillon", "Testperson"), 'put quotes around a name: --patient "Pat Example"'),
        (("sciatica", *PATIENT, "--birth-date", "09.03.47"), "--birth-date: this is not a date\n  hint: "),
        (("sciatica", *PATIENT, "--date", "5/2/2026"), "can be read in two ways; write year, month and day"),
        (("sciatica", *PATIENT, "--set", "Quillon"), "--set: this does not change an exercise\n  hint: "),
        (("sciatica", *PATIENT, "--set", "knee-to-chest.reps=Quillon"), "--set: this is not a number of rep"),
        (("sciatica", *PATIENT, "--drop", "nope"), "--drop: this exercise is not on the plan's sheet"),
        (("sciatica", *PATIENT, "--add", "nope"), "--add: this exercise does not exist"),
        (("sciatica", *PATIENT, "--side", "up"), "hint: write one of: both, left, right"),
        (("sciatica", *PATIENT, "--note", "a", "--plan", "content/clinic.yaml"), "leave out SHEET or"),
        (("--plan", "today.csv"), "--plan is one plan, a YAML file; clinicpress batch reads a table"),
        (("sciatica", *PATIENT, "--encrypt"), "--encrypt asks for the password, but there is no terminal"),
        (("--plan", "nope.yaml"), "'nope.yaml' does not exist"),
        (("sciatica", *PATIENT, "--layout", "fridge"), "so it cannot show a name and an id\n  hint: "),
        (("sciatica", *PATIENT, "--layout", "nope"), "--layout: this layout does not exist\n  hint: "),
    ],
)  # fmt: skip
def test_wrong_use_is_one_clear_line(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(workspace)
    (workspace / "today.csv").write_text("name,id\nQuillon Testperson,ZX-73519\n", encoding="utf-8")
    result = run("sheet", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert not [secret for secret in ("Quillon", "Testperson", "ZX-73519") if secret in result.output]
    assert made(workspace) == []


@pytest.fixture
def spoolers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that is the only one; what they are given goes to ``handed``."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(path: Path, code: int = 0) -> None:
    path.write_text(f'#!/bin/sh\necho "$0 $@" >> {path.parent / "handed"}\nexit {code}\n', encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems show and print files in other ways")
def test_it_is_printed(workspace: Path, run: Run, spoolers: Path) -> None:
    program(spoolers / "lpr")
    result = run("sheet", "sciatica", *PATIENT, "--side", "left", "--print")
    assert (result.exit_code, result.stderr) == (0, "")
    (path,) = made(workspace)
    assert (spoolers / "handed").read_text("utf-8") == f"{spoolers / 'lpr'} {path}\n"
    # the first that there is
    program(spoolers / "lp", code=1)
    result = run("sheet", "sciatica", *PATIENT, "--side", "left", "--print", "--json")
    assert result.exit_code == 1
    assert result.stderr.startswith("the printer did not accept the file\n  hint: check the printer")
    assert json.loads(result.stdout)["plans"][0]["status"] == "unchanged"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems show and print files in other ways")
def test_a_machine_without_viewer_and_printer(workspace: Path, run: Run, spoolers: Path) -> None:
    result = run("sheet", "sciatica", *PATIENT, "--side", "left", "--open", "--print")
    assert result.exit_code == 1
    (path,) = made(workspace)
    assert result.stderr == (
        f"the system has no viewer for PDF files\n  hint: open it yourself: {path}\n"
        f"the system has no printer that clinicpress can reach\n  hint: print it from a viewer: {path}\n"
    )
    assert list(spoolers.iterdir()) == []


def test_a_page_without_room_for_warnings_is_refused_and_printed_on_both_sides(
    workspace: Path, run: Run
) -> None:
    words = ["sheet", "sciatica", "--patient", "Pat Example", "--id", "EX-0009"]
    long = [*words, "--note", "Go slowly, and rest between two. " * 16]
    refused = run(*long)
    assert refused.exit_code == 1
    assert "hint: write pages: 2, or add --pages 2" in refused.stderr
    told = run(*long, "--pages", "2", "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout)["plans"][0]["pages"] == 2


def test_a_sheet_that_is_broken_is_not_taken_for_another(workspace: Path, run: Run) -> None:
    path = workspace / "content" / "exercises" / "knee-to-chest.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("hold: 30 s", "hold: -3 s"), encoding="utf-8")
    sheets = workspace / "content" / "sheets"
    (sheets / "sciatica-2.yaml").write_text(
        (sheets / "sciatica.yaml").read_text(encoding="utf-8").replace("knee-to-chest, ", ""),
        encoding="utf-8",
    )
    result = run("sheet", "sciatica", "--patient", "Pat Example", "--id", "EX-0009")
    assert result.exit_code == 2
    assert "sciatica-2" not in result.stderr
    assert "content/sheets/sciatica.yaml, or a file that it uses, cannot be read" in result.stderr


def test_options_make_a_page_without_a_sheet(workspace: Path, run: Run) -> None:
    words = ("--date", "2026-11-22", "--title", "Your back", "--add", "bridge", "--add", "bird-dog")
    result = run("sheet", *PATIENT, *words, "--order", "bird-dog")
    assert result.exit_code == 0, result.output
    (path,) = made(workspace)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
    refused = run("sheet", *PATIENT, *words, "--order", "sit-to-stand")
    assert refused.stderr.startswith(
        "--order: the order names an exercise that is neither on the plan's sheet"
    )
    refused = run("sheet", *PATIENT, "--title", "Your back")
    assert "name the SHEET, such as sciatica, or --add exercises" in refused.stderr


@on_terminals
def test_questions_make_a_page_without_a_sheet(workspace: Path) -> None:
    sheet = [
        ("Sheet: ", "0\n"), ("Exercises, such as bridge clamshell: ", "\n"),
        ("Exercises, such as bridge clamshell: ", "bridge nope\n"),
        ("Exercises, such as bridge clamshell: ", "bird-dog, bridge\n"),
        ("Title of the page (Enter: none): ", "Your back\n"),
    ]  # fmt: skip
    answers = [*sheet, *(each for each in QUESTIONS[1:] if not each[0].startswith("1,3"))]
    shown, code = talk(["sheet"], answers, workspace)
    assert code == 0
    assert "exercise 2: there is no exercise with this id" in shown
    assert len(made(workspace)) == 1
