from __future__ import annotations

import dataclasses
import subprocess
import sys
import time
from pathlib import Path

import pytest
from caches import kept, spoil
from figure_samples import compiled, model

from clinicpress.content.models.figure import Arrow, Figure
from clinicpress.figures import compiled as room
from clinicpress.figures.compiled import (
    diagram,
    engine_version,
    figure,
    picture_of,
    read_diagram,
    read_figure,
    write_diagram,
    write_figure,
)
from clinicpress.figures.displaylist import DisplayList
from clinicpress.figures.drawing import compiling as compiling_room
from clinicpress.store.cache import Cache

FROM_CACHE = """
import sys, yaml
from pathlib import Path
from clinicpress.content.models.figure import Figure
from clinicpress.figures.compiled import diagram, figure
from clinicpress.store.cache import Cache
text = Path(sys.argv[1]).read_text(encoding="utf-8")
found = Figure.model_validate(yaml.load(text, Loader=yaml.BaseLoader))
shown = figure(found, mirror=False, cache=Cache(Path(sys.argv[2])))
drawn = diagram("sciatic-nerve", cache=Cache(Path(sys.argv[2])))
assert len(shown.frames) == 2 and drawn.anchors
print(sorted({"numpy", "shapely", "reportlab"} & set(sys.modules)))
"""


def loaded_modules(cache: Path) -> str:
    path = Path(__file__).parent / "poses" / "bridge.yaml"
    done = subprocess.run(
        [sys.executable, "-c", FROM_CACHE, str(path), str(cache)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.slow
def test_from_the_cache_neither_numpy_nor_shapely_is_loaded(tmp_path: Path) -> None:
    assert "numpy" in loaded_modules(tmp_path)
    assert loaded_modules(tmp_path) == "[]"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Figure, bool]]:
    """What was compiled: a figure already compiled in this process stands in for the slow work."""
    calls: list[tuple[Figure, bool]] = []

    def compiling(found: Figure, mirror: bool) -> DisplayList:
        calls.append((found, mirror))
        return compiled("bridge", mirror)

    monkeypatch.setattr(compiling_room, "compile_figure", compiling)
    return calls


def test_a_figure_is_compiled_once(tmp_path: Path, counted: list[tuple[Figure, bool]]) -> None:
    first = figure(model("bridge"), mirror=False, cache=Cache(tmp_path))
    again = figure(model("bridge"), mirror=False, cache=Cache(tmp_path))
    assert first == again == compiled("bridge")
    assert len(counted) == 1


def test_the_mirrored_figure_has_its_own_place(tmp_path: Path, counted: list[tuple[Figure, bool]]) -> None:
    cache = Cache(tmp_path)
    shown = [figure(model("bridge"), mirror=mirror, cache=cache) for mirror in (False, True, False, True)]
    assert shown[0] != shown[1]
    assert shown[:2] == shown[2:]
    assert [mirror for _, mirror in counted] == [False, True]


def test_another_language_needs_no_other_drawing(tmp_path: Path, counted: list[tuple[Figure, bool]]) -> None:
    figure(model("bridge"), mirror=False, cache=Cache(tmp_path))
    frames = tuple(
        frame.model_copy(update={"caption": f"Cuadro {number}", "alt": "Una persona."})
        for number, frame in enumerate(model("bridge").frames)
    )
    spanish = figure(
        model("bridge").model_copy(update={"frames": frames}), mirror=False, cache=Cache(tmp_path)
    )
    assert [frame.caption for frame in spanish.frames] == ["Cuadro 0", "Cuadro 1"]
    assert {frame.alt for frame in spanish.frames} == {"Una persona."}
    assert spanish.frames[0].ops == compiled("bridge").frames[0].ops
    assert len(counted) == 1


def test_another_pose_is_another_drawing(tmp_path: Path, counted: list[tuple[Figure, bool]]) -> None:
    figure(model("bridge"), mirror=False, cache=Cache(tmp_path))
    turned = model("bridge").model_copy(update={"view": model("squat").view.model_copy(update={"az": -61.0})})
    figure(turned, mirror=False, cache=Cache(tmp_path))
    assert len(counted) == 2


def test_a_written_default_is_another_drawing() -> None:
    """An arrow without a gap takes the free room; one with the default's number was taken for it."""
    first, *rest = model("bridge").frames

    def picture(**gap: float) -> str:
        arrow = Arrow.model_validate({"push": "pelvis", **gap})
        frames = (first.model_copy(update={"arrows": (arrow,)}), *rest)
        return picture_of(model("bridge").model_copy(update={"frames": frames}))

    assert picture() == picture()
    assert picture(gap=Arrow.model_fields["gap"].default) != picture()


def test_another_engine_draws_anew(
    tmp_path: Path, counted: list[tuple[Figure, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    figure(model("bridge"), mirror=False, cache=Cache(tmp_path))
    monkeypatch.setattr(room, "engine_version", lambda: "another")
    figure(model("bridge"), mirror=False, cache=Cache(tmp_path))
    assert len(counted) == 2


@pytest.mark.parametrize("damage", [b"", b"nonsense\n{}\n", None])
def test_a_damaged_file_is_replaced(
    tmp_path: Path, counted: list[tuple[Figure, bool]], damage: bytes | None
) -> None:
    figure(model("bridge"), mirror=False, cache=Cache(tmp_path))
    (path,) = tmp_path.iterdir()
    whole, entries = path.read_bytes(), kept(tmp_path)
    path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert figure(model("bridge"), mirror=False, cache=Cache(tmp_path)) == compiled("bridge")
    assert kept(tmp_path) == entries
    assert len(counted) == 2


def test_one_changed_digit_is_noticed(tmp_path: Path, counted: list[tuple[Figure, bool]]) -> None:
    """It would still be JSON, and another picture."""
    figure(model("bridge"), mirror=False, cache=Cache(tmp_path))
    (whole,) = kept(tmp_path)
    spot = whole.index(b"1.", 2000)
    spoil(tmp_path, lambda data: data[:spot] + b"2" + data[spot + 1 :])
    assert figure(model("bridge"), mirror=False, cache=Cache(tmp_path)) == compiled("bridge")
    assert kept(tmp_path) == [whole]
    assert len(counted) == 2


def test_without_a_folder_nothing_is_kept(counted: list[tuple[Figure, bool]]) -> None:
    for _ in range(2):
        assert figure(model("bridge"), mirror=False, cache=Cache(None)) == compiled("bridge")
    assert len(counted) == 2


def test_a_folder_that_cannot_be_written_is_no_error(
    tmp_path: Path, counted: list[tuple[Figure, bool]]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    assert figure(model("bridge"), mirror=False, cache=Cache(blocked / "figures")) == compiled("bridge")


def test_loading_takes_milliseconds(tmp_path: Path, counted: list[tuple[Figure, bool]]) -> None:
    """Some 2 ms on an idle machine; processor time, so that a busy one does not fail."""
    figure(model("bridge"), mirror=False, cache=Cache(tmp_path))
    times = []
    for _ in range(9):
        start = time.process_time()
        figure(model("bridge"), mirror=False, cache=Cache(tmp_path))
        times.append(time.process_time() - start)
    assert min(times) < 0.010


@pytest.mark.parametrize("name", ["bridge", "shoulder-rotation", "sit-to-stand"])
def test_a_figure_comes_back_as_it_was(name: str) -> None:
    assert read_figure(write_figure(compiled(name))) == compiled(name)
    assert write_figure(read_figure(write_figure(compiled(name)))) == write_figure(compiled(name))


def test_a_diagram_comes_back_as_it_was(tmp_path: Path) -> None:
    first = diagram("sciatic-nerve", cache=Cache(tmp_path))
    assert diagram("sciatic-nerve", cache=Cache(tmp_path)) == first
    assert read_diagram(write_diagram(first)) == first
    moved = dataclasses.replace(first, anchors=first.anchors[1:])
    assert read_diagram(write_diagram(moved)) == moved


@pytest.mark.parametrize("read", [read_figure, read_diagram])
def test_what_is_not_a_display_list_is_an_error(read: object) -> None:
    assert callable(read)
    with pytest.raises((ValueError, TypeError, LookupError)):
        read(write_figure(compiled("bridge")) if read is read_diagram else b"{}")


def test_an_unknown_diagram_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        diagram("heart", cache=Cache(tmp_path))


def test_the_engine_has_one_version() -> None:
    assert engine_version() == engine_version()
    assert len(engine_version()) == 64
