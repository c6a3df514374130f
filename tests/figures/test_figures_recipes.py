"""What the page on poses shows is drawn here, so that it stays true."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
import yaml
from pose_samples import ROOT, complaints, posed, text_of

from clinicpress.content.models.base import Region
from clinicpress.content.models.figure import VIEWS, Figure, Look
from clinicpress.content.models.names import LIMB_MUSCLES, MIDLINE_MUSCLES
from clinicpress.content.models.pose import Base
from clinicpress.figures.drawing.compiling import compile_figure
from clinicpress.figures.pose.camera import Camera
from clinicpress.figures.pose.posing import bodies

PAGE = (ROOT / "docs" / "pose-language.md").read_text(encoding="utf-8")
BLOCKS: list[str] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
FIGURES = [text_of(block) for block in BLOCKS if block.startswith("figure:")]
(STARTS,) = (yaml.load(block, yaml.BaseLoader) for block in BLOCKS if not block.startswith("figure:"))
# Where `side` looks from, and the same from the other side.
SIDE, OTHER = VIEWS["side"], (-VIEWS["side"][0], VIEWS["side"][1])


def start(base: str, **more: Any) -> dict[str, Any]:
    recipe: dict[str, Any] = STARTS[base]
    return posed(recipe["pose"], props=recipe.get("props", ()), **more)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(FIGURES)))
def test_a_figure_of_the_page_is_true_and_can_be_drawn(number: int) -> None:
    data = FIGURES[number]
    assert complaints(data) == ()
    drawn = Figure.model_validate(data)
    assert all(frame.ops for frame in compile_figure(drawn).frames)
    assert all(frame.ops for frame in compile_figure(drawn, mirror=True).frames)


def test_the_page_has_a_start_pose_for_every_base() -> None:
    assert list(STARTS) == list(get_args(Base))
    for base, recipe in STARTS.items():
        assert recipe["pose"]["base"] == base


@pytest.mark.parametrize("base", get_args(Base))
def test_a_start_pose_of_the_page_is_true_and_can_be_drawn(base: str) -> None:
    assert complaints(start(base)) == ()
    (frame,) = compile_figure(Figure.model_validate(start(base))).frames
    assert frame.ops


def test_the_page_shows_sitting_to_standing_and_another_change_of_base() -> None:
    changes = [
        [frame["pose"]["base"] for frame in data["frames"] if "base" in frame.get("pose", {})]
        for data in FIGURES
    ]
    assert ["sit", "stand"] in changes
    assert sum(len(bases) > 1 for bases in changes) >= 2


def _nearest(base: str, view: tuple[float, float]) -> tuple[str, str]:
    """The side of the body that is nearer to the viewer, and the side of the picture that the head is on."""
    (body,) = bodies(Figure.model_validate(start(base)))
    camera = Camera(*view)
    left, right = (camera.depth(body.points[f"{side}_hip"]) for side in "lr")
    head, pelvis = (float(camera.project(body.points[name])[0]) for name in ("head", "pelvis"))
    return ("left" if left > right else "right"), ("left" if head < pelvis else "right")


@pytest.mark.parametrize(("view", "column"), [(SIDE, 1), (OTHER, 2)], ids=["side", "other side"])
@pytest.mark.parametrize("base", ["supine", "prone", "quad"])
def test_the_table_of_views_says_what_is_seen(base: str, view: tuple[float, float], column: int) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{base}`"))
    near, head = _nearest(base, view)
    assert row.split("|")[column + 1].strip() == f"the {near} side, head to the {head}"


@pytest.mark.parametrize(("view", "column"), [(SIDE, 1), (OTHER, 2)], ids=["side", "other side"])
@pytest.mark.parametrize("base", ["side-left", "side-right"])
def test_the_table_of_views_says_if_face_or_back_is_seen(
    base: str, view: tuple[float, float], column: int
) -> None:
    (body,) = bodies(Figure.model_validate(start(base)))
    camera = Camera(*view)
    front = camera.depth(body.points["pelvis"] + body.bones["pelvis"][:, 0])
    seen = "front" if front > camera.depth(body.points["pelvis"]) else "back"
    _, head = _nearest(base, view)
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{base}`"))
    assert row.split("|")[column + 1].strip() == f"the {seen}, head to the {head}"


def test_the_numbers_of_the_other_side_are_those_of_side() -> None:
    assert f"{{az: {OTHER[0]}, el: {OTHER[1]}}}" in PAGE


@pytest.mark.parametrize("key", list(Look.model_fields))
def test_the_page_lists_every_name_of_a_look(key: str) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"  - `{key}`"))
    names = [name for part in get_args(Look.model_fields[key].annotation) for name in get_args(part)]
    assert names
    assert re.findall(r"[a-z]+", row.split(":", 1)[1]) == names


def test_the_page_lists_every_muscle_and_every_region() -> None:
    for name in (*LIMB_MUSCLES, *MIDLINE_MUSCLES):
        assert re.search(rf"\b{name.replace('-', '[ -]')}\b", PAGE), name
    works = next(line for line in PAGE.split("\n- ") if line.startswith("`works`")).split("\n\n")[0]
    for region in get_args(Region):
        assert region in " ".join(works.split()), region
