"""``long-words``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import WORDED, Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.sentences.difficulty import measured, to_replace
from clinicpress.checking.sentences.grades import ENOUGH
from clinicpress.checking.subject import Subject

MOST = 10


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """More than 10 % of words of three syllables or more in all that is read of a file."""
    found = measured(subject, scope)
    if found is None:
        return
    text, tally = found
    share = round(100 * tally.long / tally.words)
    if share > MOST:
        words = f"{share} in 100 words have three syllables or more; aim at {MOST} or fewer"
        yield Hit(subject.loaded.at("title"), words, to_replace(subject, text, 5))


RULE = Rule(
    id="long-words",
    group="sentences",
    severity=Severity.WARNING,
    kinds=WORDED,
    finds=f"A text of {ENOUGH} words or more of which more than {MOST} % have three syllables or more.",
    why="Slow readers spell long words out, and lose what the sentence is about.",
    basis="Plain-language rewriting of knee leaflets: words of three syllables or more under 10 % and "
    "sentences of 15 words or fewer took the grade from 9.8 to 6.4.",
    wrong="Avoid repetitive activities that necessitate considerable flexibility.",
    right="Do not bend far again and again.",
    look=look,
    languages=("en",),
)
