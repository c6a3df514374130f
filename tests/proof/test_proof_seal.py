"""The bytes of a finished file are told from any others by the file alone."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import pdf_samples as samples
import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.pdf.encryption import encrypted
from clinicpress.pdf.write import write_pdf
from clinicpress.proof.finished import is_locked, seal_complaints, verify_finished


@lru_cache(maxsize=1)
def good() -> bytes:
    return write_pdf(samples.handout())


@lru_cache(maxsize=1)
def locked() -> bytes:
    return encrypted(good(), "a secret")


@pytest.mark.parametrize("make", [good, locked])
def test_a_file_as_it_was_written(make: object) -> None:
    data = good() if make is good else locked()
    assert tuple(seal_complaints(data)) == ()
    assert is_locked(data) == (make is locked)


@given(
    lock=st.booleans(), part=st.floats(0, 1), count=st.sampled_from([1, 2, 64]), how=st.sampled_from("fzic")
)
@settings(deadline=None, max_examples=300)
def test_every_damage_is_told(lock: bool, part: float, count: int, how: str) -> None:
    data = locked() if lock else good()
    at = min(len(data) - 1, int(part * len(data)))
    old = data[at : at + count]
    new = {"f": bytes(byte ^ 0x21 for byte in old), "z": bytes(len(old)), "i": b"x" * count + old, "c": b""}[
        how
    ]
    changed = data[:at] + new + data[at + count :]
    if changed != data:
        assert tuple(seal_complaints(changed)) != ()


def test_other_programs_are_told() -> None:
    """What else they did nobody knows."""
    out = BytesIO()
    with pikepdf.open(BytesIO(good())) as pdf:
        pdf.save(out)
    assert any("another program" in words for words in seal_complaints(out.getvalue()))
    writer = pypdf.PdfWriter(BytesIO(good()), incremental=True)
    writer.pages[0].rotate(180)
    update = BytesIO()
    writer.write(update)
    assert update.getvalue().startswith(good())
    assert tuple(seal_complaints(update.getvalue())) != ()


def test_a_locked_file_can_be_vouched_for_without_its_password() -> None:
    found = verify_finished(locked())
    assert found.complaints == ()
    assert found.notes[0].startswith("locked with a password: its bytes are those that were written")
    place = len(locked()) // 2
    damaged = locked()[:place] + b"?" + locked()[place + 1 :]
    assert verify_finished(damaged).complaints != ()
    # and it still opens
    with pikepdf.open(BytesIO(locked()), password="a secret") as pdf:
        assert len(pdf.pages) == 2
