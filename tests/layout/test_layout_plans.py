"""Plans on pages: whose they are on every page, what has changed, and what cannot be printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from diary_samples import diary
from layout_samples import (
    ROOT,
    Placed,
    around,
    brand,
    card,
    document,
    inks,
    kinds,
    lay_out,
    layout,
    log,
    overlap,
    placed,
    text,
    words,
)  # fmt: skip

from clinicpress.choices import Ink, TextVariant
from clinicpress.composing.document import Document, Field, Mark
from clinicpress.inline import Run, Words
from clinicpress.layout.placing import LaidOut
from clinicpress.problems import ContentError, FitError, Source
from clinicpress.typesetting.items import Group, Polyline, Rect, TextLine
from clinicpress.units import Paper

pytestmark = pytest.mark.slow

LAYOUTS = ("sheet", "sheet-compact", "sheet-steps", "large-print", "log")
PAPERS: tuple[Paper, ...] = ("letter", "a4", "legal")
PLAN = "content/patients/x.yaml"
NAMES = ("Pat Example", "W" * 80, "Anna-Maria von Example zu Sample " + "Testerson" * 5)
IDS = ("EX-0001", "W" * 40)
NEW, CHANGED = (
    Mark("new", words("NEW")),
    Mark("changed", words("CHANGED"), words("Before, it was: Do 3.")),
)
UNCHANGED: dict[str, Any] = {"stopped": None, "note": None, "diary": diary()}
STOPPED = Mark("stopped", words("STOPPED"), words("No longer do this: Bridge."))


def said(value: str, line: int = 2) -> Words:
    """Words that the plan says."""
    return Words((Run(value),), Source(PLAN, line, 9))


def plan(name: str = NAMES[0], number: str = IDS[0], count: int = 2, **changes: Any) -> Document:
    """A composed sheet of a plan: one new exercise, the others changed, one stopped."""
    fields = tuple(
        Field(words(label), said(value))
        for label, value in (("Name", name), ("ID", number), ("Date", "Nov 22, 2026"))
    )
    more = (
        Field(words("Born"), said("May 2, 1958")),
        Field(words("Therapist"), said(name)),
        Field(words("Sore side"), None),
    )
    cards = changes.pop("cards", [card(1, mark=NEW), *(card(n, mark=CHANGED) for n in range(2, count + 1))])
    return document(
        cards,
        **{
            "patient": (*fields[:2], more[0], fields[2], *more[1:]),
            "identity": fields,
            "planned": Source(PLAN, 5, 8),
            "note": said("Note: See you on Thursday.", 9),
            "stopped": STOPPED,
            "diary": diary(changes=(NEW, replace(CHANGED, says=words("Exercise 2.")))),
            **changes,
        },
    )


def laid(
    doc: Document,
    name: str = "sheet",
    paper: Paper = "letter",
    ink: Ink = "colour",
    size: TextVariant = "standard",
) -> LaidOut:
    return lay_out(
        doc, layout(name), brand(), paper=paper, ink=ink, asset=ROOT.joinpath, text=size, name=name
    )


def pages(made: LaidOut) -> Iterator[str]:
    """The words of each page, without spaces."""
    for page in made.document.pages:
        yield "".join(" ".join(text(group) for group in page.groups).split())


def strips(made: LaidOut) -> list[Placed]:
    return [*kinds(made.document, "patient"), *kinds(made.document, "identity")]


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_page_says_whose_it_is_and_where_it_belongs(name: str) -> None:
    made = laid(plan(count=4 if name == "large-print" else 2), name)
    total = len(made.document.pages)
    assert total > 1 or name != "large-print"
    for number, page in enumerate(pages(made), 1):
        strip = "NamePatExampleIDEX-0001" + ("BornMay2,1958" if number == 1 else "") + "DateNov22,2026"
        assert page.count(strip) == 1
        assert f"Page{number}of{total}" in page
        assert ("Soreside" in page) == (number == 1)


def test_the_strip_of_further_pages_is_decoration() -> None:
    made = laid(plan(count=4), "large-print")
    assert [found.page for found in kinds(made.document, "patient")] == [1]
    further = kinds(made.document, "identity")
    assert [found.page for found in further] == list(range(2, len(made.document.pages) + 1))
    assert {found.group.role for found in further} == {"Artifact"}


def test_further_pages_have_the_room_that_the_first_strip_takes_more() -> None:
    made = laid(plan(count=4), "large-print")
    tops = {found.page: found.y for found in reversed(kinds(made.document, "card")) if found.page > 1}
    first, second = kinds(made.document, "patient")[0], kinds(made.document, "identity")[0]
    assert second.group.height < first.group.height
    assert all(second.bottom <= top <= second.bottom + 4 for top in tops.values())


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("who", NAMES)
@pytest.mark.parametrize("number", IDS)
@pytest.mark.parametrize("size", ["standard", "large"])
def test_a_long_name_is_whole_and_stands_on_nothing(
    name: str, who: str, number: str, size: TextVariant
) -> None:
    for paper in PAPERS:
        try:
            made = laid(plan(who, number, count=1, **UNCHANGED), name, paper, size=size)
        except FitError:
            assert size == "large"
            continue
        for page in pages(made):
            assert f"Name{''.join(who.split())}ID{number}" in page
        width = layout(name).content_width
        for strip in strips(made):
            left, top, right, bottom = around([box for _, box in inks(strip)])
            assert strip.x - 0.01 <= left
            assert right <= strip.x + width + 0.01
            assert strip.y - 0.01 <= top
            assert bottom <= strip.bottom + 0.01
        for one in made.document.pages:
            outer = [found for found in placed(made.document) if found.group in one.groups]
            assert [pair for pair in combinations(outer, 2) if overlap(*pair)] == []


def test_a_long_name_is_never_smaller_than_eight_points() -> None:
    for who in NAMES:
        for field in kinds(laid(plan(who, IDS[1]), "sheet-compact").document, "field"):
            sizes = {
                span.size for item in field.group.items if isinstance(item, TextLine) for span in item.spans
            }
            assert min(sizes) >= 8


@pytest.mark.parametrize("name", ["fridge", "fridge-large"])
def test_a_page_that_others_see_takes_no_plan(name: str) -> None:
    with pytest.raises(ContentError) as caught:
        laid(plan(), name)
    (problem,) = caught.value.problems
    assert problem.source == Source(PLAN, 5, 8)
    assert f"'{name}' is for a page that others can see" in problem.message
    assert f"clinicpress build x --layout {name}" in problem.hint


def test_a_brief_head_that_nobody_else_sees_has_the_whole_strip() -> None:
    open_fridge = layout("fridge-large").model_copy(update={"private": False})
    made = lay_out(plan(), open_fridge, brand(), paper="letter", ink="colour", asset=ROOT.joinpath)
    (page,) = pages(made)
    assert "NamePatExampleIDEX-0001BornMay2,1958DateNov22,2026" in page
    assert "STOPPEDNolongerdothis:Bridge." in page
    assert "SeeyouonThursday." in page


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("ink", ["colour", "mono"])
def test_every_layout_says_what_has_changed(name: str, ink: Ink) -> None:
    page = "".join(pages(laid(plan(), name, ink=ink)))
    assert "STOPPEDNolongerdothis:Bridge." in page
    assert "NEW" in page
    assert "CHANGED" in page
    assert "Note:SeeyouonThursday." in page
    assert ("Before,itwas:Do3." in page) == (name != "log")


@pytest.mark.parametrize("name", ["sheet", "sheet-compact", "sheet-steps", "large-print"])
def test_how_it_was_stands_right_under_the_dose(name: str) -> None:
    made = laid(plan(), name)
    heard = text(kinds(made.document, "card")[1].group)
    dose, before = heard.index("Hold 30 seconds."), heard.index("Before, it was: Do 3.")
    assert dose < before < heard.index("Feel" if "Feel" in heard else "Before") or "Feel" not in heard
    assert heard.index("CHANGED") < dose


def test_a_mark_is_a_sign_and_a_word_in_a_box() -> None:
    inks_of: tuple[Ink, ...] = ("colour", "mono")
    for ink in inks_of:
        marks = kinds(laid(plan(), ink=ink).document, "mark")
        shapes = [[type(item) for item in found.group.items] for found in marks]
        assert shapes == [[Rect, Polyline, TextLine]] * 2
        signs = [item.points for found in marks for item in found.group.items if isinstance(item, Polyline)]
        assert len(signs[0]) != len(signs[1])
        assert {found.group.role for found in marks} == {"P"}


@pytest.mark.parametrize("name", ["sheet", "sheet-compact", "sheet-steps", "large-print"])
@pytest.mark.parametrize("length", [1, 3, 6, 9, 12])
def test_a_mark_never_stands_on_a_title(name: str, length: int) -> None:
    title = words(" ".join(["stretching"] * length)[:80])
    cards = [card(n, mark=CHANGED, title=title, short_title=title) for n in (1, 2)]
    made = laid(plan(cards=cards), name)
    for head in kinds(made.document, "card-head"):
        title_group, mark = (item for item in head.group.items if isinstance(item, Group))
        first, second = (
            around([box for _, box in inks(Placed(1, group.x, group.y, group))])
            for group in (title_group, mark)
        )
        apart = first[2] <= second[0] or first[3] <= second[1] + 2
        assert apart, (first, second)
        assert second[2] <= head.group.width + 0.01
        assert second[3] <= head.group.height + 0.01


def test_marks_are_never_given_up() -> None:
    """Where room is so short that parts go, the marks stay."""
    steps = ["Lie down on your back and rest your feet flat on the mat, hip-width apart."] * 3
    cards = [card(n, steps, mark=CHANGED, tips=(words("Breathe."),)) for n in (1, 2, 3)]
    made = laid(plan(cards=cards, log=None))
    assert made.report.dropped
    assert len(kinds(made.document, "mark")) == 3
    assert "".join(pages(made)).count("Before,itwas:Do3.") == 3


def test_a_page_without_a_plan_has_no_marks_and_no_strip_of_a_plan() -> None:
    made = laid(document([card(1), card(2)]), "large-print")
    for kind in ("mark", "mark-line", "identity", "card-head"):
        assert kinds(made.document, kind) == []


# -- what does not fit -------------------------------------------------------
LONG = "Lie on your back and breathe out. " * 117


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_note_that_is_too_long_is_what_the_error_names(name: str) -> None:
    with pytest.raises(FitError) as caught:
        laid(plan(note=said(LONG, 9)), name)
    assert "shorten the note of the plan" in str(caught.value)
    assert f"{PLAN}:9:9" in str(caught.value)
    assert "breathe" not in str(caught.value)


@pytest.mark.parametrize("name", ["sheet", "sheet-compact", "sheet-steps", "large-print"])
def test_a_note_of_an_exercise_that_is_too_long_is_what_the_error_names(name: str) -> None:
    with pytest.raises(FitError) as caught:
        laid(plan(cards=[card(1), card(2, note=said(LONG, 7))]), name)
    assert "shorten the note of the plan" in str(caught.value)
    assert f"{PLAN}:7:9" in str(caught.value)
    assert "breathe" not in str(caught.value)


def test_a_plan_with_too_many_exercises_is_told_what_a_plan_can_do() -> None:
    steps = ["Lie down on your back and rest your feet flat on the mat, hip-width apart."] * 5
    with pytest.raises(FitError) as caught:
        laid(plan(cards=[card(n, steps) for n in range(1, 6)], log=log(4)))
    (problem,) = caught.value.problems
    assert problem.source == Source(PLAN, 5, 8)
    assert "drop the last" in problem.hint
    assert "second sheet" not in problem.hint
    assert "short_steps" not in problem.hint


# -- characters --------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    ["Pat שלום", "مثال", "Pat \u202eelpmaxE", "Pat\u200f Example", "Pat \u2067Example\u2069"],
)
def test_right_to_left_writing_is_refused_and_not_repeated(name: str) -> None:
    with pytest.raises(ContentError) as caught:
        laid(plan(name))
    (problem,) = set(caught.value.problems)
    assert problem.source == Source(PLAN, 2, 9)
    assert problem.message.startswith("right-to-left writing, or a mark that turns the direction,")
    assert all(char not in str(problem) for char in name if not char.isascii())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("王小明", "U+738B, cjk unified ideograph-738b"),
        ("Pat አበበ", "U+12A0, ethiopic syllable glottal a"),
        ("Pat \U0001f60a Example", "U+1F60A, smiling face with smiling eyes"),
    ],
)
def test_of_a_plans_words_a_character_is_told_by_its_code_alone(name: str, code: str) -> None:
    with pytest.raises(ContentError) as caught:
        laid(plan(name))
    (problem,) = set(caught.value.problems)
    assert problem.message.startswith(f"the typeface has no glyph for a character here ({code})")
    assert all(char not in str(problem) for char in name if not char.isascii())


def test_an_accent_and_a_soft_sign_are_no_right_to_left_writing() -> None:
    assert laid(plan("Zoë O'Test-Łukasz Đặng")).report.pages == 1


def test_a_name_may_hold_any_punctuation() -> None:
    made = laid(replace(plan("<b>Zoë</b> & “Sample” {x} %s"), stopped=None))
    assert "<b>Zoë</b>&“Sample”{x}%s" in "".join(pages(made))
