"""Standard streams that are closed or full, and handing a file to the system's viewer or printer."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

from clinicpress.messages import say
from clinicpress.problems import Problem

# What a write to a full or vanished place fails with; an error of a file has the file's name beside it.
_OF_WRITING = {
    errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EBADF, errno.EPIPE, getattr(errno, "EDQUOT", errno.ENOSPC),
}  # fmt: skip
_STREAMS = ("stdin", "stdout", "stderr")


def open_streams() -> None:
    """See that the three standard streams are there: one that was closed, as under cron, leads nowhere.

    Otherwise the next file that is opened would take its number, and what is printed would go into that file.
    """
    for number, name in enumerate(_STREAMS):
        try:
            os.fstat(number)
        except OSError:
            # the lowest free number is given, and those below it are taken
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            stream = os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False)
            setattr(sys, name, stream)
    for each in (sys.stdout, sys.stderr):
        # a console or a pipe with an old encoding gets a "?" for what it cannot show, not a traceback
        if hasattr(each, "reconfigure"):
            each.reconfigure(errors="replace")


def is_of_output(error: BaseException) -> bool:
    """Whether an error says that what was printed could not be written."""
    return isinstance(error, OSError) and error.filename is None and error.errno in _OF_WRITING


@contextlib.contextmanager
def telling_of_output() -> Iterator[None]:
    """End the process with 1 and one line if what is printed cannot be written, also at the very end."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:
        if not is_of_output(error):
            raise
        _give_up(sys.stdout)
        if error.errno != errno.EPIPE:  # who reads no further, as head does, wants no word of it
            full = error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
            reason = say("cli.disk-full") if full else error.strerror or say("cli.cannot-be-written")
            try:
                click.echo(say("cli.output-could-not-be-written", reason=reason), err=True)
            except OSError:
                _give_up(sys.stderr)
        sys.exit(1)


def _give_up(stream: TextIO) -> None:
    """Send what a stream still holds nowhere, so that closing it at the end does not fail once more."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        stream.flush()


# What sends a file to the printer, on a Mac and on Linux.
_SPOOLERS = ("lp", "lpr")


def hand_over(path: Path, *, opens: bool, prints: bool) -> Iterator[Problem]:
    """Show a file, print it, or both; a problem for each that the system cannot do."""
    if opens and click.launch(str(path)) != 0:
        hint = say("cli.open-it-yourself", path=path.as_posix())
        yield Problem(say("cli.system-has-no-viewer-for-pdf"), hint)
    if prints:
        yield from _printed(path)


def _printed(path: Path) -> Iterator[Problem]:
    if sys.platform == "win32":
        try:
            os.startfile(path, "print")
        except OSError:
            yield Problem(
                say("cli.no-program-computer-prints-pdf-files"), say("cli.open-it", path=path.as_posix())
            )
        return
    for spooler in _SPOOLERS:
        try:
            done = subprocess.run([spooler, str(path)], check=False, capture_output=True)
        except OSError:  # there is no such program
            continue
        if done.returncode != 0:
            hint = say("cli.check-printer", path=path.as_posix())
            yield Problem(say("cli.printer-did-not-take-file"), hint)
        return
    hint = say("cli.print-from-viewer", path=path.as_posix())
    yield Problem(say("cli.system-has-no-printer-clinicpress"), hint)
