"""Every shipped document in every way of printing it: all that warns is read in its PDF.

Run it with ``python tests/full/what_warns.py``; with ``--part 1/4`` a quarter of it. It prints what is wrong,
and how many pages were tried.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from warned_pages import cases, fault  # noqa: E402

from clinicpress.build.press import Press  # noqa: E402
from clinicpress.content.reader import read_library  # noqa: E402
from clinicpress.store.cache import workspace_cache  # noqa: E402


def main() -> int:
    """Try the matrix, or a part of it."""
    part, of = map(int, sys.argv[2].split("/")) if len(sys.argv) > 2 else (1, 1)
    library = read_library(ROOT).library
    assert library is not None
    press = Press(library, workspace_cache(ROOT))
    count = Counter[bool]()
    for case in cases(ROOT)[part - 1 :: of]:
        wrong = fault(press, ROOT, case)
        count[not wrong] += 1
        if wrong:
            sys.stdout.write(f"{wrong}\n")
    sys.stdout.write(f"{count.total()} pages tried, {count[False]} wrong\n")
    return 1 if count[False] else 0


if __name__ == "__main__":
    sys.exit(main())
