from __future__ import annotations

import numpy as np
import pytest
import shapely

from clinicpress.figures.drawing.outline import seen
from clinicpress.figures.drawing.shapes import rounded, see, see_block
from clinicpress.figures.drawing.solids import (
    INNER,
    OUTER,
    Cuboid,
    Face,
    FigurePart,
    Joint,
    Layer,
    chain,
    sphere,
)
from clinicpress.figures.pose.camera import Camera

CAMERA = Camera(0, 0)
AT = np.array


def part(
    name: str, y: float, role: str = "skin", joints: tuple[Joint, ...] = (), body: bool = True
) -> FigurePart:
    balls = chain(sphere(AT([0.0, y, 0.0]), 5), sphere(AT([0.0, y, 10.0]), 5))
    return FigurePart(name, (Layer(name, role, (balls,), joints),), body=body)


def test_what_is_hidden_is_not_painted() -> None:
    back, front = see([part("back", 0), part("front", 6, "shirt")], CAMERA)
    found = seen([back, front])
    assert found.areas["back"].area < back.area.area - 10
    assert found.areas["front"].area == pytest.approx(front.area.area)
    assert found.areas["back"].intersection(found.areas["front"]).area < 0.01
    assert found.body.area == pytest.approx(back.area.union(front.area).area, rel=0.01)


def test_neighbouring_colours_overlap_a_little() -> None:
    """Without it, a hairline of paper shows between them on a screen."""
    found = seen(see([part("back", 0), part("front", 6, "shirt")], CAMERA))
    fills = dict(found.fills)
    assert 0 < fills["skin"].intersection(fills["shirt"]).area < 5


def test_the_silhouette_is_one_line_round_all_of_the_body() -> None:
    found = seen(see([part("back", 0), part("front", 6)], CAMERA))
    (outer,) = [line.mark for line in found.lines if line.width == OUTER]
    assert outer.length == pytest.approx(found.whole.boundary.length, rel=0.02)


def inner_length(joints: tuple[Joint, ...], role: str) -> float:
    shapes = see([part("back", 0), part("front", 6, role, joints)], CAMERA)
    return sum(line.mark.length for line in seen(shapes).lines if line.width == INNER)


def test_no_line_where_a_part_grows_out_of_another_of_its_colour() -> None:
    joint = (Joint("back", AT([0.0, 3.0, 5.0]), 30.0),)
    assert inner_length((), "skin") > 15
    assert inner_length(joint, "skin") < 1
    assert inner_length(joint, "shirt") > 15


def test_a_prop_before_the_body_hides_it_and_is_no_part_of_its_silhouette() -> None:
    found = seen(see([part("person", 0), part("thing", 6, "wood", body=False)], CAMERA))
    (outer,) = [line.mark for line in found.lines if line.width == OUTER]
    assert outer.intersection(found.areas["thing"].buffer(-0.5)).is_empty
    assert {line.role for line in found.lines} == {"line", "prop-line"}
    assert found.whole.area > found.body.area + 10


def test_what_is_visible_of_the_body_is_all_that_no_prop_hides() -> None:
    """A prop may lie between parts of the body, over one of them and under another."""
    parts = [part("back", 0), part("beside", -40), part("thing", 3, "wood", body=False), part("front", 6)]
    order = see(parts, CAMERA)
    found = seen(order)
    back, beside, thing, front = (shape.area for shape in order)
    visible = shapely.union_all([back.difference(thing), beside, front])
    assert visible.symmetric_difference(found.body).area == pytest.approx(0, abs=1e-6)
    assert found.whole.symmetric_difference(visible.union(thing)).area == pytest.approx(0, abs=1e-6)
    assert found.body.area < found.whole.area - 5


def test_rounding_takes_corners_and_pinholes_but_not_the_shape() -> None:
    square = shapely.box(0, 0, 20, 20).difference(shapely.box(9, 9, 10, 10))
    smooth = rounded(square, 1.0)
    assert smooth.area == pytest.approx(400, rel=0.01)
    assert not smooth.contains(shapely.Point(0.05, 0.05))
    assert shapely.get_num_interior_rings(smooth) == 0
    assert rounded(shapely.box(0, 0, 20, 0.5), 1.0).is_empty
    assert rounded(square, 0.0) is square


def face(normal: tuple[float, float, float]) -> Face:
    corners = AT([[0.0, 0.0, 0.0], [0.0, 10.0, 0.0], [0.0, 10.0, 10.0], [0.0, 0.0, 10.0]])
    return Face("wood", corners, AT(normal))


def test_a_face_that_looks_away_is_not_there() -> None:
    assert see_block(Cuboid("box", (face((-1.0, 0.0, 0.0)),)), CAMERA) is None
    shown = see_block(Cuboid("box", (face((1.0, 0.0, 0.0)),)), CAMERA)
    assert shown is not None
    assert shown.area.area == pytest.approx(100)


def test_a_part_that_stays_as_it_was_is_outlined_once_and_one_that_moves_anew() -> None:
    camera = Camera(0, 0)
    (first,), (again,), (moved,) = (see([part("arm", x)], camera) for x in (0, 0, 3))
    assert again.area is first.area
    assert moved.area.centroid.x == pytest.approx(first.area.centroid.x + 3)
    (other,) = see([part("arm", 0)], Camera(40, 0))
    assert other.area is not first.area
