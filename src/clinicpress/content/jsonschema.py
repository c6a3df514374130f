"""JSON Schema of each kind of file, for editors that check YAML while one writes.

An editor reads YAML in its own way: a bare ``911`` is a number to it, and text to clinicpress. So the schema
takes numbers and ``true`` wherever any text may stand, and lengths, durations and dates as texts. It accepts
whatever clinicpress reads; rules across keys and files are left to ``clinicpress check``.
"""

from __future__ import annotations

import re
from typing import Any

from clinicpress.content.models.base import Model
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.documents import Handout, Plan, Sheet, Warnings
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.models.layout import Layout

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODELS: dict[str, type[Model]] = {
    "exercise": Exercise,
    "handout": Handout,
    "sheet": Sheet,
    "plan": Plan,
    "warnings": Warnings,
    "clinic": Clinic,
    "layout": Layout,
    "brand": Brand,
}
# A text that only its pattern limits may be written as a bare number if these can match.
_NUMBERS = ("911", "5550123", "2024")
# What pydantic adds for itself: names made from keys, and what editors do not know.
_NOISE = ("title", "discriminator")


def json_schema(kind: str) -> Schema:
    """The JSON Schema (draft 2020-12) of one of the `MODELS`.

    Raises:
        KeyError: if there is no such kind.
    """
    model = MODELS[kind]
    schema = _adapted(model.model_json_schema())
    if kind == "layout":
        _make_partial(schema)
    return {"$schema": DIALECT, "title": f"clinicpress {kind}", **schema}


def _adapted(node: Any, *, names: bool = False) -> Any:
    """The schema with pydantic's noise left out and with texts as editors see them.

    With ``names``, the keys of ``node`` are those of content or of definitions, and none of them is noise.
    """
    if isinstance(node, list):
        return [_adapted(item) for item in node]
    if not isinstance(node, dict):
        return node
    keys_are_names = ("properties", "$defs", "patternProperties")
    adapted = {
        key: value if key in ("examples", "enum", "const") else _adapted(value, names=key in keys_are_names)
        for key, value in node.items()
        if names or not (key in _NOISE or (key == "default" and not isinstance(value, str | int | float)))
    }
    if not names and adapted.get("type") == "string" and not {"enum", "const", "format"} & adapted.keys():
        adapted["type"] = _text_types(adapted.get("pattern"))
    return adapted


def _text_types(pattern: str | None) -> str | list[str]:
    if pattern is None:
        return ["string", "number", "boolean"]
    return ["string", "number"] if any(re.search(pattern, number) for number in _NUMBERS) else "string"


def _make_partial(schema: Schema) -> None:
    """No key of a layout is required: what a file leaves out stands in the layout that it extends."""
    schema.pop("required", None)
    for definition in schema.get("$defs", {}).values():
        definition.pop("required", None)
