from __future__ import annotations

from itertools import pairwise

import pytest
import shapely
from figure_samples import area, lines_of, pairs

from clinicpress.content.blocktypes.illustrations import DIAGRAMS
from clinicpress.figures.anatomy.diagrams import diagram, names
from clinicpress.figures.displaylist import Diagram, Fill, Stroke
from clinicpress.figures.palette import palette


@pytest.fixture(scope="module")
def nerve() -> Diagram:
    return diagram("sciatic-nerve")


def nerve_lines(nerve: Diagram, least: float = 0.0) -> shapely.MultiLineString:
    return shapely.MultiLineString(
        [
            pairs(line)
            for op in nerve.frame.ops
            if isinstance(op, Stroke) and op.role == "nerve" and op.width >= least
            for line in op.lines
        ]
    )


def test_handouts_may_ask_for_every_one() -> None:
    assert names() == DIAGRAMS
    with pytest.raises(KeyError):
        diagram("heart")


def test_its_labels_run_from_top_to_bottom(nerve: Diagram) -> None:
    assert [anchor.name for anchor in nerve.anchors] == ["lower-back", "buttock", "thigh", "calf", "foot"]
    heights = [anchor.y for anchor in nerve.anchors]
    assert heights == sorted(heights, reverse=True)
    assert min(a - b for a, b in pairwise(heights)) > 12, "labels do not touch"


def test_every_label_points_at_the_nerve(nerve: Diagram) -> None:
    for anchor in nerve.anchors:
        assert nerve_lines(nerve).distance(shapely.Point(anchor.x, anchor.y)) < 1.5, anchor.name


def test_it_is_one_tree_from_five_roots_to_two_branches(nerve: Diagram) -> None:
    """L4, L5, S1, S2, S3 meet; the tibial and the common peroneal nerve part above the knee."""
    tree = shapely.union_all([line.buffer(0.4) for line in shapely.get_parts(nerve_lines(nerve))])
    assert shapely.get_num_geometries(tree) == 1
    widths = sorted(op.width for op in nerve.frame.ops if isinstance(op, Stroke) and op.role == "nerve")
    assert len(widths) == 5 + 2 + 1
    (trunk,) = shapely.get_parts(nerve_lines(nerve, least=4.0))
    fork = trunk.coords[-1]
    knee = 0.285 * 170
    assert knee + 4 < fork[1] < knee + 14


def test_it_runs_down_the_right_leg_which_is_at_the_right_from_behind(nerve: Diagram) -> None:
    assert nerve_lines(nerve).bounds[0] > 0


def test_one_branch_is_in_the_middle_of_the_calf_and_one_on_its_outer_side(nerve: Diagram) -> None:
    calf = next(anchor.y for anchor in nerve.anchors if anchor.name == "calf")
    level = shapely.LineString([(0, calf), (60, calf)])
    leg = area(nerve.frame, "pale-skin").intersection(level)
    middle = leg.centroid.x
    inner, outer = sorted(point.x for point in shapely.get_parts(nerve_lines(nerve).intersection(level)))
    assert abs(inner - middle) < 2
    assert middle + 2 < outer < leg.bounds[2]


def test_it_stays_within_the_body(nerve: Diagram) -> None:
    roles = sorted({op.role for op in nerve.frame.ops if isinstance(op, Fill) and op.role.startswith("pale")})
    body = shapely.union_all([area(nerve.frame, role) for role in roles])
    assert nerve_lines(nerve).difference(body.buffer(0.3)).length < 0.5


def test_the_picture_has_no_head_and_no_arms(nerve: Diagram) -> None:
    left, _, right, high = nerve.frame.bounds
    assert right - left < 50
    assert 110 < high < 130


def test_every_role_has_a_colour(nerve: Diagram) -> None:
    roles = {op.role for op in nerve.frame.ops if isinstance(op, Fill | Stroke)}
    assert roles <= set(palette("colour"))
    assert roles <= set(palette("mono"))


def test_it_is_within_its_bounds_and_small(nerve: Diagram) -> None:
    left, low, right, high = nerve.frame.bounds
    count = 0
    for line in lines_of(nerve.frame):
        assert left <= min(line[::2]) <= max(line[::2]) <= right
        assert low <= min(line[1::2]) <= max(line[1::2]) <= high
        count += len(line) // 2
    assert count < 2000
