"""SVG logos are drawn as resvg draws them, or refused; the judge tells what is drawn otherwise."""

from __future__ import annotations

import base64
import io
import time
from contextlib import suppress
from pathlib import Path

import pytest
from logo_pages import difference
from PIL import Image
from svg_samples import HEAD, KINDS, drawing

from clinicpress.build import artwork as logos
from clinicpress.build.artwork import load_logo
from clinicpress.build.logodrawing import alike, drawn
from clinicpress.choices import Ink
from clinicpress.content.svg import plain_svg
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import ContentError
from clinicpress.proof.conformance import verify_pdf
from clinicpress.store.cache import Cache
from clinicpress.typesetting.items import MOST_HEIGHT, MOST_WIDTH, Group, Logo, Metadata, Page, PlacedDocument

pytestmark = pytest.mark.slow

GRADIENT = (
    '<linearGradient id="a"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/>'
    '</linearGradient><rect fill="url(#a)" width="200" height="80"/>'
)


def loaded(text: str, folder: Path, ink: Ink = "colour") -> Logo:
    file = folder / "logo.svg"
    file.write_text(text, encoding="utf-8")
    return load_logo(file, ink, Cache(folder / "cache"))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawings are made in this process, as a new one for each takes a second."""
    monkeypatch.setattr(logos, "drawn_logo", drawn)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("kind", range(len(KINDS)))
def test_a_logo_is_drawn_right(kind: int, tmp_path: Path) -> None:
    """Of 1,721 public drawings 625 were printed otherwise than they are. See tests/full/logos.py."""
    text = drawing(kind + 20 * len(KINDS))
    assert difference(text, loaded(text, tmp_path)) == ""


@pytest.mark.usefixtures("here")
def test_a_gradient_is_a_picture_in_either_ink(tmp_path: Path) -> None:
    """It was solid black, and the PDF named a shading that no resource had."""
    logo = loaded(f"{HEAD}{GRADIENT}</svg>", tmp_path)
    assert isinstance(logo.picture, bytes)
    with Image.open(io.BytesIO(logo.picture)) as image:
        left, right = image.getpixel((5, 50)), image.getpixel((image.width - 5, 50))
        assert image.height == pytest.approx(45 / 72 * 600, abs=1)
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > 240 > 15 > right[0]
    grey = loaded(f"{HEAD}{GRADIENT}</svg>", tmp_path, "mono").picture
    assert isinstance(grey, bytes)
    with Image.open(io.BytesIO(grey)) as image:
        assert image.mode == "L"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("inside", [GRADIENT, '<rect width="90" height="70" fill="teal"/>'])
def test_a_page_with_a_logo_is_sound(inside: str, tmp_path: Path) -> None:
    art = loaded(f"{HEAD}{inside}</svg>", tmp_path).art(150.0, 27.0)
    group = Group(0, 0, 150, 27, (art,), role="Figure", alt="A logo.")
    data = write_pdf(PlacedDocument((Page(612, 792, (group,)),), Metadata("T", "en", "A")))
    assert verify_pdf(data, pages=1) == ()


@pytest.mark.parametrize(
    "inside",
    [
        '<rect width="90" height="70" fill="teal"/>',
        '<path d="M10 10h60v60z" fill="navy" stroke="red" stroke-width="3" stroke-linejoin="round"/>',
        '<g transform="rotate(20 50 40)"><circle cx="50" cy="40" r="20" fill="#E0A030"/></g>',
        '<path d="M15 60L50 15L70 65" fill="none" stroke="black" stroke-width=".4"/>',
    ],
)
def test_what_svglib_draws_right_stays_sharp(inside: str) -> None:
    text = plain_svg(f"{HEAD}{inside}</svg>".encode(), "a.svg")
    assert isinstance(text, str)
    made = drawn(text)
    assert isinstance(made["colour"], str)
    assert isinstance(made["mono"], str)


@pytest.mark.parametrize(
    "inside",
    [
        '<g transform="rotate(20)" transform-origin="40 30"><rect x="30" y="20" width="50" height="30"/></g>',
        '<rect x="30" y="20" width="50" height="30" opacity=".5"/>',
        '<path d="M 20 40 L 100"/><rect width="9" height="9"/>',
        f"<style>{'a ' * 20_000}{{fill: red}}</style><rect width='9' height='9'/>",
    ],
)
def test_what_svglib_draws_wrong_is_a_picture(inside: str) -> None:
    text = plain_svg(f"{HEAD}{inside}</svg>".encode(), "a.svg")
    assert isinstance(text, str)
    assert isinstance(drawn(text)["colour"], list)


def test_the_same_drawing_gives_the_same_bytes() -> None:
    text = plain_svg(f"{HEAD}{GRADIENT}</svg>".encode(), "a.svg")
    assert isinstance(text, str)
    assert drawn(text) == drawn(text)
    with Image.open(io.BytesIO(base64.b64decode(drawn(text)["colour"][0]))) as image:
        assert not image.info


def test_what_brings_resvg_down_says_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Version 0.48 prints a long message on such a line and ends the process that it runs in."""
    line = "M8 17c10 -5 45 0 45 21s-20 10 -45 0q5 -20 0 -21z"
    with suppress(ContentError):
        loaded(
            f'{HEAD}<path d="{line}" fill="tan" stroke="black" stroke-width="899999999999"/></svg>', tmp_path
        )
    assert capfd.readouterr() == ("", "")


def test_an_endless_filter_ends_with_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logos, "PATIENCE", 3)
    turbulence = '<filter id="f"><feTurbulence baseFrequency="0.1" numOctaves="9000000"/></filter>'
    start = time.monotonic()
    with pytest.raises(ContentError, match="takes too much time or memory to draw"):
        loaded(f'{HEAD}{turbulence}<rect width="200" height="80" filter="url(#f)"/></svg>', tmp_path)
    assert time.monotonic() - start < 20


def square(colour: str, at: int = 20, side: int = 40) -> Image.Image:
    image = Image.new("RGB", (100, 100), "white")
    image.paste(colour, (at, at, at + side, at + side))
    return image


@pytest.mark.parametrize(
    "other",
    [
        square("#000000"), square("#204068", at=24), square("#204068", side=36), square("#2c4c74"),
        Image.new("RGB", (100, 100), "white"), square("#204068").rotate(20),
        square("#204068").resize((90, 100)),
    ],
)  # fmt: skip
def test_the_judge_tells_other_drawings(other: Image.Image) -> None:
    assert not alike(square("#204068"), other)
    assert not alike(other, square("#204068"))


def test_the_judge_allows_soft_edges() -> None:
    large = square("#204068").resize((400, 400), Image.Resampling.NEAREST)
    for shift in (0, 1, 2):
        soft = Image.new("RGB", large.size, "white")
        soft.paste(large, (shift, shift))
        assert alike(square("#204068"), soft.resize((100, 100), Image.Resampling.BOX))


def test_a_line_that_is_lost_is_told() -> None:
    image = square("#204068")
    line = image.copy()
    line.paste("#000000", (0, 80, 100, 81))
    assert not alike(image, line)
    assert not alike(line, image)


def test_the_largest_box_of_a_logo_is_that_of_all_pages() -> None:
    from clinicpress.layout import heads as furniture
    from clinicpress.layout.flow import panels

    scale = panels.LOGO / furniture.LOGO_HEIGHT
    assert MOST_HEIGHT >= panels.LOGO
    assert furniture.LOGO_WIDTH * scale <= MOST_WIDTH
