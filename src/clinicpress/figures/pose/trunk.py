"""Pelvis, spine, shoulders, neck and head: where they are when the pelvis is at the origin."""

from __future__ import annotations

from dataclasses import dataclass

from clinicpress.content.models.pose import Neck, Spine
from clinicpress.figures.pose import anthropometry as body
from clinicpress.figures.pose.body import SIDES, Matrix, Slice, Vector, sign
from clinicpress.figures.pose.settle import Settled
from clinicpress.figures.pose.skeleton import Skeleton
from clinicpress.figures.pose.vectors import rot_x, rot_y, rot_z, vec

_LOWER_SIDE = {"side-right": "r", "side-left": "l"}


@dataclass(frozen=True, slots=True)
class _Column:
    """The spine: its slices from below, and place and frame at the shoulders' and the neck's height."""

    slices: tuple[Slice, ...]
    shoulders: tuple[Vector, Matrix]
    neck: tuple[Vector, Matrix]


def place_trunk(skeleton: Skeleton) -> None:
    """Place the trunk and head with the pelvis over the origin; contacts move it to its place later."""
    pose = skeleton.pose
    tip = pose.pelvis
    pelvis = skeleton.base_frame @ rot_z(tip.turn or 0) @ rot_y(tip.tilt or 0) @ rot_x(tip.roll or 0)
    x, y = tip.at or (0.0, 0.0)
    origin = vec(x, y, 0)
    column = _column(origin, pelvis, pose.spine)
    skeleton.slices = column.slices
    skeleton.bones |= {"pelvis": pelvis, "chest": column.shoulders[1]}
    skeleton.points |= {"pelvis": origin, "chest": column.shoulders[0]}
    for side in SIDES:
        skeleton.points[f"{side}_hip"] = origin + pelvis @ vec(0, sign(side) * body.HALF_HIPS, 0)
        skeleton.points[f"{side}_shoulder"] = column.shoulders[0] + column.shoulders[1] @ _shoulder(
            pose, side
        )
    _place_head(skeleton, *column.neck)


def _column(origin: Vector, pelvis: Matrix, bend: Spine) -> _Column:
    """Walk up the spine: at each hinge the frame turns by the hinge's share of the bend."""
    stations: list[tuple[float, int]] = [(height, index) for index, (height, *_) in enumerate(body.SLICES)]
    hinges = list(body.SPINE_HINGES)
    slices: list[Slice] = []
    place, frame, height = origin, pelvis, 0.0
    marks: dict[float, tuple[Vector, Matrix]] = {}
    stops = sorted(
        [(h, 0, i) for h, i in stations] + [(h, 1, i) for i, (h, _) in enumerate(hinges)]
        + [(body.SHOULDER_LINE, 2, 0), (body.NECK_ROOT, 2, 0)]
    )  # fmt: skip
    for stop, kind, index in stops:
        place = place + frame[:, 2] * (stop - height)
        height = stop
        if kind == 0:
            _, depth, width, ahead = body.SLICES[index]
            slices.append(
                Slice(place + frame[:, 0] * ahead, frame, vec(depth, width, body.SLICE_HALF_HEIGHT))
            )
        elif kind == 1:
            frame = frame @ _bent(bend, hinges[index][1])
        else:
            marks[stop] = (place, frame)
    return _Column(tuple(slices), marks[body.SHOULDER_LINE], marks[body.NECK_ROOT])


def _bent(bend: Spine | Neck, share: float, lean: float = 0.0) -> Matrix:
    """The turn at one hinge: forward, to the left, and about the column itself."""
    turn: Matrix = (
        rot_y((bend.flex or 0) * share + lean)
        @ rot_z((bend.rot or 0) * share)
        @ rot_x(-(bend.side or 0) * share)
    )
    return turn


def _shoulder(pose: Settled, side: str) -> Vector:
    """A shoulder joint in the frame of the chest, from the middle of the shoulder line."""
    arm = pose.arms[side]
    reach, shrug = arm.reach or 0.0, arm.shrug or 0.0
    if _LOWER_SIDE.get(pose.base) == side:
        forward, inward = body.LOWER_SHOULDER
        return vec(forward + reach, sign(side) * (body.HALF_SHOULDERS - inward), shrug)
    # A shoulder blade glides round the ribs: what is carried forward also comes in, and the other way round.
    return vec(reach - 0.5, sign(side) * (body.HALF_SHOULDERS - 0.3 * reach), shrug)


def _place_head(skeleton: Skeleton, root: Vector, frame: Matrix) -> None:
    bend = skeleton.pose.neck
    tuck = bend.tuck or 0.0
    c7 = root + frame @ vec(-1.2, 0, -1.5)
    neck = frame @ _bent(bend, 0.5, body.NECK_LEAN - tuck)
    skull = c7 + neck[:, 2] * body.NECK
    head = neck @ _bent(bend, 0.5, body.HEAD_LEAN + tuck)
    skeleton.bones |= {"neck": neck, "head": head}
    skeleton.points |= {"c7": c7, "skull": skull, "head": skull + head @ vec(1.5, 0, 10)}
    skeleton.points["nose"] = skull + head @ vec(12, 0, 8)
