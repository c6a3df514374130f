"""What pictures cost: ``python benchmarks/figures.py [--rounds N] [--json]``.

All figures of the shipped library are compiled from nothing, both sides of those that have two, without a
cache and without those that come compiled with the package, and each is judged; numpy, shapely and the
engine are loaded before, and counted apart. Then they are read as they come with the package. At last every
sheet is made, and the data of its pages without fonts is weighed. The aims: a figure from nothing in under
0.15 s of CPU, one that is read in under 5 ms, under 60 kB for a sheet of four.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
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
MOST_SECONDS, MOST_MS, MOST_KB = 0.15, 5.0, 60.0


def pictures(library: Library) -> Iterator[tuple[Figure, bool]]:
    """Every figure with whether it is mirrored: of an exercise for either side both."""
    for loaded in library.exercises.values():
        drawn = loaded.model.figure
        shown = {shown_side(loaded.model.side, side) for side in ("left", "right")}
        for mirror in sorted({is_mirrored(side, drawn) for side in shown}):
            yield drawn, mirror


def load_engine() -> tuple[float, Callable[[Figure, bool], object], Callable[[Figure], object]]:
    """CPU seconds to load numpy, shapely and the engine; then what compiles a figure, and what judges it."""
    began = time.process_time()
    from clinicpress.figures.drawing.compiling import compile_figure  # noqa: PLC0415
    from clinicpress.figures.truth.verdict import problems  # noqa: PLC0415

    return time.process_time() - began, compile_figure, problems


def seconds(work: Callable[[Figure, bool], object], shown: Iterable[tuple[Figure, bool]]) -> list[float]:
    """How many CPU seconds each picture takes."""
    found = []
    for drawn, mirror in shown:
        began = time.process_time()
        work(drawn, mirror)
        found.append(time.process_time() - began)
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
    parser.add_argument("--json", action="store_true", help="end with a line of JSON")
    options = parser.parse_args()
    rounds = options.rounds
    loading, compile_figure, problems = load_engine()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        copy_starter(root)
        library = read_library(root).library
        assert library is not None
        shown = list(pictures(library))
        fresh = [value for _ in range(rounds) for value in seconds(compile_figure, shown)]
        verdicts = [
            value for _ in range(rounds) for value in seconds(lambda drawn, _: problems(drawn), shown)
        ]
        cache = Cache(Path(folder) / "cache")
        again = [
            value
            for _ in range(rounds + 1)
            for value in seconds(lambda drawn, mirror: figure(drawn, mirror=mirror, cache=cache), shown)
        ][len(shown) :]
        made = build(root, Request())
        assert made.all_problems == ()
        sizes = {
            path.stem: page_bytes(path) / 1000
            for path in sorted((root / "output" / "sheets").glob("*.pdf"))
            if len(library.sheets[path.stem].model.exercises) == 4
        }
    heavy = max(sizes, key=lambda name: sizes[name])
    each, judged = statistics.median(fresh), statistics.median(verdicts)
    print(f"{len(shown)} pictures of {len(library.exercises)} exercises, {rounds} rounds, one process, CPU")
    print(f"  numpy, shapely and the engine: {loading:.2f} s to load, once")
    print(f"  from nothing: {each:.3f} s each, at most {max(fresh):.3f} (aim: under {MOST_SECONDS})")
    print(f"  its verdict: {1000 * judged:.1f} ms each")
    print(f"  as packed: {1000 * statistics.median(again):.2f} ms each (aim: under {MOST_MS:.0f})")
    print(f"{len(sizes)} sheets of four: median {statistics.median(sizes.values()):.1f} kB without fonts")
    print(f"  the heaviest, {heavy}: {sizes[heavy]:.1f} kB (aim: under {MOST_KB:.0f})")
    if options.json:
        print(json.dumps({"from_nothing": each}))


if __name__ == "__main__":
    main()
