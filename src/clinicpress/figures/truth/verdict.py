"""What would make a picture untrue: a body that no patient has, or that does not do what the figure says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from clinicpress.content.models.figure import Figure, Frame, Highlight
from clinicpress.content.models.names import LIMB_MUSCLES, spoken
from clinicpress.figures.drawing.scene import cropped_away
from clinicpress.figures.frames import FrameProblem, in_frame
from clinicpress.figures.pose import anthropometry as size
from clinicpress.figures.pose.arms import skin_hint
from clinicpress.figures.pose.body import SIDES, Body
from clinicpress.figures.pose.legs import lowest_of
from clinicpress.figures.pose.posing import attempt
from clinicpress.figures.pose.settle import Settled, settle
from clinicpress.figures.pose.skeleton import side_name
from clinicpress.figures.pose.surfaces import Surface, surfaces
from clinicpress.figures.pose.vectors import length
from clinicpress.figures.truth.clashes import clashes
from clinicpress.figures.truth.support import hanging, joint_angles, unbalanced, untouched
from clinicpress.messages import later, say

_LENGTH_ERROR = 0.2
_FIXED_ERROR = 0.25
_MOVED = 2.0
_SLID = 1.5
_BENT = 5.0
_ARM_MUSCLES = ("shoulder", "biceps", "triceps", "forearm")
_ANGLE_SLACK = 1.0
# A message, and a hint or nothing.
Untrue = tuple[str, str]
_UNSEEN_HINT = later("figure.begin-with-what-cannot-be-drawn")


@dataclass(frozen=True, slots=True)
class _Scene:
    """One frame with all that the rules look at; ``posed`` are the bodies of all frames."""

    index: int
    frame: Frame
    pose: Settled
    first: Settled
    body: Body
    posed: tuple[Body, ...]
    surfaces: Mapping[str, Surface]

    @property
    def before(self) -> Body | None:
        return self.posed[self.index - 1] if self.index else None


def check(figure: Figure) -> tuple[str, ...]:
    """Every complaint about ``figure``, each with the number of its frame; nothing if the picture is true."""
    return tuple(problem.message for problem in problems(figure))


def problems(figure: Figure) -> tuple[FrameProblem, ...]:
    """As `check`, each with what to do about it; the hint is empty where looking at the picture helps.

    If the figure cannot be drawn, there is no picture to look at and every problem has a hint.
    """
    posed, impossible = attempt(figure)
    cropped = [FrameProblem(text, hint) for text, hint in cropped_away(figure, posed)]
    found = [*impossible, *cropped]
    untrue = [problem for scene in _scenes(figure, posed) for problem in _untrue(scene)]
    if found:
        untrue = [replace(problem, hint=problem.hint or say(_UNSEEN_HINT)) for problem in untrue]
    return (*found, *untrue)


def _scenes(figure: Figure, posed: tuple[Body, ...]) -> Iterator[_Scene]:
    standing, poses = surfaces(figure.props), settle(figure)
    for index, (frame, pose, body) in enumerate(zip(figure.frames, poses, posed, strict=True)):
        yield _Scene(index, frame, pose, poses[0], body, posed, standing)


def _untrue(scene: _Scene) -> Iterator[FrameProblem]:
    """What the rules find in one frame."""
    rules = (
        _lengths, _ranges, _clashes, _untouched, _balanced, _kept, _anchored, _slides, _arrows_move,
        _sides_fit,
    )  # fmt: skip
    for rule in rules:
        for message, hint in rule(scene):
            yield in_frame(scene.index + 1, message, hint)


def _lengths(scene: _Scene) -> Iterator[Untrue]:
    for side in SIDES:
        for name, (near, far, want) in size.BONES.items():
            points = scene.body.points
            error = abs(length(points[f"{side}_{near}"] - points[f"{side}_{far}"]) - want)
            if error > _LENGTH_ERROR:
                yield say("figure.part-of-wrong-length", part=spoken(f"{side}_{name}"), error=error), ""


def _ranges(scene: _Scene) -> Iterator[Untrue]:
    for name, value in joint_angles(scene.body).items():
        low, high = size.RANGES[name.removeprefix("left ").removeprefix("right ")]
        if not low - _ANGLE_SLACK <= value <= high + _ANGLE_SLACK:
            yield say("figure.joint-out-of-range", name=name, value=value, low=low, high=high), ""


def _clashes(scene: _Scene) -> Iterator[Untrue]:
    """What passes through something; of a hand sent inside the body, with where to put it instead."""
    for message, bone in clashes(scene.body, scene.surfaces, _held(scene)):
        side, _, name = bone.partition("_")
        yield message, skin_hint(scene.pose.arms[side], side) if name == "hand" else ""


def _held(scene: _Scene) -> frozenset[tuple[str, str]]:
    """Which hand holds which standing prop, in this frame or kept from the first."""
    pairs = set()
    for pose in (scene.pose, scene.first):
        for side, arm in pose.arms.items():
            target = arm.hand.at if arm.hand is not None else None
            if target is not None and target.prop is not None:
                pairs.add((f"{side}_hand", target.prop))
    return frozenset(pairs)


def _untouched(scene: _Scene) -> Iterator[Untrue]:
    for message in untouched(scene.body, scene.pose, scene.surfaces):
        yield message, ""


def _balanced(scene: _Scene) -> Iterator[Untrue]:
    """Nothing is said of a body that hangs in the air: `_untouched` has told that."""
    if not hanging(scene.body, scene.pose, scene.surfaces):
        for message in unbalanced(scene.body, scene.pose, scene.first, scene.surfaces):
            yield message, ""


def _kept(scene: _Scene) -> Iterator[Untrue]:
    """What keeps its place must be where it was in the first frame."""
    start = scene.posed[0].points
    for side in SIDES:
        foot, hand = scene.pose.legs[side].foot, scene.pose.arms[side].hand
        kept = (*(("ankle", "heel", "ball") if foot is not None and foot.how == "keep" else ()),
                *(("wrist", "palm") if hand is not None and hand.how == "keep" else ()))  # fmt: skip
        for name in kept:
            moved = length(scene.body.points[f"{side}_{name}"] - start[f"{side}_{name}"])
            if moved > _FIXED_ERROR:
                yield say("figure.should-keep-place", part=spoken(f"{side}_{name}"), moved=moved), ""


def _anchored(scene: _Scene) -> Iterator[Untrue]:
    name = scene.pose.anchor
    if name is None or scene.index == 0:
        return
    away = scene.body.points[name] - scene.posed[0].points[name]
    moved = length(away[:2])
    if moved > _FIXED_ERROR:
        yield say("figure.anchor-but-moves-cm", part=spoken(name), moved=moved), ""


def _slides(scene: _Scene) -> Iterator[Untrue]:
    """A sole that stands on something in both frames must not slide, unless an arrow shows that it does."""
    if scene.before is None:
        return
    for side in SIDES:
        shown = any(
            arrow.follow is not None and arrow.follow.startswith(f"{side}_") for arrow in scene.frame.arrows
        )
        heights = [float(lowest_of(body.points, body.bones, side)[2]) for body in (scene.before, scene.body)]
        on_ground = any(
            all(abs(height - float(surface.at[2])) < 0.6 for height in heights)
            for surface in scene.surfaces.values()
            if not surface.upright
        )
        moved = length(scene.body.points[f"{side}_ball"] - scene.before.points[f"{side}_ball"])
        if on_ground and not shown and moved > _SLID:
            yield say("figure.foot-slides-cm-what-stands", side=side_name(side), moved=moved), ""


def _arrows_move(scene: _Scene) -> Iterator[Untrue]:
    """What an arrow follows must move."""
    for arrow in scene.frame.arrows:
        if arrow.follow is None or scene.before is None:
            continue
        since = scene.before if arrow.since is None else scene.posed[arrow.since - 1]
        moved = length(scene.body.points[arrow.follow] - since.points[arrow.follow])
        if moved < _MOVED:
            hint = say("figure.follow-point-moves")
            yield say("figure.arrow-follows-what-hardly-moves", part=spoken(arrow.follow), moved=moved), hint


def _sides_fit(scene: _Scene) -> Iterator[Untrue]:
    """A muscle is not highlighted on one side while the other side does the movement."""
    for highlight in scene.frame.highlight:
        if highlight.side not in ("left", "right") or highlight.muscle not in LIMB_MUSCLES:
            continue
        other = "left" if highlight.side == "right" else "right"
        own, across = (_most_bent(scene, highlight, side) for side in (highlight.side, other))
        if own < _BENT <= across:
            yield (
                say(
                    "figure.highlighted-but-side-moves",
                    side=highlight.side,
                    muscle=highlight.muscle,
                    other=other,
                ),
                "",
            )


def _most_bent(scene: _Scene, highlight: Highlight, side: str) -> float:
    """By how many degrees the joints round the muscle change, from the first frame to any other."""
    joints: tuple[str, ...] = (
        "arm rotation",
        say("figure.arm-behind-trunk"),
        say("figure.arm-across-chest"),
        "elbow",
        "wrist",
    )
    if highlight.muscle not in _ARM_MUSCLES:
        joints = ("hip", "hip abduction", "hip rotation", "thigh to trunk", "knee", "ankle")
    frames = [joint_angles(body) for body in scene.posed]
    names = [f"{side} {joint}" for joint in joints]
    return max(
        (abs(angles[name] - frames[0][name]) for angles in frames for name in names
         if name in angles and name in frames[0]),
        default=0.0,
    )  # fmt: skip
