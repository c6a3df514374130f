"""Forms of English words: those to look for, and those to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

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
