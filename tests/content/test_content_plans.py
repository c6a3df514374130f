"""Plans: read from anywhere, and never repeated in a message."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_samples import lines, plan_read, write

from clinicpress.problems import Source

PLAN = """\
patient: {name: Jordan Rivera, id: A-1042}
date: 2026-11-22
sheet: knee
exercises:
  knee-bend: {side: left}
"""


def test_a_plan_of_the_workspace(site: Path) -> None:
    write(site, {"content/patients/one.yaml": PLAN})
    plan = plan_read(site / "content/patients/one.yaml", site, "mdy").loaded
    assert plan is not None
    assert plan.model.patient.name == "Jordan Rivera"
    assert plan.at("exercises", "knee-bend", "side") == Source("content/patients/one.yaml", 5, 21)


def test_a_plan_from_elsewhere(site: Path, tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.yaml"
    path.write_text(PLAN.replace("A-1042", "x" * 50), encoding="utf-8")
    assert lines(plan_read(path, site, "mdy").problems) == [
        f"{path.as_posix()}:1:36: 'id' has 50 characters, 10 too many\n  hint: shorten it to 40 or fewer"
    ]


def test_a_plan_may_be_a_link(site: Path, tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text(PLAN, encoding="utf-8")
    try:
        (site / "link.yaml").symlink_to(tmp_path / "real.yaml")
    except OSError:
        pytest.skip("this system makes no symbolic links")
    assert plan_read(site / "link.yaml", site, "mdy").loaded is not None


def test_a_plan_that_is_not_there(site: Path) -> None:
    [line] = lines(plan_read(site / "none.yaml", site, "mdy").problems)
    assert line.startswith("none.yaml:1:1: there is no file ")


@pytest.mark.parametrize(
    "damage",
    [
        ("A-1042}", "A-1042"),
        ("name: Jordan Rivera", "nam: Jordan Rivera"),
        ("name: Jordan Rivera", '"name: Jordan Rivera'),
        ("date: 2026-11-22", "date: Jordan Rivera"),
        ("sheet: knee", "sheet: Jordan Rivera"),
        ("sheet: knee", "Jordan Rivera: knee"),
        ("patient: {", "patient: {Jordan Rivera: x, Jordan Rivera: y, "),
        ("sheet: knee", "\tJordan Rivera"),
    ],
)
def test_messages_do_not_tell_who_it_is(site: Path, damage: tuple[str, str]) -> None:
    write(site, {"plan.yaml": PLAN.replace(*damage)})
    outcome = plan_read(site / "plan.yaml", site, "mdy")
    assert outcome.loaded is None
    for line in lines(outcome.problems):
        assert "Rivera" not in line
        assert "1042" not in line.replace("such as id: A-1042", "")
