"""Lengths, durations and repetitions as people write them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.units import MAX_REPS, Reps, parse_duration, parse_length, parse_reps


@pytest.mark.parametrize(
    ("text", "points"),
    [("72pt", 72), ("1in", 72), ("25.4mm", 72), ("2.54 cm", 72), (" 9 pt ", 9), ("0pt", 0), ("0.5in", 36)],
)
def test_length_in_points(text: str, points: float) -> None:
    assert parse_length(text) == pytest.approx(points)


@pytest.mark.parametrize(
    "text", ["12", "mm", "-3mm", "1e3mm", "12 feet", "1,5cm", "", "12mm 3", "nanpt", "٣mm"]
)
def test_no_length(text: str) -> None:
    with pytest.raises(ValueError, match="is not a length; write a number with pt, mm, cm or in"):
        parse_length(text)


def test_length_longer_than_any_page() -> None:
    with pytest.raises(ValueError, match="longer than any page"):
        parse_length("9" * 400 + "mm")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30 s", 30),
        ("30s", 30),
        ("1 min", 60),
        ("0.5 min", 30),
        ("2 minutes", 120),
        ("1 h", 3600),
        ("5 sec", 5),
    ],
)
def test_duration_in_seconds(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["30", "-3 s", "1:30", "s", "half a minute", "3 s 4", ""])
def test_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration; write a number with s or min, such as 30 s"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["0 s", "0.0 min", "0h"])
def test_no_time_is_no_duration(text: str) -> None:
    """Such a hold was left out, and the steps that say "Hold." had no number."""
    with pytest.raises(ValueError, match="is not longer than zero; leave the key out, or write 1 s or more"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["0.5 s", "2 h", "3601 s", "9" * 400 + " s"])
def test_duration_out_of_range(text: str) -> None:
    """The last one is infinite as a float, and once raised OverflowError."""
    with pytest.raises(ValueError, match="whole seconds; write at most one hour"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "reps"),
    [("10", Reps(10, 10)), ("8-12", Reps(8, 12)), ("8 – 12", Reps(8, 12)), ("8 to 12", Reps(8, 12))],
)
def test_repetitions(text: str, reps: Reps) -> None:
    assert parse_reps(text) == reps


def test_range_that_runs_backwards() -> None:
    with pytest.raises(ValueError, match="the range '10-5' runs backwards; write 5-10"):
        parse_reps("10-5")


@pytest.mark.parametrize("text", ["0", "201", "0-5", "100-300"])
def test_repetitions_out_of_range(text: str) -> None:
    with pytest.raises(ValueError, match="out of range; write 1 to 200"):
        parse_reps(text)


@pytest.mark.parametrize("text", ["ten", "3x10", "-5", "8-", "1000", "", "5.5"])
def test_no_repetitions(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number of repetitions"):
        parse_reps(text)


@given(low=st.integers(1, MAX_REPS), more=st.integers(0, MAX_REPS))
@settings(deadline=None)
def test_repetitions_round_trip(low: int, more: int) -> None:
    reps = Reps(low, min(low + more, MAX_REPS))
    assert parse_reps(str(reps)) == reps


@pytest.mark.parametrize("parse", [parse_length, parse_duration, parse_reps])
@given(text=st.text(max_size=20))
@settings(deadline=None)
def test_any_text_is_read_or_refused_with_what_to_write(parse: Callable[[str], object], text: str) -> None:
    try:
        parse(text)
    except ValueError as error:
        message = str(error)
    else:
        return
    assert "; write" in message
