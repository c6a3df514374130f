"""What the package brings along of the starter's figures is there, and is what would be compiled."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from clinicpress.content.reader import read_library
from clinicpress.figures.compiled import figure
from clinicpress.figures.displaylist import ArrowShape, DisplayList, Fill
from clinicpress.store.cache import PACKED, Cache, CacheKind

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")
# Centimetres of a body 170 cm tall: on paper, where it is 20 cm at most, less than 0.01 pt.
CLOSE = 0.003
RENEW = "python docs/make_packed.py"


class Unpacking(Cache):
    """Gives out what is packed, and makes nothing."""

    def __init__(self) -> None:
        super().__init__(None)
        self.asked: set[Path] = set()

    def get(self, kind: CacheKind[T], key: str, make: Callable[[], T]) -> T:
        path = kind.packed_file(key)
        assert path.is_file(), f"something of {make.__qualname__} is not packed: run {RENEW}"
        self.asked.add(path)
        return kind.read(zlib.decompress(path.read_bytes()))


class Compiling(Cache):
    """Makes everything anew."""

    def get(self, kind: CacheKind[T], key: str, make: Callable[[], T]) -> T:
        return make()


def test_every_figure_of_the_starter_is_packed_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    make_packed = importlib.import_module("make_packed")

    cache = Unpacking()
    make_packed.ask_for_all(cache)
    assert set(PACKED.glob("*.z")) == cache.asked, f"run {RENEW}"


@pytest.mark.parametrize("name", ["bridge", "pendulum", "side-step"])
def test_what_is_packed_is_what_is_compiled(name: str) -> None:
    library = read_library(ROOT).library
    assert library is not None
    drawn = library.exercises[name].model.figure
    packed = figure(drawn, mirror=True, cache=Unpacking())
    compiled = figure(drawn, mirror=True, cache=Compiling(None))
    for one, other in zip(numbers(packed), numbers(compiled), strict=True):
        assert one == pytest.approx(other, abs=CLOSE)


def test_a_workspace_of_the_starter_compiles_nothing(tmp_path: Path) -> None:
    """A first build loads no numpy: it would take most of the time."""
    library = read_library(ROOT).library
    assert library is not None
    drawn = library.exercises["bridge"].model.figure

    def fails() -> DisplayList:
        raise AssertionError("compiled")

    from clinicpress.figures.compiled import FIGURES, engine_version, picture_of

    key = f"{engine_version()} mirror=False {picture_of(drawn)}"
    assert Cache(tmp_path).get(FIGURES, key, fails).frames
    with pytest.raises(AssertionError, match="compiled"):
        Cache(tmp_path).get(FIGURES, f"{key} ", fails)


def numbers(figure: DisplayList) -> list[float]:
    found: list[float] = []
    for frame in figure.frames:
        found += frame.bounds
        for op in frame.ops:
            if isinstance(op, ArrowShape):
                found += op.path
            else:
                for line in op.rings if isinstance(op, Fill) else op.lines:
                    found += line
    return found
