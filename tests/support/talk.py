"""Talks with a program on a pseudo-terminal, as somebody at a front desk does."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

# Seconds that a program may be silent, on a slow machine.
PATIENCE = 60.0
CTRL_C = "\x03"


def talk(
    words: Sequence[str], answers: Sequence[tuple[str, str]], cwd: Path, env: Mapping[str, str] | None = None
) -> tuple[str, int]:
    """Run ``clinicpress`` with ``words``; all that it shows, and its exit code.

    Each of ``answers`` is typed when its question is seen: the words to wait for, and what is typed then.
    """
    import pty

    reading, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", _IN_A_TERMINAL, *words], cwd=cwd, stdin=terminal, stdout=terminal,
        stderr=terminal, env={**os.environ, "TERM": "dumb", **(env or {})},
    )  # fmt: skip
    os.close(terminal)
    shown, seen, waiting, typed = b"", 0, list(answers), ""
    try:
        while (part := _part(reading, again=typed == CTRL_C)) != b"":
            if part is None:
                os.write(reading, typed.encode())
                continue
            shown += part
            while waiting and (at := shown.find(waiting[0][0].encode(), seen)) >= 0:
                question, typed = waiting.pop(0)
                seen = at + len(question.encode())
                os.write(reading, typed.encode())
        return shown.decode("utf-8", "replace").replace("\r\n", "\n"), process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()
        os.close(reading)


# The terminal has to be the program's own for Ctrl-C to reach it.
_IN_A_TERMINAL = """
import os
os.login_tty(os.dup(0))
from clinicpress.cli.main import main
main()
"""


def _part(reading: int, *, again: bool) -> bytes | None:
    """What is shown next; empty at the end, None if ``again`` and nothing was shown for a second.

    A Ctrl-C that comes while a question is just being put is not heard before the next key.
    """
    for _ in range(int(PATIENCE)):
        if select.select([reading], [], [], 1.0)[0]:
            try:
                return os.read(reading, 4096)
            except OSError:  # Linux says so when the last writer is gone
                return b""
        if again:
            return None
    raise AssertionError("the program waits for an answer that nobody gives")
