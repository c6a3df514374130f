"""Every rule finds its seeded faults at their lines, and nothing in a clean text."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from corpus import BASE_EXERCISE, Case, cases, found_in

from clinicpress.checking.allowances import UNUSED_ID
from clinicpress.checking.catalog import RULES
from clinicpress.checking.subject import Rule, Severity

CASES = cases()
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def empty_workspace(tmp_path: Path) -> Path:
    """A workspace with a clinic, and with nothing in it but one right exercise."""
    root = tmp_path / "workspace"
    (root / "content" / "exercises").mkdir(parents=True)
    shutil.copy(ROOT / "content" / "clinic.yaml", root / "content")
    (root / BASE_EXERCISE.path).write_text(BASE_EXERCISE.text, encoding="utf-8")
    return root


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}/{case.name}")
def test_what_is_seeded_is_found_and_nothing_else(case: Case, empty_workspace: Path) -> None:
    for part, found in zip(case.parts, found_in(case, empty_workspace).values(), strict=True):
        lines = {each.place.line for each in found}
        assert lines == part.lines, "\n".join(f"{each.place} {each.found}" for each in found)
        length = len(part.text.splitlines())
        assert all(each.found and each.instead and each.place.line <= length for each in found)


@pytest.mark.parametrize("case", [case for case in CASES if not case.name.startswith("clean")], ids=str)
def test_a_case_with_faults_has_some(case: Case) -> None:
    assert case.faults


def test_each_rule_has_faults_and_a_clean_text() -> None:
    ids = {rule.id for rule in RULES}
    assert {case.rule for case in CASES} == ids
    faults = Counter({case.rule: 0 for case in CASES})
    for case in CASES:
        faults[case.rule] += case.faults
    assert {rule: count for rule, count in faults.items() if count < 2} == {}
    assert faults.total() >= 120
    clean = {case.rule for case in CASES if case.name.startswith("clean")}
    assert ids - clean == set()
    assert all(case.faults == 0 for case in CASES if case.name.startswith("clean"))
    assert UNUSED_ID in ids


# What these find as errors is in the scope of plans, or of pages.
ELSEWHERE = {"plan-exercise", "text-floor"}


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule.worst is Severity.ERROR and rule.id not in ELSEWHERE],
    ids=lambda rule: rule.id,
)
def test_a_rule_that_can_stop_a_build_does(rule: Rule, empty_workspace: Path) -> None:
    """A build asks these rules alone; one whose row says nothing of errors fails as soon as it finds one."""
    worst = {
        found.severity
        for case in CASES
        if case.rule == rule.id and not case.name.startswith("clean")
        for each in found_in(case, empty_workspace).values()
        for found in each
    }
    assert Severity.ERROR in worst
