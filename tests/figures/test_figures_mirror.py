from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pose_samples import EVERY, NAMES, figure, posed

from clinicpress.content.models.figure import Figure
from clinicpress.figures.pose.body import Body, Vector
from clinicpress.figures.pose.mirror import mirrored
from clinicpress.figures.pose.posing import bodies


def swapped(name: str) -> str:
    return {"l_": "r_", "r_": "l_"}.get(name[:2], name[:2]) + name[2:]


def flipped(point: Vector) -> Vector:
    image: Vector = point * np.array([1, -1, 1])
    return image


def assert_mirror_image(body: Body, image: Body) -> None:
    for name, point in body.points.items():
        assert np.allclose(image.points[swapped(name)], flipped(point), atol=1e-6), name
    for name, bone in body.bones.items():
        turned = np.column_stack([flipped(bone[:, 0]), -flipped(bone[:, 1]), flipped(bone[:, 2])])
        assert np.allclose(image.bones[swapped(name)], turned, atol=1e-6), name
    assert {(swapped(t.hand), swapped(t.bone)) for t in body.touches} == {
        (t.hand, t.bone) for t in image.touches
    }
    assert body.grips["l"] == image.grips["r"]
    for name, prop in body.props.items():
        assert np.allclose(image.props[name].at, flipped(prop.at)), name
        ends = [flipped(point) for point in prop.path]
        assert all(any(np.allclose(end, point) for point in image.props[name].path) for end in ends), name


@pytest.mark.parametrize("path", EVERY, ids=NAMES)
def test_every_point_of_a_mirrored_body_is_the_opposite_one(path: Path) -> None:
    drawn = figure(path)
    image = mirrored(drawn)
    assert image.view.az == -drawn.view.az
    for body, opposite in zip(bodies(drawn), bodies(image), strict=True):
        assert_mirror_image(body, opposite)


@pytest.mark.parametrize("path", EVERY, ids=NAMES)
def test_a_mirror_image_of_a_mirror_image_is_the_figure(path: Path) -> None:
    assert mirrored(mirrored(figure(path))) == figure(path)


def test_everything_that_has_a_side_is_mirrored() -> None:
    data = posed(
        {
            "base": "side-left",
            "pelvis": {"roll": "4", "turn": "-7", "yaw": "6", "at": ["3", "5"]},
            "spine": {"side": "5", "rot": "9"},
            "neck": {"rot": "-20", "flex": "5"},
            "arms": {
                "left": {
                    "hand": {
                        "flat": "floor",
                        "at": {"rel": "chest", "by": ["-10", "30", "0"]},
                        "fingers": "left-head",
                    }
                },
                "right": {
                    "hand": {"at": {"rel": "right hip", "by": ["0", "4", "14"]}},
                    "elbow_to": "right-up",
                },
            },
            "legs": {
                "left": {"hip": "20", "knee": "40"},
                "right": {"foot": {"at": {"rel": "ankle", "by": ["2", "-3", "12"]}}},
            },
        },
        {
            "anchor": "left hip",
            "stance": "left",
            "arms": {"right": {"hand": {"at": {"rel": "start:right hip", "by": ["5", "3", "15"]}}}},
        },
        props=[
            {"kind": "chair", "at": ["-90", "40"], "facing": "left"},
            {"kind": "ball", "at": ["20", "30", "11"]},
            {"kind": "pillow", "under": "left knee", "height": "3"},
            {"kind": "dumbbell", "hand": "right"},
            {"kind": "band", "between": ["left palm", ["0", "40", "0"]]},
            {"kind": "ball", "name": "second", "between": ["left knee", "right ankle"]},
        ],
        crop={"at": "left hip", "window": ["60", "50"], "ahead": "7"},
    )
    data["frames"][0]["pose"]["legs"]["right"]["foot"]["at"]["rel"] = "left ankle"
    data["frames"][1] |= {
        "arrows": [
            {"follow": "right palm", "about": "right shoulder", "shift": ["3", "1"]},
            {"push": "left hip", "dir": "left-up"},
            {"path": ["left hip", ["1", "2", "3"]]},
        ],
        "highlight": ["right hip", "belly"],
    }
    drawn = Figure.model_validate(data)
    image = mirrored(drawn)
    for body, opposite in zip(bodies(drawn), bodies(image), strict=True):
        assert_mirror_image(body, opposite)
    follow, push, path = image.frames[1].arrows
    assert (follow.follow, follow.about, follow.shift) == ("l_palm", "l_shoulder", (-3, 1))
    assert (push.push, push.dir) == ("r_hip", "right-up")
    assert path.path is not None
    assert (path.path[0].rel, path.path[1].place) == ("r_hip", (1, -2, 3))
    assert [muscle.side for muscle in image.frames[1].highlight] == ["left", None]
    assert image.crop is not None
    assert (image.crop.at, image.crop.ahead) == ("r_hip", -7)
    assert mirrored(image) == drawn
