"""Logos: read as what they are, kept as operators, without colour in mono."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from clinicpress.batch import logos
from clinicpress.batch.logos import load_logo
from clinicpress.problems import ContentError
from clinicpress.typesetting.items import Vector

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="400" height="50">
<g><rect width="400" height="50" fill="#aa2200"/>
<circle cx="20" cy="20" r="9" fill="#ffeecc" stroke="#ddeeff"/></g>
</svg>"""


def svg(folder: Path, text: str = SVG) -> Path:
    file = folder / "logo.svg"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_svg_becomes_operators_of_its_own_size(tmp_path: Path) -> None:
    logo = load_logo(svg(tmp_path), "colour", tmp_path / "cache")
    assert isinstance(logo.picture, Vector)
    assert logo.width / logo.height == pytest.approx(8.0)
    assert b" rg" in logo.picture.operators


def test_a_kept_logo_is_the_same_and_loads_no_graphics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, cache = svg(tmp_path), tmp_path / "cache"
    first = load_logo(file, "colour", cache)
    monkeypatch.setattr("svglib.svglib.svg2rlg", lambda _: pytest.fail("read again"))
    assert load_logo(file, "colour", cache) == first


def test_a_changed_logo_and_a_damaged_cache_are_read_again(tmp_path: Path) -> None:
    file, cache = svg(tmp_path), tmp_path / "cache"
    first = load_logo(file, "colour", cache)
    for kept in cache.glob("*.json"):
        kept.write_text("{", encoding="utf-8")
    assert load_logo(file, "colour", cache) == first
    assert load_logo(svg(tmp_path, SVG.replace("aa2200", "00aa22")), "colour", cache) != first


def test_another_engine_reads_a_logo_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, cache = svg(tmp_path), tmp_path / "cache"
    load_logo(file, "colour", cache)
    monkeypatch.setattr(logos, "engine_digest", lambda: "another")
    load_logo(file, "colour", cache)
    assert len(list(cache.glob("*.json"))) == 2


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    assert load_logo(svg(tmp_path), "colour", tmp_path / "cache").width > 0


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_logo_has_no_colour_in_mono(tmp_path: Path, kind: str) -> None:
    if kind == "svg":
        picture = load_logo(svg(tmp_path), "mono", tmp_path / "cache").picture
        assert isinstance(picture, Vector)
        operators = [line.split()[-1] for line in picture.operators.decode().splitlines() if line]
        assert "g" in operators
        assert not {"rg", "RG", "k", "K"} & set(operators)
        return
    file = tmp_path / "logo.png"
    Image.new("RGB", (20, 10), "#aa2200").save(file)
    data = load_logo(file, "mono", tmp_path / "cache").picture
    assert isinstance(data, bytes)
    with Image.open(io.BytesIO(data)) as image:
        assert image.convert("L").getextrema() == (0, 0)


def test_a_logo_of_sixteen_bit_greys_keeps_its_dark_parts_in_mono(tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    Image.new("I;16", (8, 8), 0x4000).save(file)
    data = load_logo(file, "mono", tmp_path / "cache").picture
    assert isinstance(data, bytes)
    with Image.open(io.BytesIO(data)) as image:
        assert image.getextrema() == (0, 0)


@pytest.mark.parametrize(
    ("name", "data"), [("logo.png", b"not a picture"), ("logo.svg", b"<html>"), ("logo.svg", b"")]
)
def test_a_broken_logo_is_a_clear_error(tmp_path: Path, name: str, data: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(ContentError, match=f"the logo {name} cannot be read"):
        load_logo(file, "colour", tmp_path / "cache")


def test_text_in_a_logo_is_a_clear_error(tmp_path: Path) -> None:
    text = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="1" y="20">PT</text></svg>'
    with pytest.raises(ContentError, match=r"the logo logo\.svg: the drawing holds text"):
        load_logo(svg(tmp_path, text), "colour", tmp_path / "cache")
