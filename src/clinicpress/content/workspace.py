"""Where the workspace is, and where the starter is that came with clinicpress."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from clinicpress.content.plugins import has_diagrams
from clinicpress.problems import Problem, UsageError
from clinicpress.store.digests import digest_of_file, engine_digest, folder_entries
from clinicpress.store.regular import is_file, is_link, is_named, real

CLINIC = "content/clinic.yaml"
# SQLite, which keeps the patients' index, takes paths of 512 bytes; names of folders and files come on top.
LONGEST_PATH = 400
_FOLDERS = ("content", "assets")
_PATIENTS = "content/patients"


def find_workspace(start: Path, explicit: Path | None) -> Path:
    """The workspace that ``start`` is in: the nearest folder upwards with ``content/clinic.yaml``.

    An ``explicit`` folder has to be one itself.

    Raises:
        UsageError: if there is none, or its file for the clinic is no file that can be read, or its path is
            one that not every part of a run can use.
    """
    if explicit is not None:
        if not _is_workspace(explicit):
            hint = f"name a folder that has {CLINIC}, or create one with: clinicpress init DIR"
            raise UsageError(Problem(f"{_told(explicit)} is not a workspace: it has no {CLINIC}", hint))
        return usable(real(explicit))
    start = real(start)
    for folder in (start, *start.parents):
        if _is_workspace(folder):
            return usable(folder)
    hint = "go to a workspace, name one with --workspace DIR, or create one with: clinicpress init DIR"
    raise UsageError(Problem(f"there is no {CLINIC} in this folder or in any folder above it", hint))


def usable(folder: Path) -> Path:
    """The folder itself, if files in it can be named in messages, records and the patients' index.

    Raises:
        UsageError: if its path is no text, or too long.
    """
    try:
        length = len(str(folder).encode("utf-8"))
    except UnicodeEncodeError:
        message = f"the name of this folder is not valid UTF-8: {_told(folder)}"
        raise UsageError(Problem(message, "rename the folder")) from None
    if length > LONGEST_PATH:
        message = f"the path of this folder has {length} characters; the limit is {LONGEST_PATH}"
        raise UsageError(Problem(message, "move the folder to a place with a shorter path"))
    return folder


def _is_workspace(folder: Path) -> bool:
    """Whether the clinic's file is in a folder.

    Raises:
        UsageError: if something is in its place that is no file; a workspace further up is not meant then.
    """
    path = folder / CLINIC
    if is_file(path) or not is_named(path):
        return is_file(path)
    if is_link(path):
        message, hint = "is a link to a file that does not exist", "put the file itself there"
    else:
        message, hint = "is not a file", "put the clinic's file there"
    raise UsageError(Problem(f"{_told(path)} {message}", hint))


def _told(path: Path) -> str:
    """A path as text; bytes of it that are no text as their numbers, and a very long one cut."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return text if len(text) <= LONGEST_PATH else f"{text[:40]}...{text[-40:]}"


def starter() -> Path:
    """The starter: a part of the installed package, or the repository that clinicpress runs from.

    Raises:
        UsageError: if neither is there.
    """
    package = real(Path(__file__)).parents[1]
    for folder in (package / "starter", *package.parents[1:2]):
        if is_file(folder / CLINIC):
            return folder
    raise UsageError(Problem("the starter is missing from this installation", "install clinicpress again"))


def workspace_digest(root: Path) -> str | None:
    """Digest of every file that a build of the workspace at ``root`` may read, and of the engine.

    None if that cannot be told by looking at files alone: where there are links, a file cannot be read, or
    another package draws diagrams.
    """
    if has_diagrams():
        return None
    state = hashlib.sha256(engine_digest().encode())
    try:
        for at in dict.fromkeys((real(root), real(starter()))):
            for folder in _FOLDERS:
                if is_link(at / folder):
                    return None
                if is_named(at / folder):
                    state.update(f"{folder}\0".encode())
                    for name, kind, path in folder_entries(at / folder, folder, (_PATIENTS,)):
                        if kind == "link":  # what it leads to may change and tell nobody
                            return None
                        digest = digest_of_file(path) if kind == "other" else ""
                        state.update(os.fsencode(f"{name}\0{digest}\0"))
    except OSError:
        return None
    return state.hexdigest()
