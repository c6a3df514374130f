"""The one-page contract: one page or an error, floors held, less content never gives smaller text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_samples import (
    ROOT,
    brand,
    card,
    document,
    figure,
    kinds,
    lay_out,
    layout,
    log,
    look,
    placed,
    text,
    words,
)

from clinicpress.choices import Chosen
from clinicpress.composing.document import Card, Document
from clinicpress.layout.fit.ladder import ladder
from clinicpress.layout.fit.refusal import Trial, refusal
from clinicpress.layout.fit.sheetfit import first_fit
from clinicpress.layout.paper import page_frame
from clinicpress.layout.placing import LaidOut
from clinicpress.problems import FitError
from clinicpress.units import Paper

REFUSAL = re.compile(r"content/sheets/x.yaml:\d+:\d+: \d exercises? do(es)? not fit on one page")
WORDS = st.sampled_from(
    [
        "lie",
        "sit",
        "bend",
        "lift",
        "your",
        "knee",
        "slowly",
        "toward",
        "the",
        "chest",
        "hold",
        "both",
        "hands",
        "firmly",
        "Gesäßmuskulatur",
        "breathe",
    ]
)
STEP = st.lists(WORDS, min_size=3, max_size=24).map(lambda parts: " ".join(parts) + ".")
STEPS = st.lists(STEP, min_size=2, max_size=5)
SHEETS = st.lists(STEPS, min_size=1, max_size=6)


def sheet(steps: list[list[str]]) -> Document:
    return document([card(number, each) for number, each in enumerate(steps, 1)])


def laid(doc: Document, paper: Paper = "letter") -> LaidOut:
    return lay_out(doc, layout("sheet"), brand(), paper=paper, ink="colour", asset=ROOT.joinpath)


def test_the_ladder_never_gives_back() -> None:
    rungs = ladder(layout("sheet"))
    for above, below in pairwise(rungs):
        assert below.text_size <= above.text_size
        assert below.shown <= above.shown
    assert rungs[0].text_size == layout("sheet").text.largest
    assert rungs[-1].text_size == layout("sheet").text.floor


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(steps=SHEETS, paper=st.sampled_from(["letter", "a4"]))
def test_a_sheet_is_one_page_with_floors_held_or_a_located_error(
    steps: list[list[str]], paper: Paper
) -> None:
    doc = sheet(steps)
    try:
        result = laid(doc, paper)
    except FitError as error:
        refused = str(error)
    else:
        refused = ""
    if refused:
        assert REFUSAL.match(refused)
        return
    page = page_frame(layout("sheet"), paper)
    assert len(result.document.pages) == 1
    cards = kinds(result.document, "card")
    assert len(cards) == len(steps)
    assert all(c.x >= page.left - 0.01 and c.right <= page.left + page.width + 0.01 for c in cards)
    boxes = [*cards, *kinds(result.document, "safety"), *kinds(result.document, "log-block"),
             *kinds(result.document, "summary-bar"), *kinds(result.document, "patient")]  # fmt: skip
    for one, other in combinations(boxes, 2):
        assert (
            one.bottom <= other.y + 0.01
            or other.bottom <= one.y + 0.01
            or one.right <= other.x
            or other.right <= one.x
        )
    assert max(box.bottom for box in boxes) < page.foot - layout("sheet").sizes.footer
    assert all(p.group.text_size >= 12 for p in kinds(result.document, "item"))


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(steps=SHEETS)
def test_every_word_is_on_the_page_once_and_in_order(steps: list[list[str]]) -> None:
    try:
        result = laid(sheet(steps))
    except FitError:
        return
    for number, found in enumerate(kinds(result.document, "card")):
        heard = text(found.group).replace(" ", "")
        expected = "".join(f"{k}.{step}" for k, step in enumerate(steps[number], 1)).replace(" ", "")
        assert expected in heard


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(steps=SHEETS, data=st.data())
def test_less_content_never_gives_smaller_text(steps: list[list[str]], data: st.DataObject) -> None:
    victim = data.draw(st.integers(0, len(steps) - 1))
    less = [list(each) for each in steps]
    if len(less[victim]) > 2:
        less[victim].pop()
    elif len(less) > 1:
        less.pop(victim)
    frame = page_frame(layout("sheet"), "letter")
    more_fit, less_fit = first_fit(sheet(steps), look(), frame), first_fit(sheet(less), look(), frame)
    if more_fit is not None:
        assert less_fit is not None
        assert less_fit[0].rung.text_size >= more_fit[0].rung.text_size


def test_the_same_sheet_is_laid_out_alike_each_time() -> None:
    doc = sheet([["Lie down.", "Lift."], ["Sit.", "Lean."]])
    assert laid(doc) == laid(doc)


def test_few_exercises_get_large_text_and_many_the_floor() -> None:
    one = laid(sheet([["Lie down.", "Lift your leg."]]))
    four = laid(sheet([["Lie down on your back on a mat.", "Lift your leg and hold it."]] * 4))
    assert one.report.text_size > four.report.text_size >= 12
    assert one.report.dropped == ()


def test_figures_of_a_kind_have_one_scale() -> None:
    result = laid(sheet([["Lie down.", "Lift."], ["Sit.", "Lean."], ["Lie.", "Turn."], ["Stand.", "Bend."]]))
    by_name = {name: (width, height) for name, width, height in result.report.figures}
    assert by_name["exercise-1"] == by_name["exercise-3"]
    assert by_name["exercise-2"] == by_name["exercise-4"]
    assert by_name["exercise-1"][0] >= 45
    assert by_name["exercise-2"][1] >= 35


def test_a_figure_is_never_parted_from_its_words() -> None:
    result = laid(sheet([["Lie down.", "Lift."]] * 3))
    for found in kinds(result.document, "figure"):
        assert any(
            c.x <= found.x and found.right <= c.right and c.y <= found.y and found.bottom <= c.bottom
            for c in kinds(result.document, "card")
        )


def test_what_does_not_fit_says_by_how_much_and_what_helps() -> None:
    long = ["Lift your leg slowly and hold it there while you breathe out and count to ten, then rest."] * 5
    doc = sheet([long] * 6)
    problem = refusal(trial(doc), {})
    over = re.search(
        r"6 exercises do not fit on one page: (\d+) mm too long at the smallest text, 12 pt", problem.message
    )
    assert over is not None
    assert int(over[1]) > 0
    kept = re.search(r"keep the first (\d) exercises on this sheet", problem.hint)
    assert kept is not None
    cards = [block for block in doc.blocks if isinstance(block, Card)]
    fewer = replace(doc, blocks=tuple(cards[: int(kept[1])]))
    assert len(laid(fewer).document.pages) == 1
    assert "exercise-1" in problem.hint


def trial(doc: Document, paper: Paper = "letter") -> Trial:
    return Trial(doc, look(), layout("sheet"), Chosen(layout="sheet", paper=paper))


LONG = "Lift your leg slowly and hold it there while you breathe out and count to ten, then rest."


def test_the_step_that_wraps_is_named_when_that_is_enough() -> None:
    """A sheet that fits but for one line: its longest step is told by its place, and no more than needed."""
    fitting = [card(n, ["Lie down.", "Lift."], not_if=words("Skip.")) for n in range(1, 6)]
    assert first_fit(document(fitting), look(), page_frame(layout("sheet"), "letter")) is not None
    wraps = next(
        cards
        for count in range(1, 60)
        for cards in [[*fitting[:-1], card(5, steps=["Lie down.", " ".join([LONG] * count)])]]
        if first_fit(document(cards), look(), page_frame(layout("sheet"), "letter")) is None
    )
    problem = refusal(trial(document(wraps)), {})
    assert "shorten this step to one line: content/sheets/x.yaml:1:3" in problem.hint
    short = [*fitting[:-1], card(5, steps=["Lie down.", "Lift."])]
    assert len(laid(document(short)).document.pages) == 1


def test_short_steps_are_advised_only_where_they_help() -> None:
    cards = [card(n, [LONG] * 4) for n in range(1, 5)]
    problem = refusal(trial(document(cards)), {})
    named = re.search(r"two short_steps of one line each to (exercise-\d(?:, exercise-\d)*)", problem.hint)
    assert named is not None
    given = named[1].split(", ")
    helped = [
        replace(c, short_steps=(words("Lift."), words("Rest."))) if c.exercise in given else c for c in cards
    ]
    assert len(laid(document(helped)).document.pages) == 1
    hopeless = [card(n, [LONG] * 4, not_if=words(LONG * 6)) for n in range(1, 7)]
    assert "short_steps" not in refusal(trial(document(hopeless)), {}).hint


def test_a_sheet_on_two_sides_is_refused_with_the_exercises_of_both() -> None:
    """Short steps are advised for exercises of the side that is less full, too: it raised KeyError."""
    for fuller in (range(1, 5), range(5, 9)):
        cards = [card(n, [LONG] * 4, not_if=words(LONG * 6) if n in fuller else None) for n in range(1, 9)]
        problem = refusal(trial(replace(document(cards), pages=2)), {})
        assert re.match(r"8 exercises do not fit on both sides of one leaf: \d+ mm too long", problem.message)


def test_another_paper_a_layout_and_a_second_sheet_are_advised_when_they_were_seen_to_fit() -> None:
    cards = [card(n, [LONG] * 3) for n in range(1, 7)]
    doc = document(cards)
    problem = refusal(trial(doc), {"sheet-compact": layout("sheet-compact")})
    assert "write layout: sheet-compact, where they fit" in problem.hint
    fits = lay_out(doc, layout("sheet-compact"), brand(), paper="letter", ink="colour", asset=ROOT.joinpath)
    assert fits.report.pages == 1
    kept = re.search(r"keep the first (\d) exercises on this sheet and put the last (\d)", problem.hint)
    assert kept is not None
    assert int(kept[1]) + int(kept[2]) == 6
    assert len(laid(document(cards[int(kept[1]) :])).document.pages) == 1
    legal = "print on" in problem.hint and "Legal" in problem.hint
    try:
        laid(doc, "legal")
    except FitError:
        assert not legal
    else:
        assert legal


def test_a_sheet_with_too_many_exercises_is_told_of_a_layout_that_takes_them() -> None:
    doc = document([card(n, ["Lie down.", "Lift."]) for n in range(1, 9)])
    with pytest.raises(FitError, match="8 exercises are too many") as caught:
        lay_out(doc, layout("sheet"), brand(), paper="letter", ink="colour", asset=ROOT.joinpath,
                others={"sheet-compact": layout("sheet-compact")})  # fmt: skip
    assert "write layout: sheet-compact, where they fit" in str(caught.value)


def test_captions_of_upright_frames_stay_below_when_there_is_no_room_beside_them() -> None:
    """Three upright frames with a caption each beside them once made a figure wider than its column."""
    cards = [card(n, ["Sit.", "Lean.", "Stand."], figure=figure(70.0, 175.0, 3)) for n in range(1, 5)]
    assert len(laid(document(cards)).document.pages) == 1


def test_thirty_exercises_are_an_error_and_not_a_crash() -> None:
    with pytest.raises(FitError, match="30 exercises are too many for this layout, which takes 6 at most"):
        laid(sheet([["Lie down.", "Lift."]] * 30))


def test_short_steps_stand_in_when_room_is_short() -> None:
    long = ["Lift your leg slowly and hold it there while you breathe out and count to ten."] * 5
    cards = [card(n, long, short_steps=(words("Lift your leg."), words("Lower it."))) for n in range(1, 5)]
    result = laid(document(cards))
    assert "full-steps" in result.report.dropped
    assert all("Lower it." in text(found.group) for found in kinds(result.document, "card"))


@pytest.mark.parametrize("weeks", [1, 2, 4])
def test_a_log_of_any_length_stands_whole_on_the_page(weeks: int) -> None:
    doc = replace(sheet([["Lie down.", "Lift."]] * 2), log=log(weeks))
    result = laid(doc)
    assert len(kinds(result.document, "log-week")) == weeks
    bottom = page_frame(layout("sheet"), "letter").foot
    assert all(found.bottom < bottom for found in kinds(result.document, "log-block"))


def test_the_title_comes_first_and_the_safety_block_last() -> None:
    result = laid(sheet([["Lie down.", "Lift."]] * 2))
    order = [
        p.group.kind for p in placed(result.document) if p.group.kind in {"title", "card", "safety", "footer"}
    ]
    assert order == ["title", "card", "card", "safety", "footer"]


def test_black_and_white_moves_nothing() -> None:
    doc = sheet([["Lie down.", "Lift."]] * 3)
    mono = lay_out(doc, layout("sheet"), brand(), paper="letter", ink="mono", asset=ROOT.joinpath)
    boxes = [(p.x, p.y, p.group.width, p.group.height) for p in placed(laid(doc).document)]
    assert [(p.x, p.y, p.group.width, p.group.height) for p in placed(mono.document)] == boxes


def test_two_columns_are_two_words_of_a_layout_file() -> None:
    two = layout("sheet").model_copy(update={"columns": 2})
    doc = sheet([["Lie down.", "Lift your leg."], ["Sit.", "Lean."], ["Lie.", "Turn."]])
    result = lay_out(doc, two, brand(), paper="a4", ink="colour", asset=ROOT.joinpath)
    cards = kinds(result.document, "card")
    assert cards[0].y == cards[1].y < cards[2].y
    assert cards[0].x == cards[2].x < cards[1].x
    assert cards[0].right < cards[1].x
    for one, other in combinations(cards, 2):
        assert one.bottom <= other.y or one.right <= other.x
    for found in kinds(result.document, "figure"):
        (holder,) = (
            c for c in cards if c.x <= found.x and found.right <= c.right and c.y <= found.y < c.bottom
        )
        titles = [t for t in kinds(result.document, "card-title") if holder.x <= t.x < holder.right]
        assert any(holder.y <= title.y < title.bottom <= found.y for title in titles)
    assert [text(c.group).count("Start") for c in cards] == [1, 1, 1]
