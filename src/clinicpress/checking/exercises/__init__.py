"""Exercises, their figures, and sheets of them."""

from clinicpress.checking.rule import Rule

RULES: tuple[Rule, ...] = ()
