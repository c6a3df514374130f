from __future__ import annotations

from pathlib import Path

import pdf_samples as samples
import pypdfium2
import pytest
from caches import kept
from pdf_samples import group, text
from PIL import Image

from clinicpress.pdf.write import write_pdf
from clinicpress.pdf.xobjects import CODES, Forms, qr_modules
from clinicpress.problems import OutputError
from clinicpress.store.cache import Cache
from clinicpress.typesetting.items import Metadata, Page, PlacedDocument, QrArt

ADDRESSES = [samples.QR_ADDRESS, "https://example.com/" + "long/" * 30 + "é", "HTTPS://EXAMPLE.COM/V/7"]


def rendered(value: str, *, size: float = 58, scale: float = 1, shift: float = 0) -> Image.Image:
    """The code at 50.3, 60.7 on a page of 200 points."""
    samples.register_fonts()
    code = group("Figure", QrArt(50.3 + shift, 60.7, size, value), width=58, height=58, alt="A code.")
    page = Page(200, 200, (text("P", "words", 195), code))
    with pypdfium2.PdfDocument(write_pdf(PlacedDocument((page,), Metadata("T", "en", "A")))) as document:
        image: Image.Image = document[0].render(scale=scale).to_pil().convert("L")
    return image


@pytest.mark.parametrize("value", ADDRESSES)
def test_decoder_reads_the_address(value: str) -> None:
    decoder = pytest.importorskip("zxingcpp")
    for scale in (150 / 72, 300 / 72):
        assert [code.text for code in decoder.read_barcodes(rendered(value, size=80, scale=scale))] == [value]


@pytest.mark.parametrize("value", ADDRESSES)
def test_every_module_is_painted_in_its_place(value: str) -> None:
    rows = qr_modules(value)
    scale = 8.0
    image = rendered(value, scale=scale)
    module = 58 / len(rows)
    for row, modules in enumerate(rows):
        for column, dark in enumerate(modules):
            spot = (50.3 + (column + 0.5) * module, 60.7 + (row + 0.5) * module)
            found = image.getpixel((int(spot[0] * scale), int(spot[1] * scale)))
            assert found == (0 if dark else 255), (row, column)


@pytest.mark.parametrize("value", ADDRESSES)
def test_a_kept_code_is_the_same(value: str, tmp_path: Path) -> None:
    """It is the very code, and the library that makes codes is not asked for it again."""
    art = QrArt(0, 0, 1, value)
    with Cache(tmp_path) as cache:
        forms = [Forms(each).code(art) for each in (Cache(None), cache, cache)]
    assert len({(form.name, form.stream.data) for form in forms}) == 1
    assert CODES.read(CODES.write(qr_modules(value))) == qr_modules(value)
    assert len(kept(tmp_path, "codes")) == 1


def test_finder_patterns_and_quiet_corners() -> None:
    rows = qr_modules(samples.QR_ADDRESS)
    ring = [True] * 7
    for corner in (rows[0][:7], rows[0][-7:], rows[6][:7], rows[-1][:7], rows[-7][:7]):
        assert list(corner) == ring
    assert not any(rows[7][:8])
    assert len(rows) == len(rows[0]) == 29


def test_no_hairlines_between_modules() -> None:
    # Within the 3 by 3 middle of a finder pattern nothing may shine through, wherever pixels fall.
    module = 58 / len(qr_modules(samples.QR_ADDRESS))
    for shift in (0.0, 0.13, 0.37):
        scale = 3.7
        image = rendered(samples.QR_ADDRESS, scale=scale, shift=shift)
        left, top = 50.3 + shift + 2.2 * module, 60.7 + 2.2 * module
        box = [round(value * scale) for value in (left, top, left + 2.6 * module, top + 2.6 * module)]
        assert image.crop((box[0], box[1], box[2], box[3])).getextrema() == (0, 0)


def test_too_long_an_address_is_refused() -> None:
    with pytest.raises(OutputError, match="301 characters is too long"):
        qr_modules("https://example.com/".ljust(301, "x"))
    assert len(qr_modules("https://example.com/".ljust(300, "x"))) == 69
