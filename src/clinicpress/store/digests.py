"""Digests (SHA-256, hex): of bytes, of files, of whole folders, and of clinicpress itself."""

from __future__ import annotations

import hashlib
import re
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import clinicpress
from clinicpress.store.regular import EntryKind, entries_of, is_file, names_in, open_regular, read_text

# A line of a package's metadata that names what it always needs.
_NEEDED = re.compile(r"^Requires-Dist: ([\w.-]+)(?!.*;.*\bextra\b)", re.MULTILINE)
_SOURCES = (".py", ".yaml", ".txt")
_APART = ("clinicpress/starter/", "clinicpress/locales/messages/")
_PIECE = 65_536


def digest_of(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file in hex; it is read piece by piece.

    Raises:
        OSError: if it cannot be read.
    """
    state = hashlib.sha256()
    with open_regular(path) as file:
        # `hashlib.file_digest` clears 256 kB for each file, which takes longer than to read a small one
        while data := file.read(_PIECE):
            state.update(data)
    return state.hexdigest()


def folder_entries(
    folder: Path, name: str, without: Sequence[str] = ()
) -> Iterator[tuple[str, EntryKind, Path]]:
    """Everything in a folder that is called ``name``, at any depth: its name, what it is, and its path.

    Of the folders named in ``without``, and of links, nothing that is in them is told.

    Raises:
        OSError: if a folder may not be looked into.
    """
    for each, kind in entries_of(folder):
        inner, path = f"{name}/{each}", folder / each
        yield inner, kind, path
        if kind == "folder" and inner not in without:
            yield from folder_entries(path, inner, without)


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """Digest of this package's own files and of the versions of what it draws with."""
    state = hashlib.sha256()
    for name, digest in _recorded() or _hashed():
        state.update(f"{name}\0{digest}\0".encode())
    state.update("\0".join(installed()).encode())
    state.update(f"{sys.version} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    return state.hexdigest()


def _hashed() -> list[tuple[str, str]]:
    """Each file of the package that counts, and its digest."""
    package = Path(clinicpress.__file__).parent
    files = folder_entries(package, "clinicpress", ("clinicpress/packed", "clinicpress/starter"))
    return [(name, digest_of_file(path)) for name, kind, path in files if kind != "folder" and _counts(name)]


def _recorded() -> list[tuple[str, str]]:
    """The same as an installed package's list of files has it; nothing of one that runs from its source.

    Why: reading 450 files takes as long as looking for all that has changed in a workspace.
    """
    own = _metadata_folders().get("clinicpress")
    record = own / "RECORD" if own is not None else None
    if own is None or record is None or own.parent != Path(clinicpress.__file__).parents[1]:
        return []
    rows = [line.rsplit(",", 2) for line in read_text(record).splitlines()] if is_file(record) else []
    return [(row[0], row[1]) for row in rows if len(row) == 3 and _counts(row[0])]


def _counts(name: str) -> bool:
    """Whether a file of the package can make a page other: messages do not,
    the starter's count as content."""
    inside = name.startswith("clinicpress/") and not name.startswith(_APART)
    return inside and name.endswith(_SOURCES)


def installed() -> tuple[str, ...]:
    """Name and version of each package that this one needs, as the folders of their metadata are named.

    Why: asking importlib.metadata takes ten times as long, half of a build in which nothing changed.
    """
    metadata = _metadata_folders()
    own = metadata.get("clinicpress")
    needed = _NEEDED.findall(read_text(own / "METADATA")) if own is not None else metadata
    return tuple(sorted(metadata[name].name for name in map(_plain, needed) if name in metadata))


@lru_cache(maxsize=1)
def _metadata_folders() -> Mapping[str, Path]:
    """The folder of metadata of each installed package, by its name; of two, the one that is imported."""
    found: dict[str, Path] = {}
    for folder in sys.path:
        for name in names_in(Path(folder)):
            if name.endswith(".dist-info"):
                found.setdefault(_plain(name.partition("-")[0]), Path(folder, name))
    return found


def _plain(name: str) -> str:
    """A package's name as all its spellings are compared."""
    return re.sub(r"[-_.]+", "_", name).lower()
