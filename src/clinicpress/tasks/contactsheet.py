"""A contact sheet: the figure of every exercise, in colour and in black, for the right side and the left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from clinicpress.blocks.figureslot import FigureSlot
from clinicpress.blocks.flowable import moved
from clinicpress.blocks.look import PageLook
from clinicpress.build.artwork import compiled, figure_problems
from clinicpress.choices import Ink
from clinicpress.composing.uses import is_mirrored, shown_side
from clinicpress.content.models.base import OneSide
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.reader import read_library
from clinicpress.layout.placing import make_look
from clinicpress.messages import say
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import ContentError, Problem, UsageError
from clinicpress.records import dataclass
from clinicpress.store.cache import Cache
from clinicpress.store.files import write_if_changed
from clinicpress.tasks.pictures import rasterised
from clinicpress.typesetting.breaking import label
from clinicpress.typesetting.items import Group, Metadata, Page, PlacedDocument

# Points: a Letter page, and a row for each exercise with a title above its pictures.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 612.0, 792.0, 28.0
GAP, TITLE, HEADING, TALLEST = 10.0, 14.0, 11.0, 150.0
# The pictures of a row: the ink and the side of each; an exercise for both sides at once has the first two.
CELLS: tuple[tuple[Ink, OneSide], ...] = (("colour", "right"), ("mono", "right"), ("mono", "left"))
CELL_WIDTH = (PAGE_WIDTH - 2 * MARGIN - (len(CELLS) - 1) * GAP) / len(CELLS)
FORMATS = (".pdf", ".png")


@dataclass(frozen=True, slots=True)
class ContactSheet:
    """How many figures a contact sheet shows, which could not be drawn, and what is untrue in the others."""

    figures: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def contact_sheet(root: Path, file: Path, cache: Cache) -> ContactSheet:
    """Write all figures of a workspace into one PDF, or one tall PNG, by the file's ending.

    Raises:
        UsageError: if the file ends otherwise.
        OutputError: if it cannot be written.
    """
    if file.suffix.lower() not in FORMATS:
        raise UsageError(
            Problem(say("tasks.neither-pdf-nor-png", file=file.name), say("tasks.use-name-ends-pdf-or-png"))
        )
    reading = read_library(root, cache)
    library = reading.library
    if library is None:
        return ContactSheet(0, reading.problems, ())
    looks = _looks(library)
    rows, problems, warnings = list[Group](), list(reading.problems), list[Problem]()
    for exercise in library.exercises.values():
        try:
            rows.append(_row(library, exercise, looks, cache))
            warnings.extend(figure_problems(exercise, cache))
        except ContentError as error:
            problems.extend(error.problems)
    if rows:
        _write(library, rows, file)
    return ContactSheet(len(rows), tuple(problems), tuple(warnings))


def _write(library: Library, rows: Sequence[Group], file: Path) -> None:
    tall = file.suffix.lower() == ".png"
    metadata = Metadata(say("tasks.figures-all-exercises"), "en", library.clinic.model.name)
    data = write_pdf(PlacedDocument(tuple(_pages(rows, endless=tall)), metadata))
    write_if_changed(file, next(rasterised(data)) if tall else data)


def _looks(library: Library) -> dict[Ink, PageLook]:
    brand = library.brands[library.clinic.model.brand].model
    layout = library.layouts["sheet"].model
    return {ink: make_look(layout, brand, ink, library.asset, None) for ink in ("colour", "mono")}


def _row(library: Library, exercise: Loaded[Exercise], looks: dict[Ink, PageLook], cache: Cache) -> Group:
    """The title of an exercise and its pictures side by side."""
    model = exercise.model
    two_sided = shown_side(model.side, "left") is not None
    cells = [
        _cell(
            library,
            exercise,
            looks[ink],
            side,
            cache,
            say("tasks.figure-side", side=side) if two_sided else "",
        )
        for ink, side in (CELLS if two_sided else CELLS[:2])
    ]
    look = looks["colour"]
    words = f"{model.title} · {exercise.id}"
    line = label(words, look.fonts.bold, 10.0, look.colours.ink, 0.0, 10.0)
    title = Group(0.0, 0.0, PAGE_WIDTH - 2 * MARGIN, TITLE, (line,), role="H2", text_size=10.0)
    placed = [moved(cell, index * (CELL_WIDTH + GAP), TITLE) for index, cell in enumerate(cells)]
    height = TITLE + max(cell.height for cell in cells)
    return Group(0.0, 0.0, PAGE_WIDTH - 2 * MARGIN, height, (title, *placed), role="Sect")


def _cell(
    library: Library, exercise: Loaded[Exercise], look: PageLook, side: OneSide, cache: Cache, heading: str
) -> Group:
    """A heading, and the frames of one picture as large as a cell allows."""
    figure = exercise.model.figure
    mirror = is_mirrored(shown_side(exercise.model.side, side), figure)
    slot = FigureSlot(compiled(library, figure, mirror, cache), CELL_WIDTH, look.layout.sizes.caption)
    scale = min(slot.scale_for_width(), slot.scale_for_height(TALLEST))
    height = slot.height_at(scale)
    line = label(heading, look.fonts.regular, 8.0, look.colours.ink, 0.0, 8.0)
    head = Group(0.0, 0.0, CELL_WIDTH, HEADING, (line,), role="P", text_size=8.0)
    frames = (moved(frame, 0.0, HEADING) for frame in slot.draw(height, scale, look))
    return Group(0.0, 0.0, CELL_WIDTH, HEADING + height, (*((head,) if heading else ()), *frames))


def _pages(rows: Sequence[Group], *, endless: bool) -> Iterator[Page]:
    """The rows on pages; ``endless`` puts all of them on one."""
    room, y, placed = PAGE_HEIGHT - 2 * MARGIN, 0.0, list[Group]()
    for row in rows:
        if placed and not endless and y + row.height > room:
            yield Page(PAGE_WIDTH, PAGE_HEIGHT, tuple(placed))
            y, placed = 0.0, []
        placed.append(moved(row, MARGIN, MARGIN + y))
        y += row.height + GAP
    height = y + 2 * MARGIN if endless else PAGE_HEIGHT
    yield Page(PAGE_WIDTH, height, tuple(placed))
