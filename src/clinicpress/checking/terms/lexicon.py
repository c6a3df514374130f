"""Lists of terms, each with what to write or say instead, and where a text has one of them.

A list is a text file beside the code: ``term | plain form``, a line each. Lines such as ``[verbs]`` say how
the terms below them are inflected: ``verbs``, ``nouns``, ``words`` (not at all) and ``fine``: those hold a
term and are none, as "prone to". `NUMBER` in a term is any number, `PART` a part of the body with what
stands before it, as "your left arm". Plain forms are parted by `` / ``; brackets say when one fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clinicpress.checking.terms.inflection import like, plural, verb_forms
from clinicpress.regular import read_text

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
class Entry:
    """A term of a list: what it is, and the plain forms, as they stand in the list."""

    term: str
    plain: str
    kind: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a term as tokens; ``entry`` is None for what is fine."""

    tokens: tuple[str, ...]
    entry: Entry | None
    form: str


@dataclass(frozen=True, slots=True)
class Found:
    """A term in a text: its words as they stand there, from ``start`` to ``end``, and what they are."""

    text: str
    start: int
    end: int
    entry: Entry
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

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entry for entry in entries if entry.kind != "fine")
        self._forms: dict[str, list[Form]] = {}
        for form in (form for entry in entries for form in _forms(entry)):
            self._forms.setdefault(form.tokens[0], []).append(form)
        for forms in self._forms.values():
            forms.sort(key=lambda form: -len(form.tokens))

    def find(self, text: str) -> Iterator[Found]:
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
                yield Found(text[start:stop], start, stop, form.entry, form.form)
            at = end

    def _at(
        self, text: str, tokens: list[re.Match[str]], lowered: list[str], at: int
    ) -> tuple[Form, int] | None:
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


def _forms(entry: Entry) -> Iterator[Form]:
    match entry.kind:
        case "verbs":
            forms = list(verb_forms(entry.term))
        case "nouns":
            forms = [(entry.term, "base"), (plural(entry.term), "many")]
        case _:
            forms = [(entry.term, "base")]
    for words, form in dict(reversed(forms)).items():
        yield Form(tokens_of(words), None if entry.kind == "fine" else entry, form)
        if re.search(r"i[sz](?:e|es|ed|ing|ation)\b", words):
            british = re.sub(r"iz(?=(?:e|es|ed|ing|ation)\b)", "is", words)
            yield Form(tokens_of(british), None if entry.kind == "fine" else entry, form)


def tokens_of(words: str) -> tuple[str, ...]:
    """The words of a term, in small letters but for `PART` and `NUMBER`."""
    parts = _TOKEN.findall(words)
    return tuple(part if part in ("PART", "NUMBER") else part.lower() for part in parts)


@lru_cache(maxsize=8)
def lexicon(name: str) -> Lexicon:
    """The list in the file ``name`` beside the code."""
    return Lexicon(tuple(entries(name)))


def entries(name: str) -> Iterator[Entry]:
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
        yield Entry(term, plain, kind)
