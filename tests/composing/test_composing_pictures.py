from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from clinicpress.composing import pictures
from clinicpress.composing.document import PictureFigure
from clinicpress.composing.pictures import read_picture
from clinicpress.problems import ContentError, Source

HERE = Source("content/handouts/x.yaml", 7, 3)


def read(root: Path, file: str) -> PictureFigure:
    return read_picture(root, file, alt="A spine.", caption=None, source=HERE)


def fails(root: Path, file: str, message: str) -> None:
    with pytest.raises(ContentError, match=message) as caught:
        read(root, file)
    (problem,) = caught.value.problems
    assert problem.source == HERE
    assert problem.hint
    assert file in problem.message


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with an assets folder, and a picture beside the workspace."""
    workspace = tmp_path / "workspace"
    (workspace / "assets").mkdir(parents=True)
    Image.new("RGB", (4, 4)).save(tmp_path / "outside.png")
    return workspace


def save(root: Path, name: str, mode: str = "RGB", **options: object) -> Path:
    path = root / "assets" / name
    Image.new(mode, (12, 8)).save(path, **options)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize(
    ("name", "mode"), [("x.png", "RGBA"), ("x.png", "P"), ("x.jpg", "RGB"), ("x.jpg", "L")]
)
def test_sound_pictures(root: Path, name: str, mode: str) -> None:
    path = save(root, name, mode)
    figure = read(root, f"assets/{name}")
    assert (figure.width, figure.height, figure.data) == (12, 8, path.read_bytes())


@pytest.mark.parametrize("file", ["assets/../../outside.png", "../outside.png"])
def test_path_out_of_the_workspace(root: Path, file: str) -> None:
    fails(root, file, "leads out of the workspace")


def test_link_out_of_the_workspace(root: Path) -> None:
    try:
        (root / "assets" / "x.png").symlink_to(root.parent / "outside.png")
    except OSError:
        pytest.skip("this system makes no links")
    fails(root, "assets/x.png", "leads out of the workspace")


def test_missing_picture(root: Path) -> None:
    fails(root, "assets/x.png", "cannot be read")
    fails(root, "assets", "cannot be read")


def test_truncated_picture(root: Path) -> None:
    path = root / "assets" / "x.png"
    stream = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(stream, "PNG")
    path.write_bytes(stream.getvalue()[:-600])
    fails(root, "assets/x.png", "damaged")


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"<svg/>"])
def test_no_picture_at_all(root: Path, data: bytes) -> None:
    (root / "assets" / "x.png").write_bytes(data)
    fails(root, "assets/x.png", "damaged, or no PNG or JPEG")


def test_other_format_under_a_png_name(root: Path) -> None:
    save(root, "x.png", format="GIF")
    fails(root, "assets/x.png", "no PNG or JPEG")


def test_cmyk_picture(root: Path) -> None:
    save(root, "x.jpg", "CMYK")
    fails(root, "assets/x.jpg", "CMYK")


def test_picture_stored_on_its_side(root: Path) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    save(root, "x.jpg", exif=turned)
    fails(root, "assets/x.jpg", "turned on its side")


def test_file_that_is_too_large_is_not_read(root: Path) -> None:
    with (root / "assets" / "x.png").open("wb") as file:
        file.truncate(60_000_000)
    fails(root, "assets/x.png", "has 60 MB; at most 10 MB")


def test_picture_of_too_many_pixels(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", 90)
    save(root, "x.png")
    fails(root, "assets/x.png", "million pixels")
