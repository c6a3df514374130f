"""``long-sentence``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import TEXTS, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import RUNNING, Role, Subject

# Knee leaflets rewritten in sentences of 15 words or fewer went from grade 9.8 to 6.4.
MOST, FAR = 15, 20
# In running text one or two words more are read as easily; of a step, that is a thought.
NEAR = 17
_STEPS: tuple[Role, ...] = ("step", "short-step")
_QUOTED = 4


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Sentences of more than 17 words; of more than 20, an error. Steps of more than 15: advice."""
    for passage in subject.passages_in(*RUNNING):
        for sentence in passage.sentences:
            count = len(sentence.words)
            if count > (MOST if passage.role in _STEPS else NEAR):
                begins = " ".join(sentence.text.split()[:_QUOTED])
                found = f'a sentence of {count} words: "{begins} ..."'
                instead = f"split it into sentences of {MOST} words or fewer"
                yield at(passage, sentence.start, found, instead, _severity(count))


def _severity(count: int) -> Severity:
    if count > FAR:
        return Severity.ERROR
    return Severity.WARNING if count > NEAR else Severity.ADVICE


RULE = Rule(
    id="long-sentence",
    group="sentences",
    severity=Severity.WARNING,
    kinds=TEXTS,
    finds=f"A sentence of more than {NEAR} words; an error above {FAR}; advice in a step above {MOST}.",
    why="People in pain, or who read slowly, lose the thread of a long sentence.",
    basis="Plain-language rewriting of knee leaflets: 15 words or fewer took the grade from 9.8 to 6.4.",
    wrong="Lie on your back on a firm bed or a mat, bend both of your knees and rest your feet flat on it.",
    right="Lie on your back on a mat. Bend both knees. Rest your feet flat.",
    look=look,
    languages=("en",),
)
