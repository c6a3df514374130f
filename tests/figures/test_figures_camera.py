from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.figures.pose.camera import Camera

ANGLES = st.floats(-180, 180)
FRONT, LEFT, UP = np.eye(3)


@given(ANGLES, st.floats(0, 60))
@settings(deadline=None, max_examples=50)
def test_the_picture_is_neither_stretched_nor_slanted(azimuth: float, elevation: float) -> None:
    camera = Camera(azimuth, elevation)
    axes = np.vstack([camera.axes, camera.toward])
    assert np.allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1)


def test_from_the_front_the_figures_left_is_at_the_right() -> None:
    camera = Camera(0, 0)
    assert np.allclose(camera.project(LEFT), [1, 0])
    assert np.allclose(camera.project(UP), [0, 1])
    assert camera.depth(FRONT) == pytest.approx(1)


def test_from_its_right_side_the_figure_faces_right() -> None:
    camera = Camera(-90, 0)
    assert np.allclose(camera.project(FRONT), [1, 0])
    assert camera.faces(-LEFT) == pytest.approx(1)


def test_from_above_the_floor_is_seen() -> None:
    assert Camera(-90, 20).faces(UP) == pytest.approx(np.sin(np.deg2rad(20)))
    assert Camera(-90, 20).project(UP)[1] < 1
