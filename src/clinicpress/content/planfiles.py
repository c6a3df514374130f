"""Plans of patients: read one at a time, from anywhere; no message repeats what a plan says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clinicpress.content.disk import digest, read_bytes, shown
from clinicpress.content.models.base import Loc
from clinicpress.content.models.characters import settled
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.library import Loaded, TypedResult
from clinicpress.content.tables.days import Order, has_two_readings, read_day
from clinicpress.content.yaml.nodes import MappingNode, Node, ScalarNode, places, plain
from clinicpress.content.yaml.text import MAX_BYTES, parse
from clinicpress.content.yaml.typed import MAX_PROBLEMS, check
from clinicpress.problems import Problem, Source
from clinicpress.store.regular import is_folder, real

# The days of a plan.
_DAYS: tuple[Loc, ...] = (("date",), ("patient", "birth_date"))


def plan_bytes(path: Path, root: Path) -> bytes | Problem:
    """The bytes of a plan, which may be a link and may stand outside of the workspace at ``root``."""
    target = real(path)
    return read_bytes(target, target.parent, MAX_BYTES, Source(shown(path.absolute(), root)))


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A file that holds one plan, and what it may leave out: by key of a plan, ``defaults``.

    ``dates`` is the order of day and month in days that can be read in two ways.
    """

    id: str
    path: str
    dates: Order
    defaults: tuple[tuple[str, str], ...] = ()

    def outcome(self, data: bytes) -> TypedResult[Plan]:
        """The plan that the bytes of the file say, or their problems."""
        parsed = parse(data, self.path, private=True)
        if parsed.root is None:
            return TypedResult(None, parsed.problems[:MAX_PROBLEMS])
        root = self._completed(parsed.root)
        model, problems = check(root, Plan, private=True)
        problems = tuple(sorted((*parsed.problems, *problems), key=lambda found: found.source or Source("")))
        if model is None or problems:
            return TypedResult(None, problems[:MAX_PROBLEMS])
        return TypedResult(Loaded(self.id, model, self.path, digest(data), places(root)))

    def two_ways(self, data: bytes) -> Iterator[str]:
        """The keys whose day can be read in two ways, of a file that has been read without problems."""
        root = parse(data, self.path, private=True).root
        for loc in _DAYS:
            text = None if root is None else _text_at(root, loc)
            if text is not None and has_two_readings(_trimmed(text)):
                yield str(loc[-1])

    def _completed(self, root: Node) -> Node:
        """The plan with its defaults, and its days as year, month and day."""
        if not isinstance(root, MappingNode):
            return root
        for loc in _DAYS:
            root = _with_day(root, loc, self.dates)
        missing = {
            key: ScalarNode(root.source, text) for key, text in self.defaults if key not in root.values
        }
        keys = {**root.keys, **dict.fromkeys(missing, root.source)}
        return replace(root, values={**root.values, **missing}, keys=keys)

    # What follows is for an `Entry`.

    def plan(self, data: bytes, source: Source) -> Loaded[Plan]:  # noqa: ARG002
        """The plan of a file that has been read without problems."""
        loaded = self.outcome(data).loaded
        assert loaded is not None
        return loaded

    def canonical(self, data: bytes) -> bytes:
        """Stable bytes of all that the file and its defaults say."""
        root = parse(data, self.path, private=True).root
        assert root is not None
        return json.dumps(plain(self._completed(root)), sort_keys=True, separators=(",", ":")).encode("ascii")

    def cell(self, data: bytes, column: str) -> str:  # noqa: ARG002
        """A plan has no further columns."""
        return ""


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
        reason = error.strerror or "it cannot be opened"
        source = Source(shown(folder.absolute(), root))
        return Problem(f"the folder cannot be read: {reason}", "check its permissions", source)
    plans = [path for path in files if not path.name.startswith(".") and not is_folder(path)]
    return sorted(plans, key=lambda path: path.name)


def former_plan(data: bytes) -> Loaded[Plan] | None:
    """A plan that was printed before, from the bytes of `PlanFile.canonical`; None if it is one no more."""
    try:
        return Loaded("former", Plan.model_validate(json.loads(data)), "the plan before", digest(data), {})
    except ValueError:
        return None
