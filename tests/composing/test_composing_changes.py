"""What a plan says of the plan before it: new, changed and stopped exercises, never a failure of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from composing_library import bridge, context, exercise, library, plan
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.composing.document import Card, Document, Mark
from clinicpress.composing.sheets import compose_sheet
from clinicpress.content.models.library import Library


def known(**changes: Any) -> Library:
    return library(
        exercise(),
        bridge(short_title="Bridge"),
        exercise("clam", title="Clamshell", short_title="Clam"),
        **changes,
    )


def sheet(now: dict[str, Any], before: dict[str, Any] | None, of: Library | None = None) -> Document:
    last = plan(date="2026-10-22", exercises=before) if before is not None else None
    return compose_sheet(of or known(), "back", replace(context(of=plan(exercises=now)), before=last))


def marks(document: Document) -> dict[str, tuple[str, str] | None]:
    """The word and the sentence of each card's mark."""
    cards = [block for block in document.blocks if isinstance(block, Card)]
    return {card.exercise: _said(card.mark) for card in cards}


NOTES = st.text("ab.*_[]()\\ \u00e4", min_size=1, max_size=30).filter(str.strip)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "dosage": st.sampled_from([{"reps": "5"}, {"per_day": "3"}, {"hold": "10 s", "per_week": "3"}]),
        "side": st.sampled_from(["left", "right", "each"]),
        "note": NOTES,
    },
)


def kept(text: str) -> str:
    return " ".join(text.split())


@settings(deadline=None)
@given(now=CHANGES, before=CHANGES | st.none(), terse=st.booleans(), sore=st.sampled_from([None, "left"]))
def test_a_note_stands_on_its_card_whatever_has_changed(
    now: dict[str, Any], before: dict[str, Any] | None, terse: bool, sore: str | None
) -> None:
    """It was gone from every card that was marked CHANGED."""
    last = None if before is None else plan(date="2026-10-22", exercises={"knee-to-chest": before})
    of = plan(exercises={"knee-to-chest": now}, sore_side=sore)
    document = compose_sheet(known(), "back", replace(context(of=of), before=last, terse=terse))
    card = next(block for block in document.blocks if isinstance(block, Card))
    said = "" if card.note is None else "".join(run.text for run in card.note.runs)
    assert said == (kept(f"Note: {now['note']}") if "note" in now else "")
    if card.mark is not None:
        assert not terse
        assert card.mark.spoken == "This exercise is changed."
        assert card.mark.says is not None
        assert "efore" in card.mark.says.text
        if before is not None and before.get("note", now.get("note")) != now.get("note"):
            assert kept(before["note"]) in card.mark.says.text


def _said(mark: Mark | None) -> tuple[str, str] | None:
    return None if mark is None else (mark.word.text, mark.says.text if mark.says else "")


def test_first_plan_has_no_marks() -> None:
    document = sheet({"add": ["clam"]}, None)
    assert set(marks(document).values()) == {None}
    assert document.stopped is None


def test_same_plan_again_has_no_marks() -> None:
    changes = {"add": ["clam"], "bridge": {"dosage": {"reps": "5"}, "note": "Slowly."}}
    document = sheet(changes, changes)
    assert set(marks(document).values()) == {None}
    assert document.stopped is None
    assert document.diary is not None
    assert document.diary.changes == ()


def test_new_and_stopped_exercises_are_named() -> None:
    document = sheet({"drop": ["bridge"], "add": ["clam"]}, {})
    assert marks(document) == {"knee-to-chest": None, "clam": ("NEW", "")}
    assert document.stopped is not None
    assert document.stopped.says is not None
    assert (document.stopped.word.text, document.stopped.says.text) == (
        "STOPPED", "From Nov 22, 2026 on, no longer do this: Bridge.",
    )  # fmt: skip


def test_two_stopped_exercises_are_in_the_plural() -> None:
    document = sheet({"drop": ["bridge"]}, {"add": ["clam"]})
    assert document.stopped is not None
    assert document.stopped.says is not None
    assert document.stopped.says.text == "From Nov 22, 2026 on, no longer do these: Bridge and Clam."


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ({"dosage": {"reps": "5"}}, {}, "Before: Do 3 on each side."),
        ({"dosage": {"hold": "10 s"}}, {}, "Before: Hold 30 seconds."),
        (
            {"dosage": {"per_day": "3"}}, {},
            "Before: 2 times every day.",
        ),
        (
            {"dosage": {"per_day": "3", "reps": "5"}},
            {},
            "Before: Do 3 on each side, 2 times every day.",
        ),
        (
            {"dosage": {"per_week": "3"}, "side": "left"},
            {},
            "Before: Do 3 on each side, 2 times every day.",
        ),
        ({"side": "left"}, {}, "Before: on each side."),
        ({}, {"side": "right"}, "Before: on your right side."),
        ({"side": "left"}, {"side": "both"}, "Before: both sides at once."),
        (
            {"side": "left", "dosage": {"reps": "5"}}, {"side": "right"},
            "Before: Do 3 on your right side.",
        ),
        (
            {"side": "left", "dosage": {"reps": "5"}}, {"side": "both"},
            "Before: Do 3 in a row, both sides at once.",
        ),
        ({"note": "Slowly."}, {}, "Before, no note."),
        ({"note": "Slowly."}, {"note": "**Fast**."}, "Note before: **Fast**."),
        ({}, {"note": "Fast."}, "Note before, now gone: Fast."),
        (
            {"dosage": {"reps": "5"}, "note": "Slowly."}, {},
            "Before: Do 3 on each side. Before, no note.",
        ),
        (
            {"dosage": {"reps": "5"}}, {"note": "Fast."},
            "Before: Do 3 on each side. Note before, now gone: Fast.",
        ),
    ],
)  # fmt: skip
def test_what_was_before_is_said_in_words(now: dict[str, Any], before: dict[str, Any], said: str) -> None:
    document = sheet({"knee-to-chest": now}, {"knee-to-chest": before})
    assert marks(document) == {"knee-to-chest": ("CHANGED", said), "bridge": None}


def test_a_page_without_cards_lists_what_is_new_and_changed() -> None:
    document = sheet({"add": ["clam"], "knee-to-chest": {"dosage": {"reps": "5"}}}, {})
    assert document.diary is not None
    said = [(mark.kind, mark.says and mark.says.text) for mark in document.diary.changes]
    assert said == [
        ("new", "Clam."),
        ("changed", "Knee to chest. Before: Do 3 on each side."),
    ]


def test_an_exercise_that_stands_twice_is_compared_with_what_is_most_alike() -> None:
    twice = known(sheet={"exercises": [
        {"exercise": "knee-to-chest", "side": "left"}, {"exercise": "knee-to-chest", "side": "right"},
    ]})  # fmt: skip
    document = sheet({}, {}, twice)
    assert [block.mark for block in document.blocks if isinstance(block, Card)] == [None, None]


def test_another_sheet_before_is_compared_too() -> None:
    both = known()
    other = replace(both.sheets["back"], id="hip")
    both = replace(both, sheets={**both.sheets, "hip": other})
    last = plan(sheet="hip", exercises={"drop": ["bridge"], "add": ["clam"]})
    document = compose_sheet(both, "back", replace(context(of=plan()), before=last))
    assert marks(document) == {"knee-to-chest": None, "bridge": ("NEW", "")}
    assert document.stopped is not None


@pytest.mark.parametrize(
    "old",
    [
        {"sheet": "gone"},
        {"exercises": {"drop": ["gone"], "add": ["gone-too"], "never": {"side": "left"}}},
    ],
)
def test_what_is_no_longer_known_of_an_old_plan_is_no_change(old: dict[str, Any]) -> None:
    document = compose_sheet(known(), "back", replace(context(of=plan()), before=plan(**old)))
    assert set(marks(document).values()) == {None}
    assert document.stopped is None


def test_an_old_plan_of_a_sheet_with_a_missing_exercise_does_not_fail() -> None:
    few = library(exercise(), bridge(short_title="Bridge"), sheet={"exercises": ["knee-to-chest"]})
    old = replace(
        few.sheets["back"],
        id="old",
        model=known(sheet={"exercises": ["gone", "bridge"]}).sheets["back"].model,
    )
    few = replace(few, sheets={**few.sheets, "old": old})
    document = compose_sheet(few, "back", replace(context(of=plan()), before=plan(sheet="old")))
    assert marks(document) == {"knee-to-chest": ("NEW", "")}
    assert document.stopped is not None
    assert document.stopped.says is not None
    assert document.stopped.says.text.endswith("Bridge.")
