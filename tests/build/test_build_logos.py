"""Logos: read as what they are, kept as operators, without colour in mono."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pytest
from caches import kept, spoil
from PIL import Image

from clinicpress.build import artwork as logos
from clinicpress.build.artwork import load_logo
from clinicpress.problems import ContentError, Source
from clinicpress.store.cache import Cache
from clinicpress.typesetting.items import VectorItem

pytestmark = pytest.mark.slow

HERE = Source("brand.yaml", 3, 7)
SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="400" height="50">
<g><rect width="400" height="50" fill="#aa2200"/>
<circle cx="20" cy="20" r="9" fill="#ffeecc" stroke="#ddeeff"/></g>
</svg>"""


def svg(folder: Path, text: str = SVG) -> Path:
    file = folder / "logo.svg"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_svg_becomes_operators_of_its_own_size(tmp_path: Path) -> None:
    logo = load_logo(svg(tmp_path), "colour", Cache(tmp_path / "cache"))
    assert isinstance(logo.picture, VectorItem)
    assert logo.width / logo.height == pytest.approx(8.0, rel=0.01)
    assert b" rg" in logo.picture.operators


def test_a_kept_logo_is_the_same_and_is_not_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, cache = svg(tmp_path), tmp_path / "cache"
    first = load_logo(file, "colour", Cache(cache))
    monkeypatch.setattr(logos, "drawn_logo", lambda _: pytest.fail("drawn again"))
    assert load_logo(file, "colour", Cache(cache)) == first


def test_a_changed_logo_and_a_damaged_cache_are_read_again(tmp_path: Path) -> None:
    file, cache = svg(tmp_path), tmp_path / "cache"
    first = load_logo(file, "colour", Cache(cache))
    (whole,) = kept(cache)
    # one digit of an operator: it was printed, and nothing was said
    for damage in (b"{", whole.replace(b" rg", b" RG", 1), whole[:-9] + b"7" + whole[-8:]):
        assert damage != whole
        spoil(cache, lambda _, damage=damage: damage)  # type: ignore[misc]
        assert load_logo(file, "colour", Cache(cache)) == first
    assert load_logo(svg(tmp_path, SVG.replace("aa2200", "00aa22")), "colour", Cache(cache)) != first


def test_another_engine_reads_a_logo_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, cache = svg(tmp_path), tmp_path / "cache"
    load_logo(file, "colour", Cache(cache))
    monkeypatch.setattr(logos, "engine_digest", lambda: "another")
    load_logo(file, "colour", Cache(cache))
    assert len(kept(cache)) == 2


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    assert load_logo(svg(tmp_path), "colour", Cache(tmp_path / "cache")).width > 0


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize(("colour", "level"), [("#aa2200", 0), ("#102030", 0), ("#e0a030", 167)])
def test_a_logo_has_no_colour_in_mono_and_loses_nothing(
    tmp_path: Path, kind: str, colour: str, level: int
) -> None:
    """Black where that can be; a pale colour was white, and the logo was gone."""
    if kind == "svg":
        text = f'<svg viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="{colour}"/></svg>'
        picture = load_logo(svg(tmp_path, text), "mono", Cache(tmp_path / "cache")).picture
        assert isinstance(picture, VectorItem)
        operators = [line.split() for line in picture.operators.decode().splitlines() if line]
        assert not {"rg", "RG", "k", "K"} & {operator[-1] for operator in operators}
        assert round(level / 255, 2) in {round(float(line[0]), 2) for line in operators if line[-1] == "g"}
        return
    file = tmp_path / "logo.png"
    Image.new("RGB", (20, 10), colour).save(file)
    data = load_logo(file, "mono", Cache(tmp_path / "cache")).picture
    assert isinstance(data, bytes)
    with Image.open(io.BytesIO(data)) as image:
        assert image.mode == "L"
        assert {abs(found - level) <= 1 for found in image.tobytes()} == {True}


def test_a_logo_of_sixteen_bit_greys_keeps_its_dark_parts_in_mono(tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    Image.new("I;16", (8, 8), 0x4000).save(file)
    data = load_logo(file, "mono", Cache(tmp_path / "cache")).picture
    assert isinstance(data, bytes)
    with Image.open(io.BytesIO(data)) as image:
        assert image.getextrema() == (0, 0)


def refusal(file: Path, cache: Path) -> str:
    with pytest.raises(ContentError) as caught:
        load_logo(file, "colour", Cache(cache), HERE)
    (problem,) = caught.value.problems
    assert problem.hint
    return str(problem).partition("\n")[0]


@pytest.mark.parametrize("data", [b"not a picture", b"", b"GIF89a"])
def test_a_broken_png_is_a_clear_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "logo.png").write_bytes(data)
    assert refusal(tmp_path / "logo.png", tmp_path) == (
        "brand.yaml:3:7: the logo logo.png cannot be read: it is damaged or is not a PNG"
    )


def test_text_in_a_logo_is_told_at_its_line(tmp_path: Path) -> None:
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">\n<text x="1" y="20">PT</text></svg>'
    )
    assert refusal(svg(tmp_path, text), tmp_path) == "logo.svg:2:1: <text> is not allowed in a logo"


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_logo_that_cannot_be_seen_is_refused(tmp_path: Path, kind: str) -> None:
    """The white one for dark walls: nothing was printed, and nothing was said."""
    file = svg(
        tmp_path, SVG.replace("aa2200", "ffffff").replace("ddeeff", "ffffff").replace("ffeecc", "fefefe")
    )
    if kind == "png":
        file = tmp_path / "logo.png"
        Image.new("RGBA", (20, 10), (0, 0, 0, 0)).save(file)
    assert refusal(file, tmp_path).endswith("shows nothing on white paper")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("raise SystemExit(3)", "cannot be drawn as it is"),
        ("print('no JSON')", "cannot be drawn as it is"),
        ("import os; os.abort()", "cannot be drawn as it is"),
        ("import os; os.kill(os.getpid(), 9)", "takes too much time or memory to draw"),
    ],
)
def test_a_drawing_that_brings_its_process_down_is_refused(
    tmp_path: Path, fault: str, told: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """resvg ends its process for some of what may be written: see test_batch_logodrawing.py."""
    run = subprocess.run

    def broken(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        return run([command[0], "-c", fault], **options)

    monkeypatch.setattr(subprocess, "run", broken)
    file = svg(tmp_path, SVG.replace("aa2200", f"aa22{len(fault):02}"))
    assert refusal(file, tmp_path).endswith(told)
    assert capfd.readouterr().err == ""
    # a machine that was busy then is not busy for ever
    monkeypatch.setattr(subprocess, "run", run)
    assert load_logo(file, "colour", Cache(tmp_path)).width > 0
