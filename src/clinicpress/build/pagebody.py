"""A body: all of a patient's pages but the strips that say whose they are; and how the cache keeps it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from clinicpress.pdf.objects import Stream
from clinicpress.pdf.openobjects import Pattern, Template
from clinicpress.pdf.packet import PacketBody
from clinicpress.pdf.strips import StripPlace
from clinicpress.pdf.write import FileBody
from clinicpress.proof.fileproof import FileShape
from clinicpress.records import dataclass
from clinicpress.store.cache import CacheKind
from clinicpress.typesetting.items import Slot


@dataclass(frozen=True)
class PageBody:
    """The pages of plans that are alike, without the strips.

    ``words`` are what each page says, `clinicpress.proof.identity.SLOT` where one of the ``slots`` is. A body
    is made as a ``file``, for a ``packet``, or as both. ``report`` is in plain data what the fit did.
    """

    report: Mapping[str, Any]
    words: tuple[str, ...]
    slots: tuple[StripPlace, ...]
    file: FileBody | None
    packet: PacketBody | None

    @property
    def shape(self) -> FileShape:
        """What its files have in common."""
        assert self.file is not None
        pages = tuple(place.page for place in self.slots)
        return FileShape(self, len(self.file.head), self.file.next, pages)

    @property
    def size(self) -> int:
        """The bytes that it takes, about."""
        return sum(part.size for part in (self.file, self.packet) if part is not None)


class _Bytes:
    """Bytes one after the other, each known by its number."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def add(self, data: bytes) -> int:
        """The number of some bytes."""
        self.parts.append(data)
        return len(self.parts) - 1


def _write(body: PageBody) -> bytes:
    kept = _Bytes()
    file, packet = body.file, body.packet
    said = {
        "report": body.report,
        "words": body.words,
        "slots": [_plain_slot(place) for place in body.slots],
        "file": None if file is None else _plain_file(file, kept),
        "packet": None if packet is None else _plain_packet(packet, kept),
        "sizes": [],
    }
    said["sizes"] = [len(part) for part in kept.parts]
    head = json.dumps(said, separators=(",", ":")).encode("ascii")
    return b"".join((b"%d\n" % len(head), head, *kept.parts))


def _plain_slot(place: StripPlace) -> dict[str, Any]:
    return asdict(place) | {"slot": asdict(place.slot) | {"without": sorted(place.slot.without)}}


def _plain_file(file: FileBody, kept: _Bytes) -> list[Any]:
    parts = [kept.add(part) for part in (file.head, file.rows, file.resources)]
    return [*parts, file.next, file.slots, dict(file.fonts), file.root, file.info]


def _plain_packet(packet: PacketBody, kept: _Bytes) -> list[Any]:
    template = packet.template
    pages, others = (
        [[kept.add(each.code), each.numbers] for each in patterns]
        for patterns in (template.pages, template.others)
    )
    parts = [[kept.add(part.head), kept.add(part.data)] for part in packet.parts]
    forms = [[name, kept.add(form.head), kept.add(form.data)] for name, form in packet.forms]
    whole = [template.given, template.own, template.keys, pages, others]
    return [
        whole, parts, packet.strips, packet.fonts, forms, packet.pages, packet.top, packet.owners,
        packet.height,
    ]  # fmt: skip


def _read(data: bytes) -> PageBody:
    size, _, rest = data.partition(b"\n")
    said = json.loads(rest[: int(size)])
    parts, place = list[bytes](), int(size)
    for each in said["sizes"]:
        parts.append(rest[place : place + each])
        place += each
    file, packet = said["file"], said["packet"]
    return PageBody(
        said["report"],
        tuple(said["words"]),
        tuple(map(_slot, said["slots"])),
        None if file is None else _file(file, parts),
        None if packet is None else _packet(packet, parts),
    )


def _slot(said: Mapping[str, Any]) -> StripPlace:
    slot = said["slot"]
    kept = Slot(slot["whole"], frozenset(slot["without"]), slot["fields"], tuple(slot["fonts"]))
    return StripPlace(kept, said["page"], said["left"], said["top"], said["mcid"])


def _file(said: Sequence[Any], parts: Sequence[bytes]) -> FileBody:
    head, rows, resources, after, slots, fonts, root, info = said
    return FileBody(parts[head], parts[rows], after, slots, fonts, parts[resources], root, info)


def _packet(said: Sequence[Any], parts: Sequence[bytes]) -> PacketBody:
    (given, own, keys, *patterns), streams, strips, fonts, forms, pages, top, owners, height = said
    first, others = (
        tuple(Pattern(parts[code], tuple(numbers)) for code, numbers in each) for each in patterns
    )
    return PacketBody(
        Template(given, own, keys, first, others),
        tuple(Stream(parts[head], parts[data]) for head, data in streams),
        tuple(map(tuple, strips)),
        tuple(fonts),
        tuple((name, Stream(parts[head], parts[data])) for name, head, data in forms),
        tuple(pages),
        top,
        tuple(owners),
        height,
    )


BODIES = CacheKind("bodies", _read, _write)
