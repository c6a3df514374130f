from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from figure_samples import PATHS, compiled, model, pairs
from pose_samples import NAMES, posed, raw

from clinicpress.content.models.figure import Figure
from clinicpress.figures.displaylist import ArrowShape
from clinicpress.figures.drawing.arrows import Obstacles
from clinicpress.figures.drawing.compiling import compile_figure
from clinicpress.figures.drawing.scene import scene
from clinicpress.figures.pose.camera import Array, Camera
from clinicpress.figures.pose.posing import bodies
from clinicpress.problems import ContentError

LEFT_TO_THE_ENGINE = (
    "knee-to-chest", "modified-cobra", "seated-hip-stretch", "standing-hamstring-stretch", "bird-dog",
    "bridge",
    "clamshell", "sit-to-stand", "half-kneeling", "squat", "lateral-raise", "heel-raise",
)  # fmt: skip
RAISED: tuple[dict[str, Any], dict[str, Any]] = (
    {"base": "stand", "legs": {"both": {"foot": "flat"}}, "arms": {"both": {"shoulder": "0"}}},
    {"arms": {"right": {"shoulder": "90"}}},
)


def arrows(figure: Figure, number: int = -1) -> list[Array]:
    frame = compile_figure(figure).frames[number]
    return [np.array(pairs(op.path)) for op in frame.ops if isinstance(op, ArrowShape)]


def raised(arrow: Any, view: str = "side") -> Figure:
    data = posed(*RAISED, view=view)
    data["frames"][1]["arrows"] = [arrow]
    return Figure.model_validate(data)


def automatic(name: str) -> Figure:
    """The figure with nothing but what its arrows follow."""
    data = raw(PATHS[name])
    for frame in data["frames"]:
        frame["arrows"] = [
            {key: arrow[key] for key in ("follow", "push", "dir", "path") if key in arrow}
            if isinstance(arrow, dict)
            else arrow
            for arrow in frame.get("arrows", [])
        ]
    return Figure.model_validate(data)


@pytest.mark.slow
@pytest.mark.parametrize("name", LEFT_TO_THE_ENGINE)
def test_an_arrow_left_to_the_engine_starts_free_and_covers_no_face_and_no_hand(name: str) -> None:
    figure = automatic(name)
    posed_bodies, camera = bodies(figure), Camera(figure.view.az, figure.view.el)
    for number, frame in enumerate(compile_figure(figure).frames):
        view = scene(posed_bodies[number], posed_bodies[0], camera, figure.look).seen
        keep_off = [view.areas[part] for part in ("head", "hair", "l_hand", "r_hand") if part in view.areas]
        drawn = [op for op in frame.ops if isinstance(op, ArrowShape)]
        for op, written in zip(drawn, figure.frames[number].arrows, strict=True):
            line = shapely.LineString(pairs(op.path))
            assert line.intersection(shapely.union_all(keep_off)).length < 0.5
            assert not view.body.contains(shapely.Point(line.coords[0]))
            assert line.length > 15 or written.path is not None


def test_the_heaviest_of_the_areas_over_a_point_counts() -> None:
    areas = tuple((weight, shapely.box(0, 0, size, size)) for weight, size in ((3.0, 9), (20.0, 2), (8.0, 5)))
    obstacles = Obstacles(areas, (0.0, 0.0, 10.0, 10.0))
    assert obstacles.cost(np.array([[1.0, 1.0], [4.0, 1.0], [8.0, 8.0], [20.0, 1.0]])).tolist() == [
        20,
        8,
        3,
        0,
    ]
    ways = np.array([[[1.0, 1.0], [9.0, 9.0]], [[-2.0, 5.0], [13.0, 11.0]]])
    assert obstacles.outside(ways).tolist() == [0, 6]


@pytest.mark.slow
def test_an_arrow_goes_the_way_of_what_it_follows() -> None:
    (path,) = arrows(raised("right wrist"))
    assert path[0][1] < path[-1][1] - 20
    assert path[0][0] < path[-1][0] - 20
    middle = path[len(path) // 2]
    chord = (path[0] + path[-1]) / 2
    assert np.linalg.norm(middle - chord) > 2, "it is an arc"


@pytest.mark.slow
def test_a_written_offset_and_span_are_kept() -> None:
    figure = raised({"follow": "right wrist", "about": "right shoulder", "offset": "10", "span": ["0", "1"]})
    (path,) = arrows(figure)
    start, finish = bodies(figure)
    camera = Camera(figure.view.az, figure.view.el)
    for body, end in ((start, path[0]), (finish, path[-1])):
        wrist, shoulder = body.points["r_wrist"], body.points["r_shoulder"]
        outward = (wrist - shoulder) / np.linalg.norm(wrist - shoulder)
        assert np.allclose(camera.project(wrist + outward * 10), end, atol=0.1)


@pytest.mark.slow
def test_a_push_points_where_it_says() -> None:
    (path,) = arrows(raised({"push": "pelvis", "dir": "up"}))
    assert path[-1][1] - path[0][1] == pytest.approx(20 * np.cos(np.deg2rad(11)), abs=0.2)
    assert path[-1][0] == pytest.approx(path[0][0], abs=0.1)
    (fixed,) = arrows(raised({"push": "pelvis", "dir": "up", "gap": "4", "len": "12", "shift": ["3", "1"]}))
    figure = raised("right wrist")
    pelvis = Camera(figure.view.az, figure.view.el).project(bodies(figure)[1].points["pelvis"])
    assert np.allclose(fixed[0] - pelvis, [3, 1 + 4 * np.cos(np.deg2rad(11))], atol=0.1)


@pytest.mark.slow
def test_a_written_path_is_drawn_through_its_places() -> None:
    (path,) = arrows(raised({"path": ["nose", ["40", "0", "150"], "right palm"]}))
    figure = raised("right wrist")
    camera, body = Camera(figure.view.az, figure.view.el), bodies(figure)[1]
    assert np.allclose(path[0], camera.project(body.points["nose"]), atol=0.1)
    assert np.allclose(path[-1], camera.project(body.points["r_palm"]), atol=0.1)
    assert len(path) > 5


@pytest.mark.slow
def test_what_does_not_move_has_no_arrow() -> None:
    with pytest.raises(ContentError, match="frame 2: the arrow follows the left wrist, which does not move"):
        compile_figure(raised("left wrist"))


def test_a_small_movement_has_an_arrow_that_can_be_seen() -> None:
    data = posed(RAISED[0], {"pelvis": {"at": ["3", "0"]}})
    data["frames"][1]["arrows"] = ["pelvis"]
    (path,) = arrows(Figure.model_validate(data))
    assert path[-1][0] - path[0][0] > 15


@pytest.mark.slow
def test_arrows_stand_only_where_they_are_written() -> None:
    for name in NAMES:
        figure = model(name)
        for written, frame in zip(figure.frames, compiled(name).frames, strict=True):
            drawn = sum(isinstance(op, ArrowShape) for op in frame.ops)
            assert drawn == len(written.arrows), name


@pytest.mark.slow
def test_two_heads() -> None:
    frame = compile_figure(raised({"follow": "right wrist", "double": "true"})).frames[1]
    assert [op.double for op in frame.ops if isinstance(op, ArrowShape)] == [True]
