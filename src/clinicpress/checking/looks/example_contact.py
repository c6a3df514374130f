"""``example-contact``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject
from clinicpress.model.clinic import Clinic

# 555-0100 to 555-0199 are kept for fiction in North America; the others are what people type to fill a gap.
_PHONE = re.compile(r"1?(?:\d{3})?55501\d\d|1?(?:\d{3})?5555555|(\d)\1{6,}|0?1234567(?:890?)?")
# RFC 2606 and RFC 6761 keep these for examples.
_HOST = re.compile(r"(?:.*\.)?example\.(?:com|org|net)|(?:.*\.)?(?:example|test|invalid|localhost)")
_ADDRESS = re.compile(
    r"\bexample (?:street|st|road|rd|avenue|ave|lane|way|drive|town|city)\b|\b[A-Z]{2},? 0{5}\b|\banytown\b",
    re.IGNORECASE,
)


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A phone number, web or street address that belongs to nobody."""
    clinic: Clinic = subject.model
    at = subject.loaded.at
    if _PHONE.fullmatch(re.sub(r"\D", "", clinic.phone)):
        yield Hit(
            at("phone"),
            f"{clinic.phone} is an example number that nobody answers",
            "write your clinic's phone number",
        )
    host = (urlsplit(clinic.web or "").hostname or "").lower()
    if _HOST.fullmatch(host):
        instead = "write your clinic's web address, or delete the line"
        yield Hit(at("web"), f"{clinic.web} is an example address; its QR code leads nowhere", instead)
    for index, line in enumerate(clinic.address):
        if _ADDRESS.search(line):
            instead = "write your clinic's street address, or delete the line"
            yield Hit(at("address", index), f"{line!r} is an example address", instead)


RULE = Rule(
    id="example-contact",
    group="looks",
    severity=Severity.WARNING,
    kinds=("clinic",),
    finds="A phone number, web address or street address that is only an example.",
    why="A patient who must call today reaches nobody.",
    basis="Our own rule; North America keeps 555-0100 to 555-0199 for fiction, RFC 2606 example.com.",
    wrong="phone: (555) 555-0142",
    right="phone: (212) 736-5000  # your clinic's own",
    look=look,
)
