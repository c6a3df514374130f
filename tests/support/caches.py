"""Looks into the database of a cache from outside, and changes what is in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from clinicpress.store.cache import FILE


def folder_of(root: Path) -> Path:
    """The folder of a workspace's cache."""
    return root / ".cache" / "clinicpress"


def kept(folder: Path, kind: str = "%") -> list[bytes]:
    """The data of the entries of a kind, or of all."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        rows = connection.execute("SELECT data FROM entries WHERE kind LIKE ? ORDER BY id", (kind,))
        return [data for (data,) in rows]


def kinds(folder: Path) -> set[str]:
    """The kinds of which there are entries."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        return {kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM entries")}


def forget(root: Path, kind: str) -> None:
    """Delete the entries of a kind in a workspace's cache, if there is one."""
    if (folder_of(root) / FILE).is_file():
        with closing(sqlite3.connect(folder_of(root) / FILE)) as connection, connection:
            connection.execute("DELETE FROM entries WHERE kind = ?", (kind,))


def spoil(folder: Path, change: Callable[[bytes], bytes], kind: str = "%") -> None:
    """Change the data of the entries of a kind, and leave their seals."""
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        rows = connection.execute("SELECT id, data FROM entries WHERE kind LIKE ?", (kind,)).fetchall()
        connection.executemany(
            "UPDATE entries SET data = ? WHERE id = ?", [(change(data), row) for row, data in rows]
        )
