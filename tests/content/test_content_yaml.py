"""From bytes to a tree: what is read, and everything that is refused."""

from __future__ import annotations

import time

import pytest
import yaml
from reading_samples import lines

from clinicpress.content.yaml import text as yaml_text
from clinicpress.content.yaml.nodes import MappingNode, ScalarNode, SequenceNode, places, plain
from clinicpress.content.yaml.text import first_text, parse, shorten
from clinicpress.problems import Source

PARSERS = [yaml.BaseLoader, *([yaml.CBaseLoader] if yaml.__with_libyaml__ else [])]


@pytest.fixture(params=PARSERS, ids=lambda parser: parser.__name__, autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs with both parsers of PyYAML: both must say the same."""
    monkeypatch.setattr(yaml_text, "LOADER", request.param)


def problems(text: str | bytes) -> list[str]:
    return lines(parse(text if isinstance(text, bytes) else text.encode(), "x.yaml").problems)


def test_scalars_stay_text() -> None:
    parsed = parse(
        b"a: NO\nb: 1:30\nc: 2026-01-02\non: [1, 0x1F, .5, true]\nd: '~'\ne: \"null\"\nf: ''\n", "x"
    )
    assert parsed.problems == ()
    assert parsed.root is not None
    assert plain(parsed.root) == {
        "a": "NO", "b": "1:30", "c": "2026-01-02", "on": ["1", "0x1F", ".5", "true"],
        "d": "~", "e": "null", "f": "",
    }  # fmt: skip


def test_nothing_written_is_none() -> None:
    parsed = parse(b"a:\nb: ~\nc: null\nd: [~, ]\n", "x")
    assert parsed.root is not None
    assert plain(parsed.root) == {"a": None, "b": None, "c": None, "d": [None]}


def test_places_of_keys_and_values() -> None:
    text = "# first\na: é x\nb:\n  - {c: 1, d: two}\n  - |\n\n    long\n    text\n"
    root = parse(text.encode(), "x").root
    assert places(root if root else ScalarNode(Source(""), None)) == {
        (): Source("x", 2, 1),
        ("a",): Source("x", 2, 4),
        ("b",): Source("x", 4, 3),
        ("b", 0): Source("x", 4, 5),
        ("b", 0, "c"): Source("x", 4, 9),
        ("b", 0, "d"): Source("x", 4, 15),
        ("b", 1): Source("x", 7, 5),
    }
    assert isinstance(root, MappingNode)
    assert root.keys == {"a": Source("x", 2, 1), "b": Source("x", 3, 1)}
    assert isinstance(root.values["b"], SequenceNode)


def test_a_byte_order_mark_and_line_ends_of_windows_do_no_harm() -> None:
    parsed = parse(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "x")
    assert parsed.root is not None
    assert plain(parsed.root) == {"a": "1", "b": "2"}
    assert places(parsed.root)["b",] == Source("x", 2, 4)


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "~\n", "\n\n"])
def test_empty_file(text: str) -> None:
    assert problems(text) == ["x.yaml:1:1: the file is empty\n  hint: write its content, or delete the file"]


def test_bytes_that_are_not_utf_8() -> None:
    hint = "save the file as UTF-8; most editors offer that under Save As"
    assert problems("a: 1\nb: é caf".encode() + b"\xe9\n") == [
        f"x.yaml:2:9: this is not UTF-8 text (byte 0xE9)\n  hint: {hint}"
    ]
    assert problems("title: x\n".encode("utf-16")) == [
        f"x.yaml:1:1: this is not UTF-8 text (byte 0xFF)\n  hint: {hint}"
    ]


@pytest.mark.parametrize("character", ["\0", "\x1b", "\x7f", "\x85", "\u2028", "\ufffe"])
def test_characters_that_nobody_sees(character: str) -> None:
    assert problems(f"a: 1\nb: x{character}y\n") == [
        (
            f"x.yaml:2:5: there is an invisible character here (U+{ord(character):04X})\n"
            "  hint: delete it and retype the text"
        )
    ]


def test_an_invisible_character_written_with_a_backslash() -> None:
    assert problems('a: 1\nb: "x\\ay"\n') == [
        (
            "x.yaml:2:4: there is an invisible character here (U+0007), written as a backslash code\n"
            "  hint: delete it and retype the text"
        )
    ]


def test_a_file_of_more_than_1_mb() -> None:
    assert problems(b"a: " + b"x" * 1_000_000) == [
        "x.yaml:1:1: the file is larger than 1 MB\n  hint: split it; a page of text is about 5 kB"
    ]


def test_repeated_keys_are_all_told() -> None:
    hint = "\n  hint: keep one of the two"
    assert problems("a: 1\nb: {c: 1, c: 2}\na: 3\n") == [
        f"x.yaml:2:11: the key 'c' is here a second time; the first is on line 2{hint}",
        f"x.yaml:3:1: the key 'a' is here a second time; the first is on line 1{hint}",
    ]


@pytest.mark.parametrize(("text", "column"), [("? [a]\n: b\n", 3), ("~: b\n", 1), ("{[a]: b}\n", 2)])
def test_keys_that_are_no_words(text: str, column: int) -> None:
    [line] = problems(text)
    assert line.startswith(f"x.yaml:1:{column}: a key must be a word\n  hint: write a word, a colon")


@pytest.mark.parametrize(
    "tag", ["!!python/object:os.system", "!!str", "!important", "!", "!<tag:example.com,1>"]
)
def test_tags(tag: str) -> None:
    assert problems(f"a: 1\nb: {tag} x\n") == [
        (
            "x.yaml:2:4: tags (!name) are not supported\n"
            "  hint: delete the word with the !; if the ! is part of the text, put the text in double quotes"
        )
    ]


def test_anchors_and_aliases() -> None:
    assert problems("a: &x 1\nb: *x\n") == [
        (
            "x.yaml:1:4: anchors (&name) are not supported\n  hint: write the text out each time, "
            "or put it in double quotes if the & is part of it"
        )
    ]
    assert problems("b: *x\n") == [
        (
            "x.yaml:1:4: aliases (*name) are not supported\n"
            "  hint: write the text out; if the * is part of the text, put the text in double quotes"
        )
    ]


def test_ten_levels_of_aliases_are_one_problem_at_once() -> None:
    bomb = "l0: &l0 [x, x]\n" + "".join(f"l{n}: &l{n} [*l{n - 1}, *l{n - 1}]\n" for n in range(1, 11))
    start = time.process_time()
    [line] = problems(bomb)
    assert line.startswith("x.yaml:1:5: anchors (&name) are not supported")
    assert time.process_time() - start < 1


def test_several_documents() -> None:
    assert problems("a: 1\n---\nb: 2\n") == [
        "x.yaml:2:1: a second document begins here\n  hint: keep one document per file; delete the ---"
    ]
    assert problems("---\na: 1\n...\n") == []


@pytest.mark.parametrize(
    ("text", "column"),
    [("[" * 100_000, 21), ("{a: " * 100_000, 78), ("- " * 100_000, 41), ("? " * 100_000, 41)],
)
def test_deep_nesting_is_refused_at_once(text: str, column: int) -> None:
    start = time.process_time()
    assert problems(text) == [
        f"x.yaml:1:{column}: lists and keys are nested more than 20 deep here\n  hint: use fewer levels"
    ]
    assert time.process_time() - start < 2


def test_twenty_levels_are_read() -> None:
    assert problems("[" * 20 + "]" * 20) == []


def test_too_many_values() -> None:
    assert problems("- a\n" * 30_000) == [
        "x.yaml:20000:3: the file has more than 20000 values\n  hint: split it"
    ]


@pytest.mark.parametrize(
    "text", ["%YAML " + "1" * 5000 + ".1\n---\na: 1\n", 'a: "\\U00110000"\n', 'a: "\\ud800"\n']
)
def test_numbers_that_only_one_parser_minds(text: str) -> None:
    """Python's own parser once raised ValueError for the first two."""
    [line] = problems(text)
    assert line.startswith("x.yaml:1:")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"# c\ntitle: Knee\n  pain\nwhy: x\n", "Knee pain"),
        (b"other: {title: no}\nlist: [title, no]\ntitle: 'yes'\n", "yes"),
        (b"title: yes\nb: [\n", "yes"),
        (b"a: title\nb: no\n", None),
        (b"title: [a]\n", None),
        (b"- title: no\n", None),
        (b"title", None),
        (b"[", None),
        (b"\xff", None),
        (b"", None),
    ],
)
def test_the_first_text_of_a_key(text: bytes, expected: str | None) -> None:
    assert first_text(text, "title") == expected


def test_shortened_texts_are_one_line() -> None:
    assert shorten("a\n b") == "a b"
    assert shorten("x" * 61) == "x" * 59 + "…"


def test_keys_of_private_files_are_not_repeated() -> None:
    parsed = parse(b"jordan: 1\njordan: 2\nJordan Rivera: 3\nJordan Rivera: 4\n", "x", private=True)
    assert len(parsed.problems) == 2
    assert not any("ordan" in str(problem) for problem in parsed.problems)
