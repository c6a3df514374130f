from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from pose_samples import last_body, posed

from clinicpress.content.models.figure import Figure
from clinicpress.figures.pose import anthropometry as size
from clinicpress.figures.pose.contacts import lowest_of_trunk
from clinicpress.figures.pose.legs import lowest_of
from clinicpress.figures.pose.posing import attempt, bodies
from clinicpress.figures.pose.vectors import angle, length
from clinicpress.figures.truth.support import joint_angles
from clinicpress.problems import ContentError

STEP = {"kind": "step", "at": ["60", "-9"], "height": "20", "size": ["40", "40"]}
FLAT_HAND = {"flat": "floor", "at": {"rel": "shoulder", "by": ["2", "0", "0"]}}


def faults(data: dict[str, Any]) -> list[str]:
    return [problem.message for problem in attempt(Figure.model_validate(data))[1]]


def test_a_standing_body_is_as_tall_as_it_should_be() -> None:
    body = last_body(posed({"base": "stand", "legs": {"both": {"knee": "0", "foot": "flat"}}}))
    crown = body.points["skull"][2] + 13.2 + 9.0
    assert math.isclose(crown, size.STATURE, abs_tol=6)
    for side in "lr":
        assert math.isclose(float(lowest_of(body.points, body.bones, side)[2]), 0, abs_tol=1e-9)


@pytest.mark.parametrize("base", ["supine", "prone", "side-left", "side-right"])
def test_a_lying_body_lies_on_the_floor(base: str) -> None:
    body = last_body(posed({"base": base}))
    assert math.isclose(lowest_of_trunk(body.slices, "trunk"), 0, abs_tol=1e-9)


def test_a_body_lies_on_a_table() -> None:
    table = {"kind": "table", "at": ["0", "0"], "height": "70"}
    body = last_body(posed({"base": "supine", "pelvis": {"rest": "table"}}, props=[table]))
    assert math.isclose(lowest_of_trunk(body.slices, "trunk"), 70, abs_tol=1e-9)


def test_sitting_takes_the_only_seat() -> None:
    pose = {"base": "sit", "legs": {"both": {"knee": "90", "foot": "floor"}}}
    body = last_body(posed(pose, props=[{"kind": "chair", "height": "46"}]))
    assert math.isclose(body.points["l_hip"][2], 46 + size.SEATED_HIP)
    assert math.isclose(float(lowest_of(body.points, body.bones, "l")[2]), 0, abs_tol=1e-9)
    assert math.isclose(joint_angles(body)["left knee"], 90, abs_tol=1e-6)


def test_without_a_seat_one_sits_on_the_floor() -> None:
    assert math.isclose(last_body(posed({"base": "sit"})).points["l_hip"][2], size.SEATED_HIP)


def test_hands_and_knees_need_no_angles() -> None:
    pose = {
        "base": "quad",
        "pelvis": {"tilt": "-15"},
        "legs": {"both": {"foot": "floor"}},
        "arms": {"both": {"hand": FLAT_HAND}},
    }
    body = last_body(posed(pose))
    for side in "lr":
        hip, knee = body.points[f"{side}_hip"], body.points[f"{side}_knee"]
        assert np.allclose((hip - knee)[:2], 0, atol=1e-9)
        assert math.isclose(knee[2], size.KNEELING_KNEE)
        assert abs(float(lowest_of(body.points, body.bones, side)[2])) < 0.05
        assert math.isclose(body.points[f"{side}_palm"][2], size.FLAT_WRIST, abs_tol=1e-9)


def test_a_kneeling_knee_is_kept_while_the_hips_move() -> None:
    data = posed(
        {"base": "kneel", "legs": {"both": {"foot": "floor"}}},
        {"pelvis": {"at": ["15", "0"]}, "legs": {"both": {"foot": "keep"}}},
    )
    first, second = bodies(Figure.model_validate(data))
    for name in ("knee", "ankle", "toe"):
        assert np.allclose(first.points[f"r_{name}"], second.points[f"r_{name}"])
    assert math.isclose(length(second.points["r_hip"] - second.points["r_knee"]), size.THIGH, abs_tol=1e-9)
    assert second.points["pelvis"][2] < first.points["pelvis"][2]


def test_a_heel_rests_on_a_step_with_the_knee_as_bent_as_written() -> None:
    pose = {
        "base": "stand",
        "stance": "left",
        "legs": {
            "left": {"knee": "2", "foot": "flat"},
            "right": {"knee": "3", "foot": {"rest": "step", "sole": "heel"}},
        },
    }
    body = last_body(posed(pose, props=[STEP]))
    low = lowest_of(body.points, body.bones, "r")
    assert math.isclose(float(low[2]), 20, abs_tol=0.05)
    assert abs(low[0] - body.points["r_heel"][0]) < 4
    assert math.isclose(joint_angles(body)["right knee"], 3, abs_tol=0.3)


def test_a_heel_goes_to_its_place() -> None:
    pose = {
        "base": "stand",
        "stance": "left",
        "legs": {
            "left": {"knee": "2", "foot": "flat"},
            "right": {"foot": {"at": ["55", "-9", "0"], "rest": "step", "sole": "heel"}},
        },
    }
    body = last_body(posed(pose, props=[STEP]))
    assert np.allclose(lowest_of(body.points, body.bones, "r"), [55, -9, 20], atol=0.05)


def test_on_the_toes_the_ball_is_in_its_place() -> None:
    pose = {
        "base": "stand",
        "stance": "left",
        "legs": {
            "left": {"knee": "20", "hip": "20", "foot": "flat"},
            "right": {"foot": {"at": ["-22", "-9", "0"], "sole": "toes"}},
        },
    }
    body = last_body(posed(pose))
    assert np.allclose(body.points["r_ball"], [-22, -9, 0], atol=0.05)
    assert body.points["r_heel"][2] > 5


def test_a_raised_heel_lifts_the_body_about_the_ball() -> None:
    legs = {"both": {"hip": "0", "knee": "2", "foot": "flat"}}
    data = posed(
        {"base": "stand", "legs": legs}, {"anchor": "left ball", "legs": {"both": {"heel_raise": "40"}}}
    )
    first, second = bodies(Figure.model_validate(data))
    assert second.points["pelvis"][2] > first.points["pelvis"][2] + 4
    assert np.allclose(first.points["l_ball"], second.points["l_ball"], atol=0.5)


def test_bent_knees_lower_a_body_over_kept_feet() -> None:
    data = posed(
        {"base": "stand", "legs": {"both": {"hip": "0", "knee": "2", "foot": "flat"}}},
        {"pelvis": {"at": ["-15", "0"], "tilt": "30"}, "legs": {"both": {"foot": "keep", "knee": "70"}}},
    )
    first, second = bodies(Figure.model_validate(data))
    assert math.isclose(joint_angles(second)["left knee"], 70, abs_tol=1e-6)
    assert np.allclose(first.points["l_toe"], second.points["l_toe"])
    assert second.points["pelvis"][2] < first.points["pelvis"][2] - 10


def test_an_anchor_holds_a_point_of_the_trunk() -> None:
    data = posed({"base": "supine"}, {"pelvis": {"tilt": "-25", "contact": "shoulders"}, "anchor": "chest"})
    first, second = bodies(Figure.model_validate(data))
    assert np.allclose(first.points["chest"][:2], second.points["chest"][:2])
    assert math.isclose(lowest_of_trunk(second.slices, "shoulders"), 0, abs_tol=1e-9)


def test_palms_lie_flat_on_a_wall_with_the_fingers_up() -> None:
    hand = {"flat": "wall", "at": {"rel": "shoulder", "by": ["0", "3", "-5"]}}
    wall = {"kind": "wall", "at": ["50", "0"]}
    body = last_body(posed({"base": "stand", "arms": {"both": {"hand": hand}}}, props=[wall]))
    for side in "lr":
        assert math.isclose(body.points[f"{side}_palm"][0], 50 - size.FLAT_WRIST, abs_tol=1e-6)
        assert body.points[f"{side}_fingers"][2] > body.points[f"{side}_wrist"][2] + 15
        assert np.allclose(body.bones[f"{side}_hand"][:, 0], [1, 0, 0])


def test_a_palm_lies_on_skin_and_says_so() -> None:
    pose = {
        "base": "sit",
        "arms": {"right": {"hand": {"at": {"bone": "right thigh", "t": "0.6", "toward": "up"}}}},
        "legs": {"both": {"knee": "90", "foot": "floor"}},
    }
    body = last_body(posed(pose, props=["chair"]))
    (touch,) = body.touches
    assert (touch.hand, touch.bone) == ("r_hand", "r_thigh")
    assert angle(touch.normal, np.array([0, 0, 1.0])) < 25
    assert angle(-body.bones["r_hand"][:, 0], touch.normal) < 60
    thigh = body.points["r_knee"] - body.points["r_hip"]
    off = np.linalg.norm(np.cross(body.points["r_palm"] - body.points["r_hip"], thigh)) / length(thigh)
    assert 7 < off < 11


def test_fingers_on_skin_point_where_they_should() -> None:
    hand = {"at": {"bone": "chest", "t": "0.4", "toward": "front"}, "fingers": "right"}
    body = last_body(posed({"base": "stand", "arms": {"left": {"hand": hand}}}))
    assert -body.bones["l_hand"][1, 2] < -0.9


@pytest.mark.parametrize(
    ("target", "point"),
    [
        ({"bone": "head", "toward": "back"}, "head"),
        ({"bone": "pelvis", "t": "0.6", "toward": "left"}, "pelvis"),
        ({"bone": "neck", "toward": "back"}, "skull"),
    ],
)
def test_hands_reach_head_and_pelvis(target: dict[str, str], point: str) -> None:
    body = last_body(posed({"base": "stand", "arms": {"left": {"hand": {"at": target}}}}))
    assert length(body.points["l_palm"] - body.points[point]) < 24


def test_a_kept_hand_stays_where_it_was() -> None:
    data = posed(
        {
            "base": "prone",
            "arms": {"both": {"hand": {"flat": "floor", "at": {"rel": "shoulder", "by": ["15", "9", "0"]}}}},
        },
        {"pelvis": {"contact": "pelvis"}, "spine": "-30", "arms": {"both": {"hand": "keep"}}},
    )
    first, second = bodies(Figure.model_validate(data))
    for name in ("wrist", "palm", "fingers"):
        assert np.allclose(first.points[f"l_{name}"], second.points[f"l_{name}"], atol=0.05)


def test_a_forearm_lies_on_the_floor_with_the_elbow_near_the_shoulder() -> None:
    pose = {
        "base": "prone",
        "pelvis": {"contact": "pelvis"},
        "spine": "-40",
        "arms": {"both": {"hand": {"forearm": "floor"}}},
    }
    body = last_body(posed(pose))
    for side in "lr":
        elbow, wrist = body.points[f"{side}_elbow"], body.points[f"{side}_wrist"]
        assert math.isclose(elbow[2], size.LYING_ELBOW, abs_tol=1e-9)
        assert math.isclose(wrist[2], size.FLAT_WRIST, abs_tol=1e-9)
        assert math.isclose(length(elbow - body.points[f"{side}_shoulder"]), size.UPPER_ARM, abs_tol=1e-9)
        assert math.isclose(length(elbow - wrist), size.FOREARM, abs_tol=1e-9)
        assert wrist[0] < elbow[0] - 20
    high = posed(pose | {"spine": "-70", "pelvis": {"contact": "pelvis", "tilt": "-30"}})
    assert any("the elbow ends" in fault for fault in faults(high))


def test_knees_roll_over_kept_feet_when_the_pelvis_turns() -> None:
    data = posed(
        {"base": "supine", "legs": {"both": {"knee": "100", "foot": "floor"}}},
        {"pelvis": {"turn": "-35"}, "spine": {"rot": "35"}, "legs": {"both": {"foot": "keep"}}},
    )
    first, second = bodies(Figure.model_validate(data))
    for side in "lr":
        assert second.points[f"{side}_knee"][1] < first.points[f"{side}_knee"][1] - 10
        assert np.allclose(first.points[f"{side}_toe"], second.points[f"{side}_toe"])
    assert np.allclose(first.bones["chest"], second.bones["chest"], atol=0.12)


def test_out_leads_away_from_the_middle_for_both_arms() -> None:
    hand = {"at": {"rel": "shoulder", "by": ["20", "10", "-20"]}}
    for base in ("stand", "prone", "supine"):
        body = last_body(posed({"base": base, "arms": {"both": {"hand": hand}}}))
        width = length(body.points["l_shoulder"] - body.points["r_shoulder"])
        assert length(body.points["l_palm"] - body.points["r_palm"]) > width + 15


def test_a_leg_on_the_other_leg_is_placed_after_it() -> None:
    for mine, other in (("left", "right"), ("right", "left")):
        pose = {
            "base": "sit",
            "legs": {
                other: {"knee": "88", "foot": "floor"},
                mine: {
                    "foot": {"at": {"bone": f"{other} thigh", "t": "0.9", "lift": "4"}},
                    "knee_to": "out-out-up",
                },
            },
        }
        body = last_body(posed(pose, props=["chair"]))
        knee = body.points[f"{other[0]}_knee"]
        assert length(body.points[f"{mine[0]}_ankle"] - knee) < 14


def test_a_hand_on_the_other_arm_is_placed_after_it() -> None:
    arms = {
        "left": {"hand": {"at": {"bone": "right forearm"}}},
        "right": {"shoulder": "50", "elbow": "80", "abd": "-20"},
    }
    body = last_body(posed({"base": "stand", "arms": arms}))
    middle = (body.points["r_elbow"] + body.points["r_wrist"]) / 2
    assert length(body.points["l_palm"] - middle) < 8


@pytest.mark.parametrize(
    ("pose", "props", "message"),
    [
        (
            {"base": "stand", "arms": {"left": {"hand": {"at": ["120", "0", "100"]}}}},
            [],
            "frame 1: the left hand is",
        ),
        (
            {"base": "stand", "legs": {"right": {"foot": {"at": ["90", "-9", "0"], "sole": "flat"}}}},
            [],
            "frame 1: the right foot is",
        ),
        (
            {
                "base": "sit",
                "legs": {"left": {"knee": "20", "foot": "floor"}, "right": {"knee": "150", "foot": "floor"}},
            },
            ["chair"],
            "frame 1: the right foot has no place: bent by 150 degrees",
        ),
        (
            {"base": "stand", "arms": {"left": {"hand": {"at": {"prop": "band"}}}}},
            [{"kind": "band", "around": "thighs"}],
            "frame 1: the left hand has no place: band does not stand anywhere",
        ),
        (
            {
                "base": "stand",
                "legs": {
                    "left": {"foot": {"at": {"rel": "right ankle"}}},
                    "right": {"foot": {"at": {"rel": "left ankle"}}},
                },
            },
            [],
            "is not placed yet",
        ),
        (
            {"base": "sit", "legs": {"left": {"knee": "90", "foot": {"rest": "wall"}}}},
            ["chair", {"kind": "wall", "at": ["60", "0"]}],
            "a foot cannot stand on wall",
        ),
        (
            {"base": "sit", "pelvis": {"rest": "wall"}},
            [{"kind": "wall", "at": ["60", "0"]}],
            "nothing can rest on wall",
        ),
        ({"base": "stand"}, [{"kind": "band"}], "the band has no place: write between or around"),
        ({"base": "stand"}, [{"kind": "ball"}], "the ball has no place: write at, between or under"),
        (
            {"base": "stand", "arms": {"left": {"hand": {"flat": "band", "at": ["30", "20", "90"]}}}},
            [{"kind": "band", "around": "thighs"}],
            "a hand cannot lie on band",
        ),
    ],
)
def test_what_a_body_cannot_do_is_a_problem(pose: dict[str, Any], props: list[Any], message: str) -> None:
    data = posed(pose, props=props)
    assert any(message in fault for fault in faults(data)), faults(data)
    with pytest.raises(ContentError) as caught:
        bodies(Figure.model_validate(data))
    assert all(problem.hint for problem in caught.value.problems)


def test_all_problems_of_all_frames_come_at_once() -> None:
    far = {"hand": {"at": ["150", "0", "100"]}}
    data = posed({"base": "stand", "arms": {"both": far}}, {"spine": "10"})
    assert [fault[:22] for fault in faults(data)] == [
        "frame 1: the left hand",
        "frame 1: the right han",
        "frame 2: the left hand",
        "frame 2: the right han",
    ]


def test_props_have_their_places() -> None:
    data = posed(
        {"base": "stand", "arms": {"both": {"shoulder": "60"}}},
        {"arms": {"both": {"shoulder": "90"}}},
        props=[
            {"kind": "chair", "at": ["50", "10"], "facing": "left"},
            {"kind": "counter", "at": ["30", "0"], "size": ["40", "60"]},
            {"kind": "band", "between": ["left palm", "right palm"]},
            {"kind": "band", "name": "loop", "around": "thighs"},
            {"kind": "dumbbell", "hand": "both"},
            {"kind": "stick", "length": "100"},
            {"kind": "ball", "between": ["left knee", "right knee"], "radius": "10"},
            {"kind": "roll", "under": "left knee"},
            {"kind": "pillow", "under": "head"},
            {"kind": "wall", "at": ["-20", "0"]},
        ],
    )
    first, second = bodies(Figure.model_validate(data))
    props = second.props
    assert props["chair"].turn == 90
    assert np.allclose(props["counter"].at, [50, 0, 92])
    assert np.allclose(props["band"].path[0], second.points["l_palm"])
    assert len(props["loop"].path) == 2
    assert np.allclose(props["dumbbell"].path[1], second.points["r_palm"])
    assert math.isclose(length(props["stick"].path[0] - props["stick"].path[1]), 100)
    assert np.allclose(props["ball"].at, (second.points["l_knee"] + second.points["r_knee"]) / 2)
    assert np.allclose(props["roll"].at, [first.points["l_knee"][0], first.points["l_knee"][1], 7])
    assert np.allclose(props["pillow"].at[:2], first.points["head"][:2])
    assert props["wall"].turn == 0


def test_a_squeeze_of_the_shoulder_blades_moves_the_shoulders_back() -> None:
    rest = last_body(posed({"base": "stand"}))
    squeezed = last_body(posed({"base": "stand", "arms": {"both": {"reach": "-4", "shrug": "2"}}}))
    moved = squeezed.points["l_shoulder"] - rest.points["l_shoulder"]
    assert np.allclose(moved, [-4, 1.2, 2])


def test_a_chin_tuck_draws_the_head_back_and_keeps_it_level() -> None:
    rest = last_body(posed({"base": "stand"}))
    tucked = last_body(posed({"base": "stand", "neck": {"tuck": "20"}}))
    assert tucked.points["nose"][0] < rest.points["nose"][0] - 1.5
    assert np.allclose(tucked.bones["head"], rest.bones["head"])


def test_the_same_figure_gives_the_same_bodies() -> None:
    data = posed({"base": "stand", "arms": {"both": {"hand": {"at": {"bone": "pelvis", "toward": "front"}}}}})
    first, second = last_body(data), last_body(data)
    assert all(np.array_equal(first.points[name], second.points[name]) for name in first.points)
