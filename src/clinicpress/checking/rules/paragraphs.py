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
            found = (
                f"'{words[:60]}' is printed as a separate item, but reads like the end of the one before it"
            )
            yield at(passage, 0, found, _INSTEAD)
        elif item.plain and " " in words:
            found = f"'{words[:60]}' is in square brackets without quotes, where a comma would cut it in two"
            yield at(passage, 0, found, _INSTEAD)


_INSTEAD = 'put each item on its own line after "- ", or in double quotes'


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


_WHAT = 'say what the section is about, such as "What is it?"'
_TELL = 'say what the section tells readers, such as "What helps"'
_MORE = 'say what the section adds, such as "What else helps"'
_DO = 'say what readers should know or do, such as "When to rest"'
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
            yield at(passage, 0, f'the heading "{passage.text}" fits any text', instead)
        elif words(passage.text) == title:
            yield at(passage, 0, f'the heading "{passage.text}" repeats the title', _WHAT)


def _instead(heading: str) -> str | None:
    """What to write instead of a heading; None if it says something."""
    said = " ".join(word for word in words(heading) if word not in ("the", "a", "an", "some"))
    bare = " ".join(words(_NUMBERED.sub("", heading, count=1)))
    if not bare or bare.isdigit():
        return _TELL
    return _EMPTY.get(said) or _EMPTY.get(bare)


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
                    f"this cell has {count} words",
                    f"write {CELL} words or fewer, or put the text below the table",
                )
        elif _BLANK.fullmatch(passage.text):
            instead = 'say what the column lists, such as "Week"'
            yield at(passage, 0, f'the column heading "{passage.text}" says nothing', instead)
        elif count > HEAD:
            yield at(
                passage,
                0,
                f"this column heading has {count} words",
                f'write {HEAD} words or fewer, such as "How long"',
            )
        elif _again(subject, passage):
            instead = 'name what each column lists, such as "Morning" and "Evening"'
            yield at(passage, 0, f'two columns have the same heading, "{passage.text}"', instead)


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
            instead = "add a heading to each part, such as - heading: What helps"
            yield Hit(place, f"the text has {total} words and no heading", instead)
        return
    words, told = 0, False
    for index, block in enumerate(blocks):
        if isinstance(block, HeadingBlock | ExerciseUse):
            words, told = 0, False
        words += counts[index]
        if words > MOST_LINES_WITHOUT_HEADING and not told:
            told = True
            found = f"there are {words} words since the last heading"
            yield Hit(
                subject.loaded.at("blocks", index),
                found,
                "add a heading here that says what follows, such as - heading: What helps",
            )


def find_list_mark(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Texts, and lines of texts, that begin with a mark of a list."""
    for passage in subject.passages:
        match = LIST_MARK.search(passage.raw)
        if match is not None:
            start = len(passage.raw[: match.start()].split())
            words = passage.text.split()
            place = len(" ".join(words[:start])) + (start > 0)
            found = f"begins with '{match[0].strip()}', but the page prints bullets and numbers itself"
            yield at(passage, place, found, "delete it; in a list, put each item on its own line")


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
                found = f"the sentence lists {count} things"
                yield at(
                    passage,
                    sentence.start,
                    found,
                    f"write them as a list, with {MOST_ITEMS} or fewer under each heading",
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
            what = "steps" if name == "steps" else "items"
            found = (
                f"the list has {count} {what}"
                if count > MOST_ITEMS
                else f"consecutive lists have {before + count} {what} in all"
            )
            instead = f"add a heading, so that no more than {MOST_ITEMS} come in a row"
            yield Hit(subject.loaded.at("blocks", index, name), found, instead)
        before += count


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
            half = len(passage.sentences) // 2
            where = f' before "{_begin(passage.sentences[half].text)}"' if half else ""
            instead = f"begin a new paragraph{where}, or make a list"
            yield at(passage, 0, f"this paragraph fills about {lines} lines", instead)


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
