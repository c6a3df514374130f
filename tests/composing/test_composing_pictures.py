from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from clinicpress.composing.document import PictureFigure
from clinicpress.composing.furniture import read_picture
from clinicpress.problems import ContentError, Source

HERE = Source("content/handouts/x.yaml", 7, 3)


def saved(path: Path, mode: str = "RGB", **options: object) -> Path:
    Image.new(mode, (12, 8)).save(path, **options)  # type: ignore[arg-type]
    return path


def read(path: Path) -> PictureFigure:
    return read_picture(path, alt="A spine.", caption=None, source=HERE)


@pytest.mark.parametrize(
    ("name", "mode"), [("x.png", "RGBA"), ("x.png", "P"), ("x.jpg", "RGB"), ("x.jpg", "L")]
)
def test_sound_pictures(tmp_path: Path, name: str, mode: str) -> None:
    path = saved(tmp_path / name, mode)
    figure = read(path)
    assert (figure.width, figure.height, figure.data) == (12, 8, path.read_bytes())


@pytest.mark.parametrize("orientation", range(9))
def test_a_turned_picture_has_the_size_in_which_it_is_seen(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    figure = read(saved(tmp_path / "x.jpg", exif=exif))
    assert (figure.width, figure.height) == ((8, 12) if orientation > 4 else (12, 8))


@pytest.mark.parametrize("data", [None, b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"<svg/>"])
def test_a_picture_that_went_bad_since_its_handout_was_read(tmp_path: Path, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / "x.png").write_bytes(data)
    with pytest.raises(ContentError) as caught:
        read(tmp_path / "x.png")
    (problem,) = caught.value.problems
    assert str(problem) == (
        "content/handouts/x.yaml:7:3: the picture x.png cannot be read\n  hint: get the file again"
    )
