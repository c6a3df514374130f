"""What a check costs: ``python benchmarks/check.py [--rounds N]``.

Measured are all rules on the library of this repository, the same without rules on looks, which make pages,
and rules on words on a handout of nearly 1 MB. Commands are run in turn; medians are told.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from measure import Command, compare, run

CLINICPRESS = [sys.executable, "-m", "clinicpress"]
GROUPS = ("sentences", "terms", "structure", "exercises", "governance")
MOST_BYTES = 990_000
_HEAD = """\
title: A long handout
summary: [This is a long handout.]
review: {by: pending}
blocks:
"""
_PLAIN = """\
      Keep moving. Take short walks on flat ground. Change position often, and rest when you need to.
      Put ice on your knee for 15 minutes, over a cloth. Use a pillow under your calf, so that your
      knee is higher than your heart.

"""
_HARD = """\
      The patient should perform the exercises 3x10 as tolerated, and lumbar extension should be avoided
      until the symptoms of the affected extremity have been evaluated by the treating physician.

"""
# A file may hold 20,000 values at most, so texts are long: of 14 paragraphs in each.
_PLAIN_ONES, _HARD_ONES = 12, 2
_BLOCK = f"""\
  - heading: What helps, part {{number}}
  - text: |
{_PLAIN * _PLAIN_ONES}{_HARD * _HARD_ONES}\
  - list:
      - Put ice on your knee for 15 minutes.
      - Use a pillow under your calf, so that your knee is higher than your heart.
"""


def write_long(workspace: Path) -> Path:
    """Write a handout of nearly 1 MB into a workspace."""
    path = workspace / "content" / "handouts" / "long.yaml"
    parts, size, number = [_HEAD], len(_HEAD), 0
    while size < MOST_BYTES:
        number += 1
        parts.append(_BLOCK.format(number=number))
        size += len(parts[-1])
    path.write_text("".join(parts), encoding="utf-8")
    return path


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds of all (5)")
    rounds = parser.parse_args().rounds
    groups = [word for group in GROUPS for word in ("--rule", group)]
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch) / "workspace"
        run([*CLINICPRESS, "init", str(workspace)], Path(scratch))
        run([*CLINICPRESS, "check"], workspace)
        library = [
            Command("the library, all rules", [*CLINICPRESS, "check"]),
            Command("the library, without looks", [*CLINICPRESS, "check", *groups]),
        ]
        compare(library, workspace, rounds)
        path = write_long(workspace)
        words = [*CLINICPRESS, "check", str(path), *groups, "--severity", "error"]
        # what it finds ends with 1, which is no failure of the benchmark
        shell = [sys.executable, "-c", "import subprocess, sys; subprocess.run(sys.argv[1:])", *words]
        compare([Command(f"a handout of {path.stat().st_size / 1e6:.2f} MB", shell)], workspace, rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
