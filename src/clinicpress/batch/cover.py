"""The cover of a packet, laid out: the pages for staff that are printed before those of the patients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clinicpress.batch.jobs import Job
from clinicpress.batch.pipeline import Press
from clinicpress.composing.cover import COVER, CoverRow, cover_document
from clinicpress.layout.layout import LaidOut
from clinicpress.problems import ContentError, OutputError, Problem

LAYOUT = "handout"
# A packet whose numbers get longer may need a page more of cover, which makes numbers longer still.
MOST_TRIES = 8


def place_cover(press: Press, rows: Sequence[CoverRow], like: Job, *, day: str = "") -> LaidOut:
    """The cover that lists ``rows``, in the language, on the paper and in the ink of a packet's job ``like``.

    Raises:
        ContentError: if a character cannot be printed, or the layout has no room for so many pages.
    """
    job = replace(like, kind="handout", id=COVER, layout=LAYOUT, text="standard", format="pdf")
    document = cover_document(press.library, rows, press.context(job), day=day)
    try:
        return press.lay_out_with(document, job)
    except ContentError as error:
        raise ContentError(_one_a_place(error.problems)) from None


def place_cover_before(
    press: Press, rows: Sequence[CoverRow], like: Job, *, day: str = "", duplex: bool = False
) -> LaidOut:
    """As `place_cover`, of rows whose first pages are counted from the one that follows on the cover.

    They are listed as they will be counted with the cover. ``duplex`` ends the cover on a back.

    Raises:
        ContentError: as `place_cover`.
        OutputError: if the cover gets longer with every number that it prints.
    """
    pages = 0
    for _ in range(MOST_TRIES):
        counted = [replace(row, first_page=row.first_page + pages) for row in rows]
        laid_out = place_cover(press, counted, like, day=day)
        needed = len(laid_out.document.pages)
        needed += needed % 2 if duplex else 0
        if needed == pages:
            return laid_out
        pages = needed
    hint = "this is a fault of clinicpress, not of your content; please report it, or leave out the cover"
    raise OutputError(Problem("the cover of the packet finds no number of pages", hint))


def _one_a_place(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The first problem of each place: all characters that cannot be printed might be a patient's name."""
    return tuple({problem.source: problem for problem in reversed(problems)}.values())[::-1]
