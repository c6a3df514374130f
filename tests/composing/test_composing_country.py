from __future__ import annotations

import pytest
from composing_library import CLINIC, loaded

from clinicpress.composing.locale import country, emergency_number, first_weekday
from clinicpress.content.models.clinic import Clinic
from clinicpress.problems import ContentError


@pytest.mark.parametrize(
    ("code", "number", "day", "paper"),
    [
        ("US", "911", 6, "letter"),
        ("CA", "911", 6, "letter"),
        ("GB", "999", 0, "a4"),
        ("DE", "112", 0, "a4"),
        ("AU", "000", 0, "a4"),
        ("ZZ", "", 0, "a4"),
    ],
)
def test_what_follows_from_a_country(code: str, number: str, day: int, paper: str) -> None:
    data = country(code)
    assert (data.emergency_number, data.first_weekday, data.paper) == (number, day, paper)


def test_clinics_own_values_come_first() -> None:
    clinic = loaded(Clinic, "clinic", {**CLINIC, "emergency_number": "112", "first_weekday": "monday"})
    assert emergency_number(clinic) == "112"
    assert first_weekday(clinic.model) == 0


def test_country_without_a_number_is_a_located_problem() -> None:
    clinic = loaded(Clinic, "clinic", {**CLINIC, "country": "AQ"})
    with pytest.raises(ContentError, match="AQ") as caught:
        emergency_number(clinic)
    (problem,) = caught.value.problems
    assert problem.source == clinic.at("country")
    assert "emergency_number" in problem.hint
