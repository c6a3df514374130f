"""The cache of a workspace: one database of what can be made again. A lost or damaged one only costs time."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from clinicpress.problems import OutputError
from clinicpress.records import dataclass
from clinicpress.store.files import make_file
from clinicpress.store.regular import is_file, is_link, is_named, read_regular

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")
Statement = tuple[str, tuple[str | bytes | int, ...]]

FILE = "cache.sqlite"
# Entries that come with the package, a file each: written by ``python docs/make_packed.py``.
PACKED = Path(__file__).parent.parent / "packed"
# Bytes that may stay when a run has ended; the starter takes 5 million.
MOST = 200_000_000
# The share of them that stays when there were more: not every run has to make room.
_LESS = 0.75
# Seconds to wait for another run that writes; after that, nothing more is kept in this run.
_PATIENCE = 2.0
_VERSION = 1
_DAY = 86_400
_TABLE = """
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key BLOB NOT NULL, used INTEGER NOT NULL, seal BLOB NOT NULL,
    data BLOB NOT NULL, UNIQUE (kind, key)
)
"""
_FIND = "SELECT data, seal, used FROM entries WHERE kind = ? AND key = ?"
_KEEP = "INSERT OR REPLACE INTO entries (kind, key, used, seal, data) VALUES (?, ?, ?, ?, ?)"
_USE = "UPDATE entries SET used = ? WHERE kind = ? AND key = ?"
# Keeps so many bytes of the entries that were used last; a row and its index take some 200.
_FORGET = """
DELETE FROM entries WHERE id IN (
    SELECT id FROM (
        SELECT id, SUM(LENGTH(data) + 200) OVER (ORDER BY used DESC, id DESC) AS bytes FROM entries
    ) WHERE bytes > ?
)
"""
# What earlier versions kept: files named by digest in these folders, and one file more.
_FORMER = ("figures", "truth", "logos", "ink", "layouts", "receipts", "records")
_FORMER_NAME = re.compile(r"[0-9a-f]{32}\.json")
_FORMER_FILE = "errors.json"


def _as_json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()


@dataclass(frozen=True, slots=True)
class CacheKind(Generic[T]):
    """A kind of entries: its name, how a value is read from bytes, and written to bytes. None is no value.

    Of one that is ``packed`` the package itself brings entries along: those of the starter's figures.
    """

    name: str
    read: Callable[[bytes], T]
    write: Callable[[T], bytes] = _as_json
    packed: bool = False

    def packed_file(self, key: str) -> Path:
        """Where the package keeps the entry under ``key``, if it brings it along."""
        return PACKED / f"{_digest(f'{self.name} {key}').hex()[:32]}.z"


class Cache:
    """A workspace's cache in ``folder``; one of None keeps nothing.

    Each entry has a digest of its kind, key and data: one in which a bit was changed counts as lost. No
    method raises, whatever stands in the place of the database. Several processes may use it at once: what is
    pickled is only where it is. Reading alone writes nothing to the disk.

    At the end of its context room is made, if anything was kept.
    """

    def __init__(
        self, folder: Path | None, *, most: int = MOST, clock: Callable[[], float] = time.time
    ) -> None:
        self.folder, self._most = folder, most
        self._today = int(clock() // _DAY)
        self._connection: sqlite3.Connection | None = None
        # whether the connection is one for writing, and whether there may be such a one
        self._writes, self._may_write = False, True
        self._torn = False
        self._used: set[tuple[str, bytes]] = set()

    def __reduce__(self) -> tuple[type[Cache], tuple[Path | None]]:
        return Cache, (self.folder,)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._writes or self._has_journal():
            self.prune()
        self.close()

    def __del__(self) -> None:
        self.close()

    def get(self, kind: CacheKind[T], key: str, make: Callable[[], T]) -> T:
        """The value kept under ``key``, or in the package; else what ``make`` returns, which is kept."""
        found = self.recall(kind, key)
        if found is None and kind.packed:
            found = _unpacked(kind, key)
        if found is None:
            found = make()
            self.keep(kind, key, found)
        return found

    def recall(self, kind: CacheKind[T], key: str) -> T | None:
        """The value kept under ``key``; None if there is none."""
        at = (kind.name, _digest(key))
        row = self._tried(lambda connection: connection.execute(_FIND, at).fetchone(), write=False)
        if row is None:
            return None
        # what reading the bytes of something else ends in
        with contextlib.suppress(ValueError, TypeError, LookupError, AttributeError):
            data, seal, used = row
            if seal == _seal(*at, data):
                if used != self._today:
                    self._used.add(at)
                return kind.read(data)
        return None

    def keep(self, kind: CacheKind[T], key: str, value: T) -> None:
        """Keep ``value`` under ``key``; where nothing can be written, it is not kept."""
        at, data = (kind.name, _digest(key)), kind.write(value)
        self._used.discard(at)
        self._change([(_KEEP, (*at, self._today, _seal(*at, data), data))])

    def prune(self) -> None:
        """Make room: forget what was not used for the longest time, and the files of earlier versions."""
        if self.folder is not None:
            self._change([])
            self._tried(self._make_room, write=True)
            _remove_former(self.folder)

    def close(self) -> None:
        """Close the database; what is asked next opens it again."""
        connection, self._connection = self._connection, None
        self._writes = False
        if connection is not None:
            connection.close()

    def _change(self, statements: Sequence[Statement]) -> None:
        """Carry out the statements, and note what was used since the last ones, in one transaction."""
        every = [*statements, *((_USE, (self._today, *at)) for at in sorted(self._used))]
        self._used.clear()

        def change(connection: sqlite3.Connection) -> None:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                for statement, values in every:
                    connection.execute(statement, values)

        if every:
            self._tried(change, write=True)

    def _make_room(self, connection: sqlite3.Connection) -> None:
        pages, free, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        if (pages - free) * size > self._most:
            connection.execute(_FORGET, (int(self._most * _LESS),))
            # execute() would free one page
            connection.executescript("PRAGMA incremental_vacuum")

    def _tried(self, work: Callable[[sqlite3.Connection], T], *, write: bool) -> T | None:
        """What ``work`` returns; None where the database is not there or cannot be used.

        A damaged database is removed. One that is in use for long, or may not be written, is only read.
        """
        # sqlite3 is loaded only with a cache in hand
        import sqlite3  # noqa: PLC0415

        for _ in range(3):
            try:
                connection = self._opened(write=write)
                return None if connection is None else work(connection)
            except (sqlite3.Error, OutputError) as error:
                wrote = self._writes
                self.close()
                if not wrote:  # another run may have changed it meanwhile: it is read with its journal
                    self._torn = True
                elif isinstance(error, sqlite3.Error) and not _is_passing(error):
                    self._remove_database()
                else:
                    self._may_write = False
        return None

    def _opened(self, *, write: bool) -> sqlite3.Connection | None:
        if self._connection is not None and (self._writes or not write):
            return self._connection
        self.close()
        if self.folder is None:
            return None
        path = self.folder / FILE
        if self._may_write and (write or self._torn or self._has_journal()):
            self._writes = True
            self._connection = _writing(path)
        elif not write and is_file(path):
            self._connection = _reading(path)
        return self._connection

    def _has_journal(self) -> bool:
        return self.folder is not None and is_named(self.folder / f"{FILE}-wal")

    def _remove_database(self) -> None:
        if self.folder is not None:
            for end in ("", "-wal", "-shm"):
                with contextlib.suppress(OSError):
                    (self.folder / f"{FILE}{end}").unlink()


def _unpacked(kind: CacheKind[T], key: str) -> T | None:
    path = kind.packed_file(key)
    # a damaged installation costs time, as a damaged cache does
    with contextlib.suppress(OSError, zlib.error, ValueError, TypeError, LookupError, AttributeError):
        return kind.read(zlib.decompress(read_regular(path))) if is_file(path) else None
    return None


def workspace_cache(root: Path) -> Cache:
    """The cache of the workspace at ``root``."""
    return Cache(root / ".cache" / "clinicpress")


def _reading(path: Path) -> sqlite3.Connection:
    """A connection that takes the file for one that nobody changes: no lock and no journal is made.

    Where that is not so, what it reads is an error, or its seal does not fit.
    """
    import sqlite3  # noqa: PLC0415

    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return _plain(sqlite3.connect(uri, uri=True, isolation_level=None))


def _writing(path: Path) -> sqlite3.Connection:
    """A connection for reading and writing, to a database that is made if it is not there.

    Raises:
        sqlite3.Error, OutputError: if there is none.
    """
    import sqlite3  # noqa: PLC0415

    # SQLite would make it writable for its owner alone, whatever the umask
    make_file(path)
    connection = _plain(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None))
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError("the database of another version")
        connection.execute("PRAGMA synchronous = NORMAL")
        if version == 0:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            # another run may be doing this at the same moment
            with contextlib.suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA user_version = {_VERSION}")
    except BaseException:
        connection.close()
        raise
    return connection


def _plain(connection: sqlite3.Connection) -> sqlite3.Connection:
    # damaged text is no error of SQLite's
    connection.text_factory = bytes
    return connection


def _is_passing(error: sqlite3.Error) -> bool:
    """Whether an error is one of the moment or the machine; else the file is damaged."""
    import sqlite3  # noqa: PLC0415

    # the low byte is the kind of error, the others are details
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in {
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PROTOCOL,
    }  # fmt: skip


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()


def _seal(kind: str, key: bytes, data: bytes) -> bytes:
    return hashlib.sha256(f"{kind} {_VERSION} {len(data)} ".encode() + key + data).digest()


def _remove_former(folder: Path) -> None:
    """Remove the files that earlier versions kept, and no others."""
    with contextlib.suppress(OSError):
        (folder / _FORMER_FILE).unlink(missing_ok=True)
    for each in (folder / name for name in _FORMER):
        with contextlib.suppress(OSError):
            for path in () if is_link(each) else each.iterdir():
                if _FORMER_NAME.fullmatch(path.name):
                    path.unlink()
            each.rmdir()
