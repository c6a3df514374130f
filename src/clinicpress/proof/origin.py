"""The origin of a file, told by its first and last bytes: nothing but our own is ever written over.

The mark behind the header names the kind of file. No other program keeps it, unless it appends its changes;
then the file has a second end.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from clinicpress.messages import say
from clinicpress.problems import Problem
from clinicpress.store.regular import is_there, open_regular, read_regular

# Pages that say nothing of a patient, one patient's sheet, and many patients' sheets.
FileKind = Literal["document", "plan", "packet"]
# Four bytes above 127 tell transfer programs that the file is binary; PDF/A demands them.
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_MARK = re.compile(re.escape(HEADER) + rb"%clinicpress (document|plan|packet)\n")
# The boxes of pages as text.
_BOXES = re.compile(rb"page 1 [0-9.]+ x [0-9.]+\n")
_END = b"%%EOF"
_PIECE = 1 << 20


def header(kind: FileKind) -> bytes:
    """What a file of that kind begins with."""
    return HEADER + f"%clinicpress {kind}\n".encode("ascii")


def origin_of(path: Path) -> FileKind | None:
    """What clinicpress made at ``path``, maybe damaged since; None if it is somebody else's or was changed.

    Raises:
        OSError: if it cannot be read.
    """
    with open_regular(path) as file:
        data = file.read(_PIECE)
        found = _MARK.match(data)
        if found is None:
            return "document" if _BOXES.match(data) else None
        ends, kept = 0, b""
        while data:
            # an end that two pieces share is counted once
            ends += (kept + data).count(_END)
            kept = data[-len(_END) + 1 :]
            data = file.read(_PIECE)
        kinds: dict[bytes, FileKind] = {b"document": "document", b"plan": "plan", b"packet": "packet"}
        return kinds[found[1]] if ends <= 1 else None


def is_pdf(path: Path) -> bool:
    """Whether there is a file that any viewer takes for a PDF."""
    try:
        return b"%PDF-" in read_regular(path, 1024)
    except OSError:
        return False


def may_be_replaced(path: Path, kind: FileKind, *, known: bool = False) -> bool:
    """Whether a file of a kind may be put at ``path``: only one of that kind, or an empty one, is lost.

    ``known`` says that its bytes are those that clinicpress wrote there. A file that cannot be read is left.
    """
    try:
        return known or not is_there(path) or not path.stat().st_size or origin_of(path) == kind
    except OSError:
        return False


def not_ours(path: Path) -> Problem:
    """What is told of a file in the way, which is left as it is."""
    hint = say("proof.move-away")
    return Problem(say("proof.not-made-clinicpress", path=path.as_posix()), hint)
