"""A private file that is written piece by piece, and is there as a whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from clinicpress import files
from clinicpress.problems import OutputError


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
        files.make_folder(path.parent, private=True)
        with open(temporary, "xb", opener=_private) as file:
            yield file.write
            file.flush()
            os.fsync(file.fileno())
        approve(temporary)
        files.put_in_place(temporary, path)
    except OSError as error:
        raise OutputError(files.os_problem(path, error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, files.PRIVATE_FILE)
