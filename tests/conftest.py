"""Workspaces to test in: copies of the starter whose figures are compiled once for all tests of a process.

They hold thirteen of its exercises and five of its documents, so that tests take no longer as the library
grows; `library_workspace` has all of it.
"""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from caches import forget
from click.testing import CliRunner, Result

# Where the tests run in the background, Ctrl-C is ignored, and so would the programs that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

EXERCISES = (
    "bird-dog", "bridge", "cat-cow", "clamshell", "dead-bug", "heel-raise", "knee-to-chest", "modified-cobra",
    "prone-on-elbows", "sciatic-nerve-glide", "seated-hip-stretch", "sit-to-stand",
    "standing-hamstring-stretch",
)  # fmt: skip
DOCUMENTS = ("low-back-strength", "sciatica", "sit-to-stand")


def keep(root: Path, kind: str, names: tuple[str, ...]) -> None:
    """Delete the content files of a kind but those of these names."""
    for path in (root / "content" / kind).glob("*.yaml"):
        if path.stem not in names:
            path.unlink()


@pytest.fixture(scope="session")
def library_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the whole starter. Not to be written to."""
    from clinicpress.tasks.starter import copy_starter

    root = tmp_path_factory.mktemp("library") / "workspace"
    copy_starter(root)
    return root


@pytest.fixture(scope="session")
def built_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of part of the starter in which everything is built. Not to be written to."""
    # imported here: a test of one room does not load them all
    from clinicpress.build.building import build
    from clinicpress.build.jobs import Request
    from clinicpress.tasks.starter import copy_starter

    root = tmp_path_factory.mktemp("built") / "workspace"
    copy_starter(root)
    keep(root, "exercises", EXERCISES)
    for kind in ("handouts", "sheets"):
        keep(root, kind, DOCUMENTS)
    result = build(root, Request())
    assert result.all_problems == ()
    return root


@pytest.fixture
def workspace(built_workspace: Path, tmp_path: Path) -> Path:
    """A workspace of the test's own: the starter with its figures and first documents, nothing built."""
    root = tmp_path / "workspace"
    shutil.copytree(built_workspace, root, ignore=shutil.ignore_patterns("output"))
    forget(root, "receipts")
    for kind in ("handouts", "sheets"):
        keep(root, kind, ("sciatica",))
    return root


@pytest.fixture
def run(workspace: Path) -> Callable[..., Result]:
    """Runs a command in the test's workspace as the command line does."""

    from clinicpress.cli.main import cli

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(cli, ["--workspace", str(workspace), *words])

    return invoke
