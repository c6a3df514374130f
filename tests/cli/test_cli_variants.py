"""The options of ``build`` and ``preview`` for papers, large text, bindings, boxes and proofs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from PIL import Image

from clinicpress.build import ink as proof

pytestmark = pytest.mark.slow

Run = Callable[..., Result]


def outputs(root: Path) -> list[str]:
    folder = root / "output"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_every_option_stands_in_the_name(workspace: Path, run: Run) -> None:
    words = ["--paper", "Legal", "--text", "LARGE", "--ink", "mono", "--binding", "Left"]
    result = run("build", "--kind", "handout", *words)
    assert result.exit_code == 0, result.output
    assert outputs(workspace) == ["handouts/sciatica.legal.large.mono.bound.pdf"]


def test_json_says_how_each_document_was_made(workspace: Path, run: Run) -> None:
    words = ("build", "--kind", "handout", "--json", "--paper", "a4", "--text", "large", "--ink", "mono")
    for status in ("built", "unchanged"):
        (document,) = json.loads(run(*words).stdout)["documents"]
        assert document["status"] == status
        chosen = {name: document[name] for name in ("layout", "paper", "text", "ink", "binding", "format")}
        assert chosen == {
            "layout": "large-print",
            "paper": "a4",
            "text": "large",
            "ink": "mono",
            "binding": "none",
            "format": "pdf",
        }
        assert document["coverage"] is None


def test_json_of_a_document_that_cannot_be_read_has_the_same_keys(workspace: Path, run: Run) -> None:
    path = workspace / "content" / "handouts" / "sciatica.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("summary:", "sumary:"), encoding="utf-8")
    handout, sheet = json.loads(run("build", "--json").stdout)["documents"]
    assert handout.keys() == sheet.keys()
    assert handout["layout"] is None
    assert sheet["layout"] == "sheet"


def test_boxes(workspace: Path, run: Run) -> None:
    result = run("build", "--format", "boxes", "--kind", "sheet")
    assert result.exit_code == 0, result.output
    assert "sciatica.boxes.txt  1 page" in result.stdout
    assert outputs(workspace) == ["sheets/sciatica.boxes.txt"]
    assert "0 built, 1 unchanged" in run("build", "--format", "boxes", "--kind", "sheet").stdout


def test_proof_tells_of_each_page_also_of_unchanged_documents(workspace: Path, run: Run) -> None:
    for status in ("built", "unchanged"):
        lines = run("build", "--proof", "--kind", "handout").stdout.splitlines()
        assert lines[0].startswith(status)
        (told,) = (line for line in lines if line.startswith("  ink: "))
        parts = told.removeprefix("  ink: ").split(", ")
        for number, part in enumerate(parts, 1):
            assert part.startswith(f"page {number} ")
            assert part.endswith(" %")
            assert 1 < float(part.split()[2]) < 40
    assert "ink:" not in run("build", "--kind", "handout").stdout


def test_proof_warns_of_too_much_ink_and_builds(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "coverage", lambda path: (12.0, 13.24))
    result = run("build", "--proof", "--kind", "sheet")
    assert result.exit_code == 0
    assert "  ink: page 1 12.0 %, page 2 13.2 %\n" in result.stdout
    first, hint = result.stderr.splitlines()
    assert first.startswith("warning: ")
    assert first.endswith("sheets/sciatica.pdf page 2 is 13.2 % ink; above 12 % wastes toner and smears")
    assert hint == "  hint: lighten the brand's tint or the picture"
    assert run("build", "--kind", "sheet").stderr == ""


def test_proof_as_json_is_one_document(workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "coverage", lambda path: (10.1, 18.4))
    result = run("build", "--proof", "--json")
    assert result.stderr == ""
    assert [found["coverage"] for found in json.loads(result.stdout)["documents"]] == [[10.1, 18.4]] * 2


def test_proof_of_boxes_is_wrong_use(workspace: Path, run: Run) -> None:
    result = run("build", "--proof", "--format", "boxes")
    assert result.exit_code == 2
    assert "--proof measures the ink of PDFs" in result.stderr
    assert outputs(workspace) == []
    answer = run("build", "--proof", "--format", "boxes", "--json")
    assert answer.exit_code == 2
    assert json.loads(answer.stdout)["ok"] is False


@pytest.mark.parametrize("words", [["--text", "huge"], ["--binding", "top"], ["--format", "svg"]])
@pytest.mark.parametrize("command", ["build", "preview"])
def test_wrong_words(run: Run, command: str, words: list[str]) -> None:
    result = run(command, "sciatica", *words)
    assert result.exit_code == 2
    assert words[0] in result.stderr


def test_preview_on_legal_paper_with_a_binding(workspace: Path, run: Run) -> None:
    result = run("preview", "sciatica", "--paper", "legal", "--binding", "left")
    assert result.exit_code == 0, result.output
    path = workspace / "output" / "previews" / "sheet-sciatica.legal.bound-1.png"
    with Image.open(path) as image:
        assert image.size == (1224, 2016)


def test_help_of_new_options_has_examples(run: Run) -> None:
    text = run("build", "--help").stdout
    for option in ("--text large", "--binding left", "--format boxes", "--proof"):
        assert f" {option} " in text.partition("Options:")[0]
    assert max(map(len, text.splitlines())) <= 100
