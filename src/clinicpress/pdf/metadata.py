"""What a file says of itself: information dictionary, XMP packet and output intent.

Title, language and the clinic as author, and nothing else: no dates, so that equal pages give equal bytes.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape

from clinicpress.pdf.objects import Name, Objects, Ref, Stream, Value, compressed
from clinicpress.pdf.srgb import srgb_profile
from clinicpress.typesetting.items import Metadata

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
    return Stream({"Type": Name("Metadata"), "Subtype": Name("XML")}, xmp_packet(metadata))


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
