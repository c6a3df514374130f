"""Errors that nobody foresaw: told as problems, without a patient's data."""

from __future__ import annotations

import pytest

from clinicpress.faults import FaultError, guarded
from clinicpress.problems import ClinicpressError, ContentError, Problem


def test_an_unforeseen_error_is_a_problem() -> None:
    with pytest.raises(FaultError) as caught, guarded("sheet knee"):
        raise ValueError("no\n  number")
    (problem,) = caught.value.problems
    assert problem.message == "sheet knee: unexpected ValueError: no number"
    assert "CLINICPRESS_DEBUG" in problem.hint


def test_what_may_be_a_patients_data_is_not_told() -> None:
    with pytest.raises(ClinicpressError) as caught, guarded(private=True):
        raise ValueError("Pat Example")
    assert caught.value.problems[0].message == "unexpected ValueError"
    assert "Pat" not in str(caught.value)


def test_a_problem_stays_what_it_is() -> None:
    wrong = ContentError(Problem("no such sheet", "name another one"))
    with pytest.raises(ContentError) as caught, guarded("sheet knee"):
        raise wrong
    assert caught.value is wrong


def test_debugging_raises_the_error_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINICPRESS_DEBUG", "1")
    with pytest.raises(ZeroDivisionError), guarded():
        _ = 1 / 0


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_who_stops_the_run_stops_it(stop: type[BaseException]) -> None:
    with pytest.raises(stop), guarded():
        raise stop
