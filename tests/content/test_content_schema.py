"""JSON Schemas for editors: right in themselves, and of one mind with the reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from reading_samples import BASE, BRAND, CLINIC, EXERCISE, HANDOUT, SHEET

from clinicpress.content.jsonschema import DIALECT, MODELS, json_schema
from clinicpress.content.workspace import starter
from clinicpress.content.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from clinicpress.content.yaml.text import parse
from clinicpress.content.yaml.typed import check

PLAN = """\
patient: {name: Jordan Rivera, id: 1042, birth_date: 1980-05-02}
sore_side: left
date: 2026-11-22
sheet: knee
exercises: {knee-bend: {side: left, dosage: {reps: 5, hold: 2 min}, note: Go slowly.}, drop: [a], add: [b]}
"""
GOOD = {
    "exercise": [EXERCISE],
    "handout": [HANDOUT],
    "sheet": [SHEET, SHEET.replace("[knee-bend]", "[{exercise: knee-bend, dosage: {reps: 8-12}}]")],
    "plan": [PLAN],
    "clinic": [CLINIC, CLINIC + "emergency_number: 911\n"],
    "layout": ["extends: base\n", "extends: base\nsizes: {title: 20pt}\nleading: 1.3\n", BASE],
    "brand": [BRAND],
}
FOLDERS = {
    "exercise": "content/exercises",
    "handout": "content/handouts",
    "sheet": "content/sheets",
    "layout": "assets/layouts",
    "brand": "assets/brands",
}


def seen_by_editor(node: Node) -> Any:
    """The values as an editor reads them: bare numbers and true, false, null are no texts (YAML 1.2)."""
    match node:
        case MappingNode():
            return {key: seen_by_editor(value) for key, value in node.values.items()}
        case SequenceNode():
            return [seen_by_editor(item) for item in node.items]
        case ScalarNode(text=str() as text):
            if text in ("true", "false"):
                return text == "true"
            return json.loads(text) if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text) else text
        case _:
            return None


def complaints(kind: str, text: str) -> list[str]:
    root = parse(text.encode(), "x.yaml").root
    assert root is not None
    return [
        error.message for error in Draft202012Validator(json_schema(kind)).iter_errors(seen_by_editor(root))
    ]


@pytest.mark.parametrize("kind", MODELS)
def test_schemas_are_schemas(kind: str) -> None:
    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert next(iter(schema)) == "$schema"
    assert schema["$schema"] == DIALECT
    assert schema["title"] == f"clinicpress {kind}"
    assert schema["description"]
    assert "$id" not in schema
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("kind", MODELS)
def test_every_reference_leads_somewhere(kind: str) -> None:
    schema = json_schema(kind)
    references = re.findall(r'"\$ref": "#/\$defs/([^"]+)"', json.dumps(schema))
    assert set(references) <= set(schema.get("$defs", {}))


def objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    yield from schema.get("$defs", {}).values()


@pytest.mark.parametrize("kind", MODELS)
def test_every_key_says_what_it_is_for_and_no_other_is_taken(kind: str) -> None:
    for owner in objects(json_schema(kind)):
        if owner.get("type") == "object":
            assert owner["additionalProperties"] is not True
            for key, value in owner["properties"].items():
                assert value.get("description") or value.get("const") or value.get("enum"), key


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in GOOD.items() for text in texts])
def test_what_the_reader_reads_is_taken(kind: str, text: str) -> None:
    root = parse(text.encode(), "x.yaml").root
    assert root is not None
    if kind != "layout":
        assert check(root, MODELS[kind])[1] == ()
    assert complaints(kind, text) == []


def starter_files() -> list[tuple[str, Path]]:
    root = starter()
    found = [
        (kind, path) for kind, folder in FOLDERS.items() for path in sorted((root / folder).glob("*.yaml"))
    ]
    return [("clinic", root / "content/clinic.yaml"), *found]


@pytest.mark.parametrize(("kind", "path"), starter_files(), ids=lambda value: getattr(value, "stem", value))
def test_the_files_of_the_starter_are_taken(kind: str, path: Path) -> None:
    assert complaints(kind, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("exercise", "why:", "wy:"),
        ("exercise", "5 s", "5"),
        ("exercise", "5 s", "-3 s"),
        ("exercise", "reps: 10", "reps: 8-"),
        ("exercise", "reps: 10", "reps: 0"),
        ("exercise", "sitting", "lying"),
        ("exercise", "equipment: [chair]", "equipment: chair"),
        ("exercise", "steps: [Sit tall., Straighten one knee., Lower your foot.]", "steps: [Sit tall.]"),
        ("exercise", "view: side", "view: sideways"),
        ("exercise", "review: {by: pending}", "review: pending"),
        ("handout", "- heading: What helps", "- hedding: What helps"),
        ("handout", "- heading: What helps", "- {heading: a, text: b}"),
        ("handout", "- heading: What helps", "- What helps"),
        ("handout", "- heading: What helps", "- page-break: 1"),
        ("handout", "- exercise: knee-bend", "- {exercise: knee-bend, dosage: {sets: 99}}"),
        ("sheet", "[knee-bend]", "[]"),
        ("sheet", "[knee-bend]", "[[knee-bend]]"),
        ("sheet", "review:", "log: 8 days\nreview:"),
        ("plan", "date: 2026-11-22\n", ""),
        ("plan", "side: left", "sid: left"),
        ("clinic", "brand: plain", "brand: Plain One"),
        ("clinic", "phone: (555) 555-0100", "phone: call us"),
        ("brand", '"#1F4E79"', '"#12"'),
        ("layout", "extends: base\n", "extends: base\nsizes: {titel: 2pt}\n"),
        ("layout", "extends: base\n", "extends: base\nsizes: {title: 2}\n"),
    ],
)
def test_what_the_reader_refuses_is_refused(kind: str, old: str, new: str) -> None:
    text = GOOD[kind][0]
    assert old in text
    assert complaints(kind, text.replace(old, new, 1)) != []
    root = parse(text.replace(old, new, 1).encode(), "x.yaml").root
    assert root is not None
    assert check(root, MODELS[kind])[1] != ()


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("clinic", "hours", "24"),
        ("clinic", "phone", "5550123"),
        ("clinic", "emergency_number", "112"),
        ("sheet", "summary", "true"),
        ("exercise", "easier", "null"),
        ("exercise", "feel", "1.5"),
    ],
)
def test_texts_that_look_like_numbers_are_taken(kind: str, key: str, value: str) -> None:
    """An editor reads them as numbers, clinicpress as text."""
    text = re.sub(rf"^{key}: .*\n", "", GOOD[kind][0], flags=re.MULTILINE) + f"{key}: {value}\n"
    assert complaints(kind, text) == []


def test_a_kind_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        json_schema("song")
