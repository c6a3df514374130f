"""Whether 2,000 made-up plans say every warning, every note and an emergency.

    python tests/full/plans.py [--plans 2000] [--first 0] [--folder DIR]

Sides, notes, marks, drops, adds, order; a quarter has no sheet. Each is printed by ``clinicpress batch`` from
a plan file, half of them after an earlier plan of the same patient, and read back by pypdf; what a page must
say comes from plain YAML. A plan that does not fit on one page is printed on two, which its refusal has to
name first. The exit code is the number of plans that lack a word, were refused for anything but room, or for
which nothing was named that helps.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from plan_runs import Run, tried

from clinicpress.tasks.starter import copy_starter

CHUNK = 50


def main() -> int:
    """Print and read so many plans."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = (asked.folder or Path(temporary)) / "workspace"
        if not root.exists():
            copy_starter(root)
        whole = Run()
        for first in range(asked.first, asked.first + asked.plans, CHUNK):
            last = min(first + CHUNK, asked.first + asked.plans)
            whole = whole + tried(root, range(first, last))
            printed = f"{whole.printed} printed, {len(whole.two)} of them on two pages"
            counts = f"{printed}, {len(whole.refused)} had no room, {len(whole.wrong)} wrong"
            click.echo(f"{last - asked.first} plans: {counts}")
    click.echo(f"no room: {', '.join(map(str, whole.refused)) or 'none'}")
    for line in whole.wrong:
        click.echo(line)
    return min(len(whole.wrong), 100)


if __name__ == "__main__":
    sys.exit(main())
