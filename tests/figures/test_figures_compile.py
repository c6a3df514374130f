from __future__ import annotations

import os
import subprocess
import sys
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
from figure_pictures import compare, picture
from figure_samples import area, compiled, lines_of, model, pairs
from pose_samples import EXERCISES, NAMES, posed
from pydantic import ValidationError

from clinicpress.content.models.figure import Figure
from clinicpress.figures.compiled import write_figure
from clinicpress.figures.displaylist import ArrowShape, Fill, Stroke
from clinicpress.figures.drawing.compiling import compile_figure
from clinicpress.figures.drawing.solids import OUTER
from clinicpress.figures.palette import palette
from clinicpress.figures.paths import paint
from clinicpress.problems import ContentError

GOLDEN = Path(__file__).parent / "golden" / "bridge-finish.png"
STAND: dict[str, Any] = {"base": "stand", "legs": {"both": {"foot": "flat"}}}
MIRRORED = (
    "knee-to-chest",
    "modified-cobra",
    "seated-hip-stretch",
    "standing-hamstring-stretch",
    "clamshell",
)


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_within_the_bounds(name: str) -> None:
    for frame in compiled(name).frames:
        left, low, right, high = frame.bounds
        for line in lines_of(frame):
            assert left <= min(line[::2]) <= max(line[::2]) <= right
            assert low <= min(line[1::2]) <= max(line[1::2]) <= high


@pytest.mark.parametrize("scale", [0.42, 0.6, 1.0, 1.6])
@pytest.mark.parametrize("name", ["knee-to-chest", "standing-hamstring-stretch", "shoulder-rotation"])
def test_painted_lines_and_arrow_heads_are_within_the_bounds(name: str, scale: float) -> None:
    for frame in compiled(name).frames:
        for path in paint(frame, scale, palette("colour")):
            # The halo of an arrow is paper on paper: half a point of it may be cut off.
            half = min(path.width / 2, 0.45) if scale < 0.6 else path.width / 2 - 0.05
            for line in path.lines:
                assert min(line[::2]) - half > -0.5
                assert max(line[::2]) + half < frame.width * scale + 0.5
                assert min(line[1::2]) - half > -0.5
                assert max(line[1::2]) + half < frame.height * scale + 0.5


@pytest.mark.parametrize("name", NAMES)
def test_bounds_are_tight(name: str) -> None:
    """Upright frames keep a common floor, lying ones common sides; the other sides have no blank margin."""
    figure = compiled(name)
    arrow_room = 12.0
    for frame in figure.frames:
        left, low, right, high = frame.bounds
        xs = [x for line in lines_of(frame) for x in line[::2]]
        ys = [y for line in lines_of(frame) for y in line[1::2]]
        assert high - max(ys) < arrow_room
        if figure.lying:
            assert min(ys) - low < arrow_room
        else:
            assert min(xs) - left < arrow_room
            assert right - max(xs) < arrow_room
    if figure.lying:
        assert len({(frame.bounds[0], frame.bounds[2]) for frame in figure.frames}) == 1
    else:
        assert len({frame.bounds[1] for frame in figure.frames}) == 1


LYING = ("bridge", "bird-dog", "clamshell")
UPRIGHT = ("squat", "seated-hip-stretch", "lateral-raise")


@pytest.mark.parametrize(
    ("name", "lying"), [*((name, True) for name in LYING), *((name, False) for name in UPRIGHT)]
)
def test_what_is_wide_in_every_frame_lies(name: str, lying: bool) -> None:
    assert compiled(name).lying is lying


@pytest.mark.parametrize("name", NAMES)
def test_every_role_has_a_colour_in_both_inks(name: str) -> None:
    roles = {op.role for frame in compiled(name).frames for op in frame.ops if isinstance(op, Fill | Stroke)}
    assert roles <= set(palette("colour"))
    assert roles <= set(palette("mono"))


@pytest.mark.parametrize("name", NAMES)
def test_captions_and_alt_texts_come_along(name: str) -> None:
    said = [(frame.caption, frame.alt) for frame in model(name).frames]
    assert [(frame.caption, frame.alt) for frame in compiled(name).frames] == said


@pytest.mark.slow
@pytest.mark.parametrize("name", MIRRORED)
def test_the_mirrored_figure_is_the_mirror_image(name: str) -> None:
    """It is posed anew on the other side, so this holds skeleton, order of painting and arrows together."""
    for frame, image in zip(compiled(name).frames, compiled(name, mirror=True).frames, strict=True):
        left, low, right, high = frame.bounds
        assert image.bounds == pytest.approx((-right, low, -left, high), abs=0.21)
        roles = {op.role for op in frame.ops if isinstance(op, Fill)}
        assert roles == {op.role for op in image.ops if isinstance(op, Fill)}
        for role in roles:
            difference = area(frame, role, flip=True).symmetric_difference(area(image, role))
            assert difference.area < 12, role
        ways, images = ([op.path for op in one.ops if isinstance(op, ArrowShape)] for one in (frame, image))
        for way, mirrored_way in zip(ways, images, strict=True):
            assert (
                shapely.LineString(pairs(way, flip=True)).hausdorff_distance(
                    shapely.LineString(pairs(mirrored_way))
                )
                < 0.2
            )


SEEDED = """
import hashlib, sys
sys.path.insert(0, {support!r})
from figure_samples import compiled
from clinicpress.figures.compiled import write_figure
print(hashlib.sha256(b"".join(write_figure(compiled(name)) for name in {names!r})).hexdigest())
"""


@pytest.mark.slow
def test_the_same_figure_whatever_the_hash_seed() -> None:
    code = SEEDED.format(
        support=str(Path(__file__).parents[1] / "support"), names=["knee-to-chest", "sit-to-stand"]
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(found) == 1


def test_four_exercises_are_small() -> None:
    """What a sheet of four carries in figures, as lines of a PDF page, compressed."""
    size = 0
    for path in EXERCISES:
        for frame in compiled(path.stem).frames:
            lines = [
                f"{x:g} {y:g} l" for one in paint(frame, 0.9, palette("colour")) for line in one.lines
                for x, y in pairs(line)
            ]  # fmt: skip
            size += len(zlib.compress("\n".join(lines).encode()))
    assert size / len(EXERCISES) < 15_000


def test_points_stand_on_a_grid_and_none_is_written_twice_in_a_row() -> None:
    for frame in compiled("bridge").frames:
        for line in lines_of(frame):
            assert all(round(value * 20) == pytest.approx(value * 20, abs=1e-6) for value in line)
            points = pairs(line)
            assert all(a != b for a, b in pairwise(points))


def test_a_cropped_figure_is_closed_by_a_line() -> None:
    frame = compiled("lateral-raise").frames[0]
    floor = min(y for op in frame.ops if isinstance(op, Fill) for ring in op.rings for y in ring[1::2])
    closing = [
        line
        for op in frame.ops
        if isinstance(op, Stroke) and op.width == OUTER
        for line in op.lines
        for (_, y0), (_, y1) in zip(pairs(line), pairs(line)[1:], strict=False)
        if abs(y0 - floor) < 0.06 and abs(y1 - floor) < 0.06
    ]
    assert closing


WINDOW = {"crop": {"at": "right knee", "window": ["70", "40"], "above": "5", "ahead": "-4"}}
SUPINE = {"base": "supine", "legs": {"both": {"hip": "0", "knee": "4"}}}


def test_a_close_up_shows_its_window_with_a_frame_in_every_frame() -> None:
    data = posed(SUPINE, {"legs": {"right": {"hip": "4"}}}, props=["mat"], **WINDOW)
    data["frames"][1]["highlight"] = ["right quadriceps"]
    for frame in compile_figure(Figure.model_validate(data)).frames:
        left, low, right, high = frame.bounds
        assert right - left == pytest.approx(70, abs=2.5)
        assert high - low == pytest.approx(40, abs=2.5)
        assert area(frame, "mat").bounds[0] >= left, "the ground is in the window, too"
        edges = [op for op in frame.ops if isinstance(op, Stroke) and op.role == "prop-line"]
        xs = [x for op in edges for line in op.lines for x, _ in pairs(line)]
        assert max(xs) - min(xs) == pytest.approx(70, abs=0.2)


def test_a_close_up_that_shows_no_body_is_refused() -> None:
    crop = {"at": "right knee", "window": ["30", "30"], "above": "90"}
    with pytest.raises(ContentError, match="crop cuts the whole body away"):
        compile_figure(Figure.model_validate(posed(SUPINE, crop=crop)))


def test_ahead_needs_a_window() -> None:
    with pytest.raises(ValidationError, match="ahead can only be used with window"):
        Figure.model_validate(posed(SUPINE, crop={"at": "right knee", "ahead": "3"}))


def test_a_wall_stands_on_a_floor() -> None:
    frame = compiled("calf-stretch").frames[0]
    assert area(frame, "floor").area > 200
    assert area(frame, "wall").bounds[1] < area(frame, "floor").bounds[3] + 1


def test_a_shadow_on_a_mat_stays_on_it() -> None:
    frame = compiled("bridge").frames[0]
    assert area(frame, "shadow-mat").difference(area(frame, "mat").buffer(0.3)).area < 1


def test_a_strap_goes_round_the_sole_and_to_both_hands() -> None:
    frame = compiled("strap-hamstring").frames[0]
    strap, shoe = area(frame, "strap"), area(frame, "shoe").union(area(frame, "sole"))
    assert strap.buffer(0.3).intersects(shoe)
    assert strap.buffer(2).intersection(area(frame, "skin")).area > 1


def test_a_figure_wears_what_it_says() -> None:
    data = posed(STAND, look={"skin": "brown", "hair": "grey", "shirt": "plum", "hairstyle": "bun"})
    roles = {
        op.role for op in compile_figure(Figure.model_validate(data)).frames[0].ops if isinstance(op, Fill)
    }
    assert {"skin-brown", "hair-grey", "shirt-plum", "shorts"} <= roles
    assert not {"skin", "hair", "shirt"} & roles


def test_both_legs_and_arms_are_seen_from_the_front() -> None:
    apart = STAND | {"arms": {"both": {"abd": "30"}}}
    (frame,) = compile_figure(Figure.model_validate(posed(apart, view="front"))).frames
    assert shapely.get_num_geometries(area(frame, "shoe")) == 2
    skin = area(frame, "skin")
    assert shapely.get_num_geometries(skin) == 5  # two arms, two shins, head and neck in one


def test_one_frame_looks_as_it_did(tmp_path: Path) -> None:
    compare(picture(compiled("bridge").frames[1], palette("colour"), 3.0), GOLDEN, tmp_path)


def test_stored_figures_differ_where_figures_differ() -> None:
    assert write_figure(compiled("bridge")) != write_figure(compiled("bridge", mirror=True))
