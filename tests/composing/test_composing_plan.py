from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from composing_library import CALLS, EN, bridge, context, exercise, library, plan

from clinicpress.composing.document import Card, Document, Field
from clinicpress.composing.furniture import identity_text
from clinicpress.composing.locale import Locale
from clinicpress.composing.sheets import compose_sheet
from clinicpress.composing.uses import lacks_side
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.library import Loaded
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
    assert first.note is not None
    assert first.note.text == "Note: Go slowly."
    assert first.note.source == of.at("exercises", "knee-to-chest", "note")
    assert "1 time a day" in second.dose.text


def test_notes_of_sheet_and_plan_both_stand() -> None:
    of = plan(exercises={"knee-to-chest": {"note": "Rest between."}})
    first = cards(sheet(of, exercises=[{"exercise": "knee-to-chest", "note": "Go slowly."}]))[0]
    assert first.note is not None
    assert first.note.text == "Note: Go slowly. Rest between."


def test_a_note_is_printed_as_it_was_typed() -> None:
    """Therapists type no markup: stars and backslashes are theirs. A sheet's own note is markup still."""
    of = plan(exercises={"knee-to-chest": {"note": r"**Not** C:\[x](https://a.example)"}})
    first = cards(sheet(of, exercises=[{"exercise": "knee-to-chest", "note": "Go **slowly**."}]))[0]
    assert first.note is not None
    assert [(run.text, run.bold, run.link) for run in first.note.runs] == [
        ("Note: Go ", False, ""), ("slowly", True, ""), (".", False, ""), (" ", False, ""),
        (r"**Not** C:\[x](https://a.example)", False, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sore", "side", "said"),
    [
        ("left", "left", "Each side: left side first, then the right."),
        ("right", "right", "Each side: right side first, then the left."),
        ("both", "left", "Each side: do one side, then the other."),
        (None, "left", "Each side: do one side, then the other."),
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
    of = plan(note="See you on **Thursday**.\n\nBring <b>your</b> band.")
    note = sheet(of).note
    assert note is not None
    assert [(run.text, run.bold) for run in note.runs] == [
        ("Note: See you on **Thursday**. Bring <b>your</b> band.", False)
    ]
    assert note.source == of.at("note")


def test_name_id_and_date_are_for_every_page() -> None:
    document = sheet(plan())
    values = [(field.label.text, field.value and field.value.text) for field in document.identity]
    assert values == [("Name", "Pat Example"), ("ID", "EX-1"), ("Date", "Nov 22, 2026")]
    assert document.planned == plan().at("sheet")
    without = compose_sheet(library(), "back", context())
    assert (without.identity, without.planned, without.note) == ((), None, None)


@pytest.mark.parametrize("clinician", ["Sam Sample, PT", None])
def test_what_must_be_read_is_what_is_composed(clinician: str | None) -> None:
    of = plan(clinician=clinician, patient={"name": "Zoë  O'Test", "id": "EX-2", "birth_date": "1958-05-02"})
    document, said = sheet(of), identity_text(of.model, EN)

    def drawn(fields: tuple[Field, ...]) -> str:
        words = (part for field in fields for part in (field.label, field.value) if part is not None)
        return " ".join(part.text for part in words)

    assert (said.first, said.further) == (drawn(document.patient), drawn(document.identity))
    assert said.further == "Name Zoë O'Test ID EX-2 Date Nov 22, 2026"
    assert said.first.endswith("Sore side")


def test_equal_cards_are_one_object_in_all_plans_of_a_run() -> None:
    """Thousands of plans share their exercises; only a card with a plan's own note is that plan's."""
    common = context()
    known = library(exercise(), bridge())
    plans = [
        plan(
            patient={"name": f"Pat Example {n}", "id": f"EX-{n}"}, exercises={"bridge": {"note": f"No {n}."}}
        )
        for n in (1, 2)
    ]
    one, two = (cards(compose_sheet(known, "back", replace(common, plan=of))) for of in plans)
    assert one[0] is two[0]
    assert (one[1].note, two[1].note) != (None, None)
    assert one[1].note != two[1].note
    assert replace(one[1], note=None) == replace(two[1], note=None)
    assert "Pat" not in repr(common.kept)
    assert "No 1." not in repr(common.kept)


def test_what_is_kept_is_of_one_language() -> None:
    common = context()
    other = replace(common, locale=Locale("en", "GB", {**EN.texts, "field-name": "Who"}))
    labels = [compose_sheet(library(), "back", ctx).patient[0].label.text for ctx in (common, other)]
    assert labels == ["Name", "Who"]


def test_sheet_that_a_plan_names_and_nobody_wrote_is_a_problem_of_the_plan() -> None:
    of = plan(sheet="pat-example")
    with pytest.raises(ContentError) as caught:
        compose_sheet(library(), "pat-example", context(of=of))
    assert caught.value.problems[0].source == of.at("sheet")
    assert "pat-example" not in str(caught.value).replace(of.path, "")


def test_version_has_no_patients_data_in_it() -> None:
    other = plan(patient={"name": "Robin Sample", "id": "EX-2"})
    assert sheet(plan()).furniture.footer.text == sheet(other).furniture.footer.text


@pytest.mark.parametrize(
    "changes", [{"drop": ["pat"]}, {"pat": {"side": "left"}}, {"add": ["pat"]}, {"order": ["pat"]}]
)
def test_change_that_goes_nowhere_is_never_left_out(changes: dict[str, Any]) -> None:
    """Such a plan is refused when it is read; should it come as far as this, it is not printed without it."""
    with pytest.raises(AssertionError, match="not judged"):
        sheet(plan(exercises=changes))


def sore(**changes: Any) -> Document:
    """A sheet with one exercise for the sore side."""
    return compose_sheet(library(exercise(side="sore"), bridge()), "back", context(of=plan(**changes)))


@pytest.mark.parametrize(
    ("side", "own", "dose", "mirrored"),
    [
        (None, None, "on your sore side", True),
        ("left", None, "on your left side", True),
        ("right", None, "on your right side", False),
        ("both", None, "on each side", True),
        ("right", "left", "on your left side", True),
        (None, "right", "on your right side", False),
        ("right", "each", "on each side", False),
    ],
)
def test_exercise_for_the_sore_side(side: str | None, own: str | None, dose: str, mirrored: bool) -> None:
    changes = {} if own is None else {"exercises": {"knee-to-chest": {"side": own}}}
    card = cards(sore(sore_side=side, **changes))[0]
    assert dose in card.dose.text
    assert card.figure is CALLS[mirrored]


def test_a_sore_side_that_nobody_said_is_circled_by_pen() -> None:
    document = sore()
    field = document.patient[-1]
    assert (field.label.text, field.value and field.value.text, field.ruled) == (
        "Sore side (circle)", "left / right", False,
    )  # fmt: skip
    assert identity_text(plan().model, EN, circled=True).first.endswith("Sore side (circle) left / right")
    known = library(exercise(side="sore"), bridge())
    assert lacks_side(known, plan())
    assert not lacks_side(known, plan(sore_side="both"))
    assert not lacks_side(known, plan(exercises={"knee-to-chest": {"side": "left"}}))
    assert not lacks_side(library(), plan())
    other = sore(sore_side="right").patient[-1]
    assert (other.label.text, other.value and other.value.text) == ("Sore side", "Right")
