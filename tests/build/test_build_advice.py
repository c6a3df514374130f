"""Advice of refusals: a layout that is named takes the sheet, and one that takes it is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clinicpress.build.jobs import Job
from clinicpress.build.press import Press
from clinicpress.content.models.library import Library
from clinicpress.content.reader import read_library
from clinicpress.problems import FitError
from clinicpress.store.cache import workspace_cache
from clinicpress.units import Paper

pytestmark = pytest.mark.slow

PAPERS: tuple[Paper, ...] = ("letter", "a4")


@pytest.fixture(scope="module")
def library(library_workspace: Path) -> Library:
    found = read_library(library_workspace).library
    assert found is not None
    return found


def refused(library: Library, paper: Paper) -> dict[tuple[str, str], str | None]:
    """What is said of each sheet in each layout of one whole page; None if it fits."""
    found: dict[tuple[str, str], str | None] = {}
    layouts = {name: loaded.model for name, loaded in library.layouts.items()}
    whole = [
        name
        for name, layout in layouts.items()
        if layout.takes("sheet") and (layout.arrange, layout.imposition) == ("page", "none")
    ]
    for layout in whole:
        # one for each layout: nothing that another one left behind can help or hinder
        press = Press(library, workspace_cache(library.root))
        for sheet in library.sheets:
            job = Job("sheet", sheet, Path("unused.pdf"), layout=layout, paper=paper)
            try:
                press.place(job)
                found[sheet, layout] = None
            except FitError as error:
                found[sheet, layout] = error.problems[0].hint
    return found


@pytest.mark.parametrize("paper", PAPERS)
def test_the_layouts_that_are_named_are_those_that_take_the_sheet(library: Library, paper: Paper) -> None:
    """Boxes measured in the refused layout judged the others: half of all answers were wrong."""
    said = refused(library, paper)
    hints = {place: hint for place, hint in said.items() if hint is not None}
    assert len(hints) > 5
    for (sheet, layout), hint in hints.items():
        named = re.search(r"layout:? ([a-z0-9-]+(?: or [a-z0-9-]+)*), where they fit", hint)
        private = library.layouts[layout].model.private
        fitting = {
            other
            for (name, other), told in said.items()
            if (name, told) == (sheet, None) and library.layouts[other].model.private == private
        }
        assert set(named[1].split(" or ") if named else ()) == fitting, (sheet, layout, hint)
