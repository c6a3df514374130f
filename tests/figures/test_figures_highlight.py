from __future__ import annotations

from typing import Any

import pytest
import shapely
from figure_samples import area, compiled
from pose_samples import NAMES, posed

from clinicpress.content.models.figure import Figure, Highlight
from clinicpress.content.models.names import LIMB_MUSCLES, MIDLINE_MUSCLES
from clinicpress.figures.displaylist import Fill, Stroke
from clinicpress.figures.drawing.compiling import compile_figure
from clinicpress.figures.drawing.highlight import hatch, hatched
from clinicpress.figures.drawing.scene import scene
from clinicpress.figures.pose.camera import Camera
from clinicpress.figures.pose.posing import bodies
from clinicpress.problems import ContentError

STAND: dict[str, Any] = {
    "base": "stand",
    "legs": {"both": {"foot": "flat", "abd": "12"}},
    "arms": {"both": {"shoulder": "20", "abd": "35", "turn": "0"}},
}
VIEWS = ("side", "front", "back")


def figure(view: str, muscle: str) -> Figure:
    data = posed(STAND, view=view)
    data["frames"][0]["highlight"] = [muscle]
    return Figure.model_validate(data)


def patch_area(view: str, muscle: str) -> float:
    found = figure(view, muscle)
    body, camera = bodies(found)[0], Camera(found.view.az, found.view.el)
    seen = scene(body, body, camera, None).seen
    return float(hatched(found.frames[0].highlight[0], body, camera, seen.areas).patch.area)


@pytest.mark.slow
@pytest.mark.parametrize("muscle", [*(f"right {name}" for name in LIMB_MUSCLES), *MIDLINE_MUSCLES])
def test_every_muscle_can_be_shown(muscle: str) -> None:
    assert any(patch_area(view, muscle) > 20 for view in VIEWS)


def middle(view: str, muscle: str) -> tuple[float, float]:
    (frame,) = compile_figure(figure(view, muscle)).frames
    place = area(frame, "highlight").centroid
    return float(place.x), float(place.y)


def test_in_profile_the_calf_is_behind_the_shin_and_the_hamstring_behind_the_quadriceps() -> None:
    for back, front in (("calf", "shin"), ("hamstring", "quadriceps"), ("triceps", "biceps")):
        assert middle("side", f"right {back}")[0] < middle("side", f"right {front}")[0]


def test_seen_from_the_front_the_right_thigh_is_at_the_left() -> None:
    assert middle("front", "right quadriceps")[0] < -3
    assert middle("front", "left quadriceps")[0] > 3


def test_from_below_to_above() -> None:
    heights = [middle("side", f"right {name}")[1] for name in ("calf", "hamstring", "glute")]
    assert heights == sorted(heights)
    assert middle("back", "low-back")[1] < middle("back", "upper-back")[1]


def test_both_sides_have_a_patch_each() -> None:
    (frame,) = compile_figure(figure("front", "both quadriceps")).frames
    assert shapely.get_num_geometries(area(frame, "highlight").buffer(0.1)) == 2


def test_a_hidden_muscle_is_an_error() -> None:
    data = posed(STAND | {"pelvis": {"yaw": "0"}}, view="side")
    data["frames"][0]["highlight"] = ["left inner-thigh"]
    data["frames"][0]["pose"]["legs"] = {"both": {"foot": "flat"}}
    with pytest.raises(ContentError, match="frame 1: the highlight 'left inner-thigh' is hidden") as error:
        compile_figure(Figure.model_validate(data))
    assert "turn the view" in error.value.problems[0].hint


@pytest.mark.parametrize("name", NAMES)
def test_a_highlight_keeps_clear_of_outlines_and_is_backed(name: str) -> None:
    """White-backed patches inside the silhouette, and every hatch line on its patch."""
    for frame in compiled(name).frames:
        patch = area(frame, "highlight")
        lines = [
            line
            for op in frame.ops
            if isinstance(op, Stroke) and op.role == "highlight-line" and not op.closed
            for line in op.lines
        ]
        assert bool(lines) == (not patch.is_empty)
        for line in lines:
            points = list(zip(line[::2], line[1::2], strict=True))
            assert shapely.LineString(points).difference(patch.buffer(0.15)).length < 0.3
        silhouette = [
            shapely.LineString(list(zip(line[::2], line[1::2], strict=True)))
            for op in frame.ops
            if isinstance(op, Stroke) and op.role == "line" and op.width > 1
            for line in op.lines
        ]
        assert patch.is_empty or patch.distance(shapely.union_all(silhouette)) > 0.3


def test_a_highlight_is_painted_over_what_it_lies_on_and_under_arrows() -> None:
    frame = compiled("knee-to-chest").frames[1]
    kinds = [op.role if isinstance(op, Fill | Stroke) else "arrow" for op in frame.ops]
    assert (
        kinds.index("shorts")
        < kinds.index("highlight")
        < kinds.index("highlight-line")
        < kinds.index("arrow")
    )


def test_hatch_lines_slant_and_stay_inside() -> None:
    circle = shapely.Point(0, 0).buffer(8)
    lines = shapely.get_parts(hatch(circle))
    assert len(lines) > 4
    for line in lines:
        (x0, y0), (x1, y1) = line.coords
        assert abs(abs(x1 - x0) - abs(y1 - y0)) < 1e-6
        assert circle.buffer(0.01).contains(line)
    assert hatch(shapely.Polygon()).is_empty


def test_a_neck_highlight_needs_no_side() -> None:
    assert Highlight(muscle="neck").side is None
    assert patch_area("side", "neck") > 10


@pytest.mark.parametrize("way", [1, -1])
def test_hatch_lines_go_across_a_slanting_patch(way: int) -> None:
    """A thigh of the mirrored figure slants as the hatch does: its patch looked empty."""
    thigh = shapely.LineString([(0, 0), (way * 20, 20)]).buffer(3)
    lines = shapely.get_parts(hatch(thigh))
    assert len(lines) > 8
    assert max(line.length for line in lines) < 8
