"""Scores of documents by tools made of items: what a program decides of each, and what a person judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Literal, cast

from clinicpress.checking.scoring.shape import DocumentShape
from clinicpress.checking.sifting import look_at
from clinicpress.checking.subject import Finding, Passage, Scope, Severity, Subject
from clinicpress.content.models.base import TextRole
from clinicpress.content.models.judged import Judgement
from clinicpress.messages import say
from clinicpress.records import dataclass

# Open is what a person has to judge and nobody has.
Answer = Literal["yes", "no", "not applicable", "open"]
# The program alone; the program says no and a person yes; a person alone.
Decides = Literal["program", "partly", "person"]
ItemVerdict = tuple[Answer, str]
# An item holds if it does in four fifths of a text, where its tool says so.
_FIFTH = 0.2
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """An item of a tool: its number, the part of the tool that it belongs to, what it asks in our words.

    It does not hold if one of the ``rules`` finds something in the document or its exercises, if one of the
    ``whole`` finds something in the document itself, or if the ``sparse`` find something in more than a fifth
    of all sentences. With ``roles``, only what is found in texts that play them counts. ``shape`` answers by
    what the document is made of. It does not hold either if one that it ``needs`` does not.
    """

    number: int
    part: str
    asks: str
    decides: Decides
    shape: Callable[[DocumentShape], ItemVerdict | None] | None = None
    rules: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    sparse: tuple[str, ...] = ()
    roles: tuple[TextRole, ...] = ()
    needs: tuple[int, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """The ids of the rules that it asks."""
        return (*self.rules, *self.whole, *self.sparse)


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its key in ``judged``, its name, its items by number."""

    key: str
    name: str
    items: tuple[ScoreItem, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to an item and why. ``by`` is who judged, or nothing for the program."""

    item: ScoreItem
    answer: Answer
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A document's answers to the items of a tool; what does not apply and what is open does not count."""

    tool: Tool
    subject: Subject
    decisions: tuple[Decision, ...]

    def count(self, answer: Answer, part: str | None = None) -> int:
        """How many items have an answer, of a part of the tool or of all."""
        return sum(each.answer == answer and part in (None, each.item.part) for each in self.decisions)

    def percent(self, part: str | None = None) -> float | None:
        """Of 100 items that are decided and apply, how many hold; None if there is none."""
        agreed, disagreed = self.count("yes", part), self.count("no", part)
        return 100 * agreed / (agreed + disagreed) if agreed + disagreed else None

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the tool."""
        return tuple(dict.fromkeys(each.item.part for each in self.decisions))

    @property
    def judged(self) -> Judgement | None:
        """What a person has judged."""
        return judgement(self.subject, self.tool)


def judgement(subject: Subject, tool: Tool) -> Judgement | None:
    """What a person has judged of a document by a tool."""
    judged = subject.model.judged
    return None if judged is None else cast("Judgement | None", getattr(judged, tool.key))


class Scorer:
    """Scores the documents of a scope; what rules find in an exercise is kept for the next document."""

    def __init__(self, scope: Scope, tools: Sequence[Tool]) -> None:
        asked = {id_ for tool in tools for item in tool.items for id_ in item.asked}
        self._scope = scope
        self._rules = tuple(rule for rule in scope.rules if rule.id in asked)
        self._found: dict[tuple[str, str], tuple[Finding, ...]] = {}

    def score(self, subject: Subject, tool: Tool) -> Score:
        """The score of a document."""
        person = judgement(subject, tool)
        found = self._decided(subject, tool)
        decided = [_merged(item, said, person) for item, said in found]
        lost = {each.item.number for each in decided if each.answer == "no"}
        return Score(tool, subject, tuple(_after(each, lost) for each in decided))

    def refused(self, subject: Subject, tool: Tool) -> Iterator[tuple[int, str]]:
        """The items, by number, to which the program says no, and its reasons."""
        for item, (answer, reason) in self._decided(subject, tool):
            if answer == "no":
                yield item.number, reason

    def _decided(self, subject: Subject, tool: Tool) -> list[tuple[ScoreItem, ItemVerdict]]:
        own, shape = self._findings(subject), DocumentShape(subject, self._scope)
        cards = tuple(each for exercise in shape.exercises for each in self._findings(exercise))
        kinds = {subject.kind, *(exercise.kind for exercise in shape.exercises)}
        looking = [rule for rule in self._rules if kinds.intersection(rule.kinds)]
        barred = {rule.id for rule in looking if rule.languages and subject.language not in rule.languages}
        counts = {rule.id: 0 for rule in looking if rule.id not in barred}
        counts |= Counter(each.rule for each in (*own, *cards))
        shape = replace(shape, counts=counts, barred=frozenset(barred))
        return [(item, _said(item, shape, own, cards)) for item in tool.items]

    def _findings(self, subject: Subject) -> tuple[Finding, ...]:
        key = (subject.kind, subject.id)
        if key not in self._found:
            found = look_at((subject,), self._scope, self._rules).standing
            # advice is a thought: nothing fails by it
            self._found[key] = tuple(each for each in found if each.severity is not Severity.ADVICE)
        return self._found[key]


def _said(
    item: ScoreItem, shape: DocumentShape, own: Sequence[Finding], cards: Sequence[Finding]
) -> ItemVerdict:
    """What the program says to an item."""
    by_shape = item.shape(shape) if item.shape else None
    if by_shape is not None and by_shape[0] in ("no", "not applicable"):
        return by_shape
    refusal = _refusal(item, shape, own, cards)
    if refusal:
        return "no", refusal
    if shape.barred.intersection(item.asked):
        return "open", say("check.no-rule-reads-language")
    looked = _looked(item, shape, own)
    if by_shape is not None:
        return by_shape[0], "; ".join(part for part in (by_shape[1], looked) if part)
    return ("yes" if item.decides == "program" and looked else "open"), looked


def _looked(item: ScoreItem, shape: DocumentShape, own: Sequence[Finding]) -> str:
    """The rules that have looked, and found nothing or too little to count."""
    whole = Counter(each.rule for each in own if each.rule in item.whole)
    counts = {id_: whole[id_] if id_ in item.whole else shape.counts.get(id_) for id_ in item.asked}
    silent = [id_ for id_ in counts if counts[id_] == 0 and id_ in shape.counts]
    few = [f"{id_} ({number})" for id_, number in counts.items() if number]
    nothing = [say("check.rules-found-nothing", silent=", ".join(silent))] if silent else []
    return "; ".join((*nothing, *([say("check.rules-found-little", few=", ".join(few))] if few else [])))


def _refusal(item: ScoreItem, shape: DocumentShape, own: Sequence[Finding], cards: Sequence[Finding]) -> str:
    """What is found that keeps an item from holding; nothing if it is too little."""
    texts = _texts(item, shape)
    every = [each for each in (*own, *cards) if texts is None or each.anchor in texts]
    found = [each for each in every if each.rule in item.rules]
    found += [each for each in own if each.rule in item.whole]
    sparse = [each for each in every if each.rule in item.sparse]
    if sparse and len(sparse) > _FIFTH * shape.sentences:
        found += sparse
    return _told(found)


def _texts(item: ScoreItem, shape: DocumentShape) -> frozenset[object] | None:
    """The places of the texts in which something has to be found; None for all."""
    if not item.roles:
        return None
    passages: list[Passage] = list(shape.subject.passages_in(*item.roles))
    passages += (each for exercise in shape.exercises for each in exercise.passages_in(*item.roles))
    return frozenset(each.source for each in passages)


def _told(found: Sequence[Finding]) -> str:
    """The first findings with their places."""
    told = [f"{each.found} ({each.place}, {each.rule})" for each in found[:_SHOWN]]
    more = [say("check.more-findings", more=len(found) - _SHOWN)] if len(found) > _SHOWN else []
    return "; ".join((*told, *more))


def _merged(item: ScoreItem, said: ItemVerdict, person: Judgement | None) -> Decision:
    """A person's no counts, and a yes to what the program leaves open; nobody talks a finding away."""
    answer, reason = said
    judged = person.answer(item.number) if person else None
    if person is None or judged is None:
        return Decision(item, answer, reason)
    by, on = person.by, person.on.isoformat()
    if judged == "no":
        return Decision(item, "no", say("cli.score-judged-by", by=by, on=on), by)
    if answer == "open" or (answer == "yes" and judged == "not_applicable"):
        return Decision(
            item, "yes" if judged == "yes" else "not applicable", say("cli.score-judged-by", by=by, on=on), by
        )
    return Decision(item, answer, reason)


def _after(decision: Decision, lost: set[int]) -> Decision:
    """The decision, once it is known which items do not hold."""
    needed = sorted(lost & set(decision.item.needs))
    if not needed or decision.answer == "no":
        return decision
    return Decision(decision.item, "no", say("check.item-depends-item", needed=needed[0]))
