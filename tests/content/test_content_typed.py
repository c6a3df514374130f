"""Every way a value can be wrong: the place, the words, the hint; and one problem for one fault."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_samples import EXERCISE, SAMPLES, SHEET, changed, lines, problems

from clinicpress.content.blocktypes.illustrations import ExerciseBlock
from clinicpress.content.blocktypes.prose import PageBreakBlock
from clinicpress.content.models.base import Model
from clinicpress.content.models.declaring import Field
from clinicpress.content.models.documents import BLOCK_TYPES, Handout, Plan, Sheet
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.yaml.typed import MAX_PROBLEMS, load
from clinicpress.content.yaml.wording import name, split
from clinicpress.problems import Source


@pytest.mark.parametrize("model", SAMPLES)
def test_the_samples_are_right(model: type[Model]) -> None:
    loaded = load(SAMPLES[model].encode(), model, id="x", path="x.yaml").loaded
    assert loaded is not None
    assert loaded.id == "x"
    assert isinstance(loaded.model, model)


def test_blocks_of_every_type() -> None:
    blocks = """\
  - heading: a
  - text: b
  - list: [c]
  - steps: [d]
  - callout: {kind: tip, items: [e]}
  - table: {header: [f, g], rows: [[1, 2]]}
  - glossary: {Disc: a soft pad}
  - diagram: sciatic-nerve
  - picture: {file: assets/a.png, alt: h}
  - exercise: knee-bend
    side: left
  - page-break:
"""
    text = f"title: x\nsummary: [y]\nreview: {{by: pending}}\nblocks:\n{blocks}"
    loaded = load(text.encode(), Handout, id="x", path="x.yaml").loaded
    assert loaded is not None
    assert [type(block) for block in loaded.model.blocks] == list(BLOCK_TYPES.values())
    assert isinstance(loaded.model.blocks[-1], PageBreakBlock)
    assert isinstance(loaded.model.blocks[-2], ExerciseBlock)
    assert loaded.at("blocks", 9, "side") == Source("x.yaml", 15, 11)
    assert loaded.at("blocks", 9, "note") == loaded.at("blocks", 9) == Source("x.yaml", 14, 5)


def test_blocks_that_are_no_list() -> None:
    assert problems(Handout, "title: x\nsummary: [y]\nblocks: text\nreview: {by: pending}\n") == [
        (
            "x.yaml:3:9: 'blocks' must be a list\n"
            '  hint: put each item on its own line after "- ", '
            "or write blocks: [{heading: What is sciatica?}]"
        )
    ]


def test_all_problems_of_a_file_come_at_once_and_in_order() -> None:
    text = """\
title: x
summary: []
blocks:
  - heading:
  - exercise: a
    dosage: {reps: x}
title: y
review: pending
"""
    found = load(text.encode(), Handout, id="x", path="x.yaml").problems
    assert [(problem.source.line if problem.source else 0) for problem in found] == [2, 4, 6, 7, 8]


def test_a_misspelt_key_is_not_missing_as_well() -> None:
    """It was once two problems, and the one that came first did not help."""
    assert len(changed(Exercise, "steps:", "step:")) == 1
    assert len(changed(Exercise, "steps:", "xyz:")) == 2


def test_wrong_items_do_not_make_a_list_too_short() -> None:
    """Pydantic counts the items that are right, and calls the list too short besides."""
    assert len(changed(Sheet, "[knee-bend]", "[[knee-bend]]")) == 1
    assert len(changed(Exercise, "works: [thigh]", "works: [tie]")) == 1


@pytest.mark.parametrize("text", ["- a\n", "just words\n", "[]\n"])
def test_a_file_that_is_no_mapping(text: str) -> None:
    [line] = problems(Sheet, text)
    assert line == (
        "x.yaml:1:1: the file does not begin with a key and a colon\n  hint: begin with a key, such as title:"
    )


def test_a_flood_of_problems_is_cut() -> None:
    text = SHEET + "".join(f"k{number}: x\n" for number in range(5000))
    found = problems(Sheet, text)
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == ("x.yaml:1:1: there are more problems in this file\n  hint: fix the ones above first")


def test_a_flood_of_bad_blocks_is_cut() -> None:
    found = problems(
        Handout, "title: x\nsummary: [y]\nreview: {by: pending}\nblocks:\n" + "  - hedding: x\n" * 5000
    )
    assert len(found) == MAX_PROBLEMS + 1


def test_a_private_file_is_not_repeated() -> None:
    plan = """\
patient: {name: [Jordan Rivera], id: , birth_date: 1980-5-2, Jordan Rivera: x, rivera: y}
date: Jordan Rivera
sheet: Jordan Rivera
exercises: {knee: {sid: left}, Jordan Rivera: {note: [x]}, drop: [{Jordan: Rivera}]}
sore_side: Jordan Rivera
lang: Jordan Rivera
"""
    found = load(plan.encode(), Plan, id="x", path="x.yaml", private=True).problems
    assert len(found) == 12
    for problem in found:
        assert "ivera" not in str(problem)
        assert "1980-5" not in str(problem)
    assert lines(found)[2] == (
        "x.yaml:1:52: this is not a date\n  hint: write year, month and day, such as 2026-11-01"
    )


def test_digests_tell_texts_apart_and_not_line_ends() -> None:
    def digest(data: bytes) -> str:
        loaded = load(data, Sheet, id="x", path="x.yaml").loaded
        assert loaded is not None
        return loaded.digest

    plain = digest(SHEET.encode())
    assert digest(b"\xef\xbb\xbf" + SHEET.replace("\n", "\r\n").encode()) == plain
    assert digest(SHEET.replace("hurts", "aches").encode()) != plain


def test_places_lead_to_the_values() -> None:
    loaded = load(EXERCISE.encode(), Exercise, id="x", path="x.yaml").loaded
    assert loaded is not None
    assert loaded.at("steps", 2) == Source("x.yaml", 6, 42)
    assert loaded.at("figure", "frames", 0, "pose", "base") == Source("x.yaml", 15, 20)
    assert loaded.at("tips") == loaded.at() == Source("x.yaml", 1, 1)


class Inner(Model):
    number: int
    name: str | None = None


class Choices(Model):
    """A union without a discriminator, which the project's own models avoid."""

    either: Inner | tuple[int, int] | int = Field(description="One of three.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("either: {number: x}\n", ["x.yaml:1:18: 'number' is 'x', which is not a whole number"]),
        ("either: {number: 1, nam: y}\n", ["x.yaml:1:21: unknown key 'nam' in 'either'"]),
        ("either: {}\n", ["x.yaml:1:9: the key 'number' is missing in 'either'"]),
        ("either: [1, x]\n", ["x.yaml:1:13: item 2 of 'either' is 'x', which is not a whole number"]),
        ("either: [1]\n", ["x.yaml:1:9: 'either' has too few items"]),
        ("either: x\n", ["x.yaml:1:9: 'either' must be a group of keys"]),
    ],
)
def test_of_a_union_the_choice_that_was_meant_is_told(text: str, expected: list[str]) -> None:
    assert [line.partition("\n")[0] for line in problems(Choices, text)] == expected


def test_names_of_values() -> None:
    assert name(()) == "the file"
    assert name((0,)) == "item 1"
    assert name(("steps", 1)) == "item 2 of 'steps'"
    assert name(("rows", 1, 0)) == "item 1 of item 2 of 'rows'"
    assert name(("Jordan Rivera",)) == "this value"


def test_messages_part_at_their_semicolon_and_not_inside_the_value() -> None:
    assert split("'a; b' is wrong; write c; or d", "'a; b'") == ("'a; b' is wrong", "write c; or d")
    assert split("it is wrong") == ("it is wrong", "")


@given(value=st.text(min_size=1, max_size=400))
@settings(deadline=None, max_examples=60)
def test_messages_are_one_short_line_whatever_the_value(value: str) -> None:
    quoted = '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else "x" for c in value) + '"'
    text = EXERCISE.replace("5 s", quoted).replace("sitting", quoted).replace("side: each", f"side: {quoted}")
    for problem in load(text.encode(), Exercise, id="x", path="x.yaml").problems:
        assert problem.message.isprintable() or not value.isprintable()
        assert "\n" not in problem.message
        assert len(problem.message) < 200
