"""Carries out the how-to pages, as they stand, in a copy of the package.

A piece of a page is a code block, three spaces in, below a line that says where it goes: ``In `PATH`:`` for a
new file; ``In `PATH`, after `LINE`:`` or ``before`` for one that there is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDES = ROOT / "docs/how-to"
_PIECE = re.compile(
    r"In `(?P<path>[^`]+)`(?:, (?P<where>before|after) `(?P<anchor>[^`]+)`)?:\n\n"
    r"   ```[a-z]*\n(?P<code>.*?)   ```\n",
    re.DOTALL,
)


def carry_out(guide: str, folder: Path) -> int:
    """Put each piece of a guide where it says, below ``folder``; how many there were."""
    pieces = list(_PIECE.finditer((GUIDES / f"{guide}.md").read_text(encoding="utf-8")))
    for piece in pieces:
        path = folder / piece["path"]
        code = "".join(line[3:] if line.strip() else "\n" for line in piece["code"].splitlines(keepends=True))
        if piece["where"] is None:
            assert not path.exists(), f"{piece['path']} is there already"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(code, encoding="utf-8")
            continue
        text, anchor = path.read_text(encoding="utf-8"), piece["anchor"]
        assert text.count(f"{anchor}\n") == 1, (
            f"{anchor!r} stands {text.count(anchor)} times in {piece['path']}"
        )
        whole = code + anchor if piece["where"] == "before" else f"{anchor}\n{code.rstrip()}"
        path.write_text(text.replace(f"{anchor}\n", f"{whole}\n"), encoding="utf-8")
    return len(pieces)


def copied_package(folder: Path) -> Path:
    """A copy of the package in ``folder``, with the starter beside ``src``, where it is looked for."""
    shutil.copytree(
        ROOT / "src/clinicpress", folder / "src/clinicpress", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("content", "assets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("patients"))
    return folder


def run(
    folder: Path, cwd: Path, *words: str, program: str = "clinicpress"
) -> subprocess.CompletedProcess[str]:
    """Run a module of the copy in ``folder`` as the command line does."""
    return subprocess.run(
        [sys.executable, "-m", program, *words],
        cwd=cwd, text=True, encoding="utf-8", capture_output=True, check=False, timeout=300,
        env={**os.environ, "PYTHONPATH": str(folder / "src")},
    )  # fmt: skip
