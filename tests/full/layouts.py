"""Layouts of any values, and documents of any words in every shipped layout, by the thousand.

    python tests/full/layouts.py [TIMES]

Each gives pages, or a refusal at its place, and never an exception. TIMES (6) is how many times as many as in
the suite are tried, others in each run, by ``tests/layout/test_layout_values.py`` and
``test_layout_properties.py``. What it finds becomes a test.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYOUT = ROOT / "tests" / "layout"
FILES = ("test_layout_values.py", "test_layout_properties.py")


def main() -> int:
    """Run the tests with so many examples; the exit code is theirs."""
    os.environ["CLINICPRESS_SWEEP"] = sys.argv[1] if len(sys.argv) > 1 else "6"
    os.chdir(ROOT)
    return int(pytest.main(["-q", "-n", "2", *(str(LAYOUT / name) for name in FILES)]))


if __name__ == "__main__":
    sys.exit(main())
