"""Files and packets read back by the small reader: right ones pass, and no planted fault does."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import false_letters, is_part, is_strip, rewritten, streams, swapped, with_second_name
from pypdfium2 import PdfiumError
from test_proof_identity import STRANGER, identities, laid_out, plan

from clinicpress.messages import say
from clinicpress.pdf.packet import PacketDocument, PacketWriter, packet_body
from clinicpress.pdf.page import Stamps
from clinicpress.pdf.strips import DrawnStrip
from clinicpress.pdf.write import FileBody, draw, file_body
from clinicpress.proof import fileproof
from clinicpress.proof.fileproof import UNREADABLE, FileProver, FileShape, PacketProver
from clinicpress.proof.identity import PageIdentity
from clinicpress.readback.pagewords import FileReader, ReadFile
from clinicpress.readback.pdffile import UnreadableError
from clinicpress.typesetting.items import Metadata

LAYOUTS = ("sheet", "large-print")
# The first is known before the second comes; a name in letters of another subset brings a font along.
NAMES = (("Pat Example", "EX-0001"), ("Robin Sample", "EX-0002"), ("Ştefan Țest", "EX-0003"))


class Printed(NamedTuple):
    """A patient's file: its body, its strips, its bytes, and what its pages should say."""

    body: FileBody
    strips: tuple[DrawnStrip, ...]
    data: bytes
    expected: list[PageIdentity]


@cache
def printed(at: int, layout: str) -> Printed:
    of = plan(*NAMES[at])
    document = laid_out(of, layout)
    drawn = draw(document, Stamps())
    body = file_body(drawn, document.metadata)
    return Printed(body, drawn.strips, body.file(drawn.strips).data, identities(of, document))


@cache
def shape(layout: str) -> FileShape:
    of = printed(0, layout)
    pages = range(len(of.strips))
    return FileShape("the body", len(of.body.head), of.body.next, tuple(pages))


def prover(layout: str, *, known: bool) -> FileProver:
    """A prover that has seen no file, or the first patient's."""
    found = FileProver()
    if known:
        assert (
            found.faults(printed(0, layout).data, shape(layout), printed(0, layout).expected, pdfium=False)
            == ()
        )
    return found


def faults(data: bytes, layout: str, *, known: bool, at: int = 0) -> tuple[str, ...]:
    return prover(layout, known=known).faults(data, shape(layout), printed(at, layout).expected, pdfium=False)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_bodies_of_alike_plans_are_the_same_bytes(layout: str) -> None:
    bodies = [printed(at, layout).body for at in range(len(NAMES))]
    assert {(body.head, body.rows, body.next, body.resources) for body in bodies} == {
        (bodies[0].head, bodies[0].rows, bodies[0].next, bodies[0].resources)
    }
    assert all(name.encode() not in bodies[0].head for name, _ in NAMES)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_font_that_only_strips_need_is_in_the_file_once(layout: str) -> None:
    """A name twice in one dictionary is no PDF; it stands on every page."""
    with pikepdf.open(BytesIO(printed(2, layout).data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        names = set(pdf.pages[0].Resources.Font.keys())
    code = printed(2, layout).data.partition(b"\n1 0 obj\n")[2].partition(b"endobj")[0]
    assert len(names) > len(printed(0, layout).body.fonts)
    assert [code.count(name.encode() + b" ") for name in names] == [1] * len(names)


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_right_files_pass(layout: str, known: bool) -> None:
    for at in range(len(NAMES)):
        assert faults(printed(at, layout).data, layout, known=known, at=at) == ()


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_strip_of_another_patient(layout: str, known: bool) -> None:
    of = printed(0, layout)
    data = of.body.file(printed(1, layout).strips).data
    assert STRANGER in faults(data, layout, known=known)[0]


def test_strips_of_one_file_that_have_changed_places() -> None:
    of = printed(0, "large-print")
    data = of.body.file((of.strips[1], of.strips[0], *of.strips[2:])).data
    for known in (False, True):
        assert faults(data, "large-print", known=known)


PLANTED: dict[str, Callable[[bytes], bytes]] = {
    "a strip and a part exchanged": lambda data: swapped(data, lambda code: is_part(code) or is_strip(code)),
    "parts exchanged": lambda data: swapped(data, is_part),
    "false ToUnicode": false_letters,
    "a second name in a part": with_second_name,
}


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
def test_planted_faults(plant: Callable[[bytes], bytes], layout: str, known: bool) -> None:
    data = printed(0, layout).data
    assert faults(rewritten(data, {}), layout, known=known) == ()
    assert faults(plant(data), layout, known=known)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_byte_may_be_another(data: st.DataObject) -> None:
    layout, known = data.draw(st.sampled_from(LAYOUTS)), data.draw(st.booleans())
    whole = printed(0, layout).data
    at = data.draw(st.integers(0, len(whole) - 1) | st.integers(len(whole) - 2_000, len(whole) - 1))
    flipped = bytearray(whole)
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    assert faults(bytes(flipped), layout, known=known)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(LAYOUTS), st.integers(0, 100_000), st.binary(max_size=40))
def test_what_is_no_file_of_ours(layout: str, length: int, more: bytes) -> None:
    data = printed(0, layout).data[:length] + more
    if data != printed(0, layout).data:
        assert faults(data, layout, known=False) == (say(UNREADABLE),)


def test_a_file_that_pdfium_finds_wrong_proves_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    of, read = printed(0, "sheet"), list[bytes]()
    whole = FileReader.whole

    def counted(reader: FileReader, data: bytes, *more: int) -> ReadFile:
        read.append(data)
        return whole(reader, data, *more)

    monkeypatch.setattr(FileReader, "whole", counted)
    monkeypatch.setattr(fileproof, "file_faults", lambda *_, **__: ("page 1 is wrong",))
    found = FileProver()
    assert found.faults(of.data, shape("sheet"), of.expected, pdfium=True) == ("page 1 is wrong",)
    assert found.faults(of.data, shape("sheet"), of.expected, pdfium=False) == ()
    assert found.faults(of.data, shape("sheet"), of.expected, pdfium=False) == ()
    assert len(read) == 2


# -- packets


Packet = tuple[Path, list[tuple[PageIdentity, tuple[int, ...]]]]


@pytest.fixture(scope="module")
def packet(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, list[tuple[PageIdentity, tuple[int, ...]]]]:
    """A packet of the patients in two chunks, and what each page should say."""
    path = tmp_path_factory.mktemp("packet") / "packet.pdf"
    expected: list[tuple[PageIdentity, tuple[int, ...]]] = []
    with path.open("wb") as file:
        writer = PacketWriter(file.write, Metadata("Sheets", "en", "A"))
        for layout in LAYOUTS:
            documents = []
            for at in range(len(NAMES)):
                of = plan(*NAMES[at])
                document = laid_out(of, layout)
                drawn = draw(document, Stamps())
                body = packet_body(drawn)
                documents.append(PacketDocument(body, drawn.strips, str(at)))
                expected += zip(identities(of, document), body.strips, strict=True)
            writer.add(documents)
        writer.finish()
    return path, expected


def packet_faults(path: Path, packet: Packet) -> list[str]:
    """What is wrong with the packet at a path that should be that one."""
    try:
        with PacketProver(path) as found:
            found.check()
            assert found.pages == len(packet[1])
            return [
                words
                for index, (page, strips) in enumerate(packet[1])
                for words in found.faults(index, page, strips)
            ]
    except (UnreadableError, PdfiumError) as error:
        return [str(error)]


def test_a_right_packet_passes(packet: Packet, tmp_path: Path) -> None:
    assert packet_faults(packet[0], packet) == []
    again = tmp_path / "again.pdf"
    again.write_bytes(rewritten(packet[0].read_bytes(), {}))
    assert packet_faults(again, packet) == []


def test_a_packet_holds_what_pages_share_once(packet: Packet) -> None:
    parts = [code for code in streams(packet[0].read_bytes()).values() if is_part(code)]
    assert len(parts) == len(set(parts))


IN_PACKETS = {**PLANTED, "strips exchanged": lambda data: swapped(data, is_strip)}


@pytest.mark.parametrize("plant", IN_PACKETS.values(), ids=IN_PACKETS)
def test_faults_planted_in_a_packet(plant: Callable[[bytes], bytes], packet: Packet, tmp_path: Path) -> None:
    path = tmp_path / "planted.pdf"
    path.write_bytes(plant(packet[0].read_bytes()))
    assert packet_faults(path, packet)


def test_no_byte_of_a_packet_may_be_another(packet: Packet, tmp_path: Path) -> None:
    whole, path = packet[0].read_bytes(), tmp_path / "flipped.pdf"
    for at in range(0, len(whole), len(whole) // 60):
        flipped = bytearray(whole)
        flipped[at] ^= 4
        path.write_bytes(flipped)
        assert packet_faults(path, packet), at
