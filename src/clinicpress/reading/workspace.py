"""Where the workspace is, and where the starter is that came with clinicpress."""

from __future__ import annotations

from pathlib import Path

from clinicpress.problems import Problem, UsageError

CLINIC = "content/clinic.yaml"


def find_workspace(start: Path, explicit: Path | None) -> Path:
    """The workspace that ``start`` is in: the nearest folder upwards with ``content/clinic.yaml``.

    An ``explicit`` folder has to be one itself.

    Raises:
        UsageError: if there is none.
    """
    if explicit is not None:
        if not (explicit / CLINIC).is_file():
            hint = f"name a folder with {CLINIC}, or make one with: clinicpress init DIR"
            raise UsageError(Problem(f"{explicit} is no workspace: it has no {CLINIC}", hint))
        return explicit.resolve()
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / CLINIC).is_file():
            return folder
    hint = "go to a workspace, name one with --workspace DIR, or make one with: clinicpress init DIR"
    raise UsageError(Problem(f"neither this folder nor one around it has {CLINIC}", hint))


def starter() -> Path:
    """The starter: a part of the installed package, or the repository that clinicpress runs from.

    Raises:
        UsageError: if neither is there.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "starter", *package.parents[1:2]):
        if (folder / CLINIC).is_file():
            return folder
    raise UsageError(Problem("the starter is missing from this installation", "install clinicpress again"))
