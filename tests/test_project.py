"""What stands around the package: the hosted workflow, hooks, forms, the changelog."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from clinicpress import __version__

ROOT = Path(__file__).resolve().parent.parent
WORKFLOW = ROOT / ".github/workflows/ci.yml"
FORMS = [path for path in sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")) if path.stem != "config"]


def workflow() -> dict[str, Any]:
    # as text: `on` is a key, and "3.10" no number
    loaded: dict[str, Any] = yaml.load(WORKFLOW.read_text(encoding="utf-8"), yaml.BaseLoader)
    return loaded


def steps() -> list[dict[str, Any]]:
    return [step for job in workflow()["jobs"].values() for step in job["steps"]]


def pieces() -> set[str]:
    """The pieces of `.ci/run`, as its first lines name them."""
    head = (ROOT / ".ci/run").read_text(encoding="utf-8").partition("\nset -euo")[0]
    return set(re.findall(r"^#     ([a-z]+)  +", head, re.MULTILINE)) - {"bash"}


def test_the_workflow_calls_every_piece_by_its_name() -> None:
    called = [step["run"].split() for step in steps() if "run" in step]
    assert all(words[:2] == ["bash", ".ci/run"] for words in called)
    assert {piece for words in called for piece in words[2:]} == pieces() - {"fast"}


@pytest.mark.skipif(sys.platform == "win32", reason="bash may be another system's there")
def test_a_piece_that_there_is_not_is_told() -> None:
    done = subprocess.run(
        ["bash", ".ci/run", "lint", "tset"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "there is no piece tset" in done.stderr
    assert all(piece in done.stderr for piece in pieces())


def test_the_workflow_may_only_read_and_its_actions_are_pinned() -> None:
    assert workflow()["permissions"] == {"contents": "read"}
    assert not [name for name, job in workflow()["jobs"].items() if "permissions" in job]
    used = [step["uses"] for step in steps() if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name) for name in used)
    checkouts = [step for step in steps() if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] == "false" for step in checkouts)


def test_the_workflow_tries_three_systems_and_every_python() -> None:
    matrix = workflow()["jobs"]["tests"]["strategy"]["matrix"]
    assert matrix["os"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    [pdfs] = [step for step in steps() if "pdfs" in step.get("run", "")]
    assert pdfs["env"] == {"CLINICPRESS_VERAPDF": "required"}


def test_hooks_are_programs_of_the_test_environment() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    [local] = config["repos"]
    assert local["repo"] == "local"
    needed = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for hook in local["hooks"]:
        assert f'"{hook["entry"].split()[0]}>=' in needed


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_forms_are_whole_and_never_ask_for_patients_data(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= form.keys()
    ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert len(ids) == len(set(ids)) > 2
    assert all(part["attributes"]["label"] for part in form["body"] if part["type"] != "markdown")
    assert "patient" in path.read_text(encoding="utf-8")


def test_the_newest_heading_of_the_changelog_is_this_version_with_its_day() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)", each) for each in versions)
    assert versions[0].startswith(f"{__version__} ")
    newest = text.split("\n## ")[1]
    assert re.findall(r"^### (.+)$", newest, re.MULTILINE) == ["Added", "Changed", "Fixed"]
