"""Names of patients' files: they say nothing of the patient, and are the same each time.

A digest alone would not do: who knows the ids of patients could try them all. The key keeps that from them.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import re
from pathlib import Path

from clinicpress.files import owner_only, private_folder, refuse_link, write_new
from clinicpress.model.people import same_text
from clinicpress.problems import OutputError, Problem
from clinicpress.regular import is_there, read_regular

KEY_BYTES = 32
# Of five bits each: a hundred bits, so that no two of any number of patients ever share a name.
NAME_LENGTH = 20
_PURPOSE = "clinicpress patient file 1"
_KEY = re.compile(rb"[0-9a-f]{64}")


def patients_folder(out: Path) -> Path:
    """Where the patients' files of an output folder are."""
    return out / "patients"


def key_path(root: Path) -> Path:
    """Where the workspace at ``root`` has its key, also when its output goes elsewhere."""
    return patients_folder(root / "output") / "key"


def patient_key(root: Path) -> bytes:
    """The key that names patients' files in the workspace at ``root``; made when it is first asked for.

    Raises:
        OutputError: if it cannot be made or read, or is damaged.
    """
    path = key_path(root)
    private_folder(path.parent)
    refuse_link(path)
    if not is_there(path):
        # two first runs agree: only one of them makes it, and both read it
        write_new(path, f"{os.urandom(KEY_BYTES).hex()}\n".encode())
    owner_only(path)
    try:
        text = read_regular(path).strip()
    except OSError as error:
        problem = Problem(f"{path.as_posix()} cannot be read: {error.strerror}", "check who it belongs to")
        raise OutputError(problem) from error
    if not _KEY.fullmatch(text):
        hint = "put it back from a backup; or delete it, then every plan is made again under a new name"
        raise OutputError(Problem(f"{path.as_posix()} is damaged: it is no key of 64 hex digits", hint))
    return bytes.fromhex(text.decode("ascii"))


def private_name(key: bytes, patient_id: str, sheet: str, language: str) -> str:
    """The name of a patient's sheet, without an ending: 20 small letters and digits (base32).

    An id is the same however it is written; see `clinicpress.model.people`.
    """
    # JSON keeps apart where one part ends and the next begins
    what = json.dumps([_PURPOSE, same_text(patient_id), sheet, language]).encode("ascii")
    digest = hmac.digest(key, what, "sha256")
    return base64.b32encode(digest).decode("ascii")[:NAME_LENGTH].lower()
