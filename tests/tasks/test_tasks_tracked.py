"""Files of patients that git keeps are told by ``check``."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from clinicpress.problems import Source
from clinicpress.store.cache import workspace_cache
from clinicpress.tasks.contentcheck import CheckRequest, check
from clinicpress.tasks.tracked import git_tracked_patients

pytestmark = pytest.mark.slow

TODAY = CheckRequest(date(2026, 11, 25))

NAMES = (
    "content/patients/README.md",
    "content/patients/example-plan.yaml",
    "content/patients/ex 0001.yaml",
    "content/patients/old/README.md",
    "output/patients/abc.pdf",
    "output/packets/today.pdf",
    "output/sheets/sciatica.pdf",
    "content/clinic.yaml",
)
TOLD = [NAMES[2], NAMES[3], NAMES[5], NAMES[4]]


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace in a folder of a git work tree, with files of patients that are not added yet."""
    root = tmp_path / "clinics" / "ours"
    for name in NAMES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("fictional", encoding="utf-8")
    try:
        git(tmp_path, "init", "--quiet")
    except FileNotFoundError:
        pytest.skip("there is no git")
    return root


def test_each_file_of_a_patient_that_git_keeps_is_told(root: Path) -> None:
    assert git_tracked_patients(root) == ()
    git(root, "add", ".")
    problems = git_tracked_patients(root)
    assert [problem.source for problem in problems] == [Source(name) for name in TOLD]
    assert {problem.message for problem in problems} == {"git tracks this patient file"}
    assert problems[0].hint.startswith("git rm --cached 'content/patients/ex 0001.yaml'")
    assert "history" in problems[0].hint


def test_a_hook_of_another_repository_does_not_lead_astray(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(root, "add", ".")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert len(git_tracked_patients(root)) == len(TOLD)


def test_without_a_work_tree_nothing_is_told(tmp_path: Path) -> None:
    assert git_tracked_patients(tmp_path) == ()


def test_without_git_nothing_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(root, "add", ".")
    monkeypatch.setenv("PATH", str(root))
    assert git_tracked_patients(root) == ()


@pytest.mark.skipif(os.name == "nt", reason="a program of this kind is not found on Windows")
def test_a_slow_git_is_not_waited_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = root / "git"
    slow.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(root), prepend=os.pathsep)
    assert git_tracked_patients(root, patience=0.2) == ()


def test_check_tells_it(workspace: Path) -> None:
    git(workspace, "init", "--quiet")
    plan = workspace / "content" / "patients" / "ex-0001.yaml"
    plan.write_text("patient: {name: Pat Example, id: EX-0001}", encoding="utf-8")
    assert check(workspace, workspace_cache(workspace), TODAY).problems == ()
    git(workspace, "add", "--force", ".")
    (problem,) = check(workspace, workspace_cache(workspace), TODAY).problems
    assert problem.source == Source("content/patients/ex-0001.yaml")
    assert "Pat" not in str(problem)
