"""Figures and logos of documents: compiled once, judged, and kept in the cache.

What draws SVG takes longer to load than a page takes to be made, and is not to be trusted with a file from
anywhere. So it does that in a process of its own, the first time a logo is seen.
"""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from clinicpress.choices import Ink
from clinicpress.content.disk import shown
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.models.figure import Figure
from clinicpress.content.models.library import Library, Loaded
from clinicpress.figures.compiled import engine_version, figure, picture_of
from clinicpress.figures.displaylist import DisplayList
from clinicpress.figures.frames import FrameProblem
from clinicpress.messages import catalogue_bytes, later, say
from clinicpress.problems import ContentError, Problem, Source
from clinicpress.store.cache import Cache, CacheKind
from clinicpress.store.digests import digest_of, engine_digest
from clinicpress.store.regular import read_regular
from clinicpress.typesetting.items import Logo, VectorItem

# What is wrong, each with its hint and the number of its frame.
Complaints = tuple[tuple[str, str, int], ...]


def _complaints_in(data: bytes) -> Complaints:
    return tuple((str(message), str(hint), int(frame)) for message, hint, frame in json.loads(data))


TRUTH = CacheKind("truth", _complaints_in, packed=True)
LOGOS: CacheKind[dict[str, Any]] = CacheKind("logos", json.loads)


def compiled(library: Library, drawn: Figure, mirror: bool, cache: Cache) -> DisplayList:
    """The display list of a figure of the library, from the workspace's cache if it is there.

    Raises:
        ContentError: if it cannot be drawn.
    """
    try:
        return figure(drawn, mirror=mirror, cache=cache)
    except ContentError as error:
        owner = next((found for found in library.exercises.values() if found.model.figure is drawn), None)
        if owner is None:
            raise
        problems = _as_written(drawn, error) if mirror else error.problems
        raise ContentError(_placed(problem, owner) for problem in problems) from error


def _as_written(drawn: Figure, error: ContentError) -> tuple[Problem, ...]:
    """What keeps a figure from being drawn, with the sides that its file names.

    ``error`` is that of its mirror image, which calls left what the file calls right.
    """
    try:
        figure(drawn, mirror=False, cache=Cache(None))
    except ContentError as written:
        return written.problems
    return error.problems


def figure_problems(exercise: Loaded[Exercise], cache: Cache) -> Iterator[Problem]:
    """What would make the picture of an exercise untrue: joints bent too far, hands that touch nothing.

    A figure is judged once: what came of it is kept in the workspace's cache by the figure's digest.
    """
    drawn = exercise.model.figure
    key = f"{engine_version()} {picture_of(drawn)}"
    judged = lru_cache(maxsize=1)(lambda: judgement_of(drawn))
    complaints = cache.get(TRUTH, key, judged)
    if complaints:
        # they are texts: kept until the wording is another one
        complaints = cache.get(TRUTH, f"{key} {digest_of(catalogue_bytes())}", judged)
    for message, hint, frame in complaints:
        instead = hint or say("build.change-pose", exercise=exercise.id)
        yield _placed(FrameProblem(message, instead, frame=frame), exercise)


def refuse_untrue(library: Library, exercises: Iterable[str], cache: Cache) -> None:
    """See that the figures of these exercises are true.

    Raises:
        ContentError: with every problem of all of them.
    """
    names = dict.fromkeys(exercises)
    problems = [found for name in names for found in figure_problems(library.exercises[name], cache)]
    if problems:
        raise ContentError(problems)


def judgement_of(drawn: Figure) -> Complaints:
    """Messages and hints on what is untrue of a figure. Loads numpy, and keeps nothing."""
    # numpy is needed here, and not for a figure that was judged before
    from clinicpress.figures.truth.verdict import problems  # noqa: PLC0415

    return tuple((problem.message, problem.hint, problem.frame) for problem in problems(drawn))


def _placed(problem: Problem, exercise: Loaded[Exercise]) -> Problem:
    """The problem with its place, that of its frame if it names one."""
    if problem.source is not None:
        return problem
    frame = problem.frame if isinstance(problem, FrameProblem) else 0
    at = ("figure", "frames", frame - 1) if frame else ("figure",)
    return replace(problem, source=exercise.at(*at))


# Seconds for a drawing, where the machine has much else to do.
PATIENCE = 120
_TOO_MUCH = later("build.takes-too-much-to-draw"), later("build.simplify-or-save-as-png")
_BROKEN = later("build.cannot-be-drawn"), later("build.save-as-plain-svg-or-png")
# Signals by which the system ends what takes too much: SIGKILL, SIGXCPU.
_STOPPED = {9, 24}
# Keys of messages: of what is wrong, said after the name of the logo, and of the hint. The cache keeps keys.
LogoFault = tuple[str, str]


class _StoppedError(Exception):
    """Why a drawing was not finished. It is not kept: the next run may have more of the machine."""

    def __init__(self, fault: LogoFault) -> None:
        super().__init__(*fault)
        self.fault = fault


def load_logo(file: Path, ink: Ink, cache: Cache, source: Source | None = None, name: str = "") -> Logo:
    """Read a logo, SVG or PNG, and keep it in ``cache``. In mono it has no colours.

    It is black and white if that loses nothing of it, else grey. ``source`` names the file, as ``name``.

    Raises:
        ContentError: if it cannot be drawn, or shows nothing on white paper.
    """
    name = name or file.name
    try:
        data = read_regular(file)
    except OSError as error:
        problem = Problem(
            say("build.logo-cannot-be-read", name=name), say("build.check-file-and-permissions"), source
        )
        raise ContentError(problem) from error
    logo = _svg(data, name, ink, cache) if file.suffix.lower() == ".svg" else _png(data, ink)
    if not isinstance(logo, Logo):
        raise ContentError(
            Problem(say("build.logo-has-fault", name=name, fault=say(logo[0])), say(logo[1]), source)
        )
    return logo


def brand_logo(library: Library, ink: Ink, cache: Cache) -> Logo | None:
    """The logo of the clinic's brand; None if it has none.

    Raises:
        ContentError: if it cannot be drawn, or shows nothing on white paper.
    """
    brand = library.brands[library.clinic.model.brand]
    if not brand.model.logo:
        return None
    file = library.asset(brand.model.logo)
    return load_logo(file, ink, cache, brand.at("logo"), shown(file, library.root))


def _svg(data: bytes, name: str, ink: Ink, cache: Cache) -> Logo | LogoFault:
    try:
        drawn = cache.get(
            LOGOS, f"{engine_digest()} {digest_of(data)}", lambda: drawn_logo(_plain(data, name))
        )
    except _StoppedError as error:
        return error.fault
    if "error" in drawn:
        why, hint = drawn["error"]
        return str(why), str(hint)
    size, art = (float(drawn["width"]), float(drawn["height"])), drawn[ink]
    picture = VectorItem(*size, art.encode("ascii")) if isinstance(art, str) else base64.b64decode(art[0])
    return Logo(*size, picture)


def _plain(data: bytes, name: str) -> str:
    # 20 ms that a logo in the cache does without
    from clinicpress.content.svg import plain_svg  # noqa: PLC0415

    text = plain_svg(data, name)
    if isinstance(text, Problem):
        raise ContentError(text)
    return text


@lru_cache(maxsize=8)
def drawn_logo(text: str) -> dict[str, Any]:
    """What `logodrawing` makes of plain SVG; its messages are for its makers.

    Raises:
        _StoppedError: if its process did not come to its end.
    """
    # -P: nothing that lies where one stands is taken for a module
    command = [sys.executable, "-P", "-m", "clinicpress.build.logodrawing"]
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            command,
            input=text.encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=True,
            creationflags=hidden,
        )
        drawn: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise _StoppedError(_TOO_MUCH) from error
    except subprocess.CalledProcessError as error:
        raise _StoppedError(_TOO_MUCH if -error.returncode in _STOPPED else _BROKEN) from error
    except (OSError, ValueError) as error:
        raise _StoppedError(_BROKEN) from error
    return drawn


def _png(data: bytes, ink: Ink) -> Logo | LogoFault:
    # loaded late: it takes longer than a page with another logo
    from PIL import Image  # noqa: PLC0415

    from clinicpress.typesetting.raster import flat, in_black, is_blank  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
                picture = flat(image)
    except Exception:  # Pillow raises whatever its decoders end in
        return later("build.no-readable-png"), later("build.save-as-png")
    if is_blank(picture):
        return later("build.shows-nothing"), later("build.use-logo-for-white-paper")
    if ink == "mono":
        stream = io.BytesIO()
        in_black(picture).save(stream, "PNG")
        data = stream.getvalue()
    return Logo(float(picture.width), float(picture.height), data)
