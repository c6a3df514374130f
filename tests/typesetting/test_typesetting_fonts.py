"""Finding faces: by weight from the package, by file from the workspace, with one clear error."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinicpress.model.brand import Typefaces
from clinicpress.problems import ContentError
from clinicpress.typesetting.fonts import cap_height, lato_file, load_fonts


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
