"""``long-sentence``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import WORDED, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import RUNNING, Subject

# Knee leaflets rewritten in sentences of 15 words or fewer went from grade 9.8 to 6.4.
MOST, FAR = 15, 20
# A word or two more is only a thought.
NEAR = 17
_QUOTED = 4


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Sentences of more than 15 words: advice; of more than 17, a warning; of more than 20, an error."""
    for passage in subject.passages_in(*RUNNING):
        for sentence in passage.sentences:
            count = len(sentence.words)
            if count > MOST:
                begins = " ".join(sentence.text.split()[:_QUOTED])
                found = f'a sentence of {count} words: "{begins} ..."'
                instead = f"split it: {MOST} words or fewer"
                yield at(passage, sentence.start, found, instead, _severity(count))


def _severity(count: int) -> Severity:
    if count > FAR:
        return Severity.ERROR
    return Severity.WARNING if count > NEAR else Severity.ADVICE


RULE = Rule(
    id="long-sentence",
    group="sentences",
    severity=Severity.WARNING,
    kinds=WORDED,
    finds=f"A sentence of more than {MOST} words, as advice; a warning above {NEAR}, an error above {FAR}.",
    why="Who is in pain or reads slowly loses a long sentence before its end.",
    basis="Plain-language rewriting of knee leaflets: 15 words or fewer took the grade from 9.8 to 6.4.",
    wrong="Lie on your back on a firm bed or a mat, bend both of your knees and rest your feet flat on it.",
    right="Lie on your back on a mat. Bend both knees. Rest your feet flat.",
    look=look,
    languages=("en",),
)
