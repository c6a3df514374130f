"""Files of patients where they must not be: git keeps what it was once given, for good."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

from clinicpress.messages import say
from clinicpress.problems import Problem, Source

PLANS = "content/patients/"
_FOLDERS = (PLANS, "output/patients/", "output/packets/")
# Seconds that git may take; on a slow network share a check does without it.
PATIENCE = 5.0
# A workspace may come from anywhere: nothing that its settings name is run.
_GIT = ("git", "-c", "core.fsmonitor=false", "ls-files", "-z", "--")


def git_tracked_patients(root: Path, patience: float = PATIENCE) -> tuple[Problem, ...]:
    """A problem for each file of a patient that git keeps, of the workspace at ``root``.

    None where there is no git, or it is no work tree, or git takes longer than ``patience`` seconds.
    """
    return tuple(
        Problem(say("tasks.git-keeps-patient-file"), _hint(name), Source(name))
        for name in sorted(_tracked(root, patience))
        if not _is_example(name)
    )


def _tracked(root: Path, patience: float) -> Iterator[str]:
    # a hook of git's sets variables that would lead to another repository
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            [*_GIT, *_FOLDERS], cwd=root, env=environment, capture_output=True, check=True, timeout=patience
        )
    except (OSError, subprocess.SubprocessError):
        return
    yield from (os.fsdecode(name) for name in done.stdout.split(b"\0") if name)


def _is_example(name: str) -> bool:
    """Whether it is one of the files that the workspace's .gitignore lets through."""
    rest = name.removeprefix(PLANS)
    return rest != name and (rest == "README.md" or rest.startswith("example-"))


def _hint(name: str) -> str:
    return say("tasks.git-rm-cached-then-commit", file=shlex.quote(name))
