"""A placeholder is no name and no id; somebody may be called so."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from clinicpress.content.models.documents import Patient
from clinicpress.content.models.people import is_doubtful

NOBODY = [
    "N/A", "n/a", "NA", "NULL", "null", "None", "none", "-", "--", "?", "??", "...", "TBD", "t.b.d.", "TRUE",
    "FALSE", "UNKNOWN", "Unknown", "not known", "nan", "NaN", "undefined", "#", "xxx", "XXXX", "test", "TEST",
    "Test Patient", "Patient", "Name", "asdf", "_", "/", "(none)", "[Name]", "<name>", "no name", "no-name",
]  # fmt: skip


@pytest.mark.parametrize("text", NOBODY)
@pytest.mark.parametrize("key", ["name", "id"])
def test_a_placeholder_is_refused_and_not_repeated(text: str, key: str) -> None:
    with pytest.raises(ValidationError) as error:
        Patient.model_validate({"name": "Pat Example", "id": "A-1", key: text})
    (found,) = error.value.errors()
    assert found["loc"] == (key,)
    assert text not in found["msg"].removeprefix("Value error, ") or len(text) < 8


@pytest.mark.parametrize("name", ["12345", "12-34", "!!!", "\u00b0", "\u2460"])
def test_a_name_has_a_letter(name: str) -> None:
    with pytest.raises(ValidationError, match="no letter"):
        Patient.model_validate({"name": name, "id": "1"})


@pytest.mark.parametrize(
    "name",
    ["Jennifer Null", "Null", "True", "Na", "Nan", "O", "X \u00c6 A-12", "\u81a7", "N\u0131", "Ng"],
)  # fmt: skip
def test_names_that_people_have(name: str) -> None:
    assert Patient.model_validate({"name": name, "id": "1"}).name == name
    assert is_doubtful(name) == (name in ("Null", "True", "Na", "Nan"))


@pytest.mark.parametrize(
    "number", ["0", "007", "A", "NA-12", "TEST-1", "N/A-5", "\u0661", "1/2", "NULL7", "\u81a7"]
)
def test_numbers_that_records_have(number: str) -> None:
    assert Patient.model_validate({"name": "Pat Example", "id": number}).id == number
