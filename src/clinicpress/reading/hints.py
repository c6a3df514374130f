"""What a schema knows about a value, for hints: its description, an example, its limits, its keys."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from clinicpress.model.base import Model
from clinicpress.model.library import Loc

Schema = dict[str, Any]


@lru_cache(maxsize=64)
def _schema(model: type[Model]) -> Schema:
    return model.model_json_schema()


def about(model: type[Model], loc: Loc) -> Schema:
    """All that the JSON Schema of ``model`` says about the value at ``loc``, in one dict.

    Of several alternatives the first one that says something counts, but the keys of all are there.
    """
    found = _schemas_at(model, loc)
    merged: Schema = {}
    keys: Schema = {}
    for schema in [*found, *_choices(found, _schema(model))]:
        merged = {**schema, **merged}
        keys = {**schema.get("properties", {}), **keys}
    return {**merged, "properties": keys}


def known_keys(model: type[Model], loc: Loc, kind: str | None = None) -> list[str]:
    """The keys of the mapping at ``loc``; with ``kind``, those of the alternative of that kind."""
    for schema in _choices(_schemas_at(model, loc), _schema(model)):
        keys = schema.get("properties", {})
        said = keys.get("kind", {})
        if kind is not None and kind in (said.get("const"), *said.get("enum", ())):
            return list(keys)
    return list(about(model, loc)["properties"])


def _schemas_at(model: type[Model], loc: Loc) -> list[Schema]:
    """The schemas of the value at ``loc``, one of each alternative that leads there."""
    root = _schema(model)
    found = [root]
    for part in loc:
        found = [below for schema in _choices(found, root) for below in _below(schema, part)]
    return found


def _choices(schemas: list[Schema], root: Schema) -> Iterator[Schema]:
    """The schemas with references followed and alternatives spread out."""
    for schema in schemas:
        yield schema
        inner = [root["$defs"][schema["$ref"].rpartition("/")[2]]] if "$ref" in schema else []
        inner += [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
        yield from _choices(inner, root)


def _below(schema: Schema, part: str | int) -> Iterator[Schema]:
    if isinstance(part, str):
        if part in schema.get("properties", {}):
            yield schema["properties"][part]
        elif isinstance(schema.get("additionalProperties"), dict):
            yield schema["additionalProperties"]
    elif part < len(schema.get("prefixItems", ())):
        yield schema["prefixItems"][part]
    elif isinstance(schema.get("items"), dict):
        yield schema["items"]
