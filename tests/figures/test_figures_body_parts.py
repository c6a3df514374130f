from __future__ import annotations

import numpy as np
import pytest
import shapely
from figure_samples import model
from pose_samples import posed
from shapely.geometry.base import BaseGeometry

from clinicpress.content.models.figure import Figure
from clinicpress.figures.drawing.flesh import cut, hand, limbs, torso
from clinicpress.figures.drawing.head import Hairstyle, head, visible_cap
from clinicpress.figures.drawing.shapes import see
from clinicpress.figures.pose.anthropometry import MAN, WOMAN, Build, build_of
from clinicpress.figures.pose.body import Body
from clinicpress.figures.pose.camera import Camera
from clinicpress.figures.pose.posing import bodies

FRONT, SIDE, BACK = Camera(0, 0), Camera(-90, 0), Camera(180, 0)
ARM = {"shoulder": "90", "elbow": "0", "turn": "0", "grip": "open"}


def standing(**arm: str) -> Body:
    arms = {"both": ARM | arm}
    return bodies(
        Figure.model_validate(posed({"base": "stand", "legs": {"both": {"foot": "flat"}}, "arms": arms}))
    )[0]


def patches(body: Body, camera: Camera, style: Hairstyle = "short") -> dict[str, BaseGeometry]:
    return {patch.name: patch.area for patch in head(body, camera, style).patches}


@pytest.mark.parametrize(("camera", "eyes"), [(FRONT, 2), (SIDE, 1), (BACK, 0)])
def test_eyes_are_seen_from_the_front(camera: Camera, eyes: int) -> None:
    details = head(standing(), camera).details
    assert sum(detail.width == 0 for detail in details) == eyes


def test_a_face_has_no_features_from_behind() -> None:
    assert head(standing(), BACK).details == ()


def test_hair_covers_the_back_of_the_head_and_the_crown() -> None:
    body = standing()
    assert patches(body, BACK)["hair"].area > 0.6 * patches(body, BACK)["head"].area
    front = patches(body, FRONT)
    assert 0.1 * front["head"].area < front["hair"].area < 0.5 * front["head"].area
    assert front["hair"].centroid.y > front["head"].centroid.y + 4


@pytest.mark.parametrize(("camera", "last"), [(BACK, True), (FRONT, False)])
def test_a_bun_is_behind_the_head(camera: Camera, last: bool) -> None:
    names = [patch.name for patch in head(standing(), camera, "bun").patches]
    assert names[-1 if last else 0] == "knot"


def test_in_profile_the_nose_sticks_out_in_front() -> None:
    body = standing()
    profile = patches(body, SIDE)["head"]
    assert profile.bounds[2] > SIDE.project(body.points["skull"])[0] + 10


def test_the_head_is_as_long_as_an_adult_head() -> None:
    _, low, _, high = shapely.union_all(list(patches(standing(), SIDE).values())).bounds
    assert 0.12 * 170 < high - low < 0.145 * 170


@pytest.mark.parametrize("least", [-0.5, 0.0, 0.4, 0.9])
@pytest.mark.parametrize(
    "axis", [(1.0, 0.0, 0.0), (-1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.6, 0.0, 0.8), (-0.8, 0.0, 0.6)]
)
def test_a_visible_cap_is_what_the_surface_shows(axis: tuple[float, float, float], least: float) -> None:
    """Against points all over the ellipsoid: those of the cap that face the viewer are in the polygon."""
    half = (9.0, 6.0, 12.0)
    cap = visible_cap(FRONT, np.zeros(3), np.eye(3), half, axis, least)
    steps = np.arange(4000) + 0.5
    z, turn = 1 - 2 * steps / 4000, np.pi * (1 + 5**0.5) * steps
    unit = np.stack([np.cos(turn) * np.sqrt(1 - z * z), np.sin(turn) * np.sqrt(1 - z * z), z], axis=1)
    unit = unit[unit[:, 0] > 0.05]
    inside = shapely.contains_xy(cap, *FRONT.project(unit * half).T)
    wanted = unit @ np.array(axis) >= least
    assert np.mean(inside == wanted) > 0.985


def test_an_open_hand_shows_its_fingers_and_a_fist_is_short() -> None:
    camera = Camera(0, 60)
    opened, closed = (see([hand(standing(grip=grip), "r")], SIDE)[0].area for grip in ("open", "fist"))
    assert opened.bounds[2] > closed.bounds[2] + 5
    above = see([hand(standing(), "r")], camera)[0]
    assert above.patches[1].name == "r_thumb"
    assert above.patches[1].area.difference(above.patches[0].area).area > 1
    # four finger tips: the outline is far from the hull between them
    flat = see([hand(standing(turn="0"), "r")], Camera(0, 89))[0].patches[0].area
    assert flat.convex_hull.area > 1.02 * flat.area


def test_thumbs_are_on_the_inner_side_of_hands_that_lie_flat() -> None:
    body = bodies(model("bridge"))[0]
    above = Camera(-90, 89.9)
    for side, way in (("l", -1), ("r", 1)):
        palm, thumb = (patch.area.centroid.y for patch in see([hand(body, side)], above)[0].patches)
        assert (thumb - palm) * way > 1


def test_two_arms_two_legs_one_trunk() -> None:
    body = standing()
    names = {part.name for part in (*limbs(body, FRONT), *torso(body))}
    bones = ("thigh", "shank", "foot", "uarm", "farm", "hand")
    assert names == {f"{side}_{bone}" for side in "lr" for bone in bones} | {"torso", "pelvis", "neck"}


@pytest.mark.parametrize(("elevation", "last"), [(20, "r_foot"), (-20, "r_sole")])
def test_a_sole_is_seen_from_below(elevation: float, last: str) -> None:
    camera = Camera(-90, elevation)
    foot = next(part for part in limbs(standing(), camera) if part.name == "r_foot")
    assert foot.layers[-1].name == last


def test_a_cut_profile_ends_where_it_is_cut() -> None:
    profile = cut(((0, 8.0, 0), (0.5, 6.0, 0.2), (1, 4.0, 0)), 0.75, (1.0, 2.0))
    assert profile[0] == (0.0, 9.0, 0.0)
    assert profile[-1] == pytest.approx((0.75, 7.0, 0.1))


def test_a_woman_is_narrower_at_the_waist_and_wider_at_the_hips() -> None:
    body = standing()

    def width(build: Build, name: str) -> float:
        part = next(part for part in torso(body, build) if part.name == name)
        left, _, right, _ = see([part], FRONT)[0].area.bounds
        return right - left

    assert width(WOMAN, "torso") < width(MAN, "torso") - 1
    assert min(WOMAN.widths) < 0.9
    assert width(WOMAN, "pelvis") > width(MAN, "pelvis") + 0.5
    assert width(WOMAN, "neck") < width(MAN, "neck")


def test_a_build_changes_the_outline_and_not_the_hem() -> None:
    body = standing()
    for name in ("torso", "pelvis", "neck"):
        man, woman = (
            see([part for part in torso(body, build) if part.name == name], SIDE)[0].area
            for build in (MAN, WOMAN)
        )
        assert not man.equals(woman), name
        assert abs(man.bounds[1] - woman.bounds[1]) < 1, name


@pytest.mark.parametrize("camera", [FRONT, SIDE, BACK, Camera(-40, 15)])
def test_a_bob_covers_the_ears_and_leaves_the_face(camera: Camera) -> None:
    found = patches(standing(), camera, "bob")
    assert not any(name.startswith("ear") for name in found)
    face = found["head"].difference(found["hair"])
    if camera is BACK:
        assert face.area < 0.1 * found["head"].area
    else:
        assert face.area > 0.35 * found["head"].area


def test_a_look_without_a_build_is_a_man() -> None:
    assert build_of(None) is build_of("man") is MAN
    assert build_of("woman") is WOMAN
