"""All rules, in the order in which they are told: each with its row of ``rules.yaml``, and its code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from clinicpress.checking import allowances
from clinicpress.checking.rules import (
    doses,
    emphasis,
    exercisewords,
    figurewords,
    looks,
    missing,
    numerals,
    overruled,
    paragraphs,
    readability,
    steps,
    terms,
    voice,
)
from clinicpress.checking.subject import Finder, Rule, Severity
from clinicpress.composing.locale import read_plain

_FILES = (
    doses,
    emphasis,
    exercisewords,
    figurewords,
    looks,
    missing,
    numerals,
    overruled,
    paragraphs,
    readability,
    steps,
    terms,
    voice,
    allowances,
)
LOOKS: Mapping[str, Finder] = {name: look for file in _FILES for name, look in file.LOOKS.items()}


def _rule(row: Mapping[str, Any]) -> Rule:
    severity, kinds = Severity(row["severity"]), tuple(row["kinds"])
    told = {key: row[key] for key in ("id", "group", "finds", "why", "basis", "wrong", "right")}
    return Rule(
        **told,
        severity=severity,
        worst=Severity(row.get("worst", severity)),
        kinds=kinds,
        languages=tuple(row.get("languages", ())),
        look=LOOKS[row["id"]],
    )


# A rule without its row, or a row without its code, is a KeyError as soon as the check is loaded.
RULES: tuple[Rule, ...] = tuple(map(_rule, read_plain(Path(__file__).with_name("rules.yaml"))))
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
