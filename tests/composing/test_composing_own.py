"""A page of a plan without a sheet, its order and title, and the emergencies of regions that a plan adds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from composing_library import SHEET, bridge, context, exercise, library, loaded, plan
from hypothesis import given
from hypothesis import strategies as st

from clinicpress.composing.document import Card, Document, Safety
from clinicpress.composing.sheets import compose_sheet
from clinicpress.content.fitting import plan_findings
from clinicpress.content.models.base import Region
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.library import Library, Loaded, region_id
from clinicpress.inline import Words
from clinicpress.problems import ContentError


def known() -> Library:
    return library(
        exercise(), bridge(works=["buttock", "low back"]), exercise("squat", title="Squat", works=["knee"])
    )


def own(**changes: Any) -> Loaded[Plan]:
    return plan(**{"sheet": None, "exercises": {"add": ["bridge", "knee-to-chest"]}, **changes})


def page(of: Loaded[Plan], before: Loaded[Plan] | None = None, of_library: Library | None = None) -> Document:
    ctx = replace(context(of=of), before=before)
    return compose_sheet(of_library or known(), of.model.sheet or "", ctx)


def names(document: Document) -> list[str]:
    return [block.exercise for block in document.blocks if isinstance(block, Card)]


def signs(document: Document) -> tuple[list[str], list[str]]:
    box = document.safety
    assert isinstance(box, Safety)

    def texts(words: tuple[Words, ...]) -> list[str]:
        return [each.text for each in words]

    return texts(box.stop_items), texts(box.emergency_items)


def test_a_page_without_a_sheet_takes_its_warnings_from_the_regions_of_its_exercises() -> None:
    document = page(own())
    assert names(document) == ["bridge", "knee-to-chest"]
    assert document.title.text == "Your home exercises"
    assert document.log is not None
    # of each region the first sign, then the second of each; alike ones once
    assert signs(document) == (
        ["A leg gets weaker", "New pain down your leg"],
        ["you cannot pee.", "Your leg turns cold", "Both legs go numb", "You faint"],
    )


def test_a_title_of_its_own_stands_on_the_page_and_in_no_metadata() -> None:
    document = page(own(title="Pat's **week**"))
    assert (document.title.text, document.title.public) == ("Pat's **week**", "Your home exercises")
    of_sheet = page(plan(title="For Pat"))
    assert (of_sheet.title.text, of_sheet.title.public) == ("For Pat", SHEET["title"])
    assert page(plan()).title.public == ""


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ([], ["knee-to-chest", "bridge", "squat"]),
        (["squat"], ["squat", "knee-to-chest", "bridge"]),
        (["squat", "bridge"], ["squat", "bridge", "knee-to-chest"]),
    ],
)
def test_the_order_of_a_plan_comes_first(order: list[str], expected: list[str]) -> None:
    document = page(plan(exercises={"add": ["squat"], "order": order}))
    assert names(document) == expected
    assert [block.number for block in document.blocks if isinstance(block, Card)] == [1, 2, 3]


def test_an_order_of_what_is_not_there_is_a_finding_and_never_reaches_the_page() -> None:
    of = plan(exercises={"order": ["bridge", "squat"]})
    ((loc, message, _),) = plan_findings(of.model, known(), ["en"])
    assert loc == ("exercises", "order", 1)
    assert "squat" not in message
    with pytest.raises(AssertionError, match="was not judged"):
        page(of)


def test_an_added_exercise_brings_the_emergencies_of_its_region() -> None:
    stop, emergency = signs(page(plan(exercises={"add": ["squat"]})))
    assert stop == SHEET["stop_if"]
    assert emergency == [*SHEET["emergency"], "You fall and cannot stand"]
    # the sheet speaks for its own regions
    assert signs(page(plan())) == (SHEET["stop_if"], SHEET["emergency"])
    assert signs(page(plan(regions=["knee"])))[1] == emergency
    assert signs(page(plan(exercises={"drop": ["bridge"]})))[1] == SHEET["emergency"]


def test_a_region_without_warnings_is_refused() -> None:
    of = own(regions=["neck"])
    with pytest.raises(ContentError, match=r"content/warnings/neck\.yaml"):
        page(of)


def test_marks_of_a_page_without_a_sheet() -> None:
    before = own(date="2026-10-22", exercises={"add": ["bridge", "squat"]})
    document = page(own(), before)
    marks = {
        card.exercise: card.mark and card.mark.kind for card in document.blocks if isinstance(card, Card)
    }
    assert marks == {"bridge": None, "knee-to-chest": "new"}
    assert document.stopped is not None
    assert document.stopped.says is not None
    assert document.stopped.says.text.startswith("From Nov 22, 2026 on, no longer do this: ")


@given(st.lists(st.sampled_from(get_args(Region)), min_size=1, max_size=5, unique=True), st.data())
def test_no_page_loses_a_sign_of_its_regions(works: list[Region], data: st.DataObject) -> None:
    listed = data.draw(st.booleans())
    of_library = library(exercise(), bridge(), exercise("squat", works=works))
    of_library = replace(
        of_library, warnings={**{region_id(one): _warnings(one) for one in works}, **of_library.warnings}
    )
    of = plan(sheet="back" if listed else None, exercises={"add": ["squat"]})
    _, emergency = signs(page(of, of_library=of_library))
    said = {text.casefold().rstrip(".") for text in emergency}
    for region in works:
        if not (listed and region in ("low back", "buttock")):
            wanted = of_library.warnings[region_id(region)].model.emergency
            assert {text.casefold().rstrip(".") for text in wanted} <= said
    assert emergency
    assert len(said) == len(emergency)


def _warnings(region: str) -> Any:
    from clinicpress.content.models.documents import Warnings

    data = {"stop_if": ["Stop"], "emergency": ["You faint", f"Worse {region}"], "review": {"by": "pending"}}
    return loaded(Warnings, region_id(region), data)


def test_the_version_tells_other_warnings() -> None:
    def version(of_library: Library) -> str:
        return page(own(), of_library=of_library).furniture.footer.text

    changed = replace(known().warnings["buttock"], digest="f" * 64)
    other = replace(known(), warnings={**known().warnings, "buttock": changed})
    assert version(known()) == version(known()) != version(other)
