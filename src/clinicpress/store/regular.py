"""Reading regular files: every file that clinicpress reads is opened here.

A pipe, a device or a socket in the place of a file would block for ever or never end. What is asked here of a
path never raises: a path that cannot be followed, because it is too long, leads in a circle, or may not be
looked at, leads nowhere.
"""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path
from typing import Literal

# A pipe is opened at once and found out then, should one take the place of a file between two looks.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def open_regular(path: Path) -> BufferedReader:
    """A regular file, opened for reading.

    Raises:
        OSError: if it cannot be opened, or is anything else.
    """
    try:
        _refuse_others(path, os.stat(path))
        number = os.open(path, _FLAGS)
    except ValueError as error:  # a NUL, or a character that no name of a file can have
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path) from error
    try:
        _refuse_others(path, os.fstat(number))
        return os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise


def read_regular(path: Path, most: int = -1) -> bytes:
    """The bytes of a regular file, or the first ``most`` of them.

    Raises:
        OSError: if it cannot be read, or is anything else.
    """
    with open_regular(path) as file:
        return file.read(most)


def read_text(path: Path) -> str:
    """The text of a file of this package, in UTF-8, with LF at the ends of lines.

    Raises:
        OSError: if it cannot be read.
    """
    return read_regular(path).decode("utf-8").replace("\r\n", "\n")


def is_named(path: Path) -> bool:
    """Whether the name is taken, be it by a link that leads nowhere."""
    return os.path.lexists(path)


def is_link(path: Path) -> bool:
    """Whether the name is that of a link."""
    return os.path.islink(path)


def is_file(path: Path) -> bool:
    """Whether a regular file is there, or a link to one."""
    return os.path.isfile(path)


def is_folder(path: Path) -> bool:
    """Whether a folder is there, or a link to one."""
    return os.path.isdir(path)


def is_there(path: Path) -> bool:
    """Whether anything is there; a link that leads nowhere is nothing."""
    return os.path.exists(path)


def names_in(folder: Path) -> list[str]:
    """The names of what is in a folder; none of what is no folder, or may not be looked into."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


EntryKind = Literal["link", "folder", "other"]


def entries_of(folder: Path) -> list[tuple[str, EntryKind]]:
    """The name of each thing in a folder, in order, and what it is.

    Raises:
        OSError: if the folder may not be looked into.
    """
    with os.scandir(folder) as found:
        return sorted(
            (each.name, "link" if each.is_symlink() else "folder" if each.is_dir() else "other")
            for each in found
        )


def real(path: Path) -> Path:
    """The whole path without links; of a circle of links, as far as it can be followed."""
    return Path(os.path.realpath(path))


def followed(path: Path) -> Path:
    """The whole path without links of what is there.

    Raises:
        OSError: if there is nothing, or the path cannot be followed.
    """
    try:
        return Path(os.path.realpath(path, strict=True))
    except ValueError as error:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path) from error


def _refuse_others(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = errno.EISDIR if stat.S_ISDIR(found.st_mode) else errno.EINVAL
        what = os.strerror(kind) if kind == errno.EISDIR else "Not a regular file"
        raise OSError(kind, what, os.fspath(path))
