"""What is asked for, and what came of it: one record for documents, plans and packets."""

from __future__ import annotations

from pathlib import Path

from clinicpress.build.jobs import Job, Outcome, Request, Result
from clinicpress.choices import NAMES, Chosen
from clinicpress.problems import Problem, Source

OF_CONTENT, OF_PLAN, OF_PACKET = Problem("broken file"), Problem("too long"), Problem("no packet")


def plan(number: int, *problems: Problem) -> Outcome:
    source = Source("today.csv", number + 1)
    return Outcome(
        "sheet", "", "failed" if problems else "built", problems=problems, number=number, source=source
    )


def test_every_problem_is_told_once_with_those_of_the_packet() -> None:
    packet = Outcome("packet", "", "failed", problems=(OF_PACKET, OF_PLAN))
    result = Result((OF_CONTENT,), (plan(1, OF_PLAN), plan(2)), packet=packet)
    assert result.all_problems == (OF_CONTENT, OF_PLAN, OF_PACKET)
    assert not result.ok
    assert Result((), (plan(1),), packet=Outcome("packet", "", "built", patients=1)).ok


def test_a_row_that_could_not_be_read_has_failed() -> None:
    found = (plan(1), plan(2, OF_PLAN))
    assert Result((), found, rows=5).statuses == {"built": 1, "unchanged": 0, "failed": 4}
    assert Result((), found).statuses == {"built": 1, "unchanged": 0, "failed": 1}


def test_a_job_has_the_choices_of_its_request() -> None:
    asked = Request(("sciatica",), text="large", ink="mono", binding="left", pages=2)
    chosen = asked.values() | {"layout": "sheet", "paper": "a4"}
    job = Job("sheet", "sciatica", Path("x.pdf"), **chosen)
    assert tuple(chosen) == NAMES
    assert job.values() == chosen
    assert Chosen(**job.values()).text == "large"
