"""Figures of pose files: the starter's exercises and the poses that only tests use, as text from YAML."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from clinicpress.content.models.figure import Figure
from clinicpress.figures.pose.mirror import mirrored
from clinicpress.figures.pose.posing import bodies
from clinicpress.figures.truth.verdict import check

ROOT = Path(__file__).parents[2]
FILES = tuple(sorted((ROOT / "tests" / "figures" / "poses").glob("*.yaml")))
EXERCISES = tuple(
    path for path in sorted((ROOT / "content" / "exercises").glob("*.yaml")) if path.name.count(".") == 1
)
EVERY = (*EXERCISES, *FILES)
NAMES = tuple(path.stem for path in EVERY)


def raw(path: Path) -> dict[str, Any]:
    """The figure of a file with every scalar as text, and nothing where nothing is written."""
    return text_of(path.read_text(encoding="utf-8"))


def text_of(written: str) -> dict[str, Any]:
    """As `raw`, of the text of a file."""
    data = yaml.load(written, Loader=yaml.BaseLoader)
    text: dict[str, Any] = _nulls(data.get("figure", data))
    return text


def _nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _nulls(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_nulls(item) for item in value]
    return None if value == "" else value


def figure(path: Path, *, mirror: bool = False) -> Figure:
    """The figure of a file, or its mirror image."""
    found = Figure.model_validate(raw(path))
    return mirrored(found) if mirror else found


def sample(name: str) -> dict[str, Any]:
    """A copy of the text of one of the test's own poses, to be changed."""
    return copy.deepcopy(raw(next(path for path in FILES if path.stem == name)))


def posed(*poses: dict[str, Any], props: Any = (), **more: Any) -> dict[str, Any]:
    """The text of a figure with one frame for each pose."""
    frames = [{"caption": f"Frame {n}", "alt": "A person.", "pose": pose} for n, pose in enumerate(poses, 1)]
    return {"view": "side", "props": list(props), "frames": frames, **more}


def complaints(data: dict[str, Any]) -> tuple[str, ...]:
    """What the truth checks say of a figure given as text."""
    return check(Figure.model_validate(data))


def last_body(data: dict[str, Any]) -> Any:
    """The last frame's body of a figure given as text."""
    return bodies(Figure.model_validate(data))[-1]
