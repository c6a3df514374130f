"""Hands a finished file to the system's viewer or printer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from clinicpress.problems import Problem

# What sends a file to the printer, on a Mac and on Linux.
_SPOOLERS = ("lp", "lpr")


def hand_over(path: Path, *, opens: bool, prints: bool) -> Iterator[Problem]:
    """Show a file, print it, or both; a problem for each that the system cannot do."""
    if opens and click.launch(str(path)) != 0:
        hint = f"open it yourself: {path.as_posix()}"
        yield Problem("the system has no viewer for PDF files", hint)
    if prints:
        yield from _printed(path)


def _printed(path: Path) -> Iterator[Problem]:
    if sys.platform == "win32":
        try:
            os.startfile(path, "print")
        except OSError:
            yield Problem("no program on this machine prints PDF files", f"open it: {path.as_posix()}")
        return
    for spooler in _SPOOLERS:
        try:
            done = subprocess.run([spooler, str(path)], check=False, capture_output=True)
        except OSError:  # there is no such program
            continue
        if done.returncode != 0:
            hint = f"look at the printer, or print it from a viewer: {path.as_posix()}"
            yield Problem("the printer did not take the file", hint)
        return
    hint = f"print it from a viewer: {path.as_posix()}"
    yield Problem("the system has no printer that clinicpress can reach", hint)
