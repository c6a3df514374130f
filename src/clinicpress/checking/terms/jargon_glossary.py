"""``jargon-glossary``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import UNPRINTED, Subject
from clinicpress.checking.terms.explained import unexplained
from clinicpress.checking.terms.lexicon import Entry, lexicon
from clinicpress.checking.terms.masking import without_addresses

LIST = "medical.txt"


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """The first use of each term that the handout does not explain."""
    terms = lexicon(LIST)
    found = (
        (passage, each)
        for passage in subject.passages
        if passage.role not in ("term", *UNPRINTED)
        for each in terms.find(without_addresses(passage.text))
    )
    told = set[Entry]()
    for passage, each in unexplained(subject, found):
        if each.entry not in told:
            told.add(each.entry)
            say = f'explain it, such as "{each.entry.plain}", here or in a glossary block'
            yield at(passage, each.start, f'"{each.text}" is not explained in this handout', say)


RULE = Rule(
    id="jargon-glossary",
    group="terms",
    severity=Severity.WARNING,
    kinds=("handout",),
    finds="A medical term that has no short plain form and that the handout does not explain.",
    why="Patients will hear the term again, and need to know what it means.",
    basis="PEMAT-P item 4: medical terms are defined.",
    wrong="You have a torn meniscus.",
    right="You have a torn meniscus (a rubbery pad in your knee).",
    look=look,
    languages=("en",),
)
