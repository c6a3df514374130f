"""The table of characters that nobody sees or takes for others."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicpress.content.models.characters import MOST_MARKS, flaw, settled
from clinicpress.content.models.people import same_text

DROPPED = (
    "\u00ad\u034f\u180e\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u2060\u2063\u2066\u2069\ufe0f\ufeff"
)


@pytest.mark.parametrize("sign", DROPPED)
def test_what_nobody_sees_is_left_out(sign: str) -> None:
    assert settled(f"Pat Exam{sign}ple") == "Pat Example"
    assert flaw(f"Pat Exam{sign}ple") is None


@pytest.mark.parametrize("sign", "\u200e\u2067\u202b")
def test_marks_of_direction_stay_with_writing_that_has_one(sign: str) -> None:
    assert settled(f"\u05d0{sign}b") == f"\u05d0{sign}b"


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("Dr.\u202fWho", "Dr.\u00a0Who"), ("1\u20070", "1\u00a00"), ("Dr.\u00a0Who", "Dr.\u00a0Who"),
        ("non\u2011slip", "non-slip"), ("non\u2010slip", "non-slip"), ("a\u2003b\u3000c", "a b c"),
        ("\ufb01t \ufb03", "fit ffi"), ("Nguye\u0302\u0303n", "Nguy\u1ec5n"),
        ("Ka\u02bbiulani", "Ka\u02bbiulani"),
    ],
)  # fmt: skip
def test_look_alikes(given_: str, wanted: str) -> None:
    assert settled(given_) == wanted


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        ("\u200b", "zero-width space here (U+200B)"), ("\u202e", "order of letters (U+202E)"),
        ("\u202d", "order of letters (U+202D)"), ("\x00", "invisible character here (U+0000)"),
        ("\x0b", "(U+000B)"), ("\x85", "(U+0085)"), ("\u2028", "(U+2028)"), ("\ufffd", "lost here (U+FFFD)"),
        ("\uf0b7", "private-use character here (U+F0B7)"), ("\udcc3", "not UTF-8"),
        ("\U000e0041", "(U+E0041)"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_told_by_its_code_point(sign: str, words: str) -> None:
    found = flaw(f"Pat{sign}E")
    assert found is not None
    assert found.at == 3
    assert words in found.message
    assert found.hint


@given(st.integers(0, 8), st.sampled_from("aeZ\u0436"))
def test_three_marks_on_a_letter(count: int, letter: str) -> None:
    text = "x" + letter + "\u0323\u0308\u0301\u0300\u0302\u0303\u0304\u0306"[:count] + "y"
    found = flaw(text)
    assert (found is None) == (count <= MOST_MARKS)
    assert found is None or (found.at == 2 + MOST_MARKS and "a letter here has more than" in found.message)


@given(st.text())
def test_settled_is_settled(text: str) -> None:
    assert settled(settled(text)) == settled(text)
    assert flaw(text) is not None or flaw(settled(text)) is None


@given(st.text("abcXYZ019-", min_size=1, max_size=12), st.data())
def test_ids_that_look_alike_are_one(plain: str, data: st.DataObject) -> None:
    wide = {char: chr(ord(char) + 0xFEE0) for char in "abcXYZ019"}
    alike = {"X": "\u0425", "Y": "\u03a5", "Z": "\u0396", "-": "\u2011"}
    dressed = ""
    for char in plain:
        forms = [char, char.upper(), char.lower(), wide.get(char, char), alike.get(char, char)]
        dressed += data.draw(st.sampled_from(forms)) + data.draw(
            st.sampled_from(["", "\u00ad", "\u2060", " ", "\u00a0"])
        )
    assert same_text(dressed) == same_text(plain) == plain.lower()


@given(st.text(max_size=20))
def test_the_form_of_an_id_is_final(text: str) -> None:
    assert same_text(same_text(text)) == same_text(text)
    assert same_text(unicodedata.normalize("NFD", text)) == same_text(text)


def test_other_ids_stay_others() -> None:
    ids = ["A-1", "A-2", "A1", "B-1", "A-I", "A-O", "A-0", "\u00c4-1", "10", "1"]
    assert len({same_text(each) for each in ids}) == len(ids)


@pytest.mark.parametrize("letter", "\u00eb\u00e9\u00f1\u00fc\u00d4\u2019\u1ec5\u0142\u0416\u03b1\u00ed")
def test_letters_that_were_read_as_another_encoding(letter: str) -> None:
    """A byte that CP1252 has no sign for comes as the control character of that number."""
    octets = letter.encode()
    misread = "".join(bytes((octet,)).decode("cp1252", "ignore") or chr(octet) for octet in octets)
    found = flaw(f"Zo{misread}x")
    assert found is not None
    assert found.at == 2
    assert "read in another encoding" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "JO\u00c3O", "\u00abMA\u00c7\u00c3\u00bb", "\u201cCAF\u00c9\u201d", "\u00bbSpa\u00df\u00ab",
        "N\u00ba 5",
        "\u00c2ngela", "\u00c5\u00df", "Nguy\u1ec5n Th\u1ecb", "\u00e9\u00e8\u00ea\u00ee\u00ef\u00f6",
        "38 \u00b0C", "P\u00c4\u00c4\u2019", "\u00bfQu\u00e9?", "\u0416\u0443\u043a", "Ka\u02bbiulani",
    ],
)  # fmt: skip
def test_letters_that_only_look_like_it(text: str) -> None:
    assert flaw(text) is None


@pytest.mark.parametrize("code", ["&#39;", "&amp;", "&#x27;", "&eacute;", "&nbsp;"])
def test_codes_of_web_pages(code: str) -> None:
    found = flaw(f"Pat O{code}Brien")
    assert found is not None
    assert found.at == 5
    assert "HTML code" in found.message


@pytest.mark.parametrize("text", ["R&D", "AT&T; x", "a & b; c", "Q&A"])
def test_signs_that_are_no_code(text: str) -> None:
    assert flaw(text) is None


@pytest.mark.parametrize(
    "text", ["x\u03c2\u0300\u0300", "a\u0323\u0301\u0323", "\u00e9\u0301", "\u1ec5\u0303"]
)
def test_the_same_mark_twice_on_a_letter(text: str) -> None:
    """PDFium reads them as one, and the proof of the page then missed one."""
    found = flaw(text)
    assert found is not None
    assert (found.at, found.message) == (len(text) - 1, "a letter here has the same mark twice")
