"""Made-up plans, printed by the command line and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner
from plan_samples import Content, lacking, made_up
from pypdf import PdfReader

from clinicpress.cli.main import cli

# What a refusal for lack of room says, and how the advice begins that costs nothing.
_NO_ROOM = ("do not fit", "does not fit", "are too many")
_BOTH_SIDES = "write pages: 2"
# What somebody who has a plan can do about it.
_ADVICE = (
    _BOTH_SIDES, "shorten the note", "print on", "leave out", "choose the layout", "drop the",
    "write log: none",
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """How many were ``printed``; which on ``two`` pages, which not even so; and what is ``wrong``."""

    printed: int = 0
    two: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()
    wrong: tuple[str, ...] = ()

    def __add__(self, other: Run) -> Run:
        """Both runs as one."""
        return Run(
            self.printed + other.printed,
            self.two + other.two,
            self.refused + other.refused,
            self.wrong + other.wrong,
        )


def tried(root: Path, numbers: Sequence[int]) -> Run:
    """Print the plans of these numbers from the workspace at ``root`` and read what their pages say.

    What has no room is tried again on both sides of a leaf: where that helps, the refusal must have named it
    first; where it does not, it must not have, and must say something else to do.
    """
    content = Content(root)
    plans = {number: made_up(number, content) for number in numbers}
    had = {number: before for number, (before, _) in plans.items() if before is not None}
    _printed(root, had)
    now = {number: plan for number, (_, plan) in plans.items()}
    found = _printed(root, now)
    tight = {number: result for number, result in found.items() if _no_room(result)}
    again = _printed(root, {number: {**now[number], "pages": "2"} for number in tight})
    found |= again
    wrong, refused, printed = list[str](), list[int](), 0
    wrong += [f"{number}: nothing was said of it" for number in now.keys() - found.keys()]
    wrong += [
        f"{number}: advice {_hint(tight[number])}"
        for number in tight
        if not _advises(tight[number], again[number])
    ]
    for number, result in found.items():
        if _no_room(result):
            refused.append(number)
        elif result["status"] == "failed":
            wrong.append(f"{number}: {result['problems']}")
        else:
            printed += 1
            text = "\n".join(page.extract_text() for page in PdfReader(root / result["path"]).pages)
            lost = lacking(text, now[number], content)
            wrong += [f"{number}: lacks {lost}"] if lost else []
    two = tuple(number for number, result in again.items() if result["status"] != "failed")
    return Run(printed, two, tuple(refused), tuple(wrong))


def _advises(once: Mapping[str, Any], twice: Mapping[str, Any]) -> bool:
    """Whether a refusal says what helps, given what came of the same plan on both sides of a leaf."""
    if twice["status"] != "failed":
        return _hint(once).startswith(_BOTH_SIDES)
    hint = _hint(twice)
    return _BOTH_SIDES not in _hint(once) + hint and hint.startswith(_ADVICE)


def _hint(result: Mapping[str, Any]) -> str:
    return " / ".join(problem["hint"] for problem in result["problems"])


def _no_room(result: Mapping[str, Any]) -> bool:
    said = " ".join(problem["message"] for problem in result["problems"])
    return result["status"] == "failed" and any(words in said for words in _NO_ROOM)


def _printed(root: Path, plans: Mapping[int, Mapping[str, Any]]) -> dict[int, Any]:
    """What ``batch`` says of each plan, written to a folder of files; their paths from ``root``."""
    if not plans:
        return {}
    folder = root / "content" / "patients" / "made-up"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for number, plan in plans.items():
        (folder / f"{number:05}.yaml").write_text(yaml.safe_dump(dict(plan)), encoding="utf-8")
    result = CliRunner().invoke(cli, ["--workspace", str(root), "batch", str(folder), "--json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    data = json.loads(result.stdout)
    found: dict[int, Any] = {}
    for each in data["plans"]:
        found[int(Path(each["row"]["path"]).stem)] = each
    for problem in data["problems"]:
        stem = Path(problem["path"] or "").stem
        if stem.isdigit() and int(stem) not in found:
            found[int(stem)] = {"status": "failed", "problems": [problem], "path": None}
    return found
