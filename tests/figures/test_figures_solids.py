from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.figures.drawing.solids import (
    chain,
    hermite,
    limb,
    outline,
    placer,
    sphere,
    tube,
)
from clinicpress.figures.pose.camera import Camera
from clinicpress.figures.pose.vectors import rot_z

ORIGIN = np.zeros(3)
SIZES = st.floats(0.5, 20)
ANGLES = st.floats(-180, 180)


@given(SIZES, ANGLES, st.floats(0, 60))
@settings(deadline=None, max_examples=30)
def test_a_sphere_is_a_circle_from_everywhere(radius: float, azimuth: float, elevation: float) -> None:
    area = outline([chain(sphere(ORIGIN, radius))], Camera(azimuth, elevation))
    assert area.area == pytest.approx(np.pi * radius**2, rel=0.01)


def test_between_two_balls_of_a_chain_the_outline_is_their_hull() -> None:
    swept = chain(sphere(ORIGIN, 2), sphere(np.array([0.0, 10.0, 0.0]), 2))
    area = outline([swept], Camera(0, 0))
    assert area.area == pytest.approx(4 * 10 + np.pi * 4, rel=0.01)
    assert area.contains(shapely.Point(5, 1.9))


def test_a_limb_has_the_thickness_of_its_profile() -> None:
    down = np.array([0.0, 0.0, -40.0])
    shape = outline([limb(ORIGIN, down, np.eye(3), ((0, 8, 0), (0.5, 6, 0), (1, 4, 0)))], Camera(0, 0))
    left, low, right, high = shape.bounds
    assert (right - left, high, low) == pytest.approx((16, 8, -44), abs=0.2)
    waist = shape.intersection(shapely.LineString([(-20, -20), (20, -20)]))
    assert waist.length == pytest.approx(12, abs=0.4)


def test_a_sleeve_ends_straight() -> None:
    down = np.array([0.0, 0.0, -40.0])
    shape = outline([tube(ORIGIN, down, np.eye(3), ((0, 8, 0), (1, 6, 0)))], Camera(0, 0))
    assert shape.bounds[1] > -40.5
    hem = shape.intersection(shapely.LineString([(-20, -39.9), (20, -39.9)]))
    assert hem.length == pytest.approx(12, abs=0.8)


def test_hermite_goes_through_its_nodes() -> None:
    nodes, places = np.array([[0.0], [3.0], [1.0], [5.0]]), np.array([0.0, 1.0, 3.0, 4.0])
    assert np.allclose(hermite(nodes, places, places), nodes)


def test_placer_turns_and_moves() -> None:
    place = placer(np.array([1.0, 2.0, 3.0]), rot_z(90))
    assert np.allclose(place(1, 0, 0), [1, 3, 3])
