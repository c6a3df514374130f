"""A PDF behind a password: three other libraries open it with the password, and none without."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pdf_samples as samples
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_samples import text
from pdf_selfcheck import complaints
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError
from reading_back import text_in_structure_order

from clinicpress.pdf.encryption import encrypted, password_fault
from clinicpress.pdf.write import write_pdf
from clinicpress.proof.conformance import verify_pdf
from clinicpress.proof.pagetexts import page_texts_of
from clinicpress.typesetting.items import Metadata, Page, PlacedDocument

PASSWORD = "pass wörd (1)"
WORDS = "Pat Example EX-0001"


@cache
def plain() -> bytes:
    return write_pdf(samples.handout())


@cache
def locked() -> bytes:
    return encrypted(plain(), PASSWORD)


def page(words: str) -> bytes:
    samples.register_fonts()
    return write_pdf(PlacedDocument((Page(612, 792, (text("P", words, 60),)),), Metadata("T", "en", "A")))


def unlocked(data: bytes, password: str = PASSWORD) -> bytes:
    with pikepdf.open(BytesIO(data), password=password) as pdf:
        buffer = BytesIO()
        pdf.save(buffer, encryption=False)
    return buffer.getvalue()


@pytest.mark.slow
def test_three_libraries_read_it_with_the_password() -> None:
    data = encrypted(page(WORDS), PASSWORD)
    assert list(page_texts_of(data, password=PASSWORD)) == [WORDS]
    reader = PdfReader(BytesIO(data), password=PASSWORD)
    assert reader.pages[0].extract_text() == WORDS
    assert text_in_structure_order(unlocked(data)) == WORDS


@pytest.mark.slow
def test_nothing_is_read_without_it() -> None:
    data = encrypted(page(WORDS), PASSWORD)
    for password in ("", "pass word (1)", PASSWORD + " "):
        with pytest.raises(pypdfium2.PdfiumError):
            list(page_texts_of(data, password=password))
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(BytesIO(data), password=password)
    with pytest.raises(FileNotDecryptedError):
        PdfReader(BytesIO(data)).pages[0].extract_text()


@pytest.mark.slow
def test_no_stream_stands_there_as_it_was() -> None:
    """Neither the words of a page nor title, author and tags, which are in object streams and metadata."""
    with pikepdf.open(BytesIO(plain())) as pdf:
        streams = [each.read_raw_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        title = str(pdf.docinfo.Title).partition(" ")[0].encode()
    assert len(streams) > 5
    assert title in plain()
    assert title not in locked()
    assert not [each for each in streams if len(each) > 8 and each in locked()]


@pytest.mark.slow
def test_the_file_is_sound_and_everything_is_in_it() -> None:
    """Structure tree, language, title and metadata are those of the file before."""
    with pikepdf.open(BytesIO(locked()), password=PASSWORD) as pdf:
        assert pdf.check_pdf_syntax() == []
    assert complaints(unlocked(locked())) == []
    assert verify_pdf(unlocked(locked())) == verify_pdf(plain())
    assert text_in_structure_order(unlocked(locked()), alt=True) == text_in_structure_order(plain(), alt=True)
    with pikepdf.open(BytesIO(plain())) as old, pikepdf.open(BytesIO(locked()), password=PASSWORD) as new:
        assert new.Root.Metadata.read_bytes() == old.Root.Metadata.read_bytes()
        assert new.Root.Lang == old.Root.Lang
        assert new.docinfo == old.docinfo
        assert len(new.pages) == len(old.pages)


def test_pages_look_the_same() -> None:
    with pypdfium2.PdfDocument(plain()) as old, pypdfium2.PdfDocument(locked(), password=PASSWORD) as new:
        for one, two in zip(old, new, strict=True):
            assert one.render().to_pil().tobytes() == two.render().to_pil().tobytes()


def test_printing_and_screen_readers_are_allowed_and_no_more() -> None:
    with pikepdf.open(BytesIO(locked()), password=PASSWORD) as pdf:
        assert pdf.user_password_matched
        assert not pdf.owner_password_matched
        allowed = {name for name, value in pdf.allow._asdict().items() if value}
        assert allowed == {"accessibility", "print_lowres", "print_highres"}
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
        assert pdf.encryption.stream_method == pikepdf.models.EncryptionMethod.aesv3


@pytest.mark.slow
def test_keys_are_never_the_same() -> None:
    assert encrypted(plain(), PASSWORD) != encrypted(plain(), PASSWORD)
    with pikepdf.open(BytesIO(locked()), password=PASSWORD) as one:
        again = pikepdf.open(BytesIO(encrypted(plain(), PASSWORD)), password=PASSWORD)
        assert one.encryption.encryption_key != again.encryption.encryption_key
        again.close()


@pytest.mark.slow
@given(st.text("aZ09 !()\\<>%éжễ€🙂", min_size=4, max_size=31))
@settings(deadline=None, max_examples=40)
def test_any_password_that_may_be_used_opens_it(password: str) -> None:
    assert password_fault(password) == ""
    data = encrypted(page(WORDS), password)
    assert list(page_texts_of(data, password=password)) == [WORDS]
    with pikepdf.open(BytesIO(data), password=password) as pdf:
        assert pdf.user_password_matched


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "the password is too short: it needs at least 4 characters"),
        ("abc", "the password is too short: it needs at least 4 characters"),
        ("é" * 64, "the password is too long: a PDF allows at most 127 bytes"),
        ("abc\tdef", "the password has a character that viewers may encode differently"),
        ("abc\u00addef", "the password has a character that viewers may encode differently"),
        ("cafe\u0301", "the password has a character that viewers may encode differently"),
        ("x\ud800xx", "the password has a character that viewers may encode differently"),
    ],
)
def test_a_password_that_may_not_be_used(password: str, said: str) -> None:
    assert password_fault(password) == said
    with pytest.raises(ValueError, match="the password"):
        encrypted(plain(), password)
