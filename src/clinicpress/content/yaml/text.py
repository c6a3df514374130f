"""YAML bytes to a tree of nodes with places, or to problems that say where and what.

Only a plain part of YAML is read: mappings, lists and texts. Tags, anchors, aliases and several documents in
one file are refused, which also keeps a hostile file from costing time or memory. The tree is built from the
parser's events and not by its composer, because that one calls itself and would fail on deep nesting.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

import yaml

from clinicpress.content.disk import MAX_BYTES
from clinicpress.content.models.characters import flaw, settled
from clinicpress.content.yaml.nodes import MappingNode, Node, Scalar, ScalarNode, SequenceNode, comments
from clinicpress.content.yaml.syntax import diagnose
from clinicpress.messages import say
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass

MAX_DEPTH = 20
MAX_VALUES = 20_000
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_NOTHING = ("", "~", "null")
_LINE_END = re.compile(r"\r\n|\r|\n")
# libyaml's parser is fifteen times faster; wheels of PyYAML bring it, some systems lack it.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# What libyaml says of 1,000 levels; it looks ahead, and may say so before the events of the first come.
_NESTING = "nesting depth"


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a file, None if it has none, and what is wrong with its text."""

    root: Node | None
    problems: tuple[Problem, ...] = ()


class _RefusedError(Exception):
    """Stops reading: what follows cannot be told from this fault."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def parse(data: bytes, path: str, *, private: bool = False) -> Parsed:
    """Read the bytes of a YAML file; ``path`` is how its problems name it. Never raises for bad input.

    The problems of a ``private`` file repeat nothing of what it says.
    """
    problems: list[Problem] = []
    try:
        text = decode(data, path)
        root = _Builder(path, text, problems, private).build()
    except _RefusedError as refused:
        return Parsed(None, (*problems, refused.problem))
    return Parsed(root, tuple(problems))


def first_text(data: bytes, key: str) -> str | None:
    """The text after ``key`` at the top level of a YAML file, if any; reads no further than there."""
    try:
        loader = LOADER(decode(data, ""))
        depth, at_key, found = 0, True, False
        while (event := loader.get_event()) is not None:
            if isinstance(event, yaml.ScalarEvent) and depth == 1:
                if found:
                    return " ".join(settled(event.value).split())
                found = at_key and event.value == key
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth == 1 and not isinstance(event, yaml.CollectionStartEvent):
                at_key = not at_key
    except (_RefusedError, yaml.YAMLError, ValueError):
        pass
    return None


def decode(data: bytes, path: str) -> str:
    """The text of a file: UTF-8, at most `MAX_BYTES`, with nothing in it that can be no text."""
    if len(data) > MAX_BYTES:
        raise _RefusedError(too_large(path))
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        raise _RefusedError(_not_utf8(error, path)) from None
    found = flaw(text)
    if found is not None:
        raise _RefusedError(Problem(found.message, found.hint, place(text, found.at, path)))
    return text


def too_large(path: str) -> Problem:
    """The problem of a file above `MAX_BYTES`."""
    return Problem(say("yaml.file-larger-than-1-mb"), say("yaml.split-page-text-about-5-kb"), Source(path))


def place(text: str, index: int, path: str) -> Source:
    """The place of the character at ``index``."""
    before = _LINE_END.split(text[:index])
    return Source(path, len(before), len(before[-1]) + 1)


def _not_utf8(error: UnicodeDecodeError, path: str) -> Problem:
    before = error.object[: error.start].decode("utf-8")
    hint = say("yaml.save-file-utf-8")
    message = say("yaml.not-utf-8-text", byte=error.object[error.start])
    return Problem(message, hint, place(before, len(before), path))


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    source: Source
    is_list: bool
    flow: bool
    items: list[Node] = field(default_factory=list)
    values: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Source] = field(default_factory=dict)
    key: str | None = None
    awaits_value: bool = False

    def closed(self) -> Node:
        """The finished node."""
        if self.is_list:
            return SequenceNode(self.source, tuple(self.items), self.flow)
        return MappingNode(self.source, self.values, self.keys)


class _Builder:
    """Builds the tree of one file, event by event."""

    def __init__(self, path: str, text: str, problems: list[Problem], private: bool) -> None:
        self.path = path
        self.private = private
        self.text = text
        self.lines = _LINE_END.split(text)
        self.problems = problems
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.count = 0
        self.scalars: list[Scalar] = []
        self.commented: dict[int, Source] = {}

    def build(self) -> Node:
        """Run through all events.

        Raises:
            _RefusedError: at the first fault after which the rest cannot be read.
        """
        try:
            self._run(LOADER)
        except yaml.MarkedYAMLError as error:
            if _NESTING not in (error.problem or ""):
                raise _RefusedError(diagnose(error, self.lines, self.path)) from None
            # refused before the event of the 21st level came; the parser in Python gives it, with its place
            self._restart()
            self._run(yaml.BaseLoader)
        found = comments(self.text, self.scalars) if "#" in self.text else {}
        if found:
            # rare enough: the nodes are made again, each with the comment on its line
            self.commented = {number: place(self.text, at, self.path) for number, at in found.items()}
            self._restart()
            self._run(LOADER)
        if self.root is None or (isinstance(self.root, ScalarNode) and self.root.text is None):
            raise _RefusedError(
                Problem(say("table.file-empty"), say("yaml.write-content"), Source(self.path))
            )
        return self.root

    def _restart(self) -> None:
        self.problems.clear()
        self.open.clear()
        self.scalars.clear()
        self.root, self.count = None, 0

    def _run(self, parser: Any) -> None:
        """Take every event that ``parser`` finds in the text."""
        loader = parser(self.text)
        try:
            while (event := loader.get_event()) is not None:
                self._take(event)
        except yaml.MarkedYAMLError:
            raise
        except (yaml.YAMLError, ValueError):
            # Only the parser in Python comes here: an escape such as \U00110000, a version of 5,000 digits.
            message = say("yaml.file-has-character-code-or-line")
            hint = say("yaml.write-character-itself")
            raise _RefusedError(
                Problem(message, hint, Source(self.path, getattr(loader, "line", 0) + 1))
            ) from None
        finally:
            loader.dispose()

    def _take(self, event: Any) -> None:
        match event:
            case yaml.DocumentStartEvent():
                if self.root is not None:
                    self._refuse(
                        event, say("yaml.second-document-begins"), say("yaml.keep-document-per-file")
                    )
            case yaml.AliasEvent():
                hint = say("yaml.write-out-alias")
                self._refuse(event, say("yaml.aliases-name-not-supported"), hint)
            case yaml.NodeEvent():
                self._check(event)
                self._take_node(event)
            case yaml.CollectionEndEvent():
                self._add(self.open.pop().closed())

    def _take_node(self, event: Any) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            is_list = isinstance(event, yaml.SequenceStartEvent)
            self.open.append(_Open(self._source(event), is_list, bool(event.flow_style)))
            return
        nothing = event.implicit[0] and event.value in _NOTHING
        if event.style == '"' and (found := flaw(event.value)):
            message = say("yaml.written-as-backslash-code", message=found.message)
            self.problems.append(Problem(message, found.hint, self._source(event)))
        comment = self.commented.get(len(self.scalars))
        self.scalars.append(self._scalar(event))
        text = None if nothing else settled(event.value)
        self._add(ScalarNode(self._text_place(event), text, comment, event.implicit[0]))

    def _scalar(self, event: Any) -> Scalar:
        """Where a text stands, for finding the comments around it."""
        parent = self.open[-1] if self.open else None
        is_key = parent is not None and not parent.is_list and not parent.awaits_value
        column = -1 if parent is None or parent.flow else parent.source.column - 1
        return Scalar(event.start_mark.index, event.end_mark.index, event.style or "", column, is_key)

    def _check(self, event: Any) -> None:
        """Refuse what costs too much and what this project does not read."""
        self.count += 1
        if event.anchor is not None:
            hint = say("yaml.write-out-anchor")
            self._refuse(event, say("yaml.anchors-name-not-supported"), hint)
        if event.tag is not None:
            hint = say("yaml.delete-word")
            self._refuse(event, say("yaml.tags-name-not-supported"), hint)
        if len(self.open) >= MAX_DEPTH:
            self._refuse(
                event, say("yaml.lists-and-keys-nested", most=MAX_DEPTH), say("yaml.use-fewer-levels")
            )
        if self.count > MAX_VALUES:
            self._refuse(event, say("yaml.file-has-more-than-values", most=MAX_VALUES), say("table.split-it"))

    def _add(self, node: Node) -> None:
        """Put a finished node where it belongs: into the list, or as a key or a value into the mapping."""
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if parent.is_list:
            parent.items.append(node)
        elif parent.awaits_value:
            if parent.key is not None:
                parent.values[parent.key] = node
            parent.awaits_value = False
        else:
            parent.key = self._key(parent, node)
            parent.awaits_value = True

    def _key(self, parent: _Open, node: Node) -> str | None:
        """The text of a key; None for one that is reported, and its value ignored."""
        if not isinstance(node, ScalarNode) or node.text is None:
            hint = say("yaml.write-word-colon-and-value")
            self.problems.append(Problem(say("yaml.key-must-be-word"), hint, node.source))
            return None
        if node.comment is not None:
            self.problems.append(Problem(*of_comment(), node.comment))
        if node.text in parent.keys:
            first = parent.keys[node.text]
            key = named(node.text, private=self.private)
            message = say("yaml.second-time", key=key, line=first.line)
            self.problems.append(Problem(message, say("content.keep-one-of-two"), node.source))
            return None
        parent.keys[node.text] = node.source
        return node.text

    def _text_place(self, event: Any) -> Source:
        """Where a text begins; of a block text (``|`` or ``>``) its first line, not the sign before it."""
        if event.style not in ("|", ">"):
            return self._source(event)
        for number in range(event.start_mark.line + 1, event.end_mark.line + 1):
            line = self.lines[number] if number < len(self.lines) else ""
            if line.strip():
                return Source(self.path, number + 1, len(line) - len(line.lstrip()) + 1)
        return self._source(event)

    def _source(self, event: Any) -> Source:
        return Source(self.path, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, event: Any, message: str, hint: str) -> None:
        raise _RefusedError(Problem(message, hint, self._source(event)))


def of_comment() -> tuple[str, str]:
    """The message on a comment behind a text that is printed, and its hint."""
    return say("yaml.comment-is-not-printed"), say("yaml.quote-or-move-comment")


def may_be_named(key: str, *, private: bool = False) -> bool:
    """Whether a message may repeat a key: it looks like one, and does not stand in a private file."""
    return _KEY.fullmatch(key) is not None and not private


def named(key: str, *, private: bool = False) -> str:
    """A key for a message, if it may be named."""
    return say("yaml.the-key", key=key) if may_be_named(key, private=private) else say("yaml.this-key")


def shorten(text: str, most: int = 60) -> str:
    """A text in one line of at most ``most`` characters, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
