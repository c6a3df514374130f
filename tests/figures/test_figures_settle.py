from __future__ import annotations

from typing import Any

from pose_samples import posed

from clinicpress.content.models.figure import Figure
from clinicpress.figures.pose.settle import Settled, settle


def poses(*written: dict[str, Any]) -> tuple[Settled, ...]:
    return settle(Figure.model_validate(posed(*written, props=["chair"])))


def test_what_is_not_written_stays() -> None:
    first, second = poses({"base": "stand", "spine": "10", "neck": "5"}, {"neck": {"rot": "20"}})
    assert second.spine == first.spine
    assert (second.neck.flex, second.neck.rot) == (5, 20)


def test_both_comes_before_one_side_in_each_frame() -> None:
    first, second = poses(
        {"base": "stand", "legs": {"both": {"knee": "10"}, "left": {"knee": "30"}}},
        {"legs": {"both": {"knee": "5"}}},
    )
    assert (first.legs["l"].knee, first.legs["r"].knee) == (30, 10)
    assert (second.legs["l"].knee, second.legs["r"].knee) == (5, 5)


def test_a_hip_angle_ends_an_inherited_place_of_the_foot() -> None:
    _, second = poses(
        {"base": "supine", "legs": {"both": {"knee": "90", "foot": "floor"}}},
        {"legs": {"left": {"hip": "120"}}},
    )
    assert second.legs["l"].foot is not None
    assert second.legs["r"].foot is not None
    assert (second.legs["l"].foot.how, second.legs["r"].foot.how) == ("free", "floor")


def test_a_knee_angle_alone_keeps_the_foot_on_the_floor() -> None:
    _, second = poses(
        {"base": "supine", "legs": {"both": {"knee": "90", "foot": "floor"}}},
        {"legs": {"left": {"knee": "40"}}},
    )
    assert second.legs["l"].foot is not None
    assert second.legs["l"].foot.how == "floor"


def test_a_level_foot_stays_level_when_the_hip_bends() -> None:
    _, second = poses(
        {"base": "stand", "legs": {"both": {"knee": "0", "foot": "flat"}}}, {"legs": {"both": {"hip": "20"}}}
    )
    assert second.legs["l"].foot is not None
    assert second.legs["l"].foot.how == "flat"


def test_an_arm_angle_frees_the_hand_but_a_grip_does_not() -> None:
    hand = {"hand": {"at": ["30", "20", "100"]}}
    _, second, third = poses(
        {"base": "stand", "arms": {"both": hand}},
        {"arms": {"both": {"grip": "fist"}}},
        {"arms": {"left": {"elbow": "30"}}},
    )
    assert second.arms["l"].hand is not None
    assert second.arms["l"].hand.how == "at"
    assert third.arms["l"].hand is not None
    assert third.arms["l"].hand.how == "free"


def test_a_hand_is_replaced_as_a_whole() -> None:
    _, second = poses(
        {"base": "stand", "arms": {"left": {"hand": {"flat": "chair", "at": ["4", "20", "44"]}}}},
        {"arms": {"left": {"hand": {"at": ["30", "20", "100"]}}}},
    )
    assert second.arms["l"].hand is not None
    assert second.arms["l"].hand.flat is None


def test_another_posture_forgets_what_the_pelvis_rested_on() -> None:
    _, second = poses({"base": "sit", "pelvis": {"rest": "chair", "tilt": "10"}}, {"base": "stand"})
    assert second.pelvis.rest is None
    assert second.pelvis.tilt is None


def test_null_takes_a_value_back() -> None:
    _, second = poses(
        {"base": "stand", "pelvis": {"height": "60"}, "stance": "left"},
        {"pelvis": {"height": None}, "stance": None},
    )
    assert second.pelvis.height is None
    assert second.stance is None
