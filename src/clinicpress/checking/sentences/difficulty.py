"""What makes a text hard to read, named: its longest sentences, its long words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from clinicpress.checking.scope import Scope
from clinicpress.checking.sentences.grades import ENOUGH, LONG, Tally, joined, tally_of
from clinicpress.checking.sentences.syllables import syllables
from clinicpress.checking.subject import Passage, Subject

# Sentences of fewer words are not what makes a text hard; of those named, this many words are quoted.
_SHORT, _QUOTED = 12, 5


def measured(subject: Subject, scope: Scope) -> tuple[tuple[Passage, ...], Tally] | None:
    """All that is read of a file, and what was counted in it; None if that is too little to judge."""
    text = scope.text_of(subject)
    tally = joined(tally_of(passage.text) for passage in text)
    return (text, tally) if tally.words >= ENOUGH else None


def long_words(text: Sequence[Passage], most: int = 3) -> tuple[tuple[str, int], ...]:
    """The words of three syllables or more that weigh most, each with how often it stands there."""
    counts = Counter(word.lower for passage in text for each in passage.sentences for word in each.words)
    found = {word: count for word, count in counts.items() if syllables(word) >= LONG}
    return tuple(
        sorted(found.items(), key=lambda each: (-each[1] * (syllables(each[0]) - 1), each[0]))[:most]
    )


def advice(subject: Subject, text: Sequence[Passage]) -> str:
    """What to do about a text that is too hard: which sentences to split, which words to say otherwise."""
    parts = [part for part in (_to_split(subject, text), to_replace(text)) if part]
    return "; ".join(parts) or "write shorter sentences and shorter words"


def to_replace(text: Sequence[Passage], most: int = 3) -> str:
    """Which long words to say in shorter ones; nothing if there are none."""
    said = [
        f'"{word}"' + (f" ({count} times)" if count > 1 else "") for word, count in long_words(text, most)
    ]
    return f"say in shorter words: {', '.join(said)}" if said else ""


def _to_split(subject: Subject, text: Sequence[Passage]) -> str:
    said = list(_longest(subject, text))
    return f"split {' and '.join(said)}" if said else ""


def _longest(subject: Subject, text: Sequence[Passage]) -> Iterator[str]:
    """The two longest sentences: how they begin, and where they stand."""
    every = ((len(each.words), passage, each) for passage in text for each in passage.sentences)
    for count, passage, sentence in sorted(every, key=lambda each: -each[0])[:2]:
        if count <= _SHORT:
            return
        place = passage.place(sentence.start)
        where = f"line {place.line}" if place.path == subject.file.path else f"{place.path}:{place.line}"
        yield f'"{" ".join(sentence.text.split()[:_QUOTED])} ..." ({count} words, {where})'
