"""The pages that a check looks at: made once, and again only when what they are made from has changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clinicpress.build.jobs import Job
from clinicpress.build.press import Press
from clinicpress.layout.placing import LaidOut
from clinicpress.problems import Problem
from clinicpress.store.cache import workspace_cache
from clinicpress.tasks.contentcheck import CheckRequest, check

pytestmark = pytest.mark.slow

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
    result = check(workspace, workspace_cache(workspace), CheckRequest(TODAY))
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
    place = text.index("why: ") + len("why: ")
    path.write_text(f"{text[:place]}\u05d0 {text[place:]}", encoding="utf-8")
    first = looked_at(workspace)
    assert first
    assert looked_at(workspace) == first
    assert len(placed) >= 4


# -- layouts that no document names --


def check_with_layout(workspace: Path, text: str) -> tuple[Problem, ...]:
    (workspace / "assets/layouts/own.yaml").write_text(text, encoding="utf-8")
    return check(workspace, workspace_cache(workspace), CheckRequest(TODAY)).problems


@pytest.mark.parametrize(
    "text", ["extends: sheet\n", "extends: base\nkind: sheet\n", "extends: handout\nleading: 1.3\n"]
)
def test_a_layout_that_fits_a_document_is_right(workspace: Path, placed: list[str], text: str) -> None:
    assert check_with_layout(workspace, text) == ()
    assert len(placed) == 3
    # that it fits is kept
    assert check_with_layout(workspace, text) == ()
    assert len(placed) == 3


@pytest.mark.parametrize(
    "text", ["extends: sheet\ncontent_width: 340pt\n", "extends: sheet\nmost_exercises: 1\n"]
)
def test_a_layout_that_fits_no_document_is_told_at_its_place(workspace: Path, text: str) -> None:
    """Nobody noticed until somebody printed with it."""
    for _ in range(2):
        (problem,) = check_with_layout(workspace, text)
        assert problem.source is not None
        assert problem.source.path == "assets/layouts/own.yaml"
        assert problem.message.startswith("no sheet fits this layout; for sciatica: ")
        assert "content_width" in problem.hint


def test_a_layout_that_breaks_the_fit_is_told_at_its_place(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Press.place

    def breaks(self: Press, job: Job, *args: object, **more: object) -> LaidOut:
        if job.layout == "own":
            raise ZeroDivisionError("float division by zero")
        return place(self, job, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Press, "place", breaks)
    (problem,) = check_with_layout(workspace, "extends: sheet\n")
    assert str(problem).startswith("assets/layouts/own.yaml:1:1: layout own: unexpected ZeroDivisionError")
