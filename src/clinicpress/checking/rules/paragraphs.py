"""Rules on headings, lists, tables and paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from math import ceil

from clinicpress.checking.rules.missing import words
from clinicpress.checking.subject import RUNNING, Finder, Hit, Passage, Scope, Subject, at
from clinicpress.content.blocktypes.illustrations import PictureBlock
from clinicpress.content.blocktypes.lists import ListBlock, StepsBlock
from clinicpress.content.blocktypes.prose import HeadingBlock
from clinicpress.content.fitting import LIST_MARK
from clinicpress.content.models.base import Loc
from clinicpress.content.models.exercise import ExerciseUse
from clinicpress.content.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from clinicpress.content.yaml.text import parse
from clinicpress.messages import later, say

_NUMBER = re.compile(
    r"(?:(?:fig(?:ure)?|picture|pic|image|photo|frame|illustration|drawing)\b\.?\s*)?(?:no\.?\s*(?=\d))?[#(]?"
    r"(?:\d+|[A-Za-z]|[IVXivx]+)?[).:]?",
    re.IGNORECASE,
)


def find_caption_missing(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Pictures without a caption, and captions that are a number or stand under two frames of a figure."""
    if subject.kind == "handout":
        yield from _without(subject)
    seen: set[str] = set()
    for passage in subject.passages_in("caption"):
        text = passage.text.strip()
        if _NUMBER.fullmatch(text):
            instead = say("rule.say-what-shows")
            yield at(passage, 0, say("rule.caption-does-not-say-what-picture", text=text), instead)
        elif subject.kind == "exercise" and text.lower().rstrip(".") in seen:
            instead = say("rule.say-what-different-picture")
            yield at(passage, 0, say("rule.two-pictures-have-same-caption", text=text), instead)
        seen.add(text.lower().rstrip("."))


def _without(subject: Subject) -> Iterator[Hit]:
    for index, block in enumerate(subject.model.blocks):
        if isinstance(block, PictureBlock) and not block.picture.caption:
            place = subject.loaded.at("blocks", index, "picture", "file")
            yield Hit(place, say("rule.picture-has-no-caption"), say("rule.add-caption-spine-from-left"))


_GOES_ON = re.compile(
    r"(?:and|or|but|if|with|without|nor|so|because|when|while|unless|until|then|than|that|which|who|to|for|by"
    r"|as|at|in|on|of|from|after|before|especially|such)\b"
)


def find_cut_sentence(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Sentences in square brackets, where a comma parts them."""
    if "[" not in subject.file.text:
        return
    root = parse(subject.file.text.encode(), subject.file.path).root
    for passage in subject.passages:
        item = _in_brackets(root, passage.loc)
        if item is None or not item.text:
            continue
        words = " ".join(item.text.split())
        if passage.role != "cell" and _GOES_ON.match(words):
            found = say("rule.printed-separate-item", words=words[:60])
            yield at(passage, 0, found, say(_INSTEAD))
        elif item.plain and " " in words:
            found = say("rule.square-brackets-without-quotes-where-comma", words=words[:60])
            yield at(passage, 0, found, say(_INSTEAD))


_INSTEAD = later("rule.put-each-item-own-line-after")


def _in_brackets(node: Node | None, loc: Loc) -> ScalarNode | None:
    """The text at ``loc``, if it is an item of a list in square brackets."""
    parent: Node | None = None
    for part in loc:
        parent = node
        if isinstance(node, MappingNode) and isinstance(part, str):
            node = node.values.get(part)
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        else:
            return None
    flows = isinstance(parent, SequenceNode) and parent.flow
    return node if flows and isinstance(node, ScalarNode) else None


_WHAT = later("rule.say-what-section-about")
_TELL = later("rule.say-what-section-tells-readers")
_MORE = later("rule.say-what-section-adds")
_DO = later("rule.say-what-readers-should-know")
# Headings that could stand over any text, as they are written without a number and without articles.
_EMPTY: Mapping[str, str] = {
    **dict.fromkeys(
        ("introduction", "intro", "overview", "background", "about", "definition", "description"), _WHAT
    ),
    **dict.fromkeys(
        (
            "information", "info", "general", "general information", "general info", "key information",
            "important information", "patient information", "information for patients", "details", "content",
            "contents", "text", "topic", "topics", "points",
        ),
        _TELL,
    ),
    **dict.fromkeys(
        (
            "other", "others", "more", "more information", "more info", "more details", "further information",
            "further details", "additional information", "additional info", "other information",
            "miscellaneous", "misc", "extra", "extras",
        ),
        _MORE,
    ),
    **dict.fromkeys(
        ("note", "notes", "please note", "important note", "important notes", "additional notes", "remarks",
         "comments", "discussion"),
        _DO,
    ),
}  # fmt: skip
_NUMBERED = re.compile(
    r"^(?:(?:section|part|chapter|page)\s*)?(?:\d+|[ivx]+|[a-h])?[).:\s–-]*\b", re.IGNORECASE
)


def find_empty_heading(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Headings that could stand over any text, and those that repeat the title."""
    title = words(subject.model.title)
    for passage in subject.passages_in("heading"):
        instead = _instead(passage.text)
        if instead is not None:
            yield at(passage, 0, say("rule.heading-fits-any-text", text=passage.text), instead)
        elif words(passage.text) == title:
            yield at(passage, 0, say("rule.heading-repeats-title", text=passage.text), say(_WHAT))


def _instead(heading: str) -> str | None:
    """What to write instead of a heading; None if it says something."""
    said = " ".join(word for word in words(heading) if word not in ("the", "a", "an", "some"))
    bare = " ".join(words(_NUMBERED.sub("", heading, count=1)))
    if not bare or bare.isdigit():
        return say(_TELL)
    instead = _EMPTY.get(said) or _EMPTY.get(bare)
    return say(instead) if instead is not None else None


HEAD, CELL = 8, 20
_BLANK = re.compile(r"col(?:umn|\.)?\s*(?:\d*|\s\w)|[^\w☐□✓✔]+", re.IGNORECASE)


def find_hard_table(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Heads of columns that are long, repeated or say nothing, and cells that are paragraphs."""
    for passage in subject.passages_in("cell"):
        count = len(passage.text.split())
        if passage.loc[3] != "header":
            if count > CELL:
                yield at(
                    passage,
                    0,
                    say("rule.cell-has-words", count=count),
                    say("rule.write-fewer-words-in-cell", most=CELL),
                )
        elif _BLANK.fullmatch(passage.text):
            instead = say("rule.say-what-column-lists")
            yield at(passage, 0, say("rule.column-heading-says-nothing", text=passage.text), instead)
        elif count > HEAD:
            yield at(
                passage,
                0,
                say("rule.column-heading-has-words", count=count),
                say("rule.write-fewer-words-in-heading", most=HEAD),
            )
        elif _again(subject, passage):
            instead = say("rule.name-what-each-column-lists")
            yield at(passage, 0, say("rule.two-columns-have-same-heading", text=passage.text), instead)


def _again(subject: Subject, passage: Passage) -> bool:
    """Whether a column before it has the same head."""
    _, block, _, _, column = passage.loc
    header = subject.model.blocks[block].table.header
    return passage.text.lower() in {head.strip().lower() for head in header[: int(column)]}


# Half a page of a handout; a whole text that is shorter than the second needs no heading.
MOST_LINES_WITHOUT_HEADING, SHORT = 200, 100


def find_heading_gap(subject: Subject, _: Scope) -> Iterator[Hit]:
    """More than 200 words of text and lists without a heading, or 100 words of a text that has none."""
    counts = Counter[int]()
    for passage in subject.passages_in("paragraph", "item", "step"):
        if passage.loc[0] == "blocks" and passage.loc[2] != "callout":
            counts[int(passage.loc[1])] += sum(len(sentence.words) for sentence in passage.sentences)
    blocks = subject.model.blocks
    if not any(isinstance(block, HeadingBlock | ExerciseUse) for block in blocks):
        total = counts.total()
        if total > SHORT:
            place = subject.loaded.at("blocks", min(counts))
            instead = say("rule.add-heading-each-part")
            yield Hit(place, say("rule.text-has-words-and-no-heading", total=total), instead)
        return
    words, told = 0, False
    for index, block in enumerate(blocks):
        if isinstance(block, HeadingBlock | ExerciseUse):
            words, told = 0, False
        words += counts[index]
        if words > MOST_LINES_WITHOUT_HEADING and not told:
            told = True
            found = say("rule.words-since-last-heading", words=words)
            yield Hit(
                subject.loaded.at("blocks", index),
                found,
                say("rule.add-heading-says-what-follows"),
            )


def find_list_mark(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Texts, and lines of texts, that begin with a mark of a list."""
    for passage in subject.passages:
        match = LIST_MARK.search(passage.raw)
        if match is not None:
            start = len(passage.raw[: match.start()].split())
            words = passage.text.split()
            place = len(" ".join(words[:start])) + (start > 0)
            found = say("rule.begins-but-page-prints-bullets", word=match[0].strip())
            yield at(passage, place, found, say("rule.delete-list-put-each-item-own"))


MOST_ITEMS = 7
# What is parted by commas is a list if its parts are short.
_SHORT = 4
_COMMA = re.compile(r",\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+(?=\S+(?:\s+\S+){0,2}[.!?]?$)")


def find_long_list(subject: Subject, _: Scope) -> Iterator[Hit]:
    """More than 7 items on end: of a list, of two that stand on each other, or within a sentence."""
    if subject.kind == "handout":
        yield from _blocks(subject)
    for passage in subject.passages_in(*RUNNING, "cell"):
        for sentence in passage.sentences:
            count = _inline(sentence.text)
            if count > MOST_ITEMS:
                found = say("rule.sentence-lists-things", count=count)
                yield at(
                    passage,
                    sentence.start,
                    found,
                    say("rule.write-them-list-or-fewer-under", most=MOST_ITEMS),
                )


def _blocks(subject: Subject) -> Iterator[Hit]:
    before, kind = 0, ""
    for index, block in enumerate(subject.model.blocks):
        if not isinstance(block, ListBlock | StepsBlock):
            before, kind = 0, ""
            continue
        name = "list" if isinstance(block, ListBlock) else "steps"
        count = len(getattr(block, name))
        before, kind = (before, kind) if name == kind else (0, name)
        if count > MOST_ITEMS or before <= MOST_ITEMS < before + count:
            found = _many(name, count, before)
            instead = say("rule.add-heading", most=MOST_ITEMS)
            yield Hit(subject.loaded.at("blocks", index, name), found, instead)
        before += count


def _many(name: str, count: int, before: int) -> str:
    if count > MOST_ITEMS:
        if name == "steps":
            return say("rule.long-list-of-steps", number=count)
        return say("rule.long-list-of-items", number=count)
    if name == "steps":
        return say("rule.consecutive-lists-of-steps", number=before + count)
    return say("rule.consecutive-lists-of-items", number=before + count)


def _inline(sentence: str) -> int:
    """How many short things a sentence lists; 0 if its parts are clauses of their own."""
    parts = _COMMA.split(sentence)
    if any(len(part.split()) > _SHORT for part in parts[1:]):
        return 0
    return len(parts)


MOST_LINES = 5
# What a line holds at most in a layout of ours, in characters.
LINE = 70


def find_long_paragraph(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Paragraphs and notes of more than 5 lines."""
    for passage in subject.passages_in("paragraph", "note"):
        lines = ceil(len(passage.text) / LINE)
        if lines > MOST_LINES:
            instead = say("rule.begin-paragraph-or-list")
            if half := len(passage.sentences) // 2:
                words = _begin(passage.sentences[half].text)
                instead = say("rule.begin-paragraph-before-or-list", words=words)
            yield at(passage, 0, say("rule.paragraph-fills-about-lines", lines=lines), instead)


def _begin(sentence: str) -> str:
    return " ".join(sentence.split()[:4])


LOOKS: Mapping[str, Finder] = {
    "caption-missing": find_caption_missing,
    "list-mark": find_list_mark,
    "cut-sentence": find_cut_sentence,
    "long-list": find_long_list,
    "long-paragraph": find_long_paragraph,
    "empty-heading": find_empty_heading,
    "heading-gap": find_heading_gap,
    "hard-table": find_hard_table,
}
