from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pose_samples import EVERY, NAMES, complaints, figure, posed, sample

from clinicpress.content.models.figure import Figure
from clinicpress.figures.pose.posing import bodies
from clinicpress.figures.truth.support import joint_angles
from clinicpress.figures.truth.verdict import check

STAND = {"base": "stand", "legs": {"both": {"hip": "0", "knee": "2", "foot": "flat"}}}
SIT = {"base": "sit", "legs": {"both": {"knee": "90", "foot": "floor"}}}
ANGLES = {"base": "stand", "stance": "left", "legs": {"left": {"foot": "flat"}}}


@pytest.mark.parametrize("mirror", [False, True], ids=["as drawn", "mirrored"])
@pytest.mark.parametrize("path", EVERY, ids=NAMES)
def test_every_figure_is_true_on_both_sides(path: Path, mirror: bool) -> None:
    assert check(figure(path, mirror=mirror)) == ()


def said(data: dict[str, Any], text: str) -> bool:
    return any(text in complaint for complaint in complaints(data))


@pytest.mark.parametrize(
    ("pose", "props", "text"),
    [
        (STAND | {"arms": {"left": {"hand": {"at": ["150", "0", "100"]}}}}, [], "the left hand is"),
        (STAND | {"arms": {"left": {"shoulder": "-70"}}}, [], "left arm behind the trunk is 70"),
        (STAND | {"arms": {"left": {"rot": "-90", "abd": "-50", "elbow": "100"}}}, [], "goes through"),
        (STAND | {"arms": {"right": {"shoulder": "0", "elbow": "155"}}}, [], "right elbow is 155"),
        (STAND | {"neck": {"flex": "40", "rot": "85", "side": "40"}}, [], "neck"),
        (SIT | {"pelvis": {"tilt": "65"}}, ["chair"], "left thigh to trunk is 149"),
        (ANGLES | {"legs": {"left": {"foot": "flat"}, "right": {"hip": "-40"}}}, [], "right hip is -40"),
        (
            ANGLES | {"legs": {"left": {"foot": "flat"}, "right": {"hip": "60", "knee": "90", "rot": "80"}}},
            [],
            "right hip rotation is 80",
        ),
        ({"base": "supine", "legs": {"both": {"hip": "-25"}}}, [], "under the floor"),
        ({"base": "prone", "arms": {"left": {"shoulder": "60"}}}, [], "the left forearm is"),
        ({"base": "prone", "neck": "40"}, [], "the head is"),
        (SIT | {"pelvis": {"at": ["40", "0"]}}, ["chair"], "the body sits beside the chair"),
        (SIT | {"pelvis": {"at": ["-30", "0"]}}, ["chair"], "goes through the chair"),
        (
            STAND | {"arms": {"left": {"shoulder": "90"}}},
            [{"kind": "wall", "at": ["30", "0"]}],
            "the left forearm goes through the wall",
        ),
        (
            ANGLES
            | {
                "legs": {
                    "left": {"foot": "flat"},
                    "right": {"foot": {"at": ["25", "-9", "0"], "rest": "step"}},
                }
            },
            [{"kind": "step", "at": ["60", "-9"]}],
            "the right foot is beside the step",
        ),
        (
            ANGLES
            | {"legs": {"left": {"foot": "flat"}, "right": {"hip": "40", "knee": "60", "foot": "flat"}}},
            [],
            "the sole of the right foot is",
        ),
        (
            STAND | {"arms": {"left": {"hand": {"flat": "counter", "at": ["12", "44", "92"]}}}},
            [{"kind": "counter", "at": ["10", "0"]}],
            "the left palm is beside the counter",
        ),
        (
            {"base": "stand", "pelvis": {"height": "120"}, "legs": {"both": {"foot": "flat"}}},
            [],
            "sole of the left foot is",
        ),
        (STAND | {"legs": {"both": {"foot": "flat", "abd": "-8"}}}, [], "goes through"),
    ],
)
def test_an_untrue_pose_is_told(pose: dict[str, Any], props: list[Any], text: str) -> None:
    found = complaints(posed(pose, props=props))
    assert any(text in complaint for complaint in found), found
    assert all(complaint.startswith("frame 1: ") for complaint in found)


def test_a_true_pose_is_not_complained_about() -> None:
    assert complaints(posed(STAND)) == ()
    assert (
        complaints(posed(SIT | {"arms": {"both": {"shoulder": "35", "elbow": "40"}}}, props=["chair"])) == ()
    )


def test_a_floating_body_is_told() -> None:
    data = sample("bridge")
    data["frames"][1]["pose"]["pelvis"] |= {"contact": "pelvis"}
    assert said(data, "under the floor") or said(data, "cm from the place")


def test_a_foot_that_slides_is_told_unless_an_arrow_shows_it() -> None:
    data = posed(STAND, {"pelvis": {"at": ["20", "0"]}})
    assert said(data, "frame 2: the left foot slides 20.0 cm")
    data["frames"][1]["arrows"] = ["left ankle", "right ankle"]
    assert not said(data, "slides")


def test_a_kept_hand_that_cannot_stay_is_told() -> None:
    data = sample("wall-push-up")
    data["frames"][1]["pose"]["pelvis"] = {"tilt": "-30"}
    assert said(data, "should keep its place")


def test_an_arrow_must_follow_what_moves() -> None:
    data = sample("bridge")
    data["frames"][1]["arrows"] = ["right ankle"]
    assert said(data, "frame 2: an arrow follows the right ankle, which moves by 0.0 cm only")


def test_an_arrow_may_look_back_further() -> None:
    data = sample("bridge")
    data["frames"].append({"caption": "Hold", "alt": "The hips stay up.", "arrows": ["pelvis"]})
    assert said(data, "frame 3: an arrow follows the pelvis")
    data["frames"][2]["arrows"] = [{"follow": "pelvis", "since": "1"}]
    assert complaints(data) == ()


@pytest.mark.parametrize(
    ("name", "muscle"),
    [("knee-extension", "left quadriceps"), ("hip-abduction", "right hip"), ("dead-bug", "left hip-flexor")],
)
def test_a_highlight_must_be_on_the_side_that_moves(name: str, muscle: str) -> None:
    data = sample(name)
    data["frames"][1]["highlight"] = [muscle]
    side, other = muscle.split(maxsplit=1)[0], "left" if muscle.startswith("right") else "right"
    assert said(data, f"the {side} {muscle.split()[1]} is highlighted, but the {other} side moves")


def test_an_arm_muscle_is_judged_by_the_arm() -> None:
    data = posed(STAND, {"arms": {"left": {"shoulder": "90"}}})
    data["frames"][1]["highlight"] = ["right shoulder"]
    assert said(data, "the right shoulder is highlighted, but the left side moves")
    data["frames"][1]["highlight"] = ["left shoulder"]
    assert complaints(data) == ()


def test_angles_are_measured_as_they_are_written() -> None:
    leg = {"hip": "40", "rot": "20", "knee": "50", "ankle": "10"}
    arm = {"shoulder": "35", "elbow": "60", "turn": "80", "wrist": "20"}
    pose = {
        "base": "stand",
        "stance": "left",
        "spine": {"flex": "20"},
        "neck": {"rot": "30"},
        "legs": {"left": {"foot": "flat"}, "right": leg},
        "arms": {"right": arm},
    }
    found = joint_angles(bodies(Figure.model_validate(posed(pose)))[0])
    expected = {
        "right hip": 40,
        "right hip abduction": 0,
        "right hip rotation": 20,
        "right knee": 50,
        "right ankle": 10,
        "right elbow": 60,
        "right wrist": 20,
        "right forearm turned in": 80,
        "right arm across the chest": 0,
        "spine": 20,
        "neck rotation": 30,
    }
    for name, value in expected.items():
        # the neck turns about its own axis, which leans forward
        slack = 1.0 if name.startswith("neck") else 0.01
        assert abs(found[name] - value) < slack, (name, found[name])
