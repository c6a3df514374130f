"""The only writer to disk: whole files or nothing, unchanged files left alone, private ones for their owner.

Reads and writes bytes; knows nothing of what they mean.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from clinicpress.problems import OutputError, Problem

T = TypeVar("T")
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
# A viewer or a virus scanner on Windows holds a file for a moment; tries and seconds between two of them.
REPLACE_TRIES, REPLACE_PAUSE = 10, 0.05
_ELSEWHERE = "choose another folder with --out"


def write_if_changed(path: Path, data: bytes, *, private: bool = False) -> bool:
    """Make ``path`` hold exactly ``data``; say whether it had to be written.

    A file that already holds ``data`` keeps its time of change. Otherwise a new file is written beside it,
    flushed to the disk and moved over it in one step: a reader, a crash or a full disk never meets half
    a file. Missing folders are made. ``private`` gives the file mode 0600, and 0700 to folders made for it.

    Two processes may write the same path at once: the last one wins, and both leave a whole file.

    Raises:
        OutputError: if the file cannot be written; what was there before is still there.
    """
    try:
        if _holds(path, data):
            if private:
                path.chmod(PRIVATE_FILE)
            return False
        _make_folder(path.parent, private=private)
        _replace(path, data, PRIVATE_FILE if private else 0o666)
    except OSError as error:
        raise OutputError(_problem(path, error)) from error
    return True


def kept(
    folder: Path | None,
    key: bytes,
    read: Callable[[bytes], T],
    write: Callable[[T], bytes],
    make: Callable[[], T],
) -> T:
    """What ``make`` returns, from the cache ``folder`` if it was kept there under ``key``.

    A ``folder`` of None keeps nothing. ``read`` turns the bytes of ``write`` back; of damaged ones it raises
    a ValueError, TypeError, LookupError or AttributeError, and they are replaced. A cache saves time only:
    a folder that cannot be read or written, on a read-only or full disk, is no error.
    """
    if folder is None:
        return make()
    path = folder / f"{hashlib.sha256(key).hexdigest()[:32]}.json"
    with contextlib.suppress(OSError, ValueError, TypeError, LookupError, AttributeError):
        return read(path.read_bytes())
    made = make()
    with contextlib.suppress(OutputError):
        write_if_changed(path, write(made))
    return made


def make_folder(path: Path, *, private: bool = False) -> None:
    """Make a folder and those above it; ``private`` gives the new ones mode 0700.

    Raises:
        OutputError: if it cannot be made, or a file stands in its place.
    """
    try:
        _make_folder(path, private=private)
    except OSError as error:
        raise OutputError(_problem(path / "-", error)) from error


def _holds(path: Path, data: bytes) -> bool:
    # the size tells most changed files apart without reading them
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _make_folder(folder: Path, *, private: bool) -> None:
    missing = []
    while not folder.is_dir():
        if folder.exists() or folder == folder.parent:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        # another build may have made it in the meantime
        new.mkdir(mode=PRIVATE_FOLDER if private else 0o777, exist_ok=True)


def _replace(path: Path, data: bytes, mode: int) -> None:
    # The name says nothing of the content. Not mkstemp: its files have mode 0600, whatever the umask.
    temporary = path.parent / f".clinicpress-{os.urandom(8).hex()}.tmp"
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _move(temporary, path)
    except BaseException:  # also Ctrl-C: nothing half-written stays behind
        temporary.unlink(missing_ok=True)
        raise


def on_windows() -> bool:
    """Whether a file that is open elsewhere cannot be replaced."""
    return os.name == "nt"


def _move(temporary: Path, path: Path) -> None:
    for attempt in range(1, REPLACE_TRIES + 1):
        try:
            temporary.replace(path)
        except PermissionError:
            if not on_windows() or attempt == REPLACE_TRIES:
                raise
            time.sleep(REPLACE_PAUSE)
        else:
            return


def _problem(path: Path, error: OSError) -> Problem:
    """What went wrong with ``path``, in words of somebody who prints handouts."""
    shown, folder = path.as_posix(), path.parent.as_posix()
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        return Problem(f"the disk is full: {shown} was not written", f"free some space, or {_ELSEWHERE}")
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        place = Path(error.filename).as_posix() if error.filename else folder
        return Problem(f"{place} is a file, but a folder is needed there", f"move it away, or {_ELSEWHERE}")
    if path.is_dir():
        return Problem(f"{shown} is a folder, but a file is to be written there", "move that folder away")
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        hint = f"close it if another program shows it, check that you may write to {folder}, or {_ELSEWHERE}"
        return Problem(f"{shown} may not be written", hint)
    return Problem(f"{shown} could not be written: {error.strerror or error}", _ELSEWHERE)
