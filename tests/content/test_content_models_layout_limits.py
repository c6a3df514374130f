"""What no layout may do to a reader: print too small, or leave out a warning."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from layout_samples import layout
from pydantic import ValidationError

from clinicpress.content.models.layout import Layout, Part


def changed(**changes: Any) -> Layout:
    values = layout("sheet").model_dump()
    for key, value in changes.items():
        values[key] = {**values[key], **value} if isinstance(value, dict) else value
    return Layout.model_validate(values)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": {"floor": 7.0}}, "text under 12 pt is too small to read"),
        ({"sizes": {"facts": 3.0}}, "facts is too small to read on paper; write 12pt or more"),
        ({"sizes": {"day": 2.0}}, "day is too small to read on paper; write 9pt or more"),
        ({"figures": {"lying_floor": 28.0}}, "figures would be too small to read; write 45mm or more"),
        ({"figures": {"compact_upright_floor": 28.0}}, "write 26mm or more"),
    ],
)
def test_nothing_is_set_too_small_to_read(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        changed(**changes)


def test_the_shipped_floors_are_allowed() -> None:
    assert changed() == layout("sheet")


def test_a_warning_is_no_part_that_a_layout_could_leave_out() -> None:
    assert "not-if" not in get_args(Part)


@pytest.mark.parametrize("key", ["show", "sacrifice", "hide"])
@pytest.mark.parametrize("part", ["stop-if", "skip-if", "not-if", "safety"])
def test_a_warning_in_a_list_of_parts_is_to_be_deleted(key: str, part: str) -> None:
    """Layouts that an older ``init`` made name them, and did not say what to do."""
    with pytest.raises(ValidationError, match=f"warnings are always printed; delete {part} here") as caught:
        changed(**{key: ("web", part)})
    assert [error["loc"] for error in caught.value.errors()] == [(key, 1)]
