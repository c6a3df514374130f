"""What follows a # is no text of YAML: where words may be lost by it, that is an error at its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_samples import SAMPLES

from clinicpress.content.models.brand import Brand
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.documents import Handout, Plan, Sheet
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.yaml.nodes import Scalar, comments
from clinicpress.content.yaml.text import of_comment, parse
from clinicpress.content.yaml.typed import load

HANDOUT = """title: Knees
summary:
  - Rest.
blocks:
{}
review: {{by: pending}}
"""


def faults(text: str, model: type = Handout) -> list[str]:
    return [str(each) for each in load(text.encode(), model, id="x", path="x.yaml", private=False).problems]


def at(line: int, column: int) -> list[str]:
    return [f"x.yaml:{line}:{column}: {of_comment()[0]}\n  hint: {of_comment()[1]}"]


EATEN = {
    "an item": ("  - list:\n      - Press # 1 on the phone", 6),
    "an item with nothing left": ("  - list:\n      - # 1 on the phone", 6),
    "a value": ("  - heading: Press # 1", 5),
    "a value that goes on": ("  - text: Press the key\n      with the # sign", 6),
    "a value that goes on with the sign": ("  - text: Press the key\n      # 1 on the phone", 6),
    "a value below its key": ("  - text:\n      # 1 is the key\n      to press", 6),
    "between key and value": ("  - text: # 1 is the key\n      to press", 5),
    "a text in quotes": ('  - heading: "Press" # 1', 5),
    "a text of several lines": ("  - text: | # 1 is the key\n      to press", 5),
    "a folded text": ("  - text: >- # 1\n      to press", 5),
    "less far in than its text": ("  - text: |\n        Press the\n      # 1 key", 7),
    "a list in brackets": ("  - list: [Press, Rest] # 1", 5),
    "a list in brackets of two lines": ("  - list: [Press, # 1 on the phone\n      Rest]", 5),
    "a meaning": ("  - glossary:\n      Nerve: a cord # 1", 6),
    "a term": ("  - glossary:\n      ? Nerve # 1\n      : a cord", 6),
    "a title in braces": ("  - callout: {kind: tip, title: Go, items: [x]} # 1", 5),
    "a cell": ("  - table:\n      header: [Week, Walk] # 1\n      rows: [[x, y]]", 6),
    "a note": ("  - exercise: bridge\n    note: Press # 1", 6),
}  # fmt: skip


@pytest.mark.parametrize("name", EATEN)
def test_a_comment_that_may_have_been_words(name: str) -> None:
    block, line = EATEN[name]
    text = HANDOUT.format(block)
    found = faults(text)
    assert found[:1] == at(line, text.split("\n")[line - 1].index("#") + 1), found
    assert len(found) == len(set(found)) <= 2


HARMLESS = {
    "a line of its own": "  # check: allow jargon because of a test\n  - heading: Rest",
    "between items": "  - list:\n      - Rest\n      # then\n      - Walk\n  # last",
    "behind a key": "  - list:   # what helps\n      - Rest",
    "behind an id": "  - exercise: bridge   # the first one",
    "behind a choice": "  - callout:\n      kind: tip   # or call\n      items:\n        - Rest",
    "behind no value": "  - page-break:   # a new page",
    "behind a number": "  - exercise: bridge\n    dosage: {reps: 3}   # three",
    "no space before it": "  - heading: Exercise#1",
    "in quotes": '  - heading: "Press # 1"',
    "in a text of several lines": "  - text: |\n      Press # 1\n      # 2",
    "below a text in quotes": '  - heading: "Rest"\n    # as she said',
}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_comment_that_eats_no_words(name: str) -> None:
    assert faults(HANDOUT.format(HARMLESS[name])) == []


KEPT = [
    (Clinic, "name: A\nphone: (555) 555-0100 # press 2\nbrand: b\n", (2, 23)),
    (Clinic, "name: A\nphone: (555) 555-0100\nhours: 8 to 5 # not on Sunday\nbrand: b\n", (3, 15)),
    (Brand, "name: A # 1\ncolours: {brand: '#0B6E69'}\n", (1, 9)),
    (Brand, "name: A\ninitials: A # 1\ncolours: {brand: '#0B6E69'}\n", (2, 13)),
    (Plan, "patient: {name: Pat, id: A #12\n  }\ndate: 2026-11-22\nsheet: x\n", (1, 28)),
    (Plan, "patient: {name: Pat, id: A}\ndate: 2026-11-22\nsheet: x\nnote: # See you\n", (4, 7)),
    (Plan, "patient: {name: Pat, id: A}\ndate: 2026-11-22\nsheet: x\nclinician: Sam # PT\n", (4, 16)),
    (Sheet, "title: A # 1\nexercises: [b]\nstop_if: [x]\nemergency: [y]\nreview: {by: pending}\n", (1, 10)),
]  # fmt: skip


@pytest.mark.parametrize(("model", "text", "place"), KEPT)
def test_every_kind_of_file(model: type, text: str, place: tuple[int, int]) -> None:
    assert faults(text, model)[:1] == at(*place)


def test_what_is_not_printed_may_have_a_comment() -> None:
    plan = (
        "patient: {name: Pat, id: A}\nsore_side:   # nobody knows\ndate: 2026-11-22  # Monday\n"
        "time: 9:30  # early\nsheet: x   # the old one\nexercises: {drop: [bridge]}   # too early\n"
    )
    assert faults(plan, Plan) == []


def texts_of(text: str) -> list[tuple[int, int]]:
    """Line and column of the end of each plain text after a key or a hyphen."""
    return [
        (number, len(line))
        for number, line in enumerate(text.split("\n"), 1)
        if re.search(
            r"^ *(?:- )?(?:title|why|feel|tips|caption|alt|short_title|easier|harder): [A-Za-z]", line
        )
    ]


@pytest.mark.parametrize(("line", "end"), texts_of(SAMPLES[Exercise]))
def test_a_comment_behind_every_text_of_an_exercise(line: int, end: int) -> None:
    lines = SAMPLES[Exercise].split("\n")
    lines[line - 1] += " # not printed"
    assert f"x.yaml:{line}:{end + 2}: {of_comment()[0]}" in "\n".join(faults("\n".join(lines), Exercise))


@given(st.text("ab #:-,[]{}'\"|>?&\n ", max_size=60))
@settings(max_examples=400, deadline=None)
def test_every_number_sign_of_a_file_is_in_a_text_or_in_a_comment(text: str) -> None:
    """The places of comments that are reported have one."""
    parsed = parse(text.encode(), "x")
    if parsed.root is None:
        return
    lines = re.split(r"\r\n|\r|\n", text)
    for problem in parsed.problems:
        if problem.message == of_comment()[0]:
            assert problem.source is not None
            assert lines[problem.source.line - 1][problem.source.column - 1] == "#"


def test_many_comments_cost_little() -> None:
    text = "a: b\n" + "# c\n" * 100_000
    assert comments(text, [Scalar(0, 1, "", 0, True), Scalar(3, 4, "", 0, False)]) == {}
