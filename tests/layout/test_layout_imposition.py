"""Pages on paper: which stands where, in which order they are read, and the marks to cut and fold by."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicpress.content.models.layout import SAFE_MARGIN, Imposition
from clinicpress.layout.imposition import SheetSide, impose, sides
from clinicpress.layout.paper import page_size
from clinicpress.typesetting.items import (
    Circle,
    Group,
    Metadata,
    Page,
    PageSpot,
    PlacedDocument,
    Polyline,
    Rect,
)
from clinicpress.units import PAPERS, Paper

IMPOSED: tuple[Imposition, ...] = ("two-up", "booklet", "trifold")


def pages(count: int, width: float = 100.0, height: float = 200.0) -> PlacedDocument:
    """Pages that name themselves from 1."""
    made = (
        Page(width, height, (Group(5, 6, 7, 8, (Rect(0, 0, 7, 8, fill="#000000"),), kind=str(number)),))
        for number in range(1, count + 1)
    )
    return PlacedDocument(tuple(made), Metadata("T", "en", "A"))


def numbered(made: tuple[SheetSide, ...]) -> list[list[int]]:
    """Sides with pages counted from 1 and 0 for a blank."""
    return [[0 if page is None else page + 1 for page in side] for side in made]


def name(group: Group) -> str:
    (inner,) = group.items
    assert isinstance(inner, Group)
    return inner.kind


def heard(document: PlacedDocument) -> list[str]:
    spots = document.in_reading_order()
    groups = [document.pages[spot.page].groups[spot.group] for spot in spots]
    return [name(group) for group in groups if group.role != "Artifact"]


def marks(page: Page) -> Iterator[tuple[float, Polyline | Circle]]:
    """The marks of a side with the place from the left of each."""
    last = page.groups[-1]
    assert (last.kind, last.role) == ("marks", "Artifact")
    for group in last.items:
        assert isinstance(group, Group)
        for item in group.items:
            assert isinstance(item, Polyline | Circle)
            yield group.x, item


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, []),
        (1, [[0, 1], [0, 0]]),
        (2, [[0, 1], [2, 0]]),
        (4, [[4, 1], [2, 3]]),
        (5, [[0, 1], [2, 0], [0, 3], [4, 5]]),
        (8, [[8, 1], [2, 7], [6, 3], [4, 5]]),
        (12, [[12, 1], [2, 11], [10, 3], [4, 9], [8, 5], [6, 7]]),
    ],
)
def test_order_of_a_booklet(count: int, expected: list[list[int]]) -> None:
    assert numbered(sides("booklet", count)) == expected


@given(st.integers(1, 64))
def test_a_booklet_has_every_page_once_and_folds(count: int) -> None:
    made = numbered(sides("booklet", count))
    places = 2 * len(made)
    assert places % 4 == 0
    assert count <= places < count + 4
    assert sorted(page for side in made for page in side if page) == list(range(1, count + 1))
    for left, right in made:
        # A blank stands for a page behind the last.
        assert left + right == places + 1 if left and right else places + 1 - (left or right) > count


@given(st.integers(1, 64))
def test_turning_a_booklets_leaf_shows_the_next_page(count: int) -> None:
    """Behind each right page of a front stands, turned over the short edge, the left page of the back."""
    made = numbered(sides("booklet", count))
    for front, back in zip(made[::2], made[1::2], strict=True):
        assert back[0] in (front[1] + 1, 0)
        assert front[0] in (back[1] + 1, 0)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, []),
        (1, [[0, 1, 0], [0, 0, 0]]),
        (2, [[0, 2, 1], [0, 0, 0]]),
        (4, [[3, 4, 1], [2, 0, 0]]),
        (5, [[3, 5, 1], [2, 4, 0]]),
        (6, [[3, 6, 1], [2, 4, 5]]),
    ],
)
def test_panels_of_a_trifold(count: int, expected: list[list[int]]) -> None:
    assert numbered(sides("trifold", count)) == expected


def test_a_trifold_has_six_panels_and_no_more() -> None:
    with pytest.raises(ValueError, match="six panels, and there are 7 pages"):
        impose(pages(7), "trifold", "letter")


def test_two_up_shows_each_page_twice_and_is_heard_once() -> None:
    assert numbered(sides("two-up", 2)) == [[1, 1], [2, 2]]
    document = impose(pages(2), "two-up", "letter")
    for page, words in zip(document.pages, "12", strict=True):
        first, second, _ = page.groups
        assert (first.x, second.x) == (0, 396)
        assert (first.role, second.role) == (None, "Artifact")
        assert first.items == second.items
        assert name(first) == words
    assert heard(document) == ["1", "2"]


def test_no_imposition_leaves_the_document_as_it_is() -> None:
    document = pages(3, 612, 792)
    assert impose(document, "none", "letter") is document
    assert numbered(sides("none", 3)) == [[1], [2], [3]]


@pytest.mark.parametrize("imposition", IMPOSED)
@given(count=st.integers(0, 6))
def test_pages_are_read_in_their_own_order(imposition: Imposition, count: int) -> None:
    document = impose(pages(count), imposition, "a4")
    assert heard(document) == [str(number) for number in range(1, count + 1)]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("imposition", IMPOSED)
def test_pages_stand_at_the_left_of_their_slots_on_paper_lying_down(
    imposition: Imposition, paper: Paper
) -> None:
    full = page_size(paper, imposition)
    for document in (pages(6), pages(6, *full)):
        made = impose(document, imposition, paper)
        assert {(page.height, page.width) for page in made.pages} == {PAPERS[paper][:2]}
        for page, side in zip(made.pages, sides(imposition, 6), strict=True):
            slots = [slot for slot, number in enumerate(side) if number is not None]
            groups = page.groups[:-1]
            assert [group.x for group in groups] == pytest.approx([full[0] * slot for slot in slots])
            assert {group.y for group in groups} == {0.0}
            names = [str(number + 1) for number in side if number is not None]
            assert [name(group) for group in groups] == names


@pytest.mark.parametrize("size", [(397.0, 612.0), (396.0, 613.0)])
def test_a_page_larger_than_its_slot_is_refused(size: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="page 1 is larger than its place"):
        impose(pages(2, *size), "booklet", "letter")


def test_a_document_is_imposed_once() -> None:
    made = impose(pages(2, 50, 50), "booklet", "letter")
    with pytest.raises(ValueError, match="imposed already"):
        impose(made, "booklet", "letter")


@pytest.mark.parametrize(
    ("imposition", "places"), [("two-up", {396.0}), ("booklet", {396.0}), ("trifold", {264.0, 528.0})]
)
def test_marks_stand_between_slots_where_printers_reach(imposition: Imposition, places: set[float]) -> None:
    for page in impose(pages(5), imposition, "letter").pages:
        found = list(marks(page))
        assert {x for x, _ in found} == places
        for _, mark in found:
            if isinstance(mark, Circle):
                reach = [mark.y - mark.radius, mark.y + mark.radius, abs(mark.x) + mark.radius]
            else:
                reach = [*mark.points[1::2], max(map(abs, mark.points[::2]))]
            assert min(reach[:-1]) >= SAFE_MARGIN
            assert max(reach[:-1]) <= page.height - SAFE_MARGIN
            assert reach[-1] < SAFE_MARGIN / 2, "content begins this far from the line and more"


@pytest.mark.parametrize("imposition", ["booklet", "trifold"])
def test_no_fold_is_drawn_across_content(imposition: Imposition) -> None:
    for page in impose(pages(4), imposition, "letter").pages:
        for _, mark in marks(page):
            assert isinstance(mark, Polyline)
            top, bottom = mark.points[1::2]
            assert bottom - top <= 12
            assert top == SAFE_MARGIN or bottom == page.height - SAFE_MARGIN


def test_a_cut_is_a_dashed_line_with_scissors() -> None:
    (page,) = impose(pages(1), "two-up", "letter").pages
    found = [mark for _, mark in marks(page)]
    lines = [mark for mark in found if isinstance(mark, Polyline)]
    (dashed,) = [line for line in lines if line.dash]
    assert dashed.points[3] - dashed.points[1] > page.height * 0.8
    upright = [line for line in lines if line.points[0] == line.points[2] and not line.dash]
    assert {line.points[1] for line in upright} == {SAFE_MARGIN, page.height - SAFE_MARGIN - 12}
    assert sum(isinstance(mark, Circle) for mark in found) == 2


def test_marks_are_grey_in_every_ink() -> None:
    for imposition in IMPOSED:
        for page in impose(pages(1), imposition, "letter").pages:
            for _, mark in marks(page):
                assert len({mark.stroke[1:3], mark.stroke[3:5], mark.stroke[5:]}) == 1


@pytest.mark.parametrize(
    "reading",
    [
        (PageSpot(0, 0),),
        (PageSpot(0, 0), PageSpot(0, 0)),
        (PageSpot(0, 0), PageSpot(1, 1)),
        (PageSpot(1, 0),) * 3,
    ],
)
def test_a_reading_order_names_every_group_once(reading: tuple[PageSpot, ...]) -> None:
    document = pages(2)
    with pytest.raises(ValueError, match="every group of every page once"):
        PlacedDocument(document.pages, document.metadata, reading)
    assert document.in_reading_order() == (PageSpot(0, 0), PageSpot(1, 0))
