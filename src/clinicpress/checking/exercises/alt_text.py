"""``alt-text``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.exercises.things import alike, things_in
from clinicpress.checking.rule import Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope, title_key
from clinicpress.checking.subject import Passage, Subject
from clinicpress.model.props import prop_name

LEAST_WORDS = 4
_FILE = re.compile(
    r"\S+\.(?:png|jpe?g|gif|svg|webp|tiff?|bmp|pdf)\b"
    r"|(?:img|dsc|image|picture|photo|screenshot|fig)[ _-]?\d+",
    re.IGNORECASE,
)
_KIND = r"(?:picture|image|photo|photograph|pic|graphic|illustration|drawing|screenshot|line drawing)"
_OPENING = re.compile(
    rf"(?:(?:an?|the|this)\s+)?{_KIND}\s+(?:of|showing|shows|that shows|depicting)\b\s*", re.IGNORECASE
)


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Alt texts that say nothing, or not what the picture shows."""
    told: dict[str, Passage] = {}
    for passage in subject.passages_in("alt"):
        hit = _empty(subject, passage) or _opening(passage)
        if hit is None and subject.kind == "exercise" and _key(passage.text) in told:
            found = "this picture has the same alt text as an earlier one"
            hit = at(
                passage,
                0,
                found,
                "say what has changed since that picture, such as: Now the hips are lifted.",
                Severity.ERROR,
            )
        if hit is not None:
            yield hit
        elif subject.kind == "exercise":
            yield from _not_there(subject, passage)
        told[_key(passage.text)] = passage


def _key(text: str) -> str:
    return title_key(text).strip(" .!")


def _empty(subject: Subject, passage: Passage) -> Hit | None:
    """A file's name, a title or caption once more, a word or two: nothing to see the picture by."""
    text, instead = passage.text, _wanted(subject)
    if _FILE.fullmatch(text.strip()):
        return at(passage, 0, f"the alt text is a file name, {text!r}", instead, Severity.ERROR)
    for name, other in _titles(subject, passage):
        if _key(other) == _key(text):
            return at(passage, 0, f"the alt text only repeats the {name}", instead, Severity.ERROR)
    count = len([word for sentence in passage.sentences for word in sentence.words])
    if count < LEAST_WORDS:
        words = f"the alt text has only {count} {'word' if count == 1 else 'words'}"
        return at(passage, 0, words, instead)
    return None


def _wanted(subject: Subject) -> str:
    """What the alt text should say: of a person, the movement; of another picture, what it shows."""
    if subject.kind != "exercise":
        return "say in one sentence what this picture shows, such as: The spine seen from the left."
    if subject.model.figure.crop is None:
        return (
            "say in one sentence how the person is placed and what moves, such as: A person lies on the back."
        )
    return "say in one sentence which part of the body this picture shows and how it moves"


def _titles(subject: Subject, passage: Passage) -> Iterator[tuple[str, str]]:
    yield "title", subject.model.title
    for other in subject.passages_in("caption", "short-title"):
        beside = other.role == "short-title" or other.loc[:-1] == passage.loc[:-1]
        if beside:
            yield ("short title" if other.role == "short-title" else "caption"), other.text


def _opening(passage: Passage) -> Hit | None:
    match = _OPENING.match(passage.text)
    if match is None:
        return None
    rest = passage.text[match.end() :]
    instead = f"begin with what the picture shows: '{rest[:1].upper()}{' '.join(rest[1:].split()[:4])} ...'"
    return at(
        passage, 0, f"begins with {match[0].strip()!r}; screen readers already announce a picture", instead
    )


def _not_there(subject: Subject, passage: Passage) -> Iterator[Hit]:
    props = subject.model.figure.props
    there = {prop.kind for prop in props} | {prop_name(prop) for prop in props}
    seen = set[str]()
    for mention in things_in(passage.text):
        if mention.thing not in seen and not alike(mention.thing, there):
            found = f"the alt text names {mention.word!r}, which is not in the picture"
            instead = f"leave it out, or draw it: props: [{mention.thing}]"
            yield at(passage, mention.start, found, instead)
        seen.add(mention.thing)


RULE = Rule(
    id="alt-text",
    group="exercises",
    severity=Severity.WARNING,
    kinds=("exercise", "handout"),
    finds="An alt text that is a file name, repeats a title or an earlier alt "
    "text, is too short, or names what is not drawn.",
    why="People who cannot see the picture hear these words instead, and have nothing else to go by.",
    basis="WCAG 2.1, 1.1.1: a text alternative serves the same purpose as the picture.",
    wrong="alt: Picture of bridge",
    right="alt: A person lies on the back and lifts the hips, with both feet flat on the mat.",
    look=look,
    languages=("en",),
)
