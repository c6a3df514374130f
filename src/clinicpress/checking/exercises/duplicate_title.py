"""``duplicate-title``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import WORDED, Hit, Rule, Severity
from clinicpress.checking.scope import Scope, title_key
from clinicpress.checking.subject import Subject


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Two exercises, two sheets or two handouts with one title."""
    others = [
        other.file.path
        for other in scope.titled.get((subject.kind, title_key(subject.model.title)), ())
        if other is not subject
    ]
    if others:
        found = (
            f"{', '.join(others)} {'has' if len(others) == 1 else 'have'} "
            f"the same title, {subject.model.title!r}"
        )
        instead = (
            "add to each title what is different, such as the position: Bridge "
            "on one leg; or delete one of the files"
        )
        yield Hit(subject.loaded.at("title"), found, instead)


RULE = Rule(
    id="duplicate-title",
    group="exercises",
    severity=Severity.WARNING,
    kinds=WORDED,
    finds="Two exercises, two sheets or two handouts with the same title.",
    why="Staff pick the wrong one of two from a list, and the patient gets it.",
    basis="Our own rule.",
    wrong="title: Bridge  # in bridge.yaml and in bridge-one-leg.yaml",
    right="title: Bridge on one leg",
    look=look,
)
