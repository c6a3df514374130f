"""Writing files whole or not at all, privately where they are a patient's, and locks and databases."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from clinicpress.messages import later, say
from clinicpress.problems import OutputError, Problem
from clinicpress.store.regular import is_file, is_folder, is_link, is_there, read_regular, real

if TYPE_CHECKING:
    import sqlite3

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
# A viewer or a virus scanner on Windows holds a file for a moment; tries and seconds between two of them.
REPLACE_TRIES, REPLACE_PAUSE = 10, 0.05
_ELSEWHERE = later("store.choose-another-folder-out")
_NEW_DATABASE = later("store.move-away")
_TEMPORARY = re.compile(r"\.clinicpress-[0-9a-f]{16}\.tmp")
# How much of a name that is too long is told, in characters.
_SHOWN = 80
# How often somebody who waits for a lock looks whether it is free, in seconds.
LOCK_PAUSE = 0.2
# SQLite opens no longer path, in bytes.
_LONGEST_DATABASE = 500
# A temporary file of SQLite would be a copy of patients' data elsewhere; what is deleted is overwritten.
_PRAGMAS = ("temp_store = MEMORY", "secure_delete = ON", "synchronous = FULL")


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
        raise OutputError(os_problem(path, error)) from error
    return True


def write_private(path: Path, data: bytes) -> None:
    """Make ``path`` hold ``data`` for its owner alone, whole or not at all, but not yet flushed to the disk.

    For many files: `settle` flushes those of a chunk at once. The folder has to be there.

    Raises:
        OutputError: if the file cannot be written; what was there before is still there.
    """
    try:
        _replace(path, data, PRIVATE_FILE, flush=False)
    except OSError as error:
        raise OutputError(os_problem(path, error)) from error


def settle(paths: Iterable[Path]) -> None:
    """Return when the files at ``paths``, and their names, are on the disk itself, whoever wrote them.

    Raises:
        OutputError: if one cannot be flushed, or is not there.
    """
    folders = set()
    for path in paths:
        try:
            _flush(path)
        except OSError as error:
            raise OutputError(os_problem(path, error)) from error
        folders.add(path.parent)
    for folder in sorted(folders):
        _flush_folder(folder)


def write_new(path: Path, data: bytes) -> bool:
    """Make a file for its owner alone that is not there yet; False if it is, or another process was first.

    Raises:
        OutputError: if it cannot be written.
    """
    try:
        temporary = _written_beside(path, data, PRIVATE_FILE, flush=True)
        try:
            _link(temporary, path, data)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        if is_there(path):
            return False
        raise OutputError(os_problem(path, error)) from error
    _flush_folder(path.parent)
    return True


def private_folder(folder: Path) -> None:
    """Make a folder that its owner alone may look into; one that is open to others is closed.

    Folders above it are made as usual. A link in its place is refused: it could lead what is private to where
    others read it, and the folder at its end is not ours to close.

    Raises:
        OutputError: if there is a link or a file in its place, or it cannot be made or closed.
    """
    if is_link(folder):
        hint = say("store.put-real-folder-place", elsewhere=say(_ELSEWHERE))
        raise OutputError(
            Problem(say("store.link-patients-files-need-real-folder", folder=folder.as_posix()), hint)
        )
    try:
        _make_folder(folder.parent, private=False)
        _make_folder(folder, private=True)
        _close_to_others(folder, PRIVATE_FOLDER)
    except OSError as error:
        raise OutputError(os_problem(folder, error, folder=True)) from error


def refuse_link(path: Path) -> None:
    """Refuse a link in the place of a file with patients' data: others may read what it leads to.

    Raises:
        OutputError: if there is one, be it to nothing.
    """
    if is_link(path):
        hint = say("store.put-real-file-place", elsewhere=say(_ELSEWHERE))
        raise OutputError(
            Problem(say("store.link-patients-files-need-real-file", path=path.as_posix()), hint)
        )


def owner_only(path: Path) -> None:
    """Make a file, empty if it is new, that its owner alone may read.

    Raises:
        OutputError: if that is not possible, or a link is in its place.
    """
    refuse_link(path)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
        _close_to_others(path, PRIVATE_FILE)
    except OSError as error:
        raise OutputError(os_problem(path, error)) from error


def make_file(path: Path) -> None:
    """Make an empty file, if nothing is there, and the folders above it.

    Raises:
        OutputError: if that is not possible, or there is something else than a regular file.
    """
    try:
        _make_folder(path.parent, private=False)
        if is_link(path) or (is_there(path) and not is_file(path)):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o666))
    except OSError as error:
        raise OutputError(os_problem(path, error)) from error


def is_within(path: Path, folder: Path) -> bool:
    """Whether ``path``, which need not be there, is in ``folder`` or below it, by whatever name or link.

    Names that differ in capitals alone are one folder to many disks, and to be careful everywhere.
    """
    target, inside = real(path), real(folder)
    for parent in (target, *target.parents):
        if is_there(parent) and is_there(inside):
            if parent.samefile(inside):
                return True
        elif _plain_path(parent) == _plain_path(inside):
            return True
    return False


def _plain_path(path: Path) -> str:
    return unicodedata.normalize("NFC", path.as_posix()).casefold()


def sweep(folder: Path, names: Iterable[str]) -> None:
    """Delete the temporary files among ``names`` that a killed run left in a folder; nobody may be writing
    there now.

    Raises:
        OutputError: if one cannot be deleted.
    """
    for name in [name for name in names if name[0] == "."]:
        if _TEMPORARY.fullmatch(name):
            remove(folder / name)


def remove(path: Path) -> None:
    """Delete a file; one that is gone already is fine.

    Raises:
        OutputError: if it is there and cannot be deleted.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        message = say("store.could-not-be-deleted", path=path.as_posix(), reason=error.strerror or error)
        raise OutputError(Problem(message, say("store.close-if-open-another-program-then"))) from error


@contextlib.contextmanager
def locked(path: Path, wait: float, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock file ``path`` while the context lasts; the system frees that of a killed process.

    If another process holds it, ``waiting`` is called once, and it is waited for up to ``wait`` seconds.

    Raises:
        OutputError: if it is not free by then, or cannot be made.
    """
    # loaded only by who locks: 30 ms
    from filelock import FileLock, Timeout  # noqa: PLC0415

    refuse_link(path)
    lock = FileLock(path, mode=PRIVATE_FILE)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire(timeout=wait, poll_interval=LOCK_PAUSE)
    except Timeout as error:
        message = say("store.another-clinicpress-run-writing", path=path.parent.as_posix())
        raise OutputError(Problem(message, say("store.wait-until-done-then-try-again"))) from error
    except (OSError, NotImplementedError) as error:
        problem = error if isinstance(error, OSError) else OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
        raise OutputError(os_problem(path, problem)) from error
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def database(path: Path) -> Iterator[sqlite3.Connection]:
    """An SQLite database that its owner alone may read, made if it is new; closed when the context ends.

    Transactions are begun and ended by statements. What SQLite complains of is told as `database_problem`.

    Raises:
        OutputError: if it cannot be opened.
    """
    import sqlite3  # noqa: PLC0415  (loaded only by who keeps one)

    # made here: SQLite would make it readable by others; its journal takes the mode of the database
    owner_only(path)
    refuse_link(path.with_name(f"{path.name}-journal"))
    if len(os.fsencode(path)) > _LONGEST_DATABASE:
        raise OutputError(os_problem(path, OSError(errno.ENAMETOOLONG, "")))
    try:
        connection = sqlite3.connect(path, isolation_level=None)
    except sqlite3.Error as error:
        raise OutputError(database_problem(path, error)) from error
    try:
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            raise OutputError(database_problem(path, error)) from error
        yield connection
    finally:
        connection.close()


def damaged_database(path: Path) -> Problem:
    """What is told of a database that holds what cannot be in it."""
    return Problem(say("store.file-is-damaged", path=path.as_posix()), say(_NEW_DATABASE))


def database_problem(path: Path, error: sqlite3.Error) -> Problem:
    """What went wrong with a database, without any value that is in it."""
    import sqlite3  # noqa: PLC0415

    # the low byte is the kind of error, the others are details
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    shown = path.as_posix()
    if code == sqlite3.SQLITE_FULL:
        return os_problem(path, OSError(errno.ENOSPC, ""))
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return os_problem(path, PermissionError(errno.EACCES, ""))
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return Problem(
            say("store.use-another-program", shown=shown), say("store.close-program-then-try-again")
        )
    if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
        return damaged_database(path)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return Problem(say("store.cannot-be-used", shown=shown, name=name), say(_NEW_DATABASE))


def make_folder(path: Path, *, private: bool = False) -> None:
    """Make a folder and those above it; ``private`` gives the new ones mode 0700.

    Raises:
        OutputError: if it cannot be made, or a file stands in its place.
    """
    try:
        _make_folder(path, private=private)
    except OSError as error:
        raise OutputError(os_problem(path, error, folder=True)) from error


def _holds(path: Path, data: bytes) -> bool:
    # the size tells most changed files apart without reading them
    return is_file(path) and path.stat().st_size == len(data) and read_regular(path) == data


def _make_folder(folder: Path, *, private: bool) -> None:
    missing = []
    while not is_folder(folder):
        # looked at once more: another build may have made it since
        if (is_there(folder) and not is_folder(folder)) or folder == folder.parent:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        # another build may have made it in the meantime
        new.mkdir(mode=PRIVATE_FOLDER if private else 0o777, exist_ok=True)


def _replace(path: Path, data: bytes, mode: int, *, flush: bool = True) -> None:
    temporary = _written_beside(path, data, mode, flush=flush)
    try:
        put_in_place(temporary, path)
    except BaseException:  # also Ctrl-C: nothing half-written stays behind
        temporary.unlink(missing_ok=True)
        raise


def _written_beside(path: Path, data: bytes, mode: int, *, flush: bool) -> Path:
    """A new temporary file in the folder of ``path`` that holds ``data``."""
    # The name says nothing of the content. Not mkstemp: its files have mode 0600, whatever the umask.
    temporary = path.parent / f".clinicpress-{os.urandom(8).hex()}.tmp"
    try:
        _write_exclusively(temporary, data, mode, flush=flush)
    except BaseException:  # also Ctrl-C: nothing half-written stays behind
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _write_exclusively(path: Path, data: bytes, mode: int, *, flush: bool) -> None:
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        file.write(data)
        if flush:
            file.flush()
            os.fsync(file.fileno())


def _link(temporary: Path, path: Path, data: bytes) -> None:
    """Give a whole file the name ``path``, unless something has it."""
    try:
        os.link(temporary, path)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:  # a file system without links, such as that of a memory stick
        _write_exclusively(path, data, PRIVATE_FILE, flush=True)


def _flush(path: Path) -> None:
    # Windows flushes only what is open for writing
    number = os.open(path, os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _flush_folder(folder: Path) -> None:
    # Windows opens no folders, and keeps their names by itself; some network shares cannot flush one
    if not on_windows():
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        except OSError as error:
            if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
                raise OutputError(os_problem(folder, error, folder=True)) from error
        finally:
            os.close(number)


def _close_to_others(path: Path, mode: int) -> None:
    # modes mean nothing on Windows
    if not on_windows() and stat.S_IMODE(path.stat().st_mode) != mode:
        path.chmod(mode)


def on_windows() -> bool:
    """Whether a file that is open elsewhere cannot be replaced."""
    return os.name == "nt"


def put_in_place(temporary: Path, path: Path) -> None:
    """Move a finished file over the one that is to be replaced."""
    for attempt in range(1, REPLACE_TRIES + 1):
        try:
            temporary.replace(path)
        except PermissionError:
            if not on_windows() or attempt == REPLACE_TRIES:
                raise
            time.sleep(REPLACE_PAUSE)
        else:
            return


def os_problem(path: Path, error: OSError, *, folder: bool = False) -> Problem:
    """What went wrong with ``path``, a file or a ``folder``, in words of somebody who prints handouts."""
    shown, above = path.as_posix(), path.parent.as_posix()
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        return Problem(
            say("store.disk-full-not-written", shown=shown),
            say("store.free-some-space", elsewhere=say(_ELSEWHERE)),
        )
    if error.errno == errno.ENAMETOOLONG:
        return Problem(
            say("store.name-too-long-for-disk", shown=_cut(shown)), say("store.choose-shorter-name")
        )
    if error.errno in {errno.ELOOP, errno.EEXIST, errno.ENOTDIR, errno.ENOENT}:
        return _no_way_to(path, error)
    if is_folder(path) and not folder:
        return Problem(
            say("store.folder-but-file-must-be-written", shown=shown), say("store.move-folder-away")
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        hint = say("store.close-if-open-another-program-check", above=above, elsewhere=say(_ELSEWHERE))
        return Problem(say("store.write-protected-or-use", shown=shown), hint)
    return Problem(
        say("store.could-not-be-written", shown=shown, reason=error.strerror or error), say(_ELSEWHERE)
    )


def _no_way_to(path: Path, error: OSError) -> Problem:
    """A link or a file stands where the folders of ``path`` should be, or one of them is gone."""
    for place in (path, *path.parents):
        if is_link(place) and not is_there(place):
            return Problem(
                say("store.link-file-does-not-exist", place=place.as_posix()),
                say("store.delete-it-or", elsewhere=say(_ELSEWHERE)),
            )
        if is_file(place) and place != path:
            what = say("store.file-in-place-of-folder", place=place.as_posix())
            return Problem(what, say("store.move-it-away-or", elsewhere=say(_ELSEWHERE)))
    if is_there(path) and error.errno in {errno.EEXIST, errno.ENOTDIR}:
        what = say("store.file-instead-of-folder", path=path.as_posix())
        return Problem(what, say("store.move-it-away-or", elsewhere=say(_ELSEWHERE)))
    return Problem(
        say("store.folder-could-not-be-written", path=path.as_posix(), reason=error.strerror or error),
        say(_ELSEWHERE),
    )


def _cut(name: str) -> str:
    return name if len(name) <= _SHOWN else f"{name[: _SHOWN // 2]}...{name[-_SHOWN // 2 :]}"


@contextmanager
def private_stream(path: Path, approve: Callable[[Path], None]) -> Iterator[Callable[[bytes], object]]:
    """Write ``path`` for its owner alone: what is written goes to a temporary file beside it.

    At the end ``approve`` is called with that file, before it is put in place; if it raises, or anything
    before it did, nothing is left of it. Missing folders are made, with mode 0700.

    Raises:
        OutputError: if it cannot be written; what was there before is still there.
    """
    temporary = path.parent / f".clinicpress-{os.urandom(8).hex()}.tmp"
    try:
        make_folder(path.parent, private=True)
        with open(temporary, "xb", opener=_private) as file:
            yield file.write
            file.flush()
            os.fsync(file.fileno())
        approve(temporary)
        put_in_place(temporary, path)
    except OSError as error:
        raise OutputError(os_problem(path, error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, PRIVATE_FILE)
