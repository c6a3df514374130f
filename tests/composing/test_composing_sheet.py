from __future__ import annotations

from typing import Any

import pytest
from composing_library import CALLS, HANDOUT, bridge, context, exercise, library

from clinicpress.composing.document import Card, Document
from clinicpress.composing.sheets import compose_sheet
from clinicpress.content.models.library import Library
from clinicpress.inline import Words
from clinicpress.problems import ContentError, Source, UsageError


def cards(document: Document) -> list[Card]:
    return [block for block in document.blocks if isinstance(block, Card)]


def single(**changes: Any) -> Card:
    """The card of a sheet with one exercise."""
    known = library(exercise(**changes), sheet={"exercises": ["knee-to-chest"]})
    return cards(compose_sheet(known, "back", context()))[0]


def texts(words: tuple[Words, ...]) -> list[str]:
    return [one.text for one in words]


def test_whole_sheet() -> None:
    document = compose_sheet(library(), "back", context())
    assert (document.kind, document.id, document.language) == ("sheet", "back", "en-US")
    assert document.title.text == "Your exercises"
    assert document.facts is not None
    # 3 holds of 30 s and 4 s on each side, 30 s to change, 10 repetitions of 4 s: 274 s.
    assert document.facts.text == "2 exercises · 5 minutes each time · 2 times a day"
    assert texts(document.summary) == [
        "Each side: do one side, then the other.",
        ("A gentle pull is fine. Stop for sharp pain, or new tingling or numbness."),
    ]
    assert [(card.number, card.exercise) for card in cards(document)] == [(1, "knee-to-chest"), (2, "bridge")]


def test_card_has_every_word_with_its_place() -> None:
    changes: dict[str, Any] = {
        "stop_if": ["it pinches", "it burns"],
        "not_if": ["you have a new hip joint"],
        "safety": ["Lock the door", "Check the band for tears."],
        "easier": "Slower.",
    }
    card, source = single(**changes), exercise(**changes).at
    assert card.title == Words(card.title.runs, source("title"))
    assert texts(card.steps) == ["Lie on your back.", "Pull one knee up."]
    assert [run.text for run in card.steps[1].runs if run.bold] == ["one"]
    assert [step.source for step in card.steps] == [source("steps", 0), source("steps", 1)]
    assert texts(card.short_steps) == ["Lie down. Pull one knee up."]
    assert card.short_title.text == "Knee to chest"
    assert card.dose.text == "Hold 30 seconds. Do 3 on each side. Do this 2 times a day, every day."
    assert card.dose.source == source("dosage")
    assert card.short_dose is not None
    assert card.short_dose.text == "Hold 30 seconds. Do 3 on each side, 2 times every day."
    shown = {
        "equipment": "You need a mat or firm bed and a pillow.",
        "feel": "Feel a gentle stretch in your back.",
        "stop_if": "Stop if it pinches or it burns.",
        "not_if": "Skip this if you have a new hip joint.",
        "safety": "Safety: Lock the door. Check the band for tears.",
        "easier": "Easier: Slower.",
    }
    for key, text in shown.items():
        words = getattr(card, key)
        assert words.text == text
        assert words.source == source(key)
    assert (card.harder, card.note, card.video, card.video_label) == (None, None, "", None)


def test_title_stands_in_for_a_missing_short_one() -> None:
    card = single(short_title=None)
    assert card.short_title == card.title


def test_video_is_printed_as_its_code_holds_it() -> None:
    card = single(video="https://v.example.com/k")
    assert card.video == "https://v.example.com/k"
    assert card.video_label is not None
    assert card.video in card.video_label.text


def test_changes_beside_the_name_are_made_and_located() -> None:
    use = {"exercise": "knee-to-chest", "dosage": {"reps": "5"}, "side": "left", "note": "Go **slowly**."}
    known = library(sheet={"exercises": [use, "bridge"]})
    card = cards(compose_sheet(known, "back", context()))[0]
    assert card.dose.text == "Hold 30 seconds. Do 5 on your left side. Do this 2 times a day, every day."
    assert card.dose.source == known.sheets["back"].at("exercises", 0, "dosage")
    assert card.chips[1].label == "Left side"
    assert card.note is not None
    assert card.note.text == "Note: Go slowly."
    assert card.note.source == known.sheets["back"].at("exercises", 0, "note")
    assert card.source == known.sheets["back"].at("exercises", 0, "exercise")
    assert card.figure is CALLS[True]


def test_no_word_on_sides_where_no_exercise_has_two() -> None:
    document = compose_sheet(library(bridge(), sheet={"exercises": ["bridge"]}), "back", context())
    assert len(document.summary) == 1


def test_pictures_show_the_wanted_side() -> None:
    document = compose_sheet(library(), "back", context("left"))
    first, second = cards(document)
    assert first.figure is CALLS[True]
    assert second.figure is CALLS[False]


def test_a_therapist_can_take_an_exercise_off_a_sheet_by_pen() -> None:
    first, _ = cards(compose_sheet(library(), "back", context()))
    assert first.skip is not None
    assert first.skip.text == "If we ticked: skip"


def test_safety_block_is_whole() -> None:
    known = library()
    safety = compose_sheet(known, "back", context()).safety
    assert safety is not None
    assert safety.stop_title.text == "Stop. Call today: (555) 555-0142"
    assert safety.emergency_title.text == "Call 911 right away if:"
    assert (texts(safety.stop_items), texts(safety.emergency_items)) == (
        ["Pain gets worse"],
        ["You cannot pee"],
    )
    assert safety.stop_items[0].source == known.sheets["back"].at("stop_if", 0)
    assert safety.after_hours is not None
    assert safety.after_hours.text == "When we are closed, call your doctor."
    assert safety.sign == "STOP"


def test_country_sets_number_and_week() -> None:
    document = compose_sheet(library(clinic={"country": "GB"}), "back", context())
    assert document.safety is not None
    assert document.log is not None
    assert document.safety.emergency_title.text == "Call 999 right away if:"
    assert document.log.days[0] == "Mo"


@pytest.mark.parametrize(
    ("per_day", "rows"),
    [
        (1, ("Done",)),
        (2, ("Morning", "Evening")),
        (3, ("Morning", "Noon", "Evening")),
        (5, ("1", "2", "3", "4", "5")),
    ],
)
def test_log_has_a_row_for_each_session_of_a_day(per_day: int, rows: tuple[str, ...]) -> None:
    dosage = {"reps": "3", "per_day": str(per_day)}
    known = library(exercise(dosage=dosage), bridge(dosage={"reps": "3"}))
    log = compose_sheet(known, "back", context()).log
    assert log is not None
    assert log.rows == rows
    assert log.days == ("Su", "Mo", "Tu", "We", "Th", "Fr", "Sa")
    assert (log.weeks, log.week_of.text, log.how_to.text) == (
        1,
        "Week of",
        "Tick the chart each time you exercise.",
    )


@pytest.mark.parametrize(("days", "weeks"), [("14 days", 2), ("28 days", 4)])
def test_longer_logs(days: str, weeks: int) -> None:
    log = compose_sheet(library(sheet={"log": days}), "back", context()).log
    assert log is not None
    assert log.weeks == weeks


def test_no_log() -> None:
    assert compose_sheet(library(sheet={"log": "none"}), "back", context()).log is None


@pytest.mark.parametrize(
    ("one", "other", "often"),
    [
        ({"per_day": "1", "per_week": "3"}, {"per_day": "1", "per_week": "3"}, "1 time a day, 3 days a week"),
        ({"per_day": "3"}, {"per_day": "1"}, "up to 3 times a day"),
        ({"per_day": "2"}, {"per_day": "2", "per_week": "3"}, "up to 2 times a day"),
    ],
)
def test_facts_never_promise_more_than_the_dosages(
    one: dict[str, str], other: dict[str, str], often: str
) -> None:
    known = library(exercise(dosage={"reps": "3", **one}), bridge(dosage={"reps": "3", **other}))
    facts = compose_sheet(known, "back", context()).facts
    assert facts is not None
    assert facts.text.split(" · ")[-1] == often


def test_sheets_own_summary_comes_first() -> None:
    document = compose_sheet(library(sheet={"summary": "Go **slowly**."}), "back", context())
    assert document.summary[0].text == "Go slowly."


def test_strip_without_a_patient_is_for_the_pen() -> None:
    strip = compose_sheet(library(), "back", context()).patient
    assert [field.label.text for field in strip] == ["Name", "Date", "Therapist", "Sore side (circle)"]
    assert [field.value.text if field.value else None for field in strip] == [
        None,
        None,
        None,
        "left / right",
    ]


def test_header_and_footer() -> None:
    furniture = compose_sheet(library(), "back", context()).furniture
    assert (furniture.clinic.text, furniture.phone.text) == ("Harbor Physical Therapy", "(555) 555-0142")
    assert furniture.initials.text == "HP"
    assert furniture.hours is not None
    assert furniture.hours.text == "Monday to Friday, 8 am to 6 pm"
    assert furniture.page_of.format(n=1, m=2) == "Page 1 of 2"
    assert furniture.web is not None
    assert furniture.qr == furniture.web.text == "https://harbor.example.com"
    assert furniture.qr_label is not None
    name, version, review = furniture.footer.text.split(" · ")
    assert (name, review) == ("back", "Review pending")
    assert version.startswith("Version ")
    assert len(version.removeprefix("Version ")) == 6


def test_brands_own_initials() -> None:
    assert compose_sheet(library(brand={"initials": "X"}), "back", context()).furniture.initials.text == "X"


def test_what_a_clinic_leaves_out_is_not_printed() -> None:
    bare = library(clinic={"web": None, "hours": None, "after_hours": None})
    document = compose_sheet(bare, "back", context())
    furniture = document.furniture
    assert (furniture.web, furniture.qr, furniture.qr_label, furniture.hours) == (None, "", None, None)
    assert document.safety is not None
    assert document.safety.after_hours is None


def footer(own: dict[str, str], exercises: dict[str, str]) -> str:
    known = library(exercise(review=exercises), bridge(review=exercises), sheet={"review": own})
    return compose_sheet(known, "back", context()).furniture.footer.text.split(" · ", 2)[2]


def test_review_names_who_when_and_when_again() -> None:
    own = {"by": "Sam Sample, PT", "on": "2026-11-01", "due": "2028-11-01"}
    assert footer(own, own) == "Reviewed by Sam Sample, PT, Nov 2026 · Review again Nov 2028"
    sooner = {**own, "due": "2027-05-01"}
    assert footer(own, sooner).endswith("Review again May 2027")
    assert footer({"by": "Sam Sample, PT", "on": "2026-11-01"}, own).endswith("Nov 2028")


def test_review_is_pending_as_long_as_a_part_is() -> None:
    own = {"by": "Sam Sample, PT", "on": "2026-11-01"}
    assert footer(own, {"by": "pending"}) == "Review pending"


def test_version_follows_the_content() -> None:
    def version(known: Library) -> str:
        return compose_sheet(known, "back", context()).furniture.footer.text

    assert version(library()) == version(library())
    assert version(library()) != version(library(exercise(why="Eases your back."), bridge()))
    assert version(library()) != version(library(clinic={"phone": "(555) 555-0199"}))
    assert version(library()) == version(library(handout={**HANDOUT, "title": "Other"}))


def test_unknown_exercise_is_a_located_problem() -> None:
    known = library(sheet={"exercises": ["bridge", "knee-to-chst"]})
    with pytest.raises(ContentError, match="knee-to-chst") as caught:
        compose_sheet(known, "back", context())
    assert caught.value.problems[0].source == known.sheets["back"].at("exercises", 1)


def test_unknown_sheet() -> None:
    with pytest.raises(UsageError, match="the sheet 'neck' does not exist") as caught:
        compose_sheet(library(), "neck", context())
    assert "back" in caught.value.problems[0].hint


def test_every_word_knows_a_file() -> None:
    document = compose_sheet(library(), "back", context())
    words = [*document.summary, *cards(document)[0].steps, document.title, document.furniture.footer]
    assert all(isinstance(one.source, Source) and one.source.path.startswith("content/") for one in words)


def test_markup_in_titles_prints_as_it_is() -> None:
    hostile = '<img src="file:///etc/passwd"> & **x**'
    document = compose_sheet(
        library(exercise(title=hostile), bridge(), sheet={"title": hostile}), "back", context()
    )
    assert document.title.text == cards(document)[0].title.text == hostile


def test_no_sore_side_is_asked_for_where_no_exercise_has_sides() -> None:
    document = compose_sheet(library(bridge(), sheet={"exercises": ["bridge"]}), "back", context())
    assert [field.label.text for field in document.patient] == ["Name", "Date", "Therapist"]


def test_muscles_that_work_are_not_called_a_stretch() -> None:
    card = single(feels="work", feel="your buttocks")
    assert card.feel is not None
    assert card.feel.text == "Feel the muscles work in your buttocks."


@pytest.mark.parametrize(
    ("feel", "feels", "said"),
    [
        ("your back", "stretch", "Feel a gentle stretch in your back."),
        ("under your arm", "stretch", "Feel a gentle stretch under your arm."),
        ("Behind your knee", "work", "Feel the muscles work Behind your knee."),
        ("your inner thigh", "work", "Feel the muscles work in your inner thigh."),
    ],
)
def test_where_it_is_felt_is_a_sentence(feel: str, feels: str, said: str) -> None:
    """It was "a gentle stretch in under your arm"."""
    known = library(exercise(feel=feel, feels=feels), bridge())
    card = cards(compose_sheet(known, "back", context()))[0]
    assert card.feel is not None
    assert card.feel.text == said
