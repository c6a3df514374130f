"""The trunk's flesh and clothes: hips, shirt and neck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from clinicpress.figures.body import SIDES, Body, Slice, sign
from clinicpress.figures.build import MAN, Build
from clinicpress.figures.parts import Joint, Layer, Part
from clinicpress.figures.solids import Ball, Chain, chain, ellipsoid, hermite, placer, sphere

# Slices of the trunk, from below: the hips are the first five, the shirt begins at the third.
_HIP_SLICES = 5
_SHIRT_FROM = 2
_CHEST_SLICE, _BUST_SLICE = 6, 5
_SMOOTH_STEPS = 3


def torso(body: Body, build: Build = MAN) -> tuple[Part, ...]:
    """Hips, shirt and neck."""
    slices = tuple(
        replace(one, half=one.half * (deep, wide, 1.0))
        for one, deep, wide in zip(body.slices, build.depths, build.widths, strict=True)
    )
    return _hips(body, slices), _shirt(body, slices, build), _neck(body, build.neck)


def _balls(slices: Sequence[Slice]) -> list[Ball]:
    return [ellipsoid(one.centre, one.frame, one.half) for one in slices]


def _hips(body: Body, slices: Sequence[Slice]) -> Part:
    joints = (
        Joint("torso", slices[3].centre, 40.0),
        *(Joint(f"{side}_shorts", body.points[f"{side}_hip"], 16.0) for side in SIDES),
    )
    return Part("pelvis", (Layer("pelvis", "shorts", (chain(*_balls(slices[:_HIP_SLICES])),), joints),))


def _shirt(body: Body, slices: Sequence[Slice], build: Build) -> Part:
    chest = body.bones["chest"]
    c7 = body.points["c7"]
    chains = [_spine_chain(slices[_SHIRT_FROM:])]
    breast, stout = slices[_CHEST_SLICE], build.shoulder
    for side in SIDES:
        out = sign(side)
        shoulder = body.points[f"{side}_shoulder"]
        nape = sphere(c7 + chest @ np.array([0.3, out * 2.5, -1.6]), 4.4 * stout)
        chains.append(chain(nape, sphere(shoulder + chest @ np.array([0.0, -out * 0.7, -0.2]), 5.0 * stout)))
        rib = ellipsoid(breast.centre, breast.frame, (8.5 * stout, 13.0 * stout, 4.0))
        chains.append(chain(rib, sphere(shoulder + chest @ np.array([0.0, -out * 1.5, -0.4]), 4.6 * stout)))
        if build.bust is not None:
            chains.append(_breast(slices, out, build.bust))
    joints = tuple(Joint(f"{side}_sleeve", body.points[f"{side}_shoulder"], 8.5) for side in SIDES)
    return Part("torso", (Layer("torso", "shirt", tuple(chains), joints, smooth=2.5),), bias=-1.5)


def _breast(slices: Sequence[Slice], out: int, half: tuple[float, float, float]) -> Chain:
    """A breast under the shirt, swept from the ribs behind it so that the cloth has no fold there."""
    ribs = slices[_BUST_SLICE]
    top = placer(ribs.centre, ribs.frame)
    behind = ellipsoid(top(1.0, out * 4.5, 1.5), ribs.frame, (6.0, 5.5, 6.5))
    return chain(behind, ellipsoid(top(6.3, out * 5.0, 0.6), ribs.frame, half))


def _spine_chain(slices: Sequence[Slice]) -> Chain:
    """The shirt's slices with others splined in between, so that a bent back is a curve without corners."""
    loose = [0.4 if index < 3 else 0.0 for index in range(len(slices))]
    places = np.arange(len(slices), dtype=np.float64)
    at = np.linspace(0.0, places[-1], (len(slices) - 1) * _SMOOTH_STEPS + 1)
    centres = hermite(np.stack([one.centre for one in slices]), places, at)
    axes = np.stack([one.half + np.array([more, more, 0.0]) for one, more in zip(slices, loose, strict=True)])
    half = np.maximum(hermite(axes, places, at), 0.5)
    lower = np.clip(at.astype(int), 0, len(slices) - 2)
    part = (at - lower)[:, None, None]
    frames = np.stack([one.frame for one in slices])
    u, _, vt = np.linalg.svd(frames[lower] * (1 - part) + frames[lower + 1] * part)
    turned = u @ vt
    return Chain(centres, (turned * np.square(half)[:, None, :]) @ np.swapaxes(turned, 1, 2))


def _neck(body: Body, stout: float) -> Part:
    chest, head = body.bones["chest"], body.bones["head"]
    c7, skull = body.points["c7"], body.points["skull"]
    root = c7 + chest[:, 2] * 0.4 + chest[:, 0] * 2.2
    chains = (
        chain(
            ellipsoid(root, chest, (4.4, 5.0 * stout, 2.6)),
            sphere(c7 + chest[:, 0] * 0.9, 4.6 * stout),
            sphere(skull + head @ np.array([0.4, 0.0, 2.5]), 4.5 * stout),
        ),
    )
    joints = (Joint("head", skull + head @ np.array([0.0, 0.0, 3.0]), 9.0),)
    return Part("neck", (Layer("neck", "skin", chains, joints),))
