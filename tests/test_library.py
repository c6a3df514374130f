"""The whole library that is shipped: every document is made, fits, and shows what it says on either side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from clinicpress.build.artwork import compiled
from clinicpress.build.jobs import Job
from clinicpress.build.press import Press
from clinicpress.checking.subject import Severity
from clinicpress.composing.uses import drawn_side, is_mirrored, shown_side
from clinicpress.content.models.base import OneSide
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.models.figure import Figure
from clinicpress.content.models.library import Library
from clinicpress.content.reader import read_library
from clinicpress.figures.pose.mirror import mirrored
from clinicpress.figures.pose.posing import bodies
from clinicpress.layout.placing import LaidOut
from clinicpress.store.cache import workspace_cache
from clinicpress.tasks.contentcheck import CheckRequest, check

pytestmark = pytest.mark.slow

CONTENT = Path(__file__).parents[1] / "content"
SHEETS = sorted(path.stem for path in (CONTENT / "sheets").glob("*.yaml"))
HANDOUTS = sorted(path.stem for path in (CONTENT / "handouts").glob("*.yaml"))
IDS = sorted(path.stem for path in (CONTENT / "exercises").glob("*.yaml"))
WANTED = (
    "pelvic-tilt", "bridge", "bird-dog", "cat-cow", "childs-pose", "lower-trunk-rotation", "dead-bug",
    "prone-on-elbows", "side-plank-knees", "sciatic-nerve-glide", "piriformis-stretch", "clamshell",
    "side-leg-raise", "straight-leg-raise", "quad-set", "heel-slide", "short-arc-quad", "sit-to-stand",
    "mini-squat", "wall-sit", "step-up", "standing-hip-extension", "hip-flexor-stretch", "quad-stretch",
    "hamstring-curl", "terminal-knee-extension", "heel-raise", "calf-stretch", "soleus-stretch",
    "ankle-pump", "towel-calf-stretch", "single-leg-stand", "tandem-stand", "marching", "side-step",
    "shoulder-external-rotation", "shoulder-internal-rotation", "band-row", "pendulum", "wall-slide",
    "scapular-squeeze", "doorway-stretch", "cross-body-stretch", "cane-flexion", "wall-push-up",
    "chin-tuck", "upper-trapezius-stretch", "wrist-flexor-stretch", "knee-to-chest", "modified-cobra",
    "seated-hip-stretch", "standing-hamstring-stretch",
)  # fmt: skip
# Of two sides, one moves if it moves so much further, in cm.
_FURTHER = 2.0


@pytest.fixture(scope="module")
def library(library_workspace: Path) -> Library:
    found = read_library(library_workspace)
    assert found.problems == ()
    assert found.library is not None
    return found.library


def test_every_exercise_that_was_promised_is_there() -> None:
    assert set(WANTED) <= set(IDS)
    assert len(WANTED) == 52


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_is_one_page_and_keeps_its_warnings(
    library: Library, library_workspace: Path, name: str, paper: str
) -> None:
    made = laid(library, library_workspace, "sheet", name, paper)
    assert len(made.document.pages) == 1
    layout = library.layouts[library.sheets[name].model.layout].model
    assert made.report.text_size >= float(layout.text.floor)


@pytest.mark.parametrize("name", HANDOUTS)
def test_every_handout_is_short(library: Library, library_workspace: Path, name: str) -> None:
    """Two sheets of paper, printed on both sides: warnings on each exercise are worth the fourth page."""
    made = laid(library, library_workspace, "handout", name, "letter")
    assert len(made.document.pages) <= 4


def laid(library: Library, root: Path, kind: str, name: str, paper: str) -> LaidOut:
    layout = (library.sheets if kind == "sheet" else library.handouts)[name].model.layout
    job = Job(kind, name, Path("unused.pdf"), layout=layout, paper=paper)  # type: ignore[arg-type]
    return Press(library, workspace_cache(root)).place(job)


def one_sided(library: Library) -> Iterator[tuple[str, Exercise]]:
    for name, loaded in library.exercises.items():
        if shown_side(loaded.model.side, "left") is not None:
            yield name, loaded.model


def limb_side(figure: Figure) -> str | None:
    """The side whose limbs move further between the first frame and any other; none if they move alike."""
    first, *others = bodies(figure)
    moved = {
        side: max(
            float(np.linalg.norm(body.points[f"{side}_{joint}"] - first.points[f"{side}_{joint}"]))
            for body in others
            for joint in ("knee", "ankle", "toe", "elbow", "wrist")
        )
        for side in "lr"
    }
    if abs(moved["l"] - moved["r"]) < _FURTHER:
        return None
    return max(moved, key=lambda side: moved[side])


def test_the_left_picture_moves_the_limb_that_the_right_one_moves_on_the_other_side(library: Library) -> None:
    """The right picture is the left one in a mirror, and what moves most changes its side with it."""
    found = dict[str, tuple[str | None, str | None]]()
    for name, exercise in one_sided(library):
        left, right = (picture(exercise.figure, side) for side in ("left", "right"))
        assert (drawn_side(left), drawn_side(right)) == ("left", "right"), name
        for one, other in zip(bodies(left), bodies(right), strict=True):
            for point, place in one.points.items():
                twin = {"l_": "r_", "r_": "l_"}.get(point[:2], point[:2]) + point[2:]
                assert np.allclose(place * (1, -1, 1), other.points[twin], atol=1e-6), (name, point)
        if len(exercise.figure.frames) > 1:
            found[name] = limb_side(left), limb_side(right)
    assert all(one != other or one is None for one, other in found.values()), found
    assert len(found) >= 25
    assert sum(one is not None for one, _ in found.values()) >= 20


def picture(figure: Figure, side: OneSide) -> Figure:
    return mirrored(figure) if is_mirrored(side, figure) else figure


def test_two_builds_and_several_people_are_drawn(library: Library) -> None:
    looks = {loaded.model.figure.look for loaded in library.exercises.values()}
    builds = {look.build if look else None for look in looks}
    assert "woman" in builds
    assert len({look.skin if look else None for look in looks}) >= 3


def test_the_library_has_no_error_and_no_warning_that_is_not_explained(library_workspace: Path) -> None:
    result = check(library_workspace, workspace_cache(library_workspace), CheckRequest(date.today()))
    assert result.problems == ()
    wrong = [found for found in result.findings if found.severity is not Severity.ADVICE]
    assert wrong == [], "\n".join(f"{found.place} {found.found}" for found in wrong)


def test_a_close_up_is_drawn_larger_than_whole_people(library: Library, library_workspace: Path) -> None:
    """Of a neck, a shoulder or an ankle one has to see what moves, on paper, at arm's length."""
    figures = {
        name: height
        for name, _, height in laid(library, library_workspace, "sheet", "neck", "letter").report.figures
    }
    assert figures["chin-tuck"] > 17
    assert figures["scapular-squeeze"] > 22


def test_no_swatch_stands_before_a_feeling_that_the_picture_does_not_mark(
    library: Library, library_workspace: Path
) -> None:
    for name, loaded in library.exercises.items():
        figure = compiled(library, loaded.model.figure, False, workspace_cache(library_workspace))
        assert figure.hatched == any(frame.highlight for frame in loaded.model.figure.frames), name
