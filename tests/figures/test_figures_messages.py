"""What is said of a pose that cannot be drawn: in the writer's words, with a hint."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from pose_samples import complaints, posed, sample
from pydantic import ValidationError

from clinicpress.content.models.figure import Figure
from clinicpress.figures.drawing.compiling import compile_figure
from clinicpress.figures.pose.arms import skin_hint
from clinicpress.figures.pose.posing import attempt, bodies
from clinicpress.figures.pose.settle import settle
from clinicpress.figures.truth.verdict import check, problems
from clinicpress.problems import ContentError, Problem

STAND: dict[str, Any] = {"base": "stand", "legs": {"both": {"knee": "2", "foot": "flat"}}}
SEATED: dict[str, Any] = {
    "base": "sit",
    "legs": {"both": {"knee": "90", "foot": "floor"}},
    "arms": {"both": {"shoulder": "35", "elbow": "40"}},
}
NOT_HIGH = "frame 2: nothing says how high the body is"


def found(data: dict[str, Any]) -> tuple[Problem, ...]:
    return problems(Figure.model_validate(data))


def drawing(data: dict[str, Any]) -> Problem:
    """The one problem that keeps a figure from being drawn."""
    with pytest.raises(ContentError) as caught:
        compile_figure(Figure.model_validate(data))
    (problem,) = caught.value.problems
    return problem


def test_a_crop_that_leaves_nothing_is_a_problem() -> None:
    for props in ([], ["mat"]):
        data = posed({"base": "supine"}, props=props, crop={"at": "right knee", "above": "60"})
        problem = drawing(data)
        assert problem.message == "crop cuts the whole body away in frame 1"
        assert "above" in problem.hint
        assert problem.message in complaints(data)


def test_a_crop_that_leaves_the_body_is_none() -> None:
    data = posed(STAND, crop={"at": "right knee", "above": "12"})
    assert complaints(data) == ()
    assert compile_figure(Figure.model_validate(data)).frames


@pytest.mark.parametrize("base", ["quad", "kneel"])
def test_a_body_kneels_when_nothing_is_said_of_its_legs(base: str) -> None:
    bare = posed({"base": base})
    floor = posed({"base": base, "legs": {"both": {"foot": "floor"}}})
    (body,), (wanted,) = (bodies(Figure.model_validate(data)) for data in (bare, floor))
    assert all((body.points[name] == wanted.points[name]).all() for name in wanted.points)
    assert complaints(bare) == ()


def test_a_leg_that_says_something_does_not_kneel_by_itself() -> None:
    (pose,) = settle(Figure.model_validate(posed({"base": "quad", "legs": {"left": {"hip": "60"}}})))
    left, right = pose.legs["l"].foot, pose.legs["r"].foot
    assert left is None
    assert right is not None
    assert right.how == "floor"


def test_knees_that_kneel_by_themselves_can_be_kept() -> None:
    data = posed({"base": "kneel"}, {"pelvis": {"at": ["8", "0"]}, "legs": {"both": {"foot": "keep"}}})
    assert complaints(data) == ()


def test_another_base_forgets_what_the_pelvis_rested_on() -> None:
    chair = SEATED | {"pelvis": {"rest": "chair", "tilt": "10"}}
    legs = {"both": {"hip": "0", "knee": "2", "foot": "flat"}}
    data = posed(chair, {"base": "stand", "anchor": "left ankle", "legs": legs}, props=["chair"])
    assert settle(Figure.model_validate(data))[1].pelvis.model_fields_set == set()
    assert complaints(data) == ()


@pytest.mark.parametrize("rest", [{}, {"pelvis": {"rest": "chair"}}], ids=["only seat", "written seat"])
def test_a_seated_body_does_not_stay_seated_in_the_air(rest: dict[str, Any]) -> None:
    data = posed(SEATED | rest, {"base": "stand"}, props=["chair"])
    assert any(text.startswith(NOT_HIGH) for text in complaints(data))
    assert sum("nothing supports the body" in text for text in complaints(data)) == 1
    kept = posed(SEATED | rest, {"base": "stand", "legs": {"both": {"foot": "keep"}}}, props=["chair"])
    assert any("frame 2: nothing supports the body: its weight is" in text for text in complaints(kept))


def test_a_squat_and_a_lean_on_a_chair_are_balanced() -> None:
    for name in ("squat", "calf-stretch", "wall-push-up", "step-up"):
        assert complaints(sample(name)) == ()


def test_an_anchor_that_is_kept_already_is_told_so() -> None:
    kept = {"anchor": "left ankle", "legs": {"both": {"foot": "keep", "knee": "20"}}}
    (fault,) = attempt(Figure.model_validate(posed(STAND, kept)))[1]
    assert "cannot be the anchor" in fault.message
    assert "take anchor away" in fault.hint
    assert "nearer" not in fault.hint


def test_an_anchor_on_a_foot_that_follows_the_hip_is_told_to_keep_it() -> None:
    (fault,) = attempt(Figure.model_validate(posed(SEATED, {"anchor": "left ankle"}, props=["chair"])))[1]
    assert "write foot: keep for the left leg" in fault.hint


@pytest.mark.parametrize(
    ("point", "bone"),
    [
        ("right shoulder", "{bone: right upper arm, t: 0"),
        ("left knee", "{bone: left thigh, t: 1"),
        ("chest", "{bone: chest, t: 0.5"),
    ],
)
def test_a_hand_at_a_joint_is_told_to_lie_on_the_skin(point: str, bone: str) -> None:
    data = posed(SEATED | {"arms": {"left": {"hand": {"at": point}}}}, props=["chair"])
    hints = [one.hint for one in found(data) if "the left hand" in one.message]
    assert hints
    assert all(bone in hint for hint in hints)


@pytest.mark.parametrize(
    "point", ["right shoulder", "right elbow", "left shoulder", "left knee", "chest", "head"]
)
def test_what_the_hint_for_a_hand_says_can_be_drawn(point: str) -> None:
    (pose,) = settle(at_point(point))
    written = re.search(r"hand: (\{.*\})", skin_hint(pose.arms["l"], "l"))
    assert written
    hand = yaml.load(written[1], yaml.BaseLoader)
    data = posed(SEATED | {"arms": {"both": SEATED["arms"]["both"], "left": {"hand": hand}}}, props=["chair"])
    assert attempt(Figure.model_validate(data))[1] == ()


def test_a_hand_is_not_sent_to_its_own_arm() -> None:
    (pose,) = settle(at_point("left elbow"))
    assert skin_hint(pose.arms["l"], "l") == "a hand cannot lie on its own arm; name another place"


def at_point(point: str) -> Figure:
    """A standing figure whose left hand is sent to a point of the body."""
    return Figure.model_validate(posed(STAND | {"arms": {"left": {"hand": {"at": point}}}}))


def test_a_hand_out_of_reach_is_told_to_come_nearer() -> None:
    (problem,) = found(posed(STAND | {"arms": {"left": {"hand": {"at": ["150", "0", "100"]}}}}))[:1]
    assert "nearer" in problem.hint


def test_only_what_can_be_drawn_leaves_the_hint_open() -> None:
    wrong = posed({"base": "prone"})
    assert [one.message for one in found(wrong)] == list(check(Figure.model_validate(wrong)))
    assert all(not one.hint for one in found(wrong))
    far = posed({"base": "prone", "arms": {"left": {"hand": {"at": ["150", "0", "100"]}}}})
    assert len(found(far)) > 2
    assert all(one.hint for one in found(far))


def test_points_are_called_what_the_writer_calls_them() -> None:
    data = posed(STAND, {"spine": "10"})
    data["frames"][1]["arrows"] = ["right ankle"]
    assert drawing(data).message == "frame 2: the arrow follows the right ankle, which does not move"
    (seen,) = found(data)
    assert seen.hint == drawing(data).hint
    data["frames"][1] |= {"arrows": [], "highlight": ["left inner-thigh"]}
    assert drawing(data).message.startswith("frame 2: the highlight 'left inner-thigh'")


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ({"bone": "shin"}, "say which shin: left shin or right shin"),
        ({"bone": "upper arm"}, "say which upper arm: left upper arm or right upper arm"),
        ("sole", "say which sole: left sole or right sole"),
    ],
)
def test_a_missing_side_is_asked_for_in_words(target: Any, text: str) -> None:
    data = posed(STAND, props=[{"kind": "band", "between": [target, "right palm"]}])
    with pytest.raises(ValidationError, match=text):
        Figure.model_validate(data)


def test_start_is_no_point_of_an_arrow() -> None:
    data = posed(STAND, {"spine": "3"})
    data["frames"][1]["arrows"] = [{"push": "start left knee"}]
    with pytest.raises(ValidationError, match="write left knee without it"):
        Figure.model_validate(data)


@pytest.mark.parametrize(
    ("anchor", "text"),
    [("knee", "left knee or right knee"), ("start left ankle", "write left ankle without it")],
)
def test_an_anchor_is_a_point_with_its_side(anchor: str, text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        Figure.model_validate(posed(STAND, {"anchor": anchor}))


def test_an_everyday_word_for_a_muscle_leads_to_its_name() -> None:
    data = posed(STAND)
    data["frames"][0]["highlight"] = ["right buttock"]
    with pytest.raises(ValidationError, match="did you mean glute"):
        Figure.model_validate(data)
