"""What is said and not seen, and what is seen and should not be, is told by looking at the pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import Any

import pdf_samples as samples
import pikepdf
import pytest

from clinicpress.pdf.write import write_pdf
from clinicpress.proof.appearance import look_complaints

COVERED = "words are covered by something painted over them, or have the wrong colour"
HIDDEN = "words have the same colour as what is behind them, so nobody can see them"


@lru_cache(maxsize=1)
def good() -> bytes:
    return write_pdf(samples.handout())


def looked_at(change: Callable[[bytes], bytes]) -> str:
    """The complaints of the sample with other content on its first page."""
    out = BytesIO()
    with pikepdf.open(BytesIO(good())) as pdf:
        page: Any = pdf.pages[0]
        page.Contents.write(change(page.Contents.read_bytes()))
        page.Resources.ExtGState = pikepdf.Dictionary(G0=pikepdf.Dictionary(ca=0.05))
        pdf.save(out)
    return "\n".join(look_complaints(out.getvalue()))


def test_a_good_file() -> None:
    assert looked_at(lambda code: code) == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda code: code + b" q 1 g 0 0 612 792 re f Q", COVERED),
        (lambda code: code + b" q 0.2 0.4 0.6 rg 0 0 612 792 re f Q", COVERED),
        (lambda code: code.replace(b"BT\n", b"BT 3 Tr\n"), "leave no ink"),
        (lambda code: b"0 0 5 5 re W n " + code, "leave no ink"),
        (lambda code: b"1 0 0 1 900 0 cm " + code, "stand off the page"),
        (lambda code: b"-1 0 0 1 612 0 cm " + code, "turned, mirrored, stretched"),
        (lambda code: code.replace(b"BT\n", b"BT 1 Tr\n"), "turned, mirrored, stretched"),
        (lambda code: b"/G0 gs " + code, HIDDEN),
        (lambda code: code.replace(b"BT\n", b"BT\n0.97 g\n").replace(b"\n0 g\n", b"\n0.97 g\n"), HIDDEN),
        (lambda code: code + b"\n1 0 0 1 2 1 cm\n" + code, "words are on top of other words"),
    ],
)
def test_what_cannot_be_seen(change: Callable[[bytes], bytes], words: str) -> None:
    assert words in looked_at(change)


def test_a_figure_that_is_gone() -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(good())) as pdf:
        for form in list(pdf.pages[0].Resources.XObject.values()):
            form.write(b"")
        pdf.save(out)
    assert "a figure shows nothing" in "\n".join(look_complaints(out.getvalue()))
