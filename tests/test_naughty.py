"""A sample of strings that break programs; tests/full/naughty_strings.py prints 500 in each column."""

from __future__ import annotations

from pathlib import Path

import pytest
from naughty import COLUMNS, Row, printed, strings

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("column", COLUMNS)
def test_a_string_is_printed_as_it_is_or_refused_with_a_reason(column: str, tmp_path: Path) -> None:
    rows: list[Row] = list(printed(strings(15), column, Path(__file__).parents[1], "ankle-1", tmp_path))
    assert [(row.text, row.wrong, row.said) for row in rows if row.wrong] == []
    assert any(row.made for row in rows)
    assert any(not row.made for row in rows)
