"""``clinicpress build`` as a user meets it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from reading_back import text_in_structure_order

from clinicpress.content.reader import read_library
from clinicpress.store import files

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
PDFS = ["handouts/sciatica.pdf", "sheets/sciatica.pdf"]


def outputs(root: Path) -> list[str]:
    folder = root / "output"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def stamp(root: Path) -> dict[str, int]:
    return {name: (root / "output" / name).stat().st_mtime_ns for name in outputs(root)}


def break_handout(workspace: Path) -> None:
    path = workspace / "content" / "handouts" / "sciatica.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("summary:", "sumary:"), encoding="utf-8")


def test_builds_everything(workspace: Path, run: Run) -> None:
    result = run("build")
    assert result.exit_code == 0, result.output
    assert outputs(workspace) == PDFS
    assert "2 built, 0 unchanged, 0 failed" in result.stdout
    assert result.stderr == ""
    assert all((workspace / "output" / name).read_bytes().startswith(b"%PDF-1.7") for name in PDFS)


def test_second_build_writes_nothing(workspace: Path, run: Run) -> None:
    run("build")
    before = stamp(workspace)
    result = run("build")
    assert "0 built, 2 unchanged, 0 failed" in result.stdout
    assert stamp(workspace) == before


def test_force_makes_the_same_bytes_and_so_touches_no_file(workspace: Path, run: Run) -> None:
    run("build")
    before = stamp(workspace)
    result = run("build", "--force")
    assert "2 built" in result.stdout
    assert stamp(workspace) == before


def test_changed_exercise_rebuilds_what_uses_it(workspace: Path, run: Run) -> None:
    run("build")
    path = workspace / "content" / "exercises" / "knee-to-chest.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("hold: 30 s", "hold: 20 s"), encoding="utf-8")
    assert "2 built, 0 unchanged" in run("build").stdout


def test_changed_sheet_leaves_the_handout_alone(workspace: Path, run: Run) -> None:
    run("build")
    path = workspace / "content" / "sheets" / "sciatica.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("log: 7 days", "log: none"), encoding="utf-8")
    assert "1 built, 1 unchanged" in run("build").stdout


@pytest.mark.parametrize("damage", ["deleted", "cut", "edited"])
def test_damaged_output_is_made_again(workspace: Path, run: Run, damage: str) -> None:
    run("build")
    path = workspace / "output" / "sheets" / "sciatica.pdf"
    good = path.read_bytes()
    if damage == "deleted":
        path.unlink()
    else:
        path.write_bytes(good[:-100] if damage == "cut" else good + b"%")
    assert "1 built, 1 unchanged" in run("build").stdout
    assert path.read_bytes() == good


def test_papers_and_inks_have_names_of_their_own(workspace: Path, run: Run) -> None:
    for paper in ("letter", "a4"):
        for ink in ("colour", "mono"):
            assert run("build", "sciatica", "--kind", "sheet", "--paper", paper, "--ink", ink).exit_code == 0
    names = ["sciatica.a4.mono.pdf", "sciatica.a4.pdf", "sciatica.mono.pdf", "sciatica.pdf"]
    assert outputs(workspace) == [f"sheets/{name}" for name in names]


def test_clinic_on_a4_has_plain_names_for_a4(workspace: Path, run: Run) -> None:
    path = workspace / "content" / "clinic.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("paper: letter", "paper: a4"), encoding="utf-8")
    run("build", "--kind", "sheet")
    run("build", "--kind", "sheet", "--paper", "letter")
    assert outputs(workspace) == ["sheets/sciatica.letter.pdf", "sheets/sciatica.pdf"]


def test_out_goes_elsewhere(workspace: Path, run: Run, tmp_path: Path) -> None:
    assert run("build", "--out", str(tmp_path / "desk top")).exit_code == 0
    assert (tmp_path / "desk top" / "sheets" / "sciatica.pdf").is_file()
    assert outputs(workspace) == []


def test_json_is_one_document_and_nothing_else(workspace: Path, run: Run) -> None:
    result = run("build", "--json")
    data = json.loads(result.stdout)
    assert data["ok"] is True
    assert [(d["kind"], d["status"]) for d in data["documents"]] == [("handout", "built"), ("sheet", "built")]
    assert data["documents"][0]["pages"] >= 2
    assert data["documents"][1]["pages"] == 1
    assert data["documents"][1]["report"]["text_size"] >= 12
    again = json.loads(run("build", "--json").stdout)
    assert [d["status"] for d in again["documents"]] == ["unchanged", "unchanged"]
    assert [d["report"] for d in again["documents"]] == [d["report"] for d in data["documents"]]


def test_json_of_a_failure(workspace: Path, run: Run) -> None:
    break_handout(workspace)
    result = run("build", "--json")
    assert result.exit_code == 1
    assert result.stderr == ""
    data = json.loads(result.stdout)
    assert data["ok"] is False
    assert {d["kind"]: d["status"] for d in data["documents"]} == {"handout": "failed", "sheet": "built"}
    assert any("sumary" in problem["message"] and problem["line"] for problem in data["problems"])
    assert all(problem["hint"] for problem in data["problems"])


def test_a_broken_document_does_not_stop_the_others(workspace: Path, run: Run) -> None:
    break_handout(workspace)
    result = run("build")
    assert result.exit_code == 1
    assert outputs(workspace) == ["sheets/sciatica.pdf"]
    assert "content/handouts/sciatica.yaml:" in result.stderr
    assert "  hint: " in result.stderr
    assert "Traceback" not in result.output
    assert "1 built, 0 unchanged, 1 failed" in result.stdout


def test_naming_a_broken_document_is_no_wrong_use(workspace: Path, run: Run) -> None:
    break_handout(workspace)
    result = run("build", "sciatica", "--kind", "handout")
    assert result.exit_code == 1
    assert "0 built, 0 unchanged, 1 failed" in result.stdout


def test_several_processes_make_the_same_bytes(workspace: Path, run: Run, built_workspace: Path) -> None:
    result = run("build", "--jobs", "2")
    assert result.exit_code == 0, result.output
    for name in PDFS:
        assert (workspace / "output" / name).read_bytes() == (built_workspace / "output" / name).read_bytes()


def test_several_processes_report_failures_too(workspace: Path, run: Run) -> None:
    (workspace / "output").mkdir(exist_ok=True)
    (workspace / "output" / "sheets").write_text("in the way", encoding="utf-8")
    result = run("build", "--jobs", "2")
    assert result.exit_code == 1
    assert "sheets is a file, but a folder is needed there" in result.stderr
    assert outputs(workspace) == ["handouts/sciatica.pdf", "sheets"]


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (("sciatic",), "there is no handout or sheet named 'sciatic'", "did you mean sciatica"),
        (("gout", "--kind", "sheet"), "there is no sheet named 'gout'", "write one of: sciatica"),
        (("--layout", "sheat"), "there is no layout named 'sheat'", "did you mean sheet?"),
        (("sciatica", "--kind", "handout", "--layout", "sheet"), "is for a sheet", "another --layout"),
    ],
)
def test_wrong_use(workspace: Path, run: Run, words: tuple[str, ...], message: str, hint: str) -> None:
    result = run("build", *words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert hint in result.stderr
    assert outputs(workspace) == []


def test_another_brand_prints_other_colours_and_the_same_words(
    workspace: Path, run: Run, built_workspace: Path
) -> None:
    path = workspace / "content" / "clinic.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("brand: advance", "brand: harbor"), encoding="utf-8")
    result = run("build")
    assert result.exit_code == 0, result.output
    library = read_library(workspace).library
    assert library is not None
    named = [use.exercise for use in library.sheets["sciatica"].model.exercises]
    reasons = {library.exercises[name].model.why for name in named}
    for name in PDFS:
        ours = (workspace / "output" / name).read_bytes()
        theirs = (built_workspace / "output" / name).read_bytes()
        assert ours != theirs
        words = [re.sub(r"Version \w+", "", text_in_structure_order(data)) for data in (ours, theirs)]
        # heavier type is wider: a line of reasons may have to go, and then all of these lines do
        lines = [[line for line in text.splitlines() if line not in reasons] for text in words]
        assert lines[0] == lines[1]
        assert len(words[0].splitlines()) - len(lines[0]) in (0, len(reasons))


def test_layout_of_sheets_builds_sheets_alone(workspace: Path, run: Run) -> None:
    assert run("build", "--layout", "sheet").exit_code == 0
    assert outputs(workspace) == ["sheets/sciatica.pdf"]


@pytest.mark.parametrize("words", [["--paper", "a5"], ["--jobs", "0"], ["--nonsense"]])
def test_wrong_options(run: Run, words: list[str]) -> None:
    result = run("build", *words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_output_folder_that_is_a_file(workspace: Path, run: Run) -> None:
    (workspace / "output" / ".gitkeep").unlink(missing_ok=True)
    if (workspace / "output").exists():
        (workspace / "output").rmdir()
    (workspace / "output").write_text("my notes", encoding="utf-8")
    result = run("build")
    assert result.exit_code == 1
    assert "output is a file, but a folder is needed there" in result.stderr
    assert "--out" in result.stderr
    assert (workspace / "output").read_text(encoding="utf-8") == "my notes"


def test_full_disk(workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up while the sheet is written: the handout is whole, of the sheet there is nothing."""
    real = os.fsync

    def full(number: int) -> None:
        if os.name == "posix" and "sheets" in str(Path(f"/proc/self/fd/{number}").readlink()):
            raise OSError(28, "No space left on device")
        real(number)

    if not Path("/proc/self/fd").exists():
        pytest.skip("needs /proc to tell files apart")
    monkeypatch.setattr(files.os, "fsync", full)  # type: ignore[attr-defined]
    result = run("build")
    assert result.exit_code == 1
    assert "the disk is full" in result.stderr
    assert outputs(workspace) == ["handouts/sciatica.pdf"]


def test_read_only_workspace_can_be_printed_from(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On a share that nobody may write to, figures and receipts are not kept, but pages are printed."""
    real = os.open

    def refuse(path: str | Path, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if str(path).startswith(str(workspace)) and flags & (os.O_WRONLY | os.O_RDWR):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", refuse)
    result = run("build", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "sheets" / "sciatica.pdf").is_file()


def test_unforeseen_error_is_one_line_and_others_are_built(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinicpress.build import press as pipeline

    def fall(*args: object) -> object:
        raise ZeroDivisionError("a fault\nof ours")

    monkeypatch.setattr(pipeline, "compose_handout", fall)
    result = run("build")
    assert result.exit_code == 1
    assert "handout sciatica: unexpected ZeroDivisionError: a fault of ours" in result.stderr
    assert "Traceback" not in result.output
    assert outputs(workspace) == ["sheets/sciatica.pdf"]


def test_build_says_warnings_first_then_a_line_for_each_document_and_last_where_to_look(
    workspace: Path,
) -> None:
    """28 lines on what was left out hid the one line on a warning that was lost."""
    stray = workspace / "output/sheets/gone.pdf"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"%PDF-")
    words = [sys.executable, "-m", "clinicpress", "build"]
    done = subprocess.run(
        words, cwd=workspace, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    warning, hint, *built, count, where = done.stdout.splitlines()
    assert warning.startswith("warning: output/sheets/gone.pdf")
    assert hint.startswith("  hint: ")
    assert [line.split()[0] for line in built] == ["built", "built"]
    assert count == "2 built, 0 unchanged, 0 failed"
    assert where == "Open the files in output/handouts and output/sheets to look at them."
    one = subprocess.run(
        [*words, "sciatica", "--kind", "sheet"], cwd=workspace, check=True, text=True, capture_output=True
    )
    assert one.stdout.splitlines()[-1] == "Open output/sheets/sciatica.pdf to look at it."
