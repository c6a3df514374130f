"""``caption-missing``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject
from clinicpress.model.documents import PictureBlock

_NUMBER = re.compile(
    r"(?:(?:fig(?:ure)?|picture|pic|image|photo|frame|illustration|drawing)\b\.?\s*)?(?:no\.?\s*(?=\d))?[#(]?"
    r"(?:\d+|[A-Za-z]|[IVXivx]+)?[).:]?",
    re.IGNORECASE,
)


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Pictures without a caption, and captions that are a number or stand under two frames of a figure."""
    if subject.kind == "handout":
        yield from _without(subject)
    seen: set[str] = set()
    for passage in subject.passages_in("caption"):
        text = passage.text.strip()
        if _NUMBER.fullmatch(text):
            instead = 'say what it shows, such as "Start" or "Knee bent"'
            yield at(passage, 0, f'the caption "{text}" does not say what the picture shows', instead)
        elif subject.kind == "exercise" and text.lower().rstrip(".") in seen:
            instead = 'say what is different in this picture, such as "Finish" or "Hold"'
            yield at(passage, 0, f'two pictures have the same caption, "{text}"', instead)
        seen.add(text.lower().rstrip("."))


def _without(subject: Subject) -> Iterator[Hit]:
    for index, block in enumerate(subject.model.blocks):
        if isinstance(block, PictureBlock) and not block.picture.caption:
            place = subject.loaded.at("blocks", index, "picture", "file")
            yield Hit(
                place, "the picture has no caption", "add one, such as caption: The spine from the left"
            )


RULE = Rule(
    id="caption-missing",
    group="structure",
    severity=Severity.WARNING,
    kinds=("handout", "exercise"),
    finds="A picture without a caption; a caption that is only a number, "
    "or that two pictures of a figure share.",
    why="Without words, every reader sees something different in a picture.",
    basis="PEMAT-P item 17: pictures have clear titles or captions.",
    wrong="picture: {file: assets/pictures/spine.png, alt: The spine from the left.}",
    right="picture: {file: assets/pictures/spine.png, alt: The spine from the left., caption: Your spine}",
    look=look,
)
