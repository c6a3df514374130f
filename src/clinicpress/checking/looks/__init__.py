"""What can be seen: contrast, size of text, ink, addresses."""

from clinicpress.checking.rule import Rule

RULES: tuple[Rule, ...] = ()
