"""A layout of a workspace over the starter's: no Python, and what is impossible is told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_samples import write

from clinicpress.content.layouts import read_layouts
from clinicpress.content.models.layout import Layout
from clinicpress.content.workspace import starter


def read(root: Path, text: str) -> tuple[Layout | None, list[str]]:
    write(root, {"assets/layouts/own.yaml": text})
    outcome = read_layouts([root, starter()])[0]["own"]
    return (outcome.loaded.model if outcome.loaded else None), [str(each) for each in outcome.problems]


@pytest.mark.parametrize(
    "text",
    [
        "extends: sheet\ncolumns: 2\nsizes: {title: 24pt}\ncolours: {exercise_title: ink, card: brand}\n",
        "extends: sheet\nshow: [why, full-steps]\nsacrifice: [why]\n",
        "extends: sheet\ncard: compact\nfigures: {slot: 150pt}\n",
        "extends: sheet-compact\ncolumns: 1\n",
        "extends: handout\ntext_columns: 2\n",
        "extends: fridge\nimposition: none\ncontent_width: 548pt\n",
        "extends: large-print\ntext: {largest: 24pt, preferred: 22pt, floor: 20pt}\n",
        "extends: sheet\nlarge: none\n",
    ],
)
def test_a_layout_of_ones_own_needs_no_python(tmp_path: Path, text: str) -> None:
    layout, problems = read(tmp_path, text)
    assert problems == []
    assert layout is not None


@pytest.mark.parametrize(
    ("text", "place", "says", "hint"),
    [
        (
            "extends: sheet\ncontent_width: 700pt\n",
            "2:16",
            "wider than the printable part of A4",
            "write 556pt or less",
        ),
        (
            "extends: fridge\ncontent_width: 500pt\n",
            "2:16",
            "wider than the printable part of half of Letter",
            "write 357pt or less",
        ),
        (
            "extends: trifold\ncontent_width: 9cm\n",
            "2:16",
            "wider than the printable part of a third of Letter",
            "225pt or less",
        ),
        (
            "extends: sheet\ncontent_width: 90pt\n",
            "2:16",
            "too narrow for words and pictures",
            "180pt or more",
        ),
        (
            "extends: sheet\nimposition: two-up\n",
            "2:13",
            "wider than the printable part of half of Letter",
            "write 357pt or less",
        ),
        ("extends: sheet\nmargins: {top: 9pt}\n", "2:16", "where printers cut off", "18pt or more"),
        ("extends: sheet\nmargins: {bottom: 20cm}\n", "2:19", "more than a sixth of the page", "write 132pt"),
        (
            "extends: sheet\ntext: {floor: 14pt}\n",
            "2:15",
            "floor, 14 pt, is above preferred, 12 pt",
            "floor is the smallest",
        ),
        ("extends: sheet\ntext: {floor: 9pt}\n", "2:15", "too small to read", "write 12pt or more"),
        ("extends: sheet\ntext: {largest: 40pt}\n", "2:17", "leaves no room for an exercise", "write less"),
        ("extends: sheet\nsizes: {title: 7pt}\n", "2:16", "too small to read on paper", "write 16pt or more"),
        ("extends: sheet\nsizes: {title: 900pt}\n", "2:16", "too large for a page", "72pt or less"),
        ("extends: sheet\nspacing: {card: 30cm}\n", "2:17", "is not a usable gap", "0pt to 72pt"),
        ("extends: sheet\nfigures: {slot: 400pt}\n", "2:17", "more than 60 % of the width", "334pt or less"),
        ("extends: sheet\ncolumns: 2\ncard: row\n", "2:10", "leave the words of a card only", "card: over"),
        (
            "extends: sheet\nfigures: {lying_floor: 90mm}\n",
            "2:24",
            "has only 61 mm",
            "write 60mm or less",
        ),
        ("extends: sheet\nfigures: {lying_floor: 5mm}\n", "2:24", "too small to read", "write 45mm or more"),
        ("extends: sheet\nfigures: {upright_floor: 20cm}\n", "2:26", "a third of the page", "93mm or less"),
        (
            "extends: sheet\nfigures: {compact_upright_floor: 50mm}\n",
            "2:34",
            "compact_upright_floor is larger than upright_floor",
            "the same or less",
        ),
        ("extends: sheet\nkind: handout\n", "2:7", "arrange: page is only for sheets", "write kind: sheet"),
        ("extends: sheet\ntext_columns: 2\n", "2:15", "text_columns needs arrange: flow", "arrange: flow"),
        ("extends: handout\ntext_columns: 2\ncolumns: 2\n", "3:10", "one column of exercises", "columns: 1"),
        (
            "extends: sheet\nsacrifice: [skip-if]\n",
            "2:13",
            "warnings are always printed",
            "delete skip-if here",
        ),
        ("extends: sheet\nhide: [stop-if]\n", "2:8", "warnings are always printed", "delete stop-if here"),
        (
            "extends: sheet\nshow: [why, chips, why]\n",
            "2:20",
            "is in this list twice",
            "delete one of the two",
        ),
        ("extends: handout\ndiagram_width: 600pt\n", "2:16", "wider than the content", "548pt or less"),
        ("extends: sheet\ncolours: {exercise_title: rule}\n", "2:27", "rule", "ink"),
        ("extends: sheet\ncolors: {card: ink}\n", "2:1", "unknown key 'colors'", "did you mean colours?"),
        ("extends: sheet\ncolumms: 2\n", "2:1", "unknown key 'columms'", "did you mean columns"),
        ("extends: sheet\ncolumns: many\n", "2:10", "columns", ""),
        ("extends: sheet\nleading: 3\n", "2:10", "", ""),
        ("extends: sheet\nsizes: {title: 24}\n", "2:16", "", "a number with pt, mm, cm or in"),
        ("extends: sheet\nlarge: large-prnt\n", "2:8", "there is no layout 'large-prnt'", "large-print"),
    ],
)
def test_each_impossible_value_is_told_at_its_place(
    tmp_path: Path, text: str, place: str, says: str, hint: str
) -> None:
    """Also where the value is impossible only together with one of a layout further down."""
    layout, problems = read(tmp_path, text)
    assert layout is None
    assert problems
    assert problems[0].startswith(f"assets/layouts/own.yaml:{place}: "), problems[0]
    message, _, advice = problems[0].partition("\n  hint: ")
    assert says in message
    assert hint in advice
