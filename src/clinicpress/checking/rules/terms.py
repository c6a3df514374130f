"""Rules on terms and abbreviations that a patient may not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from clinicpress.checking.rules.numerals import without_addresses
from clinicpress.checking.rules.voice import like, plural, verb_forms
from clinicpress.checking.subject import (
    UNPRINTED,
    Finder,
    Hit,
    Passage,
    Scope,
    Subject,
    at,
)
from clinicpress.messages import say
from clinicpress.records import dataclass
from clinicpress.store.regular import read_text

_HERE = Path(__file__).parent
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_JOINED = re.compile(r"[-_@][^\W_]|\.\w")
_NUMBERS = frozenset(
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fifteen", "twenty")
)
# What may stand between a verb and the part of the body that it moves: "extend your left arm".
_BEFORE = """
    your the one both each that this a an his her their either left right other same top bottom upper lower
    sore bent straight injured affected operated involved opposite front back working whole
"""
_BODY = """
    arm leg knee elbow wrist hip neck finger thumb toe foot feet ankle hand spine back trunk forearm thigh
    head shoulder arms legs knees elbows wrists hips fingers thumbs toes ankles hands forearms thighs
    shoulders torso chest calf heel limb limbs joint joints body
"""
_BEFORE_PART, _PARTS = frozenset(_BEFORE.split()), frozenset(_BODY.split())


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """A term of a list: what it is, and the plain forms, as they stand in the list."""

    term: str
    plain: str
    kind: str


@dataclass(frozen=True, slots=True)
class WordForm:
    """A form of a term as tokens; ``entry`` is None for what is fine."""

    tokens: tuple[str, ...]
    entry: LexiconEntry | None
    form: str


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term in a text: its words as they stand there, from ``start`` to ``end``, and what they are."""

    text: str
    start: int
    end: int
    entry: LexiconEntry
    form: str

    @property
    def plain(self) -> str:
        """What to write, in the form and with the capital that the term has: ``"Use"``."""
        behind = ""
        if "PART" in self.entry.term:
            behind = " ".join(["", *self.text.split()[len(self.entry.term.split()) - 1 :]])
        return " or ".join(self._quoted(each, behind) for each in self.entry.plain.split(" / "))

    def _quoted(self, plain: str, behind: str) -> str:
        words, bracket, when = plain.partition(" (")
        said = like(words, self.form) + behind
        if self.text[0].isupper():
            said = said[:1].upper() + said[1:]
        return f'"{said}"{bracket}{when}'


class Lexicon:
    """The terms of a list, found by the first word of each form."""

    def __init__(self, entries: Sequence[LexiconEntry]) -> None:
        self.entries = tuple(entry for entry in entries if entry.kind != "fine")
        self._forms: dict[str, list[WordForm]] = {}
        for form in (form for entry in entries for form in _forms(entry)):
            self._forms.setdefault(form.tokens[0], []).append(form)
        for forms in self._forms.values():
            forms.sort(key=lambda form: -len(form.tokens))

    def find(self, text: str) -> Iterator[FoundTerm]:
        """The terms in a text, in order; of two that begin at one word the longer one."""
        tokens = list(_TOKEN.finditer(text))
        lowered = [token[0].lower() for token in tokens]
        at, forms = 0, self._forms
        while at < len(tokens):
            if lowered[at] not in forms:
                at += 1
                continue
            found = self._at(text, tokens, lowered, at)
            if found is None:
                at += 1
                continue
            form, end = found
            start, stop = tokens[at].start(), tokens[end - 1].end()
            if form.entry is not None:
                yield FoundTerm(text[start:stop], start, stop, form.entry, form.form)
            at = end

    def _at(
        self, text: str, tokens: list[re.Match[str]], lowered: list[str], at: int
    ) -> tuple[WordForm, int] | None:
        """The form that begins at a token, and the token behind it."""
        forms = self._forms.get(lowered[at])
        if forms is None or text[tokens[at].start() - 1 : tokens[at].start()] in ("-", "@", "_"):
            return None
        for form in forms:
            end = _matched(form.tokens, tokens, lowered, at)
            if end and not _JOINED.match(text, tokens[end - 1].end()):
                return form, end
        return None


def _matched(form: tuple[str, ...], tokens: list[re.Match[str]], lowered: list[str], at: int) -> int:
    """The token behind a form that begins at ``at``; 0 if it does not."""
    for index, wanted in enumerate(form):
        if wanted == "PART":
            while at < len(tokens) and lowered[at] in _BEFORE_PART and _follows(tokens, at):
                at += 1
        if at >= len(tokens) or not _is(lowered[at], wanted) or (index and not _follows(tokens, at)):
            return 0
        at += 1
    return at


def _is(word: str, wanted: str) -> bool:
    match wanted:
        case "PART":
            return word in _PARTS
        case "NUMBER":
            return word.isdigit() or word in _NUMBERS
        case _:
            return word == wanted


def _follows(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether nothing but a space, a hyphen or an apostrophe parts a token from the one before it."""
    gap = tokens[at].string[tokens[at - 1].end() : tokens[at].start()]
    return gap in (" ", "-", "'", "’")


def _forms(entry: LexiconEntry) -> Iterator[WordForm]:
    match entry.kind:
        case "verbs":
            forms = list(verb_forms(entry.term))
        case "nouns":
            forms = [(entry.term, "base"), (plural(entry.term), "many")]
        case _:
            forms = [(entry.term, "base")]
    for words, form in dict(reversed(forms)).items():
        yield WordForm(tokens_of(words), None if entry.kind == "fine" else entry, form)
        if re.search(r"i[sz](?:e|es|ed|ing|ation)\b", words):
            british = re.sub(r"iz(?=(?:e|es|ed|ing|ation)\b)", "is", words)
            yield WordForm(tokens_of(british), None if entry.kind == "fine" else entry, form)


def tokens_of(words: str) -> tuple[str, ...]:
    """The words of a term, in small letters but for `PART` and `NUMBER`."""
    parts = _TOKEN.findall(words)
    return tuple(part if part in ("PART", "NUMBER") else part.lower() for part in parts)


@lru_cache(maxsize=8)
def lexicon(name: str) -> Lexicon:
    """The list in the file ``name`` beside the code."""
    return Lexicon(tuple(entries(name)))


def entries(name: str) -> Iterator[LexiconEntry]:
    """The lines of a list."""
    kind = "words"
    for line in read_text(_HERE / name).splitlines():
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("["):
            kind = text.strip("[]")
            continue
        term, _, plain = (part.strip() for part in text.partition("|"))
        yield LexiconEntry(term, plain, kind)


# Words behind "is" that say how something does, and not what it is: "Your disc is worn."
_STATES = (
    "not|also|often|very|too|so|more|most|less|still|now|just|only|quite|usually|sometimes|likely|common|rare|"
    "worn|torn|hurt|sore|painful|stiff|swollen|tight|weak|loose|important|hard|easy|bad|good|fine|better|worse|"
    "in|on|at|to|under|over|as|about|from|like|because|what|why|how|there|here|your|you|able|going"
)
_ACTS = (
    r"connects?|joins?|links?|attach(?:es)?|ties?|cushions?|covers?|protects?|lines?|runs?|acts?|holds?|keeps?|"
    r"works? (?:as|like)|(?:sits?|lies?) (?:between|in|at|under|over)|carr(?:y|ies)|sends?|"
    r"starts? (?:in|at|when|if|where)|happens?|occurs?|comes? from|begins?|develops?|means?|refers? to|"
    r"describes?"
)
_IN_BRACKETS = re.compile(r"\s*\((?!see\b|left\b|right\b|optional\b|page\b)[^)]*[a-z]{3}[^)]*\)")
_CLOSES = re.compile(r"[\"”']?\)")
_OPENS = re.compile(r"[a-z]{3,}\s*\([\"“']?(?:also )?(?:called |known as |or )?(?:a |an |the )?$")
_SAYS_WHAT = re.compile(
    rf"\s+(?:is|are)\s+(?!(?:{_STATES})\b)(?!(?!swelling|thinning|wearing|hardening)\w+ing\b)"
    r"(?!(?!caused|made|called|named)\w+ed\b)\w+(?:[\s-]+[\w,’'-]+){2,}"
)
_DOES_WHAT = re.compile(rf"\s+(?:{_ACTS})\b")
_WHICH = re.compile(rf"\s+(?:that|which)\s+(?:{_ACTS})\b")
# "a tendon, the cord that ..."; not "after repair of the tendon, the arm is kept still".
_NEXT_TO = re.compile(
    r"\s*[,–—]\s*(?:(?:a|an|the|one of|or (?:a|an|the|pain|soft|wear\w*))\s+"
    r"(?:(?!\b(?:is|are|was|were|can|may|will|has|have|should|must)\b)[^,.;:–—])+"
    r"(?:(?<= that)|(?<= which)|(?<= where)|[.,;–—]|$)"
    r"|(?:which (?:is|are|affects?|means|happens|comes)|that is|meaning)\s+\w+"
    r"|(?:also )?(?:called|known as)\b)"
    r"|\s+-\s+(?!your)\w+(?:\s+\w+)+"
)
_LABELLED = re.compile(r"\s*(?::\s+(?!your\b)\w+\s+\w+|\.\s+(?:A|An|The|This is|These are)\s)")
_NAMED = re.compile(
    r"\b(?:called|known as|named|(?:name|word|term) for (?:this|it|that) is|means|"
    r"(?:we|doctors?|therapists?|people) calls?(?: it| this| them| these)?)\s+"
    r"(?:a |an |the |your )?[\"“']?$",
    re.IGNORECASE,
)
_OR = re.compile(r"^[^,]*\w, or (?:a |an |the |your )?$")
_BEGINS = re.compile(r"(?:^|[.!?:]\s+)(?:(?:A|An|The|Your|This|Each|Every|These)\s+)?$", re.IGNORECASE)
# "Vestibular neuritis means that ...": the term is the first word of a name that is explained.
_REST_OF_NAME = re.compile(r"\s+[a-z]+(?:\s+[a-z]+)?(?=\s+(?:means|is when|is a|is an|is the)\b)")
_MEANS = re.compile(r"\s+(?:means|is when|is an?|is the)\s+\w+\s+\w+")
_ASKED = re.compile(r"^(?:(?:so|but|and|well),? )?what(?:['’]s| is| are| does| do| causes?)\b", re.IGNORECASE)


def explained(passage: Passage, start: int, end: int, *, followed: bool = True) -> bool:
    """Whether the words from ``start`` to ``end`` are explained where they stand.

    ``followed`` says that more text follows, so that a question in a heading has an answer.
    """
    text = passage.text
    before = text[max(0, start - 90) : start]
    if passage.role in ("title", "subtitle", "heading", "short-title", "callout-title", "caption", "label"):
        return followed and (_ASKED.match(text) is not None or _IN_BRACKETS.match(text, end) is not None)
    if any(pattern.match(text, end) for pattern in (_IN_BRACKETS, _NEXT_TO, _WHICH)):
        return True
    if _NAMED.search(before) or (_OPENS.search(before) and _CLOSES.match(text, end)):
        return True
    if _BEGINS.search(before) and (_SAYS_WHAT.match(text, end) or _DOES_WHAT.match(text, end)):
        return True
    name = _REST_OF_NAME.match(text, end)
    if name is not None and _BEGINS.search(before) and _MEANS.match(text, name.end()):
        return True
    at_start = _BEGINS.fullmatch(before) is not None and start == len(before)
    return bool((at_start and _LABELLED.match(text, end)) or _OR.match(_sentence_before(before)))


def _sentence_before(before: str) -> str:
    return re.split(r"[.!?]\s", before)[-1]


def unexplained(
    subject: Subject, found: Iterable[tuple[Passage, FoundTerm]]
) -> list[tuple[Passage, FoundTerm]]:
    """What the subject does not explain, neither in a glossary nor where the term or a form of it stands."""
    every = list(found)
    last = subject.passages[-1] if subject.passages else None
    known = {
        each.entry
        for passage, each in every
        if explained(passage, each.start, each.end, followed=passage is not last)
    }
    glossary = [_stems(passage.text) for passage in subject.passages_in("term")]
    return [
        (passage, each)
        for passage, each in every
        if each.entry not in known and not any(_within(_stems(each.text), term) for term in glossary)
    ]


def _stems(words: str) -> tuple[str, ...]:
    """The words of a term without the ending of a plural."""
    return tuple(re.sub(r"(?<=[a-z]{3})(?:(?<=x|s|h)es|(?<!s|u|i)s)$", "", word) for word in tokens_of(words))


def _within(words: tuple[str, ...], term: tuple[str, ...]) -> bool:
    return any(term[at : at + len(words)] == words for at in range(len(term) - len(words) + 1))


ABBREVIATIONS = "abbreviations.txt"
_CAPITALS = re.compile(r"(?<![\w&./'’-])[A-Z][A-Za-z]{0,2}[A-Z]+s?(?![\w&])")
_CONSONANTS = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{3,5}s?")
# After a name stand titles and states: "Sam Lee, PT", "Albany, NY".
_AFTER_NAME = re.compile(
    r"\b[A-Z][\w.'’-]*,(?: (?:PT|[A-Z][A-Za-z]{1,4}),)* $|\b(?!Your|The|A|Our)[A-Z][a-z]+ [A-Z][\w'’-]+ $"
)
_SCAN = re.compile(r"[ -](?:scans?|tests?|pictures?|images?|machine)\b")
_NUMBER = re.compile(r"\d\s*(?:[-–]|to)?\s*$")
# These are words, unless a number stands before them.
_UNITS = frozenset({"sec", "min", "hr", "rep", "wk", "min."})
_LEVEL = 0.7


@dataclass(frozen=True, slots=True)
class _Known:
    capitals: dict[str, str]
    small: dict[str, str]
    fine: frozenset[str]
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def _known() -> _Known:
    every = tuple(entries(ABBREVIATIONS))
    small = {entry.term.lower(): _quoted(entry.plain) for entry in every if entry.kind == "small"}
    words = "|".join(re.escape(word) for word in sorted(small, key=len, reverse=True))
    return _Known(
        {entry.term: _quoted(entry.plain) for entry in every if entry.kind == "capitals"},
        small,
        frozenset(entry.term for entry in every if entry.kind == "fine"),
        re.compile(rf"(?<![\w&./@'’-])(?:{words})(?:(?<=/)|(?![\w/@-]))(?!\.\w)", re.IGNORECASE),
    )


def _quoted(plain: str) -> str:
    said = []
    for each in plain.split(" / "):
        words, bracket, when = each.partition(" (")
        # "a lung disease (COPD)" is said as a whole; "(a person)" says when it fits
        whole = not bracket or when[:1].isupper() or when.startswith("pictures")
        said.append(f'"{each}"' if whole else f'"{words}" ({when}')
    return " or ".join(said)


def find_abbreviation(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Abbreviations that are not explained in the file, and those that nobody has to know."""
    told = _explained(subject)
    for passage in subject.passages:
        if passage.role == "term":
            continue
        text = without_addresses(passage.text)
        yield from _capitals(passage, text, told)
        for match in _known().pattern.finditer(text):
            if match[0].lower() in _UNITS and not _NUMBER.search(text[: match.start()]):
                continue
            if match[0].rstrip(".").isupper() and "." not in match[0][:-1]:
                continue
            yield at(
                passage,
                match.start(),
                say("rule.is-abbreviation", word=match[0]),
                _known().small[match[0].lower()],
            )


def _capitals(passage: Passage, text: str, told: frozenset[str]) -> Iterator[Hit]:
    if _shouted(text):
        return
    for match in _CAPITALS.finditer(text):
        short = match[0]
        if short in _known().fine or short.removesuffix("s") in told or short in told:
            continue
        if _AFTER_NAME.search(text, 0, match.start()) or (short == "MRI" and _SCAN.match(text, match.end())):
            continue
        plain = _known().capitals.get(short)
        if plain is not None:
            yield at(passage, match.start(), say("rule.is-abbreviation", word=short), plain)
        elif _CONSONANTS.fullmatch(short):
            yield at(passage, match.start(), say("rule.is-abbreviation", word=short), say("rule.words-full"))


def _shouted(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters > 6 and sum(map(str.isupper, text)) > _LEVEL * letters


def _explained(subject: Subject) -> frozenset[str]:
    """Those that a sentence or a heading explains, brackets beside their long form, or a glossary."""
    found = set[str]()
    for passage in subject.passages:
        if passage.role == "term":
            found.update(_CAPITALS.findall(passage.text))
        found.update(match[1] for match in _LONG_FIRST.finditer(passage.text))
        found.update(match[1] for match in _SHORT_FIRST.finditer(passage.text))
        found.update(
            match[0] for match in _CAPITALS.finditer(passage.text) if explained(passage, *match.span())
        )
    return frozenset(short.removesuffix("s") for short in found)


_LONG_FIRST = re.compile(r"[a-z]{2,} \(([A-Z][A-Za-z]{0,2}[A-Z]+s?)\)")
_SHORT_FIRST = re.compile(
    r"\b([A-Z][A-Za-z]{0,2}[A-Z]+s?)(?: \([^)]*[a-z]{3}[^)]*\)|,? (?:means|stands for|is short for)\b)"
)

JARGON = "jargon.txt"


def find_jargon(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Words of the list that the file does not explain; those of a glossary are looked up, and may stand."""
    terms = lexicon(JARGON)
    found = (
        (passage, each)
        for passage in subject.passages
        if passage.role != "term"
        for each in terms.find(without_addresses(passage.text))
    )
    for passage, each in unexplained(subject, found):
        yield at(passage, each.start, say("rule.not-everyday-word", text=each.text), each.plain)


MEDICAL = "medical.txt"


def find_jargon_glossary(subject: Subject, _: Scope) -> Iterator[Hit]:
    """The first use of each term that the handout does not explain."""
    terms = lexicon(MEDICAL)
    found = (
        (passage, each)
        for passage in subject.passages
        if passage.role not in ("term", *UNPRINTED)
        for each in terms.find(without_addresses(passage.text))
    )
    told = set[LexiconEntry]()
    for passage, each in unexplained(subject, found):
        if each.entry not in told:
            told.add(each.entry)
            hint = say("rule.explain-or-glossary-block", plain=each.entry.plain)
            yield at(passage, each.start, say("rule.not-explained-handout", text=each.text), hint)


LOOKS: Mapping[str, Finder] = {
    "jargon": find_jargon,
    "jargon-glossary": find_jargon_glossary,
    "abbreviation": find_abbreviation,
}
