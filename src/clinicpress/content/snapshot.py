"""The library as it was read last, as plain data: files that have not changed are not parsed again.

A snapshot belongs to one engine, and to one place of the workspace and the starter. It holds what was read of
each file, a model or problems, with the digest of the file's bytes; and what was found in all files together,
with the digest of all that the workspace holds. No file is trusted by its date.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from clinicpress.content.models.base import LatePlaces, Loc, Model
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.declaring import field_keys, restored
from clinicpress.content.models.documents import Handout, Sheet, Warnings
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.models.layout import Layout
from clinicpress.content.models.library import Library, Loaded, Reading, TypedResult
from clinicpress.messages import catalogue_bytes
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass
from clinicpress.store.cache import Cache, CacheKind
from clinicpress.store.digests import digest_of, engine_digest
from clinicpress.units import Reps

if TYPE_CHECKING:
    from clinicpress.content.assets import AssetFault

M = TypeVar("M", bound=Model)
# The fields of a library that hold files of one kind, and the model of each.
_KINDS: Mapping[str, type[Model]] = {
    "exercises": Exercise, "handouts": Handout, "sheets": Sheet, "layouts": Layout, "brands": Brand,
    "warnings": Warnings,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Piece:
    """What was read of a file: the digest of its bytes, the result and the places of its values (JSON)."""

    digest: str
    result: bytes
    places: bytes

    @classmethod
    def of(cls, digest: str, result: TypedResult[Any]) -> _Piece:
        loaded = result.loaded
        if loaded is None:
            return cls(digest, _json([_problem_row(each) for each in result.problems]), b"")
        places = [
            [loc, at.line, at.column, *([at.path] if at.path != loaded.path else [])]
            for loc, at in loaded.places.items()
        ]
        return cls(digest, _json({"": [loaded.id, loaded.digest, _plain(loaded.model)]}), _json(places))

    def read(self, path: str) -> TypedResult[Any]:
        found = json.loads(self.result, object_hook=_restored)
        if isinstance(found, list):
            return TypedResult(None, tuple(map(_problem_of, found)))
        id, digest, model = found  # noqa: A001
        return TypedResult(Loaded(id, model, path, digest, _Places(path, self.places)))


class _Places(LatePlaces):
    """The places of a file's values, read when the first one is asked for."""

    def __init__(self, path: str, data: bytes) -> None:
        self._path, self._data = path, data

    def _found(self) -> Mapping[Loc, Source]:
        return {
            tuple(loc): Source(path[0] if path else self._path, line, column)
            for loc, line, column, *path in json.loads(self._data)
        }


class KeptFiles(Mapping[str, Loaded[Any]]):
    """Files of a kind by id, each restored when it is first looked up; ``paths`` are theirs by id."""

    def __init__(self, snapshot: Snapshot, model: str, paths: Mapping[str, str]) -> None:
        self._snapshot, self._model, self._paths = snapshot, model, paths
        self._restored: dict[str, Loaded[Any]] = {}

    def __getitem__(self, id: str) -> Loaded[Any]:  # noqa: A002
        if id not in self._restored:
            self._restored[id] = self._snapshot.loaded(self._model, self._paths[id])
        return self._restored[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


@dataclass(frozen=True)
class Snapshot:
    """What was read of a workspace's files, by model and path, and what was found in all of them (JSON).

    ``workspace`` is the digest of the whole workspace; empty if there is no telling it. ``faults`` are what
    is wrong with pictures and typefaces, by how they were judged and the digest of their bytes.
    """

    workspace: str = ""
    found: bytes = b""
    pieces: Mapping[tuple[str, str], _Piece] = field(default_factory=dict)
    faults: Mapping[str, AssetFault | None] = field(default_factory=dict)

    def reading(self, root: Path) -> Reading:
        """What reading the workspace at ``root`` has found."""
        found = json.loads(self.found)
        problems = tuple(map(_problem_of, found["problems"]))
        blocked = {
            (kind, name): tuple(problems[at] for at in which) for kind, name, which in found["blocked"]
        }
        if found["library"] is None:
            return Reading(None, problems, blocked)
        clinic, digest, files, kinds = found["library"]
        of_kinds: dict[str, Any] = {
            kind: KeptFiles(self, model.__name__, kinds[kind]) for kind, model in _KINDS.items()
        }
        assets = {name: Path(path) for name, path in files.items()}
        whole = Library(root, self.loaded(Clinic.__name__, clinic), files=assets, digest=digest, **of_kinds)
        return Reading(whole, problems, blocked)

    def loaded(self, model: str, path: str) -> Loaded[Any]:
        """A file that was read without problems."""
        loaded = self.pieces[model, path].read(path).loaded
        assert loaded is not None
        return loaded


class Keeper:
    """Notes what is read of files, so that it can be kept; of files that are the same it knows it already."""

    def __init__(self, before: Snapshot | None = None) -> None:
        self._before = before or Snapshot()
        self._pieces: dict[tuple[str, str], _Piece] = {}
        self._faults: dict[str, AssetFault | None] = {}

    def judge(self, name: str, data: bytes, judge: Callable[[bytes], AssetFault | None]) -> AssetFault | None:
        """What is wrong with a picture or a typeface; see `Judge`."""
        key, known = f"{name} {digest_of(data)}", self._before.faults
        self._faults[key] = known[key] if key in known else judge(data)
        return self._faults[key]

    def result(
        self, model: type[M], path: str, digest: str, read: Callable[[], TypedResult[M]]
    ) -> TypedResult[M]:
        """What a file says that messages call ``path``; it is ``read`` if its digest is another one."""
        key = (model.__name__, path)
        piece = self._before.pieces.get(key)
        if piece is not None and piece.digest == digest:
            result: TypedResult[M] = piece.read(path)
        else:
            result = read()
            piece = _Piece.of(digest, result)
        self._pieces[key] = piece
        return result

    def snapshot(self, workspace: str, reading: Reading) -> Snapshot:
        """What is to be kept."""
        return Snapshot(workspace, _json(_found(reading)), self._pieces, self._faults)


def _found(reading: Reading) -> dict[str, Any]:
    """What reading all files has found, as plain data; files by their paths."""
    index = {problem: at for at, problem in enumerate(reading.problems)}
    library = reading.library
    return {
        "problems": [_problem_row(problem) for problem in reading.problems],
        "blocked": [[*key, [index[each] for each in which]] for key, which in reading.blocked.items()],
        "library": library and [
            library.clinic.path,
            library.digest,
            {name: str(path) for name, path in library.files.items()},
            {kind: {name: loaded.path for name, loaded in getattr(library, kind).items()} for kind in _KINDS},
        ],
    }  # fmt: skip


def recall_snapshot(cache: Cache, root: Path, starter: Path) -> Snapshot | None:
    """The snapshot of this workspace and this starter, if this engine has made one."""
    kept = cache.recall(SNAPSHOTS, _key(root, starter))
    return kept[1] if kept is not None and kept[0] == _followed(kept[1]) else None


def keep_snapshot(cache: Cache, root: Path, starter: Path, snapshot: Snapshot) -> None:
    """Keep a snapshot in the place of the one before."""
    cache.keep(SNAPSHOTS, _key(root, starter), (_followed(snapshot), snapshot))


def _followed(snapshot: Snapshot) -> str:
    """What a snapshot follows from besides its files: the engine, and the wording of problems,
    if it has some."""
    if snapshot.found.startswith(b'{"problems":[],'):
        return engine_digest()
    return f"{engine_digest()} {digest_of(catalogue_bytes())}"


def _key(root: Path, starter: Path) -> str:
    return json.dumps([str(root), str(starter)])


# -- plain data --


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode(
        "utf-8", "surrogatepass"
    )


def _problem_row(problem: Problem) -> list[Any]:
    at = problem.source
    return [problem.message, problem.hint, at and [at.path, at.line, at.column], problem.sign]


def _problem_of(row: Sequence[Any]) -> Problem:
    message, hint, at, sign = row
    return Problem(message, hint, at and Source(*at), sign)


def _plain(value: object) -> Any:
    """A value of a model as JSON has it; what JSON does not know stands under its name.

    Raises:
        TypeError: if it is of a type that no model has.
    """
    if value is None or type(value) in (str, int, float, bool):
        return value
    if type(value) is tuple:
        return [_plain(each) for each in value]
    if type(value) is dict:
        return {"dict": [[key, _plain(each)] for key, each in value.items()]}
    if type(value) is date:
        return {"date": value.isoformat()}
    if type(value) is Reps:
        return {"Reps": [value.low, value.high]}
    if isinstance(value, Model) and not value.model_extra:
        model = type(value)
        values = [_plain(getattr(value, name)) for name in field_keys(model)]
        return {model.__name__: [values, sorted(value.model_fields_set)]}
    raise TypeError(f"a {type(value).__name__} cannot be kept")


def _restored(found: dict[str, Any]) -> Any:
    ((name, value),) = found.items()
    match name:
        case "":
            return tuple(value)
        case "dict":
            return {key: _tuples(each) for key, each in value}
        case "date":
            return date.fromisoformat(value)
        case "Reps":
            return Reps(*value)
    model, keys = _models()[name]
    values, written = value
    return restored(model, dict(zip(keys, map(_tuples, values), strict=True)), set(written))


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if type(value) is list else value


@lru_cache(maxsize=1)
def _models() -> Mapping[str, tuple[type[Model], tuple[str, ...]]]:
    """Every model by its name, with its fields."""
    found: dict[str, tuple[type[Model], tuple[str, ...]]] = {}
    waiting: list[type[Model]] = [Model]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        found[model.__name__] = (model, tuple(field_keys(model)))
    return found


def _read(data: bytes) -> tuple[str, Snapshot]:
    head, _, body = data.partition(b"\n")
    engine, workspace, length, pieces, judged = json.loads(head)
    kept, start = {}, length
    for model, path, digest, of_result, of_places in pieces:
        middle, end = start + of_result, start + of_result + of_places
        kept[model, path] = _Piece(digest, body[start:middle], body[middle:end])
        start = end
    faults = {key: fault and (str(fault[0]), str(fault[1])) for key, fault in judged.items()}
    return engine, Snapshot(workspace, body[:length], kept, faults)


def _write(kept: tuple[str, Snapshot]) -> bytes:
    engine, snapshot = kept
    rows = [[*key, it.digest, len(it.result), len(it.places)] for key, it in snapshot.pieces.items()]
    head = _json([engine, snapshot.workspace, len(snapshot.found), rows, dict(snapshot.faults)])
    bodies = (part for it in snapshot.pieces.values() for part in (it.result, it.places))
    return b"".join((head, b"\n", snapshot.found, *bodies))


SNAPSHOTS: CacheKind[tuple[str, Snapshot]] = CacheKind("library", _read, _write)
