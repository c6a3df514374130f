from __future__ import annotations

from typing import Any

import pytest
import shapely
from pose_samples import complaints, posed
from shapely.geometry.base import BaseGeometry

from clinicpress.content.models.figure import Figure
from clinicpress.figures.drawing.gear import path_length
from clinicpress.figures.drawing.outline import Seen
from clinicpress.figures.drawing.scene import scene
from clinicpress.figures.pose.camera import Camera
from clinicpress.figures.pose.mirror import mirrored
from clinicpress.figures.pose.posing import bodies

STAND: dict[str, Any] = {"base": "stand", "legs": {"both": {"abd": "8", "foot": "flat"}}}
FISTS = {"both": {"shoulder": "70", "abd": "10", "grip": "fist"}}
SIT = {"base": "sit", "legs": {"both": {"knee": "90", "foot": "floor"}}}


def shown(pose: dict[str, Any], *props: dict[str, Any], view: str = "three-quarter", number: int = 0) -> Seen:
    figure = Figure.model_validate(posed(pose, {}, view=view, props=props))
    found, camera = bodies(figure), Camera(figure.view.az, figure.view.el)
    return scene(found[number], found[0], camera, None).seen


def whole(seen: Seen, start: str) -> BaseGeometry:
    """All that is visible of a prop."""
    return shapely.union_all([area for name, area in seen.areas.items() if name.startswith(start)])


def roles(seen: Seen) -> set[str]:
    return {role for role, _ in seen.fills}


AT = ["70", "0"]
STANDING: list[tuple[dict[str, Any], str]] = [
    ({"kind": "chair", "at": AT}, "wood"),
    ({"kind": "stool", "at": AT}, "wood"),
    ({"kind": "table", "at": AT}, "wood"),
    ({"kind": "step", "at": AT}, "wood"),
    ({"kind": "counter", "at": AT}, "worktop"),
    ({"kind": "wall", "at": AT, "facing": "front"}, "wall"),
    ({"kind": "door", "at": AT, "facing": "front"}, "wall"),
    ({"kind": "doorway", "at": AT, "facing": "front"}, "wood"),
    ({"kind": "ball", "at": ["70", "0", "11"]}, "ball"),
    ({"kind": "roll", "at": ["70", "0", "7"]}, "roll"),
    ({"kind": "pillow", "at": AT}, "pillow"),
]


@pytest.mark.parametrize(
    ("prop", "role"), STANDING, ids=lambda value: value["kind"] if isinstance(value, dict) else ""
)
def test_every_prop_that_stands_is_drawn_on_the_floor(prop: dict[str, Any], role: str) -> None:
    seen = shown(STAND, prop)
    assert role in roles(seen)
    thing = whole(seen, prop["kind"])
    assert thing.area > 100
    assert thing.bounds[1] < 15, "it stands on the floor"


@pytest.mark.parametrize(("kind", "legs"), [("chair", 4), ("stool", 4), ("table", 4)])
def test_furniture_has_legs(kind: str, legs: int) -> None:
    names = shown(STAND, {"kind": kind, "at": AT}).areas
    assert len({name.rpartition("-")[0] for name in names if name.startswith(f"{kind}/leg")}) == legs


def test_a_chair_has_a_back_and_a_seat() -> None:
    seen = shown(SIT, {"kind": "chair"}, view="back")
    assert whole(seen, "chair/rail0").area > 200
    assert whole(seen, "chair/post").bounds[3] > whole(seen, "chair/seat").bounds[3] + 20


def test_a_door_has_panels_and_a_handle() -> None:
    assert {"wall", "wood", "wood-top", "metal"} <= roles(
        shown(STAND, {"kind": "door", "at": AT, "facing": "front"})
    )


def test_a_doorway_has_two_posts_and_lets_the_body_through() -> None:
    ahead = {"kind": "doorway", "at": ["0", "0"], "facing": "back"}
    seen = shown(STAND, ahead, view="back")
    left, right = (whole(seen, f"doorway/{side}") for side in ("left", "right"))
    assert left.distance(right) == pytest.approx(90, abs=2)
    assert whole(seen, "doorway/beam").bounds[3] > seen.areas["head"].bounds[3]
    assert complaints(posed(STAND, props=[ahead])) == ()
    beside = {"kind": "doorway", "at": ["-2", "58"], "facing": "back"}
    assert any("goes through the doorway" in text for text in complaints(posed(STAND, props=[beside])))


@pytest.mark.parametrize("way", [{}, {"handle": "left"}])
def test_the_other_side_of_a_door_has_its_handle_there(way: dict[str, str]) -> None:
    door = {"kind": "door", "at": AT, "facing": "back", **way}
    figure = Figure.model_validate(posed(STAND, props=[door], view="back"))

    def handle(of: Figure) -> float:
        body, camera = bodies(of)[0], Camera(of.view.az, of.view.el)
        found = scene(body, body, camera, None).seen
        metal = shapely.union_all([area for role, area in found.fills if role == "metal"])
        return float(metal.centroid.x)

    assert abs(handle(figure)) > 20
    assert handle(mirrored(figure)) == pytest.approx(-handle(figure), abs=1)


def test_a_pillow_has_no_hole() -> None:
    seen = shown(STAND, {"kind": "pillow", "at": ["90", "0"], "height": "6"}, view="front-above")
    figure = Figure.model_validate(posed(STAND, props=[{"kind": "pillow", "at": ["90", "0"], "height": "6"}]))
    body = bodies(figure)[0]
    above = scene(body, body, Camera(-90, 60), None).seen
    for found in (seen, above):
        assert all(not area.interiors for area in shapely.get_parts(found.areas["pillow"]))


def test_a_roll_is_as_long_as_it_says() -> None:
    def long(**more: str) -> float:
        left, _, right, _ = whole(
            shown(STAND, {"kind": "roll", "at": ["70", "0", "7"], **more}, view="front"), "roll"
        ).bounds
        return float(right - left)

    assert long() == pytest.approx(40, abs=2)
    assert long(length="20") == pytest.approx(20, abs=2)


def test_a_counter_shows_its_doors_where_its_front_is() -> None:
    front = shown(STAND, {"kind": "counter", "at": AT, "facing": "front"}, view="front")
    back = shown(STAND, {"kind": "counter", "at": AT, "facing": "back"}, view="front")
    assert "metal" in roles(front)
    assert "metal" not in roles(back)


@pytest.mark.parametrize("around", ["thighs", "shins", "ankles"])
def test_a_loop_goes_round_both_legs(around: str) -> None:
    seen = shown(STAND, {"kind": "band", "around": around}, view="front")
    left, _, right, _ = whole(seen, "band").bounds
    legs = shapely.union_all([seen.areas[f"{side}_{bone}"] for side in "lr" for bone in ("thigh", "shank")])
    assert left < legs.centroid.x - 8 < legs.centroid.x + 8 < right


@pytest.mark.parametrize("kind", ["band", "strap", "towel", "stick"])
def test_what_is_held_reaches_from_hand_to_hand(kind: str) -> None:
    prop: dict[str, Any] = {"kind": kind}
    if kind != "stick":
        prop["between"] = ["left palm", "right palm"]
    seen = shown(STAND | {"arms": FISTS}, prop, view="front")
    thing = whole(seen, kind)
    for side in "lr":
        assert thing.distance(seen.areas[f"{side}_hand"]) < 0.5
    assert thing.bounds[2] - thing.bounds[0] > 20


def test_a_stretched_band_is_thinner() -> None:
    wide = {"arms": {"both": {"shoulder": "70", "abd": "40", "grip": "fist"}}}
    band = {"kind": "band", "between": ["left palm", "right palm"]}
    figure = Figure.model_validate(posed(STAND | {"arms": FISTS}, wide, view="front", props=[band]))
    found = bodies(figure)
    lengths = [path_length(body.props["band"].path) for body in found]
    thick = []
    for body in found:
        area = whole(scene(body, found[0], Camera(0, 0), None).seen, "band")
        left, low, right, high = area.bounds
        middle = shapely.LineString([((left + right) / 2, low - 5), ((left + right) / 2, high + 5)])
        thick.append(area.intersection(middle).length)
    assert lengths[1] > 1.3 * lengths[0]
    assert thick[1] < 0.85 * thick[0]


def test_a_dumbbell_has_two_heads_beside_each_fist() -> None:
    seen = shown(STAND, {"kind": "dumbbell", "hand": "both"}, view="side")
    for side in "lr":
        heads = [name for name in seen.areas if name in (f"dumbbell/{side}-1", f"dumbbell/{side}1")]
        assert len(heads) == 2
    assert seen.areas["dumbbell/r1"].area > 20


def test_the_ring_of_a_head_is_seen_from_its_own_side_only() -> None:
    names = set(shown(STAND, {"kind": "dumbbell", "hand": "right"}, view="side").areas)
    assert len([name for name in names if name.endswith("/ring")]) == 1


def test_a_roll_has_a_round_end() -> None:
    seen = shown(STAND, {"kind": "roll", "at": ["70", "0", "7"]}, view="three-quarter")
    assert [name for name in seen.areas if "/end" in name] == ["roll/end-1"]
