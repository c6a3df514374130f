"""Edits of finished files that can be seen are told, and files that nobody touched are not.

The whole of it, with 500 edits and 200 files, is ``python tests/full/verify_edits.py``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from pdf_edits import BYTE_EDITS, EDITS, edited, seen

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
TABLE = """name,id,birth_date,sheet,date,side,note,knee-to-chest.reps
Pat Example,EX-1,1958-05-02,sciatica,2026-11-22,left,See you on Thursday.,5
Robin Example,EX-2,,sciatica,2026-11-22,,,
"""


@pytest.fixture
def printed(workspace: Path, run: Run) -> list[Path]:
    """The files of two patients and their packet."""
    (workspace / "today.csv").write_text(TABLE, encoding="utf-8")
    packet = workspace / "output" / "packets" / "today.pdf"
    assert run("batch", str(workspace / "today.csv"), "--packet", str(packet), "--duplex").exit_code == 0
    return [*sorted((workspace / "output" / "patients").glob("*.pdf")), packet]


def wrong(result: Result) -> dict[str, list[dict[str, Any]]]:
    """The problems of each file."""
    assert "Example" not in result.output
    assert "Thursday" not in result.output
    return {each["path"]: each["problems"] for each in json.loads(result.stdout)["files"]}


def test_edits_that_are_seen_are_told(printed: list[Path], workspace: Path, run: Run) -> None:
    """All text white, a page off the paper, typefaces exchanged: "0 complaints" was said of each."""
    files = [(path, path.read_bytes()) for path in printed[:2]]
    before = [seen(data) for _, data in files]
    made = []
    kinds: list[Callable[..., Any]] = [*EDITS, *BYTE_EDITS]
    for turn, edit in enumerate(kinds):
        path, data = files[turn % 2]
        for seed in range(20):
            changed = edited(data, edit, seed)
            if changed is not None and (
                edit.__name__ == "user_unit" or seen(changed.data) != before[turn % 2]
            ):
                folder = workspace / "edits" / edit.__name__
                folder.mkdir(parents=True)
                made.append(folder / path.name)
                made[-1].write_bytes(changed.data)
                break
    assert len(made) >= len(EDITS)
    for words in (("verify", "--plans", str(workspace / "today.csv")), ("verify",)):
        found = wrong(run(*words, *map(str, made), "--json"))
        assert [path.parent.name for path in made if not found[path.as_posix()]] == []


def test_files_that_nobody_touched(printed: list[Path], workspace: Path, run: Run) -> None:
    for words in (("verify", "--plans", str(workspace / "today.csv")), ("verify",)):
        assert wrong(run(*words, *map(str, printed), "--json")) == {path.as_posix(): [] for path in printed}
