"""What can be seen: contrast, size of text, ink, addresses."""

from clinicpress.checking.looks import contrast, example_contact, ink_coverage, qr_address, text_floor
from clinicpress.checking.rule import Rule

RULES: tuple[Rule, ...] = (
    contrast.RULE,
    text_floor.RULE,
    ink_coverage.RULE,
    example_contact.RULE,
    qr_address.RULE,
)
