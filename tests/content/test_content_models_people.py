"""Whose an id is: the same however it is typed, and never somebody else's."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicpress.content.models.people import Person, same_text, sheet_key

NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"), exclude_characters="\u00b4"),
    min_size=1,
    max_size=30,
)
FORMS: st.SearchStrategy[Literal["NFC", "NFD", "NFKC", "NFKD"]] = st.sampled_from(
    ("NFC", "NFD", "NFKC", "NFKD")
)
APOSTROPHES, HYPHENS = (
    "'\u2018\u2019\u02bc\u02bb`\u00b4\u2032\uff07",
    "-\u2010\u2011\u2012\u2013\u2014\u2212\uff0d",
)
UNSEEN = " \t\u00a0\u202f\u200b\u200d\u00ad\u2060\ufeff\u200e"


@given(NAMES)
def test_what_is_the_same_stays_the_same(text: str) -> None:
    assert same_text(same_text(text)) == same_text(text)
    assert same_text(text.casefold()) == same_text(text)


@given(NAMES, FORMS, st.data())
def test_no_way_to_write_a_name_makes_another_name(
    text: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"], data: st.DataObject
) -> None:
    other = unicodedata.normalize(form, text)
    signs = {
        **dict.fromkeys(APOSTROPHES, APOSTROPHES),
        **dict.fromkeys(HYPHENS, HYPHENS),
    }
    other = "".join(data.draw(st.sampled_from(signs[sign])) if sign in signs else sign for sign in other)
    at = data.draw(st.integers(0, len(other)))
    other = f" {other[:at]}{data.draw(st.sampled_from(UNSEEN))}{other[at:]} "
    assert Person("1", other).agrees(Person("1", text))
    assert Person(other, "Pat").key == Person(text, "Pat").key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë O'Neil-Test", "ZOE\u0308 O\u2019NEIL\u2011TEST"),
        ("Straße", "STRASSE"),
        ("EX-1", "\uff25\uff38\u2212\uff11"),
        ("ＥＸ 1", "ex1"),
        ("Anne  Marie", "annemarie"),
    ],
)
def test_spellings_of_one_text(one: str, other: str) -> None:
    assert same_text(one) == same_text(other)


@given(st.text("abcdef0123", min_size=1, max_size=8), st.text("abcdef0123", min_size=1, max_size=8))
def test_letters_and_digits_are_never_taken_for_others(one: str, other: str) -> None:
    assert (same_text(one) == same_text(other)) is (one == other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Pat", "1980-05-02"), ("PAT ", "1980-05-02"), True),
        (("Pat", ""), ("Pat", "1980-05-02"), True),
        (("Pat", "1980-05-02"), ("Pat", "1980-05-03"), False),
        (("Pat", "1980-05-02"), ("Robin", "1980-05-02"), False),
        (("Pat", ""), ("Robin", ""), False),
    ],
)
def test_when_two_are_one_patient(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    assert Person("1", *one).agrees(Person("1", *other)) is same
    assert Person("1", *other).agrees(Person("1", *one)) is same


def test_a_plan_goes_by_its_sheet_or_by_its_title() -> None:
    assert sheet_key("neck") == "neck" != sheet_key(None, "Neck")
    assert sheet_key(None, "Your Knee") == sheet_key(None, "your knee") != sheet_key(None, "Your hip")


def test_no_patient_is_told_by_accident() -> None:
    assert not any(secret in repr(Person("EX-1", "Pat", "1980-05-02")) for secret in ("EX-1", "Pat", "1980"))


@given(st.text(st.characters(max_codepoint=127), max_size=30))
def test_plain_text_is_folded_as_any_other(text: str) -> None:
    """It has a shorter way; a soft hyphen, which nobody sees, takes that away."""
    assert same_text(text) == same_text(f"{text}\u00ad")
