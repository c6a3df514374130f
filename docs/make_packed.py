"""Writes src/clinicpress/packed/: the starter's figures, compiled and judged: ``python docs/make_packed.py``.

A workspace whose figures are the starter's then draws none anew. Run it after each change of a figure, or of
the code in src/clinicpress/figures/, whose digest is part of every name there.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from clinicpress.build.artwork import figure_problems
from clinicpress.content.reader import read_library
from clinicpress.figures.anatomy.diagrams import names
from clinicpress.figures.compiled import diagram, figure
from clinicpress.store.cache import PACKED, Cache, CacheKind
from clinicpress.store.files import write_if_changed

ROOT = Path(__file__).resolve().parents[1]
T = TypeVar("T")


class Packer(Cache):
    """Packs what is asked of it; what is packed already is not made again."""

    def __init__(self) -> None:
        super().__init__(None)
        self.asked: set[Path] = set()

    def get(self, kind: CacheKind[T], key: str, make: Callable[[], T]) -> T:
        """The value under ``key``, and its file in the package."""
        path = kind.packed_file(key)
        self.asked.add(path)
        made = super().get(kind, key, make)
        write_if_changed(path, zlib.compress(kind.write(made), 9))
        return made


def ask_for_all(cache: Cache) -> None:
    """Ask a cache for every diagram, every figure of the starter either way round, and its verdict."""
    library = read_library(ROOT).library
    assert library is not None
    for exercise in library.exercises.values():
        for mirror in (False, True):
            figure(exercise.model.figure, mirror=mirror, cache=cache)
        assert not list(figure_problems(exercise, cache)), exercise.id
    for name in names():
        diagram(name, cache=cache)


def main() -> int:
    """Write what lacks, and remove what is of another engine or another figure."""
    packer = Packer()
    ask_for_all(packer)
    for path in PACKED.glob("*.z"):
        if path not in packer.asked:
            path.unlink()
    sys.stdout.write(f"{len(packer.asked)} files in {PACKED.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
