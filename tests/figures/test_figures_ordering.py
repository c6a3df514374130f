from __future__ import annotations

import numpy as np
import pytest
from figure_samples import model

from clinicpress.figures.drawing.paintorder import paint_order
from clinicpress.figures.drawing.relief import reliefs
from clinicpress.figures.drawing.scene import body_shapes, painting_rules, prop_shapes
from clinicpress.figures.drawing.shapes import Shape, see
from clinicpress.figures.drawing.solids import Ball, FigurePart, Joint, Layer, chain, sphere
from clinicpress.figures.pose.camera import Array, Camera
from clinicpress.figures.pose.posing import bodies

CAMERA = Camera(0, 0)


def at(x: float, y: float, z: float) -> Array:
    return np.array([x, y, z], dtype=np.float64)


def shape(name: str, *balls: Ball, joints: tuple[Joint, ...] = (), bias: float = 0.0) -> Shape:
    part = FigurePart(name, (Layer(name, "skin", (chain(*balls),), joints),), bias)
    return see([part], CAMERA)[0]


def names(shapes: tuple[Shape, ...]) -> list[str]:
    return [shape.name for shape in shapes]


def test_the_nearer_is_painted_later() -> None:
    far, near = shape("far", sphere(at(0, 0, 0), 5)), shape("near", sphere(at(20, 1, 0), 5))
    assert names(paint_order([near, far], CAMERA)) == ["far", "near"]
    assert names(paint_order([far, near], CAMERA)) == ["far", "near"]


def test_what_counts_is_the_depth_where_two_overlap() -> None:
    """A slanting stick whose middle is nearer passes behind a ball that its far end meets."""
    stick = shape("stick", sphere(at(60, -60, 0), 2), sphere(at(-20, 20, 0), 2))
    ball = shape("ball", sphere(at(0, 18, 0), 6))
    (relief,) = reliefs([stick], CAMERA)
    assert relief.depths[np.isfinite(relief.depths)].mean() > 10
    assert names(paint_order([ball, stick], CAMERA)) == ["stick", "ball"]


def test_a_rule_stands_above_depth() -> None:
    far, near = shape("far", sphere(at(0, 0, 0), 5)), shape("near", sphere(at(20, 1, 0), 5))
    assert names(paint_order([far, near], CAMERA, [("far", "near")])) == ["near", "far"]
    assert names(paint_order([far, near], CAMERA, [("far", "nobody")])) == ["far", "near"]


def test_a_bias_brings_nearer() -> None:
    far, near = shape("far", sphere(at(0, 0, 0), 5), bias=3.0), shape("near", sphere(at(2, 1, 0), 5))
    assert names(paint_order([far, near], CAMERA)) == ["near", "far"]


def test_of_a_circle_the_weakest_link_is_dropped() -> None:
    """Three rules in a circle: two hold, and everything is painted once."""
    shapes = [shape(name, sphere(at(0, k, 0), 5)) for k, name in enumerate("abc")]
    order = names(paint_order(shapes, CAMERA, [("a", "b"), ("b", "c"), ("c", "a")]))
    assert sorted(order) == ["a", "b", "c"]
    kept = [order.index(over) > order.index(under) for over, under in (("a", "b"), ("b", "c"), ("c", "a"))]
    assert sum(kept) == 2


def test_the_joint_that_two_parts_share_is_left_out() -> None:
    """Near the joint both have the same depth; what is beyond it decides."""
    here = Joint("lower", at(0, 0, 0), 6.0)
    upper = shape("upper", sphere(at(0, 0, 0), 5), sphere(at(0, -20, 0), 5), joints=(here,))
    lower = shape("lower", sphere(at(0, 0, 0), 5), sphere(at(-30, -20, 0), 5))
    assert names(paint_order([upper, lower], CAMERA)) == ["lower", "upper"]


def order_of(name: str, number: int) -> list[str]:
    figure = model(name)
    posed = bodies(figure)
    camera = Camera(figure.view.az, figure.view.el)
    shapes = [*body_shapes(posed[number], camera, None), *prop_shapes(posed[number], posed[0], camera)]
    return names(paint_order(shapes, camera, painting_rules(posed[number], camera, shapes)))


@pytest.mark.parametrize(
    ("name", "number", "under", "over"),
    [
        ("knee-to-chest", 1, "r_shank", "r_hand"),
        ("knee-to-chest", 1, "l_shank", "r_foot"),
        ("knee-to-chest", 0, "pillow", "head"),
        ("seated-hip-stretch", 1, "chair/seat", "r_thigh"),
        ("seated-hip-stretch", 1, "l_shank", "r_shank"),
        ("seated-hip-stretch", 1, "r_shank", "l_hand"),
        ("standing-hamstring-stretch", 1, "l_thigh", "r_thigh"),
        ("standing-hamstring-stretch", 1, "r_thigh", "r_hand"),
        ("standing-hamstring-stretch", 0, "step", "r_foot"),
        ("sit-to-stand", 0, "l_thigh", "r_thigh"),
        ("heel-raise", 0, "counter/top", "r_hand"),
        ("shoulder-rotation", 0, "band/0", "r_hand"),
        ("shoulder-rotation", 1, "torso", "r_farm"),
    ],
)
def test_what_lies_over_what(name: str, number: int, under: str, over: str) -> None:
    order = order_of(name, number)
    assert order.index(under) < order.index(over)
