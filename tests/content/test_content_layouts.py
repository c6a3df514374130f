"""Layouts over layouts: what wins, where each value stands, and what can go wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_samples import BASE, lines, write

from clinicpress.content.layouts import merge, read_layouts
from clinicpress.content.models.layout import Layout
from clinicpress.content.models.library import TypedResult
from clinicpress.content.yaml.nodes import plain
from clinicpress.content.yaml.text import parse
from clinicpress.problems import Source


def layouts(root: Path, /, **files: str) -> dict[str, TypedResult[Layout]]:
    write(root, {f"assets/layouts/{name}.yaml": text for name, text in files.items()})
    return read_layouts([root])[0]


def test_a_chain_of_layouts(tmp_path: Path) -> None:
    found = layouts(
        tmp_path,
        base=BASE,
        middle="extends: base\nkind: sheet\nsizes: {title: 20pt, day: 9pt}\nshow: [why, chips]\n",
        top="extends: middle\nsizes:\n  title: 30pt\n",
    )
    top = found["top"].loaded
    assert top is not None
    assert top.model.kind == "sheet"
    assert (top.model.sizes.title, top.model.sizes.day, top.model.sizes.label) == (30, 9, 12)
    assert top.model.show == ("why", "chips")
    assert top.model.extends == "middle"
    assert top.at("sizes", "title") == Source("assets/layouts/top.yaml", 3, 10)
    assert top.at("sizes", "day") == Source("assets/layouts/middle.yaml", 3, 27)
    assert top.at("sizes", "label") == Source("assets/layouts/base.yaml", 13, 10)
    assert top.path == "assets/layouts/top.yaml"


def test_the_digest_follows_every_layout_of_the_chain(tmp_path: Path) -> None:
    def digest(**files: str) -> str:
        loaded = layouts(tmp_path, **files)["top"].loaded
        assert loaded is not None
        return loaded.digest

    first = digest(base=BASE, top="extends: base\n")
    assert digest(base=BASE, top="extends: base\n") == first
    assert digest(base=BASE.replace("38pt", "39pt"), top="extends: base\n") != first


def test_the_starter_stands_behind_the_workspace(tmp_path: Path) -> None:
    starter, own = tmp_path / "starter", tmp_path / "own"
    layouts(starter, base=BASE, sheet="extends: base\nkind: sheet\n")
    layouts(own, mine="extends: sheet\nleading: 1.3\n", sheet="extends: base\nkind: sheet\nleading: 1.4\n")
    found, _ = read_layouts([own, starter])
    assert sorted(found) == ["base", "mine", "sheet"]
    assert found["mine"].loaded is not None
    assert found["mine"].loaded.model.leading == 1.3
    assert found["sheet"].loaded is not None
    assert found["sheet"].loaded.model.leading == 1.4
    assert found["base"].loaded is not None
    assert found["base"].loaded.path == (starter / "assets/layouts/base.yaml").as_posix()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"base": BASE, "top": "extends: bse\n"},
            "assets/layouts/top.yaml:1:10: there is no layout 'bse'\n  hint: did you mean base?",
        ),
        (
            {"base": BASE, "a": "extends: top\n", "top": "kind: sheet\nextends: a\n"},
            (
                "assets/layouts/a.yaml:1:10: layouts extend each other in a circle: top extends "
                "a extends top\n"
                "  hint: write extends: base"
            ),
        ),
        (
            {"base": BASE, "top": "extends: top\n"},
            (
                "assets/layouts/top.yaml:1:10: layouts extend each other in a circle: top extends top\n"
                "  hint: write extends: base"
            ),
        ),
        (
            {"base": BASE, "top": "kind: sheet\n"},
            (
                "assets/layouts/top.yaml:1:1: this layout lacks keys and does not extend another layout\n"
                "  hint: add the line extends: base"
            ),
        ),
        (
            {"base": BASE, "top": "extends: base\nsizes: {titel: 3pt}\n"},
            "assets/layouts/top.yaml:2:9: unknown key 'titel' in 'sizes'\n  hint: did you mean title?",
        ),
        (
            {"base": BASE, "top": "extends: base\ncontent_width: 548\n"},
            (
                "assets/layouts/top.yaml:2:16: '548' is not a length\n"
                "  hint: write a number with pt, mm, cm or in, such as 12mm"
            ),
        ),
        (
            {"base": BASE, "top": "extends: base\ncontent_width: 600pt\n"},
            (
                "assets/layouts/top.yaml:2:16: the content is 600 pt wide, wider than the "
                "printable part of A4\n"
                "  hint: write 556pt or less"
            ),
        ),
        (
            {"base": BASE, "top": "extends: base\nsizes: 3pt\n"},
            (
                "assets/layouts/top.yaml:2:8: 'sizes' must be a group of keys\n"
                "  hint: write keys with values; the keys are: title, subtitle, heading, "
                "exercise_title, clinic, "
                "facts, caption, chip_number, label, callout_title, diagram_label, day, footer"
            ),
        ),
        (
            {"base": BASE, "top": "extends: base\nleading: 1\nleading: 2\n"},
            (
                "assets/layouts/top.yaml:3:1: the key 'leading' is here a second time; the "
                "first is on line 2\n"
                "  hint: keep one of the two"
            ),
        ),
        (
            {"base": BASE.replace("leading: 1.2\n", ""), "top": "extends: base\n"},
            (
                "assets/layouts/top.yaml:1:1: the key 'leading' is missing\n"
                "  hint: add it: Line height as a multiple of the size"
            ),
        ),
        (
            {"base": BASE, "top": "extends: base\nsacrifice: [web, stop-if]\n"},
            ("assets/layouts/top.yaml:2:18: warnings are always printed\n  hint: delete stop-if here"),
        ),
        (
            {"base": BASE, "top": "- extends: base\n"},
            (
                "assets/layouts/top.yaml:1:1: the file does not begin with a key and a colon\n"
                "  hint: begin with a key, such as extends:"
            ),
        ),
    ],
)
def test_what_can_be_wrong(tmp_path: Path, files: dict[str, str], expected: str) -> None:
    assert lines(layouts(tmp_path, **files)["top"].problems) == [expected]


def test_a_fault_in_the_base_is_told_where_it_is(tmp_path: Path) -> None:
    files = {"base": BASE.replace("leading: 1.2", "leading: 3"), "top": "extends: base\n"}
    found = layouts(tmp_path, **files)
    assert found["top"].problems == found["base"].problems
    assert lines(found["top"].problems)[0].startswith("assets/layouts/base.yaml:19:10: 'leading' is '3'")


def test_a_base_that_cannot_be_read_stops_what_extends_it(tmp_path: Path) -> None:
    found = layouts(tmp_path, base="kind: [", top="extends: base\n")
    assert found["top"].loaded is None
    assert found["top"].problems == found["base"].problems != ()


def test_files_without_an_id(tmp_path: Path) -> None:
    write(tmp_path, {"assets/layouts/base.yaml": BASE, "assets/layouts/My Sheet.yaml": "extends: base\n"})
    found, problems = read_layouts([tmp_path])
    assert list(found) == ["base"]
    assert lines(tuple(problems)) == [
        (
            "assets/layouts/My Sheet.yaml:1:1: this file name contains a capital letter, a space; "
            "use only small letters, digits and hyphens\n"
            "  hint: rename it to my-sheet.yaml"
        )
    ]


def test_merging_goes_key_by_key_and_replaces_lists() -> None:
    under = parse(b"a: {b: 1, c: [1, 2]}\nd: 4\n", "u").root
    over = parse(b"a: {c: [3], e: 5}\nf: {g: 6}\n", "o").root
    assert under is not None
    assert over is not None
    merged = merge(under, over)
    assert plain(merged) == {"a": {"b": "1", "c": ["3"], "e": "5"}, "d": "4", "f": {"g": "6"}}
    assert merged.source == Source("o", 1, 1)
