"""Reviews and plans: days, and that nothing of a plan is repeated."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from clinicpress.checking.rules.exercisewords import next_review
from clinicpress.store.cache import Cache
from clinicpress.tasks.contentcheck import Checked, CheckRequest, check

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = date(2026, 11, 25)
SECRETS = ("Zzyx", "QQ-771", "quokka", "wombat", "sitting-bull", "1958")
PLAN = """\
patient: {name: Zzyx Quill, id: QQ-771, birth_date: 1958-05-02}
date: 2026-11-22
sheet: sciatica
note: Mind the quokka.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("patients"))
    (tmp_path / "content" / "patients").mkdir()
    return tmp_path


def checked(site: Path, *plans: str) -> Checked:
    for number, plan in enumerate(plans):
        path = site / "content" / "patients" / f"plan-{number}.yaml"
        path.write_text(plan, encoding="utf-8")
    return check(site, Cache(site / ".cache"), CheckRequest(TODAY, rules=("governance",)))


def test_a_review_is_due_again_in_two_years() -> None:
    assert next_review(date(2026, 11, 25)) == date(2028, 11, 25)
    assert next_review(date(2028, 2, 29)) == date(2030, 2, 28)


@pytest.mark.parametrize(
    ("plan", "line"),
    [
        (f"{PLAN}exercises: {{wombat: {{dosage: {{reps: 5}}}}}}\n", 5),
        (f"{PLAN}exercises: {{add: [wombat]}}\n", 5),
        (f"{PLAN}exercises: {{drop: [wombat]}}\n", 5),
        (PLAN.replace("sciatica", "wombat"), 3),
        (f"{PLAN}wombat: 3\n", 5),
        (PLAN.replace("2026-11-22", "wombat"), 2),
        (f"{PLAN}exercises: {{wombat\n", 5),
        ("wombat", 1),
        ("", 1),
    ],
)
def test_no_finding_repeats_what_a_plan_says(site: Path, plan: str, line: int) -> None:
    result = checked(site, plan)
    found = [each for each in result.findings if each.rule == "plan-exercise"]
    assert [each.place.line for each in found] == [line]
    told = repr((result.problems, result.findings, result.allowed))
    assert not [secret for secret in SECRETS if secret in told]


def test_a_plan_that_can_be_printed_is_not_told(site: Path) -> None:
    result = checked(
        site, PLAN, f"{PLAN}exercises: {{knee-to-chest: {{dosage: {{reps: 5}}}}, add: [bridge]}}\n"
    )
    assert [each for each in result.findings if each.rule == "plan-exercise"] == []


@pytest.mark.skipif(os.name == "nt", reason="links need rights")
def test_a_plan_that_is_a_link_to_nothing_is_told(site: Path) -> None:
    (site / "content" / "patients" / "gone.yaml").symlink_to(site / "nowhere.yaml")
    (found,) = (each for each in checked(site).findings if each.rule == "plan-exercise")
    assert str(found.place) == "content/patients/gone.yaml:1:1"


def test_a_workspace_without_plans(site: Path) -> None:
    (site / "content" / "patients").rmdir()
    assert checked(site).problems == ()
