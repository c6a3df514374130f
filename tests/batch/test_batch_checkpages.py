"""The pages that a check looks at: made once, and again only when what they are made from has changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clinicpress.batch.check import CheckRequest, check
from clinicpress.batch.manifest import cache_folder
from clinicpress.batch.pipeline import Press
from clinicpress.layout.layout import LaidOut

TODAY = date(2026, 11, 25)


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are laid out, as they are."""
    found: list[str] = []
    place = Press.place

    def told(self: Press, job: object, *args: object, **more: object) -> LaidOut:
        found.append(f"{job.kind} {job.id}")  # type: ignore[attr-defined]
        return place(self, job, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Press, "place", told)
    return found


def looked_at(workspace: Path) -> tuple[str, ...]:
    result = check(workspace, cache_folder(workspace), CheckRequest(TODAY))
    return tuple(problem.message for problem in result.problems)


def test_what_has_not_changed_is_laid_out_once(workspace: Path, placed: list[str]) -> None:
    assert looked_at(workspace) == ()
    assert sorted(placed) == ["handout sciatica", "sheet sciatica"]
    assert looked_at(workspace) == ()
    assert len(placed) == 2


def test_what_has_changed_is_laid_out_again(workspace: Path, placed: list[str]) -> None:
    looked_at(workspace)
    placed.clear()
    path = workspace / "content" / "sheets" / "sciatica.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("your home exercises", "your exercises"), encoding="utf-8"
    )
    looked_at(workspace)
    assert placed == ["sheet sciatica"]


def test_a_problem_is_told_every_time(workspace: Path, placed: list[str]) -> None:
    path = workspace / "content" / "exercises" / "knee-to-chest.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("Pull one knee to your chest.", "Pull one knee to your \u05d0 chest."), encoding="utf-8"
    )
    first = looked_at(workspace)
    assert first
    assert looked_at(workspace) == first
    assert len(placed) >= 4
