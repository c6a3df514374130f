"""Finds the passive voice in a sentence: a form of to be, and what is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from clinicpress.checking.sentence import Sentence, Word
from clinicpress.checking.sentences.wordlists import listed, participles

_MOST_BETWEEN = 2


@dataclass(frozen=True)
class Passive:
    """A form of to be at ``start``, and a participle at ``end`` of the words of a sentence."""

    words: Sequence[Word]
    start: int
    end: int

    @property
    def form(self) -> str:
        """The form of to be."""
        return self.words[self.start].lower

    @property
    def participle(self) -> str:
        """What is done."""
        return self.words[self.end].lower

    @property
    def verb(self) -> str:
        """The verb of the participle, such as carry out; empty if nobody has listed it."""
        verb = participles().get(self.participle, "")
        return f"{verb} {self.particle}" if verb and self.particle else verb

    @property
    def particle(self) -> str:
        """A small word that belongs to the verb: out, off, together."""
        return self.after[0] if self.after and self.after[0] in listed("particles") else ""

    @property
    def adverbs(self) -> str:
        """What stands between: rarely in "is rarely needed"; not without what it denies."""
        words = [word.lower for word in self.words[self.start + 1 : self.end]]
        return "".join(f"{word} " for word in words if word != "not")

    @cached_property
    def before(self) -> tuple[str, ...]:
        """The words before the form of to be."""
        return tuple(word.lower for word in self.words[: self.start])

    @cached_property
    def after(self) -> tuple[str, ...]:
        """The words behind the participle."""
        return tuple(word.lower for word in self.words[self.end + 1 :])

    @cached_property
    def _helper_at(self) -> int:
        """Where the word before to be stands that is no adverb; -1 if there is none."""
        places = range(self.start - 1, -1, -1)
        return next((at for at in places if self.before[at] not in listed("before-participle")), -1)

    @property
    def helper(self) -> str:
        """The word before to be that is no adverb: should in "should always be"."""
        return self.before[self._helper_at] if self._helper_at >= 0 else ""

    @property
    def said(self) -> str:
        """Its words with those that help it: has to be worn."""
        first = self._helper_at if self.forced or self.possible else self.start
        if self.forced and self.helper == "to":
            first -= 1
        return " ".join(word.text for word in self.words[first : self.end + 1 + bool(self.particle)])

    @property
    def forced(self) -> bool:
        """Something should, must, can or has to be done."""
        if self.form != "be":
            return False
        needs = (
            self.helper == "to" and self._helper_at > 0 and self.before[self._helper_at - 1] in listed("need")
        )
        return self.helper in listed("must") or needs

    @property
    def possible(self) -> bool:
        """Something may, might or will be done."""
        return self.form == "be" and self.helper in listed("may")

    @cached_property
    def agent(self) -> tuple[str, ...]:
        """Who or what does it: "your thigh"; nothing for "by your side", "by 10 degrees" or "by hand"."""
        behind = self.after[1:] if self.particle else self.after
        if behind[:1] != ("by",):
            return ()
        words = list[str]()
        for word in behind[1:5]:
            if word in listed("agent-ends"):
                break
            words.append(word)
        named = [word for word in words if word not in listed("articles")]
        return (
            tuple(words) if named and not named[0].isdigit() and named[0] not in listed("no-agents") else ()
        )

    @property
    def of_reader(self) -> bool:
        """Whether it is said of you or of us."""
        return not {"you", "we", "i", "you're"}.isdisjoint(self.before[-3:])


def passives(sentence: Sentence) -> Iterator[Passive]:
    """All forms of to be with a participle, with up to two adverbs between them."""
    words = sentence.words
    for start, word in enumerate(words[:-1]):
        if word.lower not in listed("to-be") or start == 0:
            continue
        end = start + 1
        while end < min(len(words) - 1, start + 1 + _MOST_BETWEEN) and _is_adverb(words[end].lower):
            end += 1
        between = sentence.text[word.start - sentence.start : words[end].start - sentence.start]
        if _is_participle(words[end].lower) and not set(between) & set(",;:()"):
            yield Passive(words, start, end)


def _is_adverb(word: str) -> bool:
    return word in listed("before-participle") or word.endswith("ly")


def _is_participle(word: str) -> bool:
    return word in participles() or (
        word.endswith("ed") and len(word) > 5 and word not in ("indeed", "hundred")
    )
