"""Whatever a file holds, the reader answers with problems, and soon; and every place points at its text."""

from __future__ import annotations

import time
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from reading_samples import BASE, SAMPLES

from clinicpress.content.models.base import Model
from clinicpress.content.models.characters import flaw, settled
from clinicpress.content.models.documents import Handout, Plan, Sheet
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.models.layout import Layout
from clinicpress.content.yaml.nodes import ScalarNode, plain, walk
from clinicpress.content.yaml.text import first_text, parse
from clinicpress.content.yaml.typed import load

MODELS: list[type[Model]] = [*SAMPLES, Plan, Layout]
# Signs that mean something to YAML, and some that mean something to nobody.
SIGNS = st.text(
    alphabet=st.sampled_from("ab1 -:,[]{}\"'#&*!|>%@`\\\n\t\r~?\0\x1b\x85\ufeff é膝𝄞"), max_size=80
)
WORDS = st.text(
    alphabet=st.characters(
        codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="\ufffc\ufffd"
    ),
    max_size=30,
)
KEYS = st.sampled_from(
    sorted(
        {key for model in MODELS for key in model.model_fields}
        | {"heading", "text", "exercise", "page-break", "frames", "pose", "reps", "hold", "kind", "file"}
    )
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        WORDS, st.integers(-99, 999).map(str), st.none(), st.sampled_from(["30 s", "12mm", "x", "left"])
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | WORDS, inner, max_size=4),
    max_leaves=25,
)


def survives(data: bytes, model: type[Model]) -> None:
    outcome = load(data, model, id="x", path="x.yaml")
    assert (outcome.loaded is None) == bool(outcome.problems)
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in outcome.problems:
        assert problem.source is not None
        assert problem.message
        assert problem.hint, problem
        assert "\n" not in problem.message + problem.hint
        assert 1 <= problem.source.line <= len(lines)
        assert 1 <= problem.source.column <= len(lines[problem.source.line - 1]) + 1


@given(data=st.binary(max_size=200), model=st.sampled_from(MODELS))
@example(data=b"\xef\xbb\xbf\xef\xbb\xbfa: 1", model=Sheet)
@settings(deadline=None, max_examples=80)
def test_any_bytes(data: bytes, model: type[Model]) -> None:
    survives(data, model)
    first_text(data, "title")


@given(text=SIGNS, model=st.sampled_from(MODELS))
@settings(deadline=None, max_examples=300)
def test_any_signs(text: str, model: type[Model]) -> None:
    survives(text.encode(), model)


@given(content=st.dictionaries(KEYS, VALUES, max_size=8), model=st.sampled_from(MODELS))
@settings(deadline=None, max_examples=150)
def test_any_content(content: dict[str, Any], model: type[Model]) -> None:
    survives(yaml.safe_dump(content, allow_unicode=True, sort_keys=False).encode(), model)


@given(
    data=st.data(),
    model=st.sampled_from(list(SAMPLES)),
    piece=st.one_of(
        SIGNS, VALUES.map(lambda value: yaml.safe_dump(value, default_flow_style=True, width=9999))
    ),
)
@settings(deadline=None, max_examples=200)
def test_a_good_file_with_something_put_into_it(data: st.DataObject, model: type[Model], piece: str) -> None:
    text = SAMPLES[model]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    survives((text[:start] + piece + text[end:]).encode(), model)


@given(content=st.dictionaries(WORDS.filter(str.strip), VALUES, min_size=1, max_size=6), flow=st.booleans())
@settings(deadline=None, max_examples=150)
def test_every_place_points_at_its_text(content: dict[str, Any], flow: bool) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, default_flow_style=flow, width=9999, sort_keys=False)
    assume(flaw(text) is None)
    root = parse(text.encode(), "x").root
    assert root is not None
    assert plain(root) == plainly(content)
    lines = text.split("\n")
    for _, node in walk(root):
        if isinstance(node, ScalarNode) and node.text:
            at = lines[node.source.line - 1][node.source.column - 1 :]
            assert at[0] in "'\"" or settled(at).startswith(node.text), (at, node)


def plainly(value: Any) -> Any:
    """What the reader makes of a value: every scalar its text."""
    if isinstance(value, dict):
        return {settled(key): plainly(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plainly(inner) for inner in value]
    return settled(value) if isinstance(value, str) else value


HOSTILE = {
    "aliases": "a: &a [x]\n" + "b: *a\n" * 90_000,
    "brackets": "[" * 900_000,
    "braces": "{a: " * 200_000,
    "dashes": "- " * 400_000,
    "questions": "? " * 400_000,
    "items": "- a\n" * 240_000,
    "keys": "".join(f"k{number}: x\n" for number in range(80_000)),
    "same key": "a: x\n" * 180_000,
    "long word": "a: " + "x" * 990_000,
    "long key": "x" * 990_000 + ": a\n",
    "long quote": 'a: "' + "x " * 490_000 + '"',
    "open quote": 'a: "' + "x\n" * 490_000,
    "escapes": 'a: "' + "\\u0041" * 150_000 + '"',
    "comments": "#\n" * 490_000,
    "empty lines": "\n" * 990_000,
    "block": "a: |\n" + "  x\n" * 240_000,
    "folded": "a: >\n" + "  x\n" * 240_000,
    "documents": "--- a\n" * 160_000,
    "directives": "%TAG !a! x\n" * 80_000 + "--- a\n",
    "blocks": "blocks:\n" + "- b: x\n" * 9_000,
    "exercises": "exercises:\n" + "- [x]\n" * 9_000,
    "colons": "a: " + "b: " * 300_000,
    "dashes in a text": "a: b\n  " + "- " * 400_000 + "x:\n",
    "quotes": "a: " + '- "a" ' * 150_000 + ": x",
    "view": f"figure: {{view: {'x' * 900_000}, frames: []}}\n",
    "arrows": f"figure: {{frames: [{{arrows: [{'x, ' * 9_000}]}}]}}\n",
    "props": f"figure: {{props: [{'x, ' * 9_000}]}}\n",
    "apostrophes": "a: '" + "''" * 490_000 + "'",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little_time(name: str) -> None:
    data = HOSTILE[name].encode()
    assert len(data) <= 1_000_000
    for model in (Sheet, Handout, Exercise):
        start = time.process_time()
        outcome = load(data, model, id="x", path="x.yaml")
        assert time.process_time() - start < 2
        assert 1 <= len(outcome.problems) <= 101
        assert all(len(str(problem)) < 600 for problem in outcome.problems)


def test_the_base_layout_survives_any_single_loss() -> None:
    """Every line in turn is left out: problems come, with places in what is left."""
    lines = BASE.split("\n")
    for number in range(len(lines) - 1):
        survives("\n".join(lines[:number] + lines[number + 1 :]).encode(), Layout)
