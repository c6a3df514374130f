"""Bad content from file to exit code: a clear problem with its place, and every other document is built."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from PIL import Image
from reading_back import text_in_structure_order

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
EXERCISES = ["knee-to-chest", "modified-cobra", "seated-hip-stretch", "standing-hamstring-stretch"]


def copy_of(workspace: Path, kind: str, name: str) -> str:
    return (workspace / "content" / kind / f"{name}.yaml").read_text(encoding="utf-8")


def write(workspace: Path, name: str, text: str) -> Path:
    path = workspace / "content" / name
    path.write_text(text, encoding="utf-8")
    return path


def changed(text: str, pattern: str, new: str) -> str:
    result, count = re.subn(pattern, lambda _: new, text, count=1, flags=re.MULTILINE)
    assert count == 1, pattern
    return result


def bad_exercise(workspace: Path, pattern: str, new: str) -> None:
    """An exercise with a fault, and a sheet that uses it."""
    text = copy_of(workspace, "exercises", "knee-to-chest")
    write(workspace, "exercises/bad.yaml", changed(text, pattern, new))
    bad_sheet(workspace, ["bad"])


def bad_sheet(workspace: Path, exercises: list[str]) -> None:
    text = copy_of(workspace, "sheets", "sciatica")
    listed = f"exercises: [{', '.join(exercises)}]"
    write(workspace, "sheets/bad.yaml", changed(text, r"^exercises:.*\n(?:[ -].*\n)*", f"{listed}\n"))


def bad_handout(workspace: Path, block: str) -> None:
    text = copy_of(workspace, "handouts", "sciatica")
    write(workspace, "handouts/bad.yaml", changed(text, r"^blocks:.*\n", f"blocks:\n{block}\n"))


def picture(workspace: Path, data: bytes) -> None:
    (workspace / "assets" / "pictures").mkdir(exist_ok=True)
    (workspace / "assets" / "pictures" / "bad.png").write_bytes(data)
    bad_handout(workspace, "  - picture: {file: assets/pictures/bad.png, alt: A spine.}")


def png(size: tuple[int, int] = (40, 40)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "red").save(stream, "PNG")
    return stream.getvalue()


def build(workspace: Path, run: Run) -> tuple[Result, dict[str, Any]]:
    """Build, and see that the good documents were built whatever was wrong with the bad ones."""
    result = run("build", "--json")
    assert "Traceback" not in result.output
    for name in ("handouts/sciatica.pdf", "sheets/sciatica.pdf"):
        assert (workspace / "output" / name).read_bytes().startswith(b"%PDF-")
    return result, json.loads(result.stdout)


def refused(workspace: Path, run: Run, file: str, said: str) -> None:
    """The bad document is not built, and a problem in ``file`` says why, with a place and a hint."""
    result, data = build(workspace, run)
    assert result.exit_code == 1
    assert not list((workspace / "output").rglob("bad*.pdf"))
    every = [*data["problems"], *(problem for found in data["documents"] for problem in found["problems"])]
    ours = [problem for problem in every if problem["path"] == file]
    assert ours, every
    assert all(problem["line"] >= 1 and problem["column"] >= 1 and problem["hint"] for problem in ours)
    assert any(re.search(said, problem["message"]) for problem in ours), ours


def test_markup_in_a_title_is_printed_as_it_is(workspace: Path, run: Run) -> None:
    title = '<img src="file:///etc/passwd"> & <b>'
    text = copy_of(workspace, "sheets", "sciatica")
    write(workspace, "sheets/bad.yaml", changed(text, r"^title:.*$", f"title: '{title}'"))
    result, _ = build(workspace, run)
    assert result.exit_code == 0, result.output
    printed = text_in_structure_order((workspace / "output" / "sheets" / "bad.pdf").read_bytes())
    assert title in " ".join(printed.split())


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "assets/../../../etc/passwd"])
def test_picture_outside_of_the_workspace(workspace: Path, run: Run, path: str) -> None:
    bad_handout(workspace, f"  - picture: {{file: {path}, alt: A spine.}}")
    refused(workspace, run, "content/handouts/bad.yaml", "picture|file|workspace")


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_link_out_of_the_workspace(workspace: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    (workspace / "assets" / "pictures").mkdir(exist_ok=True)
    (workspace / "assets" / "pictures" / "bad.png").symlink_to(tmp_path / "secret.png")
    bad_handout(workspace, "  - picture: {file: assets/pictures/bad.png, alt: A spine.}")
    refused(workspace, run, "content/handouts/bad.yaml", "outside the workspace")


def test_picture_of_60_mb(workspace: Path, run: Run) -> None:
    picture(workspace, png() + b"\0" * 60_000_000)
    refused(workspace, run, "content/handouts/bad.yaml", "large|MB")


def test_truncated_picture(workspace: Path, run: Run) -> None:
    picture(workspace, png((200, 200))[:-60])
    refused(workspace, run, "content/handouts/bad.yaml", "bad.png")


def test_python_object_in_yaml(workspace: Path, run: Run) -> None:
    write(workspace, "sheets/bad.yaml", "title: !!python/object/apply:os.system ['touch owned']\n")
    refused(workspace, run, "content/sheets/bad.yaml", "tags")
    assert not Path("owned").exists()


def test_ten_levels_of_aliases(workspace: Path, run: Run) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 11)]
    write(workspace, "sheets/bad.yaml", "\n".join(lines) + "\n")
    refused(workspace, run, "content/sheets/bad.yaml", "anchor|alias")


def test_tab_for_indentation(workspace: Path, run: Run) -> None:
    text = copy_of(workspace, "sheets", "sciatica")
    write(workspace, "sheets/bad.yaml", changed(text, r"^stop_if:.*$", "stop_if:\n\t- Pain"))
    refused(workspace, run, "content/sheets/bad.yaml", "tab")


def test_step_of_4000_characters(workspace: Path, run: Run) -> None:
    bad_exercise(workspace, r"^  - Bend both knees.*$", f"  - {'Bend your knees. ' * 250}")
    refused(workspace, run, "content/exercises/bad.yaml", "300|long|characters")


def test_character_that_no_face_has(workspace: Path, run: Run) -> None:
    bad_exercise(workspace, r"^  - Bend both knees.*$", "  - Bend 膝 both knees.")
    refused(workspace, run, "content/exercises/bad.yaml", "膝|U\\+819D")


@pytest.mark.parametrize(
    ("pattern", "new", "said"),
    [
        (r"hold: 30 s", "hold: -3 s", "-3 s"),
        (r"reps: 3", "reps: 10-5", "10-5"),
        (r"^side: each", "side: none", "none"),
        (r"^why:", "wy:", "wy"),
        (r"^works:.*$", "works: [spleen]", "spleen"),
    ],
)
def test_bad_value_in_an_exercise(workspace: Path, run: Run, pattern: str, new: str, said: str) -> None:
    bad_exercise(workspace, pattern, new)
    refused(workspace, run, "content/exercises/bad.yaml", said)


def test_bad_colour_in_a_brand_that_no_one_uses(workspace: Path, run: Run) -> None:
    brand = (workspace / "assets" / "brands" / "advance.yaml").read_text(encoding="utf-8")
    text = changed(brand, r'brand: "?#[0-9A-Fa-f]{6}"?', 'brand: "#12"')
    (workspace / "assets" / "brands" / "bad.yaml").write_text(text, encoding="utf-8")
    refused(workspace, run, "assets/brands/bad.yaml", "#12")


def test_sheet_without_exercises(workspace: Path, run: Run) -> None:
    bad_sheet(workspace, [])
    refused(workspace, run, "content/sheets/bad.yaml", "exercise")


@pytest.mark.parametrize("count", [12, 30])
def test_sheet_with_too_many_exercises(workspace: Path, run: Run, count: int) -> None:
    names = [f"many-{number}" for number in range(count)]
    for number, name in enumerate(names):
        write(workspace, f"exercises/{name}.yaml", copy_of(workspace, "exercises", EXERCISES[number % 4]))
    bad_sheet(workspace, names)
    refused(workspace, run, "content/sheets/bad.yaml", f"{count} exercises")


def test_unknown_exercise_has_a_near_match(workspace: Path, run: Run) -> None:
    bad_sheet(workspace, ["knee-to-chset"])
    refused(workspace, run, "content/sheets/bad.yaml", "knee-to-chset")
    assert "knee-to-chest" in run("build").stderr


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"title: a\n---\ntitle: b\n", b"- a\n- b\n", b"#" * 1_100_000]
)
def test_files_that_are_no_content(workspace: Path, run: Run, data: bytes) -> None:
    (workspace / "content" / "sheets" / "bad.yaml").write_bytes(data)
    refused(workspace, run, "content/sheets/bad.yaml", ".")
