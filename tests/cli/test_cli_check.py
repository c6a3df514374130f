"""``clinicpress check`` on the command line: what it tells, where, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from clinicpress.checking.catalog import RULES

Run = Callable[..., Result]
EXERCISE = "content/exercises/knee-to-chest.yaml"
LONG = "Keep your head on the pillow and your neck loose while you pull your knee up to you."


@pytest.fixture
def wordy(workspace: Path) -> Path:
    """A workspace with a sentence of 18 words in the tips of an exercise."""
    path = workspace / EXERCISE
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("  - Pull only until you feel a gentle stretch.", f"  - {LONG}"), encoding="utf-8"
    )
    return workspace


def test_a_finding_tells_what_where_why_and_what_instead(wordy: Path, run: Run) -> None:
    result = run("check", "--rule", "long-sentence")
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        f'{EXERCISE}:19:5: warning: a sentence of 18 words: "Keep your head on ..." [long-sentence]',
        "  instead: split it into sentences of 15 words or fewer",
        "  why: People in pain, and people who read slowly, lose the thread of a long sentence.",
    ]
    assert f"{EXERCISE}: 1 warning\n" in result.stdout
    assert "0 problems, 0 errors, 1 warning, 0 advice" in result.stdout


def test_strict_fails_for_a_warning(wordy: Path, run: Run) -> None:
    assert run("check", "--rule", "sentences", "--strict").exit_code == 1
    assert run("check", "--rule", "sentences", "--severity", "error", "--strict").exit_code == 0


def test_a_path_is_all_that_is_told_about(wordy: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(wordy)
    rule = ("--rule", "long-sentence")
    assert "18 words" in run("check", EXERCISE, *rule).stderr
    assert "18 words" in run("check", "content/exercises", *rule).stderr
    assert "18 words" in run("check", ".", *rule).stderr
    assert run("check", "content/exercises/bridge.yaml", *rule).stderr == ""
    assert run("check", "content/sheets", *rule).stderr == ""
    for path in ("content/exercises/none.yaml", "README.md", "output"):
        assert run("check", path, *rule).exit_code == 2


def test_a_comment_behind_a_text_is_an_error(wordy: Path, run: Run) -> None:
    """It may have been a part of the text, whatever it says."""
    path = wordy / EXERCISE
    allowed = f"{LONG}  # check: allow long-sentence because this is a test"
    path.write_text(path.read_text(encoding="utf-8").replace(LONG, allowed), encoding="utf-8")
    result = run("check", "--rule", "long-sentence", "--strict")
    assert result.exit_code == 1
    assert "text after # is not printed" in result.output


def test_a_comment_above_is_for_the_next_line(wordy: Path, run: Run) -> None:
    path = wordy / EXERCISE
    above = f"  # check: allow long-sentence because this is a test\n  - {LONG}"
    path.write_text(path.read_text(encoding="utf-8").replace(f"  - {LONG}", above), encoding="utf-8")
    assert "1 allowed by comments" in run("check", "--rule", "long-sentence").stdout


def test_json_is_one_document(wordy: Path, run: Run) -> None:
    result = run("check", "--rule", "long-sentence", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    data = json.loads(result.stdout)
    (found,) = data["findings"]
    assert data["ok"] is True
    assert found["rule"] == "long-sentence"
    assert (found["severity"], found["path"], found["line"], found["column"]) == ("warning", EXERCISE, 19, 5)
    assert all(found[key] for key in ("found", "instead", "why"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_explains_itself(rule: object, run: Run) -> None:
    name = getattr(rule, "id")  # noqa: B009
    result = run("check", "--explain", name)
    assert result.exit_code == 0
    for word in ("finds:", "why:", "basis:", "wrong:", "right:"):
        assert word in result.stdout
    assert name in run("check", "--rules").stdout


def test_an_unknown_rule_is_told_with_its_neighbour(run: Run) -> None:
    result = run("check", "--rule", "long-sentense")
    assert result.exit_code == 2
    assert "did you mean long-sentence?" in result.stderr


def test_a_broken_file_does_not_hide_what_rules_find_in_others(wordy: Path, run: Run) -> None:
    (wordy / "content" / "exercises" / "bridge.yaml").write_text("title: [", encoding="utf-8")
    result = run("check", "--rule", "long-sentence")
    assert result.exit_code == 1
    assert "content/exercises/bridge.yaml:1:" in result.stderr
    assert "18 words" in result.stderr


@pytest.mark.slow
def test_rules_on_words_load_no_drawing_code(workspace: Path) -> None:
    code = (
        "import sys\n"
        "from clinicpress.cli.main import cli\n"
        "try:\n"
        "    cli(['check', '--rule', 'sentences', '--rule', 'terms', '--rule', 'exercises'])\n"
        "except SystemExit:\n"
        "    pass\n"
        "print(sorted({'reportlab', 'numpy', 'shapely'} & set(sys.modules)), file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=workspace, capture_output=True, text=True, check=True
    )
    assert ended.stderr.splitlines()[-1] == "[]"


@pytest.mark.slow
def test_a_broken_file_that_is_named_is_told_with_its_line(workspace: Path, run: Run) -> None:
    path = workspace / "content" / "exercises" / "knee-to-chest.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("hold: 30 s", "hold: -3 s"), encoding="utf-8")
    result = run("check", str(path))
    assert result.exit_code == 1
    assert "knee-to-chest.yaml:" in result.stderr
    assert "'-3 s' is not a duration" in result.stderr


@pytest.mark.slow
def test_advice_that_stands_everywhere_is_told_once(workspace: Path, run: Run) -> None:
    whole = run("check")
    assert whole.stderr.count("[review-pending]") == 0
    assert whole.stdout.count("[review-pending]") == 1
    asked = run("check", "--rule", "review-pending")
    assert asked.stderr.count("[review-pending]") > 8


def test_words_of_the_title_are_not_to_be_said_in_shorter_ones(workspace: Path, run: Run) -> None:
    hard = (
        "Osteoarthritis considerably decreases mobility. Individuals experience deterioration gradually. "
        * 14
    )
    text = (
        f"title: Osteoarthritis\nsummary: [Keep moving.]\nblocks:\n  - text: {hard}\n"
        "  - callout: {kind: emergency, items: [You faint]}\nreview: {by: pending}\n"
    )
    (workspace / "content" / "handouts" / "joint.yaml").write_text(text, encoding="utf-8")
    said = run("check", str(workspace / "content" / "handouts" / "joint.yaml"), "--rule", "long-words").stderr
    assert '"deterioration"' in said
    assert '"osteoarthritis"' not in said
