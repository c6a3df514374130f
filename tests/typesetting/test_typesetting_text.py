"""Line breaking: nothing lost, nothing too wide, no lone last word."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.content.models.brand import Typefaces
from clinicpress.typesetting.breaking import (
    TextStyle,
    break_lines,
    label,
    largest_size,
    right_edge,
    set_lines,
    spaced,
)  # fmt: skip
from clinicpress.typesetting.faces import FontSet, load_fonts, missing_characters, text_width


@dataclass(frozen=True)
class Run:
    text: str
    bold: bool = False
    link: str = ""


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return load_fonts(Typefaces(), Path)


@pytest.fixture(scope="module")
def style(fonts: FontSet) -> TextStyle:
    return TextStyle(fonts.regular, fonts.bold, 12.0, 14.4, "#000000", "#0B625E")


WORD = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzäéßő-"), min_size=1, max_size=14)
SENTENCE = st.lists(WORD, min_size=1, max_size=40).map(" ".join)


def printed(lines: tuple) -> str:  # type: ignore[type-arg]
    return " ".join("".join(span.text for span in line.spans) for line in lines)


@settings(deadline=None, max_examples=150)
@given(text=SENTENCE, width=st.floats(60, 500))
def test_every_word_is_set_once_and_no_line_is_too_wide(style: TextStyle, text: str, width: float) -> None:
    lines = break_lines((Run(text),), style, width)
    assert printed(lines).replace(" ", "") == text.replace(" ", "")
    assert all(line.width <= width + 0.05 for line in lines)


@settings(deadline=None, max_examples=100)
@given(words=st.lists(WORD, min_size=2, max_size=30), cut=st.integers(1, 29), width=st.floats(150, 400))
def test_bold_in_the_middle_changes_no_word(
    style: TextStyle, words: list[str], cut: int, width: float
) -> None:
    cut = min(cut, len(words) - 1)
    runs = (Run(" ".join(words[:cut]) + " "), Run(" ".join(words[cut:]), bold=True))
    lines = break_lines(runs, style, width)
    assert printed(lines) == " ".join(words)


@settings(deadline=None, max_examples=100)
@given(text=SENTENCE, narrow=st.floats(120, 300), more=st.floats(0, 200))
def test_a_wider_measure_never_needs_more_lines(
    style: TextStyle, text: str, narrow: float, more: float
) -> None:
    assert len(break_lines((Run(text),), style, narrow + more)) <= len(
        break_lines((Run(text),), style, narrow)
    )


def test_a_lone_last_word_is_avoided_without_one_more_line(style: TextStyle) -> None:
    text = "Pull one knee to your chest with both of your hands and keep the other foot flat on it"
    width = text_width(text, style.regular, 12.0) - text_width("it", style.regular, 12.0)
    lines = break_lines((Run(text),), style, width)
    assert len(lines) == 2
    assert " " in "".join(span.text for span in lines[-1].spans)


def test_a_word_wider_than_the_line_is_broken_and_not_cut_off(style: TextStyle) -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitän"
    lines = break_lines((Run(word),), style, 80.0)
    assert "".join(span.text for line in lines for span in line.spans) == word
    assert all(line.width <= 80.0 for line in lines)


def test_a_space_beside_a_link_is_not_part_of_it(style: TextStyle) -> None:
    runs = (Run("See "), Run("our page", link="https://example.com"), Run(" for more"))
    (line,) = break_lines(runs, style, 400.0)
    assert [(span.text, span.link) for span in line.spans] == [
        ("See ", ""),
        ("our page", "https://example.com"),
        (" for more", ""),
    ]
    assert line.spans[1].colour == "#0B625E"


def test_text_without_words_has_no_lines(style: TextStyle) -> None:
    assert break_lines((Run("  "),), style, 100.0) == ()


def test_all_lines_but_the_last_are_marked_as_broken(style: TextStyle) -> None:
    lines = set_lines(break_lines((Run("one two three four five six"),), style, 60.0), style, 5.0, 10.0)
    assert len(lines) > 1
    assert [line.broken for line in lines] == [True] * (len(lines) - 1) + [False]
    assert lines[1].y - lines[0].y == pytest.approx(14.4)
    assert lines[0].x == 5.0


@pytest.mark.parametrize(("align", "left"), [("left", 0.0), ("centre", 0.5), ("right", 1.0)])
def test_alignment(style: TextStyle, align: str, left: float) -> None:
    lines = break_lines((Run("knee"),), style, 200.0)
    (placed,) = set_lines(lines, style, 0.0, 0.0, 200.0, align)  # type: ignore[arg-type]
    assert placed.x == pytest.approx(left * (200.0 - lines[0].width))


def test_largest_size_fits_or_is_the_least(fonts: FontSet) -> None:
    size = largest_size("Sciatica: your home exercises", fonts.black, 200.0, 27.0, 10.0)
    assert 10.0 < size < 27.0
    assert text_width("Sciatica: your home exercises", fonts.black, size) <= 200.0
    assert largest_size("Sciatica", fonts.black, 400.0, 27.0, 10.0) == 27.0
    assert largest_size("Sciatica" * 50, fonts.black, 100.0, 27.0, 10.0) == 10.0


def test_right_edge_and_spaced(fonts: FontSet) -> None:
    line = label("knee", fonts.regular, 10.0, "#000000", 5.0, 0.0)
    assert right_edge([line]) == pytest.approx(5.0 + text_width("knee", fonts.regular, 10.0))
    assert spaced(line).broken
    assert not line.broken


def test_missing_characters_are_named_once_in_order(fonts: FontSet) -> None:
    assert missing_characters("a→b→漢c", fonts.regular)[-1] == "漢"
    assert missing_characters("Größe, Nguyễn, Łódź, Привет", fonts.regular) == ()


def said(line: object) -> str:
    return "".join(span.text for span in line.spans)  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", range(70, 260, 7))
def test_a_number_stays_with_what_it_counts(style: TextStyle, width: float) -> None:
    text = "Do this 2 times a day, for 15 minutes, on 3 days"
    lines = [said(line) for line in break_lines((Run(text),), style, width)]
    assert " ".join(lines) == text
    assert not any(line.endswith((" 2", " 15", " 3")) or line in ("2", "15", "3") for line in lines)


def test_a_number_and_a_word_that_are_wider_than_the_line_are_parted_between_them(style: TextStyle) -> None:
    lines = [said(line) for line in break_lines((Run("7 Gesäßmuskulaturen"),), style, 110.0)]
    assert lines == ["7", "Gesäßmuskulaturen"]


SENTENCES = st.lists(
    st.lists(st.sampled_from(["Hold", "30", "seconds", "Do", "on", "each", "side"]), min_size=1, max_size=7),
    min_size=1,
    max_size=4,
)


@given(sentences=SENTENCES, width=st.integers(70, 400))
@settings(deadline=None, max_examples=60)
def test_breaking_at_sentences_takes_no_more_lines_and_loses_nothing(
    style: TextStyle, sentences: list[list[str]], width: int
) -> None:
    text = " ".join(" ".join(words) + "." for words in sentences)
    plain = break_lines((Run(text),), style, float(width))
    lines = break_lines((Run(text),), style, float(width), sentences=True)
    assert len(lines) == len(plain)
    assert " ".join(map(said, lines)) == text
    assert all(line.width <= width + 0.01 for line in lines)

    def parted(found: object) -> int:
        return sum(not said(line).endswith(".") for line in found[:-1])  # type: ignore[index]

    assert parted(lines) <= parted(plain)


def test_a_dose_of_two_lines_has_a_sentence_on_each(style: TextStyle) -> None:
    lines = break_lines((Run("Hold 5 seconds. Do 10 in a row."),), style, 130.0, sentences=True)
    assert [said(line) for line in lines] == ["Hold 5 seconds.", "Do 10 in a row."]


@pytest.mark.parametrize("size", [11.0, 14.04, 15.6, 18.72])
@pytest.mark.parametrize("text", ["Therapist: skip", "Trịliệu:bỏqua", "Gesäßmuskulatur 3 mal"])
def test_a_text_in_just_its_own_width_is_one_line(fonts: FontSet, size: float, text: str) -> None:
    """The last letter went on to a line of its own, by a rounding of the width."""
    style = TextStyle(fonts.regular, fonts.bold, size, size * 1.2, "#000000")
    for offset in (0.0, 33.3, 271.7):
        width = text_width(text, fonts.regular, size) + offset - offset
        assert len(break_lines((Run(text),), style, width)) == 1
