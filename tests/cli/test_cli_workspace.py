"""Commands around a workspace: init, new, list, check, schema, preview, verify."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from clinicpress.cli.main import cli
from clinicpress.tasks import starter

Run = Callable[..., Result]
KINDS = ("exercise", "handout", "sheet", "layout", "brand")
SCHEMAS = (*KINDS, "plan", "clinic")


def run_plain(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def write_all(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


# -- init --


def test_init_makes_a_workspace_that_checks_out(tmp_path: Path) -> None:
    result = run_plain("init", str(tmp_path / "our clinic"))
    assert result.exit_code == 0, result.output
    there = names(tmp_path / "our clinic")
    assert {"content/clinic.yaml", "content/sheets/sciatica.yaml", ".gitignore", "output/.gitkeep"} <= there
    assert {f"schemas/{kind}.json" for kind in SCHEMAS} <= there
    assert "output/*" in (tmp_path / "our clinic" / ".gitignore").read_text(encoding="utf-8")
    assert run_plain("--workspace", str(tmp_path / "our clinic"), "check").exit_code == 0


def test_init_takes_an_empty_folder(tmp_path: Path) -> None:
    assert run_plain("init", str(tmp_path)).exit_code == 0


def test_init_refuses_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = run_plain("init", str(tmp_path))
    assert result.exit_code == 2
    assert "not empty" in result.stderr
    assert names(tmp_path) == {"notes.txt"}


def test_init_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert run_plain("init", str(tmp_path / "notes.txt")).exit_code == 2
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_init_never_copies_a_real_patient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "starter"
    write_all(
        source,
        {
            "content/clinic.yaml": "name: x",
            "content/patients/README.md": "how",
            "content/patients/example-plan.yaml": "made up",
            "content/patients/a-1042.yaml": "real",
            "content/patients/deep/real.yaml": "real",
            "content/.DS_Store": "junk",
            "assets/logos/a.svg": "<svg/>",
        },
    )
    (source / "assets" / "link.svg").symlink_to(tmp_path / "elsewhere")
    monkeypatch.setattr(starter, "starter", lambda: source)
    copied = {
        path.relative_to(tmp_path / "new").as_posix() for path in starter.copy_starter(tmp_path / "new")
    }
    assert {name for name in copied if name.startswith(("content", "assets"))} == {
        "content/clinic.yaml",
        "content/patients/README.md",
        "content/patients/example-plan.yaml",
        "assets/logos/a.svg",
    }


# -- new --


@pytest.mark.parametrize("kind", KINDS)
def test_new_file_is_valid_as_it_is_written(workspace: Path, run: Run, kind: str) -> None:
    result = run("new", kind, "seated-knee-lift")
    assert result.exit_code == 0, result.output
    assert "seated-knee-lift.yaml" in result.stdout
    checked = run("check")
    assert checked.exit_code == 0, checked.output
    assert "seated-knee-lift" in run("list", f"{kind}s").stdout


def test_new_exercise_can_be_drawn_on_both_sides_and_printed(workspace: Path, run: Run) -> None:
    run("new", "exercise", "a-knee-lift")
    run("new", "sheet", "knees")
    sheet = (workspace / "content" / "sheets" / "knees.yaml").read_text(encoding="utf-8")
    assert "- a-knee-lift" in sheet
    for side in ("left", "right"):
        result = run("preview", "a-knee-lift", "--side", side)
        assert result.exit_code == 0, result.output
    result = run("build", "knees")
    assert result.exit_code == 0, result.output


def test_new_layout_and_brand_can_be_used(workspace: Path, run: Run) -> None:
    run("new", "layout", "roomy")
    run("new", "brand", "riverside")
    clinic = workspace / "content" / "clinic.yaml"
    text = clinic.read_text(encoding="utf-8").replace("brand: advance", "brand: riverside")
    clinic.write_text(text, encoding="utf-8")
    result = run("build", "sciatica", "--layout", "roomy", "--kind", "sheet")
    assert result.exit_code == 0, result.output


def test_new_refuses_to_overwrite(workspace: Path, run: Run) -> None:
    path = workspace / "content" / "exercises" / "knee-to-chest.yaml"
    before = path.read_bytes()
    result = run("new", "exercise", "knee-to-chest")
    assert result.exit_code == 2
    assert "already exists" in result.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "near"),
    [("Heel Slide", "heel-slide"), ("../../etc/passwd", "etc-passwd"), ("Épaule", "epaule"), ("a.b", "a-b")],
)
def test_new_refuses_names_that_are_no_ids(workspace: Path, run: Run, name: str, near: str) -> None:
    before = names(workspace)
    result = run("new", "exercise", name)
    assert result.exit_code == 2
    assert f"such as {near}" in result.stderr
    assert names(workspace) == before


@pytest.mark.parametrize("name", ["con", "lpt1", "a" * 61, "-a", "a--b", "ä"])
def test_new_writes_no_file_that_reading_would_refuse(workspace: Path, run: Run, name: str) -> None:
    """The names that Windows reserves were written, and refused by the next command."""
    before = names(workspace)
    assert run("new", "exercise", "--", name).exit_code == 2
    assert names(workspace) == before


def test_new_sheet_needs_an_exercise(workspace: Path, run: Run) -> None:
    for path in (workspace / "content" / "exercises").glob("*.yaml"):
        path.unlink()
    result = run("new", "sheet", "knees")
    assert result.exit_code == 1
    assert "clinicpress new exercise" in result.stderr


# -- list --


def test_list_shows_everything(run: Run) -> None:
    result = run("list")
    assert result.exit_code == 0, result.output
    for text in (
        "knee-to-chest",
        "Knee-to-chest stretch",
        "sciatica",
        "Sciatica: your home exercises",
        "sheet",
    ):
        assert text in result.stdout


def test_list_of_one_kind_as_json(run: Run) -> None:
    data = json.loads(run("list", "exercises", "--json").stdout)
    assert list(data) == ["exercises"]
    assert [entry["id"] for entry in data["exercises"]] == sorted(entry["id"] for entry in data["exercises"])
    assert data["exercises"][0]["title"]
    assert data["exercises"][0]["path"].startswith("content/exercises/")


def test_list_goes_on_over_a_file_that_is_no_yaml(workspace: Path, run: Run) -> None:
    (workspace / "content" / "sheets" / "broken.yaml").write_text("a: [1,", encoding="utf-8")
    (workspace / "content" / "sheets" / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    result = run("list", "sheets")
    assert result.exit_code == 0
    assert "broken" in result.stdout
    assert "sciatica" in result.stdout


def test_list_of_an_unknown_kind(run: Run) -> None:
    assert run("list", "patients").exit_code == 2


# -- check --


def test_check_of_good_content(run: Run) -> None:
    result = run("check", "--severity", "warning")
    assert result.exit_code == 0, result.output
    assert "2 documents and 13 exercises checked, 0 problems, 0 errors" in result.stdout
    assert result.stderr == ""


def test_check_writes_nothing_but_figures(workspace: Path, run: Run) -> None:
    before = {name for name in names(workspace) if not name.startswith(".cache/")}
    run("check")
    assert {name for name in names(workspace) if not name.startswith(".cache/")} == before


def test_check_reports_all_problems_of_all_files(workspace: Path, run: Run) -> None:
    exercises = workspace / "content" / "exercises"
    first, second = sorted(exercises.glob("*.yaml"))[:2]
    first.write_text(first.read_text(encoding="utf-8").replace("why:", "wy:"), encoding="utf-8")
    second.write_text(second.read_text(encoding="utf-8").replace("hold:", "hodl:"), encoding="utf-8")
    result = run("check", "--json")
    assert result.exit_code == 1
    paths = {problem["path"] for problem in json.loads(result.stdout)["problems"]}
    assert {f"content/exercises/{first.name}", f"content/exercises/{second.name}"} <= paths


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "view: side",
            "view: three-quarter",
            "frame 2: the highlight 'right quadriceps' is hidden in this view",
        ),
        ("hip: 84, knee: 4", "hip: 30, knee: 4", "frame 2: the right thigh goes through the chair"),
    ],
)
def test_check_finds_a_figure_that_is_untrue(
    workspace: Path, run: Run, old: str, new: str, said: str
) -> None:
    """Also of an exercise that no document uses, and with the line of the frame."""
    run("new", "exercise", "knee-lift")
    path = workspace / "content" / "exercises" / "knee-lift.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    frames = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("    - caption")]
    result = run("check", "--json")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)["problems"]
    assert {problem["path"] for problem in problems} == {"content/exercises/knee-lift.yaml"}
    assert any(said in problem["message"] and problem["line"] == frames[1] for problem in problems), problems
    assert all(problem["hint"] for problem in problems)


def test_check_finds_a_sheet_that_does_not_fit(workspace: Path, run: Run) -> None:
    """It is found by check, with its line, and not only when somebody prints."""
    path = workspace / "content" / "sheets" / "sciatica.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("exercises:")
    names_ = ["knee-to-chest", "modified-cobra", "seated-hip-stretch", "standing-hamstring-stretch"] * 3
    end = text.index("\n", start)
    path.write_text(f"{text[:start]}exercises: [{', '.join(names_)}]{text[end:]}", encoding="utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert "content/sheets/sciatica.yaml:" in result.stderr


# -- schema --


@pytest.mark.parametrize("kind", SCHEMAS)
def test_schema_is_json_of_draft_2020_12(kind: str) -> None:
    result = run_plain("schema", kind)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_schema_of_an_unknown_kind() -> None:
    assert run_plain("schema", "patient").exit_code == 2


# -- preview --


def ink_share(path: Path) -> float:
    with Image.open(path) as picture:
        grey = picture.convert("L")
    histogram = grey.histogram()
    return sum(histogram[:250]) / (grey.width * grey.height)


def test_preview_of_a_figure(workspace: Path, run: Run) -> None:
    result = run("preview", "knee-to-chest")
    assert result.exit_code == 0, result.output
    path = workspace / "output" / "previews" / "knee-to-chest.png"
    assert 0.02 < ink_share(path) < 0.6
    assert path.name in result.stdout


def test_preview_of_both_sides_differs(workspace: Path, run: Run) -> None:
    for side in ("left", "right"):
        run("preview", "knee-to-chest", "--side", side)
    folder = workspace / "output" / "previews"
    pictures = [(folder / f"knee-to-chest.{side}.png").read_bytes() for side in ("left", "right")]
    assert pictures[0] != pictures[1]


def test_preview_in_black_has_no_colour(workspace: Path, run: Run) -> None:
    run("preview", "knee-to-chest", "--ink", "mono")
    with Image.open(workspace / "output" / "previews" / "knee-to-chest.mono.png") as picture:
        red, green, blue = (channel.tobytes() for channel in picture.convert("RGB").split())
    assert red == green == blue


def test_preview_of_pages(workspace: Path, run: Run, tmp_path: Path) -> None:
    result = run("preview", "sciatica", "--out", str(tmp_path / "png"))
    assert result.exit_code == 0, result.output
    assert {"handout-sciatica-1.png", "handout-sciatica-2.png", "sheet-sciatica-1.png"} <= names(
        tmp_path / "png"
    )
    assert "sheet-sciatica-2.png" not in names(tmp_path / "png")
    with Image.open(tmp_path / "png" / "sheet-sciatica-1.png") as picture:
        assert picture.size == (1224, 1584)


def test_preview_of_all_figures(workspace: Path, run: Run) -> None:
    result = run("preview", "--all-figures")
    exercises = {path.stem for path in (workspace / "content" / "exercises").glob("*.yaml")}
    assert {Path(name).stem for name in result.stdout.split()} == exercises


def test_preview_needs_a_name(run: Run) -> None:
    assert run("preview").exit_code == 2
    result = run("preview", "knee-to-chests")
    assert result.exit_code == 2
    assert "did you mean knee-to-chest?" in result.stderr


# -- verify --


def test_verify_of_finished_pdfs(built_workspace: Path) -> None:
    files = sorted(str(path) for path in (built_workspace / "output").rglob("*.pdf"))
    result = run_plain("verify", *files)
    assert result.exit_code == 0, result.output
    assert "sciatica.pdf" in result.stdout
    assert " pages, en-US" in result.stdout
    assert "sheets/sciatica.pdf: 1 page, en-US" in result.stdout
    assert "Lato" in result.stdout


def test_verify_of_a_damaged_pdf_goes_on_with_the_others(built_workspace: Path, tmp_path: Path) -> None:
    good = built_workspace / "output" / "sheets" / "sciatica.pdf"
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(good.read_bytes()[:2000])
    result = run_plain("verify", str(bad), str(good))
    assert result.exit_code == 1
    assert "bad.pdf" in result.stderr
    assert "Traceback" not in result.output
    assert "sciatica.pdf" in result.stdout


def test_verify_of_what_is_no_pdf(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("hello", encoding="utf-8")
    result = run_plain("verify", str(tmp_path / "a.pdf"))
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_verify_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = run_plain("verify", str(tmp_path / "a.pdf"))
    assert result.exit_code == 2


def test_a_layout_shows_every_value_that_it_has(workspace: Path, run: Run) -> None:
    """What it prints can be copied: a layout of these lines alone has the same values."""
    result = run("list", "layout", "fridge")
    assert result.exit_code == 0
    assert "content_width: 357pt" in result.stdout
    assert "lying_floor: 45mm" in result.stdout
    copy = workspace / "assets" / "layouts" / "copy.yaml"
    copy.write_text("extends: base\n" + result.stdout, encoding="utf-8")
    assert run("list", "layout", "copy").stdout == result.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("list", "layout", "fridg"), "did you mean fridge?"),
        (("list", "sheets", "sciatica"), "only a layout is shown by its name"),
    ],
)
def test_what_cannot_be_shown_by_its_name(run: Run, words: tuple[str, ...], says: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert says in result.stderr
