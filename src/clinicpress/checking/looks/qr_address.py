"""``qr-address``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject

MOST = 60
# What tells a server where a visitor comes from, and changes nothing of what is shown.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|msclkid|dclid|yclid|mc_[ce]id|igshid|igsh|si|_hs\w+|feature|ref|ref_src"
    r"|trk|spm|pp",
    re.IGNORECASE,
)
# Short addresses that another firm keeps, and can sell, count or switch off.
_SHORTENERS = frozenset(
    {
        "bit.ly", "tinyurl.com", "goo.gl", "t.co", "ow.ly", "is.gd", "buff.ly", "rebrand.ly", "cutt.ly",
        "t.ly", "qrco.de", "qr.io", "qrfy.io", "me-qr.com", "q-r.to", "l.ead.me", "qrs.ly", "scnv.io",
        "flow.page", "shorturl.at", "rb.gy", "tiny.cc", "lnkd.in", "s.id", "v.gd", "bl.ink",
    }
)  # fmt: skip


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Addresses behind a QR code that are long, track, or go through another firm."""
    key = "web" if subject.kind == "clinic" else "video"
    address = getattr(subject.model, key)
    if not address:
        return
    place, parts = subject.loaded.at(key), urlsplit(address)
    host = (parts.hostname or "").lower().removeprefix("www.")
    tracking = [
        name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if _TRACKING.fullmatch(name)
    ]
    if tracking:
        found = f"the address has parts that track visitors: {', '.join(dict.fromkeys(tracking))}"
        yield Hit(place, found, f"write {_without(address, tracking)}")
    elif host in _SHORTENERS:
        found = f"the address goes through {host}, which can switch it off or send it elsewhere"
        yield Hit(place, found, "write the address that it leads to, or a short one on your own site")
    elif len(address) > MOST:
        found = f"an address of {len(address)} characters, which nobody types from paper"
        yield Hit(place, found, f"a short address on your own site: {MOST} characters or fewer")


def _without(address: str, tracking: list[str]) -> str:
    """The address without what tracks."""
    start, _, rest = address.partition("?")
    query, mark, fragment = rest.partition("#")
    kept = "&".join(part for part in query.split("&") if part.partition("=")[0] not in tracking)
    return start + (f"?{kept}" if kept else "") + mark + fragment


RULE = Rule(
    id="qr-address",
    group="looks",
    severity=Severity.WARNING,
    kinds=("clinic", "exercise"),
    finds=f"A QR code's address that tracks, goes through another firm, or is over {MOST} characters.",
    why="Who has no camera types it from paper; and nobody need be told who reads about which pain.",
    basis="Our own rule. Users of such tools complain of QR codes of a third party that stop working.",
    wrong="video: https://www.youtube.com/watch?v=abc123&utm_source=handout",
    right="video: https://www.youtube.com/watch?v=abc123",
    look=look,
)
