"""What the index of patients costs one sheet: ``python benchmarks/index.py [--rounds N] [--rows N]``.

``clinicpress sheet`` runs in a workspace with 10 patients and in one with many, in turn: printed again with
nothing changed, made again, and made for a new patient. The aim: at most 1.1 times as much for each.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from measure import run

from clinicpress.patients.folder import INDEX, PatientFolder
from clinicpress.patients.index import Index

CLINICPRESS = [sys.executable, "-m", "clinicpress"]

SHEET = ("sheet", "sciatica", "--patient", "Pat Example", "--date", "2026-11-22", "--id")


def fill(root: Path, rows: int) -> None:
    """Print one sheet, and give its folder files and rows of many other patients."""
    subprocess.run([*CLINICPRESS, "init", str(root)], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*CLINICPRESS, *SHEET, "EX-000001"], check=True, cwd=root, stdout=subprocess.DEVNULL)
    folder = root / "output" / "patients"
    with Index.open(folder / INDEX) as index:
        (row,) = index.rows()
        others = [
            replace(row, file=f"{number:020}.pdf", id=f"EX-{number:06}", name=f"Pat Example {number}")
            for number in range(2, rows + 1)
        ]
        for other in others:
            (folder / other.file).write_bytes(b"%PDF-1.7")
        index.put_done(others)
    with PatientFolder.open(folder):
        pass


def main() -> None:
    """Measure and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--rows", type=int, default=50_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        few, many = Path(scratch) / "few", Path(scratch) / "many"
        fill(few, 10)
        fill(many, options.rows)
        ways: dict[str, Callable[[int], tuple[str, ...]]] = {
            "unchanged": lambda _: ("EX-000001",),
            "made again": lambda _: ("EX-000001", "--force"),
            "new": lambda number: (f"NEW-{number}",),
        }
        for name, words in ways.items():
            pairs = [
                [run([*CLINICPRESS, *SHEET, *words(number)], root) for root in (few, many)]
                for number in range(options.rounds)
            ]
            for kind in ("cpu", "wall"):
                small, large = (statistics.median(getattr(pair[at], kind) for pair in pairs) for at in (0, 1))
                ratio = statistics.median(getattr(two, kind) / getattr(one, kind) for one, two in pairs)
                print(f"sheet, {name:<10} {kind:<4} {small:.2f} s with 10 patients, ", end="")
                print(f"{large:.2f} s with {options.rows}: {ratio:.2f} times")


if __name__ == "__main__":
    main()
