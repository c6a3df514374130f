"""What makes a text hard to read, named: its longest sentences, its long words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from clinicpress.checking.scope import Scope
from clinicpress.checking.sentence import Sentence
from clinicpress.checking.sentences.grades import ENOUGH, LONG, Tally, joined, tally_of
from clinicpress.checking.sentences.syllables import syllables
from clinicpress.checking.subject import Passage, Subject

# Words that a page on exercise cannot do without, and that patients know: nobody can say them shorter.
_NEEDED = frozenset(
    [
        "exercise",
        "exercises",
        "exercising",
        "activity",
        "activities",
        "position",
        "therapy",
        "therapist",
        "therapists",
        "physical",
        "medicine",
        "medicines",
        "hospital",
        "emergency",
        "ambulance",
        "doctor",
        "another",
        "every",
        "everyday",
        "everything",
        "everybody",
        "together",
        "gradually",
        "slowly",
        "recovery",
        "surgery",
        "operation",
        "energy",
        "family",
        "several",
        "yesterday",
        "tomorrow",
    ]
)
# Sentences of fewer words are not what makes a text hard; of those named, this many words are quoted.
_SHORT, _QUOTED = 12, 5
# From here on it makes no difference how often a word is used.
_OFTEN = 3


def measured(subject: Subject, scope: Scope) -> tuple[tuple[Passage, ...], Tally] | None:
    """All that is read of a file, and what was counted in it; None if that is too little to judge."""
    text = scope.text_of(subject)
    tally = joined(tally_of(passage.text) for passage in text)
    return (text, tally) if tally.words >= ENOUGH else None


def long_words(subject: Subject, text: Sequence[Passage], most: int = 3) -> tuple[tuple[str, int], ...]:
    """The words of three syllables or more that weigh most, each with how often it stands there.

    A word of five syllables weighs more than one of three that stands there often; needed words and those of
    the title are left out.
    """
    counts = Counter(_words(text))
    kept = _NEEDED | set(_words(subject.passages_in("title")))
    found = {word: count for word, count in counts.items() if syllables(word) >= LONG and word not in kept}

    def weight(each: tuple[str, int]) -> tuple[int, str]:
        return -((syllables(each[0]) - 2) ** 2) * min(each[1], _OFTEN), each[0]

    return tuple(sorted(found.items(), key=weight)[:most])


def _words(text: Iterable[Passage]) -> Iterator[str]:
    return (word.lower for passage in text for each in passage.sentences for word in each.words)


def advice(subject: Subject, text: Sequence[Passage]) -> str:
    """What to do about a text that is too hard: which sentences to split, which words to say otherwise."""
    parts = [part for part in (_to_split(subject, text), to_replace(subject, text)) if part]
    return "; ".join(parts) or "write shorter sentences and shorter words"


def to_replace(subject: Subject, text: Sequence[Passage], most: int = 3) -> str:
    """Which long words to say in shorter ones, and where those stand that are in another file."""
    said = [
        f'"{word}"' + (f" ({count} times)" if count > 1 else "") + _elsewhere(subject, text, word)
        for word, count in long_words(subject, text, most)
    ]
    return f"say in shorter words: {', '.join(said)}" if said else ""


def _elsewhere(subject: Subject, text: Sequence[Passage], word: str) -> str:
    """The file that a word stands in, if it does not stand in that of the subject."""
    files = {
        passage.place(0).path: None
        for passage in text
        if any(each.lower == word for sentence in passage.sentences for each in sentence.words)
    }
    return "" if not files or subject.file.path in files else f" in {next(iter(files))}"


def hardest(subject: Subject, text: Sequence[Passage]) -> str:
    """Which sentences to write anew: the two with the most long words."""
    every = [
        (sum(syllables(word.lower) >= LONG for word in each.words), passage, each)
        for passage in text
        for each in passage.sentences
    ]
    worst = sorted(every, key=lambda each: -each[0])[:2]
    said = [
        f"{_quoted(sentence)} ({count} long words, {_where(subject, passage, sentence)})"
        for count, passage, sentence in worst
        if count > 1
    ]
    return f"say in shorter words: {' and '.join(said)}" if said else to_replace(subject, text, 5)


def _to_split(subject: Subject, text: Sequence[Passage]) -> str:
    said = list(_longest(subject, text))
    return f"split {' and '.join(said)}" if said else ""


def _longest(subject: Subject, text: Sequence[Passage]) -> Iterator[str]:
    """The two longest sentences: how they begin, and where they stand."""
    every = ((len(each.words), passage, each) for passage in text for each in passage.sentences)
    for count, passage, sentence in sorted(every, key=lambda each: -each[0])[:2]:
        if count <= _SHORT:
            return
        yield f"{_quoted(sentence)} ({count} words, {_where(subject, passage, sentence)})"


def _quoted(sentence: Sentence) -> str:
    return f'"{" ".join(sentence.text.split()[:_QUOTED])} ..."'


def _where(subject: Subject, passage: Passage, sentence: Sentence) -> str:
    place = passage.place(sentence.start)
    return f"line {place.line}" if place.path == subject.file.path else f"{place.path}:{place.line}"
