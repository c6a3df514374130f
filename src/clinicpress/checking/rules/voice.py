"""Rules on who does what in a sentence: active, and said to the reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from clinicpress.checking.rules.readability import listed, participles
from clinicpress.checking.sentence import Sentence, Word
from clinicpress.checking.subject import RUNNING, Finder, Hit, Scope, Subject, at
from clinicpress.content.models.base import TextRole
from clinicpress.messages import say
from clinicpress.records import dataclass

# Verbs whose last letter is doubled before -ed and -ing.
_DOUBLED = frozenset(
    ("permit", "recur", "transmit", "stop", "get", "let", "put", "set", "begin", "slip", "plan", "rub", "cut")
)
# The past and the participle of verbs that have their own.
_IRREGULAR = {
    "do": ("did", "done"),
    "go": ("went", "gone"),
    "get": ("got", "got"),
    "give": ("gave", "given"),
    "make": ("made", "made"),
    "take": ("took", "taken"),
    "keep": ("kept", "kept"),
    "tell": ("told", "told"),
    "begin": ("began", "begun"),
    "bend": ("bent", "bent"),
    "find": ("found", "found"),
    "show": ("showed", "shown"),
    "feel": ("felt", "felt"),
    "see": ("saw", "seen"),
    "have": ("had", "had"),
    "let": ("let", "let"),
    "put": ("put", "put"),
    "set": ("set", "set"),
    "cut": ("cut", "cut"),
    "send": ("sent", "sent"),
    "buy": ("bought", "bought"),
    "stick": ("stuck", "stuck"),
    "come": ("came", "come"),
    "think": ("thought", "thought"),
    "lie": ("lay", "lain"),
    "shrink": ("shrank", "shrunk"),
    "speed": ("sped", "sped"),
    "say": ("said", "said"),
    "throw": ("threw", "thrown"),
}
# What stands behind the noun that is counted: "muscles at the front of your thigh".
_BEHIND = re.compile(
    r" (?:of|in|at|on|under|over|near|by|to|from|for|that|along|around|with|between|behind) "
)
_ONE = re.compile(r"^(?:a|an) ")


def third_person(verb: str) -> str:
    """``use`` to ``uses``, on the first word."""
    return _first(verb, _with_s)


def gerund(verb: str) -> str:
    """``use`` to ``using``, on the first word."""
    return _first(verb, _with_ing)


def past(verb: str) -> tuple[str, ...]:
    """``use`` to ``used``, on the first word; the past and the participle, if they are two."""
    head, _, rest = verb.partition(" ")
    forms = dict.fromkeys(_IRREGULAR.get(head, (_with_ed(head),)))
    return tuple(f"{form} {rest}".strip() for form in forms)


def plural(noun: str) -> str:
    """``shoulder blade`` to ``shoulder blades``; the noun is what stands before a preposition."""
    match = _BEHIND.search(noun)
    cut = match.start() if match else len(noun)
    return f"{_with_s(_ONE.sub('', noun[:cut]))}{noun[cut:]}"


def verb_forms(verb: str) -> Iterator[tuple[str, str]]:
    """Each form of a verb, and which it is: ``base``, ``s``, ``ing`` or ``ed``."""
    yield verb, "base"
    yield third_person(verb), "s"
    yield gerund(verb), "ing"
    yield from ((form, "ed") for form in past(verb))


def like(plain: str, form: str) -> str:
    """A plain word in the same form as the word that it stands for."""
    match form:
        case "s":
            return third_person(plain)
        case "ing":
            return gerund(plain)
        case "ed":
            # in a leaflet it is a participle, as in "when performed daily", and hardly ever a past
            return past(plain)[-1]
        case "many":
            return plural(plain)
        case _:
            return plain


def _first(words: str, change: Callable[[str], str]) -> str:
    head, _, rest = words.partition(" ")
    return f"{change(head)} {rest}".strip()


def _with_s(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    if word == "foot" or word.endswith(" foot"):
        return f"{word[:-4]}feet"
    if re.search(r"(?:s|x|z|ch|sh|[^aeiou]o)$", word):
        return f"{word}es"
    return "has" if word == "have" else f"{word}s"


def _with_ing(word: str) -> str:
    if word == "lie":
        return "lying"
    if re.search(r"[^eoy]e$", word):
        return f"{word[:-1]}ing"
    return f"{word}{word[-1]}ing" if word in _DOUBLED else f"{word}ing"


def _with_ed(word: str) -> str:
    if word.endswith("e"):
        return f"{word}d"
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ied"
    return f"{word}{word[-1]}ed" if word in _DOUBLED else f"{word}ed"


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


# Where orders are given. What is said of when to stop or to call is about states: "your calf is swollen".
_ORDERS: tuple[TextRole, ...] = ("step", "short-step", "safety", "tip", "easier", "harder")
_STEPS: tuple[TextRole, ...] = ("step", "short-step")
_ROLES: tuple[TextRole, ...] = (*_ORDERS, "summary", "paragraph", "item", "why", "note", "meaning")
# What was done, and what is to be.
_NO_ORDER = frozenset({"be", "been", "was", "were", "wasn't", "weren't"})


def find_passive_voice(subject: Subject, _: Scope) -> Iterator[Hit]:
    """What is done by nobody: should be held, is lifted by, are repeated."""
    for passage in subject.passages_in(*_ROLES):
        for sentence in passage.sentences:
            for each in passives(sentence):
                if _is_fault(each, passage.role):
                    instead = _better(each, passage.role in _ORDERS)
                    yield at(passage, each.words[each.start].start, _found(each), instead)


def _found(each: Passive) -> str:
    if each.agent:
        return say("rule.passive-names-doer-last", words=each.said)
    return say("rule.passive-without-doer", words=each.said)


def _is_fault(each: Passive, role: TextRole) -> bool:
    word = each.participle
    if word in listed("feelings") or _is_habit(each) or each.before[-1] == "there":
        return False
    if each.agent and word not in listed("descriptions"):
        return each.before[-1] not in ("that", "which", "who") and bool(each.verb or not each.of_reader)
    if each.forced:
        return not (each.of_reader and word in ("done", "completed", "finished"))
    if each.possible:
        return bool(each.verb) and word not in listed("placed")
    return bool(each.verb) and _wants_another_form(each, role)


def _wants_another_form(each: Passive, role: TextRole) -> bool:
    """Whether a passive without should and without a doer does: "the leg is held", "you are asked to"."""
    word, depends = each.participle, not listed("subordinators").isdisjoint(each.before)
    if depends or each.form in _NO_ORDER or word in listed("states"):
        return False
    if each.of_reader:
        return word in listed("clinic-acts")
    return role in _STEPS or word not in listed("placed")


def _is_habit(each: Passive) -> bool:
    """Used to something, not used for it."""
    if each.participle != "used" or each.after[:1] != ("to",):
        return False
    then = each.after[1] if len(each.after) > 1 else ""
    return each.of_reader or then.endswith("ing") or then in listed("articles") | {"", "it", "this", "that"}


def _better(each: Passive, ordered: bool) -> str:
    word, verb = each.participle, each.verb
    if each.agent:
        return _with_agent(each)
    if word in ("needed", "required"):
        return _as_need(each)
    if word in listed("clinic-acts") and not ordered:
        may = f"{each.helper} " if each.possible or each.helper in listed("must") else ""
        you = " you" if each.of_reader else ""
        return say("rule.say-we-or-your-therapist", may=may, verb=verb, you=you)
    if word in listed("outlook") or word in listed("advice"):
        return _of_people(word)
    if each.possible:
        return say("rule.say-we-or-you", helper=each.helper, verb=verb)
    return (
        _as_command(each)
        if ordered or not each.verb
        else say("rule.say-who-does-it-or", hint=_as_command(each))
    )


def _of_people(word: str) -> str:
    """What is found or advised, and by nobody."""
    if word in listed("advice"):
        return say("rule.tell-reader-without-word", word=word)
    return say("rule.write-you-may-or-most-people")


def _as_need(each: Passive) -> str:
    helper = f"{each.helper} " if each.possible else ""
    if each.before[0] == "no":
        return say("rule.say-you-need-no", helper=helper, adverbs=each.adverbs)
    if "not " in each.said.lower():
        return say("rule.say-you-do-not-need", helper=helper or "do ", adverbs=each.adverbs)
    return say("rule.say-you-need", helper=helper, adverbs=each.adverbs)


def _with_agent(each: Passive) -> str:
    if each.agent[0].endswith("ing") and each.participle in ("achieved", "done", "performed"):
        return say("rule.turn-into-command", doer=" ".join(each.agent))
    doer = " ".join(each.agent).capitalize()
    if each.verb:
        return say("rule.begin-with-doer-then", doer=doer, verb=each.verb)
    return say("rule.begin-with-doer-then-verb", doer=doer)


def _as_command(each: Passive) -> str:
    denied = not listed("negations").isdisjoint(each.said.lower().split())
    if each.participle in ("felt", "seen"):
        if denied:
            return say("rule.say-what-reader-does-not-feel", verb=each.verb)
        return say("rule.say-what-reader-feels", verb=each.verb)
    if not each.verb:
        return say("rule.tell-reader-what-to-do")
    if denied:
        return say("rule.tell-reader-not-to", verb=each.verb)
    return say("rule.tell-reader-to", verb=each.verb.capitalize())


_DOES = (
    r"(?:should|must|may|might|can|cannot|will|would|ought|needs?|has|have|is|are|was|were|does|do|often"
    r"|usually|also|lies?|lays?|sits?|stands?|lifts?|bends?|holds?|feels?|gets?|finds?|recovers?|returns?|performs?"
    r"|begins?|starts?|wears?|takes?|reports?|notices?)\b"
)
# What has to follow tells a person who does or has something from a name such as patient portal.
_FOUND = re.compile(
    rf"\bthe (?:patient|client)(?:['’]s\b|s['’]|(?= (?:{_DOES}|(?:who|to|with|in|on|from)\b))"
    r"|(?=\s*(?:[.,;:?!]|$)))"
    rf"|(?<!\bother )(?<!\bof )(?<!\bfor )(?:\b(?:all|most|many|some|few|these|such|our) )?"
    rf"\b(?<!other )(?:patients|clients)(?= (?:{_DOES}|(?:who|with)\b))"
    rf"|\bthe individual(?:['’]s\b|(?= (?:{_DOES}|who\b)))|\bindividuals(?= (?:{_DOES}|(?:who|with)\b))"
    r"|\bthe person(?= (?:should|must|needs? to|has to|will|may)\b)"
    r"|(?:^|(?<=[.;,] )|(?<=\bthat )|(?<=\bif )|(?<=\bwhen ))one (?:should|must|ought)\b"
    r"(?! be (?:over|under|above|below|on|in)\b)(?![^.]*\bother\b)"
    r"|\bone['’]s own\b|\boneself\b",
    re.IGNORECASE,
)
_HINT = re.compile(r"patient|client|individual|the person|\bone\b|oneself", re.IGNORECASE)
# Those who help somebody read of somebody.
_HELPERS = re.compile(
    r"\b(?:care ?givers?|carers?|helpers?|famil(?:y|ies)|relatives|looking after|caring for)\b", re.IGNORECASE
)
# "It is common in individuals with diabetes" says who gets it.
_ABOUT = re.compile(r"\b(?:in|among|for|of|than|between|by|affects?)(?: \w+)? $", re.IGNORECASE)
_MANY = ("all", "most", "many", "some", "few")


def find_third_person(subject: Subject, _: Scope) -> Iterator[Hit]:
    """The patient, patients, the individual, one: who reads it is you."""
    heads = subject.passages_in("title", "subtitle", "summary")
    if any(_HELPERS.search(passage.text) for passage in heads):
        return
    for passage in subject.passages_in(*RUNNING, "short-step", "feel", "heading"):
        if not _HINT.search(passage.text):
            continue
        for match in _FOUND.finditer(passage.text):
            if _ABOUT.search(passage.text, 0, match.start()):
                continue
            owns = match[0].endswith(("'s", "’s", "s'", "s’", "own"))
            instead = say("rule.write-your") if owns else say("rule.write-you")
            if match[0].lower().startswith(_MANY):
                instead = say("rule.or-people-if-others-meant", hint=instead)
            yield at(
                passage, match.start(), say("rule.talks-about-reader-not-reader", word=match[0]), instead
            )


LOOKS: Mapping[str, Finder] = {
    "passive-voice": find_passive_voice,
    "third-person": find_third_person,
}
