"""``cut-sentence``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinicpress.checking.rule import WORDED, Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject
from clinicpress.model.library import Loc
from clinicpress.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from clinicpress.reading.yaml_text import parse

_GOES_ON = re.compile(
    r"(?:and|or|but|if|with|without|nor|so|because|when|while|unless|until|then|than|that|which|who|to|for|by"
    r"|as|at|in|on|of|from|after|before|especially|such)\b"
)


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
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


RULE = Rule(
    id="cut-sentence",
    group="structure",
    severity=Severity.WARNING,
    kinds=WORDED,
    finds="A sentence in square brackets without quotes, or one that continues the item before it.",
    why="One warning is cut into two, and neither says what was meant.",
    basis="Our own rule: in a list in square brackets a comma begins the next item.",
    wrong="stop_if: [pain spreads, or if a leg goes numb]",
    right='stop_if: ["pain spreads, or a leg goes numb"]',
    look=look,
    languages=("en",),
)
