"""Words: jargon, numbers, doses, marks."""

from clinicpress.checking.rule import Rule

RULES: tuple[Rule, ...] = ()
