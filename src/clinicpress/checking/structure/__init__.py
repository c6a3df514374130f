"""What a document must have, and how its parts are built."""

from clinicpress.checking.rule import Rule

RULES: tuple[Rule, ...] = ()
