from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.figures.drawing.relief import CELL, Relief, reliefs, reliefs_of_chains, shared
from clinicpress.figures.drawing.shapes import see_block
from clinicpress.figures.drawing.solids import Chain, Cuboid, Face, chain, ellipsoid, sphere
from clinicpress.figures.pose.camera import Array, Camera
from clinicpress.figures.pose.vectors import rot_x, rot_y, rot_z

ORIGIN = np.zeros(3)
SIZES = st.floats(0.5, 20)
ANGLES = st.floats(-180, 180)


def relief_of(*chains: Chain, camera: Camera) -> Relief:
    return reliefs_of_chains([chains], camera)[0]


def spots(relief: Relief) -> tuple[Array, Array]:
    """The middles (n, 2) of the squares over a solid, and the depth (n,) at each."""
    x, y = np.broadcast_arrays(*relief.places)
    there = np.isfinite(relief.depths)
    return np.stack([x[there], y[there]], axis=1), relief.depths[there]


@given(st.tuples(SIZES, SIZES, SIZES), st.tuples(ANGLES, ANGLES, ANGLES), ANGLES)
@settings(deadline=None, max_examples=50)
def test_the_front_of_an_ellipsoid_is_on_its_surface(
    half: tuple[float, float, float], turns: tuple[float, float, float], azimuth: float
) -> None:
    frame = rot_z(turns[0]) @ rot_y(turns[1]) @ rot_x(turns[2])
    camera = Camera(azimuth, 12)
    where, depth = spots(relief_of(chain(ellipsoid(ORIGIN, frame, half)), camera=camera))
    places = where @ camera.axes + depth[:, None] * camera.toward
    on_unit_sphere = (places @ frame) / half
    assert np.allclose(np.linalg.norm(on_unit_sphere, axis=1), 1, atol=1e-6)
    assert np.all((on_unit_sphere / half) @ (frame.T @ camera.toward) >= -1e-6)


def test_a_sphere_covers_each_square_whose_middle_it_is_over_and_no_other() -> None:
    relief = relief_of(chain(sphere(np.array([0.0, 0.3, -0.1]), 5)), camera=Camera(0, 0))
    x, y = relief.places
    away = np.hypot(x - 0.3, y + 0.1)
    assert np.array_equal(np.isfinite(relief.depths), away <= 5)
    assert np.allclose(relief.depths[away <= 5], np.sqrt(25 - np.square(away[away <= 5])))


def test_a_chain_is_filled_between_its_balls_but_not_between_chains() -> None:
    ends = [sphere(np.array([0.0, y, 0.0]), 3) for y in (-10.0, 10.0)]
    swept, apart = (
        relief_of(chain(*ends), camera=Camera(0, 0)),
        relief_of(*map(chain, ends), camera=Camera(0, 0)),
    )
    for relief, filled in ((swept, True), (apart, False)):
        x, y = np.broadcast_arrays(*relief.places)
        middle = (np.abs(x) < 6) & (np.abs(y) < 2)
        assert np.isfinite(relief.depths[middle]).all() == filled
        assert np.isfinite(relief.depths[middle]).any() == filled


def test_solids_that_are_looked_at_together_have_the_depths_that_each_has_alone() -> None:
    camera = Camera(30, 12)
    solids = [
        [chain(sphere(ORIGIN, 4), sphere(np.array([0.0, 30.0, 5.0]), 2)), chain(sphere(ORIGIN + 9, 1))],
        [chain(sphere(ORIGIN, 0.01))],
        [chain(ellipsoid(ORIGIN + 3, rot_x(20), (1, 9, 4)))],
    ]
    for together, solid in zip(reliefs_of_chains(solids, camera), solids, strict=True):
        alone = relief_of(*solid, camera=camera)
        assert together.corner == alone.corner
        assert np.allclose(together.depths, alone.depths)


def test_a_face_lies_in_its_plane() -> None:
    corners = np.array([[0.0, 0.0, 0.0], [8.0, 12.0, 0.0], [8.0, 12.0, 9.0], [0.0, 0.0, 9.0]])
    normal = np.cross(corners[1] - corners[0], corners[2] - corners[0])
    camera = Camera(-20, 10)
    face = Face("wall", corners, normal / np.linalg.norm(normal))
    block = see_block(Cuboid("wall", (face,)), camera)
    assert block is not None
    (relief,) = reliefs([block], camera)
    where, depth = spots(relief)
    assert len(depth) * CELL * CELL == pytest.approx(block.area.area, rel=0.1)
    assert shapely.contains_xy(block.area, where[:, 0], where[:, 1]).all()
    assert np.allclose((where @ camera.axes + depth[:, None] * camera.toward) @ normal, 0)


def test_two_reliefs_share_the_squares_of_both() -> None:
    one, other = Relief((0, 0), np.arange(12.0).reshape(3, 4)), Relief((2, 1), np.ones((5, 5)))
    first, second = shared(one, other) or (one, other)
    assert first.corner == second.corner == (2, 1)
    assert first.depths.tolist() == [[6, 7], [10, 11]]
    assert second.depths.shape == (2, 2)
    assert shared(one, Relief((4, 0), np.ones((3, 3)))) is None
