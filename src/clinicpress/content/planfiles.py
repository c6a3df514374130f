"""Plans of patients: read one at a time, from anywhere; no message repeats what a plan says."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from pathlib import Path

from clinicpress.content.disk import MAX_BYTES, digest, read_bytes, shown
from clinicpress.content.models.base import Loc
from clinicpress.content.models.characters import Commented, settled
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.library import Loaded
from clinicpress.content.planvalues import canonical, packed_places
from clinicpress.content.tables.days import Order, has_two_readings, read_day
from clinicpress.content.yaml.nodes import MappingNode, Node, Plain, ScalarNode, places, plain
from clinicpress.messages import say
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass
from clinicpress.store.regular import is_folder, real

# The days of a plan.
_DAYS: tuple[Loc, ...] = (("date",), ("patient", "birth_date"))


def plan_bytes(path: Path, root: Path) -> bytes | Problem:
    """The bytes of a plan, which may be a link and may stand outside of the workspace at ``root``."""
    target = real(path)
    return read_bytes(target, target.parent, MAX_BYTES, Source(shown(path.absolute(), root)))


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What a plan file says: the plan, or its problems.

    ``data`` is all that the file and its defaults say, as `canonical` JSON, ``places`` where each value of it
    stands, and ``two_ways`` are the keys of days that can be read in two ways.
    """

    loaded: Loaded[Plan] | None
    problems: tuple[Problem, ...] = ()
    data: bytes = field(default=b"", repr=False)
    places: array[int] = field(default_factory=lambda: array("I"), repr=False)
    two_ways: tuple[str, ...] = ()


def read_plan(
    data: bytes,
    id: str,  # noqa: A002
    path: str,
    dates: Order,
    defaults: Iterable[tuple[str, str]] = (),
) -> ReadPlan:
    """The plan that the bytes of a file say. By key of a plan, ``defaults`` are what it may leave out.

    ``dates`` is the order of day and month in days that can be read in two ways.
    """
    # only files of plans need YAML, which takes longer to load than a page takes to be made
    from clinicpress.content.yaml.text import parse  # noqa: PLC0415
    from clinicpress.content.yaml.typed import MAX_PROBLEMS, check  # noqa: PLC0415

    parsed = parse(data, path, private=True)
    if parsed.root is None:
        return ReadPlan(None, parsed.problems[:MAX_PROBLEMS])
    root = _completed(parsed.root, dates, defaults)
    model, problems = check(root, Plan, private=True)
    problems = tuple(sorted((*parsed.problems, *problems), key=lambda found: found.source or Source("")))
    if model is None or problems:
        return ReadPlan(None, problems[:MAX_PROBLEMS])
    values = _written(plain(root))
    said, at = canonical(values), places(root)
    loaded = Loaded(id, model, path, digest(said), at)
    return ReadPlan(loaded, (), said, packed_places(values, at), (*_two_ways(parsed.root),))


def _completed(root: Node, dates: Order, defaults: Iterable[tuple[str, str]]) -> Node:
    """The plan with its defaults, and its days as year, month and day."""
    if not isinstance(root, MappingNode):
        return root
    for loc in _DAYS:
        root = _with_day(root, loc, dates)
    missing = {key: ScalarNode(root.source, text) for key, text in defaults if key not in root.values}
    keys = {**root.keys, **dict.fromkeys(missing, root.source)}
    return replace(root, values={**root.values, **missing}, keys=keys)


def _written(value: Plain) -> Plain:
    """The values of a plan that is right: where only a comment stands, nothing is said."""
    if isinstance(value, dict):
        return {key: _written(inner) for key, inner in value.items()}
    return None if isinstance(value, Commented) and not value else value


def _two_ways(root: Node) -> Iterator[str]:
    for loc in _DAYS:
        text = _text_at(root, loc)
        if text is not None and has_two_readings(_trimmed(text)):
            yield str(loc[-1])


def _trimmed(text: str) -> str:
    return settled(text).strip()


def _text_at(node: Node, loc: Loc) -> str | None:
    for key in loc:
        if not isinstance(node, MappingNode) or key not in node.values:
            return None
        node = node.values[str(key)]
    return node.text if isinstance(node, ScalarNode) else None


def _with_day(root: MappingNode, loc: Loc, order: Order) -> MappingNode:
    """The plan with the day at ``loc`` as year, month and day; what is no day stays as it is."""
    key, inner = str(loc[0]), root.values.get(str(loc[0]))
    if len(loc) > 1 and isinstance(inner, MappingNode):
        return replace(root, values={**root.values, key: _with_day(inner, loc[1:], order)})
    text = _text_at(root, loc)
    if text is None or not isinstance(inner, ScalarNode):
        return root
    day = replace(inner, text=read_day(_trimmed(text), order) or text)
    return replace(root, values={**root.values, key: day})


def plan_paths(folder: Path, root: Path) -> Sequence[Path] | Problem:
    """The plans of a folder by name; hidden files and folders are none."""
    try:
        files = [path for path in folder.iterdir() if path.suffix.lower() in (".yaml", ".yml")]
    except OSError as error:
        reason = error.strerror or say("content.cannot-be-opened")
        source = Source(shown(folder.absolute(), root))
        return Problem(
            say("content.folder-cannot-be-read", reason=reason), say("content.check-permissions"), source
        )
    plans = [path for path in files if not path.name.startswith(".") and not is_folder(path)]
    return sorted(plans, key=lambda path: path.name)


def former_plan(data: bytes) -> Loaded[Plan] | None:
    """A plan that was printed before, from its JSON as `canonical` wrote it; None if it is one no more."""
    try:
        return Loaded("former", Plan.model_validate(json.loads(data)), "the plan before", digest(data), {})
    except ValueError:
        return None
