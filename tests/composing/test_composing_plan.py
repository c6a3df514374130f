from __future__ import annotations

from typing import Any

import pytest
from composing_library import CALLS, bridge, context, exercise, library, plan

from clinicpress.composing.compose import compose_sheet
from clinicpress.composing.document import Card, Document
from clinicpress.model.documents import Plan
from clinicpress.model.library import Loaded
from clinicpress.problems import ContentError


def sheet(of: Loaded[Plan], **changes: Any) -> Document:
    return compose_sheet(
        library(exercise(), bridge(), exercise("clam"), sheet=changes), "back", context(of=of)
    )


def cards(document: Document) -> list[Card]:
    return [block for block in document.blocks if isinstance(block, Card)]


def test_patient_strip_holds_the_plans_values() -> None:
    of = plan(
        sore_side="left", patient={"name": "<b>Zoë</b> O'Test", "id": "EX-1", "birth_date": "1958-05-02"}
    )
    strip = sheet(of).patient
    values = {field.label.text: field.value and field.value.text for field in strip}
    assert values == {
        "Name": "<b>Zoë</b> O'Test", "ID": "EX-1", "Born": "May 2, 1958", "Date": "Nov 22, 2026",
        "Therapist": "Sam Sample, PT", "Sore side": "Left",
    }  # fmt: skip
    assert strip[0].value is not None
    assert strip[0].value.source == of.at("patient", "name")


def test_what_a_plan_leaves_out_stays_blank() -> None:
    strip = sheet(plan(clinician=None)).patient
    assert [field.label.text for field in strip if field.value is None] == ["Therapist", "Sore side"]


def test_changes_drops_and_additions() -> None:
    changes = {
        "drop": ["bridge"],
        "add": ["clam"],
        "knee-to-chest": {"side": "left", "dosage": {"reps": "5"}, "note": "Go slowly."},
        "clam": {"dosage": {"per_day": "1"}},
    }
    of = plan(exercises=changes)
    first, second = cards(sheet(of))
    assert (first.exercise, second.exercise, second.number) == ("knee-to-chest", "clam", 2)
    assert first.dose.text == "Hold 30 seconds. Do 5 on your left side. Do this 2 times a day, every day."
    assert first.dose.source == of.at("exercises", "knee-to-chest", "dosage")
    assert first.note is not None
    assert first.note.text == "Note: Go slowly."
    assert "1 time a day" in second.dose.text
    assert second.source == of.at("exercises", "add", 0)


def test_notes_of_sheet_and_plan_both_stand() -> None:
    of = plan(exercises={"knee-to-chest": {"note": "Rest between."}})
    first = cards(sheet(of, exercises=[{"exercise": "knee-to-chest", "note": "Go slowly."}]))[0]
    assert first.note is not None
    assert first.note.text == "Note: Go slowly. Rest between."


@pytest.mark.parametrize(
    ("sore", "side", "said"),
    [
        ("left", "left", "Do both sides: left first, as in the pictures."),
        ("right", "right", "Do both sides, left first. Pictures show the right."),
        ("both", "left", "Do both sides: left first, as in the pictures."),
        (None, "left", "Do both sides: left first, as in the pictures."),
    ],
)
def test_pictures_show_the_sore_side(sore: str | None, side: str, said: str) -> None:
    document = sheet(plan(sore_side=sore))
    first = cards(document)[0]
    assert document.summary[0].text == said
    assert first.figure is CALLS[side == "left"]
    assert first.skip is None


def test_asked_side_comes_before_the_sore_one() -> None:
    document = compose_sheet(library(), "back", context("right", plan(sore_side="left")))
    assert cards(document)[0].figure is CALLS[False]


def test_note_for_the_patient_is_on_the_sheet() -> None:
    assert sheet(plan(note="See you on **Thursday**.")).summary[-1].text == "Note: See you on Thursday."


def test_version_has_no_patients_data_in_it() -> None:
    other = plan(patient={"name": "Robin Sample", "id": "EX-2"})
    assert sheet(plan()).furniture.footer.text == sheet(other).furniture.footer.text


@pytest.mark.parametrize(
    ("changes", "message", "loc"),
    [
        ({"drop": ["clam"]}, "names 'clam'", ("drop", 0)),
        ({"clam": {"side": "left"}}, "names 'clam'", ("clam",)),
        ({"drop": ["bridge"], "bridge": {"side": "left"}}, "names 'bridge'", ("bridge",)),
        ({"add": ["clamshel"]}, "no exercise 'clamshel'", ("add", 0)),
        ({"drop": ["bridge", "knee-to-chest"]}, "drops every exercise", ("drop",)),
    ],
)
def test_change_that_goes_nowhere_is_a_located_problem(
    changes: dict[str, Any], message: str, loc: tuple[str | int, ...]
) -> None:
    of = plan(exercises=changes)
    with pytest.raises(ContentError, match=message) as caught:
        sheet(of)
    assert [problem.source for problem in caught.value.problems] == [of.at("exercises", *loc)]
