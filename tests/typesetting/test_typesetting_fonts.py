"""Finding faces: by weight from the package, by file from the workspace, with one clear error."""

from __future__ import annotations

import random
import struct
from contextlib import suppress
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFontFace

from clinicpress.content.models.brand import Typefaces
from clinicpress.problems import ContentError
from clinicpress.typesetting import faces as fonts
from clinicpress.typesetting.faces import cap_height, lato_file, load_face, load_fonts, units


def test_a_file_of_the_workspace_is_a_face(tmp_path: Path) -> None:
    font = tmp_path / "assets" / "fonts" / "Own.ttf"
    font.parent.mkdir(parents=True)
    font.write_bytes(lato_file("Regular").read_bytes())
    fonts = load_fonts(Typefaces(regular="assets/fonts/Own.ttf"), tmp_path.joinpath)
    assert fonts.regular.startswith("Own-")
    assert 0.6 < cap_height(fonts.regular) < 0.8


def test_an_unknown_weight_lists_those_that_there_are() -> None:
    with pytest.raises(ContentError, match="no weight 'Huge'") as caught:
        lato_file("Huge")
    assert "Black" in caught.value.problems[0].hint


def test_a_file_that_is_no_font_is_a_clear_error(tmp_path: Path) -> None:
    font = tmp_path / "assets" / "fonts" / "Broken.ttf"
    font.parent.mkdir(parents=True)
    font.write_bytes(b"this is no font at all, but long enough to be opened as one" * 10)
    with pytest.raises(ContentError, match=r"Broken\.ttf cannot be used as a typeface"):
        load_fonts(Typefaces(regular="assets/fonts/Broken.ttf"), tmp_path.joinpath)


@pytest.mark.parametrize("seed", range(40))
def test_a_face_that_is_nonsense_is_a_clear_error_or_a_face(tmp_path: Path, seed: int) -> None:
    """Whatever its tables say: reading it ended in KeyError: 'name', 'cmap' and others."""
    chance = random.Random(seed)
    data = bytearray(lato_file("Regular").read_bytes())
    for tag in chance.sample(
        (b"name", b"cmap", b"head", b"maxp", b"loca", b"hmtx", b"hhea", b"post", b"OS/2"), 2
    ):
        entry = data.index(tag, 12)
        _, _, start, length = struct.unpack_from(">4sIII", data, entry)
        if chance.random() < 0.3:
            data[entry] ^= 1
        for _ in range(5):
            data[start + chance.randrange(min(length, 60))] = chance.randrange(256)
    font = tmp_path / f"Own{seed}.ttf"
    font.write_bytes(data)
    with suppress(ContentError):
        assert units("Hand", load_face(font.name, tmp_path.joinpath)) >= 0


@pytest.mark.parametrize("change", [{"8": "3"}, {"l": " "}, {"L": None}])
def test_a_face_without_its_own_letters_and_digits_is_refused(change: dict[str, str | None]) -> None:
    face = TTFontFace(str(lato_file("Regular")))
    fonts._refuse_unreadable(face)
    for char, other in change.items():
        face.charToGlyph[ord(char)] = face.charToGlyph[ord(other)] if other else 0
    with pytest.raises(ValueError, match="letters or digits are missing"):
        fonts._refuse_unreadable(face)
