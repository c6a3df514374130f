"""Wording of a schema's errors, for people who write content and no code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from clinicpress.content.models.base import Loc, Model
from clinicpress.content.suggest import near
from clinicpress.content.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from clinicpress.content.yaml.pinpoint import Fault
from clinicpress.content.yaml.text import may_be_named, of_comment, shorten
from clinicpress.messages import later, linked, say
from clinicpress.problems import Problem
from clinicpress.records import dataclass

SchemaPart = dict[str, Any]


@lru_cache(maxsize=64)
def _schema(model: type[Model]) -> SchemaPart:
    return model.model_json_schema()


def about(model: type[Model], loc: Loc) -> SchemaPart:
    """All that the JSON Schema of ``model`` says about the value at ``loc``, in one dict.

    Of several alternatives the first one that says something counts, but the keys of all are there.
    """
    found = _schemas_at(model, loc)
    merged: SchemaPart = {}
    keys: SchemaPart = {}
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


def _schemas_at(model: type[Model], loc: Loc) -> list[SchemaPart]:
    """The schemas of the value at ``loc``, one of each alternative that leads there."""
    root = _schema(model)
    found = [root]
    for part in loc:
        found = [below for schema in _choices(found, root) for below in _below(schema, part)]
    return found


def _choices(schemas: list[SchemaPart], root: SchemaPart) -> Iterator[SchemaPart]:
    """The schemas with references followed and alternatives spread out."""
    for schema in schemas:
        yield schema
        inner = [root["$defs"][schema["$ref"].rpartition("/")[2]]] if "$ref" in schema else []
        inner += [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
        yield from _choices(inner, root)


def _below(schema: SchemaPart, part: str | int) -> Iterator[SchemaPart]:
    if isinstance(part, str):
        if part in schema.get("properties", {}):
            yield schema["properties"][part]
        elif isinstance(schema.get("additionalProperties"), dict):
            yield schema["additionalProperties"]
    elif part < len(schema.get("prefixItems", ())):
        yield schema["prefixItems"][part]
    elif isinstance(schema.get("items"), dict):
        yield schema["items"]


WordingOf = tuple[str, str]
_ITEMS = later("yaml.put-each-item-own-line-after")


@dataclass(frozen=True, slots=True)
class Voice:
    """What may be repeated in messages about a model: no value of a ``private`` one."""

    model: type[Model]
    private: bool = False

    def value(self, fault: Fault) -> str:
        """The text of the wrong value, quoted; what it is, where it is no text or private."""
        match fault.node:
            case ScalarNode(text=str() as text) if not self.private:
                return f"'{shorten(text)}'"
            case ScalarNode():
                return say("yaml.the-value")
            case SequenceNode():
                return say("yaml.a-list")
            case MappingNode():
                return say("yaml.a-group-of-keys")

    def is_silent(self, fault: Fault) -> bool:
        """Whether `value` does not say what the wrong value is."""
        match fault.node:
            case ScalarNode(text=str()):
                return self.private
            case ScalarNode():
                return True
            case _:
                return False

    def about(self, fault: Fault) -> dict[str, Any]:
        """What the schema says about the value, or about the key that is not there."""
        return about(self.model, fault.loc if fault.absent is None else (*fault.loc, fault.absent))


def problem(fault: Fault, voice: Voice) -> Problem:
    """The fault in words, at its place."""
    empty = isinstance(fault.node, ScalarNode) and fault.node.text is None
    if fault.kind == "comment":
        message, hint = of_comment()
    elif empty and fault.absent is None and not fault.of_key:
        message, hint = say("yaml.has-no-value", name=name(fault.loc)), _such_as(fault, voice)
    else:
        message, hint = _BY_KIND.get(fault.kind, _other)(fault, voice)
    return Problem(message, hint, fault.source)


def name(loc: Loc) -> str:
    """How a message calls the value at ``loc``."""
    if not loc:
        return say("yaml.the-file")
    if isinstance(loc[-1], int):
        if len(loc) > 1:
            return say("yaml.item-of", number=loc[-1] + 1, name=name(loc[:-1]))
        return say("yaml.item", number=loc[-1] + 1)
    return f"'{loc[-1]}'" if may_be_named(loc[-1]) else say("yaml.this-value")


def split(message: str, quoted: str = "") -> WordingOf:
    """A message of the form ``what is wrong; what to write`` as two.

    The value that it quotes, ``quoted``, may hold a semicolon itself.
    """
    start = message.find(quoted) + len(quoted) if quoted and quoted in message else 0
    cut = message.find("; ", start)
    return (message, "") if cut < 0 else (message[:cut], message[cut + 2 :])


def _such_as(fault: Fault, voice: Voice, *, add: bool = False) -> str:
    """An example of a right value to write, or to ``add``, with its key; else what the key means."""
    known = voice.about(fault)
    key = fault.absent if fault.absent is not None else (fault.loc or ("",))[-1]
    start = f"{key}: " if key and isinstance(key, str) else ""
    if known.get("examples"):
        example = f"{start}{_yaml(known['examples'][0])}"
        return (
            say("yaml.add-it-such-as", example=example)
            if add
            else say("yaml.write-it-such-as", example=example)
        )
    if known.get("enum"):
        names = f"{start}{linked('list.or', map(str, known['enum']))}"
        return say("yaml.add-one-of", names=names) if add else say("yaml.write-one-of", names=names)
    if "default" in known or not known.get("description"):
        return say("yaml.add-its-value") if add else say("yaml.write-its-value")
    text = known["description"].rstrip(".")
    return say("yaml.add-it", description=text) if add else say("yaml.write-it", description=text)


def _yaml(example: Any) -> str:
    """An example as one writes it in a line of YAML."""
    match example:
        case list():
            return f"[{', '.join(map(_item, example))}]"
        case dict():
            return f"{{{', '.join(f'{key}: {_yaml(value)}' for key, value in example.items())}}}"
        case _:
            return f'"{example}"' if re.search(r"^[#'\"]|: |[\[\]{},]", str(example)) else str(example)


def _item(example: Any) -> str:
    """An example in a list in one line: words with a blank are quoted, as a comma would part them."""
    return f'"{example}"' if isinstance(example, str) and " " in example else _yaml(example)


def _missing(fault: Fault, voice: Voice) -> WordingOf:
    if isinstance(fault.absent, int):
        least = about(voice.model, fault.loc).get("minItems", fault.absent + 1)
        return say("yaml.has-too-few-items", name=name(fault.loc)), say("yaml.write-least", least=least)
    hint = _such_as(fault, voice, add=True)
    described = voice.about(fault).get("description", "").rstrip(".")
    if described and described not in hint:
        hint = say("yaml.hint-with-description", hint=hint, description=described)
    if fault.loc:
        return say("yaml.key-is-missing-in", key=fault.absent, name=name(fault.loc)), hint
    return say("yaml.key-is-missing", key=fault.absent), hint


def _unknown_key(fault: Fault, voice: Voice) -> WordingOf:
    key = str(fault.loc[-1])
    plain = may_be_named(key, private=voice.private)
    if len(fault.loc) > 1:
        where = name(fault.loc[:-1])
        message = say("yaml.key-not-known-in", name=where)
        if plain:
            message = say("yaml.unknown-key-in", key=key, name=where)
    else:
        message = say("yaml.unknown-key", key=key) if plain else say("yaml.key-not-known")
    return message, near(key, known_keys(voice.model, fault.loc[:-1], fault.beside))


def _text(fault: Fault, voice: Voice) -> WordingOf:
    message = say("yaml.must-be-text", name=name(fault.loc), value=voice.value(fault))
    if isinstance(fault.node, MappingNode):
        return message, say("yaml.put-text-double-quotes-if-colon")
    return message, say("yaml.write-text-without-around")


def _list(fault: Fault, voice: Voice) -> WordingOf:
    examples, key = voice.about(fault).get("examples"), (fault.loc or (0,))[-1]
    other = say("yaml.write-one-two")
    if examples and isinstance(key, str):
        other = say("yaml.write-list-such-as", key=key, example=_yaml(examples[0]))
    hint = say("yaml.item-a-line-or", hint=say(_ITEMS), other=other)
    if isinstance(fault.node, ScalarNode):
        return say("yaml.must-be-a-list", name=name(fault.loc)), hint
    return say("yaml.must-be-a-list-not", name=name(fault.loc), value=voice.value(fault)), hint


def _group(fault: Fault, voice: Voice) -> WordingOf:
    message, keys = (
        say("yaml.must-be-a-group", name=name(fault.loc)),
        ", ".join(known_keys(voice.model, fault.loc)),
    )
    if not isinstance(fault.node, ScalarNode):
        message = say("yaml.must-be-a-group-not", name=name(fault.loc), value=voice.value(fault))
    if not keys:
        # any key may stand in it, as the terms of a glossary
        return message, _such_as(fault, voice)
    return message, say("yaml.write-keys-values", keys=keys)


def _too_long(fault: Fault, _: Voice) -> WordingOf:
    most = fault.context["max_length"]
    hint = say("yaml.shorten-or-fewer", most=most)
    called = name(fault.loc)
    if isinstance(fault.node, SequenceNode):
        count = len(fault.node.items)
        return say("yaml.too-many-items", name=called, number=count, more=count - most), hint
    if isinstance(fault.node, MappingNode):
        count = len(fault.node.values)
        return say("yaml.too-many-keys", name=called, number=count, more=count - most), hint
    text = str(fault.loc[-1]) if fault.of_key else getattr(fault.node, "text", None) or ""
    count = len(text.strip())
    return say("yaml.too-many-characters", name=called, number=count, more=count - most), hint


def _too_short(fault: Fault, voice: Voice) -> WordingOf:
    least = fault.context["min_length"]
    if not isinstance(fault.node, SequenceNode):
        return say("yaml.text-is-empty", name=name(fault.loc)), _such_as(fault, voice)
    hint = say("yaml.write-so-many-items", count=least)
    if fault.node.items:
        return say("yaml.has-too-few-items", name=name(fault.loc)), hint
    return say("yaml.is-an-empty-list", name=name(fault.loc)), hint


def _cannot_be(fault: Fault, voice: Voice) -> str:
    if voice.is_silent(fault):
        return say("yaml.cannot-have-this-value", name=name(fault.loc))
    return say("yaml.cannot-be", name=name(fault.loc), value=voice.value(fault))


def _choice(fault: Fault, voice: Voice) -> WordingOf:
    known = re.findall(r"'([^']*)'", fault.context["expected"])
    text = getattr(fault.node, "text", None) or ""
    return _cannot_be(fault, voice), near(text, known)


def _whole_number(fault: Fault, voice: Voice) -> WordingOf:
    if voice.is_silent(fault):
        return say("yaml.not-a-whole-number", name=name(fault.loc)), _range(fault, voice)
    message = say("yaml.value-not-a-whole-number", name=name(fault.loc), value=voice.value(fault))
    return message, _range(fault, voice)


def _number(fault: Fault, voice: Voice) -> WordingOf:
    if voice.is_silent(fault):
        return say("yaml.not-a-number", name=name(fault.loc)), _range(fault, voice)
    return say("yaml.value-not-a-number", name=name(fault.loc), value=voice.value(fault)), _range(
        fault, voice
    )


def _limit(fault: Fault, voice: Voice) -> WordingOf:
    if voice.is_silent(fault):
        return say("yaml.out-of-range", name=name(fault.loc)), _range(fault, voice)
    return say("yaml.value-out-of-range", name=name(fault.loc), value=voice.value(fault)), _range(
        fault, voice
    )


def _range(fault: Fault, voice: Voice) -> str:
    known = voice.about(fault)
    low = known.get("minimum", known.get("exclusiveMinimum"))
    high = known.get("maximum", known.get("exclusiveMaximum"))
    if low is None or high is None:
        return say("yaml.write-a-number")
    return say("yaml.write-number-in-range", low=low, high=high)


def _date(fault: Fault, voice: Voice) -> WordingOf:
    return say("yaml.not-a-date", value=voice.value(fault)), say("yaml.write-a-date")


def _yes_or_no(fault: Fault, voice: Voice) -> WordingOf:
    return _cannot_be(fault, voice), say("yaml.write-true-or-false")


def _no_value(fault: Fault, _: Voice) -> WordingOf:
    key = fault.loc[-1] if fault.loc else ""
    return say("yaml.takes-no-value", name=name(fault.loc)), say("yaml.write-key-alone", key=key)


def _form(fault: Fault, voice: Voice) -> WordingOf:
    return _cannot_be(fault, voice), say("yaml.write-small-letters-digits-and-hyphens")


def _own(fault: Fault, voice: Voice) -> WordingOf:
    """A rule of our own models, which words its message itself and may quote the value in it."""
    message, hint = _own_words(fault, voice)
    return message, hint or _such_as(fault, voice)


def _own_words(fault: Fault, voice: Voice) -> WordingOf:
    message = str(fault.context.get("message") or fault.context.get("error") or fault.message)
    text = fault.node.text if isinstance(fault.node, ScalarNode) else None
    if text is None:
        return split(message)
    shown = voice.value(fault)
    for spelling in (repr(text), repr(text.strip())):
        message = message.replace(spelling, shown)
    return split(message, shown)


def _other(fault: Fault, voice: Voice) -> WordingOf:
    return _cannot_be(fault, voice), _such_as(fault, voice)


_BY_KIND: dict[str, Callable[[Fault, Voice], WordingOf]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "string_type": _text,
    "tuple_type": _list,
    "list_type": _list,
    "model_type": _group,
    "model_attributes_type": _group,
    "dict_type": _group,
    "string_too_long": _too_long,
    "too_long": _too_long,
    "string_too_short": _too_short,
    "too_short": _too_short,
    "literal_error": _choice,
    "int_parsing": _whole_number,
    "int_parsing_size": _limit,
    "int_type": _whole_number,
    "float_parsing": _number,
    "float_type": _number,
    "finite_number": _number,
    "greater_than": _limit,
    "greater_than_equal": _limit,
    "less_than": _limit,
    "less_than_equal": _limit,
    "date_type": _date,
    "date_from_datetime_parsing": _date,
    "bool_parsing": _yes_or_no,
    "bool_type": _yes_or_no,
    "none_required": _no_value,
    "string_pattern_mismatch": _form,
    "value_error": _own,
    "misfit": _own,
    "figure": _own,
}
