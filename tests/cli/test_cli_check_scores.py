"""``clinicpress check --pemat`` and ``--cdc``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from clinicpress.cli.main import cli

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent.parent
SCIATICA = ("content/handouts/sciatica.yaml",)


def run(*words: str, workspace: Path = ROOT) -> Result:
    return CliRunner().invoke(cli, ["--workspace", str(workspace), "check", *words])


def workspace_with(tmp_path: Path, judged: str) -> Path:
    """A copy of the starter whose sheet on sciatica has been judged."""
    root = tmp_path / "clinic"
    assert CliRunner().invoke(cli, ["init", str(root)]).exit_code == 0
    path = root / "content" / "sheets" / "sciatica.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\njudged: {judged}\n", encoding="utf-8")
    return root


def test_scores_are_told_item_by_item() -> None:
    result = run("--pemat", "--cdc", "--today", "2026-11-25", str(ROOT / SCIATICA[0]))
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    heads = [line for line in lines if line.startswith("content/")]
    assert heads[0].startswith("content/handouts/sciatica.yaml: PEMAT-P: understandability ")
    assert ", actionability " in heads[0]
    assert heads[1].startswith("content/handouts/sciatica.yaml: CDC Clear Communication Index: ")
    assert "  yes  11 A summary gives the key points: summary-missing found nothing" in lines
    assert "  n/a  19 Tables are simple, with short, clear headings: there is no table" in lines
    assert "  ?     2 Nothing on the page distracts from its purpose" in lines
    assert "judged: {pemat: {by: Name and credentials, on: 2026-11-25, yes: []" in result.stdout
    assert result.stderr == ""


def test_scores_as_data(tmp_path: Path) -> None:
    root = workspace_with(tmp_path, '{pemat: {by: "Sam Lee, PT", on: 2026-11-01, yes: [2], no: [16]}}')
    result = run("--pemat", "--json", str(root / "content/sheets/sciatica.yaml"), workspace=root)
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert data["ok"]
    (score,) = data["scores"]
    assert (score["tool"], score["kind"], score["id"]) == ("pemat", "sheet", "sciatica")
    assert score["judged"] == {"by": "Sam Lee, PT", "on": "2026-11-01"}
    items = {each["number"]: each for each in score["items"]}
    assert len(items) == 24
    assert items[2]["answer"] == "yes"
    assert items[2]["by"] == "Sam Lee, PT"
    assert items[16]["answer"] == "no"
    assert items[20] == {
        "number": 20, "part": "actionability", "asks": "It names at least one thing that the reader can do.",
        "decides": "program", "answer": "yes", "by": None, "reason": "it has exercises to do",
    }  # fmt: skip
    counts = score["agreed"] + score["disagreed"] + score["not_applicable"] + score["open"]
    assert counts == 24
    assert score["score"] == round(100 * score["agreed"] / (score["agreed"] + score["disagreed"]), 1)
    assert set(score["parts"]) == {"understandability", "actionability"}


def test_findings_are_told_as_before_without_the_flags() -> None:
    result = run("--rule", "structure", "--json")
    assert set(json.loads(result.stdout)) == {
        "ok", "documents", "exercises", "problems", "findings", "allowed",
    }  # fmt: skip


def test_wrong_use(tmp_path: Path) -> None:
    assert run("--pemat", "--rule", "jargon").exit_code == 2
    assert run("--cdc", str(ROOT / "content" / "exercises")).exit_code == 2
    assert run("--cdc", str(tmp_path / "nothing.yaml")).exit_code == 2


def test_a_judgement_that_cannot_be_is_told_at_its_place(tmp_path: Path) -> None:
    root = workspace_with(tmp_path, "{pemat: {by: A, on: 2026-11-01, yes: [2, 13]}}")
    result = run("--pemat", workspace=root)
    assert result.exit_code == 1
    assert "content/sheets/sciatica.yaml:" in result.stderr
    assert "PEMAT-P has no item 13\n  hint: write 1 to 12 or 15 to 26" in result.stderr


def test_a_judgement_changes_no_page(tmp_path: Path) -> None:
    """It is not printed; only the version in the footer tells that the file is another one."""
    plain = workspace_with(tmp_path / "a", "\n")
    judged = workspace_with(tmp_path / "b", '{cdc: {by: "Sam Lee, PT", on: 2026-11-01, yes: [1]}}')
    texts = [built_text(root) for root in (plain, judged)]
    assert texts[0] == texts[1]
    assert "Sam Lee" not in texts[0]


def built_text(root: Path) -> str:
    """The words of the sheet as it is printed, without its version."""
    result = CliRunner().invoke(
        cli, ["--workspace", str(root), "build", "sciatica", "--kind", "sheet"], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    with pypdfium2.PdfDocument(root / "output" / "sheets" / "sciatica.pdf") as pdf:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    return re.sub(r"Version \w+", "Version", text)
