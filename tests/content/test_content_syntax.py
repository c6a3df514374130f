"""Every slip that YAML does not forgive, in words that say where and what to do."""

from __future__ import annotations

import pytest
import yaml
from reading_samples import lines

from clinicpress.content.yaml import text as yaml_text
from clinicpress.content.yaml.text import parse

PARSERS = [yaml.BaseLoader, *([yaml.CBaseLoader] if yaml.__with_libyaml__ else [])]
TAB = "this line is indented with a tab\n  hint: use spaces instead of tabs"
COLON = (
    "there is a second colon on this line\n"
    '  hint: put the whole text in double quotes, such as title: "Sciatica: your home exercises"'
)
QUOTES = "put the whole text in double quotes"
LINE_UP = (
    "this line does not line up with the lines above it\n  hint: start the keys of one group in the same "
    'column, indent the values of a key by two more spaces, and begin every list item with "- "'
)
NO_COLON = (
    "this line is neither a key with a value nor a list item\n"
    '  hint: write a colon and a space after a key, or "- " before a list item'
)
AFTER_QUOTE = (
    f'there is text after the closing quote\n  hint: {QUOTES}; inside them write \\" for a double quote'
)
CASES = {
    "tab before an item": ("list:\n\t- a\n", f"2:1: {TAB}"),
    "tab before a key": ("a:\n  b: 1\n\tc: 2\n", f"3:1: {TAB}"),
    "second colon": ("title: Sciatica: your home\n", f"1:16: {COLON}"),
    "second colon in an item": ("a:\n  - Ask: why: what\n", f"2:13: {COLON}"),
    "open double quote": (
        'title: "abc\nwhy: x\n',
        '1:8: the quote " that opens here is never closed\n  hint: write " at the end of the text',
    ),
    "open single quote": (
        "title: 'abc\nwhy: x\n",
        "1:8: the quote ' that opens here is never closed\n  hint: write ' at the end of the text",
    ),
    "apostrophe": ("title: 'It's fine'\n", f"1:12: {AFTER_QUOTE}"),
    "text after a quote": ('title: "Bold" move\n', f"1:15: {AFTER_QUOTE}"),
    "open bracket": (
        "steps: [a, b\nwhy: x\n",
        "1:8: the [ that opens here is never closed\n  hint: write commas between the items and ] at the end",
    ),
    "colour without quotes": (
        "colours: {brand: #0B6E69, ink: x}\n",
        (
            '1:10: the { that opens here is never closed\n  hint: put colours in quotes, such as "#0B6E69": '
            "anything after a space and a # is ignored"
        ),
    ),
    "no comma": (
        "dosage: {reps: 3 hold: 30 s}\n",
        (
            "1:22: a comma or } is missing before this\n"
            "  hint: write commas between the items and } at the end, "
            "and put a text with a colon in double quotes"
        ),
    ),
    "bracket too many": (
        "a: [b]]\n",
        f"1:7: there is one ] too many\n  hint: delete it; if it belongs to the text, {QUOTES}",
    ),
    "bold at the start": ("text: **Bold** words\n", f"1:8: text cannot begin with *\n  hint: {QUOTES}"),
    "at sign": ("a: @home\n", f"1:4: text cannot begin with @\n  hint: {QUOTES}"),
    "backtick": ("a: `x`\n", f"1:4: text cannot begin with `\n  hint: {QUOTES}"),
    "per cent": ("a: %x\n", f"1:4: text cannot begin with %\n  hint: {QUOTES}"),
    "text beside the bar": (
        "text: | foo\n  bar\n",
        "1:7: there is text after the | on this line\n  hint: start the text on the line below the |",
    ),
    "no colon": ("title: x\nsteps\nwhy: y\n", f"2:1: {NO_COLON}"),
    "no colon at the end": ("title: x\nsteps\n", f"2:1: {NO_COLON}"),
    "no space": (
        "title:x\nwhy: y\n",
        "1:7: a space is missing after the colon\n  hint: write a space after the colon",
    ),
    "further in": ("title: x\n  why: y\n", f"2:3: {LINE_UP}"),
    "between two levels": ("a:\n    b: 1\n  c: 2\nd: 3\n", f"3:3: {LINE_UP}"),
    "item further out": ("steps:\n  - a\n - b\n", f"3:2: {LINE_UP}"),
    "item after a key": ("title: x\n- a\n", f"2:1: {LINE_UP}"),
    "backslash": (
        'title: "a \\d b"\n',
        (
            "1:11: this backslash begins an unknown escape code\n"
            "  hint: write \\\\ for a backslash, or put the text in single quotes"
        ),
    ),
    "path of Windows": (
        'file: "C:\\Users"\n',
        (
            "1:10: this backslash begins an unknown escape code\n"
            "  hint: write \\\\ for a backslash, or put the text in single quotes"
        ),
    ),
}


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
@pytest.mark.parametrize("case", CASES)
def test_syntax(case: str, parser: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "LOADER", parser)
    text, expected = CASES[case]
    parsed = parse(text.encode(), "x.yaml")
    assert parsed.root is None
    assert lines(parsed.problems) == [f"x.yaml:{expected}"]


@pytest.mark.parametrize("case", CASES)
def test_no_message_repeats_the_text(case: str) -> None:
    """A plan's text may be a patient's name."""
    text, _ = CASES[case]
    parsed = parse(text.replace("x", "Xylophonist").encode(), "p.yaml", private=True)
    assert parsed.problems
    assert "Xylophonist" not in str(parsed.problems[0])
