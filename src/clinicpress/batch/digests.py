"""Digests of what pages are made from: the engine itself, and everything in a workspace."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import zlib
from functools import lru_cache
from pathlib import Path

import clinicpress
from clinicpress.reading.workspace import starter
from clinicpress.regular import is_folder, is_link, open_regular, real

# The libraries whose code decides what stands in a PDF, and whether it may be printed.
LIBRARIES = (
    "babel", "fontpkg_lato", "markdown_it_py", "numpy", "pillow", "pydantic", "pypdfium2", "reportlab",
    "resvg_py", "rl_accel", "segno", "shapely", "svglib", "syllapy",
)  # fmt: skip
_INSTALLED = re.compile(rf"({'|'.join(LIBRARIES)})-.*\.dist-info", re.IGNORECASE)
FOLDERS = ("content", "assets")
PATIENTS = "content/patients"


def digest_of(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file in hex; it is read piece by piece.

    Raises:
        OSError: if it cannot be read.
    """
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """Digest of this package's own files and of the versions of what it draws with."""
    package = Path(clinicpress.__file__).parent
    state = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package).as_posix()
        # the starter's files count as content, where they are used
        if path.suffix in {".py", ".yaml", ".txt"} and not name.startswith("starter/"):
            state.update(f"{name}\0{digest_of_file(path)}\0".encode())
    state.update("\0".join(installed()).encode())
    state.update(f"{sys.version} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    return state.hexdigest()


def installed() -> tuple[str, ...]:
    """Name and version of each of the `LIBRARIES`, as the folders of their metadata are named.

    Why: asking importlib.metadata takes ten times as long, half of a build in which nothing changed.
    """
    found: set[str] = set()
    for folder in map(Path, sys.path):
        if is_folder(folder):
            found |= {path.name for path in folder.iterdir() if _INSTALLED.fullmatch(path.name)}
    return tuple(sorted(found))


def workspace_digest(root: Path) -> str | None:
    """Digest of every file that a build of the workspace at ``root`` may read, and of the engine.

    None if that cannot be told by looking at files alone: where there are links, or a file cannot be read.
    """
    state = hashlib.sha256(engine_digest().encode())
    for at in dict.fromkeys((real(root), real(starter()))):
        for folder in FOLDERS:
            for where, folders, names in os.walk(at / folder):
                folders.sort()
                here = Path(where)
                if here == at / PATIENTS:
                    folders.clear()
                    continue
                for path in (here / name for name in sorted([*folders, *names])):
                    found = _entry(path)
                    if found is None:
                        return None
                    state.update(f"{path.relative_to(at).as_posix()}\0{found}\0".encode())
    return state.hexdigest()


def _entry(path: Path) -> str | None:
    try:
        if is_link(path):
            return None
        return "folder" if is_folder(path) else digest_of_file(path)
    except OSError:
        return None
