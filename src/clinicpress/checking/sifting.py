"""Applies rules to files and puts their findings in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clinicpress.checking.allowances import sift
from clinicpress.checking.subject import Finding, Rule, Scope, Severity, Subject
from clinicpress.records import dataclass


@dataclass(frozen=True, slots=True)
class SiftedFindings:
    """What was found in some files: what ``stands``, and what comments have ``allowed``."""

    standing: tuple[Finding, ...]
    allowed: tuple[Finding, ...] = ()


def look_at(subjects: Sequence[Subject], scope: Scope, rules: Sequence[Rule]) -> SiftedFindings:
    """What ``rules`` find in ``subjects``, by file and place."""
    standing, allowed = list[Finding](), list[Finding]()
    for subject in subjects:
        each_once = {(each.rule, each.place, each.found): each for each in _found(subject, scope, rules)}
        found = tuple(each_once.values())
        stands, let = sift(subject, found, rules)
        standing += stands
        allowed += let
    return SiftedFindings(_in_order(standing), _in_order(allowed))


def _found(subject: Subject, scope: Scope, rules: Sequence[Rule]) -> Iterator[Finding]:
    for rule in rules:
        if subject.kind not in rule.kinds or (rule.languages and subject.language not in rule.languages):
            continue
        for hit in rule.look(subject, scope):
            # a build that looks for errors would not have asked this rule
            assert hit.severity is not Severity.ERROR or rule.worst is Severity.ERROR, rule.id
            yield Finding(
                rule.id, hit.severity or rule.severity, subject.kind, subject.id, hit.place, hit.found,
                hit.instead, rule.why, hit.anchor,
            )  # fmt: skip


def _in_order(found: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda each: (each.place, each.rule, each.found)))
