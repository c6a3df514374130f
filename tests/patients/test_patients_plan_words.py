"""A sample of the plans of ``tests/full/plans.py``: no page lacks a warning, a note or an emergency."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from caches import forget
from plan_runs import tried
from plan_samples import Content, made_up, words_of

SAMPLE = 16


@pytest.mark.slow
def test_no_page_lacks_a_warning_a_note_or_an_emergency(built_workspace: Path, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(built_workspace, root, ignore=shutil.ignore_patterns("output"))
    forget(root, "receipts")
    run = tried(root, range(SAMPLE))
    assert run.wrong == ()
    assert run.printed + len(run.refused) == SAMPLE
    assert run.printed >= SAMPLE // 2


def test_the_made_up_plans_try_everything(library_workspace: Path) -> None:
    content = Content(library_workspace)
    found: Counter[str] = Counter()
    for number in range(200):
        had, plan = made_up(number, content)
        exercises = plan.get("exercises", {})
        found.update(plan.keys() & {"title", "sore_side", "note", "regions", "sheet"})
        found.update(exercises.keys() & {"drop", "add", "order"})
        found.update(key for each in exercises.values() if isinstance(each, dict) for key in each)
        found["had"] += had is not None
        assert "Call 911 right away if:" in words_of(plan, content)
    assert 30 <= 200 - found["sheet"] <= 70
    for key in ("title", "sore_side", "note", "regions", "drop", "add", "order", "dosage", "side", "had"):
        assert found[key] >= 10, key
