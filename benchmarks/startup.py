"""What it costs to start clinicpress: ``python benchmarks/startup.py [ROUNDS]``.

The aim: ``--help`` and ``list`` take at most 20 times as long as ``python -c pass``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from measure import Command, compare

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    clinicpress = [sys.executable, "-m", "clinicpress"]
    commands = [
        Command("clinicpress --help", [*clinicpress, "--help"]),
        Command("clinicpress list", [*clinicpress, "list"]),
        Command("clinicpress check", [*clinicpress, "check"]),
    ]
    compare(commands, ROOT, rounds)


if __name__ == "__main__":
    main()
