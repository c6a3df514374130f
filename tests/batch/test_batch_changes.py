"""What has changed since a patient's last plan, from run to run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from pypdf import PdfReader

from clinicpress.batch.jobs import Job
from clinicpress.batch.pipeline import Press
from clinicpress.layout.layout import LaidOut
from clinicpress.problems import FitError, Problem

Batch = Callable[..., Result]

FIRST = "name,id,date,sheet,knee-to-chest.reps\nPat Example,EX-0001,2026-11-22,sciatica,5\n"
LATER = (
    "name,id,date,sheet,knee-to-chest.reps,modified-cobra.use\n"
    "Pat Example,EX-0001,2026-11-29,sciatica,8,drop\n"
)


def words(workspace: Path) -> str:
    (path,) = (workspace / "output" / "patients").glob("*.pdf")
    return " ".join(PdfReader(path).pages[0].extract_text().split())


@pytest.fixture
def batch(workspace: Path, run: Callable[..., Result]) -> Batch:
    def make(text: str, *options: str) -> Result:
        table = workspace / "today.csv"
        table.write_text(text, encoding="utf-8")
        result = run("batch", str(table), *options)
        assert result.exit_code == 0, result.output
        return result

    return make


def test_marks_since_the_plan_that_was_printed_last(workspace: Path, batch: Batch) -> None:
    batch(FIRST)
    assert "CHANGED" not in words(workspace)
    batch(LATER)
    said = words(workspace)
    assert "CHANGED" in said
    assert "Do 5 on each side" in said
    assert "STOPPED" in said
    # the same day again compares with the same plan
    batch(LATER, "--force")
    assert words(workspace) == said
    batch(LATER, "--since", "none")
    assert "CHANGED" not in words(workspace)


def test_marks_since_the_plans_of_a_file(workspace: Path, batch: Batch) -> None:
    before = workspace / "before.csv"
    before.write_text(FIRST, encoding="utf-8")
    batch(LATER, "--since", str(before))
    assert "CHANGED" in words(workspace)


def test_where_what_was_before_has_no_room_no_mark_says_that_it_was_other(
    workspace: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Press.place

    def narrow(
        press: Press, job: Job, plan: Any = None, before: Any = None, *, terse: bool = False
    ) -> LaidOut:
        if before is not None and not terse:
            raise FitError(Problem("it does not fit"))
        return place(press, job, plan, before, terse=terse)

    monkeypatch.setattr(Press, "place", narrow)
    batch(FIRST)
    result = batch(LATER)
    assert "left out for room: what has changed since the last plan" in result.stdout
    said = words(workspace)
    assert "CHANGED" not in said
    assert "STOPPED" in said
    assert "Before, it was" not in said
