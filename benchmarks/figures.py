"""What pictures cost: ``python benchmarks/figures.py [--rounds N]``.

All figures of the shipped library are compiled from nothing, both sides of those that have two; then they
are read from the cache; then every sheet is made, and the data of its pages without fonts is weighed. The
aims: all from nothing in under 60 s, each from the cache in under 5 ms, under 60 kB for a sheet of four.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from clinicpress.build.building import build
from clinicpress.build.jobs import Request
from clinicpress.composing.uses import is_mirrored, shown_side
from clinicpress.content.models.figure import Figure
from clinicpress.content.models.library import Library
from clinicpress.content.reader import read_library
from clinicpress.figures.compiled import figure
from clinicpress.store.cache import Cache
from clinicpress.tasks.starter import copy_starter

FONT_KEYS = ("/FontFile2", "/FontFile3")
MOST_SECONDS, MOST_MS, MOST_KB = 60.0, 5.0, 60.0


def pictures(library: Library) -> Iterator[tuple[Figure, bool]]:
    """Every figure with whether it is mirrored: of an exercise for either side both."""
    for loaded in library.exercises.values():
        drawn = loaded.model.figure
        shown = {shown_side(loaded.model.side, side) for side in ("left", "right")}
        for mirror in sorted({is_mirrored(side, drawn) for side in shown}):
            yield drawn, mirror


def seconds(library: Library, cache: Cache) -> list[float]:
    """How long each picture takes."""
    found = []
    for drawn, mirror in pictures(library):
        began = time.perf_counter()
        figure(drawn, mirror=mirror, cache=cache)
        found.append(time.perf_counter() - began)
    return found


def page_bytes(path: Path) -> int:
    """Bytes of a PDF's streams without fonts, metadata and colour profile: words, lines and pictures."""
    with pikepdf.open(path) as pdf:
        fonts = {
            value[key].objgen
            for value in pdf.objects
            if isinstance(value, pikepdf.Dictionary)
            for key in FONT_KEYS
            if key in value
        }
        return sum(
            len(value.read_raw_bytes())
            for value in pdf.objects
            if isinstance(value, pikepdf.Stream)
            and value.objgen not in fonts
            and value.get("/Type") in (None, "/XObject")
            and "/N" not in value
        )


def main() -> None:
    """Measure and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        copy_starter(root)
        library = read_library(root).library
        assert library is not None
        fresh = [seconds(library, Cache(Path(folder) / f"cache-{n}")) for n in range(rounds)]
        again = [seconds(library, Cache(Path(folder) / "cache-0")) for _ in range(rounds)]
        made = build(root, Request())
        assert made.all_problems == ()
        sizes = {
            path.stem: page_bytes(path) / 1000
            for path in sorted((root / "output" / "sheets").glob("*.pdf"))
            if len(library.sheets[path.stem].model.exercises) == 4
        }
    total = statistics.median(sum(each) for each in fresh)
    kept = 1000 * statistics.median(value for each in again for value in each)
    heavy = max(sizes, key=lambda name: sizes[name])
    print(f"{len(fresh[0])} pictures of {len(library.exercises)} exercises, {rounds} rounds, one process")
    print(f"  from nothing: {total:.1f} s in all (aim: under {MOST_SECONDS:.0f})")
    print(f"  from the cache: {kept:.2f} ms each (aim: under {MOST_MS:.0f})")
    print(f"{len(sizes)} sheets of four: median {statistics.median(sizes.values()):.1f} kB without fonts")
    print(f"  the heaviest, {heavy}: {sizes[heavy]:.1f} kB (aim: under {MOST_KB:.0f})")


if __name__ == "__main__":
    main()
