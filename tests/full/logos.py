"""Every generated SVG drawing as a logo, in both inks: ``pytest -n 2 tests/full/logos.py`` (five minutes).

The suite tries a sample of them (tests/build/test_build_logodrawing.py).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from logo_pages import difference
from svg_samples import drawing

from clinicpress.build import artwork as logos
from clinicpress.build.artwork import load_logo
from clinicpress.build.logodrawing import drawn
from clinicpress.store.cache import Cache


@pytest.mark.parametrize("number", range(600))
def test_a_logo_is_drawn_right(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logos, "drawn_logo", drawn)
    file = tmp_path / "logo.svg"
    file.write_text(drawing(number), encoding="utf-8")
    logo = load_logo(file, "colour", Cache(tmp_path / "cache"))
    assert difference(drawing(number), logo) == ""
    assert load_logo(file, "mono", Cache(tmp_path / "cache")).width == logo.width
