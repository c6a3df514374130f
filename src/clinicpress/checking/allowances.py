"""Comments ``# check: allow RULE because REASON``: what they take out, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from clinicpress.checking.subject import Finder, Finding, Hit, Rule, Scope, Subject
from clinicpress.checking.textfile import Allowance
from clinicpress.messages import say

UNUSED_ID = "allow-unused"
_EXAMPLE = "# check: allow jargon because the doctor's letter says it, too"


def _reasons(subject: Subject, _: Scope) -> Iterator[Hit]:
    for each in subject.file.allowances:
        if each.rules and not each.why:
            yield Hit(
                each.place,
                say("check.comment-gives-no-reason"),
                say("check.add-reason-such-as", example=_EXAMPLE),
            )


def _names(subject: Subject, scope: Scope) -> Iterator[Hit]:
    for each in subject.file.allowances:
        if not each.rules:
            yield Hit(
                each.place,
                say("check.check-comment-cannot-be-read"),
                say("check.write-comment-like", example=_EXAMPLE),
            )
        for name in each.rules:
            if name not in scope.known:
                yield Hit(
                    each.place,
                    say("check.no-such-rule", name=name),
                    say("check.clinicpress-check-rules-lists-all-rules"),
                )


def sift(
    subject: Subject, found: Sequence[Finding], asked: Iterable[Rule]
) -> tuple[list[Finding], list[Finding]]:
    """What stands and what is allowed of the findings in a file; comments that allow nothing are found, too.

    ``asked`` are the rules that have looked: a comment on another one cannot be called unused.
    """
    if not subject.file.allowances:
        return list(found), []
    standing, allowed = [], list[Finding]()
    used: set[tuple[Allowance, str]] = set()
    for each in found:
        by = _allowing(subject, each)
        if by is None:
            standing.append(each)
        else:
            allowed.append(each)
            used.add((by, each.rule))
    ids = {rule.id: rule for rule in asked}
    if UNUSED_ID in ids:
        standing += _unused(subject, used, ids)
    return standing, allowed


def _allowing(subject: Subject, found: Finding) -> Allowance | None:
    lines = {found.place.line, *([found.anchor.line] if found.anchor else [])}
    for each in subject.file.allowances:
        if each.why and found.rule in each.rules and lines & set(each.lines):
            return each
    return None


def _unused(
    subject: Subject, used: set[tuple[Allowance, str]], asked: Mapping[str, Rule]
) -> Iterator[Finding]:
    for each in subject.file.allowances:
        for name in each.rules:
            if each.why and name in asked and (each, name) not in used:
                words, rule = say("check.comment-allows-nothing", name=name), asked[UNUSED_ID]
                yield Finding(
                    rule.id, rule.severity, subject.kind, subject.id, each.place, words,
                    say("check.delete-comment"), rule.why,
                )  # fmt: skip


def _nothing(_subject: Subject, _scope: Scope) -> Iterable[Hit]:
    """What is unused is known only after all rules have looked: see `sift`."""
    return ()


LOOKS: Mapping[str, Finder] = {"allow-reason": _reasons, "allow-unknown": _names, UNUSED_ID: _nothing}
