"""PNG pictures of figures and pages, and figures as ReportLab drawings."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from clinicpress.blocks.figureslot import FRAME_GAP, FigureSlot
from clinicpress.blocks.flowable import moved
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.picture import DiagramFlow
from clinicpress.build.artwork import compiled, figure_problems
from clinicpress.build.ink import rendered
from clinicpress.build.jobs import Job, Request
from clinicpress.build.press import Press
from clinicpress.build.selection import no_such, select
from clinicpress.choices import Choices, Ink
from clinicpress.composing.context import Context
from clinicpress.composing.handouts import diagram_figure
from clinicpress.composing.locale import load_locale
from clinicpress.composing.uses import is_mirrored, shown_side
from clinicpress.content.blocktypes.illustrations import DIAGRAMS
from clinicpress.content.models.base import OneSide
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.models.library import Library, Loaded, Reading
from clinicpress.content.reader import read_library
from clinicpress.figures.compiled import diagram
from clinicpress.layout.placing import make_look
from clinicpress.pdf.drawings import drawing_of
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import ContentError, Problem, Source, UsageError
from clinicpress.records import dataclass
from clinicpress.store.cache import Cache
from clinicpress.store.files import write_if_changed
from clinicpress.typesetting.items import Group, Metadata, Page, PlacedDocument

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

# Points per centimetre of the person: a standing figure becomes 12 cm tall, where its lines can be judged.
FIGURE_SCALE = 2.0
FIGURE_MARGIN = 16.0
DPI = 144
# Points: about half of a page between its margins.
DIAGRAM_WIDTH = 300.0
# A file's name and its bytes.
PngPicture = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class PreviewRequest(Choices):
    """What to picture: exercises, handouts and sheets by name, or the figures of all exercises.

    Of the choices, a figure has the ink alone.
    """

    names: tuple[str, ...] = ()
    all_figures: bool = False
    side: OneSide | None = None


@dataclass(frozen=True, slots=True)
class Previews:
    """The files that were written, what could not be pictured, and what is untrue in what was."""

    written: tuple[Path, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def previews(root: Path, request: PreviewRequest, folder: Path, cache: Cache) -> Previews:
    """Write the PNG files that ``request`` asks for into ``folder``.

    Raises:
        UsageError: if it names something that there is none of.
        OutputError: if a file cannot be written.
    """
    reading = read_library(root, cache)
    if reading.library is None:
        return Previews((), reading.problems)
    written: list[Path] = []
    problems = list(reading.problems)
    warnings: list[Problem] = []
    for draw in _wanted(reading, reading.library, request, cache, warnings):
        try:
            for name, png in draw():
                write_if_changed(folder / name, png)
                written.append(folder / name)
        except ContentError as error:
            problems.extend(error.problems)
    return Previews(tuple(written), tuple(problems), tuple(warnings))


def _wanted(
    reading: Reading, library: Library, request: PreviewRequest, cache: Cache, warnings: list[Problem]
) -> Iterator[Callable[[], Iterator[PngPicture]]]:
    """What is asked for, each as a function that draws it: one that fails does not stop the others.

    ``warnings`` collects what is untrue in the figures that are drawn all the same, to be looked at.
    """
    exercises, documents = _sorted_out(reading, library, request.names)
    for name in library.exercises if request.all_figures else exercises:
        yield partial(_figure_picture, library, library.exercises[name], request, cache, warnings)
    if documents:
        wanted = Request(documents, **request.values())
        press = Press(library, cache)
        for job in select(reading, wanted).jobs:
            yield partial(_page_pictures, press, job)


def _sorted_out(
    reading: Reading, library: Library, names: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of exercises that can be drawn, and names of documents."""
    known = {*library.exercises, *library.handouts, *library.sheets, *_out_of_the_library(reading)}
    strange = [name for name in names if name not in known]
    if strange:
        raise UsageError(no_such(name, "exercise, handout or sheet", known) for name in strange)
    exercises = tuple(name for name in names if name in library.exercises)
    # a name that only an exercise with a problem has is neither; its problem is told
    documents = {*library.handouts, *library.sheets} - {*exercises}
    return exercises, tuple(name for name in names if name in documents)


def _out_of_the_library(reading: Reading) -> Iterator[str]:
    return (name for kind, name in reading.blocked if kind in ("exercise", "handout", "sheet"))


def _figure_picture(
    library: Library,
    exercise: Loaded[Exercise],
    request: PreviewRequest,
    cache: Cache,
    warnings: list[Problem],
) -> Iterator[PngPicture]:
    parts = [exercise.id, request.side, "mono" if request.ink == "mono" else None, "png"]
    png = _drawn(library, exercise, request, cache, warnings)
    yield ".".join(part for part in parts if part), png
    warnings.extend(figure_problems(exercise, cache))


def _drawn(
    library: Library,
    exercise: Loaded[Exercise],
    request: PreviewRequest,
    cache: Cache,
    warnings: list[Problem],
) -> bytes:
    """The picture; without highlights where they keep it from being drawn, so that one sees how to turn it.

    Raises:
        ContentError: if it cannot be drawn without them either.
    """
    try:
        return figure_png(library, exercise, cache, ink=request.ink, side=request.side)
    except ContentError as error:
        figure = exercise.model.figure
        frames = tuple(frame.model_copy(update={"highlight": ()}) for frame in figure.frames)
        bare = exercise.model.model_copy(update={"figure": figure.model_copy(update={"frames": frames})})
        try:
            png = figure_png(
                library, replace(exercise, model=bare), cache, ink=request.ink, side=request.side
            )
        except ContentError:
            raise error from None
        warnings.extend(error.problems)
        return png


def _page_pictures(press: Press, job: Job) -> Iterator[PngPicture]:
    for number, png in enumerate(rasterised(write_pdf(press.place(job).document)), 1):
        yield f"{job.kind}-{job.output.stem}-{number}.png", png


def figure_png(
    library: Library,
    exercise: Loaded[Exercise],
    cache: Cache,
    *,
    ink: Ink = "colour",
    side: OneSide | None = None,
) -> bytes:
    """All frames of an exercise's figure with their captions, on white, as PNG.

    ``side`` is the side that a two-sided exercise shows; without it the right one.

    Raises:
        ContentError: if its poses cannot be drawn.
    """
    shown = _figure_group(library, exercise, cache, ink=ink, side=side, scale=FIGURE_SCALE)
    groups = [moved(group, FIGURE_MARGIN, FIGURE_MARGIN) for group in _groups(shown)]
    page = Page(shown.width + 2 * FIGURE_MARGIN, shown.height + 2 * FIGURE_MARGIN, tuple(groups))
    metadata = Metadata(exercise.model.title, "en", library.clinic.model.name)
    (png,) = rasterised(write_pdf(PlacedDocument((page,), metadata)))
    return png


def figure_drawing(
    library: Library,
    name: str,
    cache: Cache,
    *,
    ink: Ink = "colour",
    side: OneSide | None = None,
    scale: float = FIGURE_SCALE,
    captions: bool = True,
) -> Drawing:
    """The figure of the exercise ``name`` as a ReportLab drawing, at ``scale`` points per cm of the person.

    Raises:
        UsageError: if there is no such exercise.
        ContentError: if its poses cannot be drawn.
    """
    if name not in library.exercises:
        raise UsageError(no_such(name, "exercise", library.exercises))
    shown = _figure_group(
        library, library.exercises[name], cache, ink=ink, side=side, scale=scale, captions=captions
    )
    return drawing_of(shown)


def _figure_group(
    library: Library,
    exercise: Loaded[Exercise],
    cache: Cache,
    *,
    ink: Ink,
    side: OneSide | None,
    scale: float,
    captions: bool = True,
) -> Group:
    drawn = exercise.model.figure
    mirror = is_mirrored(shown_side(exercise.model.side, side), drawn)
    frames = compiled(library, drawn, mirror, cache)
    look = _plain_look(library, ink)
    widths = [frame.width * scale for frame in frames.frames]
    # upright frames stand side by side, with room between them for the longer of two captions
    width = max(widths) if frames.lying else sum(widths) + 4 * FRAME_GAP * len(widths)
    slot = FigureSlot(frames, width, look.layout.sizes.caption if captions else 0.0)
    height = slot.height_at(scale)
    return Group(0.0, 0.0, width, height, slot.draw(height, scale, look))


def _groups(group: Group) -> Iterator[Group]:
    return (item for item in group.items if isinstance(item, Group))


def _plain_look(library: Library, ink: Ink) -> PageLook:
    """The brand's looks by the layout of sheets."""
    brand = library.brands[library.clinic.model.brand].model
    return make_look(library.layouts["sheet"].model, brand, ink, library.asset, None)


def diagram_drawing(
    library: Library, name: str, cache: Cache, *, ink: Ink = "colour", width: float = DIAGRAM_WIDTH
) -> Drawing:
    """A diagram with its labels, frame and caption as a ReportLab drawing, ``width`` points wide.

    Raises:
        UsageError: if there is no such diagram.
    """
    if name not in DIAGRAMS:
        raise UsageError(no_such(name, "diagram", DIAGRAMS))
    clinic = library.clinic.model
    context = Context(
        locale=load_locale("en", clinic.country),
        figure=lambda drawn, mirror: compiled(library, drawn, mirror, cache),
        diagram=lambda named: diagram(named, cache=cache),
    )  # fmt: skip
    flow = DiagramFlow(diagram_figure(name, Source(name, 0), context), _plain_look(library, ink), 0.0)
    return drawing_of(flow.resized(flow.tallest(width)).draw(width))


def rasterised(data: bytes, dpi: int = DPI) -> Iterator[bytes]:
    """Each page of a PDF as PNG."""
    for image in rendered(data, dpi):
        stream = io.BytesIO()
        image.save(stream, "PNG")
        yield stream.getvalue()
