"""Comments ``# check: allow RULE because REASON``: what they take out, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from clinicpress.checking.rule import EVERY, Finding, Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject
from clinicpress.checking.textfile import Allowance

UNUSED_ID = "allow-unused"
_EXAMPLE = "# check: allow jargon because the doctor's letter says it, too"


def _reasons(subject: Subject, _: Scope) -> Iterator[Hit]:
    for each in subject.file.allowances:
        if each.rules and not each.why:
            yield Hit(each.place, "no reason is given for what is allowed here", f"write it: {_EXAMPLE}")


def _names(subject: Subject, scope: Scope) -> Iterator[Hit]:
    for each in subject.file.allowances:
        if not each.rules:
            yield Hit(each.place, "this comment to the check cannot be read", f"write it so: {_EXAMPLE}")
        for name in each.rules:
            if name not in scope.known:
                yield Hit(each.place, f"there is no rule {name}", "clinicpress check --rules lists them")


REASON = Rule(
    id="allow-reason",
    group="allowances",
    severity=Severity.ERROR,
    kinds=EVERY,
    finds="A comment that allows something and does not say why.",
    why="Who reads the file next year has to know why the rule does not hold here.",
    basis="Our own rule: an exception is a decision, and a decision has a reason.",
    wrong="# check: allow jargon\n- Lie supine.",
    right="# check: allow jargon because the class of students uses this sheet\n- Lie supine.",
    look=_reasons,
)
UNKNOWN = Rule(
    id="allow-unknown",
    group="allowances",
    severity=Severity.ERROR,
    kinds=EVERY,
    finds="A comment to the check that cannot be read, or names a rule that there is none of.",
    why="A slip in the comment would let the text through, or stop it, without anybody noticing.",
    basis="Our own rule.",
    wrong="# check: alow jargn because ...",
    right="# check: allow jargon because ...",
    look=_names,
)
UNUSED = Rule(
    id=UNUSED_ID,
    group="allowances",
    severity=Severity.WARNING,
    kinds=EVERY,
    finds="A comment that allows what is not there any more.",
    why="The next slip on that line would be let through.",
    basis="Our own rule.",
    wrong="# check: allow jargon because the doctor says supine\n- Lie on your back.",
    right="- Lie on your back.",
    # what is unused is known only after all rules have looked: see `sift`
    look=lambda _subject, _scope: (),
)
RULES: tuple[Rule, ...] = (REASON, UNKNOWN, UNUSED)


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
    ids = {rule.id for rule in asked}
    if UNUSED_ID in ids:
        standing += _unused(subject, used, ids)
    return standing, allowed


def _allowing(subject: Subject, found: Finding) -> Allowance | None:
    lines = {found.place.line, *([found.anchor.line] if found.anchor else [])}
    for each in subject.file.allowances:
        if each.why and found.rule in each.rules and lines & set(each.lines):
            return each
    return None


def _unused(subject: Subject, used: set[tuple[Allowance, str]], asked: set[str]) -> Iterator[Finding]:
    for each in subject.file.allowances:
        for name in each.rules:
            if each.why and name in asked and (each, name) not in used:
                words = f"nothing here is found by {name}"
                yield Finding(
                    UNUSED.id, UNUSED.severity, subject.kind, subject.id, each.place, words,
                    "delete the comment", UNUSED.why,
                )  # fmt: skip
