"""Reviews, translations and private files."""

from clinicpress.checking.rule import Rule

RULES: tuple[Rule, ...] = ()
