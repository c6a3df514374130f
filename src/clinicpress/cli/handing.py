"""Hands a finished file to the system's viewer or printer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from clinicpress.problems import OutputError, Problem

# What sends a file to the printer, on a Mac and on Linux.
_SPOOLERS = ("lp", "lpr")


def hand_over(path: Path, *, opens: bool, prints: bool) -> None:
    """Show a file, print it, or both.

    Raises:
        OutputError: if the system has no viewer or no printer for it.
    """
    if opens and click.launch(str(path)) != 0:
        hint = f"open it yourself: {path.as_posix()}"
        raise OutputError(Problem("the system has no viewer for PDF files", hint))
    if prints:
        _print(path)


def _print(path: Path) -> None:
    if sys.platform == "win32":
        os.startfile(path, "print")
        return
    spooler = next((found for name in _SPOOLERS if (found := shutil.which(name))), None)
    if spooler is None:
        hint = f"print it from a viewer: {path.as_posix()}"
        raise OutputError(Problem("the system has no printer that clinicpress can reach", hint))
    done = subprocess.run([spooler, str(path)], check=False, capture_output=True)
    if done.returncode != 0:
        hint = f"look at the printer, or print it from a viewer: {path.as_posix()}"
        raise OutputError(Problem("the printer did not take the file", hint))
