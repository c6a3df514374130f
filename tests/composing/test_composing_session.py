from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.composing.dosage import DosePart, exercise_seconds, session
from clinicpress.content.models.base import Position, Side
from clinicpress.content.models.exercise import Dosage


def dosage(**values: str | int) -> Dosage:
    return Dosage.model_validate({"reps": "3", **values})


@pytest.mark.parametrize(
    ("values", "side", "seconds"),
    [
        ({"hold": "30 s"}, "each", 2 * 3 * 34),
        ({"hold": "30 s"}, "left", 3 * 34),
        ({"reps": "10"}, "both", 40),
        ({"reps": "8-12"}, "both", 48),
        ({"reps": "10", "sets": 3, "rest": "30 s"}, "both", 3 * 40 + 2 * 30),
        ({"hold": "5 s", "rest": "10 s"}, "both", 3 * 9 + 2 * 10),
        ({"reps": "10", "sets": 2, "rest": "30 s"}, "each", 2 * (2 * 40 + 30)),
    ],
)
def test_seconds_of_an_exercise(values: dict[str, str | int], side: Side, seconds: int) -> None:
    assert exercise_seconds(dosage(**values), side) == seconds


def part(side: Side = "both", position: Position = "lying-back", **values: str | int) -> DosePart:
    return DosePart(dosage(**values), side, position)


def test_changes_count_and_minutes_are_rounded_up() -> None:
    parts = [part("each", hold="26 s", per_day=2), part("both", "standing", hold="6 s", per_day=2)]
    whole = session(parts)
    # 180 + 30 + 30 seconds are exactly four minutes; one second more would be five.
    assert whole.minutes == 4
    assert session([*parts, part(reps="1", hold="1 s", per_day=2)]).minutes == 5
    assert (whole.per_day, whole.alike, whole.position_changes) == (2, True, 1)


def test_unlike_exercises_give_the_most() -> None:
    whole = session([part(per_day=1, per_week=7), part(per_day=3, per_week=2)])
    assert (whole.per_day, whole.per_week, whole.alike) == (3, 7, False)


def test_no_session_without_exercises() -> None:
    with pytest.raises(ValueError, match="needs an exercise"):
        session([])


@given(
    st.lists(st.builds(part, st.sampled_from(["each", "both"]), reps=st.integers(1, 99).map(str)), min_size=1)
)
@settings(deadline=None, max_examples=50)
def test_more_exercises_never_take_less_time(parts: list[DosePart]) -> None:
    whole = session(parts)
    assert whole.minutes >= 1
    assert session([*parts, part()]).minutes >= whole.minutes
