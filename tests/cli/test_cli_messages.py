"""What a newcomer meets: untrue figures, broken layouts, wrong use, old PDFs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner, Result

from clinicpress.build.jobs import Outcome
from clinicpress.cli import main
from clinicpress.cli.main import cli
from clinicpress.cli.outcomes import PARTS, left_out
from clinicpress.content.models.layout import Part
from clinicpress.messages import say

Run = Callable[..., Result]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def untrue(workspace: Path, run: Run) -> None:
    """An exercise whose thigh goes through the chair, and a sheet that shows it."""
    run("new", "exercise", "a-knee-lift")
    run("new", "sheet", "knees")
    edit(workspace / "content" / "exercises" / "a-knee-lift.yaml", "hip: 84, knee: 4", "hip: 30, knee: 4")


def break_layout(workspace: Path, name: str = "roomy") -> Path:
    path = workspace / "assets" / "layouts" / f"{name}.yaml"
    path.write_text("extends: sheet\nsizes: {titel: 25pt}\n", encoding="utf-8")
    return path


# -- figures --


@pytest.mark.slow
def test_build_refuses_a_figure_that_is_untrue_and_builds_the_others(workspace: Path, run: Run) -> None:
    untrue(workspace, run)
    checked = json.loads(run("check", "--json").stdout)["problems"]
    for _ in range(2):
        result = run("build", "--json")
        data = json.loads(result.stdout)
        assert result.exit_code == 1
        documents = {(found["kind"], found["id"]): found for found in data["documents"]}
        assert documents["sheet", "knees"]["status"] == "failed"
        assert documents["sheet", "knees"]["problems"] == checked
        assert checked[0]["path"] == "content/exercises/a-knee-lift.yaml"
        assert any("goes through the chair" in problem["message"] for problem in checked)
        assert documents["sheet", "sciatica"]["status"] != "failed"
    assert not (workspace / "output" / "sheets" / "knees.pdf").exists()
    assert (workspace / "output" / "sheets" / "sciatica.pdf").is_file()


@pytest.mark.slow
def test_build_calls_the_sides_of_a_hidden_highlight_as_the_file_does(workspace: Path, run: Run) -> None:
    """Also where the page shows the mirror image."""
    untrue(workspace, run)
    path = workspace / "content" / "exercises" / "a-knee-lift.yaml"
    edit(path, "hip: 30, knee: 4", "hip: 84, knee: 4")
    edit(path, "view: side", "view: three-quarter")
    checked = json.loads(run("check", "--json").stdout)["problems"]
    (document,) = json.loads(run("build", "knees", "--json").stdout)["documents"]
    assert document["problems"] == checked
    assert "right quadriceps" in checked[0]["message"]


def test_build_tells_of_all_untrue_figures_of_a_sheet_at_once(workspace: Path, run: Run) -> None:
    untrue(workspace, run)
    exercises = workspace / "content" / "exercises"
    text = (exercises / "a-knee-lift.yaml").read_text(encoding="utf-8")
    (exercises / "b-knee-lift.yaml").write_text(text, encoding="utf-8")
    edit(workspace / "content" / "sheets" / "knees.yaml", "- a-knee-lift", "- a-knee-lift\n  - b-knee-lift")
    result = run("build", "knees")
    assert result.exit_code == 1
    for name in ("a-knee-lift", "b-knee-lift"):
        assert f"content/exercises/{name}.yaml:" in result.stderr


def test_preview_draws_an_untrue_figure_and_warns(workspace: Path, run: Run) -> None:
    untrue(workspace, run)
    result = run("preview", "a-knee-lift")
    assert result.exit_code == 0
    assert (workspace / "output" / "previews" / "a-knee-lift.png").is_file()
    assert "content/exercises/a-knee-lift.yaml:" in result.stderr
    assert "warning: frame 2: the right thigh goes through the chair" in result.stderr
    assert run("preview", "knee-to-chest").stderr == ""


# -- layouts and brands --


def test_a_broken_layout_is_told_as_broken(workspace: Path, run: Run) -> None:
    break_layout(workspace)
    result = run("build", "--layout", "roomy")
    assert result.exit_code == 1
    assert "assets/layouts/roomy.yaml:2:9:" in result.stderr
    assert "titel" in result.stderr
    assert "there is no layout" not in result.stderr
    assert json.loads(run("build", "--layout", "roomy", "--json").stdout)["problems"][0]["line"] == 2


def test_a_broken_brand_is_told_as_broken(workspace: Path, run: Run) -> None:
    edit(workspace / "assets" / "brands" / "advance.yaml", "colours:", "colors:")
    result = run("build")
    assert result.exit_code == 1
    assert "assets/brands/advance.yaml:" in result.stderr
    assert "there is no brand" not in result.stderr


def test_a_broken_layout_is_no_name_to_preview(workspace: Path, run: Run) -> None:
    break_layout(workspace)
    assert run("preview", "roomy").exit_code == 2


# -- the command line --


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build", "gout", "--json"], "there is no handout or sheet named 'gout'"),
        (["build", "--paper", "a5", "--json"], "a5"),
        (["build", "--json", "--nonsense"], "--nonsense"),
        (["check", "--json", "--nonsense"], "--nonsense"),
        (["check", "--json", "extra"], "extra"),
        (["list", "patients", "--json"], "patients"),
        (["biuld", "--json"], "did you mean 'build'"),
        (["--nonsense", "build", "--json"], "--nonsense"),
        (["verify", "--json"], "FILE"),
    ],
)
def test_wrong_use_as_json(workspace: Path, words: list[str], said: str) -> None:
    result = CliRunner().invoke(cli, ["--workspace", str(workspace), *words])
    assert result.exit_code == 2
    assert result.stderr == ""
    data = json.loads(result.stdout)
    assert data["ok"] is False
    assert any(said in problem["message"] for problem in data["problems"])
    assert all(problem["hint"] for problem in data["problems"])


@pytest.mark.parametrize("command", ["build", "check", "list"])
def test_no_workspace_as_json(tmp_path: Path, command: str) -> None:
    result = CliRunner().invoke(cli, ["--workspace", str(tmp_path / "none"), command, "--json"])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["ok"] is False


def test_unforeseen_error_as_json(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object, ctx: object, name: str) -> None:
        raise RuntimeError("first")

    monkeypatch.setattr(main.Commands, "get_command", fail)
    result = CliRunner().invoke(cli, ["list", "--json"])
    assert result.exit_code == 1
    assert "unexpected RuntimeError: first" in json.loads(result.stdout)["problems"][0]["message"]


def test_a_document_may_be_named_like_the_option(run: Run) -> None:
    result = run("build", "--", "--json")
    assert result.exit_code == 2
    assert "there is no handout or sheet named '--json'" in result.stderr


@pytest.mark.parametrize("word", ["exercise", "exercises", "Exercises"])
def test_list_takes_one_or_many(run: Run, word: str) -> None:
    assert run("list", word).stdout.splitlines()[0] == "exercises"


@pytest.mark.slow
def test_options_in_any_case(workspace: Path, run: Run) -> None:
    result = run("build", "--kind", "Sheet", "--paper", "A4", "--ink", "Mono")
    assert result.exit_code == 0, result.output
    assert (workspace / "output" / "sheets" / "sciatica.a4.mono.pdf").is_file()
    result = run("preview", "sciatica", "--paper", "LETTER", "--ink", "MONO")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(("kind", "said"), [("exercise", "an exercise"), ("sheet", "a sheet")])
def test_right_article(run: Run, kind: str, said: str) -> None:
    assert f"cannot be the name of {said}" in run("new", kind, "Knee Lift").stderr


@pytest.mark.parametrize("names", [["sciatica"], []])
def test_layout_of_the_other_kind(run: Run, names: list[str]) -> None:
    result = run("build", *names, "--kind", "sheet", "--layout", "handout")
    assert result.exit_code == 2
    assert "the layout 'handout' is for a handout, but sciatica is a sheet" in result.stderr


# -- verify --


def test_verify_of_what_is_no_pdf_says_it_and_no_more(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.pdf"
    path.write_text("hello", encoding="utf-8")
    with pytest.raises(SystemExit):
        cli(["verify", str(path)])
    out, err = capfd.readouterr()
    told = [f"{path.as_posix()}:1:1: this is not a PDF", "  hint: name a PDF that clinicpress made"]
    assert (out + err).splitlines() == told


def test_verify_of_half_a_pdf_is_quiet_too(built_workspace: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes((built_workspace / "output" / "sheets" / "sciatica.pdf").read_bytes()[:2000])
    result = CliRunner().invoke(cli, ["verify", str(bad)])
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"{bad.as_posix()}:1:1: the file cannot be read as a PDF")
    assert lines[1].startswith("  hint: ")


# -- old PDFs --


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["document", "fit", "clinic"])
def test_a_failed_document_says_that_its_old_pdf_is_old(workspace: Path, run: Run, fault: str) -> None:
    run("build", "--kind", "sheet")
    path = workspace / "output" / "sheets" / "sciatica.pdf"
    before = path.read_bytes()
    match fault:
        case "document":
            edit(workspace / "content" / "sheets" / "sciatica.yaml", "title:", "titel:")
        case "fit":
            edit(workspace / "assets" / "layouts" / "sheet.yaml", "most_exercises: 6", "most_exercises: 2")
        case _:
            edit(workspace / "content" / "clinic.yaml", "name:", "nam:")
    result = run("build", "--kind", "sheet")
    assert result.exit_code == 1
    assert "sciatica.pdf is from an earlier build and still has the old text" in result.stdout
    assert path.read_bytes() == before
    (document,) = json.loads(run("build", "--kind", "sheet", "--json").stdout)["documents"]
    assert document["earlier"].endswith("output/sheets/sciatica.pdf")
    path.unlink()
    assert "earlier build" not in run("build", "--kind", "sheet").output


def test_pdfs_of_documents_that_are_gone_are_named_and_kept(workspace: Path, run: Run) -> None:
    run("build")
    old = workspace / "output" / "sheets" / "shoulder.a4.pdf"
    old.write_bytes(b"%PDF-1.7")
    for _ in range(2):
        result = run("build")
        assert result.exit_code == 0
        assert "shoulder.a4.pdf was made from a sheet that is no longer in this workspace" in result.stderr
        assert result.stderr.count("warning") == 1
    assert old.is_file()
    (left,) = json.loads(run("build", "--json").stdout)["left_over"]
    assert left.endswith("output/sheets/shoulder.a4.pdf")
    assert run("build", "sciatica").stderr == ""
    assert run("build", "--kind", "handout").stderr == ""
    assert "shoulder.a4.pdf" in run("build", "--kind", "sheet").stderr


def test_pdf_of_a_failed_document_is_not_left_over(workspace: Path, run: Run) -> None:
    run("build")
    edit(workspace / "content" / "sheets" / "sciatica.yaml", "title:", "titel:")
    assert "no longer in this workspace" not in run("build").stderr


# -- what a sheet gave up --


def test_every_part_has_words() -> None:
    assert set(PARTS) == set(get_args(Part))


def test_what_a_sheet_gave_up_is_said_in_one_line(workspace: Path) -> None:
    report = {"dropped": ["tips", "full-steps"]}
    sheet = Outcome("sheet", "x", "built", workspace / "x.pdf", 1, report)
    assert left_out(sheet) == "  left out to save space: tips, long steps (now short)"
    assert left_out(Outcome("handout", "x", "built", workspace / "x.pdf", 2, report)) == left_out(sheet)
    assert left_out(Outcome("sheet", "x", "built", workspace / "x.pdf", 1, {"dropped": []})) == ""


def test_build_prints_what_each_document_gave_up_if_asked(run: Run) -> None:
    documents = json.loads(run("build", "--json").stdout)["documents"]
    dropped = [document["report"]["dropped"] for document in documents]
    assert dropped[1]
    assert "left out" not in run("build", "--force").stdout
    lines = run("build", "--verbose").stdout.splitlines()
    said = [line for line in lines if line.startswith("  left out to save space: ")]
    assert len(said) == sum(map(bool, dropped))
    for line, parts in zip(said, filter(None, dropped), strict=True):
        assert all(say(PARTS[part]) in line for part in parts)
