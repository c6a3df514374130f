"""Problems and the errors that carry them."""

from __future__ import annotations

import pytest

from clinicpress.problems import (
    ClinicpressError,
    ContentError,
    FitError,
    OutputError,
    Problem,
    Source,
    UsageError,
)


def test_problem_prints_place_message_and_hint() -> None:
    problem = Problem("it is wrong", "mend it", Source("content/x.yaml", 3, 7))
    assert str(problem) == "content/x.yaml:3:7: it is wrong\n  hint: mend it"


def test_problem_without_place_and_hint_is_its_message() -> None:
    assert str(Problem("it is wrong")) == "it is wrong"


def test_sources_sort_by_file_line_and_column() -> None:
    mixed = [Source("b"), Source("a", 10, 2), Source("a", 2, 9), Source("a", 10, 1)]
    assert sorted(mixed) == [Source("a", 2, 9), Source("a", 10, 1), Source("a", 10, 2), Source("b")]


@pytest.mark.parametrize(
    ("kind", "code"), [(ContentError, 1), (FitError, 1), (OutputError, 1), (UsageError, 2)]
)
def test_errors_carry_problems_and_exit_codes(kind: type[ClinicpressError], code: int) -> None:
    one, two = Problem("one", "first"), Problem("two")
    assert kind(one).problems == (one,)
    assert kind(problem for problem in (one, two)).problems == (one, two)
    assert str(kind([one, two])) == "one\n  hint: first\ntwo"
    assert kind.exit_code == code
    assert issubclass(kind, ClinicpressError)
