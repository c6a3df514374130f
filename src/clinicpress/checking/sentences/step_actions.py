"""``step-actions``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clinicpress.checking.rule import WORDED, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.sentence import Sentence, Word
from clinicpress.checking.sentences.clauses import clauses, is_command, verb_of
from clinicpress.checking.sentences.wordlists import listed
from clinicpress.checking.subject import Passage, Subject

# More sentences that begin with an action than this are two steps.
MOST = 3
FEW_WORDS = 6
# Two actions in so few words are one movement: "Lift one foot and place your heel on the step."
SHORT = 11


@dataclass(frozen=True, slots=True)
class Action:
    """A verb that tells what to do, and where it stands; ``moving`` if it is a movement of its own."""

    verb: str
    word: Word

    @property
    def moving(self) -> bool:
        """Not one that goes on or ends another, such as hold or rest."""
        return self.verb in listed("moves")


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Sentences of a step that join actions, and steps of more than three."""
    for passage in subject.passages_in("step", "short-step"):
        joined = False
        for sentence in passage.sentences:
            # a few plain words can be kept in mind
            found = actions(sentence) if len(sentence.words) > FEW_WORDS else ()
            if sum(each.moving for each in found) > 1 and (len(found) > 2 or len(sentence.words) > SHORT):
                joined = True
                severity = None if len(found) > 2 else Severity.ADVICE
                yield at(passage, found[1].word.start, _found(found), _better(found), severity)
        if not joined and passage.role == "step":
            yield from _crowded(passage)


def _crowded(passage: Passage) -> Iterator[Hit]:
    """A step of short sentences that are too many."""
    begins = (verb_of(clauses(sentence)[0]) for sentence in passage.sentences)
    verbs = [verb for verb in begins if verb is not None and verb.lower in listed("moves")]
    if len(verbs) > MOST:
        found = f"{len(verbs)} actions in one step: {', '.join(verb.lower for verb in verbs)}"
        begin = verbs[(len(verbs) + 1) // 2]
        yield at(passage, begin.start, found, f'make it two steps; begin the second with "{begin.text} ..."')


def actions(sentence: Sentence) -> tuple[Action, ...]:
    """All that a sentence tells to do; a pair such as bend and straighten is one."""
    words = sentence.words
    parts = clauses(sentence)
    first = next((verb for part in parts if (verb := verb_of(part)) is not None), None)
    if first is None or not listed("negations").isdisjoint(word.lower for word in words):
        return ()
    found = [Action(first.lower, first)] if _is_action(first.lower) else []
    begins = {part[0].start for part in parts}
    for index in range(words.index(first) + 1, len(words)):
        if words[index].start in begins or words[index - 1].lower in listed("joints"):
            action = _action(words, index)
            said = {each.verb for each in found}
            if action is not None and action.verb not in said and not _is_pair(words, index):
                found.append(action)
    return tuple(found)


def _is_action(verb: str) -> bool:
    return verb in listed("moves") or verb in listed("soft-moves")


def _action(words: Sequence[Word], index: int) -> Action | None:
    """What goes on there: [and] [then] [slowly] lift, while lifting, while you lift."""
    while index < len(words) and (words[index].lower in listed("joints") or words[index].lower[-2:] == "ly"):
        index += 1
    if index == len(words):
        return None
    word, after = words[index], words[index + 1].lower if index + 1 < len(words) else ""
    if words[index - 1].lower == "while":
        return _meanwhile(words, index)
    if not _is_action(word.lower) or not is_command(words, index):
        return None
    named = word.lower in listed("moves-and-names") and after not in listed("ways") and after[-2:] != "ly"
    return None if named else Action(word.lower, word)


def _meanwhile(words: Sequence[Word], index: int) -> Action | None:
    """The movement behind while: lifting, or you lift."""
    word = words[index]
    if word.lower == "you" and index + 1 < len(words):
        then = words[index + 1]
        return Action(then.lower, then) if then.lower in listed("moves") else None
    stem = word.lower.removesuffix("ing")
    bases = (stem, f"{stem}e", stem[:-1]) if stem != word.lower else ()
    return next((Action(base, word) for base in bases if base in listed("moves")), None)


def _is_pair(words: Sequence[Word], index: int) -> bool:
    """Whether the word before ``and`` is an action, too: open and close your hand."""
    return index > 1 and words[index - 1].lower == "and" and _is_action(words[index - 2].lower)


def _found(found: Sequence[Action]) -> str:
    return f"{len(found)} actions in one sentence: {', '.join(each.verb for each in found)}"


def _better(found: Sequence[Action]) -> str:
    return f'write a sentence for each: "{" ".join(f"{each.verb.capitalize()} ..." for each in found)}"'


RULE = Rule(
    id="step-actions",
    group="sentences",
    severity=Severity.WARNING,
    kinds=WORDED,
    finds="A sentence in a step with three actions, or with two (advice); a step with more than three.",
    why="In the middle of a movement, people can keep one action in mind, not three.",
    basis="PEMAT-P item 22 (AHRQ): the material breaks down any action into manageable, explicit steps.",
    wrong="Lift your leg and bend your knee and hold.",
    right="Lift your leg. Bend your knee. Hold.",
    look=look,
    languages=("en",),
)
