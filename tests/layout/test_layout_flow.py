"""Flows over pages, columns, half pages and panels, by example: what stands with what, and what is where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Literal

import pytest
from layout_samples import (
    ROOT,
    Placed,
    brand,
    callouts,
    card,
    document,
    figure,
    inks,
    kinds,
    lay_out,
    layout,
    placed,
    safety,
    text,
    unimposed,
    words,
)  # fmt: skip

from clinicpress.composing.document import BlockItem, DiagramFigure, Document, Field, Neutral, PictureFigure
from clinicpress.content.blocktypes.block import (
    CalloutBox,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    TableGrid,
)
from clinicpress.figures.displaylist import Anchor, Diagram, Fill, FrameShapes
from clinicpress.layout.paper import page_frame
from clinicpress.problems import FitError, Source
from clinicpress.typesetting.items import FigureArt, PlacedDocument, TextLine

pytestmark = pytest.mark.slow

SOURCE = Source("content/handouts/x.yaml", 4, 5)
SENTENCE = "Keep moving a little every day, and rest when your back asks for it. "
FLOWS = ("handout", "handout-two-column", "large-print", "booklet")
# From words that just reach a second column or page to words that fill it.
FILLS = range(1, 40, 3)


def handout(*blocks: BlockItem) -> Document:
    return document(blocks, kind="handout", title=words("Sciatica"), notes_title=words("Your notes"))


def pages(doc: Document, name: str) -> PlacedDocument:
    """The pages one by one, also of a folded layout."""
    result = lay_out(doc, layout(name), brand(), paper="letter", ink="colour", asset=ROOT.joinpath)
    return unimposed(result.document)


def filler(count: int) -> Paragraph:
    return Paragraph(words(SENTENCE * count))


def bullets(count: int) -> ItemList:
    return ItemList(tuple(words(f"item {k}") for k in range(count)), False, SOURCE)


def diagram() -> DiagramFigure:
    frame = FrameShapes(
        "", "", (Fill("skin", ((0.0, 0.0, 60.0, 0.0, 60.0, 120.0, 0.0, 120.0),)),), (0, 0, 60, 120)
    )
    anchors = (Anchor("calf", 10.0, 60.0),)
    return DiagramFigure("x", Diagram(frame, anchors), (words("Calf"),), "A leg.", words("A leg"), SOURCE)


def saying(found: PlacedDocument, start: str) -> Placed:
    """The paragraph, heading or card that begins with some words."""
    kinds_of_text = {"text", "heading", "card", "item"}
    return next(p for p in placed(found) if p.group.kind in kinds_of_text and text(p.group).startswith(start))


def column(found: PlacedDocument, place: Placed, name: str) -> tuple[int, int]:
    """Page and column, by the middle of a thing."""
    middle, width = (place.x + place.right) / 2, found.pages[place.page - 1].width
    return place.page, int(middle * layout(name).text_columns / width)


# -- what stands together --------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.parametrize("count", FILLS)
def test_a_paragraph_that_ends_in_a_colon_stays_with_its_list(name: str, count: int) -> None:
    found = pages(handout(filler(count), Paragraph(words("Do this:")), bullets(6), *callouts()), name)
    lead, first = saying(found, "Do this:"), saying(found, "item 0")
    assert column(found, lead, name) == column(found, first, name)
    assert lead.bottom <= first.y


@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.parametrize("count", FILLS)
def test_words_that_lead_to_exercises_stay_with_the_first_one(name: str, count: int) -> None:
    lead = Paragraph(words("Do these exercises slowly."))
    blocks = (filler(count), Heading(words("Exercises")), lead, card(1), card(2))
    found = pages(handout(*blocks, *callouts()), name)
    heading, words_before = saying(found, "Exercises"), saying(found, "Do these exercises")
    first = kinds(found, "card")[0]
    assert {column(found, place, name) for place in (heading, words_before, first)} == {
        column(found, first, name)
    }
    assert heading.bottom <= words_before.y < words_before.bottom <= first.y


@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.parametrize("count", FILLS)
def test_two_headings_in_a_row_stay_with_the_exercise_under_them(name: str, count: int) -> None:
    blocks = (filler(count), Heading(words("Exercises")), Heading(words("Lying down")), card(1))
    found = pages(handout(*blocks, *callouts()), name)
    places = (saying(found, "Exercises"), saying(found, "Lying down"), kinds(found, "card")[0])
    assert len({column(found, place, name) for place in places}) == 1


@pytest.mark.parametrize("name", ["handout-two-column", "booklet"])
@pytest.mark.parametrize("count", FILLS)
def test_a_heading_under_the_opening_goes_on_with_what_follows(name: str, count: int) -> None:
    """A heading that begins a column is not left there when what follows has room on the next page."""
    summary = tuple(words(SENTENCE * 2) for _ in range(1 + count // 8))
    tall = PictureFigure(b"", 600, 800, "A path.", None, SOURCE)
    doc = handout(Heading(words("What is it?")), tall, *callouts())
    found = pages(replace(doc, summary=summary), name)
    heading, (picture,) = saying(found, "What is it?"), kinds(found, "picture")
    assert column(found, heading, name) == column(found, picture, name)


@pytest.mark.parametrize("count", range(1, 8))
def test_a_heading_is_not_levelled_away_from_its_list(count: int) -> None:
    """On a page with nothing but a heading and a short list, each stood in a column of its own."""
    name, breaks = "handout-two-column", PageBreak(SOURCE)
    blocks = (filler(2), breaks, Heading(words("What is it?")), bullets(count), breaks, filler(2))
    found = pages(handout(*blocks, *callouts()), name)
    heading, first = saying(found, "What is it?"), saying(found, "item 0")
    assert column(found, heading, name) == column(found, first, name)


@pytest.mark.parametrize("name", [*FLOWS, "trifold"])
def test_cards_of_a_run_are_whole_and_in_order(name: str) -> None:
    steps = ["Lie down on your back on a mat.", "Lift your leg and breathe out."]
    found = pages(handout(*(card(n, steps) for n in range(1, 4)), *callouts()), name)
    cards = kinds(found, "card")
    assert [place.group.source for place in cards] == [f"content/sheets/x.yaml:{n}:5" for n in range(1, 4)]
    for place in cards:
        whole = text(place.group)
        assert all(part in whole for part in (*steps, "Hold 30 seconds", "Start", "Finish"))
        frame = page_frame(layout(name), "letter")
        assert frame.top <= place.y < place.bottom <= frame.foot


# -- diagrams ----------------------------------------------------------------------
def test_a_diagram_without_room_waits_behind_the_text_of_its_section() -> None:
    """Its own section's words fill the column first, and the heading stays with them."""
    for name in ("handout-two-column", "booklet"):
        waited = 0
        for count in range(1, 40):
            blocks = (filler(count), Heading(words("What is it?")), diagram(), filler(2), filler(1))
            found = pages(handout(*blocks, *callouts()), name)
            heading, (picture,) = saying(found, "What is it?"), kinds(found, "diagram")
            after = [p for p in kinds(found, "text") if text(p.group).startswith("Keep moving")]
            order = [p for p in placed(found) if p.group.kind in {"heading", "diagram", "text"}]
            follows = order[order.index(heading) + 1]
            assert column(found, follows, name) == column(found, heading, name)
            if follows.group.kind == "text":
                waited += 1
                assert column(found, picture, name) > column(found, heading, name)
            assert len(after) >= 3
        assert waited > 0, name


@pytest.mark.parametrize("count", range(14, 30))
def test_a_paragraph_that_goes_on_from_beside_a_diagram_loses_no_word(count: int) -> None:
    """Its lines were counted in the narrow width and left out of the full one, and words were lost."""
    told = [f"word{k:03d}" for k in range(150)]
    found = pages(handout(filler(count), diagram(), Paragraph(words(" ".join(told))), *callouts()), "handout")
    heard = [word for place in kinds(found, "text") for word in text(place.group).split()]
    assert [word for word in heard if word.startswith("word")] == told


def test_two_diagrams_of_one_section_do_not_stand_on_each_other() -> None:
    found = pages(handout(diagram(), Paragraph(words("Words.")), diagram(), *callouts()), "handout")
    one, other = kinds(found, "diagram")
    assert one.page != other.page or one.bottom <= other.y


@pytest.mark.parametrize("count", range(8, 30))
def test_a_diagram_keeps_clear_of_the_safety_block(count: int) -> None:
    """A page that hoped for call-outs that did not come has the safety block, and room for it."""
    long = [SENTENCE * 4] * 6
    blocks = (filler(count), diagram(), Paragraph(words("Words.")), card(1, long), card(2, long))
    found = pages(handout(*blocks, *callouts()), "handout")
    (picture,) = kinds(found, "diagram")
    assert all(block.page != picture.page or picture.bottom <= block.y for block in kinds(found, "safety"))


@pytest.mark.parametrize("count", range(20, 36))
def test_a_section_beside_a_diagram_that_begins_a_page_stands_under_the_header(count: int) -> None:
    blocks = (filler(count), diagram(), Heading(words("What is it?")), filler(4))
    found = pages(handout(*blocks, *callouts()), "handout")
    heading = saying(found, "What is it?")
    assert heading.y >= max(p.bottom for p in kinds(found, "header") if p.page == heading.page)


# -- columns -----------------------------------------------------------------------
def baselines(found: PlacedDocument, kind: str) -> list[tuple[int, float]]:
    """Page and baseline of each line of running text."""
    return [
        (place.page, place.y + item.y)
        for place in kinds(found, kind)
        for item in place.group.items
        if isinstance(item, TextLine) and place.group.source.startswith("content/sheets/x.yaml:99")
    ]


def test_lines_of_neighbouring_columns_stand_on_one_grid() -> None:
    def text_of(count: int) -> Paragraph:
        return Paragraph(words(SENTENCE * count, 99))

    heads = (Heading(words(f"Section {n}")) for n in range(3))
    blocks = [block for head in heads for block in (head, text_of(3), text_of(7), bullets(3), text_of(4))]
    doc = handout(*blocks, *callouts())
    result = lay_out(
        doc, layout("handout-two-column"), brand(), paper="letter", ink="colour", asset=ROOT.joinpath
    )
    leading = result.report.text_size * layout("handout-two-column").leading
    lines = baselines(result.document, "text")
    lefts = {round(p.x) for p in kinds(result.document, "text") if p.group.source.endswith(":99:3")}
    assert len(lefts) == 2, "both columns have text"
    for page in {page for page, _ in lines}:
        steps = [(y - min(y for at, y in lines if at == page)) / leading for at, y in lines if at == page]
        assert [step - round(step) for step in steps] == pytest.approx([0.0] * len(steps), abs=1e-6)


def test_numbers_of_two_digits_stand_inside_their_column() -> None:
    for name in ("handout", "handout-two-column", "booklet", "trifold"):
        steps = ItemList(tuple(words(f"Step {k}.") for k in range(1, 13)), True, SOURCE)
        found = pages(handout(steps, *callouts()), name)
        for place in kinds(found, "marker"):
            assert min(left for _, (left, *_) in inks(place)) >= place.x - 0.01, text(place.group)


# -- half pages and panels -----------------------------------------------------------
def whole_block(found: PlacedDocument, page: int) -> bool:
    """Whether a page has the whole safety block."""
    block = safety()
    signs = (block.stop_title, *block.stop_items, block.emergency_title, *block.emergency_items)
    heard = " ".join(text(place.group) for place in kinds(found, "safety") if place.page == page)
    return all(sign.text in heard for sign in (*signs, *((block.after_hours,) if block.after_hours else ())))


@pytest.mark.parametrize("count", [1, 20, 60, 110])
def test_a_booklet_has_pages_in_fours_and_safety_on_its_right_pages_and_its_back(count: int) -> None:
    doc = handout(filler(count), card(1), *callouts())
    result = lay_out(doc, layout("booklet"), brand(), paper="letter", ink="colour", asset=ROOT.joinpath)
    found = unimposed(result.document)
    assert len(found.pages) % 4 == 0
    assert len(result.document.pages) * 2 == len(found.pages)
    last = len(found.pages)
    says = [whole_block(found, page) for page in range(1, last + 1)]
    assert says == [page % 2 == 1 or page == last for page in range(1, last + 1)]


def test_a_booklet_grows_with_its_words() -> None:
    counts = [len(pages(handout(filler(count), *callouts()), "booklet").pages) for count in (1, 60, 120)]
    assert counts == sorted(counts)
    assert counts[0] == 4 < counts[-1]


def test_a_trifold_has_two_sides_and_is_read_from_its_cover() -> None:
    doc = handout(Heading(words("What is it?")), filler(3), card(1), *callouts())
    result = lay_out(doc, layout("trifold"), brand(), paper="letter", ink="colour", asset=ROOT.joinpath)
    assert len(result.document.pages) == 2
    first, *_ = result.document.in_reading_order()
    cover = result.document.pages[first.page].groups[first.group]
    assert first.page == 0
    assert cover.x == pytest.approx(2 * result.document.pages[0].width / 3)
    assert "Sciatica" in text(cover)
    found = unimposed(result.document)
    assert [page for page in range(1, 7) if whole_block(found, page)] == [2, 6]


def test_too_much_for_a_trifold_is_an_error() -> None:
    with pytest.raises(FitError, match=r"content/.*:\d+:\d+: this takes \d+ pages, but the layout allows 6"):
        pages(handout(*(filler(9) for _ in range(12)), *callouts()), "trifold")


@pytest.mark.parametrize("count", [1, 3, 5])
def test_a_cover_holds_its_key_points_or_is_an_error(count: int) -> None:
    """Key points ran over the telephone at the cover's foot, and off the paper."""
    doc = replace(
        handout(filler(1), *callouts()), summary=tuple(words((SENTENCE * 4)[:290]) for _ in range(count))
    )
    try:
        found = pages(doc, "trifold")
    except FitError as error:
        assert "\n  hint: " in str(error)  # noqa: PT017
        return
    (summary,) = kinds(found, "summary")
    calls = [place for place in kinds(found, "contact") if place.page == 1]
    assert summary.bottom <= min(place.y for place in calls)


@pytest.mark.parametrize("name", FLOWS)
def test_key_points_that_leave_no_room_for_the_safety_block_are_an_error(name: str) -> None:
    """They stood on each other."""
    long = replace(safety(), stop_items=tuple(words((SENTENCE * 2)[:120]) for _ in range(5)))
    points = tuple(words((SENTENCE * 5)[:300]) for _ in range(5))
    doc = replace(handout(filler(1)), summary=points, safety=long)
    try:
        found = pages(doc, name)
    except FitError as error:
        assert "\n  hint: " in str(error)  # noqa: PT017
        return
    (summary,) = kinds(found, "summary")
    assert all(place.page != 1 or summary.bottom <= place.y for place in kinds(found, "safety"))


def call(kind: Literal["call", "emergency"], sign: str, *, usual: bool = True) -> CalloutBox:
    return CalloutBox(kind, words(f"A title of {sign}"), (words(sign),), None, SOURCE, usual)


def test_a_page_with_some_call_outs_has_the_signs_of_the_others_too() -> None:
    """A page counted as safe as soon as it had one call-out of each kind, whatever others say."""
    stop, danger = (words("First sign"), words("Third sign")), (words("Second sign"), words("Fourth sign"))
    first = (call("call", "First sign"), call("emergency", "Second sign"))
    second = (call("call", "Third sign"), call("emergency", "Fourth sign"))
    doc = handout(*first, PageBreak(SOURCE), filler(3), *second)
    doc = replace(doc, safety=replace(safety(), stop_items=stop, emergency_items=danger))
    found = pages(doc, "handout")
    assert len(found.pages) == 2
    for page in found.pages:
        heard = " ".join(text(group) for group in page.groups)
        assert [sign.text for sign in (*stop, *danger) if sign.text not in heard] == []


@pytest.mark.parametrize("name", ["handout-two-column", "booklet", "trifold"])
def test_a_call_out_of_the_safety_block_is_left_to_it_beside_one_of_its_own(name: str) -> None:
    """Behind a call-out with a title of its own, the usual one was printed all the same, as its pair."""
    found = pages(handout(filler(1), call("emergency", "Own", usual=False), call("call", "Usual")), name)
    heard = " ".join(text(group) for page in found.pages for group in page.groups)
    assert heard.count("A title of Own") == 1
    assert heard.count("A title of Usual") == 0


# -- sheets that flow or hang ----------------------------------------------------------
def sheet(cards: Sequence[BlockItem]) -> Document:
    return document(cards, neutral=Neutral(words("Your exercises"), (Field(words("First name"), None),)))


def test_every_page_of_a_large_print_sheet_says_whose_it_is() -> None:
    found = pages(sheet([card(n) for n in range(1, 6)]), "large-print")
    assert len(found.pages) > 1
    strips = kinds(found, "patient")
    assert [place.page for place in strips] == list(range(1, len(found.pages) + 1))
    assert {text(place.group) for place in strips} == {"Name ID Date"}


def test_a_page_that_hangs_on_a_fridge_names_no_condition() -> None:
    doc = sheet([card(1), card(2)])
    doc = replace(doc, furniture=replace(doc.furniture, version=words("Version 1 · Review pending")))
    result = lay_out(doc, layout("fridge"), brand(), paper="letter", ink="colour", asset=ROOT.joinpath)
    heard = " ".join(text(group) for page in result.document.pages for group in page.groups)
    assert "Sciatica" not in heard
    assert doc.furniture.footer.text not in heard
    assert "Your exercises" in heard
    assert "First name" in heard
    assert [text(place.group).count("Version 1") for place in kinds(result.document, "footer")] == [1, 1]
    assert all(doc.id not in text(place.group).split() for place in kinds(result.document, "footer"))


@pytest.mark.parametrize("name", ["sheet", "sheet-steps"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_caption_of_forty_characters_stays_in_its_place(name: str, number: int) -> None:
    """A caption wider than the pictures' room ran over the words beside it, or over the next caption."""
    shape = (200.0, 55.0) if number == 1 else (80.0, 175.0)
    frames = figure(*shape).frames
    long = tuple(replace(frame, caption="Knee toward the chest, other leg straight"[:40]) for frame in frames)
    drawn = replace(figure(*shape), frames=long)
    try:
        found = pages(document([card(1, figure=drawn)]), name)
    except FitError as error:
        # two upright pictures have no room for that much under them
        assert (name, number) == ("sheet", 2)
        assert "the figure, a caption or the dose of exercise-1 is wider than its column" in str(error)  # noqa: PT017
        return
    for holder in kinds(found, "card"):
        lines = [box for item, box in inks(holder) if isinstance(item, TextLine)]
        for one, other in combinations(lines, 2):
            apart = min(one[2] - other[0], other[2] - one[0], one[3] - other[1], other[3] - one[1]) < 0.01
            assert apart, (one, other)


# -- cards ---------------------------------------------------------------------------
def test_a_video_with_a_long_address_stays_in_its_card() -> None:
    """The label of the code was taller than the code, and hung out of the card."""
    address = "https://www.example.com/videos/" + "very-long-name-of-a-video-" * 6
    video = words(f"See how it is done: {address}")
    found = pages(handout(card(1, video=address, video_label=video), *callouts()), "handout")
    (holder,) = kinds(found, "card")
    assert all(box[3] <= holder.bottom + 0.01 for _, box in inks(holder))


def test_a_figure_is_not_made_smaller_than_its_floor_by_another_one() -> None:
    """One scale for all upright figures was under the floor of some, and a person shorter than 35 mm."""
    tall = [card(1, figure=figure(60.0, 173.0, 1)), card(2, figure=figure(90.0, 190.0, 2))]
    for count in range(1, 40):
        steps = tuple(words("Lift it.") for _ in range(count))
        doc = document([replace(tall[0], steps=steps), tall[1]])
        try:
            found = pages(doc, "sheet")
        except FitError:
            continue
        scales = [item.scale for place in kinds(found, "card") for item, _ in inks(place)
                  if isinstance(item, FigureArt)]  # fmt: skip
        floor = layout("sheet").figures.compact_upright_floor - 0.01
        assert scales[0] * 173.0 >= floor
        assert min(scales[1:]) * 190.0 >= floor


@pytest.mark.parametrize("count", range(2, 12))
def test_a_diagram_that_begins_a_page_keeps_clear_of_the_safety_block(count: int) -> None:
    """It was placed in the hope of call-outs, which went on to the next page with their heading."""
    tall = replace(safety(), emergency_items=tuple(words(f"{k} {SENTENCE[:50]}") for k in range(count)))
    emergency = replace(callouts()[1], items=tall.emergency_items)
    blocks = (diagram(), Heading(words("When to call")), callouts()[0], emergency)
    found = pages(replace(handout(*blocks), safety=tall), "large-print")
    (picture,) = kinds(found, "diagram")
    assert all(block.page != picture.page or picture.bottom <= block.y for block in kinds(found, "safety"))


@pytest.mark.slow
@pytest.mark.parametrize("steps", range(4, 22))
@pytest.mark.parametrize("count", [1, 6, 10])
def test_a_heading_goes_past_a_page_that_is_too_short_for_its_exercises(steps: int, count: int) -> None:
    """A later card that only a left page of a booklet holds made the heading stay behind, alone."""
    lines = ["Lift your leg slowly, and hold it there while you breathe."] * steps
    tall = ["Lift your leg slowly, and hold it there while you breathe."] * 12
    blocks = (filler(count), Heading(words("Lying down")), card(1, lines), card(2, tall))
    try:
        found = pages(handout(*blocks, *callouts()), "booklet")
    except FitError:
        return
    heading, first = saying(found, "Lying down"), kinds(found, "card")[0]
    assert heading.page == first.page


@pytest.mark.slow
@pytest.mark.parametrize("height", range(30, 200, 4))
def test_the_words_of_a_brief_card_stay_in_it(height: int) -> None:
    """They were set in its middle, and their lines spread beyond its foot."""
    said = words("Stop if it hurts.")
    first = card(1, figure=figure(90.0, float(height), 1), not_if=said, note=said, stop_if=said)
    cards = [first, card(2, figure=figure(90.0, 170.0, 1))]
    found = pages(sheet(cards), "fridge")
    for holder in kinds(found, "card"):
        assert all(holder.y <= box[1] and box[3] <= holder.bottom + 0.01 for _, box in inks(holder))


@pytest.mark.slow
@pytest.mark.parametrize("count", range(4, 40))
def test_a_heading_is_not_left_alone_by_words_that_lead_further(count: int) -> None:
    """Two long paragraphs that end in a colon had no room together under it, and left it behind."""
    leads = (Paragraph(words(f"First. {SENTENCE * count}So:")), Paragraph(words(f"{SENTENCE * 26}So:")))
    found = pages(handout(filler(2), Heading(words("What helps")), *leads), "handout-two-column")
    heading, first = saying(found, "What helps"), saying(found, "First.")
    assert column(found, heading, "handout-two-column") == column(found, first, "handout-two-column")


@pytest.mark.slow
@pytest.mark.parametrize("count", range(1, 24))
@pytest.mark.parametrize("name", ["booklet", "handout-two-column"])
def test_a_heading_waits_for_the_room_that_its_diagram_needs(name: str, count: int) -> None:
    """In large text a diagram is taller; its heading stayed where only a small one has room."""
    doc = handout(filler(count), Heading(words("What is it?")), diagram(), *callouts())
    found = lay_out(
        doc, layout(name), brand(), paper="letter", ink="colour", asset=ROOT.joinpath, text="large"
    ).document
    found = unimposed(found)
    heading, (picture,) = saying(found, "What is it?"), kinds(found, "diagram")
    assert column(found, heading, name) == column(found, picture, name)


@pytest.mark.parametrize(
    ("above", "count"), [(above, count) for above in range(1, 9) for count in range(6, 24, 1)]
)
def test_a_heading_counts_on_the_grid_of_its_column(above: int, count: int) -> None:
    """What follows goes down to the next line of the grid, and had no room then for its first two lines."""
    cells = tuple((words(f"{row}"), words("c")) for row in range(count))
    rows = TableGrid((words("a"), words("b")), cells, SOURCE)
    blocks = (filler(3), PageBreak(SOURCE), filler(above), rows, Heading(words("What helps")))
    doc = handout(*blocks, Paragraph(words(f"First. {SENTENCE * 2}")), filler(4), *callouts())
    name = "handout-two-column"
    found = lay_out(
        doc, layout(name), brand(), paper="letter", ink="colour", asset=ROOT.joinpath, binding="left"
    ).document
    heading, first = saying(found, "What helps"), saying(found, "First.")
    assert column(found, heading, name) == column(found, first, name)
