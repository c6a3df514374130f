"""What a person has judged: the items that there are, each answered once."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from clinicpress.content.models.judged import CdcJudgement, Judgement, PematJudgement

BY: dict[str, Any] = {"by": "Sam Lee, PT", "on": "2026-11-01"}


def test_answers() -> None:
    judged = PematJudgement.model_validate({**BY, "yes": ["2", "10"], "no": ["15"], "not_applicable": ["19"]})
    answers = [judged.answer(number) for number in (2, 10, 15, 19, 3)]
    assert answers == ["yes", "yes", "no", "not_applicable", None]


@pytest.mark.parametrize(
    ("model", "answers", "at", "words"),
    [
        (
            PematJudgement,
            {"yes": ["2", "13"]},
            ("yes", 1),
            "PEMAT-P has no item 13; write 1 to 12 or 15 to 26",
        ),
        (PematJudgement, {"no": ["14"]}, ("no", 0), "PEMAT-P has no item 14"),
        (CdcJudgement, {"yes": ["21"]}, ("yes", 0), "the CDC index has no item 21; write 1 to 20"),
        (CdcJudgement, {"no": ["0"]}, ("no", 0), "the CDC index has no item 0"),
        (PematJudgement, {"yes": ["2"], "no": ["2"]}, ("no", 0), "item 2 is under yes and under no"),
        (PematJudgement, {"yes": ["2", "2"]}, ("yes", 1), "item 2 is listed twice; keep one of the two"),
        (
            PematJudgement,
            {"not_applicable": ["3"]},
            ("not_applicable", 0),
            "applies to every document; write it under",
        ),
        (CdcJudgement, {"not_applicable": ["11"]}, ("not_applicable", 0), "applies to every document"),
        (PematJudgement, {"by": "pending"}, ("by",), "a judgement needs a person"),
        (PematJudgement, {"yes": ["two"]}, ("yes", 0), "integer"),
    ],
)
def test_refused(
    model: type[Judgement], answers: dict[str, Any], at: tuple[str | int, ...], words: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        model.model_validate({**BY, **answers})
    (error,) = caught.value.errors()
    assert error["loc"] == at
    assert words in error["msg"]


@pytest.mark.parametrize("key", ["by", "on"])
def test_nobody_judges_and_never(key: str) -> None:
    with pytest.raises(ValidationError):
        CdcJudgement.model_validate({name: value for name, value in BY.items() if name != key})
