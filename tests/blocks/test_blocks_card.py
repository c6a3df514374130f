"""Cards: what they show, in which order, and that the figure keeps its size."""

from __future__ import annotations

from typing import Any

import pytest
from layout_samples import CHIPS, LYING, UPRIGHT, card, figure, layout, look, text, words

from clinicpress.blocks.card import CardBox, SlotCard
from clinicpress.blocks.figureslot import FigureSlot, caption_column
from clinicpress.blocks.signs import chip_row
from clinicpress.blocks.stepscard import card_box
from clinicpress.content.models.layout import Part
from clinicpress.typesetting.items import Group, QrArt

ALL: frozenset[Part] = frozenset(layout("handout").show)


def box(shown: frozenset[Part] = ALL, **changes: Any) -> CardBox:
    return card_box(card(**changes), look().sized(12.0), shown)


def groups(group: Group, kind: str) -> list[Group]:
    found = [group] if group.kind == kind else []
    return found + [g for item in group.items if isinstance(item, Group) for g in groups(item, kind)]


def drawn(made: CardBox, height: float = 0.0) -> Group:
    height = height or made.least_height()
    return made.draw(height, made.scale_in(height), 0.0)


def test_it_reads_title_pictures_why_steps_dose_and_chips() -> None:
    heard = text(drawn(box()))
    order = ["Exercise number 1", "Start", "Finish", "Loosens", "1. Lie down.", "2. Lift your leg."]
    order += ["Hold 30", "Feel a gentle", "Each side"]
    places = [heard.index(part) for part in order]
    assert places == sorted(places)


def test_what_is_not_shown_is_not_there() -> None:
    heard = text(drawn(box(frozenset({"captions-below", "full-figures"}))))
    assert "Loosens" not in heard
    assert "Feel" not in heard
    assert "Exercise 1" in heard
    assert "Hold 30 seconds. Do 3 on each side, 2 times a day." in heard


def test_words_that_warn_are_shown_where_the_layout_says_so() -> None:
    heard = text(
        drawn(
            box(
                not_if=words("Do not do this if you have a new hip joint."),
                stop_if=words("Stop if it hurts."),
            )
        )
    )
    assert heard.index("Do not do this") < heard.index("1. Lie down.") < heard.index("Stop if it hurts.")


def test_warnings_and_a_therapists_note_are_always_shown() -> None:
    shown = text(
        drawn(box(frozenset(), note=words("Go slowly."), not_if=words("Skip this if you are dizzy.")))
    )
    assert "Go slowly." in shown
    assert "Skip this if you are dizzy." in shown


def test_the_qr_code_of_a_video_holds_the_address_beside_it() -> None:
    address = "https://example.com/knee"
    shown = drawn(box(ALL | {"video"}, video=address, video_label=words(f"Watch: {address}")))
    (code,) = [i for g in groups(shown, "qr") for i in g.items]
    assert isinstance(code, QrArt)
    assert code.value == address
    assert address in text(shown)


def test_a_card_is_never_lower_than_its_words_or_its_figure() -> None:
    tall = box(steps=["Lie down and breathe out slowly while you count to ten in your head."] * 6)
    assert isinstance(tall, SlotCard)
    assert tall.least_height() >= tall.text_height()
    short = box(frozenset({"full-figures", "captions-below"}), number=2)
    assert isinstance(short, SlotCard)
    assert short.least_height() >= short.slot.height_at(short.floor_scale())


@pytest.mark.parametrize("number", [1, 2])
def test_figures_stay_inside_the_card_and_over_the_floor(number: int) -> None:
    made = box(number=number)
    height = made.least_height()
    group = drawn(made)
    for frame in groups(group, "frame"):
        assert frame.y >= 0
        assert frame.y + frame.height <= height + 0.01
        assert frame.x >= 0
    art = groups(group, "figure")[0]
    floor = layout("sheet").figures
    if number % 2:
        assert art.width >= floor.lying_floor - 0.01
    else:
        assert art.height >= floor.upright_floor - 0.01


def test_captions_stand_centred_under_their_frames_or_left_of_them() -> None:
    slot = FigureSlot(UPRIGHT, 172.0, 12.0)
    for frame in slot.draw(140.0, 0.5, look()):
        art, caption = (item for item in frame.items if isinstance(item, Group))
        assert caption.y >= art.y + art.height
        line = caption.items[0]
        assert abs((art.x + art.width / 2) - (caption.x + caption.width / 2)) < 0.01, line
    beside = FigureSlot(LYING, 172.0, 12.0, beside=caption_column(LYING, look()))
    for frame in beside.draw(90.0, 0.4, look()):
        caption, art = (item for item in frame.items if isinstance(item, Group))
        assert caption.x + caption.width <= art.x + 0.01


@pytest.mark.parametrize("shape", [LYING, UPRIGHT, figure(120.0, 130.0, 3)])
def test_the_slot_agrees_with_itself(shape: object) -> None:
    slot = FigureSlot(shape, 172.0, 12.0)  # type: ignore[arg-type]
    scale = slot.scale_for_height(110.0)
    assert slot.height_at(scale) == pytest.approx(110.0)


def test_chips_are_equally_wide_and_refuse_a_column_too_narrow() -> None:
    row = chip_row(CHIPS, look(), "x")
    chips = [item for item in row.draw(348.0).items if isinstance(item, Group)]
    assert len({round(chip.width, 3) for chip in chips}) == 1
    assert chips[-1].x + chips[-1].width == pytest.approx(348.0)
    assert row.natural_width() < 348.0
    wide = card_box(card(chips=CHIPS * 4), look(), ALL)
    assert not wide.fits_width()
