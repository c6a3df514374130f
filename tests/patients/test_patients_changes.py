"""What has changed since a patient's last plan, from run to run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from pypdf import PdfReader

from clinicpress.build.jobs import Job
from clinicpress.build.press import Press
from clinicpress.layout.placing import LaidOut
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
    assert "Before: Do 5 on each side" in said
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
    place = Press.placed_around

    def narrow(press: Press, job: Job, plan: Any, before: Any, rooms: Any, *, terse: bool) -> LaidOut:
        if before is not None and not terse:
            raise FitError(Problem("it does not fit"))
        return place(press, job, plan, before, rooms, terse=terse)

    monkeypatch.setattr(Press, "placed_around", narrow)
    batch(FIRST)
    result = batch(LATER)
    assert "left out to save space: the changes since the last plan" in result.stdout
    said = words(workspace)
    assert "CHANGED" not in said
    assert "STOPPED" in said
    assert "Before: " not in said


OWN = "name,id,date,title,add\nPat Example,EX-0001,2026-11-{day},{title},{add}\n"


def test_a_page_without_a_sheet_is_known_by_its_title(workspace: Path, batch: Batch) -> None:
    batch(OWN.format(day=22, title="Your knee", add="bridge sit-to-stand"))
    result = batch(OWN.format(day=29, title="your  Knee", add="bridge heel-raise"))
    assert "1 built" in result.stdout
    said = words(workspace)
    assert "From Nov 29, 2026 on, no longer do this: Sit to stand." in said
    assert "NEW" in said
    assert "Call 911 right away if:" in said
    batch(OWN.format(day=30, title="Your back", add="bridge"))
    texts = [
        " ".join(PdfReader(path).pages[0].extract_text().split())
        for path in (workspace / "output" / "patients").glob("*.pdf")
    ]
    assert sorted("STOPPED" in text for text in texts) == [False, True]
    result = batch(OWN.format(day=30, title="Your back", add="bridge"))
    assert "0 built, 1 unchanged" in result.stdout


def test_a_title_of_a_plan_is_in_no_metadata_and_no_bookmark(workspace: Path, batch: Batch) -> None:
    batch(OWN.format(day=22, title="Pats knee", add="bridge"))
    (path,) = (workspace / "output" / "patients").glob("*.pdf")
    reader = PdfReader(path)
    assert "Pats knee" in words(workspace)
    assert reader.metadata is not None
    assert reader.metadata.title == "Your home exercises"
    assert "Pats" not in str(reader.outline)
