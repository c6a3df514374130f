"""``clinicpress verify --plans``: whose the pages of finished files are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from caches import forget
from click.testing import Result

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
HEADER = "name,id,birth_date,sheet,date\n"
ROWS = [
    f"Pat Example {letter},EX-{10 * at},1958-05-02,sciatica,2026-11-22\n" for at, letter in enumerate("abcd")
]


@pytest.fixture
def made(workspace: Path, run: Run) -> Path:
    """A workspace with the files of four patients and their packet."""
    table(workspace, *ROWS)
    result = run("batch", str(workspace / "today.csv"), "--packet", str(packet(workspace)), "--duplex")
    assert result.exit_code == 0
    return workspace


def table(root: Path, *rows: str) -> None:
    (root / "today.csv").write_text("".join([HEADER, *rows]), encoding="utf-8")


def packet(root: Path) -> Path:
    return root / "output" / "packets" / "today.pdf"


def files(root: Path) -> list[Path]:
    return sorted((root / "output" / "patients").glob("*.pdf"))


def verify(root: Path, run: Run, *words: str | Path) -> Result:
    result = run("verify", "--plans", str(root / "today.csv"), *map(str, words))
    assert "Pat" not in result.output
    assert "EX-" not in result.output
    return result


def reorder(path: Path, order: list[int]) -> None:
    with pikepdf.open(path) as pdf, pikepdf.new() as new:
        new.pages.extend([pdf.pages[index] for index in order])
        changed = path.with_name("changed.pdf")
        new.save(changed)
    changed.replace(path)


def test_all_is_well(made: Path, run: Run) -> None:
    result = verify(made, run)
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line.partition(".pdf: ")[2] for line in result.stdout.splitlines()] == [
        "1 page of 1 patient: 0 complaints"
    ] * 4
    result = verify(made, run, packet(made), files(made)[0])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "today.pdf: 8 pages of 4 patients: 0 complaints" in result.stdout


def test_nothing_is_written(made: Path, run: Run) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*") if path.is_file()}
    verify(made, run)
    before.pop(made / "output" / "patients" / ".lock", None)
    after = {path: path.stat().st_mtime_ns for path in made.rglob("*") if path.is_file()}
    after.pop(made / "output" / "patients" / ".lock", None)
    assert after == before


def test_files_that_changed_places(made: Path, run: Run) -> None:
    one, other = files(made)[:2]
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    result = verify(made, run)
    assert result.exit_code == 1
    for path in (one, other):
        words = "page 1 does not have the name, id and date of any of these plans"
        assert f"{path.as_posix()}:1:1: {words}" in result.stderr
        assert f"{path.as_posix()}:1:1: the file was changed, damaged or replaced" in result.stderr
    assert result.stdout.count("3 complaints\n") == 2


def test_a_plan_that_was_changed_since(made: Path, run: Run) -> None:
    table(made, *ROWS[:3], ROWS[3].replace("2026-11-22", "2026-11-23"))
    result = verify(made, run, packet(made))
    assert result.exit_code == 1
    assert "today.pdf:1:1: page 7 does not have the name, id and date of any of these plans" in result.stderr
    assert "today.csv:5:1: " in result.stderr


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ([2, 3, 0, 1, 4, 5, 6, 7], "today.csv:2:1: page 3 of {} is out of order"),
        ([0, 1, 4, 5, 6, 7], "today.csv:3:1: {} has no page of this plan"),
        ([0, 0, 2, 3, 4, 5, 6, 7], "today.csv:2:1: page 2 of {} does not bear"),
        ([1, 0, 1, 2, 3, 4, 5, 6], "{}:1:1: page 1 does not have the name, id and date of any"),
    ],
)
def test_pages_in_another_order(made: Path, run: Run, order: list[int], words: str) -> None:
    reorder(packet(made), order)
    result = verify(made, run, packet(made))
    assert result.exit_code == 1
    assert words.format(packet(made).as_posix()) in result.stderr


def test_damage_that_leaves_the_words(made: Path, run: Run) -> None:
    """Text alone was compared: 64 zero bytes took the whole "Call 911" list off a page that was passed."""
    path = files(made)[0]
    whole = path.read_bytes()
    path.write_bytes(whole[:8588] + bytes(64) + whole[8652:])
    result = verify(made, run)
    assert result.exit_code == 1
    assert (
        f"{path.as_posix()}:1:1: the file was changed, damaged or replaced after it was made" in result.stderr
    )


@pytest.mark.parametrize(
    ("more", "earlier", "later", "words"),
    [
        ("note", "See you", "Do not bear weight!", "a note"),
        ("knee-to-chest.reps", "3", "9", "a dose"),
        ("clinician", "Sam Lee", "Ann Lee", "the therapist"),
        ("side", "left", "right", "the sore side"),
        ("drop", "", "modified-cobra", "its exercises"),
    ],
)
def test_a_row_that_was_changed_since(
    workspace: Path, run: Run, more: str, earlier: str, later: str, words: str
) -> None:
    """Name, id and date were those of the row, the dose was not: "0 complaints" was said."""
    row = ROWS[0].rstrip("\n")
    path = workspace / "today.csv"
    path.write_text(f"{HEADER.rstrip()},{more}\n{row},{earlier}\n", encoding="utf-8")
    assert run("batch", str(path), "--packet", str(packet(workspace))).exit_code == 0
    assert verify(workspace, run).exit_code == 0
    path.write_text(f"{HEADER.rstrip()},{more}\n{row},{later}\n", encoding="utf-8")
    for file in ((), (packet(workspace),)):
        result = verify(workspace, run, *file)
        assert result.exit_code == 1
        said = f" was made from an earlier version of this row: {words} changed since"
        if not file:
            assert said in result.stderr
        assert said in result.stderr or "does not have the name, id and date of any" in result.stderr
        # the folder of a test may have the same digit
        assert not later or later not in result.stderr.replace(str(workspace), "")


def test_a_sheet_that_was_edited_since(made: Path, run: Run) -> None:
    exercise = made / "content" / "exercises" / "knee-to-chest.yaml"
    words = exercise.read_text(encoding="utf-8")
    exercise.write_text(words + "# nothing that is printed\n", encoding="utf-8")
    result = verify(made, run)
    assert (result.exit_code, result.stderr) == (0, "")
    note = "made before its sheet, an exercise, the clinic's data or clinicpress changed; its words are still"
    assert result.stdout.count(note) == 4
    sheet = made / "content" / "sheets" / "sciatica.yaml"
    title = sheet.read_text(encoding="utf-8").replace("home exercises", "exercises", 1)
    sheet.write_text(title, encoding="utf-8")
    for file in ((), (packet(made),)):
        result = verify(made, run, *file)
        assert result.exit_code == 1
        assert result.stderr.count("is out of date") == 4


def test_a_file_that_stands_elsewhere(made: Path, run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(files(made)[2].read_bytes())
    result = verify(made, run, copy)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "copy.pdf: 1 page of 1 patient: 0 complaints" in result.stdout


def test_without_an_index_pages_are_compared_with_those_made_again(made: Path, run: Run) -> None:
    """The title of exercise 1 is gone from one page, and a dot is on another."""
    for name in ("index.sqlite", "index.csv"):
        (made / "output" / "patients" / name).unlink()
    forget(made, "receipts")
    named = files(made)
    assert verify(made, run, *named, packet(made)).stderr == ""
    for path, page in ((named[0], 0), (packet(made), 4)):
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            changed = pdf.pages[page]
            changed.contents_coalesce()
            code = changed.Contents.read_bytes()
            changed.Contents.write(code + b"\n/Artifact BMC 0 g 100 400 3 3 re f EMC\n")
            pdf.save(path)
        result = verify(made, run, path)
        assert result.exit_code == 1
        assert f": page {page + 1} does not look the way it was made" in result.stderr


def test_a_row_without_a_file(made: Path, run: Run) -> None:
    table(made, *ROWS, ROWS[0].replace("EX-0", "EX-99"))
    result = verify(made, run)
    assert result.exit_code == 1
    assert result.stderr.startswith("today.csv:6:1: this plan has no finished file")


def test_a_file_of_nobody_in_the_table(made: Path, run: Run) -> None:
    table(made, ROWS[0])
    result = verify(made, run, *files(made))
    assert result.exit_code == 1
    assert result.stderr.count("this file does not belong to any of these plans") == 3


def test_what_cannot_be_read(made: Path, run: Run) -> None:
    locked, broken = made / "locked.pdf", made / "broken.pdf"
    with pikepdf.open(packet(made)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="secret", user="secret"))
    broken.write_bytes(b"%PDF-1.7\nno more")
    result = verify(made, run, locked, broken)
    assert result.exit_code == 1
    assert "locked.pdf:1:1: the file is locked with a password" in result.stderr
    assert "broken.pdf:1:1: this is not a readable PDF" in result.stderr


def test_json(made: Path, run: Run) -> None:
    data = json.loads(verify(made, run, packet(made), "--json").stdout)
    assert data == {
        "ok": True,
        "files": [{"path": packet(made).as_posix(), "pages": 8, "patients": 4, "problems": [], "notes": []}],
        "problems": [],
    }


def test_wrong_use(workspace: Path, run: Run) -> None:
    for words, said in (
        (("verify",), "name a PDF"),
        (("verify", "--date", "2026-11-22"), "add --plans FILE"),
    ):
        result = run(*words)
        assert result.exit_code == 2
        assert said in result.stderr
    # and nobody has printed anything yet
    table(workspace, *ROWS)
    result = verify(workspace, run)
    assert result.stderr.count("this plan has no finished file") == 4
    assert not (workspace / "output" / "patients").exists()
