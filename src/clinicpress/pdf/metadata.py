"""Metadata of a file: information dictionary, XMP packet and output intent.

Title, language and the clinic as author, and nothing else: no dates, so that equal pages give equal bytes.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from html import escape

from clinicpress.pdf.objects import Name, Objects, Ref, Stream, Value, compressed
from clinicpress.typesetting.items import Metadata

_D50 = (0.9642, 1.0, 0.8249)
_PRIMARIES = {
    "r": (0.43607, 0.22249, 0.01392),
    "g": (0.38515, 0.71687, 0.09708),
    "b": (0.14307, 0.06061, 0.71410),
}
# Bradford adaptation from D65 to D50, row by row.
_ADAPTATION = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
# Gamma, slope and offset of the curve, slope of its straight foot and where that ends.
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)

# A profile must say when it was made.
_DATE = (2000, 1, 1, 0, 0, 0)


def _fixed(*values: float) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _words(text: str) -> bytes:
    data = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(data), 28) + data


def srgb_profile() -> bytes:
    """An ICC profile (version 4.2, monitor, RGB to XYZ) of sRGB, about 500 bytes."""
    xyz = {f"{name}XYZ": b"XYZ \0\0\0\0" + _fixed(*value) for name, value in _PRIMARIES.items()}
    curve = b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + _fixed(*_CURVE)
    tags = {
        "desc": _words("sRGB"),
        "cprt": _words("No copyright, use freely"),
        "wtpt": b"XYZ \0\0\0\0" + _fixed(*_D50),
        "chad": b"sf32\0\0\0\0" + _fixed(*_ADAPTATION),
        **xyz,
        "rTRC": curve,
        "gTRC": curve,
        "bTRC": curve,
    }
    start = 128 + 4 + 12 * len(tags)
    table, body, places = struct.pack(">I", len(tags)), b"", dict[bytes, int]()
    for name, data in tags.items():
        if data not in places:
            places[data] = start + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += struct.pack(">4sII", name.encode(), places[data], len(data))
    header = struct.pack(
        ">I4xI4s4s4s6H4s24xI12s48x",
        start + len(body), 0x04200000, b"mntr", b"RGB ", b"XYZ ", *_DATE, b"acsp", 0, _fixed(*_D50),
    )  # fmt: skip
    return header + table + body


CREATOR = "clinicpress"
PRODUCER = "clinicpress"

# PDF/A wants every namespace described that it does not define itself (ISO 19005-2, 6.6.2.3).
_PDFUA_SCHEMA = """\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


_STANDARDS = """\
<pdfuaid:part>1</pdfuaid:part>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
"""


def information(metadata: Metadata) -> dict[str, Value]:
    """The entries of the information dictionary."""
    author: dict[str, Value] = {"Author": metadata.author} if metadata.author else {}
    return {"Title": metadata.title, **author, "Creator": CREATOR, "Producer": PRODUCER}


def xmp_packet(metadata: Metadata) -> bytes:
    """The XMP packet: the same as the information dictionary, and which standards the file follows."""
    standard = _STANDARDS if metadata.standard else ""
    creator = f"<dc:creator><rdf:Seq><rdf:li>{escape(metadata.author)}</rdf:li></rdf:Seq></dc:creator>\n"
    return f"""\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(metadata.title)}</rdf:li></rdf:Alt></dc:title>
{creator if metadata.author else ""}\
<dc:language><rdf:Bag><rdf:li>{escape(metadata.language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>
<pdf:Producer>{PRODUCER}</pdf:Producer>
{standard}\
</rdf:Description>
{_PDFUA_SCHEMA}
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


@lru_cache(maxsize=64)
def _packet(metadata: Metadata) -> Stream:
    return Stream.of({"Type": Name("Metadata"), "Subtype": Name("XML")}, xmp_packet(metadata))


def add_metadata(file: Objects, metadata: Metadata) -> dict[str, Value]:
    """Add what a file says of itself; the entries of its catalog that lead there."""
    # Left unpacked, so that tools that know nothing of PDF find it.
    packet = file.add(_packet(metadata))
    return {
        "Lang": metadata.language,
        "MarkInfo": {"Marked": True},
        "ViewerPreferences": _preferences(metadata),
        "Metadata": packet,
        "OutputIntents": [_output_intent(file)],
    }


@lru_cache(maxsize=1)
def _profile() -> Stream:
    return compressed(srgb_profile(), {"N": 3}, level=9)


def _preferences(metadata: Metadata) -> dict[str, Value]:
    """Print at the size that was drawn, since boxes are for pens and floors are in millimetres."""
    preferences: dict[str, Value] = {"DisplayDocTitle": True, "PrintScaling": Name("None")}
    if metadata.folded:
        preferences["Duplex"] = Name("DuplexFlipShortEdge")
    return preferences


def _output_intent(file: Objects) -> dict[str, Value]:
    profile: Ref = file.add(_profile())
    return {
        "Type": Name("OutputIntent"),
        "S": Name("GTS_PDFA1"),
        "OutputConditionIdentifier": "sRGB",
        "Info": "sRGB",
        "DestOutputProfile": profile,
    }
