"""``passive-voice``. Better to miss one than to call a state passive: "your knee is bent" is no order."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import TEXTS, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.sentences.passives import Passive, passives
from clinicpress.checking.sentences.wordlists import listed
from clinicpress.checking.subject import Role, Subject

# Where orders are given. What is said of when to stop or to call is about states: "your calf is swollen".
_ORDERS: tuple[Role, ...] = ("step", "short-step", "safety", "tip", "easier", "harder")
_STEPS: tuple[Role, ...] = ("step", "short-step")
_ROLES: tuple[Role, ...] = (*_ORDERS, "summary", "paragraph", "item", "why", "note", "meaning")
# What was done, and what is to be.
_NO_ORDER = frozenset({"be", "been", "was", "were", "wasn't", "weren't"})


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """What is done by nobody: should be held, is lifted by, are repeated."""
    for passage in subject.passages_in(*_ROLES):
        for sentence in passage.sentences:
            for each in passives(sentence):
                if _is_fault(each, passage.role):
                    instead = _better(each, passage.role in _ORDERS)
                    yield at(passage, each.words[each.start].start, _found(each), instead)


def _found(each: Passive) -> str:
    return f'"{each.said}" is passive: ' + (
        "it names who does it last" if each.agent else "it does not say who does it"
    )


def _is_fault(each: Passive, role: Role) -> bool:
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


def _wants_another_form(each: Passive, role: Role) -> bool:
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
        return f'say who does it: "We {may}{verb}{you} ..." or "Your therapist ..."'
    if word in listed("outlook") or word in listed("advice"):
        return _of_people(word)
    if each.possible:
        return f'say who does it: "We {each.helper} {verb} ..." or "You {each.helper} {verb} ..."'
    return _as_command(each) if ordered or not each.verb else f"say who does it, or {_as_command(each)}"


def _of_people(word: str) -> str:
    """What is found or advised, and by nobody."""
    if word in listed("advice"):
        return f'tell the reader what to do, without "{word}"'
    return 'write "You may ..." or "Most people ..."'


def _as_need(each: Passive) -> str:
    helper = f"{each.helper} " if each.possible else ""
    if each.before[0] == "no":
        return f'say who: "You {helper}{each.adverbs}need no ..."'
    if "not " in each.said.lower():
        return f'say who: "You {helper or "do "}not {each.adverbs}need ..."'
    return f'say who: "You {helper}{each.adverbs}need ..."'


def _with_agent(each: Passive) -> str:
    if each.agent[0].endswith("ing") and each.participle in ("achieved", "done", "performed"):
        return f'turn "{" ".join(each.agent)}" into a command'
    verb = f', then "{each.verb}"' if each.verb else ", then what that does"
    return f'begin with who or what does it: "{" ".join(each.agent).capitalize()} ..."{verb}'


def _as_command(each: Passive) -> str:
    denied = not listed("negations").isdisjoint(each.said.lower().split())
    if each.participle in ("felt", "seen"):
        return f'say what the reader feels: "You should {"not " if denied else ""}{each.verb} ..."'
    if not each.verb:
        return "tell the reader what to do"
    if denied:
        return f'tell the reader what not to do: "Do not {each.verb} ..."'
    return f'tell the reader what to do: "{each.verb.capitalize()} ..."'


RULE = Rule(
    id="passive-voice",
    group="sentences",
    severity=Severity.WARNING,
    kinds=TEXTS,
    finds='The passive voice: "should be held", "is lifted by", "is repeated".',
    why="Readers who are not told that they should do it may wait for somebody else.",
    basis="PEMAT-P item 5 (AHRQ), CDC Clear Communication Index item 6, Federal Plain Language "
    "Guidelines: use the active voice.",
    wrong="The leg should be lifted slowly.",
    right="Lift your leg slowly.",
    look=look,
    languages=("en",),
)
