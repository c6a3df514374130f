"""A node tree and a model to a loaded model, or to problems at the very values that are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from clinicpress.content.disk import digest
from clinicpress.content.models.base import Model
from clinicpress.content.models.declaring import field_keys, judged
from clinicpress.content.models.documents import BLOCK_TYPES, Handout
from clinicpress.content.models.library import Loaded, TypedResult
from clinicpress.content.suggest import near
from clinicpress.content.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode, places, plain
from clinicpress.content.yaml.pinpoint import distinct, find
from clinicpress.content.yaml.text import named, parse
from clinicpress.content.yaml.wording import Voice, problem
from clinicpress.messages import say
from clinicpress.problems import Problem, Source

M = TypeVar("M", bound=Model)
# More would only bury the first ones; what is left shows in the next run.
MAX_PROBLEMS = 100


def load(data: bytes, model: type[M], *, id: str, path: str, private: bool = False) -> TypedResult[M]:  # noqa: A002
    """Read a file's bytes; messages call it ``path`` and repeat nothing that a ``private`` one says."""
    parsed = parse(data, path, private=private)
    if parsed.root is None:
        return TypedResult(None, _most(parsed.problems, path))
    value, problems = check(parsed.root, model, private=private)
    problems = tuple(sorted((*parsed.problems, *problems), key=lambda found: found.source or Source("")))
    if value is None or problems:
        return TypedResult(None, _most(problems, path))
    return TypedResult(Loaded(id, value, path, digest(data), places(parsed.root)))


def check(root: Node, model: type[M], *, private: bool = False) -> tuple[M | None, tuple[Problem, ...]]:
    """The tree as a model; None with one problem for each thing that is wrong."""
    if not isinstance(root, MappingNode):
        hint = say("yaml.begin-key", key=next(iter(field_keys(model))))
        return None, (Problem(say("yaml.file-does-not-begin-key"), hint, root.source),)
    data: dict[str, object] = dict(plain(root).items())  # type: ignore[union-attr]
    problems: list[Problem] = []
    blocks = root.values.get("blocks")
    if issubclass(model, Handout) and isinstance(blocks, SequenceNode):
        data["blocks"], problems = _blocks(blocks)
    value, own = _validate(root, data, model, Voice(model, private))
    problems = sorted([*problems, *own], key=lambda found: found.source or Source(""))
    return (None if problems else value), tuple(problems)


def _validate(root: Node, data: object, model: type[M], voice: Voice) -> tuple[M | None, list[Problem]]:
    found = judged(model, data)
    if not isinstance(found, list):
        return found, []
    faults = distinct(find(root, detail) for detail in found)
    return None, [problem(fault, voice) for fault in faults[: MAX_PROBLEMS + 1]]


def _blocks(node: SequenceNode) -> tuple[list[Model], list[Problem]]:
    """The blocks of a handout, each read by the model that its key names: so one fault gives one problem."""
    models: list[Model] = []
    problems: list[Problem] = []
    for block in node.items:
        model = _block_type(block)
        if len(problems) > MAX_PROBLEMS:
            break
        if isinstance(model, Problem):
            problems.append(model)
            continue
        value, faults = _validate(block, plain(block), model, Voice(model))
        problems += faults
        models += [value] if value is not None else []
    return models, problems


def _block_type(block: Node) -> type[Model] | Problem:
    if isinstance(block, ScalarNode) and block.text in BLOCK_TYPES:
        return Problem(
            say("yaml.colon-missing-after", text=block.text),
            say("yaml.write-block-type", text=block.text),
            block.source,
        )
    if not isinstance(block, MappingNode) or not block.values:
        hint = say("yaml.begin-type-and-colon", types=", ".join(BLOCK_TYPES))
        return Problem(say("yaml.block-has-no-type"), hint, block.source)
    types = [key for key in block.values if key in BLOCK_TYPES]
    if len(types) == 1:
        return BLOCK_TYPES[types[0]]
    if not types:
        key = next(iter(block.values))
        return Problem(say("yaml.not-block-type", named=named(key)), near(key, BLOCK_TYPES), block.keys[key])
    message = say("yaml.block-has-two-types", first=types[0], second=types[1])
    return Problem(message, say("yaml.write-before-start-new-block", second=types[1]), block.keys[types[1]])


def _most(problems: Sequence[Problem], path: str) -> tuple[Problem, ...]:
    if len(problems) <= MAX_PROBLEMS:
        return tuple(problems)
    rest = Problem(say("yaml.more-problems-file"), say("yaml.fix-ones-above-first"), Source(path))
    return (*problems[:MAX_PROBLEMS], rest)
