from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.inline import Run, inline, paragraphs, plain
from clinicpress.problems import Source

HERE = Source("content/x.yaml", 3, 5)


def flat(text: str) -> str:
    """In one line; a no-break space inside stays."""
    return re.sub(r"[^\S\u00a0]+", " ", text).strip()


def test_bold_and_link() -> None:
    words = inline("Use **heat** or [ice](https://ice.example.com).", HERE)
    assert words.runs == (
        Run("Use "), Run("heat", bold=True), Run(" or "), Run("ice", link="https://ice.example.com"),
        Run("."),
    )  # fmt: skip
    assert words.source == HERE


@pytest.mark.parametrize(
    "text",
    [
        '<img src="file:///etc/passwd">',
        "<a href='x'>y</a> <font size=9>z</font>",
        "1 < 2 & 3 > 2",
        "&amp; &lt; &#65;",
        "*one* and _one_ and __two__",
        "2 * 3 * 4",
        "`code`",
        "# no heading",
        "- no list",
        "1. no number",
        "[text](javascript:alert(1))",
        "[text](http://example.com)",
        "[text](file:///etc/passwd)",
        "[text](assets/x.png)",
        "[text][1]",
        "https://example.com and www.example.com",
        "** no bold **",
        "a_b_c",
        "{name} %s {0}",
    ],
)
def test_all_else_prints_as_the_characters_it_is(text: str) -> None:
    words = inline(text, HERE)
    assert words.text == text
    assert not any(run.bold or run.link for run in words.runs)


# Pieces of which bold words are made, and what stands between them.
PIECES = st.sampled_from(["**", "a", "b.", ":", " ", "\u00a0", "(", "é", "3", "*", "_", "“", "**x** "])


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(deadline=None, max_examples=500)
def test_bold_words_are_those_of_the_parser(text: str) -> None:
    """What has bold words alone is not parsed; with an escape behind it, it is."""
    line = flat(f"x {text}")
    parsed, alone = inline(f"{line} \\[", HERE).runs, inline(line, HERE).runs
    assert "".join(run.text for run in alone) + " [" == "".join(run.text for run in parsed)
    bold = [run for run in parsed if run.bold]
    assert [run for run in alone if run.bold] == bold


def test_bold_words_alone_load_no_parser() -> None:
    code = (
        "import sys; from clinicpress.inline import Source, inline\n"
        "print(inline('Go. **Stop if** it hurts. **All:** slow', Source('x')).runs[1].bold)\n"
        "print('markdown_it' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["True", "False"]


def test_picture_markup_draws_no_picture() -> None:
    words = inline("![alt](https://example.com/x.png)", HERE)
    assert words.text == "!alt"
    assert words.runs[-1].link == "https://example.com/x.png"


@pytest.mark.parametrize(
    "link", ["mailto:front@example.com", "tel:+15555550142", "https://example.com/a_b?c=d&e"]
)
def test_addresses_that_links_may_lead_to(link: str) -> None:
    assert inline(f"[here]({link})", HERE).runs == (Run("here", link=link),)


def test_link_without_words_prints_its_address() -> None:
    assert inline("See [](https://example.com).", HERE).text == "See https://example.com."


def test_bold_link_and_link_in_bold() -> None:
    both = Run("here", bold=True, link="https://example.com")
    assert inline("**[here](https://example.com)**", HERE).runs == (both,)
    assert inline("[**here**](https://example.com)", HERE).runs == (both,)


def test_backslash_takes_a_marks_meaning_away() -> None:
    assert inline(r"\*\*not bold\*\*", HERE).runs == (Run("**not bold**"),)


def test_three_stars_are_bold_between_stars() -> None:
    assert inline("***loud***", HERE).runs == (Run("*"), Run("loud", bold=True), Run("*"))


def test_paragraphs_are_parted_by_empty_lines() -> None:
    parts = paragraphs("One\ntwo.\n\n  \nThree **four**.\n", HERE)
    assert [part.text for part in parts] == ["One two.", "Three four."]
    assert all(part.source == HERE for part in parts)


def test_plain_takes_nothing_for_markup() -> None:
    assert plain("  **A**  [b](https://c.example.com) ", HERE).runs == (
        Run("**A** [b](https://c.example.com)"),
    )


@given(st.text(st.characters(exclude_characters="\\[*", exclude_categories=["Cs", "Cc"]), max_size=80))
@settings(deadline=None, max_examples=80)
def test_text_without_marks_is_kept_whole(text: str) -> None:
    assert inline(text, HERE).text == flat(text)


@given(st.text(alphabet="*_ab[]()\\ `<&", max_size=40))
@settings(deadline=None, max_examples=120)
def test_no_word_is_lost(text: str) -> None:
    """Whatever the marks do, letters and angle brackets stay, in order."""
    kept = re.sub(r"[^ab<&`]", "", inline(text, HERE).text)
    assert kept == re.sub(r"[^ab<&`]", "", text)


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=80)
def test_any_text_is_read(text: str) -> None:
    assert all(run.text for run in inline(text, HERE).runs) or not flat(text)
