from __future__ import annotations

import json
from typing import Any

import pytest
from pose_samples import posed, sample
from pydantic import ValidationError

from clinicpress.content.models.figure import VIEWS, Figure
from clinicpress.content.models.names import LIMB_MUSCLES, MIDLINE_MUSCLES
from clinicpress.content.suggest import near


def errors(data: Any) -> list[tuple[str, str]]:
    """Where and what, of every error."""
    with pytest.raises(ValidationError) as caught:
        Figure.model_validate(data)
    return [(".".join(map(str, item["loc"])), item["msg"]) for item in caught.value.errors()]


def changed(path: str, value: Any) -> dict[str, Any]:
    """A valid figure with the value at ``path`` replaced."""
    data = posed(
        {
            "base": "supine",
            "spine": "3",
            "legs": {"both": {"knee": "90", "foot": "floor"}},
            "arms": {"both": {"hand": {"flat": "floor", "at": {"rel": "shoulder", "by": ["51", "9", "0"]}}}},
        },
        {"legs": {"right": {"hip": "30"}}},
        props=[{"kind": "mat"}, {"kind": "pillow", "height": "9"}],
    )
    data["frames"][1] |= {"arrows": ["right knee"], "highlight": ["right hamstring"]}
    place: Any = data
    *keys, last = [int(key) if key.isdigit() else key for key in path.split("/")]
    for key in keys:
        place = place[key]
    place[last] = value
    return data


def test_the_sample_that_the_errors_start_from_is_valid() -> None:
    Figure.model_validate(changed("view", "side"))


@pytest.mark.parametrize(
    ("path", "value", "where", "what"),
    [
        ("view", "sid", "view", "did you mean side"),
        ("props/0/kind", "matt", "props.0", "did you mean mat"),
        ("props/0", {"height": "3"}, "props.0", "a prop needs a kind"),
        ("props/1/height", "tall", "props.1.height", "valid number"),
        ("props/1/hight", "3", "props.1.hight", "not permitted"),
        ("props/1/name", "mat", "props.1", "two props are called mat"),
        ("frames/1/highlight/0", "right hamstrng", "frames.1.highlight.0.muscle", "did you mean hamstring"),
        ("frames/1/highlight/0", "hamstring", "frames.1.highlight.0", "on each side; say which: left"),
        ("frames/1/arrows/0", "knee", "frames.1.arrows.0.follow", "left knee or right knee"),
        ("frames/1/arrows/0", {"length": "3"}, "frames.1.arrows.0.length", "not permitted"),
        ("frames/1/arrows/0", {"double": "true"}, "frames.1.arrows.0", "exactly one of follow, push, path"),
        ("frames/1/arrows/0", {"follow": "nose", "since": "2"}, "frames.1.arrows.0.since", "earlier frame"),
        (
            "frames/1/arrows/0",
            {"path": [["0", "0", "0"], {"rel": "knee"}]},
            "frames.1.arrows.0.path.1",
            "say which knee",
        ),
        ("frames/0/pose/base", "lying", "frames.0.pose.base", "'supine'"),
        ("frames/0/pose/spine", "bent", "frames.0.pose.spine.flex", "valid number"),
        ("frames/0/pose/legs/both/knee", "200", "frames.0.pose.legs.both.knee", "less than or equal to 160"),
        ("frames/0/pose/legs/both/foot", "flor", "frames.0.pose.legs.both.foot", "did you mean floor"),
        ("frames/0/pose/legs/both/foot", "keep", "frames.0.pose.legs.both.foot", "nothing to keep"),
        (
            "frames/0/pose/legs/both/foot",
            {"sole": "flat"},
            "frames.0.pose.legs.both.foot",
            "write at or rest",
        ),
        (
            "frames/0/pose/legs/both/foot",
            {"rest": "stool"},
            "frames.0.pose.legs.both.foot.rest",
            "there is no prop 'stool'",
        ),
        (
            "frames/0/pose/legs/both/foot",
            {"at": {"bone": "left thgh"}},
            "frames.0.pose.legs.both.foot.at.bone",
            "did you mean thigh",
        ),
        ("frames/0/pose/legs/both/knee_to", "outt", "frames.0.pose.legs.both.knee_to", "did you mean out"),
        (
            "frames/0/pose/legs/both/knee_to",
            "up-down",
            "frames.0.pose.legs.both.knee_to",
            "in opposite directions",
        ),
        ("frames/0/pose/anchor", "chest", "frames.0.pose.anchor", "the first frame has none before it"),
        (
            "frames/0/pose/arms/both/hand/at",
            ["1", "2"],
            "frames.0.pose.arms.both.hand.at.place.2",
            "Field required",
        ),
        (
            "frames/0/pose/arms/both/hand/at",
            {"rel": "start wrist"},
            "frames.0.pose.arms.both.hand.at",
            "start means the first frame",
        ),
        (
            "frames/0/pose/arms/both/hand/at",
            {"rel": "shoulder", "bone": "chest"},
            "frames.0.pose.arms.both.hand.at",
            "exactly one of place, rel, bone, prop",
        ),
        (
            "frames/0/pose/arms/both/hand/at",
            {"rel": "shoulder", "lift": "3"},
            "frames.0.pose.arms.both.hand.at",
            "lift can only be used with bone",
        ),
        (
            "frames/0/pose/arms/both/hand",
            {"flat": "floor"},
            "frames.0.pose.arms.both.hand",
            "write at or forearm",
        ),
        ("frames/0/alt", "", "frames.0.alt", "at least 1 character"),
    ],
)
def test_a_fault_gives_one_error_at_its_place(path: str, value: object, where: str, what: str) -> None:
    ((place, message),) = errors(changed(path, value))
    assert place == where
    assert what in message


def test_a_faulty_only_frame_is_not_also_reported_as_missing() -> None:
    data = posed({"base": "stand", "neck": "much"})
    assert [place for place, _ in errors(data)] == ["frames.0.pose.neck.flex"]


def test_a_figure_has_one_to_four_frames() -> None:
    assert errors(posed()) == [("frames", "Value error, there are 0 items; write 1 to 4")]
    assert errors(posed(*[{"base": "stand"}] * 5)) == [
        ("frames", "Value error, there are 5 items; write 1 to 4")
    ]


def test_the_first_frame_needs_a_base() -> None:
    assert errors(posed({"spine": "3"})) == [
        (
            "frames.0.pose",
            "the first frame does not say how the body lies, sits or stands; add a base, such as base: stand",
        )
    ]


@pytest.mark.parametrize(
    ("path", "short", "full"),
    [
        ("view", "wall", {"az": VIEWS["wall"][0], "el": VIEWS["wall"][1]}),
        ("props/0", "mat", {"kind": "mat"}),
        ("frames/0/pose/spine", "12", {"flex": "12"}),
        ("frames/0/pose/legs/both/foot", "flat", {"how": "flat"}),
        ("frames/1/arrows/0", "right knee", {"follow": "r_knee"}),
        ("frames/1/highlight/0", "low back", {"muscle": "low-back"}),
        ("frames/1/highlight/0", "both calf", {"muscle": "calf", "side": "both"}),
        ("frames/1/highlight/0", "left hip-flexor", {"muscle": "hip-flexor", "side": "left"}),
        ("frames/0/pose/arms/both/hand/at", ["1", "2", "3"], {"place": ["1", "2", "3"]}),
        ("frames/0/pose/arms/both/hand/at", "left knee", {"rel": "l_knee"}),
    ],
)
def test_a_shorthand_means_its_full_form(path: str, short: object, full: object) -> None:
    assert Figure.model_validate(changed(path, short)) == Figure.model_validate(changed(path, full))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("left knee", "l_knee"),
        ("Right  Hand", "r_palm"),
        ("l_ankle", "l_ankle"),
        ("head", "head"),
        ("left sole", "l_mid"),
    ],
)
def test_points_are_named_in_words(written: str, name: str) -> None:
    figure = Figure.model_validate(changed("frames/1/arrows/0", written))
    assert figure.frames[1].arrows[0].follow == name


def test_the_head_has_no_side() -> None:
    ((place, message),) = errors(changed("frames/1/arrows/0", "left head"))
    assert place == "frames.1.arrows.0.follow"
    assert "write head" in message


def test_the_schema_describes_every_key_and_allows_the_short_forms() -> None:
    schema = Figure.model_json_schema()
    json.dumps(schema)
    for name, model in schema["$defs"].items():
        for key, field in model.get("properties", {}).items():
            assert "description" in field or "const" in field or key == "kind", f"{name}.{key}"
    view = schema["properties"]["view"]["anyOf"][0]
    assert view == {"enum": list(VIEWS)}
    frames = schema["properties"]["frames"]
    assert (frames["minItems"], frames["maxItems"]) == (1, 4)


def test_a_null_takes_back_what_a_frame_inherits() -> None:
    data = posed({"base": "sit", "pelvis": {"rest": "chair"}}, {"pelvis": {"rest": None}}, props=["chair"])
    pelvis = Figure.model_validate(data).frames[1].pose.pelvis
    assert pelvis is not None
    assert pelvis.model_fields_set == {"rest"}


def test_muscles_have_a_side_or_none() -> None:
    assert not set(LIMB_MUSCLES) & set(MIDLINE_MUSCLES)
    for muscle in MIDLINE_MUSCLES:
        Figure.model_validate(changed("frames/1/highlight/0", muscle))


def test_near_names_what_looks_alike_or_everything() -> None:
    assert near("kne", ["knee", "hip"]) == "did you mean knee?"
    assert near("zzz", ["knee", "hip"]) == "write one of: hip, knee"


def test_lying_figures_are_known_by_their_first_frame() -> None:
    assert Figure.model_validate(sample("bridge")).lying
    assert not Figure.model_validate(sample("squat")).lying
