"""The flow of a handout: nothing parted from what it belongs to, and safety on every page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_samples import (
    ROOT,
    brand,
    callouts,
    card,
    document,
    kinds,
    lay_out,
    layout,
    overlap,
    placed,
    text,
    words,
)

from clinicpress.composing.document import BlockItem, DiagramFigure, PictureFigure
from clinicpress.content.blocktypes.block import Heading, ItemList, PageBreak, Paragraph, TableGrid
from clinicpress.figures.displaylist import Anchor, Diagram, Fill, FrameShapes
from clinicpress.layout.paper import page_frame
from clinicpress.layout.placing import LaidOut
from clinicpress.problems import FitError, Source

SOURCE = Source("content/handouts/x.yaml", 4, 5)
FLOWING = {"heading", "text", "list", "card", "callouts", "callout-call", "diagram"}
SENTENCE = "Keep moving a little every day, and rest when your back asks for it. "


def laid(*blocks: BlockItem) -> LaidOut:
    doc = document(blocks, kind="handout", title=words("Sciatica"))
    return lay_out(doc, layout("handout"), brand(), paper="letter", ink="colour", asset=ROOT.joinpath)


def bullets(count: int, name: str = "item") -> ItemList:
    return ItemList(tuple(words(f"{name} {k}") for k in range(count)), False, SOURCE)


def diagram() -> DiagramFigure:
    frame = FrameShapes(
        "", "", (Fill("skin", ((0.0, 0.0, 60.0, 0.0, 60.0, 120.0, 0.0, 120.0),)),), (0, 0, 60, 120)
    )
    anchors = (Anchor("calf", 10.0, 60.0),)
    return DiagramFigure("x", Diagram(frame, anchors), (words("Calf"),), "A leg.", words("A leg"), SOURCE)


BLOCKS = st.lists(
    st.one_of(
        st.builds(lambda n: Heading(words(f"Heading {n}")), st.integers(1, 99)),
        st.builds(lambda n: Paragraph(words(SENTENCE * n)), st.integers(1, 12)),
        st.builds(bullets, st.integers(1, 12)),
        st.just(PageBreak(SOURCE)),
        st.builds(card, st.integers(1, 9)),
        st.builds(lambda: callouts()[0]),
        st.builds(diagram),
    ),
    min_size=1,
    max_size=14,
)


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(blocks=BLOCKS)
def test_everything_stands_inside_its_frame_and_nothing_overlaps(blocks: list[BlockItem]) -> None:
    result = laid(*blocks, *callouts())
    frame = page_frame(layout("handout"), "letter")
    kinds_on_page = {"card", "safety", "table", "callouts", "list", "text", "heading", "summary"}
    top = [
        p
        for p in placed(result.document)
        if p.group.kind in kinds_on_page and not any(inside(p, box) for box in boxes(result))
    ]
    for found in top:
        assert found.x >= frame.left - 0.01
        assert found.right <= frame.left + frame.width + 0.01
        assert found.bottom <= frame.foot - layout("handout").sizes.footer
    for number, one in enumerate(top):
        assert not any(overlap(one, other) for other in top[number + 1 :])


def boxes(result: LaidOut) -> list:  # type: ignore[type-arg]
    return [p for kind in ("card", "safety", "callouts", "summary") for p in kinds(result.document, kind)]


def inside(one, box) -> bool:  # type: ignore[no-untyped-def]
    same = one.page == box.page and one.group is not box.group
    return same and one.x >= box.x and one.y >= box.y and one.right <= box.right and one.bottom <= box.bottom


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(blocks=BLOCKS)
def test_every_word_once_in_order_and_no_heading_at_a_foot(blocks: list[BlockItem]) -> None:
    result = laid(*blocks, *callouts())
    heard = " ".join(text(g) for page in result.document.pages for g in page.groups)
    for block in blocks:
        if isinstance(block, Heading):
            assert block.words.text in heard
    items = [block for block in blocks if isinstance(block, ItemList)]
    assert heard.count("item 0") == len(items)
    order = [p for p in placed(result.document) if p.group.kind in FLOWING]
    for here, following in pairwise(order):
        if here.group.kind == "heading":
            assert following.page == here.page


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(blocks=BLOCKS)
def test_every_page_says_when_to_stop(blocks: list[BlockItem]) -> None:
    result = laid(*blocks, *callouts())
    for number, page in enumerate(result.document.pages, 1):
        heard = " ".join(text(group) for group in page.groups)
        assert "Call 911" in heard, f"page {number}"
        assert "You cannot pee" in heard


def test_call_outs_stand_side_by_side_and_equally_tall() -> None:
    result = laid(Paragraph(words("Words.")), *callouts())
    call, emergency = (kinds(result.document, f"callout-{kind}")[0] for kind in ("call", "emergency"))
    assert call.y == emergency.y
    assert call.group.height == emergency.group.height
    assert call.right < emergency.x
    assert kinds(result.document, "safety") == []


def test_a_long_paragraph_goes_on_over_the_page_as_one_element() -> None:
    result = laid(Paragraph(words(SENTENCE * 90)))
    parts = kinds(result.document, "text")
    long = [part for part in parts if part.group.key.startswith("paragraph")]
    assert [part.page for part in long] == [1, 2]
    assert len({part.group.key for part in long}) == 1
    assert min(len(part.group.items) for part in long) >= 2
    assert text(long[0].group) + " " + text(long[1].group) == (SENTENCE * 90).strip()


def test_a_long_list_is_parted_between_items_and_goes_on_counting() -> None:
    numbered = ItemList(tuple(words(f"item {k}. " + SENTENCE * 2) for k in range(1, 25)), True, SOURCE)
    result = laid(numbered)
    lists = [p for p in kinds(result.document, "list") if p.group.key.startswith("list")]
    assert len(lists) == 2
    heard = " ".join(text(p.group) for p in lists)
    assert [f"{k}. item {k}." in heard for k in range(1, 25)] == [True] * 24


def test_a_long_table_repeats_its_header_as_decoration() -> None:
    rows = tuple((words(f"Day {k}"), words("Walk for ten minutes.")) for k in range(60))
    result = laid(TableGrid((words("When"), words("What")), rows, SOURCE))
    tables = kinds(result.document, "table")
    assert [table.page for table in tables] == [1, 2, 3][: len(tables)]
    assert len(tables) > 1
    assert len({table.group.key for table in tables}) == 1
    repeated = kinds(result.document, "repeated-header")
    assert len(repeated) == len(tables) - 1
    assert all(p.group.role == "Artifact" for p in repeated)
    heard = " ".join(text(table.group) for table in tables)
    assert all(f"Day {k} " in heard for k in range(60))


def test_words_run_beside_a_diagram() -> None:
    result = laid(Heading(words("What is it?")), diagram(), Paragraph(words(SENTENCE * 3)), bullets(3))
    (picture,) = kinds(result.document, "diagram")
    (heading,) = kinds(result.document, "heading")
    assert picture.page == heading.page
    assert heading.right <= picture.x
    assert abs(picture.y - heading.y) < 4


def test_cards_are_shared_out_evenly_over_pages() -> None:
    steps = ["Lie down on your back on a mat or on a firm bed."] * 6
    result = laid(*(card(n, steps, tips=(words("Breathe."),)) for n in range(1, 8)), *callouts())
    pages = [found.page for found in kinds(result.document, "card")]
    counts = [pages.count(page) for page in sorted(set(pages))]
    assert sum(counts) == 7
    assert max(counts) - min(counts) <= 1


def test_a_picture_keeps_its_proportions_and_its_caption() -> None:
    picture = PictureFigure(b"", 300, 150, "A path.", words("A path"), SOURCE)
    result = laid(picture)
    (found,) = kinds(result.document, "picture")
    assert found.group.width / found.group.height == pytest.approx(2.0)
    assert found.group.alt == "A path."
    (caption,) = kinds(result.document, "caption")
    assert caption.y > found.bottom


def test_a_block_taller_than_a_page_is_a_located_error() -> None:
    steps = ["Lie down on your back and " + "breathe slowly and " * 60 + "rest."] * 6
    with pytest.raises(
        FitError, match=r"content/sheets/x.yaml:3:5: the exercise exercise-3 is \d+ mm taller"
    ):
        laid(card(3, steps))
