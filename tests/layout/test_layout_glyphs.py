"""Every text that a page prints is looked at for letters that no typeface has, whatever its field."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clinicpress.build.jobs import Job
from clinicpress.build.press import Press
from clinicpress.composing.document import Document
from clinicpress.composing.sheets import compose_sheet
from clinicpress.content.reader import read_library
from clinicpress.figures.displaylist import Diagram, DisplayList
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import ContentError, Problem, Source
from clinicpress.store.cache import workspace_cache
from clinicpress.typesetting.items import Illustration

# a page for each text
pytestmark = pytest.mark.slow
SIGN = "\u6f22"
# What nobody sees in print: names of things, addresses, and what is read aloud.
UNPRINTED = {
    "id", "language", "exercise", "video", "qr", "link", "alt", "scale_alt", "ticked", "spoken", "public",
}  # fmt: skip
# One of several words for programs.
CHOICES = {"kind", "part"}
# Of these, no text is one of the document's own.
OUTSIDE = (DisplayList, Diagram, Illustration, Source)


@pytest.fixture(scope="module")
def press(built_workspace: Path) -> Press:
    library = read_library(built_workspace).library
    assert library is not None
    return Press(library, workspace_cache(built_workspace))


def job(layout: str) -> Job:
    return Job("sheet", "sit-to-stand", Path("x.pdf"), layout=layout, paper="letter")


def texts(thing: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to each `str` of a composed document but those of figures; the first of like ones."""
    if isinstance(thing, str):
        yield way
    elif isinstance(thing, tuple):
        yield from texts(thing[0], (*way, 0)) if thing else ()
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, OUTSIDE):
        for field in dataclasses.fields(thing):
            if field.name in CHOICES:
                continue
            yield from texts(getattr(thing, field.name), (*way, field.name))


def put(thing: Any, way: tuple[str | int, ...]) -> Any:
    """The document with the sign at the end of the text that ``way`` leads to."""
    if not way:
        return f"{thing}{SIGN}"
    step, rest = way[0], way[1:]
    if isinstance(step, int):
        return (*thing[:step], put(thing[step], rest), *thing[step + 1 :])
    return dataclasses.replace(thing, **{step: put(getattr(thing, step), rest)})


def problems_of(press: Press, document: Document, layout: str) -> tuple[Problem, ...]:
    """What keeps a document from being printed."""
    try:
        write_pdf(press.lay_out_with(document, job(layout)).document)
    except ContentError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("layout", ["sheet", "log"])
def test_each_text_of_a_document_is_looked_at_or_not_printed(press: Press, layout: str) -> None:
    """A text that was a `str` and no `Words` was skipped: days, chips, initials, a diary's own."""
    document = compose_sheet(press.library, "sit-to-stand", press.context(job(layout)))
    assert document.diary is not None
    assert problems_of(press, document, layout) == ()
    seen, silent = 0, set()
    for way in texts(document):
        found = problems_of(press, put(document, way), layout)
        if not found:
            silent.add(way[-1])
            continue
        assert [problem.sign for problem in found] == [SIGN], way
        assert all(problem.source and problem.source.path.endswith(".yaml") for problem in found), way
        seen += 1
    assert seen > 60
    assert silent <= UNPRINTED
