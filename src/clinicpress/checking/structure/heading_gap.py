"""``heading-gap``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject
from clinicpress.model.documents import HeadingBlock
from clinicpress.model.exercise import ExerciseUse

# Half a page of a handout; a whole text that is shorter than the second needs no heading.
MOST, SHORT = 200, 100


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """More than 200 words of text and lists without a heading, or 100 words of a text that has none."""
    counts = Counter[int]()
    for passage in subject.passages_in("paragraph", "item", "step"):
        if passage.loc[0] == "blocks" and passage.loc[2] != "callout":
            counts[int(passage.loc[1])] += sum(len(sentence.words) for sentence in passage.sentences)
    blocks = subject.model.blocks
    if not any(isinstance(block, HeadingBlock | ExerciseUse) for block in blocks):
        total = counts.total()
        if total > SHORT:
            place = subject.loaded.at("blocks", min(counts))
            instead = "add a heading to each part, such as - heading: What helps"
            yield Hit(place, f"the text has {total} words and no heading", instead)
        return
    words, told = 0, False
    for index, block in enumerate(blocks):
        if isinstance(block, HeadingBlock | ExerciseUse):
            words, told = 0, False
        words += counts[index]
        if words > MOST and not told:
            told = True
            found = f"there are {words} words since the last heading"
            yield Hit(
                subject.loaded.at("blocks", index),
                found,
                "add a heading here that says what follows, such as - heading: What helps",
            )


RULE = Rule(
    id="heading-gap",
    group="structure",
    severity=Severity.WARNING,
    kinds=("handout",),
    finds=f"More than {MOST} words without a heading, or a text of more than {SHORT} words that has none.",
    why="Readers cannot find their place again in a long text without headings.",
    basis="PEMAT-P item 8, CDC Clear Communication Index item 9: chunks with headings. Our own numbers.",
    wrong="(a page of text without a heading)",
    right="- heading: What helps",
    look=look,
)
