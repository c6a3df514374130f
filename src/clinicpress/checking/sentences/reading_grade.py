"""``reading-grade`` and ``reading-grade-2``: two formulas on all that is read of a file."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import WORDED, Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.sentences.difficulty import advice, hardest, measured
from clinicpress.checking.sentences.grades import ENOUGH, flesch_kincaid, smog
from clinicpress.checking.subject import Subject

AIM, MOST = 6.0, 8.0
SMOG_AIM, SMOG_MOST = 8.0, 10.0
# SMOG was fitted to 30 sentences; fewer than these are too few to reckon with.
_SENTENCES = 10


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """A Flesch-Kincaid grade above 6; above 8, an error. At the title: it is about the whole text."""
    found = measured(subject, scope)
    if found is None:
        return
    text, tally = found
    grade = round(flesch_kincaid(tally), 1)
    if grade > AIM:
        severity = Severity.ERROR if grade > MOST else None
        words = f"the whole text reads at grade {grade} (Flesch-Kincaid); aim at {AIM:.0f} or lower"
        yield Hit(subject.loaded.at("title"), words, advice(subject, text), severity)


def look_again(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """A SMOG grade above 8; above 10, a warning."""
    found = measured(subject, scope)
    if found is None:
        return
    text, tally = found
    if tally.sentences < _SENTENCES:
        return
    grade = round(smog(tally), 1)
    if grade > SMOG_AIM:
        severity = Severity.WARNING if grade > SMOG_MOST else None
        words = f"the whole text reads at grade {grade} (SMOG); aim at {SMOG_AIM:.0f} or lower"
        yield Hit(subject.loaded.at("title"), words, hardest(subject, text), severity)


RULE = Rule(
    id="reading-grade",
    group="sentences",
    severity=Severity.WARNING,
    kinds=WORDED,
    finds=f"A text of {ENOUGH} words or more above grade {AIM:.0f} by Flesch-Kincaid; an error above "
    f"{MOST:.0f}.",
    why="Many adults read below the eighth grade, and everybody reads worse in pain.",
    basis="AMA and NIH: patient material at the 6th grade, below the 8th; formula of Kincaid et al., 1975. A "
    "document is measured with the words of its exercises: under 100 words the grade is not reliable.",
    wrong="Perform your individual rehabilitation program regularly in order to improve your mobility.",
    right="Do your exercises every day. They help you move with ease.",
    look=look,
    languages=("en",),
)
AGAIN = Rule(
    id="reading-grade-2",
    group="sentences",
    severity=Severity.ADVICE,
    kinds=WORDED,
    finds=f"A text of {ENOUGH} words or more above grade {SMOG_AIM:.0f} by SMOG; a warning above "
    f"{SMOG_MOST:.0f}.",
    why="Short sentences hide long words from other formulas, and one hard word can lose the reader.",
    basis="McLaughlin, 1969. SMOG is fitted to readers who understand all of a text, so it lies some two "
    "grades above others: its 8 and 10 are the 6 and 8 of AMA and NIH. It is in the CMS Toolkit "
    "for Making Written Material Clear and Effective, part 7; Wang et al., 2013, found it the steadiest for "
    "written health information.",
    wrong="Avoid repetitive activities. Immediately discontinue if considerable discomfort develops.",
    right="Do not do the same movement again and again. Stop when the pain spreads.",
    look=look_again,
    languages=("en",),
)
