"""A small workspace for the tests of reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_samples import FILES, write


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A workspace in which everything is right: an exercise, a handout, a sheet, a brand, three layouts."""
    root = tmp_path / "site"
    write(root, FILES)
    return root
