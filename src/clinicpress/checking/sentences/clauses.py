"""Where a sentence tells somebody what to do: its clauses, and whether one begins with such a verb."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from clinicpress.checking.sentence import Sentence, Word
from clinicpress.checking.sentences.wordlists import listed

Clause = tuple[Word, ...]
_CUT = re.compile(r"[,;:()–—]|\s-\s")
# Before these, a word that nobody has listed may be a verb: Grate your ...
_CLEAR = frozenset({"it", "the", "them", "your", "yourself"})
_NO_VERB = ("openers", "subjects", "finite-verbs", "no-verbs")


def clauses(sentence: Sentence) -> tuple[Clause, ...]:
    """The words of a sentence between its commas, colons, dashes and brackets."""
    found: list[list[Word]] = [list(sentence.words[:1])]
    for one, two in pairwise(sentence.words):
        between = sentence.text[one.start + len(one.text) - sentence.start : two.start - sentence.start]
        if _CUT.search(between):
            found.append([])
        found[-1].append(two)
    return tuple(tuple(words) for words in found)


def verb_of(clause: Sequence[Word]) -> Word | None:
    """The verb that a clause begins with, telling the reader what to do; None if it does not."""
    for index, word in enumerate(clause):
        if is_command(clause, index):
            return word
        if not _is_lead(word.lower):
            return None
    return None


def is_command(words: Sequence[Word], index: int) -> bool:
    """Whether the word there can be a verb that tells what to do."""
    word = words[index].lower
    after = words[index + 1].lower if index + 1 < len(words) else ""
    if word in ("don't", "let's"):
        return True
    return _is_verb_before(word, after) if word in listed("verbs") else after in _CLEAR and _like_a_verb(word)


def tells(sentence: Sentence) -> bool:
    """Whether a sentence tells what to do: at once, or after words that open it."""
    parts = clauses(sentence)
    first = parts[0]
    if verb_of(first) is not None:
        return True
    opened = is_opener(first[0].lower)
    said = listed("subjects") | listed("finite-verbs")
    if not opened and any(word.lower in said for word in first):
        return False
    if any(verb_of(part) is not None for part in parts[1:]):
        return True
    return opened and any(_is_amid(first, at) for at in range(2, len(first) - 1))


def _is_amid(words: Sequence[Word], index: int) -> bool:
    """Whether a command begins there without a comma: On your back bend both knees."""
    before, after = words[index - 1].lower, words[index + 1].lower
    if before in listed("no-command-after") or after not in listed("command-before"):
        return False
    return is_command(words, index)


def is_opener(word: str) -> bool:
    """Whether what a sentence begins with opens it and is not its point: With, On, Lying."""
    return word in listed("openers") or (word.endswith("ing") and len(word) > 4)


def _is_lead(word: str) -> bool:
    return word in listed("leads") or (word.endswith("ly") and word not in listed("verbs-in-ly"))


def _is_verb_before(word: str, after: str) -> bool:
    """Whether a word that can be a verb is one there: back up, but back straight."""
    if word in ("back", "face", "slow"):
        return after in listed(f"after-{word}")
    if word in listed("verbs-and-names"):
        return after in listed("objects")
    return after not in listed("names-after-verbs")


def may_be_a_verb(word: str) -> bool:
    """Whether a word that nobody has listed could be one."""
    parts = listed("parts-to-put") | listed("parts-to-keep") | listed("states") | listed("verbs-and-names")
    # a verb that is on the list is a name there, as in Start position
    parts |= listed("articles") | listed("verbs")
    return _like_a_verb(word) and word not in parts and word not in ("back", "face", "slow", "step")


def _like_a_verb(word: str) -> bool:
    known = _is_lead(word) or any(word in listed(group) for group in _NO_VERB)
    return word.isalpha() and not known and not word.endswith(("s", "ing", "ed", "ly"))
