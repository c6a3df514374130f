"""``jargon``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import TEXTS, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject
from clinicpress.checking.terms.explained import unexplained
from clinicpress.checking.terms.lexicon import lexicon
from clinicpress.checking.terms.masking import without_addresses

LIST = "jargon.txt"


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Words of the list that the file does not explain; those of a glossary are looked up, and may stand."""
    terms = lexicon(LIST)
    found = (
        (passage, each)
        for passage in subject.passages
        if passage.role != "term"
        for each in terms.find(without_addresses(passage.text))
    )
    for passage, each in unexplained(subject, found):
        yield at(passage, each.start, f'"{each.text}" is not an everyday word', each.plain)


RULE = Rule(
    id="jargon",
    group="terms",
    severity=Severity.WARNING,
    kinds=TEXTS,
    finds="A medical or office word that has a plain form and that the file does not explain.",
    why="Patients who do not know the word do the exercise wrong, or not at all.",
    basis="PEMAT-P item 3 (everyday language); CDC Clear Communication Index (words that the audience uses); "
    "Federal Plain Language Guidelines (simple words).",
    wrong="Lie supine. Perform the exercise bilaterally.",
    right="Lie on your back. Do the exercise on both sides.",
    look=look,
    languages=("en",),
)
