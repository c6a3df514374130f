"""What a build costs: ``python benchmarks/build.py [--rounds N] [PEER ...]``.

PEER is a command to measure beside it in the same rounds, such as ``python peer.py``. The aims: the sciatica
handout and sheet take at most 0.6 s of CPU with figures cached; a build with nothing to do half that;
a full build at most 200 MB of memory.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from measure import Command, compare

from clinicpress.store.cache import FILE

CLINICPRESS = [sys.executable, "-m", "clinicpress"]


def edit(workspace: Path) -> None:
    """Change what stands on every page."""
    clinic = workspace / "content" / "clinic.yaml"
    text = clinic.read_text(encoding="utf-8")
    one, other = "555-0142", "555-0143"
    clinic.write_text(text.replace(one, other) if one in text else text.replace(other, one), encoding="utf-8")


def forget_figures(workspace: Path) -> None:
    """Delete the compiled figures from the cache."""
    with closing(sqlite3.connect(workspace / ".cache" / "clinicpress" / FILE)) as connection, connection:
        connection.execute("DELETE FROM entries WHERE kind = 'figures'")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("peer", nargs=argparse.REMAINDER, help="a command to measure beside it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch) / "workspace"
        subprocess.run([*CLINICPRESS, "init", str(workspace)], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*CLINICPRESS, "build"], check=True, cwd=workspace, stdout=subprocess.DEVNULL)
        commands = [
            Command("build sciatica, nothing changed", [*CLINICPRESS, "build", "sciatica"]),
            Command("build sciatica --force", [*CLINICPRESS, "build", "sciatica", "--force"]),
            Command(
                "build sciatica, phone changed", [*CLINICPRESS, "build", "sciatica"], lambda: edit(workspace)
            ),
            Command("build --force --jobs 2", [*CLINICPRESS, "build", "--force", "--jobs", "2"]),
            Command(
                "build --force, no figure cached",
                [*CLINICPRESS, "build", "--force"],
                lambda: forget_figures(workspace),
            ),
        ]
        if options.peer:
            commands.append(Command("peer", options.peer))
        compare(commands, workspace, options.rounds)


if __name__ == "__main__":
    main()
