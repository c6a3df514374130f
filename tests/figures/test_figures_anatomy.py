from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import shapely
from figure_samples import area, lines_of, pairs
from shapely.geometry.base import BaseGeometry

from clinicpress.blocks.picture import label_lines
from clinicpress.choices import Ink
from clinicpress.composing.locale import load_locale
from clinicpress.content.models.brand import contrast
from clinicpress.figures.anatomy.diagrams import diagram
from clinicpress.figures.anatomy.sketch import HATCH
from clinicpress.figures.displaylist import Anchor, Diagram, Fill, Stroke
from clinicpress.figures.palette import palette

# What each label points at, in the order of the labels.
TARGETS = {
    "spine-discs": {"back-muscles": "muscle", "vertebra": "bone", "disc": "cushion", "nerve": "nerve"},
    "shoulder-cuff": {
        "roof": "bone", "cuff-tendon": "tendon", "ball": "bone", "bursa": "bursa", "shoulder-blade": "bone",
    },
    "knee-joint": {
        "thigh-bone": "bone", "kneecap": "bone", "smooth-cap": "cartilage", "worn-spot": "sore",
        "shin-bone": "bone",
    },
    "hip-joint": {
        "hip-bone": "bone", "socket": "bone", "smooth-cap": "cartilage", "ball": "bone", "thigh-bone": "bone",
    },
    "foot-fascia": {"achilles": "tendon", "heel-bone": "bone", "sore-spot": "sore", "sole-band": "tendon"},
}  # fmt: skip
# What lies side by side and is told apart by its shade, or by a hatch on one of both.
NEIGHBOURS = {
    "spine-discs": [("bone", "cushion"), ("bone", "muscle"), ("bone", "flesh"), ("muscle", "flesh")],
    "shoulder-cuff": [("tendon", "bone"), ("tendon", "bursa"), ("bursa", "flesh"), ("cartilage", "bone")],
    "knee-joint": [("cartilage", "bone"), ("cartilage", "cushion"), ("sore", "cartilage")],
    "hip-joint": [("cartilage", "bone"), ("bone", "flesh")],
    "foot-fascia": [("tendon", "bone"), ("tendon", "flesh"), ("sore", "tendon"), ("sore", "flesh")],
}
INKS: tuple[Ink, ...] = ("colour", "mono")
every = pytest.mark.parametrize("name", TARGETS)


@cache
def drawn(name: str) -> Diagram:
    return diagram(name)


@cache
def pieces(name: str, role: str) -> list[BaseGeometry]:
    """The areas of a role, in painting order."""
    ops = drawn(name).frame.ops
    return [
        shapely.Polygon(pairs(op.rings[0]), [pairs(ring) for ring in op.rings[1:]]).buffer(0)
        for op in ops
        if isinstance(op, Fill) and op.role == role
    ]


def anchor(name: str, label: str) -> shapely.Point:
    (found,) = [at for at in drawn(name).anchors if at.name == label]
    return shapely.Point(found.x, found.y)


def piece(name: str, label: str) -> BaseGeometry:
    """The topmost area that a label points into."""
    role, at = TARGETS[name][label], anchor(name, label)
    return [one for one in pieces(name, role) if one.contains(at)][-1]


def seen_at(found: Diagram, at: Anchor) -> str:
    """The role painted last at a place; lines of a nerve count, hatches and edges do not."""
    place, role = shapely.Point(at.x, at.y), ""
    for op in found.frame.ops:
        if isinstance(op, Fill):
            rings = [shapely.Polygon(pairs(ring)) for ring in op.rings]
            if sum(ring.contains(place) for ring in rings) % 2:
                role = op.role
        elif (
            isinstance(op, Stroke)
            and op.role == "nerve"
            and any(shapely.LineString(pairs(line)).distance(place) < 0.6 for line in op.lines)
        ):
            role = op.role
    return role


@every
def test_labels_run_from_top_to_bottom_and_keep_apart(name: str) -> None:
    heights = [at.y for at in drawn(name).anchors]
    assert 4 <= len(heights) <= 5
    assert all(above - below >= 12 for above, below in pairwise(heights))


@every
def test_every_label_points_at_what_it_names(name: str) -> None:
    found = drawn(name)
    assert {at.name: seen_at(found, at) for at in found.anchors} == TARGETS[name]
    assert [at.name for at in found.anchors] == list(TARGETS[name])


@every
def test_labels_are_short_and_in_plain_words(name: str) -> None:
    locale = load_locale("en", "US")
    for at in drawn(name).anchors:
        text = locale.text(f"label-{at.name}")
        assert len(text.split()) <= 3
        assert max(map(len, label_lines(text))) <= 11


@every
def test_parts_are_within_the_body(name: str) -> None:
    flesh = area(drawn(name).frame, "flesh").buffer(0.2)
    for op in drawn(name).frame.ops:
        if isinstance(op, Fill):
            for part in pieces(name, op.role):
                assert part.difference(flesh).area == 0, op.role


@every
def test_it_is_within_its_bounds_as_tall_as_the_nerve_and_small(name: str) -> None:
    frame = drawn(name).frame
    left, low, right, high = frame.bounds
    count = 0
    for line in lines_of(frame):
        assert left <= min(line[::2]) <= max(line[::2]) <= right
        assert low <= min(line[1::2]) <= max(line[1::2]) <= high
        count += len(line) // 2
    assert count < 1200
    assert 105 < frame.height < 125
    assert frame.width < 95


@every
def test_lines_are_as_heavy_as_a_page_wants_them(name: str) -> None:
    widths = {op.width for op in drawn(name).frame.ops if isinstance(op, Stroke) and "nerve" not in op.role}
    assert 0.7 <= min(widths) <= max(widths) <= 1.1


@every
@pytest.mark.parametrize("ink", INKS)
def test_neighbours_are_told_apart_by_shade_or_hatch(name: str, ink: Ink) -> None:
    colours = palette(ink)
    hatched = {
        op.role.removesuffix("-line")
        for op in drawn(name).frame.ops
        if isinstance(op, Stroke) and op.width == HATCH and op.role != "bone-line"
    }
    for one, other in NEIGHBOURS[name]:
        assert pieces(name, one)
        assert pieces(name, other)
        told = contrast(colours[one], colours[other])
        if not {one, other} & hatched:
            assert told > (1.15 if {one, other} == {"bone", "flesh"} else 1.5), (one, other)


@pytest.mark.parametrize("ink", INKS)
def test_lines_stand_out_on_what_they_cross(ink: Ink) -> None:
    colours = palette(ink)
    for line, ground in (
        ("tendon-line", "tendon"), ("muscle-line", "muscle"), ("sore-line", "sore"),
        ("bone-line", "cartilage"), ("bone-line", "flesh"), ("pale-line", "flesh"), ("nerve", "flesh"),
    ):  # fmt: skip
        assert contrast(colours[line], colours[ground]) > 2.4, line


# -- the spine ------------------------------------------------------------------------
def test_a_disc_lies_between_each_two_bones() -> None:
    """Six discs under T12 and L1 to L5; each touches the bone over it and the one under it."""
    discs = pieces("spine-discs", "cushion")
    bones = pieces("spine-discs", "bone")
    assert len(discs) == 6
    for disc in discs:
        touched = [bone for bone in bones if bone.distance(disc) < 0.4 and bone.area > 40]
        assert len(touched) == 2
        over, under = sorted(touched, key=lambda bone: -float(bone.centroid.y))
        assert over.centroid.y > disc.centroid.y > under.centroid.y


def test_muscle_nerves_and_bones_stand_in_a_row_from_back_to_front() -> None:
    (muscle,) = pieces("spine-discs", "muscle")
    level = anchor("spine-discs", "disc").y
    across = shapely.LineString([(-100, level), (100, level)])
    sac = max(
        (line for op in drawn("spine-discs").frame.ops if isinstance(op, Stroke) and op.role == "nerve"
         and op.width > 3 for line in op.lines), key=len,
    )  # fmt: skip
    nerve = shapely.LineString(pairs(sac)).intersection(across)
    assert muscle.intersection(across).centroid.x < nerve.centroid.x < anchor("spine-discs", "disc").x


def test_five_roots_leave_the_sac() -> None:
    lines = [
        shapely.LineString(pairs(line))
        for op in drawn("spine-discs").frame.ops
        if isinstance(op, Stroke) and op.role == "nerve"
        for line in op.lines
    ]
    *roots, sac = sorted(lines, key=lambda line: "" if line.length < 60 else "sac")
    assert len(roots) == 5
    assert all(root.distance(sac) < 0.8 for root in roots)


# -- the shoulder ---------------------------------------------------------------------
def test_the_tendon_passes_between_roof_and_ball_with_the_pad_over_it() -> None:
    name = "shoulder-cuff"
    (tendon,), (pad,) = pieces(name, "tendon"), pieces(name, "bursa")
    roof, arm = piece(name, "roof"), piece(name, "ball")
    x = anchor(name, "roof").x
    line = shapely.LineString([(x, -10), (x, 40)])
    order = [float(part.intersection(line).bounds[3]) for part in (arm, tendon, pad, roof)]
    assert order == sorted(order)
    assert tendon.intersects(arm)
    assert pad.distance(roof) < 1
    assert tendon.bounds[2] > arm.centroid.x, "it ends on the outer side of the arm bone"


def test_the_cartilage_of_the_shoulder_is_between_ball_and_blade() -> None:
    name = "shoulder-cuff"
    blade, arm = piece(name, "shoulder-blade"), piece(name, "ball")
    cap, socket = pieces(name, "cartilage")
    assert blade.distance(socket) < 0.5
    assert cap.intersection(arm).area > 0.7 * cap.area
    assert blade.distance(arm) > 0.5


# -- the knee -------------------------------------------------------------------------
def test_the_inner_side_of_the_knee_is_worn_and_narrow() -> None:
    name = "knee-joint"
    thigh, shin = piece(name, "thigh-bone"), piece(name, "shin-bone")
    half = shapely.box(0, -60, 60, 60)
    inner = thigh.intersection(half).distance(shin.intersection(half))
    outer = thigh.difference(half).distance(shin.difference(half).intersection(shapely.box(-60, -60, -5, 60)))
    assert inner < 0.7 * outer
    assert all(spot.centroid.x > 5 for spot in pieces(name, "sore"))
    cap, plateau = sorted(pieces(name, "cartilage"), key=lambda part: -float(part.centroid.y))
    assert plateau.bounds[2] < 0, "none is left at the inner side of the shin bone"
    assert cap.difference(thigh.buffer(0.2)).area == 0


def test_pads_and_cartilage_are_between_the_bones_of_the_knee() -> None:
    name = "knee-joint"
    thigh, shin = piece(name, "thigh-bone"), piece(name, "shin-bone")
    for pad in pieces(name, "cushion"):
        assert pad.distance(thigh) < 0.2
        assert pad.distance(shin) < 0.5
        assert shin.centroid.y < pad.centroid.y < thigh.centroid.y
    assert piece(name, "kneecap").within(thigh), "it is in front of the thigh bone"


# -- the hip --------------------------------------------------------------------------
def test_cartilage_parts_ball_and_socket_all_round() -> None:
    name = "hip-joint"
    pelvis, thigh = piece(name, "hip-bone"), piece(name, "thigh-bone")
    assert thigh.equals(piece(name, "ball"))
    assert pelvis.equals(piece(name, "socket"))
    lining, cap = pieces(name, "cartilage")
    for degrees in range(60, 220, 20):
        way = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
        ray = shapely.LineString([(0.0, 0.0), (18 * way[0], 18 * way[1])])
        ball = thigh.intersection(ray).length
        assert cap.union(lining).difference(thigh).intersection(ray).length > 3, degrees
        assert pelvis.intersection(ray).distance(shapely.Point(0, 0)) > ball + 3, degrees


# -- the foot -------------------------------------------------------------------------
def test_the_band_runs_from_the_heel_bone_to_the_toes() -> None:
    name = "foot-fascia"
    cord, sole = piece(name, "achilles"), piece(name, "sole-band")
    heel, bones = piece(name, "heel-bone"), pieces(name, "bone")
    (sore,) = pieces(name, "sore")
    assert sole.intersects(heel)
    assert cord.intersects(heel)
    *_, toe, tip = sorted(bones, key=lambda bone: -float(bone.centroid.x))
    assert tip.centroid.x < toe.centroid.x < sole.bounds[0] + 6
    assert sole.distance(toe) < 2
    assert sore.intersects(sole)
    assert sore.intersects(heel)
    assert sore.centroid.x > 0.9 * sole.intersection(sore).centroid.x


def test_the_heel_bone_is_about_a_third_as_long_as_the_foot() -> None:
    """It is 7 to 8.5 cm long in a foot of 25 to 28 cm."""
    name = "foot-fascia"
    heel = shapely.get_coordinates(piece(name, "heel-bone"))
    foot = area(drawn(name).frame, "flesh").intersection(shapely.box(-200, -90, 200, 12))
    left, low, right, _ = foot.bounds
    length = max(float(np.hypot(*(heel - corner).T).max()) for corner in heel)
    assert 0.25 < length / np.hypot(right - left, 12 - low) < 0.4
