"""Layout files: each one laid over the layout that it extends, and every value keeping its own place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

from clinicpress.content.disk import MAX_BYTES, NamedFile, digest, read_bytes, shown, yaml_files
from clinicpress.content.models.base import Model
from clinicpress.content.models.layout import Layout
from clinicpress.content.models.library import Loaded, TypedResult
from clinicpress.content.snapshot import Keeper
from clinicpress.content.suggest import near
from clinicpress.content.yaml.nodes import MappingNode, Node, ScalarNode, places
from clinicpress.content.yaml.text import Parsed, parse, shorten
from clinicpress.content.yaml.typed import check
from clinicpress.messages import say
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass
from clinicpress.store.digests import digest_of

FOLDER = "assets/layouts"
BASE = "base"
# Numbers of a layout that are no lengths.
_PLAIN_NUMBERS = frozenset({"leading", "largest_scale"})


@dataclass(frozen=True)
class _LayoutFile:
    """A layout file as it stands, before it is laid over another one."""

    path: str
    data: bytes | Problem

    @cached_property
    def parsed(self) -> Parsed:
        """Its tree."""
        return Parsed(None, (self.data,)) if isinstance(self.data, Problem) else parse(self.data, self.path)

    @property
    def digest(self) -> str:
        """A digest of its text; empty if it cannot be read."""
        return "" if isinstance(self.data, Problem) else digest(self.data)

    @property
    def mark(self) -> str:
        """A digest of its bytes, or of why there are none."""
        return digest_of(self.data if isinstance(self.data, bytes) else repr(self.data).encode())

    @property
    def extends(self) -> ScalarNode | None:
        """The name after ``extends``, if there is one."""
        root = self.parsed.root
        node = root.values.get("extends") if isinstance(root, MappingNode) else None
        return node if isinstance(node, ScalarNode) and node.text else None


def read_layouts(
    roots: Sequence[Path], keeper: Keeper | None = None
) -> tuple[dict[str, TypedResult[Layout]], list[Problem]]:
    """All layouts by id, and the problems of files that have no id. One that has changed may change others.

    ``roots`` are the workspace and behind it the starter: a layout of the workspace hides the starter's.
    """
    files: dict[str, _LayoutFile] = {}
    problems: list[Problem] = []
    for root in roots:
        for found in yaml_files(root / FOLDER, root):
            if isinstance(found, Problem):
                problems.append(found)
            elif found.id not in files:
                files[found.id] = _read(found, root, roots[0])
    keeper = keeper or Keeper()
    marks = [f"{name}\0{file.path}\0{file.mark}" for name, file in sorted(files.items())]
    mark = digest_of("\0".join(marks).encode())
    outcomes = {
        name: keeper.result(Layout, files[name].path, mark, partial(_layout, name, files))
        for name in sorted(files)
    }
    return outcomes, problems


def _read(named: NamedFile, root: Path, workspace: Path) -> _LayoutFile:
    path = shown(named.path, workspace)
    return _LayoutFile(path, read_bytes(named.path, root, MAX_BYTES, Source(path)))


def _layout(id: str, files: Mapping[str, _LayoutFile]) -> TypedResult[Layout]:  # noqa: A002
    chain = _chain(id, files)
    if isinstance(chain, Problem):
        return TypedResult(None, (chain,))
    broken = tuple(problem for file in chain for problem in file.parsed.problems)
    if broken:
        return TypedResult(None, broken)
    trees = [file.parsed.root for file in chain if file.parsed.root is not None]
    merged = trees[-1]
    for tree in reversed(trees[:-1]):
        merged = merge(merged, tree)
    if len(chain) == 1 and id != BASE and isinstance(merged, MappingNode) and _lacks_keys(merged):
        message = say("content.layout-lacks-keys")
        return TypedResult(
            None, (Problem(message, say("content.add-line-extends", base=BASE), Source(chain[0].path)),)
        )
    layout, problems = check(merged, Layout)
    if layout is None:
        return TypedResult(None, tuple(_at_home(problem, trees) for problem in problems))
    where = places(merged)
    if layout.large_layout is not None and layout.large_layout not in files:
        message = say("content.no-such-large-layout", large_layout=shorten(layout.large_layout))
        return TypedResult(None, (Problem(message, near(layout.large_layout, files), where[("large",)]),))
    mark = hashlib.sha256("\n".join(file.digest for file in chain).encode()).hexdigest()
    return TypedResult(Loaded(id, layout, chain[0].path, mark, where))


def _at_home(problem: Problem, trees: Sequence[Node]) -> Problem:
    """A problem at the value of the file itself that causes it, where its place is in a file that it extends.

    A value can be impossible only together with one that stands further down: the file's own value whose
    absence mends all is the one to change.
    """
    own, *under = trees
    if not under or problem.source is None or problem.source.path == own.source.path:
        return problem
    for without, source in _less(own):
        merged = under[-1]
        for tree in (*reversed(under[:-1]), without):
            merged = merge(merged, tree)
        if check(merged, Layout)[0] is not None:
            return replace(problem, source=source)
    return problem


def _less(tree: Node) -> Iterator[tuple[Node, Source]]:
    """The tree without one of its values, for each of them, and that value's place."""
    if not isinstance(tree, MappingNode):
        return
    for key, value in tree.values.items():
        rest = {name: other for name, other in tree.values.items() if name != key}
        if isinstance(value, MappingNode) and len(value.values) > 1:
            for less, source in _less(value):
                yield MappingNode(tree.source, {**rest, key: less}, tree.keys), source
        else:
            place = (
                next(iter(value.values.values())).source if isinstance(value, MappingNode) else value.source
            )
            yield MappingNode(tree.source, rest, tree.keys), place


def _chain(id: str, files: Mapping[str, _LayoutFile]) -> list[_LayoutFile] | Problem:  # noqa: A002
    """The layout, the one that it extends, and so on to the one that extends nothing."""
    names = [id]
    while (extends := files[names[-1]].extends) is not None:
        name = str(extends.text)
        if name in names:
            line = " extends ".join([*names[names.index(name) :], name])
            return Problem(
                say("content.layouts-extend-each-other-circle", line=line),
                say("content.write-extends", base=BASE),
                extends.source,
            )
        if name not in files:
            return Problem(
                say("content.no-such-layout", name=shorten(name)), near(name, files), extends.source
            )
        names.append(name)
    return [files[name] for name in names]


def _lacks_keys(root: MappingNode) -> bool:
    fields = Layout.model_fields.items()
    return any(field.is_required() and name not in root.values for name, field in fields)


def effective(layout: Layout) -> Iterator[str]:
    """Every value that a layout has, its own and those of the layouts under it, as lines of YAML."""
    for name, value in layout:
        if name != "extends" and value is not None:
            yield f"{name}: {_written(name, value)}"


def _written(name: str, value: object) -> str:
    """A value as a layout file has it: lengths with their unit, floors of figures in millimetres."""
    if isinstance(value, Model):
        return f"{{{', '.join(f'{key}: {_written(key, inner)}' for key, inner in value)}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and name.endswith("_floor"):
        return f"{value * 25.4 / 72:.4g}mm"
    return f"{value:.6g}pt" if isinstance(value, float) and name not in _PLAIN_NUMBERS else str(value)


def merge(under: Node, over: Node) -> Node:
    """``over`` laid over ``under``: mappings key by key, the rest replaced. Values keep their places."""
    if not (isinstance(under, MappingNode) and isinstance(over, MappingNode)):
        return over
    values = dict(under.values)
    for key, value in over.values.items():
        values[key] = merge(under.values[key], value) if key in under.values else value
    return MappingNode(over.source, values, {**under.keys, **over.keys})
