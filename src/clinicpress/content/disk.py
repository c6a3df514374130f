"""Finding and reading the files of a workspace. Reads whole files within a limit; never writes."""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clinicpress.problems import Problem, Source
from clinicpress.store.regular import followed, is_link, is_there, read_regular, real

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
MAX_ID = 60
# Windows keeps these names for devices, so that neither the file nor its PDF could be made there.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_YAML = (".yaml", ".yml")
_SIGNS = {" ": "a space", ".": "a full stop", ",": "a comma", "_": "an underscore"}


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A content file: its id, where it is, and how messages call it."""

    id: str
    path: Path
    shown: str


def shown(path: Path, root: Path) -> str:
    """How messages call a file: its path from the workspace, with slashes; else the whole path."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def read_bytes(path: Path, root: Path, most: int, source: Source | None = None) -> bytes | Problem:
    """The bytes of a regular file of the workspace at ``root``; else the problem, said of ``source``.

    A file of more than ``most`` bytes comes back cut off after the first byte too many.
    """
    source = source or Source(shown(path, root))
    fault = unreadable(path, root, source)
    if fault is not None:
        return fault
    try:
        return read_regular(path, most + 1)
    except OSError as error:
        return _cannot_read(error, source)


def unreadable(path: Path, root: Path, source: Source) -> Problem | None:
    """Why a file must not or cannot be opened: it is not there, no file, or outside of the workspace."""
    name = shown(path, root)
    outside = Problem(f"{name} is outside the workspace", "copy the file into the workspace", source)
    if not Path(os.path.normpath(path)).is_relative_to(root):
        return outside
    try:
        target = followed(path)
        kind = target.stat().st_mode
    except OSError as error:
        return _not_there(error, path, root, source)
    if not target.is_relative_to(real(root)):
        return outside
    return None if stat.S_ISREG(kind) else Problem(f"{name} is not a file", "put a file there", source)


def _not_there(error: OSError, path: Path, root: Path, source: Source) -> Problem:
    name = shown(path, root)
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        return _cannot_read(error, source)
    if is_link(path):
        return Problem(f"{name} is a link to a file that does not exist", "put the file itself there", source)
    return Problem(f"there is no file {name}", _near_file(path, root), source)


def _cannot_read(error: OSError, source: Source) -> Problem:
    reason = error.strerror or "its path cannot be resolved"
    return Problem(f"the file cannot be read: {reason}", "check the file and its permissions", source)


def _near_file(path: Path, root: Path) -> str:
    try:
        names = sorted(file.name for file in path.parent.iterdir() if not file.name.startswith("."))
    except OSError:
        names = []
    close = difflib.get_close_matches(path.name[:80], names, n=1)
    return (
        f"did you mean {shown(path.parent / close[0], root)}?"
        if close
        else "add the file, or correct its path"
    )


def digest(data: bytes) -> str:
    """SHA-256 (hex) of a text file, without line ends and byte order mark, which git and editors change."""
    text = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return hashlib.sha256(text).hexdigest()


def yaml_files(folder: Path, root: Path) -> Iterator[NamedFile | Problem]:
    """The YAML files of a folder in the order of their names; a problem for each whose name is no id."""
    try:
        paths = sorted(folder.iterdir(), key=lambda path: path.name)
    except FileNotFoundError:
        return
    except OSError as error:
        yield _cannot_read(error, Source(shown(folder, root)))
        return
    for path in paths:
        if path.suffix.lower() in _YAML and not path.name.startswith("."):
            fault = _name_fault(path, Source(shown(path, root)))
            yield fault or NamedFile(path.stem, path, shown(path, root))


def _name_fault(path: Path, source: Source) -> Problem | None:
    right = path.with_suffix(".yaml").name
    if path.suffix != ".yaml":
        if is_there(path.with_suffix(".yaml")):
            hint = f"only {right} is read; keep one of the two files"
            return Problem(f"{right} already exists beside this file", hint, source)
        return Problem(f"this file name ends in {path.suffix}", f"rename it to {right}", source)
    if re.fullmatch(rf"{ID_PATTERN}\.[a-z]{{2,3}}(-[A-Za-z]{{2,4}})?", path.stem):
        return Problem("this version does not read translations", "move the file out of this folder", source)
    wrong = id_fault(path.stem)
    if wrong is None:
        return None
    better = nearest_id(path.stem)
    hint = f"rename it to {better}.yaml" if better else "give it another name, such as knee-to-chest.yaml"
    return Problem(wrong, hint, source)


def nearest_id(name: str) -> str:
    """The id that is most like ``name``; empty if no letter or digit can stand in one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    better = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_ID].strip("-")
    return "" if better in _DEVICES else better


def _called(sign: str) -> str:
    if sign.isupper():
        return "a capital letter"
    return _SIGNS.get(sign, sign) if sign.isprintable() else f"U+{ord(sign):04X}"


def id_fault(name: str) -> str | None:
    """What is wrong with the name of a content file, without its ending; None if nothing is."""
    if name in _DEVICES:
        return f"Windows reserves the name {name}, so no file can have it there"
    if len(name) > MAX_ID:
        return f"this file name has {len(name)} characters; the limit is {MAX_ID}"
    strange = dict.fromkeys(map(_called, re.findall(r"[^a-z0-9-]", name)))
    if strange:
        found = ", ".join(strange)
        return f"this file name contains {found}; use only small letters, digits and hyphens"
    if re.fullmatch(ID_PATTERN, name) is None:
        return "in a file name, write single hyphens, and only between letters or digits"
    return None
