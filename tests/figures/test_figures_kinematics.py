from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.figures.pose.anthropometry import FOREARM, SHANK, THIGH, UPPER_ARM
from clinicpress.figures.pose.kinematics import arm_from_angles, arm_to, leg_from_angles, leg_to, two_bone
from clinicpress.figures.pose.vectors import angle, frame, length, rot_x, rot_y, rot_z, turned, unit, vec

numbers = st.floats(-1, 1, allow_nan=False)
directions = st.tuples(numbers, numbers, numbers).filter(lambda v: math.hypot(*v) > 0.1)
reaches = st.floats(0.05, 0.99)


@settings(deadline=None, max_examples=150)
@given(directions, directions, reaches)
def test_two_bones_reach_any_aim_in_reach(
    along: tuple[float, float, float], pole: tuple[float, float, float], share: float
) -> None:
    aim = unit(vec(*along)) * (abs(THIGH - SHANK) + 1 + share * (THIGH + SHANK - abs(THIGH - SHANK) - 2))
    middle, end, gap = two_bone(vec(0, 0, 0), aim, THIGH, SHANK, vec(*pole))
    assert gap == 0
    assert np.allclose(end, aim)
    assert math.isclose(length(middle), THIGH, abs_tol=1e-6)
    assert math.isclose(length(end - middle), SHANK, abs_tol=1e-6)


@settings(deadline=None, max_examples=60)
@given(directions, st.floats(1, 80))
def test_what_is_out_of_reach_is_told_in_cm(along: tuple[float, float, float], beyond: float) -> None:
    aim = unit(vec(*along)) * (UPPER_ARM + FOREARM + beyond)
    middle, end, gap = two_bone(vec(0, 0, 0), aim, UPPER_ARM, FOREARM, vec(0, 0, 1))
    assert math.isclose(gap, beyond, abs_tol=1e-6)
    assert math.isclose(length(end - middle), FOREARM, abs_tol=1e-6)
    assert angle(end, aim) < 1e-3


def test_the_middle_joint_bends_towards_the_pole() -> None:
    middle, _, _ = two_bone(vec(0, 0, 90), vec(0, 0, 30), THIGH, SHANK, vec(1, 0, 0))
    assert middle[0] > 20
    back, _, _ = two_bone(vec(0, 0, 90), vec(0, 0, 30), THIGH, SHANK, vec(-1, 0, 0))
    assert np.allclose(back, middle * (-1, 1, 1))


def test_a_pole_along_the_limb_still_gives_a_bend() -> None:
    middle, end, gap = two_bone(vec(0, 0, 0), vec(0, 0, -60), THIGH, SHANK, vec(0, 0, 1))
    assert gap == 0
    assert math.isclose(length(end - middle), SHANK, abs_tol=1e-6)


@settings(deadline=None, max_examples=60)
@given(st.floats(-20, 120), st.floats(-20, 50), st.floats(-40, 60), st.floats(5, 140), st.sampled_from("lr"))
def test_a_leg_from_angles_and_a_leg_to_its_ankle_are_the_same(
    flexion: float, abduction: float, rotation: float, bend: float, side: str
) -> None:
    bent = leg_from_angles(vec(0, 0, 90), np.eye(3), side, (flexion, abduction, rotation, bend))
    placed = leg_to(vec(0, 0, 90), bent.end, bent.middle - (vec(0, 0, 90) + bent.end) / 2)
    assert np.allclose(placed.middle, bent.middle, atol=1e-6)
    assert np.allclose(placed.near, bent.near, atol=1e-5)
    assert np.allclose(placed.far, bent.far, atol=1e-5)


@settings(deadline=None, max_examples=60)
@given(st.floats(-40, 150), st.floats(0, 80), st.floats(-60, 60), st.floats(8, 140), st.sampled_from("lr"))
def test_an_arm_from_angles_and_an_arm_to_its_wrist_are_the_same(
    flexion: float, abduction: float, rotation: float, bend: float, side: str
) -> None:
    bent = arm_from_angles(vec(0, 17, 140), np.eye(3), side, (flexion, abduction, rotation, bend))
    placed = arm_to(vec(0, 17, 140), bent.end, bent.middle - (vec(0, 17, 140) + bent.end) / 2)
    assert np.allclose(placed.near, bent.near, atol=1e-5)
    assert np.allclose(placed.far, bent.far, atol=1e-5)


@pytest.mark.parametrize(
    ("angles", "direction"),
    [
        ((0, 0, 0, 0), (0, 0, -1)),
        ((90, 0, 0, 0), (1, 0, 0)),
        ((-30, 0, 0, 0), (-0.5, 0, -math.sqrt(0.75))),
        ((0, 90, 0, 0), (0, 1, 0)),
        ((90, 90, 0, 0), (0, 1, 0)),
        ((0, 0, 60, 0), (0, 0, -1)),
    ],
)
def test_angles_have_their_clinical_meaning(
    angles: tuple[float, float, float, float], direction: tuple[float, float, float]
) -> None:
    limb = leg_from_angles(vec(0, 0, 0), np.eye(3), "l", angles)
    assert np.allclose(unit(limb.middle), direction, atol=1e-9)


def test_knees_bend_back_and_elbows_forward() -> None:
    assert leg_from_angles(vec(0, 0, 0), np.eye(3), "r", (0, 0, 0, 90)).end[0] < -40
    assert arm_from_angles(vec(0, 0, 0), np.eye(3), "r", (0, 0, 0, 90)).end[0] > 24


def test_rotations_turn_as_documented() -> None:
    assert np.allclose(rot_x(90) @ vec(0, 1, 0), vec(0, 0, 1))
    assert np.allclose(rot_y(90) @ vec(0, 0, 1), vec(1, 0, 0))
    assert np.allclose(rot_z(90) @ vec(1, 0, 0), vec(0, 1, 0))
    assert np.allclose(turned(vec(1, 0, 0), vec(0, 0, 1), 90), vec(0, 1, 0))


def test_a_frame_is_a_rotation() -> None:
    turn = frame(vec(0.3, 0.2, 1), vec(1, 0.5, 0))
    assert np.allclose(turn @ turn.T, np.eye(3))
    assert math.isclose(float(np.linalg.det(turn)), 1)
