"""Caches: what can be made again, kept with a digest of itself. A lost or damaged one only costs time."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from clinicpress.problems import OutputError
from clinicpress.store.files import write_if_changed
from clinicpress.store.regular import read_regular

T = TypeVar("T")


def recalled(path: Path) -> bytes | None:
    """What `keep` put there; None if nothing is there, or a single byte of it is another."""
    with contextlib.suppress(OSError):
        digest, _, data = read_regular(path).partition(b"\n")
        if digest == _digest(data):
            return data
    return None


def keep(path: Path, data: bytes) -> None:
    """Keep ``data`` at ``path``; on a read-only or full disk it is not kept, which is no error."""
    with contextlib.suppress(OutputError):
        write_if_changed(path, _digest(data) + b"\n" + data)


def kept(
    folder: Path | None,
    key: bytes,
    read: Callable[[bytes], T],
    write: Callable[[T], bytes],
    make: Callable[[], T],
) -> T:
    """What ``make`` returns, from the cache ``folder`` if it was kept there under ``key``.

    A ``folder`` of None keeps nothing. ``read`` turns the bytes of ``write`` back; where it cannot, they are
    replaced.
    """
    if folder is None:
        return make()
    path = folder / f"{hashlib.sha256(key).hexdigest()[:32]}.json"
    data = recalled(path)
    if data is not None:
        with contextlib.suppress(ValueError, TypeError, LookupError, AttributeError):
            return read(data)
    made = make()
    keep(path, write(made))
    return made


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode("ascii")
