"""All rules, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Sequence

from clinicpress.checking import allowances, exercises, governance, looks, sentences, structure, terms
from clinicpress.checking.rule import Rule

RULES: tuple[Rule, ...] = (
    *sentences.RULES,
    *terms.RULES,
    *structure.RULES,
    *exercises.RULES,
    *looks.RULES,
    *governance.RULES,
    *allowances.RULES,
)
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(rule.group for rule in RULES))


def chosen(names: Sequence[str]) -> tuple[Rule, ...]:
    """The rules of those ids and groups; all of them for no names.

    Raises:
        KeyError: if there is no rule or group of a name.
    """
    known = {rule.id for rule in RULES} | set(GROUPS)
    for name in names:
        if name not in known:
            raise KeyError(name)
    return tuple(rule for rule in RULES if not names or rule.id in names or rule.group in names)
