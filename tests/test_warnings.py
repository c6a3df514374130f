"""What warns is on every page: a seeded sample of the matrix that `tests/full/what_warns.py` tries whole."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from warned_pages import MARKS, Case, cases, content, fault

from clinicpress.build.press import Press
from clinicpress.content.reader import read_library
from clinicpress.store.cache import workspace_cache

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SHEETS = sorted(path.stem for path in (ROOT / "content/sheets").glob("*.yaml"))
SAMPLE = Random("warnings").sample([case for case in cases(ROOT) if not case.must_hold], 24)


@pytest.fixture(scope="module")
def press(library_workspace: Path) -> Press:
    library = read_library(library_workspace).library
    assert library is not None
    return Press(library, workspace_cache(library_workspace))


@pytest.mark.parametrize("mark", MARKS[1:])
@pytest.mark.parametrize("name", SHEETS)
def test_a_full_strip_a_long_note_and_a_mark_cost_no_warning(
    press: Press, library_workspace: Path, name: str, mark: str
) -> None:
    """Letter is the shortest paper; a page that cannot hold all of it must not be shipped."""
    layout = content(ROOT, "sheets", name).get("layout", "sheet")
    # the longest words of a side, but where all three changes of an exercise are tried at once
    side = "" if mark == "all" else "right"
    case = Case(
        "sheet", name, layout, "letter", "colour", strip=True, mark=mark, side=side, at=MARKS.index(mark)
    )
    assert fault(press, library_workspace, case) == ""


@pytest.mark.parametrize("case", SAMPLE, ids=str)
def test_every_warning_and_note_is_read_or_both_sides_are_advised(
    press: Press, library_workspace: Path, case: Case
) -> None:
    assert fault(press, library_workspace, case) == ""
