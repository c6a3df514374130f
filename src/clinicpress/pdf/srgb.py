"""The sRGB colour profile that PDF/A files carry, made here so that it is the same everywhere.

Pillow could make one, but writes the time of day into it. Numbers are those of IEC 61966-2-1, with the
primaries adapted to D50 by the Bradford method, as ICC.1:2010 (profile version 4.2) demands.
"""

from __future__ import annotations

import struct

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
