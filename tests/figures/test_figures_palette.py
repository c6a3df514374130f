from __future__ import annotations

import pytest

from clinicpress.choices import Ink
from clinicpress.content.models.brand import contrast
from clinicpress.content.models.figure import Look
from clinicpress.figures.palette import palette, role_for

INKS: tuple[Ink, ...] = ("colour", "mono")


def grey(colour: str) -> str:
    """``colour`` as a grey printer shows it (Rec. 601 luma)."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + 3 * f"{round(0.299 * red + 0.587 * green + 0.114 * blue):02X}"


def test_both_inks_have_the_same_roles() -> None:
    assert set(palette("colour")) == set(palette("mono"))


@pytest.mark.parametrize("ink", INKS)
def test_colours_are_written_in_full(ink: Ink) -> None:
    for colour in palette(ink).values():
        assert colour == colour.upper()
        assert len(colour) == 7
        int(colour[1:], 16)


def test_mono_is_grey_with_white_skin_and_black_lines() -> None:
    mono = palette("mono")
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in mono.values())
    assert mono["skin"] == mono["highlight"] == "#FFFFFF"
    assert mono["line"] == mono["arrow"] == mono["highlight-line"] == mono["nerve"] == "#000000"


@pytest.mark.parametrize("ink", INKS)
def test_lines_stand_out_from_what_they_go_round(ink: Ink) -> None:
    colours = palette(ink)
    for role in ("skin", "skin-far", "shoe", "mat", "wood", "wall", "pillow"):
        assert contrast(colours["line"], colours[role]) > 4.5, role
    assert contrast(colours["line"], colours["shirt"]) > 3


@pytest.mark.parametrize("ink", INKS)
def test_arrow_and_hatch_stand_out_even_on_a_grey_printer(ink: Ink) -> None:
    colours = palette(ink)
    assert contrast(grey(colours["arrow"]), "#FFFFFF") > 4.5
    assert contrast(grey(colours["highlight-line"]), grey(colours["highlight"])) > 4.5
    assert all(
        contrast(grey(colours["highlight"]), grey(colours[f"shorts{kind}"])) > 3
        for kind in ("", "-navy", "-black", "-grey", "-brown")
    ), "the patch shows on dark shorts"
    assert contrast(grey(colours["nerve"]), grey(colours["pale-shorts"])) > 4.5


@pytest.mark.parametrize("ink", INKS)
def test_the_far_limb_is_darker(ink: Ink) -> None:
    colours = palette(ink)
    for role in ("skin", "shirt", "shorts", "shoe", "skin-dark", "shirt-plum"):
        assert contrast(colours[f"{role}-far"], "#FFFFFF") > contrast(colours[role], "#FFFFFF"), role


def test_a_look_dresses_all_figures_of_a_page() -> None:
    dressed = palette("colour", Look(skin="brown", hair="grey", shirt="plum"))
    plain = palette("colour")
    assert dressed["skin"] == plain["skin-brown"] != plain["skin"]
    assert dressed["skin-far"] == plain["skin-brown-far"]
    assert (dressed["hair"], dressed["shirt"]) == (plain["hair-grey"], plain["shirt-plum"])
    assert dressed["shorts"] == plain["shorts"]
    assert palette("colour", Look()) == plain


def test_every_look_has_its_roles() -> None:
    for kind in ("skin", "hair", "shirt", "shorts"):
        field = Look.model_fields[kind].annotation
        names = [name for part in field.__args__ if part is not type(None) for name in part.__args__]  # type: ignore[union-attr]
        for name in names:
            assert role_for(kind, Look.model_validate({kind: name})) in palette("colour")


def test_roles_follow_the_look() -> None:
    look = Look(skin="dark", shirt="blue")
    assert role_for("skin-far", look) == "skin-dark-far"
    assert role_for("shirt", look) == "shirt-blue"
    assert role_for("hair", look) == "hair"
    assert role_for("shorts-far", look) == "shorts-far"
    assert role_for("shorts-far", Look(shorts="black")) == "shorts-black-far"
    assert role_for("skin", None) == "skin"
