"""Where the workspace is, and where the starter is that came with clinicpress."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from clinicpress.content.plugins import has_diagrams
from clinicpress.messages import say
from clinicpress.problems import Problem, UsageError
from clinicpress.store.digests import digest_of_file, engine_digest, folder_entries
from clinicpress.store.regular import is_file, is_link, is_named, real

CLINIC = "content/clinic.yaml"
# SQLite, which keeps the patients' index, takes paths of 512 bytes; names of folders and files come on top.
LONGEST_PATH = 400
_FOLDERS = ("content", "assets")
# Bytes. No file of content may be so large; reading one whole would only cost time.
_LARGEST = 100_000_000
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
            hint = say("workspace.name-folder", clinic=CLINIC)
            raise UsageError(
                Problem(say("workspace.not-a-workspace", folder=_told(explicit), clinic=CLINIC), hint)
            )
        return usable(real(explicit))
    start = real(start)
    for folder in (start, *start.parents):
        if _is_workspace(folder):
            return usable(folder)
    hint = say("workspace.go-workspace-name-workspace-dir")
    raise UsageError(Problem(say("workspace.no-folder-or-any-folder-above", clinic=CLINIC), hint))


def usable(folder: Path) -> Path:
    """The folder itself, if files in it can be named in messages, records and the patients' index.

    Raises:
        UsageError: if its path is no text, or too long.
    """
    try:
        length = len(str(folder).encode("utf-8"))
    except UnicodeEncodeError:
        message = say("workspace.name-folder-not-valid-utf-8", folder=_told(folder))
        raise UsageError(Problem(message, say("workspace.rename-folder"))) from None
    if length > LONGEST_PATH:
        message = say("workspace.path-folder-has-characters", length=length, most=LONGEST_PATH)
        raise UsageError(Problem(message, say("workspace.move-folder-place-shorter-path")))
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
        message, hint = (
            say("workspace.link-file-does-not-exist", path=_told(path)),
            say("content.put-file-itself"),
        )
    else:
        message, hint = say("workspace.not-file", path=_told(path)), say("workspace.put-clinic-file")
    raise UsageError(Problem(message, hint))


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
    raise UsageError(
        Problem(
            say("workspace.starter-missing-from-installation"), say("workspace.install-clinicpress-again")
        )
    )


def workspace_digest(root: Path) -> str | None:
    """Digest of every file that a build of the workspace at ``root`` may read, and of the engine.

    None if that cannot be told by looking at files alone: where there are links, a file cannot be read or is
    too large to be of use, or another package draws diagrams.
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
                        if kind == "other" and path.stat().st_size > _LARGEST:
                            return None
                        digest = digest_of_file(path) if kind == "other" else ""
                        state.update(os.fsencode(f"{name}\0{digest}\0"))
    except OSError:
        return None
    return state.hexdigest()
