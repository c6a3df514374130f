"""How hard a text is to read, by formulas that count sentences, words and syllables. English only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from clinicpress.checking.sentence import split_sentences
from clinicpress.checking.sentences.syllables import syllables

# A grade of fewer words says little; words of so many syllables are long in SMOG.
ENOUGH, LONG = 100, 3


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in a text; ``long`` are the words of three syllables or more."""

    sentences: int = 0
    words: int = 0
    syllables: int = 0
    long: int = 0


@lru_cache(maxsize=16384)
def tally_of(text: str) -> Tally:
    """Of one paragraph, item or step. One without a full stop is a sentence; a number is a word."""
    sentences = split_sentences(text)
    counts = [syllables(word.text) for sentence in sentences for word in sentence.words]
    return Tally(len(sentences), len(counts), sum(counts), sum(count >= LONG for count in counts))


def joined(tallies: Iterable[Tally]) -> Tally:
    """Several of them together."""
    each = tuple(tallies)
    return Tally(
        sum(one.sentences for one in each),
        sum(one.words for one in each),
        sum(one.syllables for one in each),
        sum(one.long for one in each),
    )


def flesch_kincaid(tally: Tally) -> float:
    """The grade at school whose readers understand a text with words in it.

    J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom: Derivation of new readability formulas for
    Navy enlisted personnel. Research Branch Report 8-75, Naval Technical Training Command, 1975.
    """
    return 0.39 * tally.words / tally.sentences + 11.8 * tally.syllables / tally.words - 15.59


def smog(tally: Tally) -> float:
    """The grade at school whose readers understand all of a text; some two above Flesch-Kincaid.

    G. H. McLaughlin: SMOG grading, a new readability formula. Journal of Reading 12 (1969), 639-646; the
    regression, for 30 sentences, to which fewer or more are reckoned.
    """
    return 3.1291 + 1.0430 * sqrt(30 * tally.long / tally.sentences)
