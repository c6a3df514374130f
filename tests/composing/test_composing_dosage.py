from __future__ import annotations

import re
from typing import get_args

import pytest
from composing_library import EN
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.composing.document import Chip
from clinicpress.composing.dosage import chips, dose_sentence, duration, short_dose_sentence
from clinicpress.content.models.base import Side
from clinicpress.content.models.exercise import Dosage

SIDES: tuple[Side, ...] = get_args(Side)


def dosage(**values: str | int) -> Dosage:
    return Dosage.model_validate({"reps": "3", **values})


@pytest.mark.parametrize(
    ("values", "side", "sentence"),
    [
        (
            {"hold": "30 s", "per_day": 2},
            "each",
            "Hold 30 seconds. Do 3 on each side. Do this 2 times a day, every day.",
        ),
        (
            {"reps": "10", "sets": 3, "rest": "9 s", "per_week": 4},
            "each",
            "Do 3 sets of 10 on each side. Rest 9 seconds between sets. Do this 1 time a day, 4 days a week.",
        ),
        ({"reps": "8-12"}, "both", "Do 8 to 12 in a row. Do this 1 time a day, every day."),
        ({"reps": "1"}, "both", "Do 1 time. Do this 1 time a day, every day."),
        ({"hold": "60 s"}, "left", "Hold 1 minute. Do 3 on your left side. Do this 1 time a day, every day."),
        (
            {"hold": "1 s", "per_week": 1},
            "right",
            "Hold 1 second. Do 3 on your right side. Do this 1 time a day, 1 day a week.",
        ),
        ({"sets": 2}, "left", "Do 2 sets of 3 on your left side. Do this 1 time a day, every day."),
        (
            {"rest": "10 s"},
            "both",
            "Do 3 in a row. Rest 10 seconds after each one. Do this 1 time a day, every day.",
        ),
    ],
)
def test_sentences(values: dict[str, str | int], side: Side, sentence: str) -> None:
    assert dose_sentence(dosage(**values), side, EN) == sentence


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"hold": "30 s", "per_day": 2}, "Hold 30 seconds. Do 3 on each side, 2 times every day."),
        ({"per_day": 2, "per_week": 3}, "Do 3 on each side, 2 times a day, 3 days a week."),
        (
            {"sets": 2, "rest": "1 min"},
            "Do 2 sets of 3 on each side, 1 time every day. Rest 1 minute between sets.",
        ),
    ],
)
def test_short_sentences(values: dict[str, str | int], sentence: str) -> None:
    assert short_dose_sentence(dosage(**values), "each", EN) == sentence


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (90, "90 seconds"), (120, "2 minutes"),
        (150, "2 minutes 30 seconds"), (3600, "60 minutes"), (181, "3 minutes 1 second"),
    ],
)  # fmt: skip
def test_durations(seconds: int, words: str) -> None:
    assert duration(seconds, EN) == words


def test_chips_read_as_words() -> None:
    assert chips(dosage(hold="30 s", per_day=2), "each", EN) == (
        Chip("Hold", "30", "seconds"), Chip("Each side", "3", "times"), Chip("Every day", "2", "times"),
    )  # fmt: skip
    assert chips(dosage(reps="8-12", sets=3, rest="1 min", per_week=3), "both", EN) == (
        Chip("Do", "3", "sets of 8 to 12"), Chip("Rest", "1", "minute"),
        Chip("3 days a week", "1", "time a day"),
    )  # fmt: skip
    assert chips(dosage(reps="1"), "left", EN)[0] == Chip("Left side", "1", "time")


def spoken(dose: Dosage) -> list[int]:
    """Every number of a dosage, as a patient should hear it, in no order."""
    numbers = [dose.reps.low] if dose.reps.low == dose.reps.high else [dose.reps.low, dose.reps.high]
    numbers += [dose.sets] if dose.sets > 1 else []
    numbers += [dose.per_day] + ([dose.per_week] if dose.per_week < 7 else [])
    for seconds in (dose.hold, dose.rest):
        if seconds:
            numbers += [seconds] if seconds < 60 or (seconds % 60 and seconds < 120) else [seconds // 60]
            numbers += [seconds % 60] if seconds > 120 and seconds % 60 else []
    return sorted(numbers)


dosages = st.builds(
    lambda low, more, hold, sets, rest, per_day, per_week: dosage(
        reps=f"{low}-{low + more}", sets=sets, per_day=per_day, per_week=per_week,
        **({"hold": f"{hold} s"} if hold else {}), **({"rest": f"{rest} s"} if rest else {}),
    ),
    st.integers(1, 100), st.integers(0, 20), st.integers(0, 700), st.integers(1, 10), st.integers(0, 300),
    st.integers(1, 12), st.integers(1, 7),
)  # fmt: skip


@given(dosages, st.sampled_from(SIDES))
@settings(deadline=None, max_examples=150)
def test_every_number_is_printed_as_it_is_done(dose: Dosage, side: Side) -> None:
    """No number is missing, doubled or left to be worked out: not in sentences, not in chips."""
    as_chips = " ".join(f"{chip.label} {chip.number} {chip.unit}" for chip in chips(dose, side, EN))
    for text in (dose_sentence(dose, side, EN), short_dose_sentence(dose, side, EN), as_chips):
        assert sorted(map(int, re.findall(r"\d+", text))) == spoken(dose)
        assert not re.search(r"[x×/%–-]", text)


@given(dosages, st.sampled_from(SIDES))
@settings(deadline=None, max_examples=60)
def test_the_side_is_always_named(dose: Dosage, side: Side) -> None:
    words = {"each": "each side", "left": "left side", "right": "right side"}
    text = dose_sentence(dose, side, EN)
    assert [word for word in words.values() if word in text] == ([words[side]] if side in words else [])
    assert all(sentence[0].isupper() for sentence in text.removesuffix(".").split(". "))
