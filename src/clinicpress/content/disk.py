"""Finding and reading the files of a workspace. Reads whole files within a limit; never writes."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from clinicpress.messages import later, say
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass
from clinicpress.store.regular import followed, is_link, is_there, read_regular, real

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
MAX_ID = 60
# A file of content is not larger: a page of text has about 5 kB.
MAX_BYTES = 1_000_000
# Windows keeps these names for devices, so that neither the file nor its PDF could be made there.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_YAML = (".yaml", ".yml")
_SIGNS = {
    " ": later("content.sign-space"),
    ".": later("content.sign-full-stop"),
    ",": later("content.sign-comma"),
    "_": later("content.sign-underscore"),
}


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
    if not Path(os.path.normpath(path)).is_relative_to(root):
        return _outside(name, source)
    try:
        target = followed(path)
        kind = target.stat().st_mode
    except OSError as error:
        return _not_there(error, path, root, source)
    if not target.is_relative_to(real(root)):
        return _outside(name, source)
    return (
        None
        if stat.S_ISREG(kind)
        else Problem(say("content.is-no-file", name=name), say("content.put-file"), source)
    )


def _outside(name: str, source: Source) -> Problem:
    return Problem(
        say("content.outside-workspace", name=name), say("content.copy-file-into-workspace"), source
    )


def _not_there(error: OSError, path: Path, root: Path, source: Source) -> Problem:
    name = shown(path, root)
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        return _cannot_read(error, source)
    if is_link(path):
        return Problem(
            say("content.link-file-does-not-exist", name=name), say("content.put-file-itself"), source
        )
    return Problem(say("content.no-file", name=name), _near_file(path, root), source)


def _cannot_read(error: OSError, source: Source) -> Problem:
    reason = error.strerror or say("content.path-cannot-be-resolved")
    return Problem(
        say("build.file-cannot-be-read", reason=reason), say("build.check-file-and-permissions"), source
    )


def _near_file(path: Path, root: Path) -> str:
    import difflib  # noqa: PLC0415

    try:
        names = sorted(file.name for file in path.parent.iterdir() if not file.name.startswith("."))
    except OSError:
        names = []
    close = difflib.get_close_matches(path.name[:80], names, n=1)
    return (
        say("content.did-you-mean-file", path=shown(path.parent / close[0], root))
        if close
        else say("content.add-file")
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
            hint = say("content.only-read", right=right)
            return Problem(say("content.already-exists-beside-file", right=right), hint, source)
        return Problem(
            say("content.file-name-ends", suffix=path.suffix),
            say("content.rename-file-to", right=right),
            source,
        )
    if re.fullmatch(rf"{ID_PATTERN}\.[a-z]{{2,3}}(-[A-Za-z]{{2,4}})?", path.stem):
        return Problem(
            say("content.version-does-not-read-translations"), say("content.move-file-out-folder"), source
        )
    wrong = id_fault(path.stem)
    if wrong is None:
        return None
    better = nearest_id(path.stem)
    hint = say("content.rename-to-id", better=better) if better else say("content.give-another-name")
    return Problem(wrong, hint, source)


def nearest_id(name: str) -> str:
    """The id that is most like ``name``; empty if no letter or digit can stand in one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    better = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_ID].strip("-")
    return "" if better in _DEVICES else better


def _called(sign: str) -> str:
    if sign.isupper():
        return say("content.capital-letter")
    if sign in _SIGNS:
        return say(_SIGNS[sign])
    return sign if sign.isprintable() else f"U+{ord(sign):04X}"


def id_fault(name: str) -> str | None:
    """What is wrong with the name of a content file, without its ending; None if nothing is."""
    if name in _DEVICES:
        return say("content.windows-reserves-name", name=name)
    if len(name) > MAX_ID:
        return say("content.file-name-has-characters", count=len(name), most=MAX_ID)
    strange = dict.fromkeys(map(_called, re.findall(r"[^a-z0-9-]", name)))
    if strange:
        found = ", ".join(strange)
        return say("content.file-name-contains", found=found)
    if re.fullmatch(ID_PATTERN, name) is None:
        return say("content.file-name-write-single-hyphens")
    return None
